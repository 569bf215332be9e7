#include "policy_fixture.h"

#define VALID "  subject: cluster\n  validations: [{expression: 'true', message: m}]\n"

START_TEST(later_source_replaces_by_id)
{
    struct fixture fixture = {0};
    add_policy(&fixture, "a.b", VALID);
    add_policy(&fixture, "a.b", VALID "  unit: subject\n");
    add_policy(&fixture, "a.a", VALID);
    policy_set_seal(fixture.set);
    ck_assert_uint_eq(policy_set_len(fixture.set), 2);
    ck_assert_str_eq(policy_set_at(fixture.set, 0)->id.text, "a.a");
    ck_assert_uint_eq(policy_set_at(fixture.set, 1)->index, 1);
    ck_assert_uint_eq(policy_set_subject_len(fixture.set, POLICY_CLUSTER), 2);
    end(&fixture);
}
END_TEST

START_TEST(whether_managed_fields_are_looked_at_is_known)
{
    struct fixture fixture = {0};
    add_policy(&fixture, "a.a", VALID);
    ck_assert(!policy_set_reads_managed_fields(fixture.set));
    add_policy(&fixture, "a.b",
               "  subject: object\n  validations: [{expression: "
               "'has(object.metadata.managedFields)', message: m}]\n");
    ck_assert(policy_set_reads_managed_fields(fixture.set));
    end(&fixture);
}
END_TEST

START_TEST(one_source_defines_an_id_once)
{
    char one[SPEC_BYTES];
    PLIM_CLEANUP(plim_buf_release) struct plim_buf both = {0};
    struct plim_err err = {0};
    struct policy_set *set = policy_set_new();
    struct plim_str text = policy_text(one, "a.b", VALID);
    plim_buf_printf(&both, "%s---\n%s", text.text, text.text);
    plim_assert_fails(policy_set_add(set, "p.yaml", plim_buf_str(&both), &err), PLIM_INVALID, &err,
                      "p.yaml:13:1: policy 'a.b' is already defined at p.yaml:1:1");
    policy_set_free(set);
}
END_TEST

START_TEST(digest_depends_on_content_alone)
{
    struct fixture left = {0};
    struct fixture right = {0};
    struct fixture other = {0};
    add_policy(&left, "a.b", VALID);
    add_policy(&left, "b.b", VALID);
    add_policy(&right, "b.b", "\n" VALID);
    add_policy(&right, "a.b", VALID);
    add_policy(&other, "a.b", VALID);
    policy_set_seal(left.set);
    policy_set_seal(right.set);
    policy_set_seal(other.set);
    ck_assert_str_eq(policy_set_digest(left.set), policy_set_digest(right.set));
    ck_assert_str_ne(policy_set_digest(left.set), policy_set_digest(other.set));
    end(&left);
    end(&right);
    end(&other);
}
END_TEST

static const struct {
    const char *text;
    const char *message;
} strangers[] = {
    {"- 1\n", "p.yaml:1:1: not a document of ours: 'kind' is missing"},
    {"apiVersion: v1\nkind: Pod\n", "p.yaml:1:13: expected apiVersion plimsoll.dev/v1alpha1"},
    {"apiVersion: plimsoll.dev/v1alpha1\nkind: Policy\n",
     "p.yaml:2:7: unknown kind 'Policy'; expected AuditPolicy or Exemption"},
    {"kind: AuditPolicy\n", "p.yaml:1:1: expected apiVersion plimsoll.dev/v1alpha1"},
};

START_TEST(other_documents_are_refused)
{
    struct plim_err err = {0};
    struct policy_set *set = policy_set_new();
    plim_assert_fails(policy_set_add(set, "p.yaml", plim_str_from(strangers[_i].text), &err),
                      PLIM_INVALID, &err, strangers[_i].message);
    policy_set_free(set);
}
END_TEST

START_TEST(our_other_kinds_are_passed_over)
{
    struct plim_err err = {0};
    struct policy_set *set = policy_set_new();
    struct plim_str text = PLIM_STR("apiVersion: plimsoll.dev/v1alpha1\nkind: MaturityModel\n");
    plim_assert_ok(policy_set_add(set, "m.yaml", text, &err), &err);
    ck_assert_uint_eq(policy_set_len(set), 0);
    policy_set_free(set);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_test(tcase, later_source_replaces_by_id);
    tcase_add_test(tcase, one_source_defines_an_id_once);
    tcase_add_test(tcase, whether_managed_fields_are_looked_at_is_known);
    tcase_add_test(tcase, digest_depends_on_content_alone);
    tcase_add_loop_test(tcase, other_documents_are_refused, 0, 4);
    tcase_add_test(tcase, our_other_kinds_are_passed_over);
}

PLIM_CHECK_MAIN("policy.set", add_cases)
