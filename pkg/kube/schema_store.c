#include "kube/schema_store.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/arena.h"
#include "kube/schema.h"
#include "value/json.h"
#include "value/yaml.h"

/* One kind that was asked for. */
struct entry {
    struct plim_str group, version, kind;
    const struct value *schema; /* NULL: not known */
};

struct kube_schema_store {
    struct plim_arena *arena;
    const struct value **documents; /* owned array; OpenAPI and definitions */
    size_t len;
    size_t cap;
    struct entry *entries; /* owned array */
    size_t entry_len;
    size_t entry_cap;
};

struct kube_schema_store *kube_schema_store_new(void)
{
    struct kube_schema_store *store = plim_calloc(1, sizeof(*store));
    store->arena = plim_arena_new();
    return store;
}

void kube_schema_store_free(struct kube_schema_store *store)
{
    if (!store)
        return;
    plim_arena_free(store->arena);
    free(store->documents);
    free(store->entries);
    free(store);
}

void kube_schema_store_freep(struct kube_schema_store **store)
{
    kube_schema_store_free(*store);
    *store = NULL;
}

static bool is_openapi(const struct value *document)
{
    return value_is(value_get_path(document, "components.schemas"), VALUE_MAP);
}

static bool is_definition(const struct value *document)
{
    return value_is_string(value_get(document, "kind"), "CustomResourceDefinition") &&
           value_is_string(value_get(document, "apiVersion"), "apiextensions.k8s.io/v1");
}

static size_t take(struct kube_schema_store *store, const struct value *document)
{
    size_t taken = 0;
    const struct value *items = value_get(document, "items");
    if (value_is(items, VALUE_LIST)) {
        for (size_t i = 0; i < value_len(items); i++)
            taken += is_definition(value_at(items, i)) ? take(store, value_at(items, i)) : 0;
        return taken;
    }
    if (!is_openapi(document) && !is_definition(document))
        return 0;
    /* NOLINTNEXTLINE(bugprone-sizeof-expression): an array of pointers */
    PLIM_GROW(store->documents, store->len, store->cap);
    store->documents[store->len++] = document;
    return 1;
}

enum plim_code kube_schema_store_add(struct kube_schema_store *store, const char *file,
                                     struct plim_str text, size_t *count_out, struct plim_err *err)
{
    struct value_yaml_list list = {0};
    size_t taken = 0;
    store->entry_len = 0; /* more may be known now */
    if (plim_str_starts(plim_str_trim(text), PLIM_STR("{"))) {
        struct value *document = plim_arena_alloc(store->arena, sizeof(*document));
        if (value_json_read(store->arena, text, document, err) != PLIM_OK)
            return plim_err_wrap(err, "%s", file);
        taken = take(store, document);
    } else if (value_yaml_read(store->arena, file, text, VALUE_YAML_MANIFEST, &list, err) !=
               PLIM_OK) {
        return err->code;
    }
    for (size_t i = 0; i < list.len; i++)
        taken += take(store, &list.items[i].root);
    if (count_out)
        *count_out = taken;
    return PLIM_OK;
}

static bool is_kind(const struct value *name, const struct entry *entry)
{
    return plim_str_equal(value_get_text(name, "group"), entry->group) &&
           plim_str_equal(value_get_text(name, "version"), entry->version);
}

/* Of an OpenAPI document: the kind that the operations of a path like ".../deployments" name. */
static struct plim_str kind_of_path(const struct value *document, struct plim_str resource,
                                    const struct entry *entry)
{
    static const char *const operations[] = {"post", "get", "put", "delete"};
    const struct value *paths = value_get(document, "paths");
    for (size_t i = 0; i < value_len(paths); i++) {
        struct plim_str path = value_str(&paths->entries[i].key);
        if (!plim_str_ends(path, resource) || path.len == resource.len ||
            path.text[path.len - resource.len - 1] != '/')
            continue;
        for (size_t j = 0; j < PLIM_LEN(operations); j++) {
            const struct value *operation = value_get(&paths->entries[i].value, operations[j]);
            const struct value *name = value_get(operation, "x-kubernetes-group-version-kind");
            if (is_kind(name, entry))
                return value_get_text(name, "kind");
        }
    }
    return (struct plim_str){0};
}

static struct plim_str kind_of(const struct value *document, struct plim_str resource,
                               const struct entry *entry)
{
    if (is_openapi(document))
        return kind_of_path(document, resource, entry);
    return plim_str_equal(value_get_text(document, "spec.names.plural"), resource) &&
                   plim_str_equal(value_get_text(document, "spec.group"), entry->group)
               ? value_get_text(document, "spec.names.kind")
               : (struct plim_str){0};
}

static const struct value *schema_in(struct kube_schema_store *store, const struct value *document,
                                     const struct entry *entry)
{
    struct plim_err ignored = {0};
    struct value *schema = plim_arena_alloc(store->arena, sizeof(*schema));
    const struct kube_schema_kind kind = {
        plim_arena_copy(store->arena, entry->group.text, entry->group.len),
        plim_arena_copy(store->arena, entry->version.text, entry->version.len),
        plim_arena_copy(store->arena, entry->kind.text, entry->kind.len)};
    enum plim_code code =
        is_openapi(document)
            ? kube_schema_of_openapi(store->arena, document, &kind, schema, &ignored)
            : kube_schema_of_definition(store->arena, document, &kind, schema, &ignored);
    return code == PLIM_OK ? schema : NULL;
}

static const struct value *schema_of(struct kube_schema_store *store, const struct entry *wanted)
{
    for (size_t i = 0; i < store->entry_len; i++) {
        const struct entry *entry = &store->entries[i];
        if (plim_str_equal(entry->group, wanted->group) &&
            plim_str_equal(entry->version, wanted->version) &&
            plim_str_equal(entry->kind, wanted->kind))
            return entry->schema;
    }
    PLIM_GROW(store->entries, store->entry_len, store->entry_cap);
    struct entry *entry = &store->entries[store->entry_len++];
    *entry = (struct entry){plim_arena_copy_str(store->arena, wanted->group),
                            plim_arena_copy_str(store->arena, wanted->version),
                            plim_arena_copy_str(store->arena, wanted->kind), NULL};
    for (size_t i = 0; i < store->len && !entry->schema; i++)
        entry->schema = schema_in(store, store->documents[i], entry);
    return entry->schema;
}

struct kube_stored_schema kube_schema_store_find(struct kube_schema_store *store,
                                                 struct plim_str group, struct plim_str version,
                                                 struct plim_str resource, struct plim_str kind)
{
    struct entry wanted = {group, version, kind, NULL};
    for (size_t i = 0; i < store->len && wanted.kind.len == 0; i++)
        wanted.kind = kind_of(store->documents[i], resource, &wanted);
    if (wanted.kind.len == 0)
        return (struct kube_stored_schema){0};
    return (struct kube_stored_schema){wanted.kind, schema_of(store, &wanted)};
}
