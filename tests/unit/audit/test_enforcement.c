#include "support/value_check.h"

#include "enforcement_priv.h"

static struct plim_arena *arena;
static struct audit_enforcement doors;

static void start(void)
{
    arena = plim_arena_new();
}

static void stop(void)
{
    audit_enforcement_release(&doors);
    plim_arena_free(arena);
}

static bool add_object(const char *yaml)
{
    struct value object = plim_value_from_yaml(arena, yaml);
    return audit_enforcement_add(&doors, arena, &object);
}

static void assert_doors(const char *want)
{
    audit_enforcement_join(&doors);
    struct value record = audit_enforcement_record(arena, &doors);
    plim_assert_json(&record, want);
}

#define KYVERNO "apiVersion: kyverno.io/v1, kind: ClusterPolicy, metadata: {name: p}, "
#define VALIDATING \
    "apiVersion: policies.kyverno.io/v1, kind: ValidatingPolicy, metadata: {name: p}, "
#define CONSTRAINT \
    "apiVersion: constraints.gatekeeper.sh/v1beta1, kind: K8sOwner, metadata: {name: p}, "

static const struct {
    const char *object;
    const char *action;
} policies[] = {
    {KYVERNO "spec: {rules: [{validate: {}}]}", "audit"},
    {KYVERNO "spec: {validationFailureAction: Enforce, rules: [{validate: {}}]}", "deny"},
    {KYVERNO "spec: {validationFailureAction: enforce, rules: [{validate: {}}]}", "deny"},
    {KYVERNO "spec: {validationFailureAction: Enforce, rules: [{mutate: {}}]}", "none"},
    {KYVERNO "spec: {rules: [{validate: {failureAction: Enforce}}, {validate: {}}]}", "deny"},
    {KYVERNO "spec: {validationFailureAction: Enforce,"
             " rules: [{validate: {failureAction: Audit}}]}",
     "audit"},
    {KYVERNO "spec: {admission: false, validationFailureAction: Enforce, rules: [{validate: {}}]}",
     "audit"},
    {KYVERNO "spec: {admission: false, rules: [{mutate: {}}]}", "none"},
    {VALIDATING "spec: {}", "deny"},
    {VALIDATING "spec: {validationActions: [Audit, Warn]}", "warn"},
    {VALIDATING "spec: {evaluation: {admission: {enabled: false}}}", "audit"},
    {VALIDATING "spec: {evaluation: {mode: Kubernetes}}", "deny"},
    {VALIDATING "spec: {evaluation: {mode: JSON}}", "none"},
    {CONSTRAINT "spec: {}", "deny"},
    {CONSTRAINT "spec: {enforcementAction: dryrun}", "audit"},
    {CONSTRAINT "spec: {enforcementAction: warn}", "warn"},
    {CONSTRAINT "spec: {enforcementAction: scoped, scopedEnforcementActions: [{action: deny,"
                " enforcementPoints: [{name: validation.gatekeeper.sh}]}]}",
     "deny"},
    {CONSTRAINT "spec: {enforcementAction: scoped, scopedEnforcementActions: [{action: warn,"
                " enforcementPoints: [{name: '*'}]}]}",
     "warn"},
    {CONSTRAINT "spec: {enforcementAction: scoped, scopedEnforcementActions: [{action: deny,"
                " enforcementPoints: [{name: audit.gatekeeper.sh}]}]}",
     "none"},
};

START_TEST(each_tool_says_in_its_own_way_what_its_door_does)
{
    ck_assert(add_object(plim_arena_printf(arena, "{%s}", policies[_i].object)));
    audit_enforcement_join(&doors);
    ck_assert_uint_eq(doors.len, 1);
    ck_assert_str_eq(audit_action_name(doors.items[0].action), policies[_i].action);
}
END_TEST

#define NATIVE "apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingAdmissionPolicy"

START_TEST(the_strictest_binding_counts)
{
    add_object("{" NATIVE "Binding, spec: {policyName: p, validationActions: [Warn, Audit]}}");
    add_object("{" NATIVE "Binding, spec: {policyName: p, validationActions: [Deny]}}");
    add_object("{" NATIVE ", metadata: {name: p}}");
    add_object("{" NATIVE ", metadata: {name: alone}}");
    add_object("{" NATIVE "Binding, spec: {policyName: gone, validationActions: [Deny]}}");
    assert_doors("[{\"kind\":\"ValidatingAdmissionPolicy\",\"name\":\"alone\","
                 "\"action\":\"none\"},{\"kind\":\"ValidatingAdmissionPolicy\","
                 "\"name\":\"p\",\"action\":\"deny\"}]");
    ck_assert_uint_eq(audit_enforcement_denying(&doors), 1);
}
END_TEST

START_TEST(kinds_of_that_name_in_other_groups_are_ignored)
{
    ck_assert(!add_object("{apiVersion: nvidia.com/v1, kind: ClusterPolicy, metadata: {name: p}}"));
    ck_assert(!add_object("{apiVersion: v1, kind: ConfigMap, metadata: {name: p}}"));
    assert_doors("[]");
}
END_TEST

START_TEST(a_policy_that_is_not_there_does_nothing)
{
    add_object("{" CONSTRAINT "spec: {}}");
    struct audit_enforced policy = doors.items[0];
    ck_assert_int_eq(audit_enforcement_find(&doors, &policy), AUDIT_ACTION_DENY);
    policy.name = PLIM_STR("other");
    ck_assert_int_eq(audit_enforcement_find(&doors, &policy), AUDIT_ACTION_NONE);
}
END_TEST

static void add(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, start, stop);
    tcase_add_loop_test(tcase, each_tool_says_in_its_own_way_what_its_door_does, 0,
                        PLIM_LEN(policies));
    tcase_add_test(tcase, the_strictest_binding_counts);
    tcase_add_test(tcase, kinds_of_that_name_in_other_groups_are_ignored);
    tcase_add_test(tcase, a_policy_that_is_not_there_does_nothing);
}

PLIM_CHECK_MAIN("audit.enforcement", add)
