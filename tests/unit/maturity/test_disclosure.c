/* What a reader must know before believing the levels. */
#include "fixture.h"

#define HEAD FIXTURE_HEAD("PracticeLibrary", "l") "  version: '1'\n"
#define LIBRARY(body)                                                                             \
    HEAD "  answerSets: {c: [{id: no, title: N, value: 0%}, {id: yes, title: Y, value: 100%}]}\n" \
         "  practices:\n" body
#define ONE(id, class, criteria)                                                                   \
    "    - {id: " id ", title: T, class: " class ", effort: 1, usefulness: 1, criteria: " criteria \
                                                 "}\n"
#define MEASURED(criteria) LIBRARY(ONE("it", "measured", criteria))
#define ATTEST             "{attest: So, answers: c, validFor: 90d}"
#define ASKED              LIBRARY(ONE("it", "attested", ATTEST) ONE("other", "attested", ATTEST))
#define ATTESTATION(name, practice, rest)                             \
    "---\n" FIXTURE_HEAD("Attestation", name) "  practice: " practice \
                                              "\n  statement: s\n  owner: o@example.org\n" rest
#define SAYS(answer, issued, expires)                                                           \
    "  answer: " answer "\n  scope: {product: p}\n  issued: '" issued "'\n  expires: '" expires \
    "'\n"
#define YES         SAYS("yes", "2026-04-01", "2026-05-01")
#define FLEET(body) FIXTURE_HEAD("Fleet", "f") "  maturity: {" body "}\n"

static void assess(struct fixture *fixture, const char *documents, const char *evidence)
{
    plim_assert_ok(fixture_add(fixture, "x.yaml", documents), &fixture->err);
    fixture_add_model(fixture);
    fixture_add_evidence(fixture, evidence);
    fixture_assess(fixture, "m");
}

START_TEST(where_there_is_nothing_to_disclose_every_list_is_there_and_empty)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    assess(&fixture, MEASURED("{policy: p, met: '>= 90%'}"), "[{id: p, pass: 9, fail: 1}]");
    plim_assert_at(&fixture, "disclosures",
                   "{\"exclusions\":[],\"waivedFindings\":0,\"expiredAttestations\":[],"
                   "\"expiringAttestations\":[],\"rejectedAttestations\":[],\"notVerified\":[],"
                   "\"conflicts\":[],\"unavailable\":[]}");
}
END_TEST

#define EXCLUDE(practice, rest)                                                               \
    FLEET("exclusions: [{practice: " practice ", reason: technical, justification: Because, " \
          "approver: p@example.org, " rest "}]")

static const struct {
    const char *fleet;
    const char *expected;
} exclusions[] = {
    {EXCLUDE("it", "expires: '2026-12-31'"),
     "[{\"practice\":\"it\",\"state\":\"active\",\"reason\":\"technical\",\"justification\":"
     "\"Because\",\"approver\":\"p@example.org\",\"expires\":\"2026-12-31\"}]"},
    {EXCLUDE("it", "expires: '2026-04-15'"),
     "[{\"practice\":\"it\",\"state\":\"active\",\"reason\":\"technical\",\"justification\":"
     "\"Because\",\"approver\":\"p@example.org\",\"expires\":\"2026-04-15\"}]"},
    {EXCLUDE("it", "expires: '2026-04-14'"),
     "[{\"practice\":\"it\",\"state\":\"expired\",\"reason\":\"technical\",\"justification\":"
     "\"Because\",\"approver\":\"p@example.org\",\"expires\":\"2026-04-14\"}]"},
    /* of another scope, or of a practice that the model does not ask for */
    {EXCLUDE("it", "expires: '2026-12-31', scope: {product: q}"), "[]"},
    {EXCLUDE("other", "expires: '2026-12-31'"), "[]"},
};

START_TEST(exclusions_of_assessed_practices_are_disclosed_also_when_expired)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    plim_assert_ok(fixture_add(&fixture, "f.yaml", exclusions[_i].fleet), &fixture.err);
    assess(&fixture, ASKED, "[]");
    plim_assert_at(&fixture, "disclosures.exclusions", exclusions[_i].expected);
}
END_TEST

#define P               "{policy: p, met: '>= 90%'}"
#define IN(environment) "{policy: p, met: '>= 90%', where: {environment: " environment "}}"
#define WAIVED                                                           \
    "[{id: p, pass: 9, fail: 0, waived: 2, scope: {environment: try}}, " \
    "{id: p, pass: 9, fail: 0, waived: 3, scope: {environment: live}}, " \
    "{id: q, pass: 9, fail: 0, waived: 5}, {id: r, pass: 9, fail: 0, waived: 7}]"

