#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/hash.h"

#include "captures_priv.h"

enum { DIGEST_DIGITS = 16, NUMBER_MAX = 9999 };

/* # is a decimal digit, x a hexadecimal one. */
static const char form[] = "captures/########T######Z-####-xxxxxxxxxxxxxxxx.json";
static const size_t digest_at = sizeof("captures/########T######Z-####-") - 1;
static const size_t number_at = sizeof("captures/########T######Z-") - 1;

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_capture(const char *path)
{
    bool good = strlen(path) == sizeof(form) - 1;
    for (size_t i = 0; good && form[i]; i++) {
        if (form[i] == '#')
            good = is_digit(path[i]);
        else if (form[i] == 'x' && i >= digest_at && i < digest_at + DIGEST_DIGITS)
            good = is_digit(path[i]) || (path[i] >= 'a' && path[i] <= 'f');
        else
            good = path[i] == form[i];
    }
    return good;
}

enum plim_code snapshot_captures_list(struct plim_arena *arena, const char *dir,
                                      const char ***paths_out, size_t *count_out,
                                      struct plim_err *err)
{
    struct plim_dir_entry *entries = NULL;
    struct stat info = {0};
    size_t count = 0;
    size_t len = 0;
    const char *captures = plim_path_join(arena, dir, "captures");
    *paths_out = NULL;
    *count_out = 0;
    if (lstat(captures, &info) != 0 && errno == ENOENT)
        return PLIM_OK;
    if (!S_ISDIR(info.st_mode))
        return plim_err_set(err, PLIM_INVALID, "snapshot: '%s' is no directory", captures);
    if (plim_dir_list(arena, captures, &entries, &count, err) != PLIM_OK)
        return plim_err_wrap(err, "snapshot");
    const char **paths = plim_arena_array(arena, count, sizeof(*paths));
    for (size_t i = 0; i < count; i++) {
        const char *path = plim_path_join(arena, "captures", entries[i].name);
        if (is_capture(path))
            paths[len++] = path;
    }
    *paths_out = paths;
    *count_out = len;
    return PLIM_OK;
}

static enum plim_code find_newest(struct plim_arena *arena, const char *dir,
                                  struct snapshot_place *place_out, struct plim_err *err)
{
    const char **paths = NULL;
    size_t count = 0;
    if (snapshot_captures_list(arena, dir, &paths, &count, err) != PLIM_OK)
        return err->code;
    if (count == 0 && plim_file_exists(plim_path_join(arena, dir, "snapshot.json")))
        return plim_err_set(err, PLIM_INVALID,
                            "snapshot '%s': its snapshot.json is of a form that is no longer read; "
                            "capture again",
                            dir);
    if (count == 0)
        return plim_err_set(err, PLIM_NOT_FOUND, "snapshot '%s': no capture in '%s/captures'", dir,
                            dir);
    *place_out = (struct snapshot_place){dir, paths[count - 1]};
    return PLIM_OK;
}

enum plim_code snapshot_captures_find(struct plim_arena *arena, const char *path,
                                      struct snapshot_place *place_out, struct plim_err *err)
{
    if (!plim_file_exists(path))
        return find_newest(arena, path, place_out, err);
    const char *captures = plim_path_dir(arena, path);
    const char *name = plim_path_join(arena, plim_path_name(captures), plim_path_name(path));
    if (!is_capture(name))
        return plim_err_set(err, PLIM_INVALID,
                            "snapshot '%s': expected a directory or a file "
                            "DIR/captures/TIME-NUMBER-DIGEST.json",
                            path);
    *place_out = (struct snapshot_place){plim_path_dir(arena, captures), name};
    return PLIM_OK;
}

static unsigned long number_of(const char *path)
{
    return strtoul(path + number_at, NULL, 10);
}

enum plim_code snapshot_captures_name(struct plim_arena *arena, const char *dir, int64_t now,
                                      struct plim_str text, const char **path_out,
                                      struct plim_err *err)
{
    const char **paths = NULL;
    size_t count = 0;
    char time[PLIM_TIME_TEXT_BYTES];
    char sha256[PLIM_SHA256_TEXT_BYTES];
    if (snapshot_captures_list(arena, dir, &paths, &count, err) != PLIM_OK)
        return err->code;
    (void)plim_time_format(now, time); /* 2026-04-15T06:00:00Z */
    const char *begin = plim_arena_printf(arena, "captures/%.4s%.2s%.2sT%.2s%.2s%.2sZ-", time,
                                          time + 5, time + 8, time + 11, time + 14, time + 17);
    unsigned long number = 1;
    for (size_t i = 0; i < count; i++) {
        if (strncmp(paths[i], begin, strlen(begin)) == 0 && number_of(paths[i]) >= number)
            number = number_of(paths[i]) + 1;
    }
    if (number > NUMBER_MAX)
        return plim_err_set(err, PLIM_LIMIT, "snapshot '%s': more than %d captures of one second",
                            dir, NUMBER_MAX);
    (void)plim_sha256_text(text.text, text.len, sha256);
    *path_out = plim_arena_printf(arena, "%s%04lu-%.*s.json", begin, number, DIGEST_DIGITS, sha256);
    return PLIM_OK;
}

int64_t snapshot_captures_time(const char *path)
{
    char time[PLIM_TIME_TEXT_BYTES + 8];
    struct plim_err ignored = {0};
    int64_t seconds = 0;
    const char *at = path + sizeof("captures/") - 1;
    (void)snprintf(time, sizeof(time), "%.4s-%.2s-%.2sT%.2s:%.2s:%.2sZ", at, at + 4, at + 6, at + 9,
                   at + 11, at + 13);
    return plim_time_parse(plim_str_from(time), &seconds, &ignored) == PLIM_OK ? seconds : 0;
}

bool snapshot_captures_match(const char *path, struct plim_str text)
{
    char sha256[PLIM_SHA256_TEXT_BYTES];
    (void)plim_sha256_text(text.text, text.len, sha256);
    return is_capture(path) && memcmp(path + digest_at, sha256, DIGEST_DIGITS) == 0;
}
