#include <stdint.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "value/build.h"

#include "ownership_priv.h"

static bool is_of(const struct audit_owned *item, const struct resource_identity *identity)
{
    return plim_str_equal(item->kind, identity->kind) &&
           plim_str_equal(item->namespace, identity->namespace) &&
           plim_str_equal(item->group, identity->group);
}

static const char *key_of(struct audit_ownership *ownership,
                          const struct resource_identity *identity)
{
    const struct plim_str parts[] = {identity->namespace, identity->group, identity->kind};
    plim_buf_clear(&ownership->key);
    for (size_t i = 0; i < PLIM_LEN(parts); i++) {
        plim_buf_append_str(&ownership->key, parts[i]);
        plim_buf_append_char(&ownership->key, '/');
    }
    return ownership->key.text;
}

/* The place of an object; `texts` may be NULL where the identity's own live long enough. */
static struct audit_owned *find(struct audit_ownership *ownership, struct plim_intern *texts,
                                const struct resource_identity *identity)
{
    /* Lists come sorted by namespace: mostly it is the one of before. */
    if (ownership->len > 0 && is_of(&ownership->items[ownership->len - 1], identity))
        return &ownership->items[ownership->len - 1];
    if (!ownership->positions)
        ownership->positions = plim_map_new();
    const char *key = key_of(ownership, identity);
    uintptr_t position = (uintptr_t)plim_map_get(ownership->positions, key);
    if (position > 0)
        return &ownership->items[position - 1];
    PLIM_GROW(ownership->items, ownership->len, ownership->cap);
    struct audit_owned *made = &ownership->items[ownership->len++];
    *made = (struct audit_owned){
        .namespace = texts ? plim_intern_str(texts, identity->namespace) : identity->namespace,
        .group = texts ? plim_intern_str(texts, identity->group) : identity->group,
        .kind = texts ? plim_intern_str(texts, identity->kind) : identity->kind,
    };
    /* NOLINTNEXTLINE(performance-no-int-to-ptr): a number, kept where pointers are */
    plim_map_set(ownership->positions, key, (void *)(uintptr_t)ownership->len);
    return made;
}

void audit_ownership_add(struct audit_ownership *ownership, struct plim_intern *texts,
                         const struct resource_identity *identity, enum resource_owner_kind owner,
                         bool unknown)
{
    struct audit_owned *item = find(ownership, texts, identity);
    if (unknown)
        item->owners.unknown++;
    else
        item->owners.kinds[owner]++;
    if (unknown || owner != RESOURCE_OWNER_NONE)
        return;
    PLIM_GROW(ownership->nobodys, ownership->nobody_len, ownership->nobody_cap);
    ownership->nobodys[ownership->nobody_len++] = resource_identity_intern(texts, identity);
}

void audit_ownership_merge(struct audit_ownership *into, const struct audit_ownership *from)
{
    for (size_t i = 0; i < from->len; i++) {
        const struct audit_owned *item = &from->items[i];
        const struct resource_identity identity = {
            .namespace = item->namespace, .group = item->group, .kind = item->kind};
        audit_owners_merge(&find(into, NULL, &identity)->owners, &item->owners);
    }
    for (size_t i = 0; i < from->nobody_len; i++) {
        PLIM_GROW(into->nobodys, into->nobody_len, into->nobody_cap);
        into->nobodys[into->nobody_len++] = from->nobodys[i];
    }
}

static int compare_items(const void *left_pointer, const void *right_pointer)
{
    const struct audit_owned *left = left_pointer;
    const struct audit_owned *right = right_pointer;
    int order = plim_str_compare(left->namespace, right->namespace);
    order = order != 0 ? order : plim_str_compare(left->kind, right->kind);
    return order != 0 ? order : plim_str_compare(left->group, right->group);
}

static int compare_nobodys(const void *left_pointer, const void *right_pointer)
{
    const struct resource_identity *left = left_pointer;
    const struct resource_identity *right = right_pointer;
    int order = plim_str_compare(left->namespace, right->namespace);
    return order != 0 ? order : resource_identity_compare(left, right);
}

