#include "admission/session.h"

#include "admission_fixture.h"

#define ALWAYS      "  validations: [{expression: 'true'}]\n"
#define RULES(text) "  matchConstraints: {resourceRules: [" text "]}\n" ALWAYS
#define ON(groups, versions, resources)                 \
    "{apiGroups: [" groups "], apiVersions: [" versions \
    "], operations: ['*'], resources: [" resources "]}"
#define KINDS(kinds) "    match: {any: [{resources: {kinds: [" kinds "]}}]}\n" NEVER

static const struct {
    const char *policy;
    const char *group, *version, *kind, *resource;
    bool cluster_scoped, bound, asks;
} kinds[] = {
    {VAP(RULES(ON("apps", "v1", "deployments"))), "apps", "v1", "Deployment", "deployments", false,
     false, true},
    {VAP(RULES(ON("apps", "v1", "deployments"))), "apps", "v1", "StatefulSet", "statefulsets",
     false, false, false},
    {VAP(RULES(ON("apps", "v1", "deployments"))), "", "v1", "Pod", "pods", false, false, false},
    /* Another version is converted first, unless the match is exact. */
    {VAP(RULES(ON("apps", "v1", "deployments"))), "apps", "v2", "Deployment", "deployments", false,
     false, true},
    {VAP("  matchConstraints: {matchPolicy: Exact, resourceRules: [" ON(
         "apps", "v1", "deployments") "]}\n" ALWAYS),
     "apps", "v2", "Deployment", "deployments", false, false, false},
    {VAP(RULES(ON("'*'", "'*'", "'*/*'"))), "x.example", "v1", "Thing", "things", true, false,
     true},
    {VAP(RULES("{apiGroups: ['*'], apiVersions: ['*'], operations: ['*'], resources: ['*'], scope: "
               "Namespaced}")),
     "x.example", "v1", "Thing", "things", true, false, false},
    {VAP(RULES(ON("'*'", "'*'", "'*'"))), "admissionregistration.k8s.io", "v1",
     "ValidatingAdmissionPolicy", "validatingadmissionpolicies", true, false, false},
    /* In use only with a binding, which may be about less. */
    {VAP(RULES(ON("''", "v1", "pods"))), "", "v1", "Pod", "pods", false, true, false},
    {VAP(RULES(ON("''", "v1", "pods"))) BINDING("b", ", validationActions: [Deny]"), "", "v1",
     "Pod", "pods", false, true, true},
    {VAP(RULES(ON("''", "v1", "'*'")))
         BINDING("b", ", validationActions: [Deny], matchResources: {resourceRules: [" ON(
                          "''", "v1", "pods") "]}"),
     "", "v1", "Service", "services", false, true, false},
    {CLUSTER_POLICY(KINDS("Pod")), "", "v1", "Pod", "pods", false, false, true},
    {CLUSTER_POLICY(KINDS("Pod")), "apps", "v1", "Deployment", "deployments", false, false, true},
    {CLUSTER_POLICY(KINDS("Pod")), "", "v1", "Service", "services", false, false, false},
    {CLUSTER_POLICY(KINDS("'apps/*/De*'")), "apps", "v1", "Deployment", "deployments", false, false,
     true},
    {CLUSTER_POLICY("    match: {all: [{resources: {kinds: [Pod]}}, {resources: {kinds: "
                    "[Service]}}]}\n" NEVER),
     "", "v1", "Pod", "pods", false, false, false},
    {CLUSTER_POLICY("    match: {resources: {kinds: [Service]}}\n" NEVER), "", "v1", "Pod", "pods",
     false, false, false},
};

START_TEST(an_object_meets_the_policies_that_can_match_its_kind)
{
    struct plim_err err = {0};
    struct admission_set *set = admission_set_new();
    plim_assert_ok(admission_set_add(set, "p.yaml", plim_str_from(kinds[_i].policy), &err), &err);
    const struct admission_kind kind = {
        .group = plim_str_from(kinds[_i].group),
        .version = plim_str_from(kinds[_i].version),
        .kind = plim_str_from(kinds[_i].kind),
        .resource = plim_str_from(kinds[_i].resource),
        .namespaced = !kinds[_i].cluster_scoped,
    };
    bool asks = false;
    for (size_t i = 0; i < admission_set_rules(set); i++)
        asks = asks || admission_set_asks(set, i, &kind, !kinds[_i].bound);
    ck_assert_int_eq(asks, kinds[_i].asks);
    admission_set_free(set);
}
END_TEST

START_TEST(a_session_judges_objects_of_kinds_in_any_order)
{
    static const char *const objects[] = {POD(""), "{apiVersion: v1, kind: Service}", POD("")};
    struct plim_err err = {0};
    struct plim_buf said = {0};
    struct plim_arena *arena = plim_arena_new();
    struct admission_set *set = admission_set_new();
    plim_assert_ok(admission_set_add(set, "p.yaml", PLIM_STR(VAP(PODS ALWAYS)), &err), &err);
    struct admission_session *session = admission_session_new(set);
    for (size_t i = 0; i < PLIM_LEN(objects); i++) {
        const struct admission_request request = {.object = door_value(arena, objects[i]),
                                                  .unbound = true};
        admission_session_judge(session, &request, arena, note_result, &said);
    }
    ck_assert_str_eq(said.text, "p pass\np pass\n");
    admission_session_free(session);
    plim_buf_release(&said);
    admission_set_free(set);
    plim_arena_free(arena);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, an_object_meets_the_policies_that_can_match_its_kind, 0,
                        (int)PLIM_LEN(kinds));
    tcase_add_test(tcase, a_session_judges_objects_of_kinds_in_any_order);
}

PLIM_CHECK_MAIN("admission.session", add_cases)
