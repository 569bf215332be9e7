/* What a fleet says of maturity. */
#include "document_priv.h"
#include "fixture.h"

#define FLEET(body)     FIXTURE_HEAD("Fleet", "f") body
#define MATURITY(body)  FLEET("  maturity: {" body "}\n")
#define EXCLUSION(body) MATURITY("exclusions: [{practice: a, " body "}]")
#define TARGETS(body)   MATURITY("targets: [" body "]")
#define APPROVED        "justification: j, approver: p"
#define ONE_OF_REASONS  "expected one of regulatory, technical, planned-removal, risk-accepted"

static const struct {
    const char *text;
    const char *message;
} refusals[] = {
    {FLEET("  maturity: []\n"), "x.yaml:5:13: 'maturity' must be a map"},
    {FLEET("  environments: {}\n"), "x.yaml:5:17: 'environments' must be a list"},
    {FLEET("  environments: [{name: a}, {name: a}]\n"),
     "x.yaml:5:29: environment 'a' stands twice"},
    {FLEET("  environments: [{production: true}]\n"), "x.yaml:5:18: missing required field 'name'"},
    {FLEET("  environments: [{name: a, production: 1}]\n"),
     "x.yaml:5:40: 'production' must be a boolean, not an integer"},
    {MATURITY("target: []"), "x.yaml:5:14: unknown field 'target'; did you mean 'targets'?"},
    {MATURITY("scope: {planet: x}"),
     "x.yaml:5:22: unknown scope 'planet'; expected one of org, fleet, product, team, "
     "application, class, cluster, environment, repository, namespace"},
    {MATURITY("nouns: {model: Ladder}"), "x.yaml:5:22: unknown field 'model'"},
    {MATURITY("hidden: [d, d]"), "x.yaml:5:26: 'd' stands twice"},
    {TARGETS("{model: m}"), "x.yaml:5:24: missing required field 'level'"},
    {TARGETS("{model: m, level: l, by: soon}"),
     "x.yaml:5:49: 'soon' is not a time; expected the form 2026-04-15T06:00:00Z"},
    {TARGETS("{model: m, level: l}, {model: m, level: k}"),
     "x.yaml:5:46: a second target for the same model, scope and dimension"},
    {EXCLUSION("reason: regulatory, " APPROVED), "x.yaml:5:27: missing required field 'expires'"},
    {EXCLUSION("reason: regulatory, justification: j, expires: '2027-01-01'"),
     "x.yaml:5:27: missing required field 'approver'"},
    {EXCLUSION("reason: lazy, " APPROVED ", expires: '2027-01-01'"),
     "x.yaml:5:49: unknown reason 'lazy'; " ONE_OF_REASONS},
    {EXCLUSION("reason: technical, " APPROVED ", expires: never"),
     "x.yaml:5:100: 'never' is not a time; expected the form 2026-04-15T06:00:00Z"},
    {MATURITY("attestationPolicy: {grace: soon}"),
     "x.yaml:5:41: 'soon' is not a duration; expected the form 36h, 7d or 1h30m"},
    {MATURITY("attestationPolicy: {maxValidity: 0d}"),
     "x.yaml:5:47: duration '0d' is not above zero, or too long"},
    {MATURITY("attestationPolicy: {requireReviewer: true}"),
     "x.yaml:5:34: unknown field 'requireReviewer'"},
};

START_TEST(a_fleet_that_makes_no_sense_is_refused)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    plim_assert_fails(fixture_add(&fixture, "x.yaml", refusals[_i].text), PLIM_INVALID,
                      &fixture.err, refusals[_i].message);
    ck_assert(!fixture.set->fleet.is_set);
}
END_TEST

static const struct maturity_fleet *read_fleet(struct fixture *fixture, const char *text)
{
    plim_assert_ok(fixture_add(fixture, "f.yaml", text), &fixture->err);
    return &fixture->set->fleet;
}

START_TEST(of_a_fleet_only_maturity_and_environments_are_looked_at)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    read_fleet(&fixture,
               FLEET("  clusters: [{context: dev}]\n  maturity: {scope: {team: blue}}\n"));
    ck_assert(plim_str_is(maturity_scope_get(maturity_set_scope(fixture.set), "team"), "blue"));
}
END_TEST

START_TEST(a_fleet_that_says_nothing_of_maturity_asks_for_nothing)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    const struct maturity_fleet *fleet = read_fleet(&fixture, FLEET("  clusters: []\n"));
    ck_assert(fleet->is_set);
    ck_assert_uint_eq(maturity_set_scope(fixture.set).len, 0);
    ck_assert_uint_eq(fleet->environment_count + fleet->target_count + fleet->exclusion_count, 0);
    ck_assert(!fleet->policy.reviewer_must_differ && !fleet->policy.require_signed_commit);
    ck_assert_int_eq(fleet->policy.grace + fleet->policy.max_validity, 0);
}
END_TEST

