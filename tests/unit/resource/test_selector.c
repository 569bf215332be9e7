#include "base/defs.h"
#include "resource/selector.h"
#include "support/value_check.h"

static const struct {
    const char *selector;
    const char *labels;
    enum resource_selector_style style;
    bool matches;
} selectors[] = {
    {"{}", "{}", RESOURCE_SELECTOR_EXACT, true},
    {"{matchLabels: {a: b}}", "{a: b, c: d}", RESOURCE_SELECTOR_EXACT, true},
    {"{matchLabels: {a: b}}", "{a: c}", RESOURCE_SELECTOR_EXACT, false},
    {"{matchLabels: {a: '*'}}", "{a: c}", RESOURCE_SELECTOR_EXACT, false},
    {"{matchLabels: {a: '*'}}", "{a: c}", RESOURCE_SELECTOR_GLOBS, true},
    {"{matchLabels: {'x/*': c}}", "{x/y: c}", RESOURCE_SELECTOR_GLOBS, true},
    {"{matchExpressions: [{key: a, operator: In, values: [b, c]}]}", "{a: c}",
     RESOURCE_SELECTOR_EXACT, true},
    {"{matchExpressions: [{key: a, operator: In, values: [b]}]}", "{}", RESOURCE_SELECTOR_EXACT,
     false},
    {"{matchExpressions: [{key: a, operator: NotIn, values: [b]}]}", "{}", RESOURCE_SELECTOR_EXACT,
     true},
    {"{matchExpressions: [{key: a, operator: NotIn, values: [b]}]}", "{a: b}",
     RESOURCE_SELECTOR_EXACT, false},
    {"{matchExpressions: [{key: a, operator: Exists}]}", "{a: ''}", RESOURCE_SELECTOR_EXACT, true},
    {"{matchExpressions: [{key: a, operator: DoesNotExist}]}", "{a: ''}", RESOURCE_SELECTOR_EXACT,
     false},
};

START_TEST(selector_takes_what_meets_all_of_it)
{
    struct plim_arena *arena = plim_arena_new();
    struct value selector = plim_value_from_yaml(arena, selectors[_i].selector);
    struct value labels = plim_value_from_yaml(arena, selectors[_i].labels);
    ck_assert_int_eq(resource_selector_matches(&selector, &labels, selectors[_i].style),
                     selectors[_i].matches);
    plim_arena_free(arena);
}
END_TEST

static const struct {
    const char *selector;
    enum resource_selector_style style;
    const char *message; /* NULL: it is well written */
} checked[] = {
    {"{matchLabels: {'x/y': b}}", RESOURCE_SELECTOR_EXACT, NULL},
    {"{matchLabels: {'a,b': c}}", RESOURCE_SELECTOR_EXACT,
     "f.yaml:1:16: 'a,b' is not the name of a label"},
    {"{matchLabels: {a: 'b*'}}", RESOURCE_SELECTOR_EXACT,
     "f.yaml:1:19: 'b*' is not the value of a label"},
    {"{matchLabels: {a: 'b*'}}", RESOURCE_SELECTOR_GLOBS, NULL},
    {"{matchExpressions: [{key: a, operator: Exist}]}", RESOURCE_SELECTOR_GLOBS,
     "f.yaml:1:40: unknown operator 'Exist'; expected one of In, NotIn, Exists, DoesNotExist; did "
     "you mean "
     "'Exists'?"},
    {"{matchExpressions: [{key: a, operator: In}]}", RESOURCE_SELECTOR_GLOBS,
     "f.yaml:1:21: 'values' goes with In and NotIn, and both need some"},
    {"{matchExpressions: [{key: a, operator: Exists, values: [b]}]}", RESOURCE_SELECTOR_EXACT,
     "f.yaml:1:21: 'values' goes with In and NotIn, and both need some"},
    {"{matchLabel: {a: b}}", RESOURCE_SELECTOR_EXACT,
     "f.yaml:1:2: unknown field 'matchLabel'; did you mean 'matchLabels'?"},
};

START_TEST(selector_that_servers_would_refuse_is_refused)
{
    struct plim_err err = {0};
    struct plim_arena *arena = plim_arena_new();
    struct value selector = plim_value_from_yaml(arena, checked[_i].selector);
    struct value_node node = {"f.yaml", &selector, {1, 1}};
    enum plim_code code = resource_selector_check(&node, checked[_i].style, &err);
    if (checked[_i].message == NULL)
        plim_assert_ok(code, &err);
    else
        plim_assert_fails(code, PLIM_INVALID, &err, checked[_i].message);
    plim_arena_free(arena);
}
END_TEST

START_TEST(selector_is_printed_as_servers_take_it)
{
    struct plim_buf text = {0};
    struct plim_arena *arena = plim_arena_new();
    struct value selector = plim_value_from_yaml(
        arena, "{matchLabels: {a: b}, matchExpressions: [{key: c, operator: In, values: [d, e]}, "
               "{key: f, operator: NotIn, values: [g]}, {key: h, operator: Exists}, {key: i, "
               "operator: DoesNotExist}]}");
    resource_selector_print(&selector, &text);
    ck_assert_str_eq(text.text, "a=b,c in (d,e),f notin (g),h,!i");
    plim_buf_release(&text);
    plim_arena_free(arena);
}
END_TEST

static const struct {
    const char *resources;
    bool admits;
} rules[] = {
    {"[pods]", true},        {"['*']", true},       {"['*/*']", true}, {"['pods/*']", true},
    {"['pods/log']", false}, {"[services]", false}, {"[]", false},
};

START_TEST(rule_admits_resources_by_name_or_star)
{
    struct plim_arena *arena = plim_arena_new();
    struct value list = plim_value_from_yaml(arena, rules[_i].resources);
    ck_assert_int_eq(resource_rule_admits_resource(&list, PLIM_STR("pods")), rules[_i].admits);
    plim_arena_free(arena);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, selector_takes_what_meets_all_of_it, 0, (int)PLIM_LEN(selectors));
    tcase_add_loop_test(tcase, selector_that_servers_would_refuse_is_refused, 0,
                        (int)PLIM_LEN(checked));
    tcase_add_test(tcase, selector_is_printed_as_servers_take_it);
    tcase_add_loop_test(tcase, rule_admits_resources_by_name_or_star, 0, (int)PLIM_LEN(rules));
}

PLIM_CHECK_MAIN("resource.selector", add_cases)
