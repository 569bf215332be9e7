#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "snapshot/reader.h"
#include "value/decode.h"
#include "value/json.h"

#include "object_priv.h"
#include "table_priv.h"

static const char place[] = "${}";
static const size_t place_len = sizeof(place) - 1;

/* Versions, tokens and the same in URLs: nothing that ends a string of JSON. Sources: RFC 4648,
 * section 5 (tokens are base64url); RFC 3986, section 2. */
static bool is_word(struct plim_str text)
{
    static const char allowed[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~%=+/:";
    for (size_t i = 0; i < text.len; i++)
        if (text.text[i] == '\0' || !strchr(allowed, text.text[i]))
            return false;
    return text.len > 0;
}

/* ---- writing */

static void add_word(struct plim_buf *varying, struct plim_str word)
{
    if (varying->len > 0)
        plim_buf_append_char(varying, ' ');
    plim_buf_append_str(varying, word);
}

/* The text with a place for what stands between `before` and the first of `ends`. */
static const char *cut(struct plim_arena *arena, const char *text, const char *before,
                       const char *ends, struct plim_buf *varying)
{
    const char *found = strstr(text, before);
    if (!found)
        return text;
    const char *at = found + strlen(before);
    struct plim_str word = {at, strcspn(at, ends)};
    if (!is_word(word))
        return text;
    add_word(varying, word);
    return plim_arena_printf(arena, "%.*s%s%s", (int)(at - text), text, place, at + word.len);
}

static struct snapshot_request cut_request(struct plim_arena *arena,
                                           const struct snapshot_request *request,
                                           struct plim_buf *varying)
{
    struct snapshot_request cut_out = *request;
    cut_out.target = cut(arena, request->target, "continue=", "&", varying);
    if (!request->body.is_list)
        return cut_out;
    const char *head = cut(arena, request->body.head, "\"resourceVersion\":\"", "\"", varying);
    head = cut(arena, head, "\"continue\":\"", "\"", varying);
    cut_out.body.head = plim_arena_copy_c(arena, head);
    return cut_out;
}

static size_t count_places(struct plim_str text)
{
    size_t count = 0;
    for (size_t i = 0; i + place_len <= text.len; i++)
        count += memcmp(text.text + i, place, place_len) == 0 ? 1 : 0;
    return count;
}

static size_t count_words(const struct plim_buf *varying)
{
    size_t count = varying->len > 0 ? 1 : 0;
    for (size_t i = 0; i < varying->len; i++)
        count += varying->text[i] == ' ' ? 1 : 0;
    return count;
}

static enum plim_code write_text(const struct snapshot_server *server, struct plim_buf *text,
                                 struct plim_err *err)
{
    plim_buf_append_c(text, "{\"apiVersion\": \"plimsoll.dev/v1alpha1\", "
                            "\"kind\": \"SnapshotRequests\", \"requests\": ");
    if (snapshot_manifest_write_requests(server, "  ", text, err) != PLIM_OK)
        return err->code;
    plim_buf_append_c(text, "}\n");
    return text->failed ? plim_err_set(err, PLIM_LIMIT, "snapshot: too many requests") : PLIM_OK;
}

/* The text with places, as many as words. */
static enum plim_code write_varying(struct plim_arena *arena, const struct snapshot_server *server,
                                    struct plim_buf *text, struct plim_buf *varying,
                                    struct plim_err *err)
{
    struct snapshot_server with_places = *server;
    with_places.requests = plim_arena_array(arena, server->len, sizeof(*server->requests));
    for (size_t i = 0; i < server->len; i++)
        with_places.requests[i] = cut_request(arena, &server->requests[i], varying);
    return write_text(&with_places, text, err);
}

enum plim_code snapshot_table_write(const char *dir, struct snapshot_manifest *manifest, size_t i,
                                    struct plim_err *err)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {.max = SNAPSHOT_MANIFEST_BYTES_MAX};
    PLIM_CLEANUP(plim_buf_release) struct plim_buf varying = {0};
    struct snapshot_server *server = &manifest->servers[i];
    if (server->len == 0)
        return PLIM_OK;
    if (write_varying(arena, server, &text, &varying, err) != PLIM_OK)
        return err->code;
    /* A server that writes such places itself is kept as it is. */
    if (count_places(plim_buf_str(&text)) != count_words(&varying)) {
        plim_buf_clear(&text);
        plim_buf_clear(&varying);
        if (write_text(server, &text, err) != PLIM_OK)
            return err->code;
    }
    struct snapshot_table table = {.bytes = text.len};
    if (snapshot_object_write(dir, plim_buf_str(&text), table.sha256, err) != PLIM_OK)
        return plim_err_wrap(err, "snapshot of the requests of '%s'", server->name);
    table.varying =
        plim_arena_copy(manifest->arena, varying.len > 0 ? varying.text : "", varying.len);
    server->table = table;
    return PLIM_OK;
}

