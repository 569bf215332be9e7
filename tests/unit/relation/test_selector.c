#include "relation_fixture.h"
#include "relation_priv.h"

static const struct {
    const char *selector, *labels;
    bool plain, template, matches;
} rows[] = {
    {"{app: cart}", "{app: cart, tier: web}", true, false, true},
    {"{app: cart}", "{app: web}", true, false, false},
    {"{app: cart}", "{}", true, false, false},
    {"{matchLabels: {app: cart}}", "{app: cart}", false, false, true},
    {"{}", "{app: cart}", false, false, true},
    {"{matchExpressions: [{key: app, operator: In, values: [cart, web]}]}", "{app: web}", false,
     false, true},
    {"{matchExpressions: [{key: app, operator: In, values: [cart, web]}]}", "{}", false, false,
     false},
    {"{matchExpressions: [{key: app, operator: NotIn, values: [cart]}]}", "{app: cart}", false,
     false, false},
    {"{matchExpressions: [{key: app, operator: NotIn, values: [cart]}]}", "{}", false, false, true},
    {"{matchExpressions: [{key: app, operator: Exists}]}", "{app: x}", false, false, true},
    {"{matchExpressions: [{key: app, operator: Exists}]}", "{tier: x}", false, false, false},
    {"{matchExpressions: [{key: app, operator: DoesNotExist}]}", "{app: x}", false, false, false},
    {"{matchExpressions: [{key: app, operator: DoesNotExist}]}", "{tier: x}", false, false, true},
    {"{matchExpressions: [{key: app, operator: Like, values: [x]}]}", "{app: x}", false, false,
     false},
    /* Only pods have it, not their template. */
    {"{app: db, statefulset.kubernetes.io/pod-name: db-0}", "{app: db}", true, true, true},
    {"{app: db, statefulset.kubernetes.io/pod-name: db-0}", "{app: db}", true, false, false},
};

START_TEST(a_selector_matches_labels_as_an_api_server_does)
{
    struct value selector = plim_value_from_yaml(arena, rows[_i].selector);
    struct value map = plim_value_from_yaml(arena, rows[_i].labels);
    struct relation_labels labels = relation_labels_read(texts, &map);
    ck_assert_int_eq(
        relation_selector_matches(&selector, rows[_i].plain, &labels, rows[_i].template),
        rows[_i].matches);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, open_cluster, close_cluster);
    tcase_add_loop_test(tcase, a_selector_matches_labels_as_an_api_server_does, 0, PLIM_LEN(rows));
}

PLIM_CHECK_MAIN("relation.selector", add_cases)
