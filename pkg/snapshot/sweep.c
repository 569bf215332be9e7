/* Removing captures, and what only they needed. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/map.h"
#include "snapshot/store.h"

#include "object_priv.h"
#include "reader_priv.h"
#include "store_priv.h"

struct sweep {
    struct plim_arena *arena;
    const char *dir;
    struct plim_map *needed; /* names of objects: "objects/ab/....zst" */
    struct snapshot_pruned pruned;
};

static void close_fd(const int *fd)
{
    if (*fd >= 0)
        (void)close(*fd);
}

static void need(struct sweep *sweep, const char *sha256)
{
    plim_map_set(sweep->needed, snapshot_object_name(sweep->arena, sha256), sweep);
}

static void need_body(struct sweep *sweep, const struct snapshot_body *body)
{
    if (!body->is_list)
        need(sweep, body->sha256);
    for (size_t i = 0; i < body->len; i++)
        need(sweep, body->chunks[i].sha256);
}

/* All that a capture which stays names. */
static enum plim_code need_capture(struct sweep *sweep, const char *path, struct plim_err *err)
{
    PLIM_CLEANUP(snapshot_reader_freep) struct snapshot_reader *reader = NULL;
    struct snapshot_place place = {sweep->dir, path};
    if (snapshot_reader_at(&place, &reader, err) != PLIM_OK)
        return err->code;
    const struct snapshot_manifest *manifest = &reader->manifest;
    for (size_t i = 0; i < manifest->server_len; i++) {
        if (manifest->servers[i].table.sha256[0])
            need(sweep, manifest->servers[i].table.sha256);
        for (size_t j = 0; j < manifest->servers[i].len; j++) {
            if (manifest->servers[i].requests[j].status > 0)
                need_body(sweep, &manifest->servers[i].requests[j].body);
        }
    }
    for (size_t i = 0; i < manifest->document_len; i++)
        need(sweep, manifest->documents[i].sha256);
    return PLIM_OK;
}

static enum plim_code remove_file(struct sweep *sweep, const char *path, size_t *count,
                                  struct plim_err *err)
{
    struct stat info = {0};
    const char *full = plim_path_join(sweep->arena, sweep->dir, path);
    bool known = lstat(full, &info) == 0;
    if (unlink(full) != 0 && errno != ENOENT)
        return plim_err_set(err, PLIM_IO, "snapshot: remove '%s': %s", full, strerror(errno));
    *count += 1;
    sweep->pruned.bytes += known && S_ISREG(info.st_mode) ? (uint64_t)info.st_size : 0;
    return PLIM_OK;
}

static bool is_temporary(const char *name)
{
    size_t len = strlen(name);
    return len > 4 && strcmp(name + len - 4, ".tmp") == 0;
}

/* The files of a directory below the store that are left over or not needed. */
static enum plim_code sweep_dir(struct sweep *sweep, const char *path, bool objects,
                                struct plim_err *err)
{
    struct plim_dir_entry *entries = NULL;
    struct stat info = {0};
    size_t count = 0;
    const char *full = plim_path_join(sweep->arena, sweep->dir, path);
    if (lstat(full, &info) != 0 || !S_ISDIR(info.st_mode))
        return PLIM_OK;
    if (plim_dir_list(sweep->arena, full, &entries, &count, err) != PLIM_OK)
        return plim_err_wrap(err, "snapshot");
    for (size_t i = 0; i < count; i++) {
        const char *file = plim_path_join(sweep->arena, path, entries[i].name);
        bool goes = is_temporary(file) || (objects && !plim_map_get(sweep->needed, file));
        if (!entries[i].is_dir && goes &&
            remove_file(sweep, file, &sweep->pruned.objects, err) != PLIM_OK)
            return err->code;
    }
    return PLIM_OK;
}

static enum plim_code sweep_objects(struct sweep *sweep, struct plim_err *err)
{
    if (sweep_dir(sweep, "captures", false, err) != PLIM_OK)
        return err->code;
    for (unsigned i = 0; i < 256; i++) {
        const char *path = plim_arena_printf(sweep->arena, "objects/%02x", i);
        if (sweep_dir(sweep, path, true, err) != PLIM_OK)
            return err->code;
    }
    return PLIM_OK;
}

static enum plim_code sweep_captures(struct sweep *sweep, const char *const *paths, size_t count,
                                     const struct snapshot_pruning *pruning, struct plim_err *err)
{
    size_t keep = pruning->keep > 0 ? pruning->keep : 1;
    size_t goes = 0; /* how many of the oldest */
    while (goes + keep < count && snapshot_captures_time(paths[goes]) < pruning->newest)
        goes++;
    for (size_t i = goes; i < count; i++) {
        if (need_capture(sweep, paths[i], err) != PLIM_OK)
            return err->code;
    }
    for (size_t i = 0; i < goes; i++) {
        if (remove_file(sweep, paths[i], &sweep->pruned.captures, err) != PLIM_OK)
            return err->code;
    }
    return snapshot_store_sync(plim_path_join(sweep->arena, sweep->dir, "captures"), err);
}

enum plim_code snapshot_prune(const char *dir, const struct snapshot_pruning *pruning,
                              struct snapshot_pruned *pruned_out, struct plim_err *err)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    PLIM_CLEANUP(plim_map_freep) struct plim_map *needed = plim_map_new();
    PLIM_CLEANUP(close_fd) int held = -1;
    struct sweep sweep = {arena, dir, needed, {0}};
    struct snapshot_place newest = {0};
    const char **paths = NULL;
    size_t count = 0;
    if (snapshot_captures_find(arena, dir, &newest, err) != PLIM_OK)
        return err->code;
    if (newest.dir != dir)
        return plim_err_set(err, PLIM_INVALID, "snapshot '%s': expected a directory", dir);
    if (snapshot_store_hold(dir, true, &held, err) != PLIM_OK ||
        snapshot_captures_list(arena, dir, &paths, &count, err) != PLIM_OK ||
        sweep_captures(&sweep, paths, count, pruning, err) != PLIM_OK ||
        sweep_objects(&sweep, err) != PLIM_OK)
        return err->code;
    *pruned_out = sweep.pruned;
    return PLIM_OK;
}
