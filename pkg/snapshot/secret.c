#include <string.h>

#include "base/arena.h"
#include "value/build.h"
#include "value/json.h"

#include "secret_priv.h"

static const char last_applied[] = "kubectl.kubernetes.io/last-applied-configuration";

bool snapshot_target_is_secret(const char *target)
{
    struct plim_str rest = plim_str_from(target);
    struct plim_str path = {0};
    (void)plim_str_cut(&rest, '?', &path);
    if (!plim_str_starts(path, PLIM_STR("/api/")))
        return false;
    rest = (struct plim_str){path.text + 5, path.len - 5};
    struct plim_str segment = {0};
    (void)plim_str_cut(&rest, '/', &segment); /* the version */
    (void)plim_str_cut(&rest, '/', &segment); /* the resource, or "namespaces" */
    if (plim_str_is(segment, "namespaces") && rest.len > 0) {
        struct plim_str name = {0};
        (void)plim_str_cut(&rest, '/', &name);
        (void)plim_str_cut(&rest, '/', &segment);
    }
    return plim_str_is(segment, "secrets");
}

static struct value keep_annotations(struct plim_arena *arena, const struct value *annotations)
{
    struct value_map_builder map = {.arena = arena};
    for (size_t i = 0; value_is(annotations, VALUE_MAP) && i < annotations->len; i++) {
        struct plim_str key = value_str(&annotations->entries[i].key);
        if (!plim_str_is(key, last_applied))
            value_map_add_str(&map, key, annotations->entries[i].value);
    }
    return value_map_finish(&map);
}

static struct value keep_metadata(struct plim_arena *arena, const struct value *metadata)
{
    struct value_map_builder map = {.arena = arena};
    for (size_t i = 0; value_is(metadata, VALUE_MAP) && i < metadata->len; i++) {
        const struct value_entry *entry = &metadata->entries[i];
        bool has_annotations = value_is_string(&entry->key, "annotations");
        value_map_add_str(&map, value_str(&entry->key),
                          has_annotations ? keep_annotations(arena, &entry->value) : entry->value);
    }
    return value_map_finish(&map);
}

/* apiVersion, kind and metadata: all that a PartialObjectMetadata has. */
static struct value keep_object(struct plim_arena *arena, const struct value *object)
{
    struct value_map_builder map = {.arena = arena};
    for (size_t i = 0; value_is(object, VALUE_MAP) && i < object->len; i++) {
        const struct value_entry *entry = &object->entries[i];
        if (value_is_string(&entry->key, "metadata"))
            value_map_add(&map, "metadata", keep_metadata(arena, &entry->value));
        else if (value_is_string(&entry->key, "kind") || value_is_string(&entry->key, "apiVersion"))
            value_map_add_str(&map, value_str(&entry->key), entry->value);
    }
    return value_map_finish(&map);
}

static struct value keep_list(struct plim_arena *arena, const struct value *list)
{
    const struct value *items = value_get(list, "items");
    struct value_list_builder kept = {.arena = arena};
    for (size_t i = 0; i < value_len(items); i++)
        value_list_add(&kept, keep_object(arena, value_at(items, i)));
    struct value_map_builder map = {.arena = arena};
    value_map_add(&map, "kind", value_string_c("PartialObjectMetadataList"));
    value_map_add(&map, "apiVersion", value_string_c("meta.k8s.io/v1"));
    const struct value *metadata = value_get(list, "metadata");
    value_map_add(&map, "metadata", metadata ? *metadata : value_map(NULL, 0));
    value_map_add(&map, "items", value_list_finish(&kept));
    return value_map_finish(&map);
}

enum plim_code snapshot_secret_keep(struct plim_str body, struct plim_buf *kept,
                                    struct plim_err *err)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct value root = {0};
    struct plim_err ignored = {0};
    bool is_json = value_json_read(arena, body, &root, &ignored) == PLIM_OK;
    const struct value *kind = value_get(&root, "kind");
    struct value clean;
    if (is_json && value_is_string(kind, "PartialObjectMetadataList"))
        clean = keep_list(arena, &root);
    else if (is_json && value_is_string(kind, "PartialObjectMetadata"))
        clean = keep_object(arena, &root);
    else
        return plim_err_set(err, PLIM_DENIED,
                            "not captured: a snapshot keeps no more than metadata of Secrets");
    return value_json_write(&clean, VALUE_JSON_COMPACT, kept, err);
}

