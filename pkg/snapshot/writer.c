#include "snapshot/writer.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"

#include "object_priv.h"
#include "writer_priv.h"

enum plim_code snapshot_writer_new(const char *dir, struct snapshot_writer **writer_out,
                                   struct plim_err *err)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    if (plim_dir_make(plim_path_join(arena, dir, "objects"), err) != PLIM_OK)
        return plim_err_wrap(err, "snapshot");
    struct snapshot_writer *writer = plim_calloc(1, sizeof(*writer));
    writer->dir = plim_copy_c(dir);
    snapshot_manifest_init(&writer->manifest);
    *writer_out = writer;
    return PLIM_OK;
}

void snapshot_writer_free(struct snapshot_writer *writer)
{
    if (!writer)
        return;
    snapshot_manifest_release(&writer->manifest);
    free(writer->dir);
    free(writer);
}

void snapshot_writer_freep(struct snapshot_writer **writer)
{
    snapshot_writer_free(*writer);
}

void snapshot_writer_add_cluster(struct snapshot_writer *writer, const char *name,
                                 const char *server)
{
    snapshot_manifest_server(&writer->manifest, name)->server =
        plim_arena_copy_c(writer->manifest.arena, server);
}

enum plim_code snapshot_put(struct snapshot_writer *writer, const char *name, struct plim_str bytes,
                            struct plim_err *err)
{
    struct snapshot_manifest *manifest = &writer->manifest;
    struct snapshot_document document = {.bytes = bytes.len};
    if (snapshot_object_write(writer->dir, bytes, document.sha256, err) != PLIM_OK)
        return plim_err_wrap(err, "snapshot of '%s'", name);
    document.name = plim_arena_copy_c(manifest->arena, name);
    for (size_t i = 0; i < manifest->document_len; i++) {
        if (strcmp(manifest->documents[i].name, name) == 0) {
            manifest->documents[i] = document;
            return PLIM_OK;
        }
    }
    PLIM_GROW(manifest->documents, manifest->document_len, manifest->document_cap);
    manifest->documents[manifest->document_len++] = document;
    return PLIM_OK;
}

enum plim_code snapshot_writer_finish(struct snapshot_writer *writer, int64_t now,
                                      struct plim_err *err)
{
    if (writer->failed.code != PLIM_OK) {
        *err = writer->failed;
        return err->code;
    }
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    writer->manifest.created_at = now;
    snapshot_manifest_sort(&writer->manifest);
    if (snapshot_manifest_write(&writer->manifest, &text, err) != PLIM_OK ||
        plim_file_write(plim_path_join(arena, writer->dir, "snapshot.json"), text.text, text.len,
                        err) != PLIM_OK)
        return plim_err_wrap(err, "snapshot");
    return PLIM_OK;
}
