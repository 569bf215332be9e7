#include "admission/session.h"

#include "admission_fixture.h"

static const struct {
    const char *policy, *id, *title;
} policies[] = {
    {VAP(PODS "  validations: [{expression: 'true'}]\n"), "ValidatingAdmissionPolicy/p", ""},
    /* The last rule is generated: it has the name of the one that was written. */
    {CLUSTER_POLICY("    match: {any: [{resources: {kinds: [Pod]}}]}\n" NEVER), "ClusterPolicy/p/r",
     ""},
    {"apiVersion: policies.kyverno.io/v1\nkind: NamespacedValidatingPolicy\n"
     "metadata: {name: p, namespace: shop, annotations: {policies.kyverno.io/title: ' Owners '}}\n"
     "spec:\n" PODS "  validations: [{expression: 'true'}]\n",
     "NamespacedValidatingPolicy/shop/p", "Owners"},
};

START_TEST(a_policy_is_called_by_kind_namespace_name_and_rule)
{
    struct plim_err err = {0};
    struct admission_set *set = admission_set_new();
    plim_assert_ok(admission_set_add(set, "p.yaml", plim_str_from(policies[_i].policy), &err),
                   &err);
    const struct admission_about *about = admission_set_about(set, admission_set_rules(set) - 1);
    ck_assert(plim_str_is(about->id, policies[_i].id));
    ck_assert(plim_str_is(about->title, policies[_i].title));
    ck_assert_str_eq(about->file, "p.yaml");
    ck_assert_uint_eq(about->position.line, 1);
    admission_set_free(set);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, a_policy_is_called_by_kind_namespace_name_and_rule, 0,
                        (int)PLIM_LEN(policies));
}

PLIM_CHECK_MAIN("admission.about", add_cases)
