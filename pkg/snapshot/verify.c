/* What is in a directory of captures, and whether it is sound. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/map.h"
#include "snapshot/store.h"

#include "object_priv.h"
#include "reader_priv.h"

static struct snapshot_summary summarize(struct plim_arena *arena,
                                         const struct snapshot_place *place)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(snapshot_reader_freep) struct snapshot_reader *reader = NULL;
    struct snapshot_summary summary = {.path = place->path};
    if (snapshot_reader_at(place, &reader, &err) != PLIM_OK) {
        summary.error = plim_arena_copy_c(arena, err.msg);
        return summary;
    }
    const struct snapshot_manifest *manifest = &reader->manifest;
    summary.created_at = manifest->created_at;
    summary.clusters = manifest->server_len;
    summary.redaction = manifest->redaction ? plim_arena_copy_c(arena, manifest->redaction) : NULL;
    summary.documents = manifest->document_len;
    for (size_t i = 0; i < manifest->document_len; i++)
        summary.bytes += manifest->documents[i].bytes;
    for (size_t i = 0; i < manifest->server_len; i++) {
        summary.requests += manifest->servers[i].len;
        for (size_t j = 0; j < manifest->servers[i].len; j++)
            summary.bytes += manifest->servers[i].requests[j].body.bytes;
    }
    return summary;
}

enum plim_code snapshot_list(struct plim_arena *arena, const char *dir,
                             struct snapshot_summary **summaries_out, size_t *count_out,
                             struct plim_err *err)
{
    const char **paths = NULL;
    struct snapshot_place newest = {0};
    if (snapshot_captures_find(arena, dir, &newest, err) != PLIM_OK ||
        snapshot_captures_list(arena, dir, &paths, count_out, err) != PLIM_OK)
        return err->code;
    *summaries_out = plim_arena_array(arena, *count_out, sizeof(**summaries_out));
    for (size_t i = 0; paths && i < *count_out; i++) {
        struct snapshot_place place = {dir, paths[i]};
        (*summaries_out)[i] = summarize(arena, &place);
    }
    return PLIM_OK;
}

/* ---- verification */

struct verification {
    struct plim_arena *arena;
    struct snapshot_problems *problems;
    struct plim_map *seen; /* hashes of objects, and names of bodies in pieces */
    const char *dir;
};

static void complain(struct verification *verification, const char *line)
{
    struct snapshot_problems *problems = verification->problems;
    if (problems->len == problems->cap) {
        size_t cap = problems->cap > 0 ? 2 * problems->cap : 16;
        const char **lines = plim_arena_array(verification->arena, cap, sizeof(*lines));
        for (size_t i = 0; i < problems->len; i++)
            lines[i] = problems->lines[i];
        problems->lines = lines;
        problems->cap = cap;
    }
    problems->lines[problems->len++] = plim_arena_copy_c(verification->arena, line);
}

/* False when it was there already. */
static bool see(struct verification *verification, const char *key)
{
    if (plim_map_get(verification->seen, key))
        return false;
    plim_map_set(verification->seen, key, verification);
    return true;
}

static void check_object(struct verification *verification, const char *sha256, size_t bytes)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    struct plim_err err = {0};
    if (!see(verification, sha256))
        return;
    verification->problems->objects++;
    if (snapshot_object_read(verification->dir, sha256, bytes, &text, &err) != PLIM_OK)
        complain(verification, err.msg);
}

/* The same for the same chunks that are to have as many bytes. */
static const char *name_pieces(struct plim_arena *arena, const struct snapshot_body *body)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf name = {0};
    size_t around = strlen(body->head) + strlen(body->tail);
    plim_buf_printf(&name, "+%lld %s", (long long)body->bytes - (long long)around, body->sha256);
    for (size_t i = 0; i < body->len; i++)
        plim_buf_printf(&name, " %s", body->chunks[i].sha256);
    return plim_arena_copy(arena, name.text, name.len);
}

/* The pieces, and when all of them are sound, whether they make up the whole. */
static void check_body(struct verification *verification, const struct snapshot_body *body)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    struct plim_err err = {0};
    size_t before = verification->problems->len;
    if (!body->is_list) {
        check_object(verification, body->sha256, (size_t)body->bytes);
        return;
    }
    if (!see(verification, name_pieces(verification->arena, body)))
        return;
    if (snapshot_body_read(verification->dir, body, &text, &err) == PLIM_OK) {
        for (size_t i = 0; i < body->len; i++)
            verification->problems->objects += see(verification, body->chunks[i].sha256) ? 1 : 0;
        return;
    }
    bool known = false;
    for (size_t i = 0; i < body->len; i++) {
        known = known || plim_map_get(verification->seen, body->chunks[i].sha256);
        check_object(verification, body->chunks[i].sha256, (size_t)body->bytes);
    }
    if (verification->problems->len == before && !known)
        complain(verification, err.msg);
}

/* The table was read, and is therefore sound. */
static void check_server(struct verification *verification, const struct snapshot_server *server)
{
    if (server->table.sha256[0] && see(verification, server->table.sha256))
        verification->problems->objects++;
    for (size_t i = 0; i < server->len; i++) {
        if (server->requests[i].status > 0)
            check_body(verification, &server->requests[i].body);
    }
}

static void check_capture(struct verification *verification, const struct snapshot_place *place)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(snapshot_reader_freep) struct snapshot_reader *reader = NULL;
    verification->problems->captures++;
    if (snapshot_reader_at(place, &reader, &err) != PLIM_OK) {
        complain(verification, err.msg);
        return;
    }
    const struct snapshot_manifest *manifest = &reader->manifest;
    for (size_t i = 0; i < manifest->server_len; i++)
        check_server(verification, &manifest->servers[i]);
    for (size_t i = 0; i < manifest->document_len; i++)
        check_object(verification, manifest->documents[i].sha256,
                     (size_t)manifest->documents[i].bytes);
}

enum plim_code snapshot_verify(struct plim_arena *arena, const char *path,
                               struct snapshot_problems *problems_out, struct plim_err *err)
{
    struct snapshot_place named = {0};
    const char **paths = NULL;
    size_t count = 0;
    if (snapshot_captures_find(arena, path, &named, err) != PLIM_OK)
        return err->code;
    bool is_store = named.dir == path;
    if (is_store && snapshot_captures_list(arena, named.dir, &paths, &count, err) != PLIM_OK)
        return err->code;
    PLIM_CLEANUP(plim_map_freep) struct plim_map *seen = plim_map_new();
    struct snapshot_problems problems = {0};
    struct verification verification = {arena, &problems, seen, named.dir};
    if (!is_store)
        check_capture(&verification, &named);
    for (size_t i = 0; i < count; i++) {
        struct snapshot_place place = {named.dir, paths[i]};
        check_capture(&verification, &place);
    }
    *problems_out = problems;
    return PLIM_OK;
}
