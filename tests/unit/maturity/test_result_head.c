/* What a result says of its inputs. */
#include <string.h>

#include "fixture.h"

#define LIBRARY(name, body)               \
    FIXTURE_HEAD("PracticeLibrary", name) \
    "  version: '2.1'\n  answerSets: {c: [{id: yes, title: Y, value: 100%}]}\n  practices:\n" body
#define IT                                                                                      \
    "    - {id: it, title: It, class: attested, effort: 1, usefulness: 1, criteria: {any: ["    \
    "{policy: p, met: '>= 90%'}, {metric: d, met: '>= 3'}, {attest: So, answers: c, validFor: " \
    "90d}]}}\n"
#define MODEL(version, rest)                                                                   \
    FIXTURE_HEAD("MaturityModel", "m")                                                         \
    "  version: '" version "'\n  title: M\n  source: {title: S, url: 'https://example.org'}\n" \
    "  levels: [{id: l, title: L}, {id: k, title: K, description: Why}]\n"                     \
    "  dimensions: [{id: d, title: D}]\n  cells: [{dimension: d, level: l, practices: [{ref: " \
    "it}]}]\n" rest
#define GATED "  scoring: {headline: gated}\n"
#define ATTESTATION(statement)                                                            \
    FIXTURE_HEAD("Attestation", "a")                                                      \
    "  practice: it\n  answer: yes\n  statement: " statement "\n  owner: o@example.org\n" \
    "  issued: '2026-04-01'\n  expires: '2026-05-01'\n"
#define FLEET(body) FIXTURE_HEAD("Fleet", "f") body
#define EVIDENCE(body) \
    FIXTURE_HEAD("Evidence", "e") "  taken: '2026-04-15T06:00:00Z'\n  scope: {team: t}\n" body

static void add(struct fixture *fixture, const char *text)
{
    plim_assert_ok(fixture_add(fixture, "x.yaml", text), &fixture->err);
}

START_TEST(a_result_says_what_it_is)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    add(&fixture, LIBRARY("l", IT) "---\n" MODEL("1", GATED));
    fixture_assess(&fixture, "m");
    plim_assert_at(&fixture, "apiVersion", "\"plimsoll.dev/v1alpha1\"");
    plim_assert_at(&fixture, "kind", "\"AssessmentResult\"");
    plim_assert_at(&fixture, "run", "{\"at\":\"2026-04-15T06:00:00Z\"}");
    plim_assert_at(&fixture, "scope", "{}");
    plim_assert_at(&fixture, "nouns", "(none)");
}
END_TEST

START_TEST(the_run_has_the_id_and_the_version_it_was_given)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    add(&fixture, LIBRARY("l", IT) "---\n" MODEL("1", GATED));
    fixture.request.run_id = "r1";
    fixture.request.engine = "0.1.0";
    fixture_assess(&fixture, "m");
    plim_assert_at(&fixture, "run",
                   "{\"id\":\"r1\",\"engine\":\"0.1.0\",\"at\":\"2026-04-15T06:00:00Z\"}");
}
END_TEST

START_TEST(levels_have_their_rank_and_the_scope_its_labels)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    add(&fixture, LIBRARY("l", IT) "---\n" MODEL("1", GATED) "---\n" EVIDENCE(""));
    fixture_assess(&fixture, "m");
    plim_assert_at(&fixture, "levels",
                   "[{\"id\":\"l\",\"title\":\"L\",\"rank\":0},{\"id\":\"k\",\"title\":\"K\","
                   "\"description\":\"Why\",\"rank\":1}]");
    plim_assert_at(&fixture, "scope", "{\"team\":\"t\"}");
}
END_TEST

static const struct {
    const char *model;
    const char *expected;
} models[] = {
    {MODEL("1", GATED), "{\"id\":\"m\",\"title\":\"M\",\"version\":\"1\",\"source\":\"S\",\"url\":"
                        "\"https://example.org\",\"headline\":\"gated\",\"passAt\":1000}"},
    {MODEL("1", "  scoring: {headline: profile, passAt: 62.5%}\n  below: {id: none, title: Nil}\n"),
     "{\"id\":\"m\",\"title\":\"M\",\"version\":\"1\",\"source\":\"S\",\"url\":"
     "\"https://example.org\",\"headline\":\"profile\",\"passAt\":625,\"below\":\"none\","
     "\"belowTitle\":\"Nil\"}"},
};

START_TEST(the_model_is_described_as_far_as_a_report_needs)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    add(&fixture, LIBRARY("l", IT));
    add(&fixture, models[_i].model);
    fixture_assess(&fixture, "m");
    plim_assert_at(&fixture, "model", models[_i].expected);
}
END_TEST

START_TEST(nouns_of_the_fleet_are_carried_along)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    add(&fixture, LIBRARY("l", IT) "---\n" MODEL("1", GATED));
    add(&fixture, FLEET("  maturity: {nouns: {scope: Bakery, level: Rung}}\n"));
    fixture_assess(&fixture, "m");
    plim_assert_at(&fixture, "nouns", "{\"scope\":\"Bakery\",\"level\":\"Rung\"}");
}
END_TEST

START_TEST(inputs_name_the_model_and_every_library_with_its_version)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    add(&fixture, LIBRARY("l", IT) "---\n" MODEL("7", GATED) "---\n" LIBRARY("mine", IT));
    fixture_assess(&fixture, "m");
    plim_assert_at(&fixture, "inputs.model", "\"m@7\"");
    plim_assert_at(&fixture, "inputs.library", "\"l@2.1+mine@2.1\"");
    plim_assert_at(&fixture, "inputs.profile", "(none)");
    plim_assert_at(&fixture, "inputs.attestations", "(none)");
    ck_assert_uint_eq(strlen(fixture_at(&fixture, "inputs.evidence")), 7 + 64 + 2);
}
END_TEST

