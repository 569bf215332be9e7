#include "redaction.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/hmac.h"
#include "snapshot/store.h"
#include "snapshot/writer.h"

enum { RANDOM_BYTES = 32 };

void redaction_key_release(struct plim_buf *key)
{
    if (key->text)
        explicit_bzero(key->text, key->cap);
    plim_buf_release(key);
}

static void close_fd(const int *fd)
{
    if (*fd >= 0)
        (void)close(*fd);
}

static enum plim_code fail(struct plim_err *err, const char *path, const char *why)
{
    return plim_err_set(err, PLIM_INVALID, "--redact-key: '%s': %s", path, why);
}

static enum plim_code check(const char *path, const struct stat *info, struct plim_err *err)
{
    if (!S_ISREG(info->st_mode))
        return fail(err, path, "it is no file");
    if (info->st_mode & (S_IRWXG | S_IRWXO))
        return plim_err_set(err, PLIM_INVALID,
                            "--redact-key: '%s' may be used by others than its owner (mode %04o): "
                            "chmod go= it",
                            path, (unsigned)(info->st_mode & 07777));
    if (info->st_size < SNAPSHOT_KEY_BYTES_MIN || info->st_size > SNAPSHOT_KEY_BYTES_MAX)
        return plim_err_set(
            err, PLIM_INVALID, "--redact-key: '%s' has %lld bytes, expected %d to %d", path,
            (long long)info->st_size, SNAPSHOT_KEY_BYTES_MIN, SNAPSHOT_KEY_BYTES_MAX);
    return PLIM_OK;
}

static enum plim_code read_file(const char *path, struct plim_buf *key, struct plim_err *err)
{
    struct stat info;
    PLIM_CLEANUP(close_fd) int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0 || fstat(fd, &info) != 0)
        return fail(err, path, strerror(errno));
    if (check(path, &info, err) != PLIM_OK)
        return err->code;
    size_t len = (size_t)info.st_size;
    char *bytes = plim_buf_extend(key, len);
    for (size_t done = 0; done < len;) {
        ssize_t got = read(fd, bytes + done, len - done);
        if (got <= 0)
            return fail(err, path, got < 0 ? strerror(errno) : "it became shorter");
        done += (size_t)got;
    }
    return PLIM_OK;
}

enum plim_code redaction_key_read(const char *path, struct plim_buf *key_out, struct plim_err *err)
{
    if (path)
        return read_file(path, key_out, err);
    plim_random_bytes((unsigned char *)plim_buf_extend(key_out, RANDOM_BYTES), RANDOM_BYTES);
    return PLIM_OK;
}

/* What an interrupted capture left may have names. */
static enum plim_code check_objects(struct plim_arena *arena, const char *dir, struct plim_err *err)
{
    struct plim_dir_entry *entries = NULL;
    size_t count = 0;
    const char *objects = plim_path_join(arena, dir, "objects");
    if (!plim_dir_exists(objects))
        return PLIM_OK;
    if (plim_dir_list(arena, objects, &entries, &count, err) != PLIM_OK)
        return err->code;
    if (count == 0)
        return PLIM_OK;
    return plim_err_set(err, PLIM_INVALID,
                        "--redact: '%s' has objects of an unfinished capture, perhaps with names: "
                        "expected an empty directory",
                        dir);
}

enum plim_code redaction_check_directory(const char *dir, bool redact, struct plim_err *err)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct snapshot_summary *summaries = NULL;
    size_t count = 0;
    struct plim_err none = {0};
    if (snapshot_list(arena, dir, &summaries, &count, &none) != PLIM_OK)
        return redact ? check_objects(arena, dir, err) : PLIM_OK;
    for (size_t i = 0; i < count; i++) {
        if (redact && !summaries[i].redaction)
            return plim_err_set(err, PLIM_INVALID,
                                "--redact: '%s/%s' has names: expected a directory without such",
                                dir, summaries[i].path);
        if (!redact && summaries[i].redaction)
            return plim_err_set(err, PLIM_INVALID,
                                "'%s/%s' is redacted: expected --redact, or another directory", dir,
                                summaries[i].path);
    }
    return PLIM_OK;
}
