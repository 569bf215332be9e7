#include "snapshot/writer.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/pool.h"
#include "snapshot/reader.h"

#include "captures_priv.h"
#include "object_priv.h"
#include "redact_priv.h"
#include "store_priv.h"
#include "table_priv.h"
#include "writer_priv.h"

enum plim_code snapshot_writer_new(const char *dir, struct snapshot_writer **writer_out,
                                   struct plim_err *err)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    int held = -1;
    if (plim_dir_make(plim_path_join(arena, dir, "objects"), err) != PLIM_OK ||
        plim_dir_make(plim_path_join(arena, dir, "captures"), err) != PLIM_OK)
        return plim_err_wrap(err, "snapshot");
    if (snapshot_store_hold(dir, false, &held, err) != PLIM_OK)
        return err->code;
    struct snapshot_writer *writer = plim_calloc(1, sizeof(*writer));
    writer->dir = plim_copy_c(dir);
    writer->pool = plim_pool_new(0);
    writer->held = held;
    snapshot_manifest_init(&writer->manifest);
    *writer_out = writer;
    return PLIM_OK;
}

void snapshot_writer_free(struct snapshot_writer *writer)
{
    if (!writer)
        return;
    snapshot_keep_settle(writer);
    for (size_t i = 0; writer->workers && i < plim_pool_threads(writer->pool); i++)
        snapshot_redactor_free(writer->workers[i]);
    free(writer->workers);
    snapshot_redactor_free(writer->redactor);
    plim_pool_free(writer->pool);
    snapshot_manifest_release(&writer->manifest);
    (void)close(writer->held);
    free(writer->dir);
    free(writer);
}

void snapshot_writer_freep(struct snapshot_writer **writer)
{
    snapshot_writer_free(*writer);
}

void snapshot_writer_redact(struct snapshot_writer *writer, struct plim_str key)
{
    size_t threads = plim_pool_threads(writer->pool);
    writer->redactor = snapshot_redactor_new(key);
    /* NOLINTNEXTLINE(bugprone-sizeof-expression): an array of pointers */
    writer->workers = plim_calloc(threads, sizeof(*writer->workers));
    for (size_t i = 0; i < threads; i++)
        writer->workers[i] = snapshot_redactor_new(key);
    writer->manifest.redaction = plim_arena_copy_c(
        writer->manifest.arena, snapshot_redact_fingerprint(writer->redactor).text);
}

const char *snapshot_writer_name(struct snapshot_writer *writer, const char *name)
{
    struct plim_str text = plim_str_from(name);
    if (writer->redactor)
        text = snapshot_redact_name(writer->redactor, text);
    return plim_arena_copy(writer->manifest.arena, text.len > 0 ? text.text : "", text.len);
}

void snapshot_writer_add_cluster(struct snapshot_writer *writer, const char *name,
                                 const char *server)
{
    const char *kept = snapshot_writer_name(writer, name);
    snapshot_manifest_server(&writer->manifest, kept)->server =
        snapshot_writer_name(writer, server);
}

static enum plim_code put(struct snapshot_writer *writer, const char *name, struct plim_str bytes,
                          struct plim_err *err)
{
    struct snapshot_manifest *manifest = &writer->manifest;
    struct snapshot_document document = {.bytes = bytes.len};
    if (snapshot_object_write(writer->dir, bytes, document.sha256, err) != PLIM_OK)
        return plim_err_wrap(err, "snapshot of '%s'", name);
    document.name = snapshot_writer_name(writer, name);
    for (size_t i = 0; i < manifest->document_len; i++) {
        if (strcmp(manifest->documents[i].name, document.name) == 0) {
            manifest->documents[i] = document;
            return PLIM_OK;
        }
    }
    PLIM_GROW(manifest->documents, manifest->document_len, manifest->document_cap);
    manifest->documents[manifest->document_len++] = document;
    return PLIM_OK;
}

enum plim_code snapshot_put(struct snapshot_writer *writer, const char *name, struct plim_str bytes,
                            struct plim_err *err)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf redacted = {0};
    if (!writer->redactor)
        return put(writer, name, bytes, err);
    if (snapshot_redact_document(writer->redactor, name, bytes, &redacted, err) != PLIM_OK)
        return err->code;
    return put(writer, name, plim_buf_str(&redacted), err);
}

static void close_fd(const int *fd)
{
    if (*fd >= 0)
        (void)close(*fd);
}

/* The names of all objects, before the manifest that names them. */
static enum plim_code sync_objects(struct plim_arena *arena, const char *dir, struct plim_err *err)
{
    struct plim_dir_entry *entries = NULL;
    size_t count = 0;
    const char *objects = plim_path_join(arena, dir, "objects");
    if (plim_dir_list(arena, objects, &entries, &count, err) != PLIM_OK)
        return plim_err_wrap(err, "snapshot");
    for (size_t i = 0; i < count; i++) {
        if (entries[i].is_dir &&
            snapshot_store_sync(plim_path_join(arena, objects, entries[i].name), err) != PLIM_OK)
            return err->code;
    }
    return snapshot_store_sync(objects, err);
}

static enum plim_code write_manifest(struct plim_arena *arena, const char *dir, int64_t now,
                                     struct plim_str text, struct plim_err *err)
{
    const char *path = NULL;
    PLIM_CLEANUP(close_fd) int alone = -1; /* two of one second need two numbers */
    if (snapshot_store_wait(plim_path_join(arena, dir, "captures"), &alone, err) != PLIM_OK ||
        snapshot_captures_name(arena, dir, now, text, &path, err) != PLIM_OK)
        return err->code;
    if (plim_file_write(plim_path_join(arena, dir, path), text.text, text.len, err) != PLIM_OK)
        return plim_err_wrap(err, "snapshot");
    if (snapshot_store_sync(plim_path_join(arena, dir, "captures"), err) != PLIM_OK)
        return err->code;
    return snapshot_store_sync(dir, err);
}

enum plim_code snapshot_writer_finish(struct snapshot_writer *writer, int64_t now,
                                      struct plim_err *err)
{
    snapshot_keep_settle(writer);
    if (writer->failed.code != PLIM_OK) {
        *err = writer->failed;
        return err->code;
    }
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {.max = SNAPSHOT_MANIFEST_BYTES_MAX};
    writer->manifest.created_at = now;
    snapshot_manifest_sort(&writer->manifest);
    for (size_t i = 0; i < writer->manifest.server_len; i++) {
        if (snapshot_table_write(writer->dir, &writer->manifest, i, err) != PLIM_OK)
            return err->code;
    }
    if (snapshot_manifest_write(&writer->manifest, &text, err) != PLIM_OK ||
        sync_objects(arena, writer->dir, err) != PLIM_OK)
        return err->code;
    return write_manifest(arena, writer->dir, now, plim_buf_str(&text), err);
}
