#include <string.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "snapshot/reader.h"
#include "value/decode.h"
#include "value/json.h"

#include "manifest_codes_priv.h"
#include "manifest_priv.h"
#include "object_priv.h"

static const char *keep(struct plim_arena *arena, struct plim_str text)
{
    return plim_arena_copy(arena, text.text, text.len);
}

/* Hashes become file names: nothing but hexadecimal digits may pass. */
static enum plim_code take_sha256(const struct value_node *node,
                                  char sha256[PLIM_SHA256_TEXT_BYTES], struct plim_err *err)
{
    struct plim_str text = value_str(node->value);
    bool good = text.len == PLIM_SHA256_TEXT_BYTES - 1;
    for (size_t i = 0; good && i < text.len; i++)
        good = (text.text[i] >= '0' && text.text[i] <= '9') ||
               (text.text[i] >= 'a' && text.text[i] <= 'f');
    if (!good)
        return value_node_fail(err, node, "'%.*s' is not a sha256", PLIM_STR_ARG(text));
    memcpy(sha256, text.text, text.len);
    sha256[text.len] = '\0';
    return PLIM_OK;
}

static enum plim_code read_sha256(const struct value_node *map, char sha256[PLIM_SHA256_TEXT_BYTES],
                                  struct plim_err *err)
{
    struct value_node node = value_node_get(map, "sha256");
    return take_sha256(&node, sha256, err);
}

static enum plim_code read_count(const struct value_node *map, const char *field, int64_t most,
                                 uint64_t *count_out, struct plim_err *err)
{
    struct value_node node = value_node_get(map, field);
    int64_t count = value_int_or(node.value, 0);
    if (count < 0 || count > most)
        return value_node_fail(err, &node, "'%s' is out of range", field);
    *count_out = (uint64_t)count;
    return PLIM_OK;
}

static double read_seconds(const struct value_node *map, const char *field)
{
    const struct value *value = value_get(map->value, field);
    if (value_is(value, VALUE_DOUBLE))
        return value->real > 0 ? value->real : 0;
    return (double)value_int_or(value, 0);
}

static enum plim_code read_error(const struct value_node *node, struct plim_arena *arena,
                                 struct snapshot_request *request, struct plim_err *err)
{
    static const struct value_field fields[] = {
        {"code", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"message", VALUE_STRING, VALUE_FIELD_REQUIRED},
    };
    unsigned code = 0;
    if (value_node_check(node, fields, PLIM_LEN(fields), err) != PLIM_OK)
        return err->code;
    struct value_node code_node = value_node_get(node, "code");
    if (value_node_enum(&code_node, "code", snapshot_code_names, SNAPSHOT_CODES, &code, err) !=
        PLIM_OK)
        return err->code;
    if (code == PLIM_OK)
        return value_node_fail(err, &code_node, "an error cannot be 'ok'");
    request->code = (enum plim_code)code;
    request->error = keep(arena, value_node_text(node, "message"));
    return PLIM_OK;
}

static enum plim_code read_chunks(const struct value_node *chunks, struct snapshot_body *body,
                                  struct plim_err *err)
{
    for (size_t i = 0; i < value_node_len(chunks); i++) {
        struct value_node chunk = value_node_at(chunks, i);
        PLIM_GROW(body->chunks, body->len, body->cap);
        if (take_sha256(&chunk, body->chunks[body->len++].sha256, err) != PLIM_OK)
            return err->code;
    }
    return PLIM_OK;
}

static enum plim_code read_body(const struct value_node *node, struct snapshot_request *request,
                                struct plim_err *err)
{
    struct snapshot_body *body = &request->body;
    struct value_node chunks = value_node_get(node, "chunks");
    body->is_list = value_is(chunks.value, VALUE_LIST);
    bool is_named = !body->is_list || value_get(node->value, "sha256"); /* lists were, formerly */
    if ((is_named && read_sha256(node, body->sha256, err) != PLIM_OK) ||
        read_count(node, "bytes", SNAPSHOT_OBJECT_BYTES_MAX, &body->bytes, err) != PLIM_OK ||
        read_count(node, "sent", INT64_MAX, &request->sent, err) != PLIM_OK)
        return err->code;
    if (!value_get(node->value, "sent"))
        request->sent = body->bytes;
    if (!body->is_list)
        return PLIM_OK;
    struct plim_str head = value_node_text(node, "head");
    struct plim_str tail = value_get(node->value, "tail") ? value_node_text(node, "tail")
                                                          : plim_str_from(snapshot_usual_tail);
    body->head = plim_copy(head.len > 0 ? head.text : "", head.len);
    body->tail = plim_copy(tail.len > 0 ? tail.text : "", tail.len);
    return read_chunks(&chunks, body, err);
}

