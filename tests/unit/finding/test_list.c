#include "finding/finding.h"
#include "support/plim_check.h"

static struct plim_arena *arena;
static struct finding_list list;

static void open_list(void)
{
    arena = plim_arena_new();
    list.texts = plim_intern_new(arena);
}

static void close_list(void)
{
    finding_list_release(&list);
    plim_intern_free(list.texts);
    plim_arena_free(arena);
}

START_TEST(sort_orders_by_cluster_then_object_then_policy)
{
    struct finding finding = {.cluster = PLIM_STR("b"), .policy = PLIM_STR("x")};
    finding_list_add(&list, &finding);
    finding.cluster = PLIM_STR("a");
    finding_list_add(&list, &finding);
    finding.policy = PLIM_STR("w");
    finding_list_add(&list, &finding);
    finding_list_sort(&list);
    ck_assert(plim_str_is(finding_list_get(&list, 0).policy, "w"));
    ck_assert(plim_str_is(finding_list_get(&list, 2).cluster, "b"));
    finding_list_release(&list);
    ck_assert_uint_eq(list.len, 0);
}
END_TEST

static struct finding make_whole(const char *name)
{
    return (struct finding){
        .state = FINDING_WARN,
        .severity = FINDING_LOW,
        .policy = PLIM_STR("drift.extra"),
        .title = PLIM_STR("title"),
        .message = PLIM_STR("message"),
        .reason = PLIM_STR("reason"),
        .remediation = PLIM_STR("remediation"),
        .subject = PLIM_STR("object"),
        .cluster = PLIM_STR("prod-eu"),
        .environment = PLIM_STR("prod"),
        .application = PLIM_STR("shop"),
        .api_version = PLIM_STR("apps/v1"),
        .kind = PLIM_STR("Deployment"),
        .namespace = PLIM_STR("shop"),
        .name = plim_str_from(name),
        .container = PLIM_STR("main"),
        .field = PLIM_STR("spec.replicas"),
        .expected = PLIM_STR("3"),
        .actual = PLIM_STR("7"),
        .manager = PLIM_STR("kubectl"),
        .changed_at = PLIM_STR("2026-11-23T17:00:09Z"),
        .source = {PLIM_STR("shop"), PLIM_STR("c0ffee"), PLIM_STR("cart.yaml"), 14},
        .observed_at = 1700000000,
        .cluster_uid = PLIM_STR("1-2-3"),
        .root_kind = PLIM_STR("Deployment"),
        .root_name = PLIM_STR("root"),
    };
}

START_TEST(a_list_gives_back_every_field)
{
    char name[] = "cart"; /* the list keeps texts of its own */
    const struct finding finding = make_whole(name);
    finding_list_add(&list, &finding);
    name[0] = 'x';
    struct finding back = finding_list_get(&list, 0);
    name[0] = 'c';
    const struct plim_str *wanted = &finding.policy;
    const struct plim_str *got = &back.policy;
    for (; wanted <= &finding.changed_at; wanted++, got++)
        ck_assert(plim_str_equal(*got, *wanted));
    ck_assert_int_eq(back.state, FINDING_WARN);
    ck_assert_int_eq(back.severity, FINDING_LOW);
    ck_assert(plim_str_is(back.source.path, "cart.yaml"));
    ck_assert_uint_eq(back.source.line, 14);
    ck_assert_int_eq(back.observed_at, 1700000000);
    ck_assert(plim_str_is(back.root_name, "root"));
}
END_TEST

static bool has_same_policy(const struct finding *before, const struct finding *finding)
{
    return plim_str_equal(before->policy, finding->policy);
}

START_TEST(what_repeats_is_left_out)
{
    struct finding_list other = {.texts = list.texts};
    const struct finding one = {.policy = PLIM_STR("a")};
    const struct finding two = {.policy = PLIM_STR("b")};
    finding_list_add(&list, &one);
    finding_list_add(&other, &one);
    finding_list_add(&other, &two);
    finding_list_merge(&list, &other);
    ck_assert_uint_eq(list.len, 3);
    ck_assert_uint_eq(other.len, 0);
    finding_list_drop_repeated(&list, has_same_policy);
    ck_assert_uint_eq(list.len, 2);
    ck_assert(plim_str_is(finding_list_get(&list, 1).policy, "b"));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, open_list, close_list);
    tcase_add_test(tcase, sort_orders_by_cluster_then_object_then_policy);
    tcase_add_test(tcase, a_list_gives_back_every_field);
    tcase_add_test(tcase, what_repeats_is_left_out);
}

PLIM_CHECK_MAIN("finding.list", add_cases)
