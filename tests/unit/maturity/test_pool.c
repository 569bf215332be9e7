/* How the readings of one policy are added up. */
#include "assess_priv.h"
#include "fixture.h"

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

static struct maturity_reading *add_reading(struct fixture *fixture, const char *environment)
{
    struct maturity_scope scope = {0};
    scope = maturity_scope_with(fixture->arena, scope, PLIM_STR("environment"),
                                plim_str_from(environment));
    struct maturity_reading *reading =
        maturity_evidence_reading(fixture->evidence, PLIM_STR("p"), scope);
    reading->at = FIXTURE_NOW;
    return reading;
}

START_TEST(what_is_unavailable_in_one_part_is_unknown_in_the_whole)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    plim_assert_ok(fixture_add_criteria(&fixture, "{policy: p, met: '>= 80%'}"), &fixture.err);
    fixture_add_model(&fixture);
    add_reading(&fixture, "try")->pass = 5;
    add_reading(&fixture, "live")->unavailable = PLIM_STR("pods: forbidden");
    fixture_assess(&fixture, "m");
    plim_assert_at(&fixture, "practices[0].criteria[0].reason", "\"pods: forbidden\"");
    plim_assert_at(&fixture, "disclosures.unavailable[0].policy", "\"p\"");
    plim_assert_at(&fixture, "dimensions[0].level.ceiling", "\"l\"");
}
END_TEST

/* Readings of policy 'p' in the clusters a, b, ... of product p, pooled for the product. */
static struct maturity_pool pool(struct fixture *fixture, const struct maturity_reading *readings,
                                 size_t count)
{
    static const char *const clusters[] = {"a", "b", "c"};
    struct maturity_scope product = maturity_scope_with(fixture->arena, (struct maturity_scope){0},
                                                        PLIM_STR("product"), PLIM_STR("p"));
    struct maturity_criterion criterion = {.id = PLIM_STR("p")};
    struct maturity_assessment assessment = {.arena = fixture->arena,
                                             .set = fixture->set,
                                             .evidence = fixture->evidence,
                                             .scope = product};
    for (size_t i = 0; i < count; i++) {
        struct maturity_scope scope = maturity_scope_with(
            fixture->arena, product, PLIM_STR("cluster"), plim_str_from(clusters[i]));
        struct maturity_reading *reading =
            maturity_evidence_reading(fixture->evidence, criterion.id, scope);
        *reading = readings[i];
        reading->policy = criterion.id;
        reading->scope = scope;
    }
    return maturity_evidence_pool(&assessment, &criterion);
}

START_TEST(counts_are_summed_and_as_old_as_the_oldest)
{
    static const struct maturity_reading readings[] = {
        {.pass = 1, .fail = 2, .unknown = 3, .waived = 4, .at = 300},
        {.pass = 10, .fail = 20, .unknown = 30, .waived = 40, .at = 100},
        {.pass = 100, .at = 200},
    };
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    struct maturity_pool found = pool(&fixture, readings, PLIM_LEN(readings));
    ck_assert(found.is_found);
    ck_assert(found.pass == 111 && found.fail == 22);
    ck_assert(found.unknown == 33 && found.waived == 44);
    ck_assert_int_eq(found.at, 100);
}
END_TEST

START_TEST(a_policy_without_a_reading_is_not_found)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    struct maturity_pool found = pool(&fixture, NULL, 0);
    ck_assert(!found.is_found);
    ck_assert_int_eq(found.pass + found.fail + found.unknown, 0);
}
END_TEST

START_TEST(the_reason_is_of_the_first_part_with_something_unknown)
{
    static const struct maturity_reading readings[] = {
        {.pass = 1, .reason = {"stale", 5}},
        {.unknown = 1, .reason = {"first", 5}},
        {.unknown = 1, .reason = {"second", 6}, .unavailable = {"gone", 4}},
    };
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    struct maturity_pool found = pool(&fixture, readings, PLIM_LEN(readings));
    ck_assert(plim_str_is(found.reason, "first"));
    ck_assert(plim_str_is(found.unavailable, "gone"));
}
END_TEST

#define UNSTATED MATURITY_SUSTAINED_UNSTATED
#define YES      MATURITY_SUSTAINED_YES
#define NO       MATURITY_SUSTAINED_NO

static const struct {
    enum maturity_sustained parts[3];
    enum maturity_sustained whole;
} verdicts[] = {
    {{YES, YES, YES}, YES},
    {{YES, NO, YES}, NO},
    {{YES, UNSTATED, YES}, UNSTATED},
    {{UNSTATED, YES, YES}, UNSTATED},
    {{UNSTATED, NO, YES}, NO},
    {{YES, UNSTATED, NO}, NO},
    {{UNSTATED, UNSTATED, UNSTATED}, UNSTATED},
};

START_TEST(what_lasted_in_every_part_lasted_and_one_no_decides)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    const struct maturity_reading readings[] = {
        {.sustained = verdicts[_i].parts[0]},
        {.sustained = verdicts[_i].parts[1]},
        {.sustained = verdicts[_i].parts[2]},
    };
    struct maturity_pool found = pool(&fixture, readings, PLIM_LEN(readings));
    ck_assert_int_eq(found.sustained, verdicts[_i].whole);
}
END_TEST

START_TEST(samples_of_one_moment_are_parts_of_one_and_stand_in_order_of_time)
{
    static const struct maturity_sample first[] = {{300, 1, 2}, {100, 3, 4}};
    static const struct maturity_sample second[] = {{200, 5, 6}, {300, 7, 8}};
    static const struct maturity_reading readings[] = {
        {.samples = first, .sample_count = PLIM_LEN(first)},
        {.samples = second, .sample_count = PLIM_LEN(second)},
    };
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    struct maturity_pool found = pool(&fixture, readings, PLIM_LEN(readings));
    ck_assert_uint_eq(found.sample_count, 3);
    ck_assert(found.samples[0].at == 100 && found.samples[0].pass == 3);
    ck_assert(found.samples[1].at == 200 && found.samples[1].fail == 6);
    ck_assert(found.samples[2].pass == 8 && found.samples[2].fail == 10);
    ck_assert_int_eq(first[0].pass, 1);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, narrower_readings_are_parts_of_the_scope, 0, PLIM_LEN(pools));
    tcase_add_test(tcase, a_reading_of_a_wider_scope_says_nothing_about_a_narrower_one);
    tcase_add_test(tcase, what_is_unavailable_in_one_part_is_unknown_in_the_whole);
    tcase_add_test(tcase, counts_are_summed_and_as_old_as_the_oldest);
    tcase_add_test(tcase, a_policy_without_a_reading_is_not_found);
    tcase_add_test(tcase, the_reason_is_of_the_first_part_with_something_unknown);
    tcase_add_loop_test(tcase, what_lasted_in_every_part_lasted_and_one_no_decides, 0,
                        PLIM_LEN(verdicts));
    tcase_add_test(tcase, samples_of_one_moment_are_parts_of_one_and_stand_in_order_of_time);
}

PLIM_CHECK_MAIN("maturity.pool", add_cases)
