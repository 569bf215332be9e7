/* Answering as an API server with the objects of a foreign directory would. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "http/transport.h"
#include "value/json.h"

#include "foreign_priv.h"
#include "question_priv.h"

static const char rest_token[] = "what-the-directory-does-not-have";

struct foreign_replay {
    struct http_transport transport; /* first: the vtable is the replay */
    const struct snapshot_foreign *foreign;
    struct snapshot_questions questions;
};

/* Without what a list says for all of its items. */
static struct value keep_item(struct plim_arena *arena, const struct value *object, bool metadata)
{
    struct value_map_builder map = {.arena = arena};
    for (size_t i = 0; i < object->len; i++) {
        struct plim_str key = value_str(&object->entries[i].key);
        bool is_type = plim_str_is(key, "kind") || plim_str_is(key, "apiVersion");
        if (!is_type && (!metadata || plim_str_is(key, "metadata")))
            value_map_add_str(&map, key, object->entries[i].value);
    }
    return value_map_finish(&map);
}

static void answer_list(const struct snapshot_foreign_kind *kind,
                        const struct http_request *request, struct http_response *response)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    bool metadata = request->accept && strstr(request->accept, "PartialObjectMetadataList");
    struct value_list_builder items = {.arena = arena};
    struct value_map_builder meta = {.arena = arena};
    struct value_map_builder map = {.arena = arena};
    for (size_t i = 0; i < kind->objects.len; i++)
        value_list_add(&items, keep_item(arena, &kind->objects.items[i], metadata));
    value_map_add(&meta, "resourceVersion", value_string_c(""));
    value_map_add(&meta, "continue", value_string_c(rest_token));
    value_map_add(&map, "kind",
                  value_string_c(metadata ? "PartialObjectMetadataList"
                                          : plim_arena_printf(arena, "%sList", kind->kind)));
    value_map_add(
        &map, "apiVersion",
        value_string_c(metadata ? "meta.k8s.io/v1"
                                : plim_arena_printf(arena, "%s%s%s", kind->group,
                                                    kind->group[0] ? "/" : "", kind->version)));
    value_map_add(&map, "metadata", value_map_finish(&meta));
    value_map_add(&map, "items", value_list_finish(&items));
    struct value root = value_map_finish(&map);
    response->body.max = request->body_max;
    if (value_json_write(&root, VALUE_JSON_COMPACT, &response->body, &response->err) == PLIM_OK)
        response->status = 200;
}

static struct value list_verbs(struct plim_arena *arena)
{
    struct value_list_builder verbs = {.arena = arena};
    value_list_add(&verbs, value_string_c("get"));
    value_list_add(&verbs, value_string_c("list"));
    return value_list_finish(&verbs);
}

static struct value describe_kind(struct plim_arena *arena,
                                  const struct snapshot_foreign_kind *kind)
{
    struct value_map_builder type = {.arena = arena};
    struct value_map_builder map = {.arena = arena};
    value_map_add(&type, "group", value_string_c(kind->group));
    value_map_add(&type, "version", value_string_c(kind->version));
    value_map_add(&type, "kind", value_string_c(kind->kind));
    value_map_add(&map, "resource", value_string_c(kind->resource));
    value_map_add(&map, "responseKind", value_map_finish(&type));
    value_map_add(&map, "scope", value_string_c(kind->namespaced ? "Namespaced" : "Cluster"));
    value_map_add(&map, "verbs", list_verbs(arena));
    return value_map_finish(&map);
}

/* Whether an earlier kind is of the same group, or of the same group and version. */
static bool is_repeated(const struct snapshot_foreign *foreign, size_t i, bool by_version)
{
    for (size_t j = 0; j < i; j++)
        if (strcmp(foreign->kinds[j].group, foreign->kinds[i].group) == 0 &&
            (!by_version || strcmp(foreign->kinds[j].version, foreign->kinds[i].version) == 0))
            return true;
    return false;
}

static struct value describe_version(struct plim_arena *arena,
                                     const struct snapshot_foreign *foreign, size_t first)
{
    const struct snapshot_foreign_kind *like = &foreign->kinds[first];
    struct value_list_builder resources = {.arena = arena};
    struct value_map_builder map = {.arena = arena};
    for (size_t i = first; i < foreign->len; i++)
        if (strcmp(foreign->kinds[i].group, like->group) == 0 &&
            strcmp(foreign->kinds[i].version, like->version) == 0)
            value_list_add(&resources, describe_kind(arena, &foreign->kinds[i]));
    value_map_add(&map, "version", value_string_c(like->version));
    value_map_add(&map, "resources", value_list_finish(&resources));
    value_map_add(&map, "freshness", value_string_c("Current"));
    return value_map_finish(&map);
}

