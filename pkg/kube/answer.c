#include <string.h>

#include "base/arena.h"
#include "http/transport.h"
#include "value/json.h"

#include "answer_priv.h"
#include "list_head_priv.h"
#include "protobuf_priv.h"

/* Source: KEP-3352; KEP-2333 and the API concepts page, "Alternate representations of resources".
 */
const char kube_accept_discovery[] =
    "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,"
    "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json";
const char kube_accept_metadata_list[] =
    "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";
const char kube_accept_protobuf_list[] = "application/vnd.kubernetes.protobuf,application/json";
const char kube_accept_protobuf_metadata_list[] =
    "application/vnd.kubernetes.protobuf;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,"
    "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";
const char kube_accept_metadata_or_more[] =
    "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";
const char kube_accept_protobuf_metadata_or_more[] =
    "application/vnd.kubernetes.protobuf;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,"
    "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";
const char kube_accept_metadata[] = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1";

enum { STATUS_BYTES_MAX = 1024 * 1024, REASON_BYTES_MAX = 400, FORBIDDEN = 403 };

/* In the encoding that the list was asked for. */
static bool read_body(struct plim_arena *arena, struct plim_str body, struct value *object)
{
    struct plim_err ignored = {0};
    struct kube_protobuf_unknown unknown = {0};
    const struct kube_protobuf_options options = {0};
    if (kube_protobuf_is(body))
        return kube_protobuf_read(arena, body, &options, object, &unknown, &ignored) == PLIM_OK;
    return value_json_read(arena, body, object, &ignored) == PLIM_OK;
}

/* The Status that an API server sends with a refusal; null for anything else. */
static struct value read_status(struct plim_arena *arena, const struct http_response *response)
{
    struct value status = {0};
    struct plim_str body = plim_buf_str(&response->body);
    if (body.len == 0 || body.len > STATUS_BYTES_MAX || !read_body(arena, body, &status) ||
        !value_is_string(value_get(&status, "kind"), "Status"))
        return value_null();
    return status;
}

/* The first line of what is neither JSON nor HTML: proxies and handlers say why like that. */
static struct plim_str plain_text(const struct plim_buf *body)
{
    struct plim_str rest = plim_str_trim(plim_buf_str(body));
    struct plim_str line = {0};
    (void)plim_str_cut(&rest, '\n', &line);
    bool is_plain = line.len > 0 && !strchr("{[<", line.text[0]);
    for (size_t i = 0; is_plain && i < line.len; i++)
        is_plain = line.text[i] >= ' ' && line.text[i] <= '~';
    return is_plain ? line : (struct plim_str){0};
}

/* One line of at most REASON_BYTES_MAX, cut between characters. */
static void clean(struct plim_buf *text)
{
    if (text->len > REASON_BYTES_MAX) {
        size_t len = REASON_BYTES_MAX;
        while (len > 0 && ((unsigned char)text->text[len] & 0xc0) == 0x80)
            len--;
        text->len = len;
        plim_buf_append_c(text, "...");
    }
    for (size_t i = 0; i < text->len; i++)
        if ((unsigned char)text->text[i] < ' ' || text->text[i] == 0x7f)
            text->text[i] = ' ';
}

const char *kube_answer_reason(struct plim_arena *arena, const struct http_response *response)
{
    if (response->status == 0)
        return plim_arena_copy_c(arena, response->err.msg);
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *scratch = plim_arena_new();
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    struct value status = read_status(scratch, response);
    struct plim_str message = value_get_text(&status, "message");
    if (message.len == 0)
        message = plain_text(&response->body);
    plim_buf_printf(&text, "HTTP %d", response->status);
    if (message.len > 0)
        plim_buf_printf(&text, ": %.*s", PLIM_STR_ARG(message));
    clean(&text);
    return plim_arena_copy(arena, text.text, text.len);
}

const char *kube_answer_refusal(struct plim_arena *arena, const struct http_response *response,
                                const char *needs)
{
    const char *reason = kube_answer_reason(arena, response);
    if (response->status != FORBIDDEN)
        return reason;
    return plim_arena_printf(arena, "%s; needs: %s", reason, needs);
}

