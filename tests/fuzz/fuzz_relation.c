#include <stdint.h>

#include "relation/relation.h"
#include "value/yaml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct plim_str unread(const void *context, const struct relation_kind *kind,
                              struct plim_str namespace)
{
    (void)context;
    return namespace.len > 3 && kind->whole ? PLIM_STR("HTTP 403") : (struct plim_str){0};
}

static void make_records(const struct relation_joins *joins, struct plim_arena *arena)
{
    for (size_t i = 0; i < relation_len(joins); i++)
        (void)relation_record(joins, i, arena);
    for (size_t i = 0; i < relation_namespace_len(joins); i++)
        (void)relation_namespace_record(joins, i, &joins, 1, arena);
}

/* Objects of any shape are reduced, joined and told of: no crash, leak, overflow or unbounded
 * work. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct plim_err err = {0};
    struct value_yaml_list list = {0};
    struct plim_arena *arena = plim_arena_new();
    struct relation_facts facts = {.texts = plim_intern_new(arena)};
    struct plim_str text = {(const char *)data, size};
    struct value owner = value_null();
    struct relation_site site = {.manifests = size % 2 == 0, .unread = unread};
    if (value_yaml_read(arena, "text", text, VALUE_YAML_MANIFEST, &list, &err) != PLIM_OK)
        list.len = 0;
    for (size_t i = 0; i < list.len; i++) {
        const struct relation_context context = {.identity =
                                                     resource_identity_of(&list.items[i].root),
                                                 .owner = &owner,
                                                 .manifest = site.manifests};
        relation_facts_add(&facts, &list.items[i].root, &context);
    }
    struct relation_joins *joins = relation_join(&facts, &site);
    make_records(joins, arena);
    relation_joins_free(joins);
    relation_facts_release(&facts);
    plim_intern_free(facts.texts);
    plim_arena_free(arena);
    return 0;
}
