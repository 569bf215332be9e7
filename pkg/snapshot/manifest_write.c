#include "base/clock.h"
#include "value/build.h"
#include "value/json.h"

#include "manifest_codes_priv.h"
#include "manifest_priv.h"

const char *const snapshot_code_names[SNAPSHOT_CODES] = {
    [PLIM_OK] = "ok",
    [PLIM_INVALID] = "invalid",
    [PLIM_NOT_FOUND] = "notFound",
    [PLIM_DENIED] = "denied",
    [PLIM_UNAVAILABLE] = "unavailable",
    [PLIM_LIMIT] = "limit",
    [PLIM_IO] = "io",
    [PLIM_BUG] = "bug",
};

static struct value list_lines(struct plim_arena *arena, const char *text)
{
    struct value_list_builder list = {.arena = arena};
    struct plim_str rest = plim_str_from(text);
    struct plim_str line = {0};
    while (rest.len > 0) {
        (void)plim_str_cut(&rest, '\n', &line);
        value_list_add(&list, value_string(line));
    }
    return value_list_finish(&list);
}

static struct value write_request(struct plim_arena *arena, const struct snapshot_request *request)
{
    struct value_map_builder map = {.arena = arena};
    value_map_add(&map, "target", value_string_c(request->target));
    value_map_add_text(&map, "accept", plim_str_from(request->accept));
    if (request->status > 0) {
        value_map_add(&map, "status", value_int(request->status));
        value_map_add(&map, "sha256", value_string_c(request->sha256));
        value_map_add(&map, "bytes", value_int((int64_t)request->bytes));
    } else {
        struct value_map_builder error = {.arena = arena};
        value_map_add(&error, "code", value_string_c(snapshot_code_names[request->code]));
        value_map_add(&error, "message", value_string_c(request->error));
        value_map_add(&map, "error", value_map_finish(&error));
    }
    if (request->retries > 0)
        value_map_add(&map, "retries", value_int(request->retries));
    if (request->throttled_seconds > 0)
        value_map_add(&map, "throttledSeconds", value_double(request->throttled_seconds));
    if (request->warnings)
        value_map_add(&map, "warnings", list_lines(arena, request->warnings));
    return value_map_finish(&map);
}

static struct value write_server(struct plim_arena *arena, const struct snapshot_server *server)
{
    struct value_list_builder requests = {.arena = arena};
    for (size_t i = 0; i < server->len; i++)
        value_list_add(&requests, write_request(arena, &server->requests[i]));
    struct value_map_builder map = {.arena = arena};
    value_map_add(&map, "name", value_string_c(server->name));
    value_map_add(&map, "server", value_string_c(server->server));
    value_map_add(&map, "requests", value_list_finish(&requests));
    return value_map_finish(&map);
}

static struct value write_document(struct plim_arena *arena,
                                   const struct snapshot_document *document)
{
    struct value_map_builder map = {.arena = arena};
    value_map_add(&map, "name", value_string_c(document->name));
    value_map_add(&map, "sha256", value_string_c(document->sha256));
    value_map_add(&map, "bytes", value_int((int64_t)document->bytes));
    return value_map_finish(&map);
}

enum plim_code snapshot_manifest_write(const struct snapshot_manifest *manifest,
                                       struct plim_buf *text, struct plim_err *err)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    char created_at[PLIM_TIME_TEXT_BYTES];
    struct value_list_builder clusters = {.arena = arena};
    for (size_t i = 0; i < manifest->server_len; i++)
        value_list_add(&clusters, write_server(arena, &manifest->servers[i]));
    struct value_list_builder documents = {.arena = arena};
    for (size_t i = 0; i < manifest->document_len; i++)
        value_list_add(&documents, write_document(arena, &manifest->documents[i]));
    struct value_map_builder map = {.arena = arena};
    value_map_add(&map, "apiVersion", value_string_c("plimsoll.dev/v1alpha1"));
    value_map_add(&map, "kind", value_string_c("Snapshot"));
    value_map_add(&map, "createdAt",
                  value_string_c(plim_time_format(manifest->created_at, created_at)));
    value_map_add(&map, "clusters", value_list_finish(&clusters));
    value_map_add(&map, "documents", value_list_finish(&documents));
    struct value root = value_map_finish(&map);
    if (value_json_write(&root, VALUE_JSON_PRETTY, text, err) != PLIM_OK)
        return err->code;
    plim_buf_append_char(text, '\n');
    return PLIM_OK;
}
