#include "support/value_check.h"

#include "ownership_priv.h"

/* What one worker met, in its order. */
static void add(struct audit_ownership *ownership, struct plim_intern *texts, const char *namespace,
                const char *name, enum resource_owner_kind owner)
{
    const struct resource_identity identity = {.group = PLIM_STR("apps"),
                                               .kind = PLIM_STR("Deployment"),
                                               .namespace = plim_str_from(namespace),
                                               .name = plim_str_from(name)};
    audit_ownership_add(ownership, texts, &identity, owner, false);
}

static void judge(struct plim_arena *arena, struct audit_ownership *sum, int first)
{
    struct plim_intern *texts = plim_intern_new(arena);
    struct audit_ownership workers[2] = {{0}};
    add(&workers[first], texts, "shop", "b", RESOURCE_OWNER_NONE);
    add(&workers[first], texts, "blog", "a", RESOURCE_OWNER_GIT);
    add(&workers[first], texts, "shop", "c", RESOURCE_OWNER_FLUX);
    add(&workers[1 - first], texts, "shop", "a", RESOURCE_OWNER_NONE);
    add(&workers[1 - first], texts, "shop", "d", RESOURCE_OWNER_CONTROLLER);
    for (int i = 0; i < 2; i++) {
        audit_ownership_merge(sum, &workers[i]);
        audit_ownership_release(&workers[i]);
    }
    audit_ownership_sort(sum);
    plim_intern_free(texts);
}

START_TEST(objects_are_counted_by_namespace_and_kind_whoever_met_them)
{
    struct plim_arena *arena = plim_arena_new();
    struct audit_ownership sum = {0};
    judge(arena, &sum, _i);
    struct value namespaces = audit_ownership_namespaces(arena, &sum);
    ck_assert_uint_eq(value_len(&namespaces), 2);
    ck_assert(plim_str_is(value_get_text(value_at(&namespaces, 0), "namespace"), "blog"));
    const struct value *shop = value_at(&namespaces, 1);
    ck_assert_int_eq(value_int_or(value_get(shop, "objects"), 0), 3);
    plim_assert_json(value_get(shop, "owners"), "{\"none\":2,\"flux\":1,\"controller\":1}");
    ck_assert_uint_eq(value_len(value_get(shop, "kinds")), 1);
    struct value nobodys = audit_ownership_nobodys(arena, &sum);
    plim_assert_json(&nobodys, "[{\"kind\":\"Deployment\",\"namespace\":\"shop\",\"name\":\"a\"},"
                               "{\"kind\":\"Deployment\",\"namespace\":\"shop\",\"name\":\"b\"}]");
    audit_ownership_release(&sum);
    plim_arena_free(arena);
}
END_TEST

START_TEST(what_agents_may_own_is_unknown_and_not_listed_as_nobodys)
{
    struct plim_arena *arena = plim_arena_new();
    struct plim_intern *texts = plim_intern_new(arena);
    struct audit_ownership sum = {0};
    const struct resource_identity identity = {.kind = PLIM_STR("ConfigMap"),
                                               .name = PLIM_STR("a")};
    audit_ownership_add(&sum, texts, &identity, RESOURCE_OWNER_NONE, true);
    audit_ownership_sort(&sum);
    struct value namespaces = audit_ownership_namespaces(arena, &sum);
    const struct value *first = value_at(&namespaces, 0);
    ck_assert_int_eq(value_int_or(value_get_path(first, "owners.unknown"), 0), 1);
    ck_assert_uint_eq(sum.nobody_len, 0);
    audit_ownership_release(&sum);
    plim_intern_free(texts);
    plim_arena_free(arena);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, objects_are_counted_by_namespace_and_kind_whoever_met_them, 0, 2);
    tcase_add_test(tcase, what_agents_may_own_is_unknown_and_not_listed_as_nobodys);
}

PLIM_CHECK_MAIN("audit.ownership", add_cases)