static const struct {
    const char *criteria;
    const char *waived;
} waivers[] = {
    {P, "5"},
    {"{all: [" P ", {any: [" P ", {policy: q, met: '>= 90%'}]}]}", "10"},
    {IN("live"), "3"},
    /* parts are added up, and what two criteria looked at counts once */
    {"{all: [" IN("live") ", " IN("try") "]}", "5"},
    {"{all: [" IN("live") ", " P "]}", "5"},
    {"{all: [" P ", " IN("try") "]}", "5"},
};

START_TEST(waived_findings_count_once_however_often_they_are_looked_at)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    plim_assert_ok(fixture_add_criteria(&fixture, waivers[_i].criteria), &fixture.err);
    fixture_add_model(&fixture);
    fixture_add_evidence(&fixture, WAIVED);
    fixture_assess(&fixture, "m");
    plim_assert_at(&fixture, "disclosures.waivedFindings", waivers[_i].waived);
}
END_TEST

START_TEST(a_reading_of_the_scope_stands_for_its_parts_also_in_what_is_waived)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    assess(&fixture, MEASURED("{all: [" P ", " IN("live") "]}"),
           "[{id: p, pass: 9, fail: 0, waived: 4}, "
           "{id: p, pass: 9, fail: 0, waived: 3, scope: {environment: live}}]");
    plim_assert_at(&fixture, "disclosures.waivedFindings", "4");
}
END_TEST

static const struct {
    const char *fleet;
    const char *attestations;
    const char *list;
    const char *expected;
} claims[] = {
    {"", ATTESTATION("a", "it", SAYS("yes", "2026-03-01", "2026-04-10")), "expiredAttestations",
     "[\"a\"]"},
    {"", ATTESTATION("a", "it", YES), "expiredAttestations", "[]"},
    {"attestationPolicy: {grace: 14d}",
     ATTESTATION("a", "it", SAYS("yes", "2026-03-01", "2026-04-10")), "expiringAttestations",
     "[\"a\"]"},
    {"attestationPolicy: {grace: 14d}",
     ATTESTATION("a", "it", SAYS("yes", "2026-03-01", "2026-04-10")), "expiredAttestations", "[]"},
    {"attestationPolicy: {reviewerMustDiffer: true}", ATTESTATION("a", "it", YES),
     "rejectedAttestations", "[{\"attestation\":\"a\",\"reason\":\"no reviewer\"}]"},
    /* of a practice that the model does not ask for */
    {"", ATTESTATION("a", "other", SAYS("yes", "2026-03-01", "2026-04-10")), "expiredAttestations",
     "[]"},
    /* of another scope */
    {"",
     ATTESTATION("a", "it",
                 "  answer: yes\n  scope: {product: q}\n  issued: '2026-03-01'\n"
                 "  expires: '2026-04-10'\n"),
     "expiredAttestations", "[]"},
    /* what did not count has not to be verified */
    {"attestationPolicy: {reviewerMustDiffer: true}", ATTESTATION("a", "it", YES), "notVerified",
     "[]"},
    {"", ATTESTATION("a", "it", YES), "notVerified",
     "[{\"attestation\":\"a\",\"reason\":\"no Git history: author and date not checked\"}]"},
    {"attestationPolicy: {requireSignedCommit: true}", ATTESTATION("a", "it", YES), "notVerified",
     "[{\"attestation\":\"a\",\"reason\":\"no Git history: author, date and the signature asked "
     "for not checked\"}]"},
    {"", ATTESTATION("a", "it", YES "  supersedes: older\n"), "notVerified",
     "[{\"attestation\":\"a\",\"reason\":\"no Git history: author and date not checked\"},"
     "{\"attestation\":\"a\",\"reason\":\"the attestation that it supersedes is not known\"}]"},
    {"attestationPolicy: {maxValidity: 20d}", ATTESTATION("a", "it", YES), "notVerified",
     "[{\"attestation\":\"a\",\"reason\":\"no Git history: author and date not checked\"},"
     "{\"attestation\":\"a\",\"reason\":\"ends earlier than it says: longer than attestations may "
     "hold\"}]"},
};

