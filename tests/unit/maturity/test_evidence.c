/* Evidence: documents, and readings filled in memory. */
#include "fixture.h"

#define EVIDENCE(body) FIXTURE_HEAD("Evidence", "e") "  taken: '2026-04-15T06:00:00Z'\n" body

static const struct {
    const char *text;
    const char *message;
} refusals[] = {
    {FIXTURE_HEAD("Evidence", "e") "  policies: []\n",
     "e.yaml:5:3: missing required field 'taken'"},
    {EVIDENCE("  policies: [{id: p, pass: -1, fail: 0}]\n"),
     "e.yaml:6:28: 'pass' must be a whole number from 0 to 1000000000"},
    {EVIDENCE("  policies: [{id: p, pass: 1}]\n"), "e.yaml:6:14: missing required field 'fail'"},
    {EVIDENCE("  policies: [{id: p, pass: 1, fail: 0, age: old}]\n"),
     "e.yaml:6:45: age 'old' is not a duration such as 5h or 2d"},
    {EVIDENCE("  policies: [{id: p, pass: 1, fail: 0}, {id: p, pass: 1, fail: 0}]\n"),
     "e.yaml:6:41: policy 'p' stands twice for this scope"},
    {EVIDENCE("  metrics: [{id: m, value: 1}, {id: m, value: 2}]\n"),
     "e.yaml:6:32: metric 'm' stands twice for this scope"},
    {EVIDENCE("  metrics: [{id: m, value: many}]\n"),
     "e.yaml:6:28: a metric's value is a share (40%), a number or a duration (26h)"},
    {EVIDENCE("  policies: [{id: p, pass: 1, fail: 0}]\n  unavailable: [{id: p, reason: r}]\n"),
     "e.yaml:7:17: 'p' is both measured and unavailable"},
    {EVIDENCE("  unavailable: [{id: p, reason: ''}]\n"), "e.yaml:6:17: 'reason' is empty"},
};

START_TEST(malformed_evidence_is_refused_with_its_place)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    plim_assert_fails(fixture_add(&fixture, "e.yaml", refusals[_i].text), PLIM_INVALID,
                      &fixture.err, refusals[_i].message);
}
END_TEST

START_TEST(a_reading_is_found_again_by_policy_and_scope)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    struct maturity_scope scope = {0};
    fixture_setup(&fixture);
    struct maturity_reading *first =
        maturity_evidence_reading(fixture.evidence, PLIM_STR("p"), scope);
    ck_assert_ptr_eq(maturity_evidence_reading(fixture.evidence, PLIM_STR("p"), scope), first);
    ck_assert_ptr_ne(maturity_evidence_reading(fixture.evidence, PLIM_STR("q"), scope), first);
    struct maturity_metric *metric =
        maturity_evidence_metric(fixture.evidence, PLIM_STR("p"), scope);
    ck_assert_ptr_eq(maturity_evidence_metric(fixture.evidence, PLIM_STR("p"), scope), metric);
}
END_TEST

START_TEST(the_scopes_of_the_documents_are_kept_once_each)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    fixture_add_evidence(&fixture, "[{id: p, pass: 1, fail: 0}]");
    fixture_add_evidence(&fixture, "[{id: q, pass: 1, fail: 0}]");
    ck_assert_uint_eq(maturity_evidence_scope_count(fixture.evidence), 1);
    struct maturity_scope scope = maturity_evidence_scope_at(fixture.evidence, 0);
    ck_assert(plim_str_is(maturity_scope_get(scope, "product"), "p"));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, malformed_evidence_is_refused_with_its_place, 0, PLIM_LEN(refusals));
    tcase_add_test(tcase, a_reading_is_found_again_by_policy_and_scope);
    tcase_add_test(tcase, the_scopes_of_the_documents_are_kept_once_each);
}

PLIM_CHECK_MAIN("maturity.evidence", add_cases)