/* ---- reading */

enum plim_code snapshot_table_fill(const char *file, struct plim_str text, const char *varying,
                                   struct plim_buf *filled, struct plim_err *err)
{
    struct plim_str words = plim_str_from(varying);
    size_t begin = 0;
    for (size_t i = 0; varying[0] && i + place_len <= text.len; i++) {
        struct plim_str word = {0};
        if (memcmp(text.text + i, place, place_len) != 0)
            continue;
        (void)plim_str_cut(&words, ' ', &word);
        if (!is_word(word))
            return plim_err_set(err, PLIM_INVALID,
                                "%s: expected a version or token for each place, not '%.*s'", file,
                                PLIM_STR_ARG(word));
        plim_buf_append(filled, text.text + begin, i - begin);
        plim_buf_append_str(filled, word);
        begin = i + place_len;
        i = begin - 1;
    }
    if (words.len > 0)
        return plim_err_set(err, PLIM_INVALID, "%s: more versions and tokens than places", file);
    plim_buf_append(filled, text.text + begin, text.len - begin);
    return filled->failed ? plim_err_set(err, PLIM_LIMIT, "%s: too many requests", file) : PLIM_OK;
}

static enum plim_code read_text(const char *file, struct snapshot_manifest *manifest,
                                struct snapshot_server *server, struct plim_str text,
                                struct plim_err *err)
{
    static const struct value_field fields[] = {
        {"apiVersion", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"kind", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"requests", VALUE_LIST, VALUE_FIELD_REQUIRED},
    };
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct value root = {0};
    if (value_json_read(arena, text, &root, err) != PLIM_OK)
        return plim_err_wrap(err, "%s", file);
    struct value_node node = {file, &root, {0}};
    if (value_node_check(&node, fields, PLIM_LEN(fields), err) != PLIM_OK)
        return err->code;
    if (!plim_str_is(value_node_text(&node, "apiVersion"), "plimsoll.dev/v1alpha1") ||
        !plim_str_is(value_node_text(&node, "kind"), "SnapshotRequests"))
        return value_node_fail(err, &node, "expected SnapshotRequests of plimsoll.dev/v1alpha1");
    struct value_node requests = value_node_get(&node, "requests");
    return snapshot_manifest_read_requests(manifest, server, &requests, err);
}

enum plim_code snapshot_table_read(const char *dir, struct snapshot_manifest *manifest, size_t i,
                                   struct plim_err *err)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    PLIM_CLEANUP(plim_buf_release) struct plim_buf filled = {.max = SNAPSHOT_MANIFEST_BYTES_MAX};
    struct snapshot_server *server = &manifest->servers[i];
    const struct snapshot_table *table = &server->table;
    if (!table->sha256[0])
        return PLIM_OK;
    const char *file = plim_path_join(arena, dir, snapshot_object_name(arena, table->sha256));
    if (snapshot_object_read(dir, table->sha256, (size_t)table->bytes, &text, err) != PLIM_OK ||
        snapshot_table_fill(file, plim_buf_str(&text), table->varying, &filled, err) != PLIM_OK)
        return err->code;
    return read_text(file, manifest, server, plim_buf_str(&filled), err);
}