START_TEST(an_environment_is_no_production_unless_it_says_so)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    const struct maturity_fleet *fleet = read_fleet(
        &fixture, FLEET("  environments: [{name: try, match: {any: thing}}, {name: live, "
                        "production: true}, {name: spare, production: false}]\n"));
    ck_assert_uint_eq(fleet->environment_count, 3);
    ck_assert(plim_str_is(fleet->environments[1].name, "live"));
    ck_assert(!fleet->environments[0].production);
    ck_assert(fleet->environments[1].production);
    ck_assert(!fleet->environments[2].production);
}
END_TEST

START_TEST(everything_a_target_says_is_kept)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    const struct maturity_fleet *fleet =
        read_fleet(&fixture, TARGETS("{model: m, dimension: d, level: l, by: '2026-04-15', owner: "
                                     "o@example.org, scope: {product: p}}"));
    const struct maturity_target *target = &fleet->targets[0];
    ck_assert(plim_str_is(target->model, "m") && plim_str_is(target->dimension, "d"));
    ck_assert(plim_str_is(target->level, "l") && plim_str_is(target->owner, "o@example.org"));
    ck_assert(plim_str_is(target->by_text, "2026-04-15") && target->by.is_day);
    ck_assert(plim_str_is(maturity_scope_get(target->scope, "product"), "p"));
}
END_TEST

START_TEST(targets_may_differ_by_model_scope_or_dimension)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    const struct maturity_fleet *fleet = read_fleet(
        &fixture, TARGETS("{model: m, level: l}, {model: n, level: l}, {model: m, level: "
                          "l, dimension: d}, {model: m, level: l, scope: {team: t}}"));
    ck_assert_uint_eq(fleet->target_count, 4);
}
END_TEST

START_TEST(everything_an_exclusion_says_is_kept)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    const struct maturity_fleet *fleet =
        read_fleet(&fixture, EXCLUSION("reason: planned-removal, scope: {team: t}, " APPROVED
                                       ", expires: '2027-01-01T00:00:00Z'"));
    const struct maturity_exclusion *exclusion = &fleet->exclusions[0];
    ck_assert(plim_str_is(exclusion->practice, "a"));
    ck_assert(plim_str_is(exclusion->reason, "planned-removal"));
    ck_assert(plim_str_is(exclusion->justification, "j") && plim_str_is(exclusion->approver, "p"));
    ck_assert(plim_str_is(exclusion->expires_text, "2027-01-01T00:00:00Z"));
    ck_assert(!exclusion->expires.is_day);
    ck_assert(plim_str_is(maturity_scope_get(exclusion->scope, "team"), "t"));
}
END_TEST

START_TEST(how_far_attestations_are_trusted_is_kept)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    const struct maturity_fleet *fleet = read_fleet(
        &fixture, MATURITY("hidden: [d, e], attestationPolicy: {maxValidity: 90d, grace: "
                           "12h, reviewerMustDiffer: true, requireSignedCommit: true}"));
    ck_assert_int_eq(fleet->policy.max_validity, (int64_t)90 * 86400);
    ck_assert_int_eq(fleet->policy.grace, (int64_t)12 * 3600);
    ck_assert(fleet->policy.reviewer_must_differ && fleet->policy.require_signed_commit);
    ck_assert(fleet->hidden_count == 2 && plim_str_is(fleet->hidden[1], "e"));
}
END_TEST

START_TEST(a_later_fleet_replaces_an_earlier_one_as_a_whole)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    read_fleet(&fixture, MATURITY("scope: {team: blue}, hidden: [d]"));
    const struct maturity_fleet *fleet = read_fleet(&fixture, MATURITY("hidden: [e]"));
    ck_assert_uint_eq(maturity_set_scope(fixture.set).len, 0);
    ck_assert(fleet->hidden_count == 1 && plim_str_is(fleet->hidden[0], "e"));
}
END_TEST

START_TEST(a_list_of_more_environments_than_the_limit_is_refused)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    plim_assert_fails(
        fixture_add(&fixture, "x.yaml",
                    plim_arena_printf(fixture.arena, "%s  environments: [%s]\n", FLEET(""),
                                      fixture_repeat(&fixture, "{name: e", 10001, "}"))),
        PLIM_INVALID, &fixture.err, "x.yaml:5:17: more than 10000 entries");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, a_fleet_that_makes_no_sense_is_refused, 0, PLIM_LEN(refusals));
    tcase_add_test(tcase, of_a_fleet_only_maturity_and_environments_are_looked_at);
    tcase_add_test(tcase, a_fleet_that_says_nothing_of_maturity_asks_for_nothing);
    tcase_add_test(tcase, an_environment_is_no_production_unless_it_says_so);
    tcase_add_test(tcase, everything_a_target_says_is_kept);
    tcase_add_test(tcase, targets_may_differ_by_model_scope_or_dimension);
    tcase_add_test(tcase, everything_an_exclusion_says_is_kept);
    tcase_add_test(tcase, how_far_attestations_are_trusted_is_kept);
    tcase_add_test(tcase, a_later_fleet_replaces_an_earlier_one_as_a_whole);
    tcase_add_test(tcase, a_list_of_more_environments_than_the_limit_is_refused);
}

PLIM_CHECK_MAIN("maturity.fleet", add_cases)
