/* Attestations: validity, grace, people, Git history, scopes, supersession. */
#include "base/clock.h"

#include "fixture.h"

#define ATTESTATION(name, rest)       \
    FIXTURE_HEAD("Attestation", name) \
    "  practice: it\n  statement: s\n  owner: o@example.org\n" rest
#define ALL(rest) ATTESTATION("a", "  answer: all\n  scope: {product: p}\n" rest)
#define SPRING    "  issued: '2026-04-01'\n  expires: '2026-05-01'\n"

static void setup(struct fixture *fixture, const char *policy)
{
    fixture_setup(fixture);
    plim_assert_ok(
        fixture_add(
            fixture, "l.yaml",
            FIXTURE_HEAD(
                "PracticeLibrary",
                "l") "  version: '1'\n"
                     "  answerSets: {share: [{id: none, title: No, value: 0%}, {id: half, title: "
                     "Half, value: 50%}, {id: all, title: All, value: 100%}]}\n"
                     "  practices: [{id: it, title: It, class: attested, effort: 1, usefulness: "
                     "1, criteria: {attest: So, answers: share, validFor: 90d}}]\n"),
        &fixture->err);
    plim_assert_ok(
        fixture_add(fixture, "f.yaml",
                    plim_arena_printf(fixture->arena, "%s  maturity: {attestationPolicy: {%s}}\n",
                                      FIXTURE_HEAD("Fleet", "f"), policy)),
        &fixture->err);
    fixture_add_model(fixture);
    fixture_add_evidence(fixture, "[]");
}

static const struct {
    const char *policy;
    const char *attestations;
    const char *now;
    const char *standing;
    const char *lo;
    const char *reason;
} cases[] = {
    {"", ALL(SPRING), "2026-04-15", "\"valid\"", "1000", "(none)"},
    {"", ALL(SPRING), "2026-05-01T23:59:59Z", "\"valid\"", "1000", "(none)"},
    {"", ALL(SPRING), "2026-05-02", "\"expired\"", "0", "\"attestation 'a' expired 2026-05-01\""},
    {"grace: 14d", ALL(SPRING), "2026-05-15T23:59:59Z", "\"expiring\"", "1000", "(none)"},
    {"grace: 14d", ALL(SPRING), "2026-05-16", "\"expired\"", "0",
     "\"attestation 'a' expired 2026-05-01\""},
    {"", ALL(SPRING), "2026-03-31T23:59:59Z", "\"pending\"", "0",
     "\"attestation 'a' is issued in the future\""},
    {"", "", "2026-04-15", "\"missing\"", "0", "\"not attested\""},
    /* leap days */
    {"", ALL("  issued: '2028-01-31'\n  expires: '2028-02-29'\n"), "2028-02-29T12:00:00Z",
     "\"valid\"", "1000", "(none)"},
    {"", ALL("  issued: '2028-01-31'\n  expires: '2028-02-29'\n"), "2028-03-01", "\"expired\"", "0",
     "\"attestation 'a' expired 2028-02-29\""},
    {"", ALL("  issued: '2028-02-29T00:00:00Z'\n  expires: '2028-03-01T10:00:00Z'\n"),
     "2028-03-01T09:59:59Z", "\"valid\"", "1000", "(none)"},
    /* longer than the practice (90 d) or the fleet allows */
    {"", ALL("  issued: '2026-01-01'\n  expires: '2026-12-31'\n"), "2026-04-01", "\"valid\"",
     "1000", "(none)"},
    {"", ALL("  issued: '2026-01-01'\n  expires: '2026-12-31'\n"), "2026-04-02", "\"expired\"", "0",
     "\"attestation 'a' expired 2026-04-01\""},
    {"maxValidity: 30d", ALL("  issued: '2026-01-01'\n  expires: '2026-12-31'\n"), "2026-02-01",
     "\"expired\"", "0", "\"attestation 'a' expired 2026-01-31\""},
    /* people */
    {"reviewerMustDiffer: true", ALL(SPRING), "2026-04-15", "\"rejected\"", "0",
     "\"attestation 'a' does not count: no reviewer\""},
    {"reviewerMustDiffer: true", ALL(SPRING "  reviewer: o@example.org\n"), "2026-04-15",
     "\"rejected\"", "0", "\"attestation 'a' does not count: owner and reviewer are the same\""},
    {"reviewerMustDiffer: true", ALL(SPRING "  reviewer: r@example.org\n"), "2026-04-15",
     "\"valid\"", "1000", "(none)"},
    /* scopes */
    {"", ATTESTATION("a", "  answer: all\n" SPRING), "2026-04-15", "\"missing\"", "0",
     "\"not attested\""},
    {"", ATTESTATION("a", "  answer: all\n  inherit: true\n" SPRING), "2026-04-15", "\"valid\"",
     "1000", "(none)"},
    {"", ATTESTATION("a", "  answer: all\n  scope: {product: p, application: c}\n" SPRING),
     "2026-04-15", "\"missing\"", "0", "\"not attested\""},
    {"",
     ATTESTATION("a", "  answer: all\n  inherit: true\n" SPRING) "---\n" ATTESTATION(
         "b", "  answer: half\n  scope: {product: p}\n" SPRING),
     "2026-04-15", "\"valid\"", "500", "(none)"},
    {"",
     ATTESTATION(
         "a",
         "  answer: all\n  inherit: true\n  issued: '2026-04-01'\n  expires: "
         "'2026-06-01'\n") "---\n" ATTESTATION("b",
                                               "  answer: half\n  scope: {product: p}\n" SPRING),
     "2026-05-20", "\"expired\"", "0", "\"attestation 'b' expired 2026-05-01\""},
    /* supersession and renewal */
    {"",
     ALL(SPRING) "---\n" ATTESTATION(
         "b", "  answer: half\n  scope: {product: p}\n  supersedes: a\n" SPRING),
     "2026-04-15", "\"valid\"", "500", "(none)"},
    {"",
     ALL(SPRING) "---\n" ATTESTATION(
         "b",
         "  answer: half\n  scope: {product: p}\n  issued: '2026-04-20'\n  expires: '2026-06-01'\n"
         "  supersedes: a\n"),
     "2026-04-15", "\"valid\"", "1000", "(none)"},
    {"",
     ALL(SPRING) "---\n" ATTESTATION("b", "  answer: half\n  scope: {product: p}\n  issued: "
                                          "'2026-05-05'\n  expires: '2026-06-01'\n"),
     "2026-05-10", "\"valid\"", "500", "(none)"},
};

