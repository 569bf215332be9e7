#include "report/compare.h"
#include "support/value_check.h"

START_TEST(a_comparison_is_told_from_levels_to_counts)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    const struct plim_sink sink = plim_buf_sink(&text);
    struct value comparison = plim_value_from_yaml(
        arena, "differ: [policies]\n"
               "levels: [{modelTitle: M, title: D, before: {floor: null, ceiling: two},\n"
               "          after: {floor: two, ceiling: two}}]\n"
               "new: [{state: fail, severity: high, policy: a.b, cluster: c, application: w, "
               "message: m}]\n"
               "changed: [{before: {state: warn, severity: low, message: was},\n"
               "           after: {state: fail, severity: low, policy: c.d, cluster: c, subject: "
               "cluster,\n"
               "                   message: is}}]\n"
               "counts: {new: 1, fixed: 0, changed: 1, unchanged: 7, unknown: 0}\n");
    plim_assert_ok(report_compare_write_text(&comparison, false, 0, &sink, &err), &err);
    ck_assert_str_eq(text.text, "Not the same in both runs: policies\n\n"
                                "Levels\n"
                                "  M, D: none to two → two\n\n"
                                "New (1)\n"
                                "  fail    high      a.b  c/application/w\n"
                                "                    m\n\n"
                                "Changed (1)\n"
                                "  fail    low       c.d  c\n"
                                "                    is\n"
                                "          before: warn, low, was\n\n"
                                "1 new, 0 fixed, 1 changed, 0 no longer known, 7 as before\n");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_test(tcase, a_comparison_is_told_from_levels_to_counts);
}

PLIM_CHECK_MAIN("report.compare_text", add_cases)
