#include "report/compare.h"
#include "support/value_check.h"

START_TEST(each_finding_of_the_report_answers_once)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct value report = plim_value_from_yaml(arena, "findings: [{state: fail, fingerprint: a}, "
                                                      "{state: warn, fingerprint: a}, "
                                                      "{state: pass, fingerprint: b}]");
    struct value one = plim_value_from_yaml(arena, "{state: fail, fingerprint: a}");
    struct value passed = plim_value_from_yaml(arena, "{state: fail, fingerprint: b}");
    PLIM_CLEANUP(report_baseline_freep)
    struct report_baseline *baseline = report_baseline_new(&report);
    ck_assert(report_baseline_take(baseline, &one));
    ck_assert(report_baseline_take(baseline, &one));
    ck_assert(!report_baseline_take(baseline, &one));
    ck_assert(!report_baseline_take(baseline, &passed)); /* it was no finding then */
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_test(tcase, each_finding_of_the_report_answers_once);
}

PLIM_CHECK_MAIN("report.baseline", add_cases)
