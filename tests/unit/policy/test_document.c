#include "base/defs.h"

#include "policy_fixture.h"

#define VALID "  validations: [{expression: 'true', message: m}]\n"

static const struct {
    const char *rest;
    const char *message;
} refusals[] = {
    {"  subject: clutser\n" VALID,
     "p.yaml:10:12: unknown subject 'clutser'; expected one of object, image, application, parity, "
     "repository, cluster, account, fleet, relation, exemption, namespace; did you mean "
     "'cluster'?"},
    {"  subject: cluster\n  validation: []\n" VALID,
     "p.yaml:11:3: unknown field 'validation'; did you mean 'validations'?"},
    {"  subject: cluster\n  match: {workloads: true}\n" VALID,
     "p.yaml:11:10: 'match' is for the subject 'object'; use 'matchConditions'"},
    {"  subject: cluster\n  celEnvironment: kubernets\n" VALID,
     "p.yaml:11:19: unknown CEL environment 'kubernets'; expected one of cel, kubernetes, kyverno, "
     "plimsoll; did you mean 'kubernetes'?"},
    {"  subject: cluster\n  celEnvironment: kubernetes@1.20\n" VALID,
     "p.yaml:11:19: unknown version '1.20' of the CEL environment 'kubernetes'; expected 1.28 to "
     "1.36"},
    {"  subject: cluster\n  sets: [recommended, Mine]\n" VALID,
     "p.yaml:11:23: 'sets' holds names: lower-case letters, digits and '-'"},
    {"  subject: cluster\n  references: [1]\n" VALID, "p.yaml:11:16: 'references' holds URLs"},
};

START_TEST(mistake_in_a_document_names_file_line_and_column)
{
    struct plim_err err = {0};
    ck_assert_str_eq(refusal(refusals[_i].rest, &err), refusals[_i].message);
}
END_TEST

START_TEST(policy_tells_about_itself)
{
    struct fixture fixture = {0};
    add_policy(&fixture, "a.b", "  subject: cluster\n  references: [https://example.org]\n" VALID);
    policy_set_seal(fixture.set);
    const struct policy_info *info = policy_set_find(fixture.set, PLIM_STR("a.b"));
    ck_assert_ptr_nonnull(info);
    ck_assert_str_eq(info->title.text, "It is right");
    ck_assert_str_eq(info->remediation.text, "repair it");
    ck_assert_int_eq(info->severity, FINDING_HIGH);
    ck_assert_int_eq(info->subject, POLICY_CLUSTER);
    ck_assert_uint_eq(value_len(info->references), 1);
    ck_assert_str_eq(info->file.text, "p.yaml");
    end(&fixture);
}
END_TEST

START_TEST(id_is_lower_case)
{
    char buf[SPEC_BYTES];
    struct plim_err err = {0};
    struct policy_set *set = policy_set_new();
    struct plim_str text = policy_text(buf, "Drift", "  subject: cluster\n" VALID);
    plim_assert_fails(policy_set_add(set, "p.yaml", text, &err), PLIM_INVALID, &err,
                      "p.yaml:3:18: 'Drift' is not an id: lower-case letters, digits, '-' and '.', "
                      "at most 64");
    policy_set_free(set);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, mistake_in_a_document_names_file_line_and_column, 0,
                        PLIM_LEN(refusals));
    tcase_add_test(tcase, policy_tells_about_itself);
    tcase_add_test(tcase, id_is_lower_case);
}

PLIM_CHECK_MAIN("policy.document", add_cases)