static enum plim_code read_outcome(const struct value_node *node, struct plim_arena *arena,
                                   struct snapshot_request *request, struct plim_err *err)
{
    struct value_node error = value_node_get(node, "error");
    uint64_t status = 0;
    uint64_t retries = 0;
    if (read_count(node, "status", 599, &status, err) != PLIM_OK ||
        read_count(node, "retries", 1000, &retries, err) != PLIM_OK)
        return err->code;
    request->status = (int)status;
    request->retries = (unsigned)retries;
    request->throttled_seconds = read_seconds(node, "throttledSeconds");
    bool has_error = error.value && value_is(error.value, VALUE_MAP);
    if ((status > 0) == has_error)
        return value_node_fail(err, node, "a request needs either a status or an error");
    return has_error ? read_error(&error, arena, request, err) : read_body(node, request, err);
}

/* They go to terminals: what a server cannot have said is refused. */
static enum plim_code read_warnings(const struct value_node *node, struct plim_arena *arena,
                                    struct snapshot_request *request, struct plim_err *err)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf lines = {0};
    struct value_node list = value_node_get(node, "warnings");
    for (size_t i = 0; i < value_node_len(&list); i++) {
        struct value_node item = value_node_at(&list, i);
        struct plim_str text = value_str(item.value);
        for (size_t k = 0; k < text.len; k++)
            if (text.text[k] < ' ' || text.text[k] > '~')
                return value_node_fail(err, &item, "a warning holds only printable ASCII");
        plim_buf_append_str(&lines, text);
        plim_buf_append_char(&lines, '\n');
    }
    if (lines.len > 0)
        request->warnings = plim_arena_copy(arena, lines.text, lines.len);
    return PLIM_OK;
}

static enum plim_code read_request(const struct value_node *node, struct plim_arena *arena,
                                   struct snapshot_request *request, struct plim_err *err)
{
    static const struct value_field fields[] = {
        {"target", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"accept", VALUE_STRING, 0},
        {"status", VALUE_INT, 0},
        {"sha256", VALUE_STRING, 0},
        {"bytes", VALUE_INT, 0},
        {"head", VALUE_STRING, 0},
        {"chunks", VALUE_LIST, 0},
        {"tail", VALUE_STRING, 0},
        {"sent", VALUE_INT, 0},
        {"error", VALUE_MAP, 0},
        {"retries", VALUE_INT, 0},
        {"throttledSeconds", VALUE_DOUBLE, VALUE_FIELD_NUMBER},
        {"warnings", VALUE_LIST, 0},
    };
    if (value_node_check(node, fields, PLIM_LEN(fields), err) != PLIM_OK)
        return err->code;
    request->target = keep(arena, value_node_text(node, "target"));
    request->accept = keep(arena, value_node_text(node, "accept"));
    if (read_warnings(node, arena, request, err) != PLIM_OK)
        return err->code;
    return read_outcome(node, arena, request, err);
}

enum plim_code snapshot_manifest_read_requests(struct snapshot_manifest *manifest,
                                               struct snapshot_server *server,
                                               const struct value_node *requests,
                                               struct plim_err *err)
{
    for (size_t i = 0; i < value_node_len(requests); i++) {
        struct value_node item = value_node_at(requests, i);
        PLIM_GROW(server->requests, server->len, server->cap);
        struct snapshot_request *request = &server->requests[server->len++];
        *request = (struct snapshot_request){0};
        if (read_request(&item, manifest->arena, request, err) != PLIM_OK)
            return err->code;
    }
    return PLIM_OK;
}

static enum plim_code read_table(const struct value_node *node, struct plim_arena *arena,
                                 struct snapshot_table *table, struct plim_err *err)
{
    static const struct value_field fields[] = {
        {"sha256", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"bytes", VALUE_INT, VALUE_FIELD_REQUIRED},
        {"varying", VALUE_STRING, 0},
    };
    table->varying = keep(arena, value_node_text(node, "varying"));
    if (value_node_check(node, fields, PLIM_LEN(fields), err) != PLIM_OK ||
        read_sha256(node, table->sha256, err) != PLIM_OK ||
        read_count(node, "bytes", SNAPSHOT_MANIFEST_BYTES_MAX, &table->bytes, err) != PLIM_OK)
        return err->code;
    return PLIM_OK;
}

