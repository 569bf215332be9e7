#include "support/value_check.h"

#include "finding_text_priv.h"

static const struct {
    const char *finding;
    const char *name;
} cases[] = {
    {"{cluster: c, object: {namespace: ns, kind: Pod, name: p}, container: x}", "c/ns/Pod/p/x"},
    {"{cluster: c, object: {kind: Node, name: node}, application: a}", "c/Node/node"},
    {"{cluster: c, application: a, subject: application}", "c/application/a"},
    {"{application: a, container: x, subject: parity}", "application/a/x"},
    {"{cluster: c, subject: cluster}", "c"},
    {"{cluster: c, subject: object}", "c/object"},
    {"{object: {kind: Repository, name: shop}, subject: repository}", "Repository/shop"},
    {"{subject: fleet}", "fleet"},
};

START_TEST(a_finding_is_named_by_its_place)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    PLIM_CLEANUP(plim_buf_release) struct plim_buf name = {0};
    struct value finding = plim_value_from_yaml(arena, cases[_i].finding);
    plim_buf_append_c(&name, "what stood there before");
    report_finding_name(&finding, &name);
    ck_assert_str_eq(name.text, cases[_i].name);
}
END_TEST

START_TEST(what_is_unknown_tells_its_reason)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct value told = plim_value_from_yaml(arena, "{message: m, reason: r}");
    struct value unknown = plim_value_from_yaml(arena, "{reason: r}");
    ck_assert(plim_str_is(report_finding_message(&told), "m"));
    ck_assert(plim_str_is(report_finding_message(&unknown), "r"));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, a_finding_is_named_by_its_place, 0, PLIM_LEN(cases));
    tcase_add_test(tcase, what_is_unknown_tells_its_reason);
}

PLIM_CHECK_MAIN("report.finding_text", add_cases)