struct inputs {
    const char *library;
    const char *model;
    const char *fleet;
    const char *attestation;
    const char *evidence;
};

static const struct inputs base = {LIBRARY("l", IT), MODEL("1", GATED),
                                   FLEET("  maturity: {hidden: [d]}\n"), ATTESTATION("So."),
                                   EVIDENCE("  policies: [{id: p, pass: 1, fail: 0}]\n")};

/* The digests of model, library, profile, attestations and evidence, as one line. */
static const char *digest(struct fixture *fixture, const struct inputs *inputs)
{
    static const char *const names[] = {"modelDigest", "libraryDigest", "profile", "attestations",
                                        "evidence"};
    const char *line = "";
    add(fixture, inputs->library ? inputs->library : base.library);
    add(fixture, inputs->model ? inputs->model : base.model);
    add(fixture, inputs->fleet ? inputs->fleet : base.fleet);
    add(fixture, inputs->attestation ? inputs->attestation : base.attestation);
    add(fixture, inputs->evidence ? inputs->evidence : base.evidence);
    fixture_assess(fixture, "m");
    for (size_t i = 0; i < PLIM_LEN(names); i++)
        line = plim_arena_printf(
            fixture->arena, "%s%s", line,
            fixture_at(fixture, plim_arena_printf(fixture->arena, "inputs.%s", names[i])));
    return line;
}

/* Which of the digests differ, one letter each. */
static const char *compare(struct fixture *fixture, const char *left, const char *right)
{
    enum { DIGEST_BYTES = 7 + 64 + 2 };
    static const char letters[] = "mlpae";
    char found[sizeof(letters)] = "";
    size_t len = 0;
    for (size_t i = 0; i < sizeof(letters) - 1; i++) {
        if (memcmp(left + i * DIGEST_BYTES, right + i * DIGEST_BYTES, DIGEST_BYTES) != 0)
            found[len++] = letters[i];
    }
    return plim_arena_copy(fixture->arena, found, len);
}

static const struct {
    struct inputs inputs;
    const char *changed;
} changes[] = {
    {{0}, ""},
    {{.model = MODEL("1", "# a comment\n" GATED)}, ""},
    {{.model = MODEL("1", "  scoring:\n    headline: 'gated'\n")}, ""},
    {{.model = MODEL("2", GATED)}, "m"},
    {{.library = LIBRARY("l", "    # a comment\n" IT)}, ""},
    {{.library =
          LIBRARY("l", IT "    - {id: other, title: It, class: proxy, effort: 1, usefulness: "
                          "1, criteria: {policy: p, met: '>= 5%'}}\n")},
     "l"},
    {{.fleet = FLEET("  clusters: [{context: dev}]\n  maturity: {hidden: [d]}\n")}, ""},
    {{.fleet = FLEET("  maturity: {hidden: []}\n")}, "p"},
    {{.attestation = ATTESTATION("So!")}, "a"},
    {{.evidence = EVIDENCE("  policies: [{id: p, pass: 2, fail: 0}]\n")}, "e"},
    {{.evidence = EVIDENCE("  policies: [{id: p, pass: 1, fail: 0, unknown: 1}]\n")}, "e"},
    {{.evidence = EVIDENCE("  policies: [{id: p, pass: 1, fail: 0, waived: 1}]\n")}, "e"},
    {{.evidence = EVIDENCE("  policies: [{id: p, pass: 1, fail: 0, age: 1h}]\n")}, "e"},
    {{.evidence = EVIDENCE("  policies: [{id: p, pass: 1, fail: 0, sustainedOk: true}]\n")}, "e"},
    {{.evidence = EVIDENCE("  policies: [{id: p, pass: 1, fail: 0, scope: {cluster: c}}]\n")}, "e"},
    {{.evidence = EVIDENCE("  policies: [{id: p, pass: 1, fail: 0, samples: [{age: 1h, pass: 1, "
                           "fail: 0}]}]\n")},
     "e"},
    {{.evidence = EVIDENCE("  policies: [{id: p, pass: 1, fail: 0}]\n  metrics: [{id: d, value: "
                           "3}]\n")},
     "e"},
    {{.evidence = EVIDENCE("  unavailable: [{id: p, reason: r}]\n")}, "e"},
};

START_TEST(a_digest_changes_with_its_input_and_with_nothing_else)
{
    PLIM_CLEANUP(fixture_release) struct fixture before;
    PLIM_CLEANUP(fixture_release) struct fixture after;
    fixture_setup(&before);
    fixture_setup(&after);
    const char *left = digest(&before, &base);
    const char *right = digest(&after, &changes[_i].inputs);
    ck_assert_str_eq(compare(&after, left, right), changes[_i].changed);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_test(tcase, a_result_says_what_it_is);
    tcase_add_test(tcase, the_run_has_the_id_and_the_version_it_was_given);
    tcase_add_test(tcase, levels_have_their_rank_and_the_scope_its_labels);
    tcase_add_loop_test(tcase, the_model_is_described_as_far_as_a_report_needs, 0,
                        PLIM_LEN(models));
    tcase_add_test(tcase, nouns_of_the_fleet_are_carried_along);
    tcase_add_test(tcase, inputs_name_the_model_and_every_library_with_its_version);
    tcase_add_loop_test(tcase, a_digest_changes_with_its_input_and_with_nothing_else, 0,
                        PLIM_LEN(changes));
}

PLIM_CHECK_MAIN("maturity.result_head", add_cases)