void snapshot_secret_keep_status(struct plim_str body, struct plim_buf *kept)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct value root = {0};
    struct plim_err ignored = {0};
    if (value_json_read(arena, body, &root, &ignored) == PLIM_OK &&
        value_is_string(value_get(&root, "kind"), "Status"))
        plim_buf_append_str(kept, body);
}

/* ---- Secrets among others */

struct strip {
    struct plim_arena *arena;
    bool found; /* something had to go */
};

static struct value strip_value(struct strip *strip, const struct value *value, bool is_secret);

/* A whole one, not a reference to one. */
static bool is_secret_map(const struct value *map)
{
    return value_is_string(value_get(map, "kind"), "Secret") &&
           value_is(value_get(map, "metadata"), VALUE_MAP);
}

static bool has_copy(const struct value *metadata)
{
    return value_get(value_get(metadata, "annotations"), last_applied) != NULL;
}

static struct value strip_map(struct strip *strip, const struct value *map, bool is_secret)
{
    struct value_map_builder kept = {.arena = strip->arena};
    bool has_secrets = value_is_string(value_get(map, "kind"), "SecretList");
    is_secret = is_secret || is_secret_map(map);
    for (size_t i = 0; i < map->len; i++) {
        const struct value_entry *entry = &map->entries[i];
        struct plim_str key = value_str(&entry->key);
        if (is_secret && (plim_str_is(key, "data") || plim_str_is(key, "stringData"))) {
            strip->found = true;
            continue;
        }
        bool inside = has_secrets && plim_str_is(key, "items");
        strip->found =
            strip->found || (is_secret && plim_str_is(key, "metadata") && has_copy(&entry->value));
        if (is_secret && plim_str_is(key, "metadata"))
            value_map_add_str(&kept, key, keep_metadata(strip->arena, &entry->value));
        else
            value_map_add_str(&kept, key, strip_value(strip, &entry->value, inside));
    }
    return value_map_finish(&kept);
}

/* `is_secret`: the items of this list are Secrets, which do not say so themselves. */
static struct value strip_value(struct strip *strip, const struct value *value, bool is_secret)
{
    if (value_is(value, VALUE_MAP))
        return strip_map(strip, value, false);
    if (!value_is(value, VALUE_LIST))
        return *value;
    struct value_list_builder kept = {.arena = strip->arena};
    for (size_t i = 0; i < value_len(value); i++) {
        const struct value *item = value_at(value, i);
        value_list_add(&kept, value_is(item, VALUE_MAP) ? strip_map(strip, item, is_secret)
                                                        : strip_value(strip, item, false));
    }
    return value_list_finish(&kept);
}

/* Whether it may hold a Secret: only then is it worth being read. */
static bool names_secrets(struct plim_str body)
{
    for (const char *at = body.text;
         at && (at = memchr(at, 'S', (size_t)(body.text + body.len - at))); at++) {
        struct plim_str rest = {at, (size_t)(body.text + body.len - at)};
        if (plim_str_starts(rest, PLIM_STR("Secret\"")) ||
            plim_str_starts(rest, PLIM_STR("SecretList\"")))
            return true;
    }
    return false;
}

enum plim_code snapshot_secret_strip(struct plim_str body, struct plim_buf *kept,
                                     struct plim_err *err)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct strip strip = {.arena = arena};
    struct value root = {0};
    struct plim_err why = {0};
    if (names_secrets(body)) {
        if (value_json_read(arena, body, &root, &why) != PLIM_OK)
            return plim_err_set(err, PLIM_DENIED,
                                "not captured: it may hold Secrets and is not understood: %s",
                                why.msg);
        root = strip_value(&strip, &root, false);
    }
    if (strip.found)
        return value_json_write(&root, VALUE_JSON_COMPACT, kept, err);
    plim_buf_append_str(kept, body);
    return PLIM_OK;
}

struct value snapshot_secret_object(struct plim_arena *arena, const struct value *secret)
{
    return keep_object(arena, secret);
}

struct value snapshot_secret_strip_value(struct plim_arena *arena, const struct value *object)
{
    struct strip strip = {.arena = arena};
    return strip_value(&strip, object, false);
}
