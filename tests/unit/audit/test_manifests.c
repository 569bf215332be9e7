/* Manifests judged for themselves, or against others that stand for a cluster. */
#include <stdlib.h>
#include <string.h>

#include "audit/audit.h"
#include "base/file.h"
#include "policy/policy.h"
#include "support/value_check.h"

static struct plim_arena *arena;
static char *dir;
static struct policy_set *policies;

#define POLICY(id, rest)                                                                      \
    "apiVersion: plimsoll.dev/v1alpha1\nkind: AuditPolicy\nmetadata: {name: " id "}\nspec:\n" \
    "  title: t\n  subject: object\n  severity: high\n  category: c\n  why: w\n"              \
    "  remediation: r\n" rest "---\n"

static const char policy_text[] =
    POLICY("named", "  validations: [{expression: object.metadata.name != 'bad', message: m}]\n")
        POLICY("same", "  matchConditions: [{name: d, expression: desired != null}]\n"
                       "  validations: [{expression: drift.state == 'in-sync', message: m}]\n")
            POLICY("place", "  validations: [{expression: namespaceObject == null, message: "
                            "m}]\n") "apiVersion: plimsoll.dev/v1alpha1\nkind: "
                                     "AuditPolicy\nmetadata: {name: powerless}\n"
                                     "spec: {title: t, subject: account, severity: high, "
                                     "category: c, why: w, remediation: r,\n"
                                     "  validations: [{expression: account.administers.size() "
                                     "== 0, message: m}]}\n";

static void start(void)
{
    struct plim_err err = {0};
    arena = plim_arena_new();
    policies = policy_set_new();
    plim_assert_ok(plim_dir_make_temporary(&dir, &err), &err);
    plim_assert_ok(policy_set_add(policies, "p.yaml", PLIM_STR(policy_text), &err), &err);
    policy_set_seal(policies);
}

static void stop(void)
{
    struct plim_err err = {0};
    (void)!plim_dir_remove(dir, &err);
    free(dir);
    policy_set_free(policies);
    plim_arena_free(arena);
}

static const char *write_file(const char *name, const char *text)
{
    struct plim_err err = {0};
    char *path = plim_path_join(arena, dir, name);
    plim_assert_ok(plim_dir_make(plim_path_dir(arena, path), &err), &err);
    plim_assert_ok(plim_file_write(path, text, strlen(text), &err), &err);
    return path;
}

static enum plim_code judge(const char *desired, const char *live, struct value *report_out,
                            struct plim_err *err)
{
    struct audit_fleet fleet = {.file = "flags"};
    struct audit_request request = {.fleet = &fleet,
                                    .policies = policies,
                                    .clock = {.fixed = true},
                                    .version = "0",
                                    .manifests = &desired,
                                    .manifest_count = 1,
                                    .live_manifests = live,
                                    .include_passed = true};
    return audit_run(arena, &request, report_out, err);
}

static void assert_results(const char *desired, const char *live, const char *want)
{
    struct plim_err err = {0};
    struct value report = {0};
    plim_assert_ok(judge(desired, live, &report, &err), &err);
    plim_assert_json(value_get(&report, "results"),
                     plim_arena_printf(arena, "{%s,\"waived\":0}", want));
}

START_TEST(what_needs_a_cluster_is_skipped_without_one)
{
    const char *path =
        write_file("a.yaml", "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}\n"
                             "---\n"
                             "{apiVersion: v1, kind: Secret, metadata: {name: bad}}\n");
    assert_results(path, NULL,
                   "\"pass\":1,\"fail\":1,\"warn\":0,\"error\":0,\"skip\":4,"
                   "\"not_applicable\":0,\"unknown\":0");
}
END_TEST

START_TEST(a_namespace_that_is_declared_too_is_known)
{
    const char *path =
        write_file("a.yaml", "{apiVersion: v1, kind: Namespace, metadata: {name: shop}}\n---\n"
                             "{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: shop}}\n");
    assert_results(path, NULL,
                   "\"pass\":3,\"fail\":1,\"warn\":0,\"error\":0,\"skip\":2,"
                   "\"not_applicable\":0,\"unknown\":0");
}
END_TEST

/* Bob may be bound to more elsewhere. */
START_TEST(accounts_fail_by_what_manifests_give_and_never_pass)
{
    const char *path = write_file(
        "a.yaml",
        "{kind: ClusterRole, apiVersion: rbac.authorization.k8s.io/v1, metadata: {name: all},\n"
        " rules: [{verbs: ['*'], apiGroups: ['*'], resources: ['*']}]}\n---\n"
        "{kind: ClusterRoleBinding, apiVersion: rbac.authorization.k8s.io/v1, metadata: {name: a},"
        " roleRef: {kind: ClusterRole, name: all}, subjects: [{kind: User, name: alice}]}\n---\n"
        "{kind: ClusterRoleBinding, apiVersion: rbac.authorization.k8s.io/v1, metadata: {name: b},"
        " roleRef: {kind: ClusterRole, name: gone}, subjects: [{kind: User, name: bob}]}\n");
    assert_results(path, NULL,
                   "\"pass\":6,\"fail\":1,\"warn\":0,\"error\":0,\"skip\":4,"
                   "\"not_applicable\":0,\"unknown\":0");
}
END_TEST