/* The parts of /api/VERSION/RESOURCE/NAME and /apis/GROUP/VERSION/RESOURCE/NAME. */
static bool split_named(struct plim_str path, struct plim_str parts[3])
{
    struct plim_str root = {0}, version = {0};
    (void)plim_str_cut(&path, '/', &root);
    (void)plim_str_cut(&path, '/', &root);
    parts[0] = (struct plim_str){0};
    if (plim_str_is(root, "apis"))
        (void)plim_str_cut(&path, '/', &parts[0]);
    else if (!plim_str_is(root, "api"))
        return false;
    parts[2] = (struct plim_str){0};
    if (plim_str_cut(&path, '/', &version) && plim_str_cut(&path, '/', &parts[1]))
        parts[2] = path;
    return parts[2].len > 0;
}

const char *kube_target_needs(struct plim_arena *arena, const char *target)
{
    struct plim_str parts[3], path = {0}, rest = plim_str_from(target);
    (void)plim_str_cut(&rest, '?', &path);
    if (!split_named(path, parts))
        return plim_arena_printf(arena, "get on the non-resource URL %.*s", PLIM_STR_ARG(path));
    return plim_arena_printf(arena, "get %.*s in the %s%.*s, the one named %.*s",
                             PLIM_STR_ARG(parts[1]), parts[0].len > 0 ? "group " : "core group",
                             PLIM_STR_ARG(parts[0]), PLIM_STR_ARG(parts[2]));
}

const char *kube_query_needs(struct plim_arena *arena, const struct kube_query *query)
{
    const struct kube_resource *resource = query->resource;
    bool somewhere = query->namespace && resource->namespaced;
    return plim_arena_printf(
        arena, "list %s in the %s%s, %s%s", resource->name, *resource->group ? "group " : "",
        *resource->group ? resource->group : "core group",
        somewhere ? "in the namespace " : "cluster-wide", somewhere ? query->namespace : "");
}

const char *kube_answer_fresh_token(struct plim_arena *arena, const struct http_response *response)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *scratch = plim_arena_new();
    struct value status = read_status(scratch, response);
    struct plim_str token = value_get_text(&status, "metadata.continue");
    return kube_token_is_sound(token) ? plim_arena_copy(arena, token.text, token.len) : NULL;
}

/* ---- requests */

/* As a value in a query. Source: RFC 3986, section 2.3. */
static void add_encoded(struct plim_buf *target, const char *text)
{
    static const char plain[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    for (const char *byte = text; *byte; byte++)
        plim_buf_printf(target, strchr(plain, *byte) ? "%c" : "%%%02X", (unsigned char)*byte);
}

void kube_target_add_parameter(struct plim_buf *target, const char *name, const char *text)
{
    if (!text || !*text)
        return;
    plim_buf_append_char(target, '&');
    plim_buf_append_c(target, name);
    plim_buf_append_char(target, '=');
    add_encoded(target, text);
}

void kube_query_target(const struct kube_query *query, size_t page_objects, const char *token,
                       struct plim_buf *target)
{
    const struct kube_resource *resource = query->resource;
    if (*resource->group)
        plim_buf_printf(target, "/apis/%s/%s", resource->group, resource->version);
    else
        plim_buf_printf(target, "/api/%s", resource->version);
    if (query->namespace && resource->namespaced) {
        plim_buf_append_c(target, "/namespaces/");
        add_encoded(target, query->namespace);
    }
    plim_buf_printf(target, "/%s?limit=%zu", resource->name, page_objects);
    kube_target_add_parameter(target, "labelSelector", query->label_selector);
    kube_target_add_parameter(target, "fieldSelector", query->field_selector);
    kube_target_add_parameter(target, "continue", token);
}

const char *kube_resource_title(struct plim_arena *arena, const struct kube_resource *resource)
{
    if (!*resource->group)
        return plim_arena_copy_c(arena, resource->name);
    return plim_arena_printf(arena, "%s.%s", resource->name, resource->group);
}
