#include "report_fixture.h"

#define HEAD                                                                           \
    "assessments:\n- model: {id: ladder, belowTitle: none yet}\n"                      \
    "  levels: [{id: l1, title: One}, {id: l2, title: Two}, {id: l3, title: Three}]\n" \
    "  practices: [{practice: a.b, title: Do it}]\n"

START_TEST(proven_possible_and_unreached_levels_have_marks_of_their_own)
{
    ck_assert_str_eq(
        print_section(report_text_levels,
                      HEAD "  dimensions: [{id: d, title: Dim, level: {floor: l1, ceiling: l2}, "
                           "levels: [{}, {title: tagged}, {}]}]\n"),
        "Maturity  ladder     proven  possible  target\n"
        "  Dim  ●╌╌╌╌◌────○   One     2 tagged\n\n");
}
END_TEST

START_TEST(no_level_is_called_what_the_model_calls_it)
{
    ck_assert_ptr_nonnull(
        strstr(print_section(report_text_levels,
                             HEAD "  dimensions: [{id: d, title: Dim, level: {floor: null, "
                                  "ceiling: null}, levels: []}]\n"),
               "○────○────○   none yet  none yet"));
}
END_TEST

static const struct {
    const char *next;
    const char *want;
} notes[] = {
    {"next: {blockers: [{practice: v.t, state: unmet, criteria: [{policy: p.q, missing: 16, total: "
     "60}]}, {practice: x}]}",
     "▸ v.t: 16 more of 60 for p.q (+1)"},
    {"next: {blockers: [{practice: v.t, state: unknown, criteria: [{policy: p.q, reason: pods are "
     "forbidden}]}]}",
     "? v.t: pods are forbidden"},
    {"target: {level: l1, gap: 0}", "✔ at target"},
};

START_TEST(the_next_thing_to_do_stands_at_the_end)
{
    const char *yaml = plim_arena_printf(arena,
                                         "%s  dimensions: [{id: d, title: Dim, level: {floor: "
                                         "l1, ceiling: l1}, levels: [], %s}]\n",
                                         HEAD, notes[_i].next);
    ck_assert_ptr_nonnull(strstr(print_section(report_text_levels, yaml), notes[_i].want));
}
END_TEST

START_TEST(the_cheapest_step_says_what_it_proves)
{
    ck_assert_ptr_nonnull(
        strstr(print_section(report_text_levels,
                             HEAD "  dimensions: [{id: d, title: Dim, level: {floor: l1, ceiling: "
                                  "l1}, levels: [{}, {title: tagged}]}]\n"
                                  "  nextStep: {dimension: d, proves: l2, practices: [a.b]}\n"),
               "  Next: Do it → proves Dim 2 tagged\n"));
}
END_TEST

START_TEST(hidden_dimensions_are_not_shown)
{
    ck_assert_ptr_null(
        strstr(print_section(report_text_levels,
                             HEAD "  dimensions: [{id: d, title: Dim, hidden: true, level: {floor: "
                                  "l1, ceiling: l1}, levels: []}]\n"),
               "●"));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, start, stop);
    tcase_add_test(tcase, proven_possible_and_unreached_levels_have_marks_of_their_own);
    tcase_add_test(tcase, no_level_is_called_what_the_model_calls_it);
    tcase_add_loop_test(tcase, the_next_thing_to_do_stands_at_the_end, 0, PLIM_LEN(notes));
    tcase_add_test(tcase, the_cheapest_step_says_what_it_proves);
    tcase_add_test(tcase, hidden_dimensions_are_not_shown);
}

PLIM_CHECK_MAIN("report.text_levels", add_cases)