static struct value describe_group(struct plim_arena *arena, const struct snapshot_foreign *foreign,
                                   size_t first)
{
    struct value_list_builder versions = {.arena = arena};
    struct value_map_builder metadata = {.arena = arena};
    struct value_map_builder map = {.arena = arena};
    for (size_t i = first; i < foreign->len; i++)
        if (strcmp(foreign->kinds[i].group, foreign->kinds[first].group) == 0 &&
            !is_repeated(foreign, i, true))
            value_list_add(&versions, describe_version(arena, foreign, i));
    if (foreign->kinds[first].group[0])
        value_map_add(&metadata, "name", value_string_c(foreign->kinds[first].group));
    value_map_add(&map, "metadata", value_map_finish(&metadata));
    value_map_add(&map, "versions", value_list_finish(&versions));
    return value_map_finish(&map);
}

static void answer_discovery(const struct snapshot_foreign *foreign, bool core,
                             struct http_response *response)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct value_list_builder groups = {.arena = arena};
    struct value_map_builder metadata = {.arena = arena};
    struct value_map_builder map = {.arena = arena};
    if (!core) /* the table has all of core */
        value_map_add(&metadata, "continue", value_string_c(rest_token));
    for (size_t i = 0; i < foreign->len; i++)
        if ((foreign->kinds[i].group[0] == '\0') == core && !is_repeated(foreign, i, false))
            value_list_add(&groups, describe_group(arena, foreign, i));
    value_map_add(&map, "kind", value_string_c("APIGroupDiscoveryList"));
    value_map_add(&map, "apiVersion", value_string_c("apidiscovery.k8s.io/v2"));
    value_map_add(&map, "metadata", value_map_finish(&metadata));
    value_map_add(&map, "items", value_list_finish(&groups));
    struct value root = value_map_finish(&map);
    if (value_json_write(&root, VALUE_JSON_COMPACT, &response->body, &response->err) == PLIM_OK)
        response->status = 200;
}

static const struct snapshot_foreign_kind *find_kind(struct plim_arena *arena,
                                                     const struct snapshot_foreign *foreign,
                                                     struct plim_str path)
{
    for (size_t i = 0; i < foreign->len; i++) {
        const struct snapshot_foreign_kind *kind = &foreign->kinds[i];
        const char *own = plim_arena_printf(arena, "/%s%s%s/%s/%s", kind->group[0] ? "apis" : "api",
                                            kind->group[0] ? "/" : "", kind->group, kind->version,
                                            kind->resource);
        if (plim_str_is(path, own))
            return kind;
    }
    return NULL;
}

static void answer(void *context, const struct http_request *request,
                   struct http_response *response)
{
    const struct snapshot_foreign *foreign = ((struct foreign_replay *)context)->foreign;
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct plim_str rest = plim_str_from(request->target);
    struct plim_str path = {0};
    (void)plim_str_cut(&rest, '?', &path);
    const struct snapshot_foreign_kind *kind = find_kind(arena, foreign, path);
    bool is_rest = strstr(request->target, rest_token) != NULL;
    bool is_core = plim_str_is(path, "/api");
    bool is_discovery = is_core || plim_str_is(path, "/apis");
    if (is_discovery && is_rest)
        (void)plim_err_set(&response->err, PLIM_UNAVAILABLE,
                           "'%s' does not tell which other kinds there are", foreign->path);
    else if (is_discovery)
        answer_discovery(foreign, is_core, response);
    else if (kind && kind->objects.len > 0 && !is_rest)
        answer_list(kind, request, response);
    else if (kind && is_rest)
        (void)plim_err_set(&response->err, PLIM_UNAVAILABLE,
                           "'%s' has %zu %s and does not tell whether these are all", foreign->path,
                           kind->objects.len, kind->resource);
    else if (kind)
        (void)plim_err_set(&response->err, PLIM_UNAVAILABLE, "'%s' does not have %s", foreign->path,
                           kind->resource);
    else
        (void)plim_err_set(&response->err, PLIM_UNAVAILABLE, "'%s' does not have '%.*s'",
                           foreign->path, PLIM_STR_ARG(path));
}

static void submit(struct http_transport *transport, const struct http_request *request,
                   http_done_fn *done, void *context)
{
    snapshot_questions_push(&((struct foreign_replay *)transport)->questions, request, done,
                            context);
}

static void run(struct http_transport *transport)
{
    snapshot_questions_answer(&((struct foreign_replay *)transport)->questions, transport->cancel,
                              answer, transport);
}

static void free_replay(struct http_transport *transport)
{
    if (transport)
        snapshot_questions_release(&((struct foreign_replay *)transport)->questions);
    free(transport);
}

struct http_transport *snapshot_foreign_replay(const struct snapshot_foreign *foreign)
{
    struct foreign_replay *replay = plim_calloc(1, sizeof(*replay));
    replay->transport = (struct http_transport){.submit = submit, .run = run, .free = free_replay};
    replay->foreign = foreign;
    return &replay->transport;
}
