#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "value/json.h"

#include "page_priv.h"
#include "protobuf_priv.h"

static const char last_applied[] = "kubectl.kubernetes.io/last-applied-configuration";

bool kube_resource_is_secret(const struct kube_resource *resource)
{
    return !*resource->group && strcmp(resource->name, "secrets") == 0;
}

static struct value api_version(struct plim_arena *arena, const struct kube_resource *resource)
{
    if (!*resource->group)
        return value_string_c(resource->version);
    return value_string_c(plim_arena_printf(arena, "%s/%s", resource->group, resource->version));
}

static struct value_entry make_entry(const char *key, struct value value)
{
    return (struct value_entry){value_string_c(key), value};
}

/* A copy of the map without one key; the map itself when it does not have it. */
static struct value without(struct plim_arena *arena, const struct value *map, const char *key)
{
    if (!value_get(map, key))
        return *map;
    struct value_entry *entries = plim_arena_array(arena, map->len, sizeof(*entries));
    size_t len = 0;
    for (size_t i = 0; i < map->len; i++)
        if (!value_is_string(&map->entries[i].key, key))
            entries[len++] = map->entries[i];
    return value_map(entries, len);
}

/* A copy of the map with another value under a key that it has. */
static struct value with(struct plim_arena *arena, const struct value *map, const char *key,
                         struct value value)
{
    struct value_entry *entries = plim_arena_array(arena, map->len, sizeof(*entries));
    for (size_t i = 0; i < map->len; i++) {
        entries[i] = map->entries[i];
        if (value_is_string(&entries[i].key, key))
            entries[i].value = value;
    }
    return value_map(entries, map->len);
}

/* What `kubectl apply` left behind holds the values of a Secret. */
static struct value without_last_applied(struct plim_arena *arena, const struct value *item)
{
    const struct value *metadata = value_get(item, "metadata");
    const struct value *annotations = value_get(metadata, "annotations");
    if (!value_get(annotations, last_applied))
        return *item;
    struct value fewer = without(arena, annotations, last_applied);
    struct value clean = with(arena, metadata, "annotations", fewer);
    return with(arena, item, "metadata", clean);
}

/* Lists leave out the apiVersion and kind of their items, and metadata have others. */
static struct value name_item(struct plim_arena *arena, const struct value *item,
                              struct value version, struct value kind)
{
    struct value_entry *entries = plim_arena_array(arena, (size_t)item->len + 2, sizeof(*entries));
    size_t len = 0;
    entries[len++] = make_entry("apiVersion", version);
    entries[len++] = make_entry("kind", kind);
    for (size_t i = 0; i < item->len; i++)
        if (!value_is_string(&item->entries[i].key, "apiVersion") &&
            !value_is_string(&item->entries[i].key, "kind"))
            entries[len++] = item->entries[i];
    return value_map(entries, len);
}

static int compare_keys(const void *left, const void *right)
{
    return plim_str_compare(value_str(&((const struct value_entry *)left)->key),
                            value_str(&((const struct value_entry *)right)->key));
}

static bool has_order(const struct value *map)
{
    for (size_t i = 1; i < map->len; i++)
        if (compare_keys(&map->entries[i - 1], &map->entries[i]) > 0)
            return false;
    return true;
}

/* With every map in the order of its keys. As deep as the reader lets a body be. */
static struct value in_order(struct plim_arena *arena, const struct value *value)
{
    if (value->kind == VALUE_LIST) {
        struct value *items = plim_arena_array(arena, value->len, sizeof(*items));
        for (size_t i = 0; i < value->len; i++)
            items[i] = in_order(arena, &value->items[i]);
        return value_list(items, value->len);
    }
    if (value->kind != VALUE_MAP)
        return *value;
    struct value_entry *entries = plim_arena_array(arena, value->len, sizeof(*entries));
    for (size_t i = 0; i < value->len; i++)
        entries[i] =
            (struct value_entry){value->entries[i].key, in_order(arena, &value->entries[i].value)};
    struct value map = value_map(entries, value->len);
    if (!has_order(&map))
        qsort(entries, map.len, sizeof(*entries), compare_keys);
    return map;
}

/* Nothing but what metadata are, whatever else came along. Custom resources have their keys in
 * alphabetical order, and their metadata alone in that of the Go type: one of both for both. */
static struct value metadata_alone(struct plim_arena *arena, const struct value *item,
                                   bool is_builtin)
{
    static const struct value none = {.kind = VALUE_MAP};
    const struct value *metadata = value_get(item, "metadata");
    struct value_entry *entries = plim_arena_array(arena, 1, sizeof(*entries));
    metadata = metadata ? metadata : &none;
    entries[0] = make_entry("metadata", is_builtin ? *metadata : in_order(arena, metadata));
    return value_map(entries, 1);
}

