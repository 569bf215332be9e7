#include <stdlib.h>
#include <string.h>
#include <zstd.h>

#include "base/alloc.h"
#include "base/file.h"

#include "object_priv.h"
#include "store_priv.h"

/* Higher levels take more time than they save bytes: 5 is 4 % smaller and takes twice as long. */
enum { LEVEL = 3 };

char *snapshot_object_name(struct plim_arena *arena, const char *sha256)
{
    return plim_arena_printf(arena, "objects/%.2s/%s.zst", sha256, sha256);
}

static enum plim_code fail(struct plim_err *err, const char *file, const char *why)
{
    return plim_err_set(err, PLIM_INVALID, "snapshot: '%s' is damaged: %s", file, why);
}

enum plim_code snapshot_object_unpack(const char *file, struct plim_str packed, size_t most,
                                      struct plim_buf *bytes, struct plim_err *err)
{
    unsigned long long size = ZSTD_getFrameContentSize(packed.text, packed.len);
    if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN ||
        ZSTD_findFrameCompressedSize(packed.text, packed.len) != packed.len)
        return fail(err, file, "it is not one zstd frame of a known size");
    size_t before = bytes->len;
    char *into = size <= most ? plim_buf_extend(bytes, (size_t)size) : NULL;
    if (!into && size > 0)
        return plim_err_set(err, PLIM_LIMIT,
                            "snapshot: '%s' holds %llu bytes, more than the %zu expected", file,
                            size, most);
    size_t got = ZSTD_decompress(into, (size_t)size, packed.text, packed.len);
    if (ZSTD_isError(got) || got != size) {
        bytes->len = before;
        return fail(err, file, ZSTD_isError(got) ? ZSTD_getErrorName(got) : "it is too short");
    }
    return PLIM_OK;
}

enum plim_code snapshot_object_read(const char *dir, const char *sha256, size_t most,
                                    struct plim_buf *bytes, struct plim_err *err)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    PLIM_CLEANUP(plim_freep) char *text = NULL;
    size_t len = 0;
    size_t before = bytes->len;
    const char *name = snapshot_object_name(arena, sha256);
    const char *file = plim_path_join(arena, dir, name);
    if (most > SNAPSHOT_OBJECT_BYTES_MAX)
        most = SNAPSHOT_OBJECT_BYTES_MAX;
    if (snapshot_store_read(dir, name, ZSTD_compressBound(most), &text, &len, err) != PLIM_OK ||
        snapshot_object_unpack(file, (struct plim_str){text, len}, most, bytes, err) != PLIM_OK)
        return err->code;
    char actual[PLIM_SHA256_TEXT_BYTES];
    size_t added = bytes->len - before;
    (void)plim_sha256_text(added > 0 ? bytes->text + before : "", added, actual);
    if (strcmp(actual, sha256) == 0)
        return PLIM_OK;
    bytes->len = before;
    return fail(err, file, "its bytes are not those of its name");
}

static bool is_whole(const char *dir, const char *sha256, size_t len)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf found = {0};
    struct plim_err ignored = {0};
    return snapshot_object_read(dir, sha256, len, &found, &ignored) == PLIM_OK && found.len == len;
}

enum plim_code snapshot_object_write(const char *dir, struct plim_str bytes,
                                     char sha256_out[PLIM_SHA256_TEXT_BYTES], struct plim_err *err)
{
    char sha256[PLIM_SHA256_TEXT_BYTES];
    (void)plim_sha256_text(bytes.len > 0 ? bytes.text : "", bytes.len, sha256);
    if (!is_whole(dir, sha256, bytes.len)) {
        PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
        const char *path = plim_path_join(arena, dir, snapshot_object_name(arena, sha256));
        size_t bound = ZSTD_compressBound(bytes.len);
        PLIM_CLEANUP(plim_freep) char *packed = plim_calloc(bound, 1);
        size_t len = ZSTD_compress(packed, bound, bytes.text, bytes.len, LEVEL);
        if (ZSTD_isError(len))
            return plim_err_set(err, PLIM_IO, "snapshot: compress '%s': %s", path,
                                ZSTD_getErrorName(len));
        if (plim_dir_make(plim_path_dir(arena, path), err) != PLIM_OK ||
            plim_file_write(path, packed, len, err) != PLIM_OK)
            return err->code;
    }
    memcpy(sha256_out, sha256, sizeof(sha256));
    return PLIM_OK;
}
