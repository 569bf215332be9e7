#include "snapshot/reader.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/file.h"

#include "object_priv.h"
#include "reader_priv.h"
#include "store_priv.h"
#include "table_priv.h"

enum plim_code snapshot_reader_parse(const char *dir, const char *file, struct plim_str text,
                                     struct snapshot_reader **reader_out, struct plim_err *err)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    PLIM_CLEANUP(snapshot_reader_freep)
    struct snapshot_reader *reader = plim_calloc(1, sizeof(*reader));
    reader->dir = plim_copy_c(dir);
    snapshot_manifest_init(&reader->manifest);
    if (snapshot_manifest_read(&reader->manifest, plim_path_join(arena, dir, file), text, err) !=
        PLIM_OK)
        return err->code;
    for (size_t i = 0; i < reader->manifest.server_len; i++) {
        if (snapshot_table_read(dir, &reader->manifest, i, err) != PLIM_OK)
            return err->code;
    }
    snapshot_manifest_sort(&reader->manifest);
    *reader_out = PLIM_STEAL(reader);
    return PLIM_OK;
}

enum plim_code snapshot_reader_at(const struct snapshot_place *place,
                                  struct snapshot_reader **reader_out, struct plim_err *err)
{
    PLIM_CLEANUP(plim_freep) char *text = NULL;
    size_t len = 0;
    if (snapshot_store_read(place->dir, place->path, SNAPSHOT_MANIFEST_BYTES_MAX, &text, &len,
                            err) != PLIM_OK)
        return err->code;
    struct plim_str bytes = {text, len};
    if (!snapshot_captures_match(place->path, bytes))
        return plim_err_set(err, PLIM_INVALID,
                            "snapshot: '%s/%s' is damaged: its bytes are not those of its name",
                            place->dir, place->path);
    return snapshot_reader_parse(place->dir, place->path, bytes, reader_out, err);
}

enum plim_code snapshot_reader_open(const char *path, struct snapshot_reader **reader_out,
                                    struct plim_err *err)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct snapshot_place place = {0};
    if (snapshot_captures_find(arena, path, &place, err) != PLIM_OK)
        return err->code;
    return snapshot_reader_at(&place, reader_out, err);
}

void snapshot_reader_free(struct snapshot_reader *reader)
{
    if (!reader)
        return;
    snapshot_manifest_release(&reader->manifest);
    free(reader->dir);
    free(reader);
}

void snapshot_reader_freep(struct snapshot_reader **reader)
{
    snapshot_reader_free(*reader);
}

size_t snapshot_reader_cluster_count(const struct snapshot_reader *reader)
{
    return reader->manifest.server_len;
}

struct snapshot_cluster snapshot_reader_cluster_at(const struct snapshot_reader *reader, size_t i)
{
    const struct snapshot_server *server = &reader->manifest.servers[i];
    return (struct snapshot_cluster){server->name, server->server};
}

int64_t snapshot_reader_created_at(const struct snapshot_reader *reader)
{
    return reader->manifest.created_at;
}

size_t snapshot_reader_document_count(const struct snapshot_reader *reader)
{
    return reader->manifest.document_len;
}

const char *snapshot_reader_document_at(const struct snapshot_reader *reader, size_t i)
{
    return reader->manifest.documents[i].name;
}

bool snapshot_has(const struct snapshot_reader *reader, const char *name)
{
    return snapshot_manifest_find_document(&reader->manifest, name) != NULL;
}

enum plim_code snapshot_get(const struct snapshot_reader *reader, const char *name,
                            struct plim_buf *bytes_out, struct plim_err *err)
{
    const struct snapshot_document *document =
        snapshot_manifest_find_document(&reader->manifest, name);
    if (!document)
        return plim_err_set(err, PLIM_NOT_FOUND, "the snapshot '%s' has no document '%s'",
                            reader->dir, name);
    return snapshot_object_read(reader->dir, document->sha256, (size_t)document->bytes, bytes_out,
                                err);
}