START_TEST(attestations_that_need_a_look_are_disclosed)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    plim_assert_ok(fixture_add(&fixture, "f.yaml",
                               plim_arena_printf(fixture.arena, "%s  maturity: {%s}\n",
                                                 FIXTURE_HEAD("Fleet", "f"), claims[_i].fleet)),
                   &fixture.err);
    assess(&fixture, plim_arena_printf(fixture.arena, "%s%s", ASKED, claims[_i].attestations),
           "[]");
    plim_assert_at(&fixture, plim_arena_printf(fixture.arena, "disclosures.%s", claims[_i].list),
                   claims[_i].expected);
}
END_TEST

START_TEST(a_commit_that_agrees_leaves_nothing_to_verify)
{
    static const struct maturity_commit commit = {
        "x.yaml", {"o@example.org", 13}, FIXTURE_NOW, true};
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    maturity_set_add_commit(fixture.set, &commit);
    assess(&fixture, ASKED ATTESTATION("a", "it", YES), "[]");
    plim_assert_at(&fixture, "disclosures.notVerified", "[]");
}
END_TEST

START_TEST(a_word_against_a_measurement_is_disclosed_with_its_answer)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    assess(&fixture,
           MEASURED("{all: [" P ", " ATTEST "], combine: lift}") ATTESTATION("a", "it", YES),
           "[{id: p, pass: 0, fail: 3}]");
    plim_assert_at(&fixture, "disclosures.conflicts",
                   "[{\"practice\":\"it\",\"attestation\":\"a\",\"answer\":\"yes\",\"message\":"
                   "\"attested, but measured as not done\"}]");
}
END_TEST

#define Q "{policy: q, met: '>= 90%'}"

static const struct {
    const char *criteria;
    const char *evidence;
    const char *expected;
} gaps[] = {
    /* in the order of the ids, each once */
    {"{all: [" Q ", {any: [" P ", " Q "]}]}", "[]",
     "[{\"policy\":\"p\",\"reason\":\"not evaluated\"},"
     "{\"policy\":\"q\",\"reason\":\"not evaluated\"}]"},
    {P, "[{id: p, pass: 8, fail: 1, unknown: 1, reason: r}]",
     "[{\"policy\":\"p\",\"reason\":\"1 of 10 subjects unknown: r\"}]"},
    /* unknown subjects that cannot change the verdict are no gap */
    {P, "[{id: p, pass: 0, fail: 9, unknown: 1, reason: r}]", "[]"},
    {"{policy: p, met: '>= 90%', onEmpty: notApplicable}", "[{id: p, pass: 0, fail: 0}]", "[]"},
    {"{metric: d, met: '>= 3'}", "[]", "[{\"metric\":\"d\",\"reason\":\"not measured\"}]"},
    /* a policy and a metric of one id are two gaps */
    {"{all: [{metric: p, met: '>= 3'}, " P "]}", "[]\n  unavailable: [{id: p, reason: forbidden}]",
     "[{\"metric\":\"p\",\"reason\":\"forbidden\"},{\"policy\":\"p\",\"reason\":\"forbidden\"}]"},
};

START_TEST(what_was_asked_of_the_evidence_in_vain_is_disclosed_with_its_reason)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    plim_assert_ok(fixture_add_criteria(&fixture, gaps[_i].criteria), &fixture.err);
    fixture_add_model(&fixture);
    fixture_add_evidence(&fixture, gaps[_i].evidence);
    fixture_assess(&fixture, "m");
    plim_assert_at(&fixture, "disclosures.unavailable", gaps[_i].expected);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_test(tcase, where_there_is_nothing_to_disclose_every_list_is_there_and_empty);
    tcase_add_loop_test(tcase, exclusions_of_assessed_practices_are_disclosed_also_when_expired, 0,
                        PLIM_LEN(exclusions));
    tcase_add_loop_test(tcase, waived_findings_count_once_however_often_they_are_looked_at, 0,
                        PLIM_LEN(waivers));
    tcase_add_test(tcase, a_reading_of_the_scope_stands_for_its_parts_also_in_what_is_waived);
    tcase_add_loop_test(tcase, attestations_that_need_a_look_are_disclosed, 0, PLIM_LEN(claims));
    tcase_add_test(tcase, a_commit_that_agrees_leaves_nothing_to_verify);
    tcase_add_test(tcase, a_word_against_a_measurement_is_disclosed_with_its_answer);
    tcase_add_loop_test(tcase, what_was_asked_of_the_evidence_in_vain_is_disclosed_with_its_reason,
                        0, PLIM_LEN(gaps));
}

PLIM_CHECK_MAIN("maturity.disclosure", add_cases)
