#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/arena.h"
#include "base/file.h"

#include "object_priv.h"

static char *object_path(struct plim_arena *arena, const char *dir, const char *sha256)
{
    return plim_arena_printf(arena, "%s/objects/%.2s/%s", dir, sha256, sha256);
}

static bool is_whole(const char *path, const char *sha256, size_t len)
{
    PLIM_CLEANUP(plim_freep) char *text = NULL;
    size_t found = 0;
    struct plim_err ignored = {0};
    char actual[PLIM_SHA256_TEXT_BYTES];
    return plim_file_exists(path) &&
           plim_file_read(path, SNAPSHOT_OBJECT_BYTES_MAX, &text, &found, &ignored) == PLIM_OK &&
           found == len && strcmp(plim_sha256_text(text, found, actual), sha256) == 0;
}

enum plim_code snapshot_object_write(const char *dir, struct plim_str bytes,
                                     char sha256_out[PLIM_SHA256_TEXT_BYTES], struct plim_err *err)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    char sha256[PLIM_SHA256_TEXT_BYTES];
    (void)plim_sha256_text(bytes.text, bytes.len, sha256);
    const char *path = object_path(arena, dir, sha256);
    if (!is_whole(path, sha256, bytes.len) &&
        (plim_dir_make(plim_path_dir(arena, path), err) != PLIM_OK ||
         plim_file_write(path, bytes.len > 0 ? bytes.text : "", bytes.len, err) != PLIM_OK))
        return err->code;
    memcpy(sha256_out, sha256, sizeof(sha256));
    return PLIM_OK;
}

enum plim_code snapshot_object_read(const char *dir, const char *sha256, struct plim_buf *bytes,
                                    struct plim_err *err)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    const char *path = object_path(arena, dir, sha256);
    PLIM_CLEANUP(plim_freep) char *text = NULL;
    size_t len = 0;
    if (plim_file_read(path, SNAPSHOT_OBJECT_BYTES_MAX, &text, &len, err) != PLIM_OK)
        return plim_err_wrap(err, "snapshot");
    char actual[PLIM_SHA256_TEXT_BYTES];
    if (strcmp(plim_sha256_text(text, len, actual), sha256) != 0)
        return plim_err_set(err, PLIM_INVALID,
                            "snapshot: '%s' is damaged: its bytes are not those of its name", path);
    plim_buf_append(bytes, text, len);
    if (bytes->failed)
        return plim_err_set(err, PLIM_LIMIT, "snapshot: '%s' is larger than allowed", path);
    return PLIM_OK;
}
