#include <stdlib.h>

#include "support/plim_check.h"

#include "run_priv.h"

static struct audit_worker worker;
static struct audit_worker_cluster mine;
static struct audit_cluster_run cluster;
static const struct policy_info info = {
    .index = 3, .id = {"p.one", 5}, .title = {"It is right", 11}, .severity = FINDING_HIGH};

static void start(void)
{
    worker = (struct audit_worker){
        .keep = plim_arena_new(), .scratch = plim_arena_new(), .clusters = &mine};
    worker.texts = worker.findings.texts = plim_intern_new(worker.keep);
    mine = (struct audit_worker_cluster){.blind = plim_map_new()};
    cluster = (struct audit_cluster_run){.name_value = value_string_c("prod-eu"),
                                         .environment_value = value_string_c("prod"),
                                         .uid = PLIM_STR("1-2-3")};
}

static void stop(void)
{
    plim_map_free(mine.blind);
    finding_list_release(&worker.findings);
    plim_intern_free(worker.texts);
    plim_arena_free(worker.keep);
    plim_arena_free(worker.scratch);
}

static struct audit_place make_place(const char *name)
{
    return (struct audit_place){.worker = &worker,
                                .cluster = &cluster,
                                .subject = "object",
                                .kind = PLIM_STR("Deployment"),
                                .name = plim_str_from(name)};
}

static void take(struct audit_place *place, enum finding_state state, const char *reason)
{
    struct policy_result result = {
        .policy = &info, .state = state, .reason = plim_str_from(reason)};
    audit_place_take(place, &result);
}

static const struct {
    enum finding_state state;
    bool listed;
} states[] = {
    {FINDING_PASS, false},   {FINDING_FAIL, true},   {FINDING_WARN, true},
    {FINDING_ERROR, true},   {FINDING_SKIP, false},  {FINDING_NOT_APPLICABLE, false},
    {FINDING_UNKNOWN, true}, {FINDING_WAIVED, true},
};

START_TEST(every_result_is_counted_and_the_good_ones_are_listed_on_demand)
{
    struct audit_place place = make_place("cart");
    take(&place, states[_i].state, "because");
    ck_assert_uint_eq(worker.results[states[_i].state], 1);
    ck_assert_uint_eq(worker.findings.len, states[_i].listed ? 1 : 0);
    place.include_passed = true;
    take(&place, states[_i].state, "because");
    ck_assert_uint_eq(worker.findings.len, states[_i].listed ? 2 : 1);
}
END_TEST

static const struct {
    const char *actual;
    const char *path;
} bound[] = {
    {"\"RoleBinding shop/b\"", "b.yaml"},
    {"\"RoleBinding shop/live\"", ""},
    {"\"RoleBinding shop\"", ""},
    {"[]", ""},
};

START_TEST(what_an_account_holds_stands_where_the_binding_does)
{
    static const struct manifest_object manifest = {.path = "b.yaml"};
    const struct audit_binding live = {.title = PLIM_STR("RoleBinding shop/live")};
    const struct audit_binding declared = {.title = PLIM_STR("RoleBinding shop/b"),
                                           .manifest = &manifest};
    const struct audit_binding *bindings[] = {&live, &declared};
    struct audit_account account = {.bindings = bindings, .binding_count = 2};
    struct audit_place place = make_place("alice");
    place.account = &account;
    struct policy_result result = {
        .policy = &info, .state = FINDING_FAIL, .actual = plim_str_from(bound[_i].actual)};
    audit_place_take(&place, &result);
    struct plim_str path = finding_list_get(&worker.findings, 0).source.path;
    ck_assert(plim_str_is(path, bound[_i].path));
}
END_TEST

START_TEST(a_finding_says_where_it_was_found)
{
    struct audit_place place = make_place("cart");
    take(&place, FINDING_FAIL, "");
    const struct finding finding = finding_list_get(&worker.findings, 0);
    ck_assert(plim_str_is(finding.policy, "p.one"));
    ck_assert(plim_str_is(finding.cluster, "prod-eu"));
    ck_assert(plim_str_is(finding.environment, "prod"));
    ck_assert(plim_str_is(finding.cluster_uid, "1-2-3"));
    ck_assert(plim_str_is(finding.name, "cart"));
    ck_assert(plim_str_is(finding.subject, "object"));
}
END_TEST

START_TEST(one_reason_for_many_objects_is_listed_once_and_counted_each_time)
{
    struct audit_place cart = make_place("cart");
    struct audit_place web = make_place("web");
    cart.blind_reason = web.blind_reason = PLIM_STR("deployments could not be read: HTTP 403");
    take(&cart, FINDING_UNKNOWN, "deployments could not be read: HTTP 403");
    take(&web, FINDING_UNKNOWN, "deployments could not be read: HTTP 403");
    take(&web, FINDING_UNKNOWN, "another reason");
    ck_assert_uint_eq(worker.results[FINDING_UNKNOWN], 3);
    ck_assert_uint_eq(worker.findings.len, 2);
    ck_assert_uint_eq(finding_list_get(&worker.findings, 0).name.len, 0);
    ck_assert(plim_str_is(finding_list_get(&worker.findings, 1).name, "web"));
}
END_TEST

START_TEST(a_pass_in_doubt_is_unknown_with_the_reason)
{
    struct audit_place place = make_place("cart");
    place.doubt = PLIM_STR("no answer");
    take(&place, FINDING_PASS, "");
    take(&place, FINDING_FAIL, "");
    ck_assert_uint_eq(worker.results[FINDING_PASS], 0);
    ck_assert_uint_eq(worker.results[FINDING_UNKNOWN], 1);
    ck_assert_uint_eq(worker.results[FINDING_FAIL], 1);
    ck_assert(plim_str_is(finding_list_get(&worker.findings, 0).reason, "no answer"));
}
END_TEST

START_TEST(only_what_a_cluster_would_tell_is_skipped_without_one)
{
    struct audit_place place = make_place("cart");
    place.skip_reason = PLIM_STR(AUDIT_NO_CLUSTER);
    take(&place, FINDING_UNKNOWN, AUDIT_NO_CLUSTER);
    take(&place, FINDING_UNKNOWN, "the manifest is encrypted with SOPS");
    ck_assert_uint_eq(worker.results[FINDING_SKIP], 1);
    ck_assert_uint_eq(worker.results[FINDING_UNKNOWN], 1);
    ck_assert_uint_eq(worker.findings.len, 1);
}
END_TEST

static void add(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, start, stop);
    tcase_add_loop_test(tcase, every_result_is_counted_and_the_good_ones_are_listed_on_demand, 0,
                        PLIM_LEN(states));
    tcase_add_loop_test(tcase, what_an_account_holds_stands_where_the_binding_does, 0,
                        PLIM_LEN(bound));
    tcase_add_test(tcase, a_finding_says_where_it_was_found);
    tcase_add_test(tcase, one_reason_for_many_objects_is_listed_once_and_counted_each_time);
    tcase_add_test(tcase, a_pass_in_doubt_is_unknown_with_the_reason);
    tcase_add_test(tcase, only_what_a_cluster_would_tell_is_skipped_without_one);
}

PLIM_CHECK_MAIN("audit.place", add)
