/* What the documents may hold, and how they are refused. */
#include "fixture.h"

struct refusal {
    const char *text;
    const char *message;
};

#define LIBRARY(body) FIXTURE_HEAD("PracticeLibrary", "x") "  version: '1'\n" body
#define PRACTICE(body)                                                                             \
    LIBRARY("  practices:\n    - id: a\n      title: A\n      class: measured\n      effort: 1\n " \
            "     usefulness: 1\n" body)
#define MODEL(body)                                                                     \
    FIXTURE_HEAD("MaturityModel", "m")                                                  \
    "  version: '1'\n  title: M\n  source: {title: S}\n  levels: [{id: l, title: L}]\n" \
    "  dimensions: [{id: d, title: D}]\n" body
#define ATTESTATION(body)                      \
    FIXTURE_HEAD("Attestation", "t")           \
    "  practice: a\n  statement: s\n  owner: " \
    "o@example.org\n" body
#define FLEET(body) FIXTURE_HEAD("Fleet", "f") "  maturity:\n" body

static const struct refusal refusals[] = {
    {"apiVersion: plimsoll.dev/v2\nkind: Fleet\nmetadata: {name: a}\nspec: {}\n",
     "x.yaml:1:13: apiVersion 'plimsoll.dev/v2' is not 'plimsoll.dev/v1alpha1'"},
    {"apiVersion: plimsoll.dev/v1alpha1\nkind: Fleet\nmetadata: {name: A}\nspec: {}\n",
     "x.yaml:3:18: 'A' is not an id: lower-case letters, digits, '.' and '-', at most 64"},
    {LIBRARY("  practises: []\n"),
     "x.yaml:6:3: unknown field 'practises'; did you mean 'practices'?"},
    {LIBRARY("  practices: {}\n"), "x.yaml:6:14: 'practices' must be a list, not a map"},
    {PRACTICE("      criteria: {policy: p, met: '>= 5%'}\n    - {id: a, title: A, class: measured, "
              "effort: 1, "
              "usefulness: 1, criteria: {policy: p, met: '>= 5%'}}\n"),
     "x.yaml:13:7: practice 'a' stands twice, first at line 7"},
    {PRACTICE("      class: meassured\n"), "x.yaml:12:7: duplicate key 'class'"},
    {LIBRARY("  practices: [{id: a, title: A, class: guessed, effort: 1, usefulness: 1, criteria: "
             "{}}]\n"),
     "x.yaml:6:40: unknown class 'guessed'; expected one of measured, proxy, attested"},
    {LIBRARY("  practices: [{id: a, title: A, class: proxy, effort: 6, usefulness: 1, criteria: "
             "{}}]\n"),
     "x.yaml:6:55: 'effort' must be a whole number from 1 to 5"},
    {LIBRARY("  practices: [{id: a, title: "
             "123456789012345678901234567890123456789012345678901234567890123456789"
             "012345678901x, class: proxy, effort: 1, usefulness: 1, criteria: {}}]\n"),
     "x.yaml:6:30: 'title' has 82 characters, at most 80 are allowed"},
    {LIBRARY("  practices: []\n  answerSets: {c: [{id: a, title: A, value: 12.25%}]}\n"),
     "x.yaml:7:45: '12.25%' is not a share from 0% to 100% with at most one decimal"},
    {LIBRARY("  practices: []\n  answerSets: {c: [{id: a, title: A, value: 1%}, {id: a, title: B, "
             "value: 2%}]}\n"),
     "x.yaml:7:50: answer 'a' stands twice"},
    {PRACTICE("      criteria: {policy: p, met: '>= 5%'}\n      dependsOn: [b, b]\n"),
     "x.yaml:13:22: 'b' stands twice"},
    {PRACTICE("      criteria: {policy: p, met: '>= 5%'}\n      replacedBy: b\n"),
     "x.yaml:7:7: 'replacedBy' goes with 'state: retired'"},
    {FIXTURE_HEAD("MaturityModel",
                  "m") "  version: '1'\n  title: M\n  levels: []\n  dimensions: []\n"
                       "  scoring: {headline: gated}\n  cells: []\n",
     "x.yaml:5:3: missing required field 'source'"},
    {MODEL("  scoring: {headline: gatd}\n  cells: []\n"),
     "x.yaml:10:23: unknown headline 'gatd'; expected one of gated, profile; did you mean "
     "'gated'?"},
    {MODEL("  scoring: {headline: gated, gate: some}\n  cells: []\n"),
     "x.yaml:10:36: a gate is 'all', a share above 0% or '{min: N}'"},
    {MODEL("  scoring: {headline: gated, gate: 0%}\n  cells: []\n"),
     "x.yaml:10:36: a gate is 'all', a share above 0% or '{min: N}'"},
    {MODEL("  scoring: {headline: gated, passAt: 0%}\n  cells: []\n"),
     "x.yaml:10:38: 'passAt' must be above 0%"},
    {MODEL("  scoring: {headline: gated, levelWeights: [1, 1]}\n  cells: []\n"),
     "x.yaml:10:44: 2 level weights for 1 levels"},
    {MODEL("  scoring: {headline: gated, levelWeights: [0]}\n  cells: []\n"),
     "x.yaml:10:45: a weight is a whole number from 1 to 100"},
    {MODEL("  scoring: {headline: gated}\n  cells: [{dimension: e, level: l, practices: []}]\n"),
     "x.yaml:11:23: unknown dimension 'e'"},
    {MODEL("  scoring: {headline: gated}\n  cells: [{dimension: d, level: k, practices: []}]\n"),
     "x.yaml:11:33: unknown level 'k'"},
    {MODEL("  scoring: {headline: gated}\n  cells: [{dimension: d, level: l, practices: [{ref: a}, "
           "{ref: a}]}]\n"),
     "x.yaml:11:58: practice 'a' stands twice in dimension 'd'"},
    {MODEL("  scoring: {headline: gated}\n  cells: [{dimension: d, level: l, practices: [{ref: a, "
           "weight: 0}]}]\n"),
     "x.yaml:11:65: 'weight' must be a whole number from 1 to 100"},
    {MODEL("  scoring: {headline: gated}\n  cells: [{dimension: d, level: l, gate: {min: 2}, "
           "practices: [{ref: a}]}]\n"),
     "x.yaml:11:11: the gate asks for 2 of 1 practices"},
    {MODEL("  scoring: {headline: gated}\n  cells: [{dimension: d, level: l, practices: []}, "
           "{dimension: d, "
           "level: l, practices: []}]\n"),
     "x.yaml:11:52: a second cell for dimension 'd' and level 'l'"},
    {MODEL("  scoring: {headline: gated}\n  cells: [{dimension: d, level: l, practices: [], "
           "requiresOther: "
           "[{dimension: d, level: l}]}]\n"),
     "x.yaml:11:67: 'requiresOther' names the cell's own dimension"},
    {ATTESTATION("  answer: all\n  issued: '2026-01-01'\n"),
     "x.yaml:5:3: missing required field 'expires'"},
    {ATTESTATION("  answer: all\n  issued: '2026-01-01'\n  expires: '2026-02-30'\n"),
     "x.yaml:10:12: '2026-02-30' is not a time; expected the form 2026-04-15T06:00:00Z"},
    {ATTESTATION("  answer: all\n  issued: '2026-01-01'\n  expires: '2026-01-01'\n"),
     "x.yaml:10:12: 'expires' is not later than 'issued'"},
    {ATTESTATION("  answer: notApplicable\n  issued: '2026-01-01'\n  expires: '2026-02-01'\n"),
     "x.yaml:8:11: answer 'notApplicable' needs a 'reason'"},
    {ATTESTATION(
         "  answer: all\n  issued: '2026-01-01'\n  expires: '2026-02-01'\n  scope: {produkt: x}\n"),
     "x.yaml:11:11: unknown scope 'produkt'; expected one of org, fleet, product, team, "
     "application, "
     "class, cluster, environment, repository, namespace; did you mean 'product'?"},
    {FLEET("    exclusions: [{practice: a, reason: regulatory, justification: j, approver: p}]\n"),
     "x.yaml:6:18: missing required field 'expires'"},
    {FLEET("    exclusions: [{practice: a, reason: lazy, justification: j, approver: p, expires: "
           "'2027-01-01'}]\n"),
     "x.yaml:6:40: unknown reason 'lazy'; expected one of regulatory, technical, planned-removal, "
     "risk-accepted"},
    {FLEET("    targets: [{model: m, level: l}, {model: m, level: k}]\n"),
     "x.yaml:6:37: a second target for the same model, scope and dimension"},
    {FLEET("    attestationPolicy: {grace: soon}\n"),
     "x.yaml:6:32: 'soon' is not a duration; expected the form 36h, 7d or 1h30m"},
    {FIXTURE_HEAD("Fleet", "f") "  environments: [{name: a}, {name: a}]\n",
     "x.yaml:5:29: environment 'a' stands twice"},
    {FIXTURE_HEAD("Fleet", "f") "  maturity: []\n", "x.yaml:5:13: 'maturity' must be a map"},
    {FIXTURE_HEAD("Fleed", "f") "  maturity: {}\n",
     "x.yaml:2:7: unknown kind 'Fleed'; expected one of PracticeLibrary, MaturityModel, "
     "Attestation, "
     "Fleet; did you mean 'Fleet'?"},
};

