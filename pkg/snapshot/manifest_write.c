#include <string.h>

#include "base/clock.h"
#include "value/build.h"
#include "value/json.h"

#include "manifest_codes_priv.h"
#include "manifest_priv.h"

const char snapshot_usual_tail[] = "]}\n";

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

static void add_body(struct plim_arena *arena, struct value_map_builder *map,
                     const struct snapshot_body *body)
{
    if (!body->is_list)
        value_map_add(map, "sha256", value_string_c(body->sha256));
    value_map_add(map, "bytes", value_int((int64_t)body->bytes));
    if (!body->is_list)
        return;
    struct value_list_builder chunks = {.arena = arena};
    for (size_t i = 0; i < body->len; i++)
        value_list_add(&chunks, value_string_c(body->chunks[i].sha256));
    value_map_add(map, "head", value_string_c(body->head));
    value_map_add(map, "chunks", value_list_finish(&chunks));
    if (strcmp(body->tail, snapshot_usual_tail) != 0)
        value_map_add(map, "tail", value_string_c(body->tail));
}

static struct value write_request(struct plim_arena *arena, const struct snapshot_request *request)
{
    struct value_map_builder map = {.arena = arena};
    value_map_add(&map, "target", value_string_c(request->target));
    value_map_add_text(&map, "accept", plim_str_from(request->accept));
    if (request->status > 0) {
        value_map_add(&map, "status", value_int(request->status));
        add_body(arena, &map, &request->body);
        if (request->sent != request->body.bytes)
            value_map_add(&map, "sent", value_int((int64_t)request->sent));
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

/* One line: captures are compared by people, line by line, and indents are a third of the bytes. */
static enum plim_code write_line(struct plim_buf *text, const char *before, struct value value,
                                 struct plim_err *err)
{
    plim_buf_append_c(text, before);
    return value_json_write(&value, VALUE_JSON_COMPACT, text, err);
}

enum plim_code snapshot_manifest_write_requests(const struct snapshot_server *server,
                                                const char *indent, struct plim_buf *text,
                                                struct plim_err *err)
{
    plim_buf_append_char(text, '[');
    for (size_t i = 0; i < server->len; i++) {
        PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
        struct value request = write_request(arena, &server->requests[i]);
        plim_buf_append_c(text, i > 0 ? ",\n" : "\n");
        if (write_line(text, indent, request, err) != PLIM_OK)
            return err->code;
    }
    plim_buf_append_char(text, ']');
    return text->failed ? plim_err_set(err, PLIM_LIMIT, "snapshot: too many requests") : PLIM_OK;
}

static struct value write_table(struct plim_arena *arena, const struct snapshot_table *table)
{
    struct value_map_builder map = {.arena = arena};
    value_map_add(&map, "sha256", value_string_c(table->sha256));
    value_map_add(&map, "bytes", value_int((int64_t)table->bytes));
    value_map_add_text(&map, "varying", plim_str_from(table->varying));
    return value_map_finish(&map);
}

static enum plim_code write_server(struct plim_buf *text, const struct snapshot_server *server,
                                   struct plim_err *err)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    if (write_line(text, "{\"name\": ", value_string_c(server->name), err) != PLIM_OK ||
        write_line(text, ", \"server\": ", value_string_c(server->server), err) != PLIM_OK)
        return err->code;
    if (server->table.sha256[0]) {
        if (write_line(text, ", \"table\": ", write_table(arena, &server->table), err) != PLIM_OK)
            return err->code;
    } else {
        plim_buf_append_c(text, ", \"requests\": ");
        if (snapshot_manifest_write_requests(server, "      ", text, err) != PLIM_OK)
            return err->code;
    }
    plim_buf_append_char(text, '}');
    return PLIM_OK;
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
    plim_buf_printf(text,
                    "{\n  \"apiVersion\": \"plimsoll.dev/v1alpha1\",\n"
                    "  \"kind\": \"Snapshot\",\n  \"createdAt\": \"%s\",\n",
                    plim_time_format(manifest->created_at, created_at));
    if (manifest->redaction)
        plim_buf_printf(text, "  \"redacted\": true,\n  \"redactionKey\": \"%s\",\n",
                        manifest->redaction);
    plim_buf_append_c(text, "  \"clusters\": [");
    for (size_t i = 0; i < manifest->server_len; i++) {
        plim_buf_append_c(text, i > 0 ? ",\n    " : "\n    ");
        if (write_server(text, &manifest->servers[i], err) != PLIM_OK)
            return err->code;
    }
    plim_buf_append_c(text, "],\n  \"documents\": [");
    for (size_t i = 0; i < manifest->document_len; i++) {
        struct value document = write_document(arena, &manifest->documents[i]);
        if (write_line(text, i > 0 ? ",\n    " : "\n    ", document, err) != PLIM_OK)
            return err->code;
    }
    plim_buf_append_c(text, "]\n}\n");
    return text->failed ? plim_err_set(err, PLIM_LIMIT, "snapshot: the manifest is too large")
                        : PLIM_OK;
}
