/* The objects of one cluster, from YAML, joined. */
#ifndef PLIM_TESTS_RELATION_FIXTURE_H
#define PLIM_TESTS_RELATION_FIXTURE_H

#include <string.h>

#include "relation/relation.h"
#include "support/value_check.h"

static struct plim_arena *arena;
static struct plim_intern *texts;
static struct relation_facts facts;
static struct relation_joins *joins;
static const char *unread_kind; /* that could not be read; NULL: all were */

static inline struct plim_str fixture_unread(const void *context, const struct relation_kind *kind,
                                             struct plim_str namespace)
{
    (void)context;
    (void)namespace;
    bool dark = unread_kind && strcmp(unread_kind, kind->kind) == 0;
    return dark ? PLIM_STR("HTTP 403") : (struct plim_str){0};
}

static inline struct relation_site fixture_site(bool manifests)
{
    return (struct relation_site){.cluster = value_string_c("prod-eu"),
                                  .environment = value_string_c("prod"),
                                  .production = value_bool(true),
                                  .manifests = manifests,
                                  .unread = fixture_unread};
}

/* Every document of the text. */
static inline void add_objects(const char *yaml)
{
    struct plim_err err = {0};
    struct value_yaml_list list = {0};
    plim_assert_ok(
        value_yaml_read(arena, "text", plim_str_from(yaml), VALUE_YAML_MANIFEST, &list, &err),
        &err);
    struct value owner =
        plim_value_from_yaml(arena, "{kind: git, name: '', namespace: '', platform: false}");
    for (size_t i = 0; i < list.len; i++) {
        const struct relation_context context = {.identity =
                                                     resource_identity_of(&list.items[i].root),
                                                 .application = PLIM_STR("cart"),
                                                 .owner = &owner,
                                                 .manifest = true};
        relation_facts_add(&facts, &list.items[i].root, &context);
    }
}

static inline void join(bool manifests)
{
    struct relation_site site = fixture_site(manifests);
    joins = relation_join(&facts, &site);
}

/* The record of an object; fails the test when there is none. */
static inline struct value record_of(const char *kind, const char *name)
{
    for (size_t i = 0; i < relation_len(joins); i++) {
        const struct resource_identity *identity = &relation_at(joins, i)->identity;
        if (plim_str_is(identity->kind, kind) && plim_str_is(identity->name, name))
            return relation_record(joins, i, arena);
    }
    ck_abort_msg("no record of %s %s", kind, name);
    return value_null();
}

/* As compact JSON, or "unknown: REASON". */
static inline void assert_shows(const struct value *value, const char *want)
{
    ck_assert_ptr_nonnull(value);
    if (value_is(value, VALUE_UNKNOWN))
        ck_assert_str_eq(plim_arena_printf(arena, "unknown: %.*s", (int)value->len, value->text),
                         want);
    else
        plim_assert_json(value, want);
}

static inline void open_cluster(void)
{
    arena = plim_arena_new();
    texts = plim_intern_new(arena);
    facts = (struct relation_facts){.texts = texts};
    joins = NULL;
    unread_kind = NULL;
}

static inline void close_cluster(void)
{
    relation_joins_free(joins);
    relation_facts_release(&facts);
    plim_intern_free(texts);
    plim_arena_free(arena);
}

#endif
