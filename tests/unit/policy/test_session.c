#include "base/pool.h"

#include "policy_fixture.h"
#include "session_priv.h"

#define VALID "  validations: [{expression: \"object.kind != 'Pod'\", message: m}]\n"

START_TEST(plan_of_a_kind_is_made_once)
{
    struct fixture fixture = {0};
    add_policy(&fixture, "a.a", "  subject: object\n  match: {workloads: true}\n" VALID);
    add_policy(&fixture, "a.b",
               "  subject: object\n  match: {resourceRules: [{resources: [pods]}]}\n" VALID);
    add_policy(&fixture, "a.c",
               "  subject: cluster\n  validations: [{expression: 'true', message: m}]\n");
    begin(&fixture);
    struct policy_input input = {.subject = POLICY_OBJECT, .kind = PLIM_STR("Pod")};
    const struct policy_plan *plan = policy_session_plan(fixture.session, &input);
    ck_assert_uint_eq(plan->len, 2);
    ck_assert(plan->candidates[0].top_level_only);
    ck_assert(!plan->candidates[1].top_level_only);
    ck_assert_ptr_eq(policy_session_plan(fixture.session, &input), plan);
    end(&fixture);
}
END_TEST

enum { WORKERS = 4, ROUNDS = 200 };

struct shift {
    const struct policy_set *set;
    uint64_t failed;
};

static void ignore(void *context, const struct policy_result *result)
{
    (void)context;
    (void)result;
}

static void judge_pods(void *job, size_t worker)
{
    (void)worker;
    struct shift *shift = job;
    struct plim_arena *arena = plim_arena_new();
    struct policy_session *session = policy_session_new(shift->set, 0);
    struct policy_tally *tallies = policy_tallies_new(shift->set);
    struct value pod = plim_value_from_yaml(arena, "{apiVersion: v1, kind: Pod}");
    const struct value *values[POLICY_OBJECT_SLOTS] = {&pod};
    struct policy_input input = {.subject = POLICY_OBJECT,
                                 .values = values,
                                 .version = PLIM_STR("v1"),
                                 .kind = PLIM_STR("Pod"),
                                 .tallies = tallies};
    for (int i = 0; i < ROUNDS; i++)
        policy_evaluate(session, &input, arena, ignore, NULL);
    shift->failed = policy_tally_failed(&tallies[0]);
    free(tallies);
    policy_session_free(session);
    plim_arena_free(arena);
}

START_TEST(sessions_share_a_set)
{
    struct fixture fixture = {0};
    add_policy(&fixture, "a.a", "  subject: object\n" VALID);
    policy_set_seal(fixture.set);
    struct shift shifts[WORKERS];
    struct plim_pool *pool = plim_pool_new(WORKERS);
    for (int i = 0; i < WORKERS; i++) {
        shifts[i] = (struct shift){.set = fixture.set};
        plim_pool_submit(pool, judge_pods, &shifts[i]);
    }
    plim_pool_free(pool);
    for (int i = 0; i < WORKERS; i++)
        ck_assert_uint_eq(shifts[i].failed, ROUNDS);
    end(&fixture);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_test(tcase, plan_of_a_kind_is_made_once);
    tcase_add_test(tcase, sessions_share_a_set);
}

PLIM_CHECK_MAIN("policy.session", add_cases)
