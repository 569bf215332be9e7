#include "admission_fixture.h"

#define NEVER_PODS "  validations: [{expression: 'false', message: m}]\n"

START_TEST(policies_are_taken_from_among_other_documents)
{
    struct plim_err err = {0};
    struct admission_set *set = admission_set_new();
    plim_assert_ok(admission_set_add(set, "p.yaml",
                                     PLIM_STR(VAP(PODS NEVER_PODS) "---\n" POD(
                                         "") "\n---\n" VALIDATING_POLICY(PODS NEVER_PODS)),
                                     &err),
                   &err);
    ck_assert_uint_eq(admission_set_policies(set), 2);
    ck_assert(admission_set_has(set, PLIM_STR("p")));
    ck_assert(!admission_set_has(set, PLIM_STR("q")));
    admission_set_free(set);
}
END_TEST

START_TEST(policies_are_taken_from_lists)
{
    struct plim_err err = {0};
    struct admission_set *set = admission_set_new();
    const char *text =
        "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Pod}\n"
        "- {apiVersion: policies.kyverno.io/v1, kind: ValidatingPolicy, metadata: {}}\n";
    ck_assert_int_eq(admission_set_add(set, "p.yaml", plim_str_from(text), &err), PLIM_INVALID);
    ck_assert_str_eq(err.msg, "p.yaml:5:3: missing required field 'spec'");
    admission_set_free(set);
}
END_TEST

START_TEST(results_come_in_the_order_of_the_policies)
{
    const struct door door = {.object = POD("")};
    expect_said(VAP(PODS NEVER_PODS) "---\n" CLUSTER_POLICY(
                    "    match: {resources: {kinds: [Pod]}}\n" NEVER),
                &door, "p fail: m\np/r fail: never\n");
}
END_TEST

static const struct {
    const char *policy;
    const char *message;
} refusals[] = {
    {"apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata: {}\nspec: {}\n",
     "p.yaml:3:11: 'metadata.name' is missing"},
    {"apiVersion: kyverno.io/v2\nkind: PolicyException\nmetadata: {name: e}\nspec: {}\n",
     "p.yaml:4:7: missing required field 'match'"},
    {"apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata: {name: p}\n",
     "p.yaml:1:1: missing required field 'spec'"},
};

START_TEST(document_without_its_parts_is_refused)
{
    expect_refusal(refusals[_i].policy, refusals[_i].message);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_test(tcase, policies_are_taken_from_among_other_documents);
    tcase_add_test(tcase, policies_are_taken_from_lists);
    tcase_add_test(tcase, results_come_in_the_order_of_the_policies);
    tcase_add_loop_test(tcase, document_without_its_parts_is_refused, 0, (int)PLIM_LEN(refusals));
}

PLIM_CHECK_MAIN("admission.set", add_cases)
