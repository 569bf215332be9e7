/* Reading attestations. How they stand is in test_claim.c. */
#include "document_priv.h"
#include "fixture.h"

#define ATTESTATION(body)                      \
    FIXTURE_HEAD("Attestation", "t")           \
    "  practice: a\n  statement: s\n  owner: " \
    "o@example.org\n" body
#define DATED(body) ATTESTATION("  issued: '2026-01-01'\n  expires: '2026-02-01'\n" body)
#define ALL(body)   DATED("  answer: all\n" body)

static const struct {
    const char *text;
    const char *message;
} refusals[] = {
    {FIXTURE_HEAD("Attestation", "t") "  practice: a\n", "x.yaml:5:3: missing required field "
                                                         "'answer'"},
    {ATTESTATION("  answer: all\n  issued: '2026-01-01'\n"),
     "x.yaml:5:3: missing required field 'expires'"},
    {ATTESTATION("  answer: all\n  expires: '2026-01-01'\n"),
     "x.yaml:5:3: missing required field 'issued'"},
    {ATTESTATION("  answer: all\n  issued: '2026-01-01'\n  expires: '2026-02-30'\n"),
     "x.yaml:10:12: '2026-02-30' is not a time; expected the form 2026-04-15T06:00:00Z"},
    {ATTESTATION("  answer: all\n  issued: '2026-01-01'\n  expires: '2026-01-01'\n"),
     "x.yaml:10:12: 'expires' is not later than 'issued'"},
    {ATTESTATION("  answer: all\n  issued: '2026-01-02'\n  expires: '2026-01-01'\n"),
     "x.yaml:10:12: 'expires' is not later than 'issued'"},
    {DATED("  answer: notApplicable\n"), "x.yaml:10:11: answer 'notApplicable' needs a 'reason'"},
    {DATED("  answer: Yes\n"),
     "x.yaml:10:11: 'Yes' is not an id: lower-case letters, digits, '.' and '-', at most 64"},
    {DATED("  answer: true\n"), "x.yaml:10:11: 'answer' must be a string, not a boolean"},
    {ALL("  scope: {produkt: x}\n"),
     "x.yaml:11:11: unknown scope 'produkt'; expected one of org, fleet, product, team, "
     "application, class, cluster, environment, repository, namespace; did you mean 'product'?"},
    {ALL("  inherits: true\n"), "x.yaml:11:3: unknown field 'inherits'; did you mean 'inherit'?"},
    {ALL("  supersedes: An older one\n"),
     "x.yaml:11:15: 'An older one' is not an id: lower-case letters, digits, '.' and '-', at most "
     "64"},
    {ALL("  evidence: [{url: 'https://example.org'}]\n"),
     "x.yaml:11:14: missing required field 'type'"},
    {ALL("  evidence: [{type: note, text: t}, {type: hearsay}]\n"),
     "x.yaml:11:44: unknown type 'hearsay'; expected one of link, file, ticket, note"},
    {ALL("  evidence: [{type: note, body: t}]\n"), "x.yaml:11:27: unknown field 'body'"},
    {ALL("  evidence: [seen it]\n"), "x.yaml:11:14: expected a map, not a string"},
};

START_TEST(an_attestation_that_leaves_doubt_is_refused)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    plim_assert_fails(fixture_add(&fixture, "x.yaml", refusals[_i].text), PLIM_INVALID,
                      &fixture.err, refusals[_i].message);
    ck_assert_uint_eq(fixture.set->attestation_count, 0);
}
END_TEST

START_TEST(everything_an_attestation_says_is_kept)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    plim_assert_ok(fixture_add(&fixture, "a.yaml",
                               ALL("  scope: {product: p}\n  inherit: true\n  supersedes: older\n"
                                   "  reviewer: r@example.org\n  reason: because\n"
                                   "  evidence: [{type: link, url: 'https://example.org'}]\n")),
                   &fixture.err);
    const struct maturity_attestation *found = &fixture.set->attestations[0];
    ck_assert(plim_str_is(found->id, "t") && plim_str_is(found->practice, "a"));
    ck_assert(plim_str_is(found->answer, "all") && plim_str_is(found->statement, "s"));
    ck_assert(plim_str_is(found->owner, "o@example.org"));
    ck_assert(plim_str_is(found->reviewer, "r@example.org"));
    ck_assert(plim_str_is(found->reason, "because") && plim_str_is(found->supersedes, "older"));
    ck_assert(plim_str_is(maturity_scope_get(found->scope, "product"), "p") && found->inherit);
    ck_assert_int_eq(found->expires.time - found->issued.time, (int64_t)31 * 86400);
}
END_TEST

START_TEST(what_an_attestation_leaves_out_is_empty_and_not_inherited)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    plim_assert_ok(fixture_add(&fixture, "a.yaml", ALL("")), &fixture.err);
    const struct maturity_attestation *found = &fixture.set->attestations[0];
    ck_assert(!found->inherit);
    ck_assert_uint_eq(found->scope.len, 0);
    ck_assert_uint_eq(found->reviewer.len + found->supersedes.len + found->reason.len, 0);
}
END_TEST

START_TEST(not_applicable_is_an_answer_when_it_has_a_reason)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    plim_assert_ok(
        fixture_add(&fixture, "a.yaml", DATED("  answer: notApplicable\n  reason: no database\n")),
        &fixture.err);
    ck_assert(plim_str_is(fixture.set->attestations[0].answer, "notApplicable"));
}
END_TEST

START_TEST(an_attestation_id_stands_once)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    plim_assert_ok(fixture_add(&fixture, "a.yaml", ALL("")), &fixture.err);
    plim_assert_fails(fixture_add(&fixture, "b.yaml", ALL("")), PLIM_INVALID, &fixture.err,
                      "b.yaml:5:3: attestation 't' stands in a.yaml:5 already");
}
END_TEST

START_TEST(one_attestation_more_than_the_limit_is_refused)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    fixture.set->attestations = plim_arena_array(fixture.arena, MATURITY_ATTESTATIONS_MAX,
                                                 sizeof(*fixture.set->attestations));
    fixture.set->attestation_count = MATURITY_ATTESTATIONS_MAX;
    plim_assert_fails(fixture_add(&fixture, "a.yaml", ALL("")), PLIM_LIMIT, &fixture.err,
                      "more than 20000 attestations");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, an_attestation_that_leaves_doubt_is_refused, 0, PLIM_LEN(refusals));
    tcase_add_test(tcase, everything_an_attestation_says_is_kept);
    tcase_add_test(tcase, what_an_attestation_leaves_out_is_empty_and_not_inherited);
    tcase_add_test(tcase, not_applicable_is_an_answer_when_it_has_a_reason);
    tcase_add_test(tcase, an_attestation_id_stands_once);
    tcase_add_test(tcase, one_attestation_more_than_the_limit_is_refused);
}

PLIM_CHECK_MAIN("maturity.attestation", add_cases)