START_TEST(a_malformed_document_is_refused_with_its_place)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    plim_assert_fails(fixture_add(&fixture, "x.yaml", refusals[_i].text), PLIM_INVALID,
                      &fixture.err, refusals[_i].message);
}
END_TEST

START_TEST(an_attestation_id_stands_once)
{
    static const char text[] =
        ATTESTATION("  answer: all\n  issued: '2026-01-01'\n  expires: '2026-02-01'\n");
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    plim_assert_ok(fixture_add(&fixture, "a.yaml", text), &fixture.err);
    plim_assert_fails(fixture_add(&fixture, "b.yaml", text), PLIM_INVALID, &fixture.err,
                      "b.yaml:5:3: attestation 't' stands in a.yaml:5 already");
}
END_TEST

START_TEST(a_later_practice_replaces_an_earlier_one)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    plim_assert_ok(fixture_add_criteria(&fixture, "{policy: p, met: '>= 90%'}"), &fixture.err);
    plim_assert_ok(fixture_add_criteria(&fixture, "{policy: p, met: '>= 50%'}"), &fixture.err);
    fixture_add_model(&fixture);
    fixture_add_evidence(&fixture, "[{id: p, pass: 6, fail: 4}]");
    fixture_assess(&fixture, "m");
    plim_assert_at(&fixture, "practices[0].state", "\"met\"");
    plim_assert_at(&fixture, "practices[1]", "(none)");
}
END_TEST