/* Positions are of no use any more. */
void audit_ownership_sort(struct audit_ownership *ownership)
{
    plim_map_free(ownership->positions);
    ownership->positions = NULL;
    if (ownership->len > 0)
        qsort(ownership->items, ownership->len, sizeof(*ownership->items), compare_items);
    if (ownership->nobody_len > 0)
        qsort(ownership->nobodys, ownership->nobody_len, sizeof(*ownership->nobodys),
              compare_nobodys);
}

void audit_ownership_release(struct audit_ownership *ownership)
{
    plim_map_free(ownership->positions);
    free(ownership->items);
    free(ownership->nobodys);
    plim_buf_release(&ownership->key);
    *ownership = (struct audit_ownership){0};
}

/* ---- the report */

void audit_ownership_count(struct value_map_builder *map, const struct audit_owners *owners)
{
    size_t managed = owners->kinds[RESOURCE_OWNER_ARGOCD] + owners->kinds[RESOURCE_OWNER_FLUX];
    size_t declared = managed + owners->kinds[RESOURCE_OWNER_GIT];
    value_map_add(map, "objects", value_int((int64_t)audit_owners_answerable(owners)));
    value_map_add(map, "managed", value_int((int64_t)managed));
    value_map_add(map, "declared", value_int((int64_t)declared));
    value_map_add(map, "owners", audit_owners_record(map->arena, owners));
}

static void add_copy(struct value_map_builder *map, const char *key, struct plim_str text)
{
    value_map_add(map, key, value_string(plim_arena_copy_str(map->arena, text)));
}

/* Of a part: owners of none of its objects are left out. */
static void count_part(struct value_map_builder *map, const struct audit_owners *owners)
{
    struct value all = audit_owners_record(map->arena, owners);
    struct value_map_builder some = {.arena = map->arena};
    for (size_t i = 0; i < value_len(&all); i++)
        if (all.entries[i].value.integer > 0)
            value_map_add_str(&some, value_str(&all.entries[i].key), all.entries[i].value);
    value_map_add(map, "objects", value_int((int64_t)audit_owners_answerable(owners)));
    value_map_add(map, "owners", value_map_finish(&some));
}

static struct value make_kind(struct plim_arena *arena, const struct audit_owned *item)
{
    struct value_map_builder map = {.arena = arena};
    add_copy(&map, "kind", item->kind);
    add_copy(&map, "apiGroup", item->group);
    count_part(&map, &item->owners);
    return value_map_finish(&map);
}

struct value audit_ownership_namespaces(struct plim_arena *arena,
                                        const struct audit_ownership *ownership)
{
    struct value_list_builder namespaces = {.arena = arena};
    for (size_t i = 0; i < ownership->len;) {
        struct plim_str namespace = ownership->items[i].namespace;
        struct value_map_builder map = {.arena = arena};
        struct value_list_builder kinds = {.arena = arena};
        struct audit_owners sum = {0};
        for (; i < ownership->len && plim_str_equal(ownership->items[i].namespace, namespace);
             i++) {
            audit_owners_merge(&sum, &ownership->items[i].owners);
            value_list_add(&kinds, make_kind(arena, &ownership->items[i]));
        }
        add_copy(&map, "namespace", namespace);
        count_part(&map, &sum);
        value_map_add(&map, "kinds", value_list_finish(&kinds));
        value_list_add(&namespaces, value_map_finish(&map));
    }
    return value_list_finish(&namespaces);
}

struct value audit_ownership_nobodys(struct plim_arena *arena,
                                     const struct audit_ownership *ownership)
{
    struct value_list_builder list = {.arena = arena};
    for (size_t i = 0; i < ownership->nobody_len && i < AUDIT_NOBODYS_MAX; i++) {
        const struct resource_identity *identity = &ownership->nobodys[i];
        struct value_map_builder map = {.arena = arena};
        add_copy(&map, "kind", identity->kind);
        add_copy(&map, "namespace", identity->namespace);
        add_copy(&map, "name", identity->name);
        value_list_add(&list, value_map_finish(&map));
    }
    return value_list_finish(&list);
}
