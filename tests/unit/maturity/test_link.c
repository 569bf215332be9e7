/* Rules that need several documents. */
#include "fixture.h"

#define HEAD(name) FIXTURE_HEAD("PracticeLibrary", name) "  version: '1'\n"
#define ANSWERS    "  answerSets: {share: [{id: all, title: All, value: 100%}]}\n"
#define ONE(id, rest)                                                          \
    "    - {id: " id ", title: T, class: measured, effort: 1, usefulness: 1, " \
    "criteria: {policy: p, met: '>= 5%'}" rest "}\n"
#define ASKED(id)                                                              \
    "    - {id: " id ", title: T, class: attested, effort: 1, usefulness: 1, " \
    "criteria: {attest: So, answers: share, validFor: 9d}}\n"
#define LIBRARY(body) HEAD("l") ANSWERS "  practices:\n" body
#define MODEL(cells)                                                                               \
    "---\n" FIXTURE_HEAD("MaturityModel", "m") "  version: '1'\n  title: M\n  source: {title: "    \
                                               "S}\n  levels: [{id: low, title: L}, {id: high, "   \
                                               "title: H}]\n  dimensions: [{id: d, title: D}]\n  " \
                                               "scoring: {headline: gated}\n  cells:\n" cells
#define CELL(level, ref) "    - {dimension: d, level: " level ", practices: [{ref: " ref "}]}\n"
#define ATTESTATION(rest)                                                \
    "---\n" FIXTURE_HEAD("Attestation",                                  \
                         "t") "  statement: s\n  owner: o@example.org\n" \
                              "  issued: '2026-01-01'\n  expires: '2026-02-01'\n" rest
#define FLEET(rest) "---\n" FIXTURE_HEAD("Fleet", "f") "  maturity:\n" rest

static const struct {
    const char *text;
    const char *message;
} refusals[] = {
    {LIBRARY(ONE("a", ", dependsOn: [b]")), "x.yaml:8:117: unknown practice 'b'"},
    {LIBRARY(ONE("a", ", implies: [b]")), "x.yaml:8:115: unknown practice 'b'"},
    {LIBRARY(ONE("a", ", state: retired, replacedBy: b")), "x.yaml:8:133: unknown practice 'b'"},
    {LIBRARY(
         "    - {id: a, title: T, class: measured, effort: 1, usefulness: 1, criteria: {practice: "
         "b}}\n"),
     "x.yaml:8:89: unknown practice 'b'"},
    {HEAD("l") "  practices:\n" ASKED("a"), "x.yaml:7:100: unknown answer set 'share'"},
    {LIBRARY(ONE("a", "")) MODEL(CELL("low", "b")), "x.yaml:21:52: unknown practice 'b'"},
    {LIBRARY(ONE("a", ", state: retired, replacedBy: b") ONE("b", "")) MODEL(CELL("low", "a")),
     "x.yaml:22:52: practice 'a' is retired; use 'b'"},
    {LIBRARY(ONE("a", ", dependsOn: [b]") ONE("b", "")) MODEL(CELL("low", "a") CELL("high", "b")),
     "x.yaml:22:46: practice 'a' depends on 'b', which is at a higher level of the same dimension"},
    {LIBRARY(ASKED("a")) ATTESTATION("  practice: b\n  answer: all\n"),
     "x.yaml:18:13: unknown practice 'b'"},
    {LIBRARY(ASKED("a")) ATTESTATION("  practice: a\n  answer: half\n"),
     "x.yaml:19:11: unknown answer 'half'"},
    {LIBRARY(ONE("a", "")) ATTESTATION("  practice: a\n  answer: all\n"),
     "x.yaml:18:13: practice 'a' does not ask for an attestation"},
    {LIBRARY(ASKED("a")) ATTESTATION("  practice: a\n  answer: all\n  supersedes: t\n"),
     "x.yaml:20:15: attestation 't' supersedes itself"},
    {LIBRARY(ONE("a", ""))
         FLEET("    exclusions: [{practice: b, reason: technical, justification: j, "
               "approver: p, expires: '2027-01-01'}]\n"),
     "x.yaml:15:29: unknown practice 'b'"},
    {LIBRARY(ONE("a", ", waivable: false"))
         FLEET("    exclusions: [{practice: a, reason: technical, justification: j, approver: p, "
               "expires: '2027-01-01'}]\n"),
     "x.yaml:15:29: practice 'a' may not be excluded"},
    {LIBRARY(ONE("a", "")) MODEL(CELL("low", "a")) FLEET("    targets: [{model: m, level: top}]\n"),
     "x.yaml:28:33: unknown level 'top'"},
    {LIBRARY(ONE("a", "")) MODEL(CELL("low", "a"))
         FLEET("    targets: [{model: m, dimension: e, level: low}]\n"),
     "x.yaml:28:37: unknown dimension 'e'"},
};

START_TEST(documents_that_do_not_fit_together_are_refused)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    plim_assert_ok(fixture_add(&fixture, "x.yaml", refusals[_i].text), &fixture.err);
    plim_assert_fails(maturity_set_link(fixture.set, NULL, 0, &fixture.err), PLIM_INVALID,
                      &fixture.err, refusals[_i].message);
}
END_TEST

START_TEST(policies_must_be_among_those_that_exist)
{
    static const struct plim_str policies[] = {{"q", 1}};
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    plim_assert_ok(fixture_add(&fixture, "x.yaml", LIBRARY(ONE("a", ""))), &fixture.err);
    plim_assert_fails(maturity_set_link(fixture.set, policies, 1, &fixture.err), PLIM_INVALID,
                      &fixture.err, "x.yaml:8:87: unknown policy 'p'");
}
END_TEST

START_TEST(targets_of_models_that_are_not_in_use_are_left_alone)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    plim_assert_ok(fixture_add(&fixture, "x.yaml",
                               LIBRARY(ONE("a", ""))
                                   FLEET("    targets: [{model: n, level: top}]\n")),
                   &fixture.err);
    plim_assert_ok(maturity_set_link(fixture.set, NULL, 0, &fixture.err), &fixture.err);
}
END_TEST

/* Every policy that the built-in practices name has a folder policies/PACK/ID. */
START_TEST(built_in_documents_fit_together)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    fixture_load(&fixture, PLIM_SOURCE_DIR "/policies/practices", "core.yaml");
    fixture_load(&fixture, PLIM_SOURCE_DIR "/policies/models/opengitops", "model.yaml");
    fixture_load(&fixture, PLIM_SOURCE_DIR "/policies/models/gitops-ladder", "model.yaml");
    size_t count = 0;
    struct plim_str *policies =
        fixture_list_policies(&fixture, PLIM_SOURCE_DIR "/policies", &count);
    plim_assert_ok(maturity_set_link(fixture.set, policies, count, &fixture.err), &fixture.err);
    ck_assert_uint_eq(maturity_set_model_count(fixture.set), 2);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, documents_that_do_not_fit_together_are_refused, 0,
                        PLIM_LEN(refusals));
    tcase_add_test(tcase, policies_must_be_among_those_that_exist);
    tcase_add_test(tcase, targets_of_models_that_are_not_in_use_are_left_alone);
    tcase_add_test(tcase, built_in_documents_fit_together);
}

PLIM_CHECK_MAIN("maturity.link", add_cases)