static const struct {
    const char *text;
    const char *message; /* after the path */
} mistakes[] = {
    {"a: 1\n", "no Kubernetes objects in '%s'"},
    {"", "no Kubernetes objects in '%s'"},
    {"apiVersion: v1\nkind: [\n", "%s:3:1: did not find expected node content while parsing a "
                                  "flow node"},
};

START_TEST(a_file_that_declares_nothing_is_a_mistake)
{
    struct plim_err err = {0};
    struct value report = {0};
    const char *path = write_file("a.yaml", mistakes[_i].text);
    struct plim_str message = plim_str_from(mistakes[_i].message);
    struct plim_str before = {0};
    (void)plim_str_cut(&message, '%', &before);
    ck_assert_int_eq(judge(path, NULL, &report, &err), PLIM_INVALID);
    ck_assert_str_eq(err.msg, plim_arena_printf(arena, "%.*s%s%.*s", PLIM_STR_ARG(before), path,
                                                (int)message.len - 1, message.text + 1));
}
END_TEST

START_TEST(a_broken_file_in_a_folder_is_unknown_and_told)
{
    struct plim_err err = {0};
    struct value report = {0};
    (void)write_file("in/a.yaml", "{apiVersion: v1, kind: Namespace, metadata: {name: a}}\n");
    (void)write_file("in/b.yaml", "apiVersion: v1\nkind: [\n");
    (void)write_file("in/c.yaml", "apiVersion: v1\nkind: [\n");
    plim_assert_ok(judge(plim_path_join(arena, dir, "in"), NULL, &report, &err), &err);
    ck_assert_int_eq(value_int_or(value_get_path(&report, "results.unknown"), 0), 2);
    ck_assert_uint_eq(audit_outcome_of(&report, FINDING_HIGH, NULL).unknown, 2);
}
END_TEST

START_TEST(two_sets_are_compared)
{
    const char *desired =
        write_file("a.yaml", "{apiVersion: v1, kind: Namespace, metadata: {name: a}}\n---\n"
                             "{apiVersion: v1, kind: Namespace, metadata: {name: b}}\n");
    const char *live =
        write_file("b.yaml", "{apiVersion: v1, kind: Namespace, metadata: {name: a}}\n");
    assert_results(desired, live,
                   "\"pass\":5,\"fail\":1,\"warn\":0,\"error\":0,\"skip\":0,"
                   "\"not_applicable\":0,\"unknown\":0");
}
END_TEST

START_TEST(an_object_may_stand_in_what_could_not_be_read_of_the_live_side)
{
    struct plim_err err = {0};
    struct value report = {0};
    const char *desired =
        write_file("a.yaml", "{apiVersion: v1, kind: Namespace, metadata: {name: a}}\n");
    (void)write_file("live/a.yaml", "{apiVersion: v1, kind: Namespace, metadata: {name: z}}\n");
    (void)write_file("live/b.yaml", "apiVersion: v1\nkind: [\n");
    plim_assert_ok(judge(desired, plim_path_join(arena, dir, "live"), &report, &err), &err);
    ck_assert_int_eq(value_int_or(value_get_path(&report, "results.fail"), -1), 0);
    ck_assert_int_eq(value_int_or(value_get_path(&report, "summary.drift.unknown"), 0), 1);
    ck_assert_int_eq(value_int_or(value_get_path(&report, "summary.drift.missing"), -1), 0);
}
END_TEST

START_TEST(an_autoscaler_on_the_live_side_owns_replicas)
{
    static const char deployment[] = "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a, "
                                     "namespace: shop}, spec: {replicas: %d}}\n";
    const char *desired = write_file("a.yaml", plim_arena_printf(arena, deployment, 1));
    const char *live = write_file(
        "b.yaml",
        plim_arena_printf(
            arena, "%s---\n%s", plim_arena_printf(arena, deployment, 5),
            "{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: "
            "{name: h, namespace: shop}, spec: {scaleTargetRef: {apiVersion: apps/v1, kind: "
            "Deployment, name: a}}}\n"));
    struct plim_err err = {0};
    struct value report = {0};
    plim_assert_ok(judge(desired, live, &report, &err), &err);
    ck_assert_int_eq(value_int_or(value_get_path(&report, "summary.drift.inSync"), 0), 1);
}
END_TEST

static void add(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, start, stop);
    tcase_add_test(tcase, what_needs_a_cluster_is_skipped_without_one);
    tcase_add_test(tcase, a_namespace_that_is_declared_too_is_known);
    tcase_add_test(tcase, accounts_fail_by_what_manifests_give_and_never_pass);
    tcase_add_loop_test(tcase, a_file_that_declares_nothing_is_a_mistake, 0, PLIM_LEN(mistakes));
    tcase_add_test(tcase, a_broken_file_in_a_folder_is_unknown_and_told);
    tcase_add_test(tcase, two_sets_are_compared);
    tcase_add_test(tcase, an_object_may_stand_in_what_could_not_be_read_of_the_live_side);
    tcase_add_test(tcase, an_autoscaler_on_the_live_side_owns_replicas);
}

PLIM_CHECK_MAIN("audit.manifests", add)
