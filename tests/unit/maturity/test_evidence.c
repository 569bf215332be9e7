/* Evidence: documents, readings filled in memory, and how parts are pooled. */
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

#define PARTS                                                 \
    "[{id: p, pass: 9, fail: 1, scope: {environment: try}}, " \
    "{id: p, pass: 1, fail: 1, age: 3h, scope: {environment: live}}]"

static const struct {
    const char *criteria;
    const char *evidence;
    const char *pass;
    const char *total;
    const char *state;
} pools[] = {
    {"{policy: p, met: '>= 80%'}", PARTS, "10", "12", "\"met\""},
    {"{policy: p, met: '>= 80%', maxAge: 2h}", PARTS, "10", "12", "\"unknown\""},
    {"{policy: p, met: '>= 80%', where: {environment: live}}", PARTS, "1", "2", "\"unmet\""},
    {"{policy: p, met: '>= 80%', where: {production: true}}", PARTS, "1", "2", "\"unmet\""},
    {"{policy: p, met: '>= 80%', where: {production: false}}", PARTS, "9", "10", "\"met\""},
    {"{policy: p, met: '>= 80%', where: {environment: far}}", PARTS, "(none)", "(none)",
     "\"unknown\""},
    {"{policy: p, met: '>= 80%', where: {production: true}}", "[{id: p, pass: 9, fail: 1}]",
     "(none)", "(none)", "\"unknown\""},
    /* a reading of the scope itself is the whole, not one more part */
    {"{policy: p, met: '>= 80%'}",
     "[{id: p, pass: 1, fail: 9}, {id: p, pass: 9, fail: 0, scope: {environment: try}}]", "1", "10",
     "\"unmet\""},
};

START_TEST(narrower_readings_are_parts_of_the_scope)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    plim_assert_ok(fixture_add(&fixture, "f.yaml",
                               FIXTURE_HEAD("Fleet", "f") "  environments: [{name: try}, {name: "
                                                          "live, production: true}]\n"),
                   &fixture.err);
    plim_assert_ok(fixture_add_criteria(&fixture, pools[_i].criteria), &fixture.err);
    fixture_add_model(&fixture);
    fixture_add_evidence(&fixture, pools[_i].evidence);
    fixture_assess(&fixture, "m");
    plim_assert_at(&fixture, "practices[0].criteria[0].pass", pools[_i].pass);
    plim_assert_at(&fixture, "practices[0].criteria[0].total", pools[_i].total);
    plim_assert_at(&fixture, "practices[0].criteria[0].state", pools[_i].state);
}
END_TEST

START_TEST(a_reading_of_a_wider_scope_says_nothing_about_a_narrower_one)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    plim_assert_ok(fixture_add_criteria(&fixture, "{policy: p, met: '>= 80%'}"), &fixture.err);
    fixture_add_model(&fixture);
    fixture_add_evidence(&fixture, "[{id: p, pass: 1, fail: 0}]");
    plim_assert_ok(maturity_scope_parse(fixture.arena, PLIM_STR("product=p,application=a"),
                                        &fixture.request.scope, &fixture.err),
                   &fixture.err);
    fixture_assess(&fixture, "m");
    plim_assert_at(&fixture, "practices[0].state", "\"unknown\"");
}
END_TEST

START_TEST(what_is_unavailable_in_one_part_is_unknown_in_the_whole)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    struct maturity_scope nowhere = {0};
    fixture_setup(&fixture);
    plim_assert_ok(fixture_add_criteria(&fixture, "{policy: p, met: '>= 80%'}"), &fixture.err);
    fixture_add_model(&fixture);
    struct maturity_reading *good = maturity_evidence_reading(
        fixture.evidence, PLIM_STR("p"),
        maturity_scope_with(fixture.arena, nowhere, PLIM_STR("environment"), PLIM_STR("try")));
    struct maturity_reading *blind = maturity_evidence_reading(
        fixture.evidence, PLIM_STR("p"),
        maturity_scope_with(fixture.arena, nowhere, PLIM_STR("environment"), PLIM_STR("live")));
    good->pass = 5;
    good->at = FIXTURE_NOW;
    blind->unavailable = PLIM_STR("pods: forbidden");
    blind->at = FIXTURE_NOW;
    fixture_assess(&fixture, "m");
    plim_assert_at(&fixture, "practices[0].criteria[0].reason", "\"pods: forbidden\"");
    plim_assert_at(&fixture, "disclosures.unavailable[0].policy", "\"p\"");
    plim_assert_at(&fixture, "dimensions[0].level.ceiling", "\"l\"");
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
    tcase_add_loop_test(tcase, narrower_readings_are_parts_of_the_scope, 0, PLIM_LEN(pools));
    tcase_add_test(tcase, a_reading_of_a_wider_scope_says_nothing_about_a_narrower_one);
    tcase_add_test(tcase, what_is_unavailable_in_one_part_is_unknown_in_the_whole);
    tcase_add_test(tcase, a_reading_is_found_again_by_policy_and_scope);
    tcase_add_test(tcase, the_scopes_of_the_documents_are_kept_once_each);
}

PLIM_CHECK_MAIN("maturity.evidence", add_cases)