static struct value name_items(struct plim_arena *arena, const struct value *list,
                               const struct kube_query *query)
{
    struct value version = api_version(arena, query->resource);
    struct value kind = value_string_c(query->resource->kind);
    bool is_secret = kube_resource_is_secret(query->resource);
    bool is_builtin = kube_protobuf_knows(query->resource);
    size_t len = value_len(list);
    struct value *items = plim_arena_array(arena, len, sizeof(*items));
    for (size_t i = 0; i < len; i++) {
        items[i] = *value_at(list, i);
        if (query->mode == KUBE_METADATA)
            items[i] = metadata_alone(arena, &items[i], is_builtin);
        if (is_secret)
            items[i] = without_last_applied(arena, &items[i]);
        items[i] = name_item(arena, &items[i], version, kind);
    }
    return value_list(items, len);
}

static struct value select_items(struct plim_arena *arena, const struct value *list,
                                 const struct kube_query *query)
{
    size_t len = 0;
    struct value *items = plim_arena_array(arena, value_len(list), sizeof(*items));
    for (size_t i = 0; i < value_len(list); i++) {
        const struct value *item = value_at(list, i);
        if (query->selects(query->select_context, query->resource, item))
            items[len++] = *item;
    }
    return value_list(items, len);
}

/* A page on its way to its content. */
struct reading {
    const struct kube_page_options *options;
    struct plim_arena *arena;
    const struct kube_query *query;
    struct kube_page_content *content;
};

/* With the names of the items, which take no second pass so. */
static enum plim_code read_protobuf(const struct reading *reading, struct plim_str body,
                                    struct value *list, struct plim_err *err)
{
    const struct kube_resource *resource = reading->query->resource;
    const struct value_entry head[] = {
        make_entry("apiVersion", api_version(reading->arena, resource)),
        make_entry("kind", value_string_c(resource->kind)),
    };
    const struct kube_protobuf_options how = {
        .json = reading->options->json,
        .managed = reading->options->managed_fields_text ? KUBE_PROTOBUF_MANAGED_TEXT
                                                         : KUBE_PROTOBUF_MANAGED_PARSED,
        .borrow = true,
        .head = head,
        .head_len = PLIM_LEN(head),
    };
    struct kube_protobuf_unknown unknown = {0};
    reading->content->borrows = true;
    enum plim_code code = kube_protobuf_read(reading->arena, body, &how, list, &unknown, err);
    reading->content->garbled = code == PLIM_INVALID;
    reading->content->lacks_fields = unknown.count > 0;
    return code;
}

static enum plim_code read_body(const struct reading *reading, struct plim_str body,
                                struct value *list, struct plim_err *err)
{
    enum plim_code code =
        kube_protobuf_is(body)
            ? read_protobuf(reading, body, list, err)
            : value_json_reader_read(reading->options->json, reading->arena, body, list, err);
    return code == PLIM_OK ? PLIM_OK : plim_err_wrap(err, "the answer cannot be read");
}

/* The server's word for how far the end is: more than a list may have is none. */
static uint64_t find_remaining(const struct value *list)
{
    static const int64_t most = (int64_t)KUBE_PAGES_MAX * KUBE_PAGE_OBJECTS_MAX;
    int64_t count = value_int_or(value_get_path(list, "metadata.remainingItemCount"), 0);
    return count > 0 && count <= most ? (uint64_t)count : 0;
}

enum plim_code kube_page_read(const struct kube_page_options *options, struct plim_arena *arena,
                              struct plim_str body, const struct kube_query *query,
                              struct kube_page_content *content_out, struct plim_err *err)
{
    struct value list = {0};
    const struct reading reading = {options, arena, query, content_out};
    if (read_body(&reading, body, &list, err) != PLIM_OK)
        return err->code;
    const struct value *items = value_get(&list, "items");
    const struct value *kind = value_get(&list, "kind");
    bool is_list = plim_str_ends(value_str(kind), PLIM_STR("List")) &&
                   (value_is(items, VALUE_LIST) || (items && value_is(items, VALUE_NULL)));
    if (!is_list)
        return plim_err_set(err, PLIM_INVALID, "the answer is not a list: its kind is '%.*s'",
                            PLIM_STR_ARG(value_str(kind)));
    if (kube_resource_is_secret(query->resource) && query->mode == KUBE_METADATA &&
        !value_is_string(kind, "PartialObjectMetadataList"))
        return plim_err_set(err, PLIM_INVALID,
                            "the server sent whole objects where only metadata were asked for");
    for (size_t i = 0; i < value_len(items); i++)
        if (!value_is(value_at(items, i), VALUE_MAP))
            return plim_err_set(err, PLIM_INVALID, "item %zu of the list is not an object", i);
    bool is_named = content_out->borrows && query->mode == KUBE_FULL;
    content_out->token = value_get_text(&list, "metadata.continue");
    content_out->remaining = find_remaining(&list);
    content_out->items = is_named ? *items : name_items(arena, items, query);
    if (query->selects)
        content_out->items = select_items(arena, &content_out->items, query);
    return PLIM_OK;
}