static void move_to(struct fixture *fixture, const char *now)
{
    plim_assert_ok(plim_time_parse(plim_str_from(now), &fixture->request.now, &fixture->err),
                   &fixture->err);
}

START_TEST(an_attestation_stands_as_its_dates_people_and_scope_say)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    setup(&fixture, cases[_i].policy);
    plim_assert_ok(fixture_add(&fixture, "a.yaml", cases[_i].attestations), &fixture.err);
    move_to(&fixture, cases[_i].now);
    fixture_assess(&fixture, "m");
    plim_assert_at(&fixture, "practices[0].criteria[0].standing", cases[_i].standing);
    plim_assert_at(&fixture, "practices[0].lo", cases[_i].lo);
    plim_assert_at(&fixture, "practices[0].criteria[0].reason", cases[_i].reason);
}
END_TEST

static const struct {
    struct maturity_commit commit; /* time is relative to now */
    const char *standing;
    const char *unverified;
    const char *reason;
} commits[] = {
    {{"a.yaml", {"o@example.org", 13}, 0, true}, "\"valid\"", "(none)", "(none)"},
    {{"b.yaml", {"o@example.org", 13}, 0, true},
     "\"valid\"",
     "\"no Git history: author, date and the signature asked for not checked\"",
     "(none)"},
    {{"a.yaml", {"x@example.org", 13}, 0, true},
     "\"rejected\"",
     "(none)",
     "\"attestation 'a' does not count: last changed by 'x@example.org', neither owner nor "
     "reviewer\""},
    {{"a.yaml", {"o@example.org", 13}, 0, false},
     "\"rejected\"",
     "(none)",
     "\"attestation 'a' does not count: its last commit has no trusted signature\""},
    {{"a.yaml", {"o@example.org", 13}, -(int64_t)16 * 86400, true},
     "\"rejected\"",
     "(none)",
     "\"attestation 'a' does not count: issued later than its last commit\""},
    {{"a.yaml", {"o@example.org", 13}, (int64_t)17 * 86400, true},
     "\"rejected\"",
     "(none)",
     "\"attestation 'a' does not count: issued more than 30 days before its last commit\""},
};

START_TEST(the_last_commit_of_the_file_must_agree)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    setup(&fixture, "requireSignedCommit: true");
    plim_assert_ok(fixture_add(&fixture, "a.yaml", ALL(SPRING)), &fixture.err);
    struct maturity_commit commit = commits[_i].commit;
    commit.time += FIXTURE_NOW;
    maturity_set_add_commit(fixture.set, &commit);
    fixture_assess(&fixture, "m");
    plim_assert_at(&fixture, "practices[0].criteria[0].standing", commits[_i].standing);
    plim_assert_at(&fixture, "practices[0].criteria[0].notVerified", commits[_i].unverified);
    plim_assert_at(&fixture, "practices[0].criteria[0].reason", commits[_i].reason);
}
END_TEST

START_TEST(two_attestations_in_force_for_one_scope_are_an_error)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    setup(&fixture, "");
    plim_assert_ok(fixture_add(&fixture, "a.yaml",
                               ALL(SPRING) "---\n" ATTESTATION(
                                   "b", "  answer: half\n  scope: {product: p}\n" SPRING)),
                   &fixture.err);
    plim_assert_ok(maturity_set_link(fixture.set, NULL, 0, &fixture.err), &fixture.err);
    struct maturity_request request = {.set = fixture.set,
                                       .evidence = fixture.evidence,
                                       .model = PLIM_STR("m"),
                                       .now = FIXTURE_NOW};
    plim_assert_fails(
        maturity_assess(fixture.arena, &request, &fixture.result, &fixture.err), PLIM_INVALID,
        &fixture.err,
        "a.yaml:17:3: attestations 'a' and 'b' both answer practice 'it' for one scope; "
        "let one supersede the other");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, an_attestation_stands_as_its_dates_people_and_scope_say, 0,
                        PLIM_LEN(cases));
    tcase_add_loop_test(tcase, the_last_commit_of_the_file_must_agree, 0, PLIM_LEN(commits));
    tcase_add_test(tcase, two_attestations_in_force_for_one_scope_are_an_error);
}

PLIM_CHECK_MAIN("maturity.claim", add_cases)