static enum plim_code read_server(const struct value_node *node, struct snapshot_manifest *manifest,
                                  struct plim_err *err)
{
    static const struct value_field fields[] = {
        {"name", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"server", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"requests", VALUE_LIST, 0},
        {"table", VALUE_MAP, 0},
    };
    if (value_node_check(node, fields, PLIM_LEN(fields), err) != PLIM_OK)
        return err->code;
    size_t before = manifest->server_len;
    const char *name = keep(manifest->arena, value_node_text(node, "name"));
    struct snapshot_server *server = snapshot_manifest_server(manifest, name);
    if (manifest->server_len == before)
        return value_node_fail(err, node, "the cluster '%s' stands twice", name);
    server->server = keep(manifest->arena, value_node_text(node, "server"));
    struct value_node requests = value_node_get(node, "requests");
    struct value_node table = value_node_get(node, "table");
    if (value_is(table.value, VALUE_MAP) &&
        read_table(&table, manifest->arena, &server->table, err) != PLIM_OK)
        return err->code;
    return snapshot_manifest_read_requests(manifest, server, &requests, err);
}

static enum plim_code read_document(const struct value_node *node,
                                    struct snapshot_manifest *manifest, struct plim_err *err)
{
    static const struct value_field fields[] = {
        {"name", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"sha256", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"bytes", VALUE_INT, VALUE_FIELD_REQUIRED},
    };
    struct snapshot_document document = {0};
    if (value_node_check(node, fields, PLIM_LEN(fields), err) != PLIM_OK ||
        read_sha256(node, document.sha256, err) != PLIM_OK ||
        read_count(node, "bytes", SNAPSHOT_OBJECT_BYTES_MAX, &document.bytes, err) != PLIM_OK)
        return err->code;
    document.name = keep(manifest->arena, value_node_text(node, "name"));
    PLIM_GROW(manifest->documents, manifest->document_len, manifest->document_cap);
    manifest->documents[manifest->document_len++] = document;
    return PLIM_OK;
}

/* It goes to terminals: 16 hexadecimal digits, nothing else. */
static enum plim_code read_redaction(const struct value_node *root,
                                     struct snapshot_manifest *manifest, struct plim_err *err)
{
    static const char digits[] = "0123456789abcdef";
    struct plim_str key = value_node_text(root, "redactionKey");
    bool redacted = value_bool_or(value_get(root->value, "redacted"), false);
    for (size_t i = 0; i < key.len; i++) {
        if (key.len != 16 || key.text[i] == '\0' || !strchr(digits, key.text[i]))
            return value_node_fail(err, root, "redactionKey: expected 16 hexadecimal digits");
    }
    if (redacted != (key.len > 0))
        return value_node_fail(err, root, "redacted and redactionKey go together");
    manifest->redaction = redacted ? keep(manifest->arena, key) : NULL;
    return PLIM_OK;
}

static enum plim_code read_root(const struct value_node *root, struct snapshot_manifest *manifest,
                                struct plim_err *err)
{
    static const struct value_field fields[] = {
        {"apiVersion", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"kind", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"createdAt", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"redacted", VALUE_BOOL, 0},
        {"redactionKey", VALUE_STRING, 0},
        {"clusters", VALUE_LIST, VALUE_FIELD_REQUIRED},
        {"documents", VALUE_LIST, VALUE_FIELD_REQUIRED},
    };
    if (value_node_check(root, fields, PLIM_LEN(fields), err) != PLIM_OK)
        return err->code;
    if (!plim_str_is(value_node_text(root, "apiVersion"), "plimsoll.dev/v1alpha1") ||
        !plim_str_is(value_node_text(root, "kind"), "Snapshot"))
        return value_node_fail(err, root, "expected a Snapshot of plimsoll.dev/v1alpha1");
    struct plim_err why = {0};
    if (plim_time_parse(value_node_text(root, "createdAt"), &manifest->created_at, &why) != PLIM_OK)
        return value_node_fail(err, root, "createdAt: %s", why.msg);
    if (read_redaction(root, manifest, err) != PLIM_OK)
        return err->code;
    struct value_node clusters = value_node_get(root, "clusters");
    for (size_t i = 0; i < value_node_len(&clusters); i++) {
        struct value_node item = value_node_at(&clusters, i);
        if (read_server(&item, manifest, err) != PLIM_OK)
            return err->code;
    }
    struct value_node documents = value_node_get(root, "documents");
    for (size_t i = 0; i < value_node_len(&documents); i++) {
        struct value_node item = value_node_at(&documents, i);
        if (read_document(&item, manifest, err) != PLIM_OK)
            return err->code;
    }
    return PLIM_OK;
}

enum plim_code snapshot_manifest_read(struct snapshot_manifest *manifest, const char *file,
                                      struct plim_str text, struct plim_err *err)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct value root = {0};
    if (value_json_read(arena, text, &root, err) != PLIM_OK)
        return plim_err_wrap(err, "%s", file);
    struct value_node node = {file, &root, {0}};
    if (read_root(&node, manifest, err) != PLIM_OK)
        return err->code;
    snapshot_manifest_sort(manifest);
    return PLIM_OK;
}