START_TEST(models_are_listed_and_a_later_one_replaces_an_earlier_one)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    fixture_add_model(&fixture);
    fixture_add_model(&fixture);
    ck_assert_uint_eq(maturity_set_model_count(fixture.set), 1);
    struct maturity_model_info info = maturity_set_model_at(fixture.set, 0);
    ck_assert(plim_str_is(info.id, "m"));
    ck_assert(plim_str_is(info.source, "tests"));
    ck_assert_uint_eq(info.level_count, 1);
}
END_TEST

START_TEST(of_a_fleet_only_maturity_and_environments_are_looked_at)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    plim_assert_ok(fixture_add(&fixture, "f.yaml",
                               FIXTURE_HEAD("Fleet", "f") "  clusters: [{context: dev}]\n"
                                                          "  maturity: {scope: {team: blue}}\n"),
                   &fixture.err);
    ck_assert(plim_str_is(maturity_scope_get(maturity_set_scope(fixture.set), "team"), "blue"));
    ck_assert(maturity_set_takes(PLIM_STR("Fleet")));
    ck_assert(!maturity_set_takes(PLIM_STR("Evidence")));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, a_malformed_document_is_refused_with_its_place, 0,
                        PLIM_LEN(refusals));
    tcase_add_test(tcase, an_attestation_id_stands_once);
    tcase_add_test(tcase, a_later_practice_replaces_an_earlier_one);
    tcase_add_test(tcase, models_are_listed_and_a_later_one_replaces_an_earlier_one);
    tcase_add_test(tcase, of_a_fleet_only_maturity_and_environments_are_looked_at);
}

PLIM_CHECK_MAIN("maturity.document", add_cases)
