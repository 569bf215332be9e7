#include "support/plim_check.h"

#include "applications_priv.h"

static struct plim_arena *arena;
static struct plim_intern *texts;
static struct audit_applications one, other;

static void start(void)
{
    arena = plim_arena_new();
    texts = plim_intern_new(arena);
    audit_applications_init(&one, texts);
    audit_applications_init(&other, texts);
}

static void stop(void)
{
    audit_applications_release(&one);
    audit_applications_release(&other);
    plim_intern_free(texts);
    plim_arena_free(arena);
}

static const struct drift_difference differs[] = {{.verdict = DRIFT_DIFFERS}};
static const struct drift_difference extra[] = {{.verdict = DRIFT_EXTRA}};
static const struct drift_difference both[] = {{.verdict = DRIFT_EXTRA},
                                               {.verdict = DRIFT_MISSING}};
#define SOMEHOW      \
    {                \
        "somehow", 7 \
    }

static const struct {
    struct drift_result drift;
    struct audit_drift_counts want;
} drifts[] = {
    {{.state = DRIFT_IN_SYNC}, {.in_sync = 1}},
    {{.state = DRIFT_IN_SYNC, .unknown = SOMEHOW}, {.unknown = 1}},
    {{.state = DRIFT_ABSENT}, {.missing = 1}},
    {{.state = DRIFT_CHANGED, .items = differs, .len = 1}, {.differs = 1}},
    {{.state = DRIFT_CHANGED, .items = differs, .len = 1, .unknown = SOMEHOW}, {.differs = 1}},
    {{.state = DRIFT_CHANGED, .items = extra, .len = 1}, {.extra = 1}},
    {{.state = DRIFT_CHANGED, .items = extra, .len = 1, .unknown = SOMEHOW},
     {.extra = 1, .unknown = 1}},
    {{.state = DRIFT_CHANGED, .items = both, .len = 2}, {.differs = 1, .extra = 1}},
    {{.state = DRIFT_UNDECLARED}, {0}},
};

START_TEST(drift_is_counted_and_doubt_is_never_in_sync)
{
    struct audit_drift_counts counts = {0};
    const struct audit_drift_counts *want = &drifts[_i].want;
    audit_drift_count(&counts, &drifts[_i].drift);
    ck_assert_uint_eq(counts.in_sync, want->in_sync);
    ck_assert_uint_eq(counts.differs, want->differs);
    ck_assert_uint_eq(counts.missing, want->missing);
    ck_assert_uint_eq(counts.extra, want->extra);
    ck_assert_uint_eq(counts.unknown, want->unknown);
}
END_TEST

START_TEST(a_name_is_one_application)
{
    struct audit_application *cart = audit_applications_get(&one, PLIM_STR("cart"));
    ck_assert_ptr_eq(audit_applications_get(&one, PLIM_STR("cart")), cart);
    ck_assert_ptr_ne(audit_applications_get(&one, PLIM_STR("car")), cart);
    ck_assert_str_eq(cart->name, "cart");
    ck_assert_uint_eq(plim_map_len(one.by_name), 2);
}
END_TEST

START_TEST(asking_again_takes_no_memory)
{
    (void)audit_applications_get(&one, PLIM_STR("cart"));
    size_t before = plim_arena_bytes(arena);
    (void)audit_applications_get(&one, PLIM_STR("cart"));
    ck_assert_uint_eq(plim_arena_bytes(arena), before);
}
END_TEST

START_TEST(merging_sums_up)
{
    struct audit_application *left = audit_applications_get(&one, PLIM_STR("cart"));
    struct audit_application *right = audit_applications_get(&other, PLIM_STR("cart"));
    left->live = 2;
    right->live = 3;
    right->drift.missing = 1;
    right->migration_hook = true;
    audit_application_add_namespace(left, texts, PLIM_STR("shop"));
    audit_application_add_namespace(right, texts, PLIM_STR("shop"));
    audit_application_add_namespace(right, texts, PLIM_STR("mail"));
    audit_applications_merge(&one, &other);
    ck_assert_uint_eq(left->live, 5);
    ck_assert_uint_eq(left->drift.missing, 1);
    ck_assert(left->migration_hook);
    ck_assert_uint_eq(left->namespace_count, 2);
    ck_assert(plim_str_is(left->namespaces[0], "mail"));
    ck_assert(plim_str_is(left->namespaces[1], "shop"));
}
END_TEST

/* Both orders of two owners. */
static const struct resource_owner owners[][2] = {
    {{RESOURCE_OWNER_HELM, {"a", 1}, {"x", 1}}, {RESOURCE_OWNER_ARGOCD, {"b", 1}, {"x", 1}}},
    {{RESOURCE_OWNER_ARGOCD, {"b", 1}, {"x", 1}}, {RESOURCE_OWNER_HELM, {"a", 1}, {"x", 1}}},
    {{RESOURCE_OWNER_ARGOCD, {"b", 1}, {"y", 1}}, {RESOURCE_OWNER_ARGOCD, {"b", 1}, {"x", 1}}},
    {{RESOURCE_OWNER_ARGOCD, {"b", 1}, {"x", 1}}, {RESOURCE_OWNER_ARGOCD, {"c", 1}, {"a", 1}}},
};

START_TEST(which_owner_is_told_does_not_depend_on_who_met_it_first)
{
    struct audit_application *left = audit_applications_get(&one, PLIM_STR("cart"));
    struct audit_application *right = audit_applications_get(&other, PLIM_STR("cart"));
    audit_application_set_owner(left, texts, &owners[_i][0]);
    audit_application_set_owner(right, texts, &owners[_i][1]);
    audit_applications_merge(&one, &other);
    ck_assert_int_eq(left->owner.kind, RESOURCE_OWNER_ARGOCD);
    ck_assert(plim_str_is(left->owner.name, "b"));
    ck_assert(plim_str_is(left->owner.namespace, "x"));
}
END_TEST

static void add(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, start, stop);
    tcase_add_loop_test(tcase, drift_is_counted_and_doubt_is_never_in_sync, 0, PLIM_LEN(drifts));
    tcase_add_test(tcase, a_name_is_one_application);
    tcase_add_test(tcase, asking_again_takes_no_memory);
    tcase_add_test(tcase, merging_sums_up);
    tcase_add_loop_test(tcase, which_owner_is_told_does_not_depend_on_who_met_it_first, 0,
                        PLIM_LEN(owners));
}

PLIM_CHECK_MAIN("audit.applications", add)
