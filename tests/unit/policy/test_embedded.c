#include "base/file.h"
#include "policy/embedded.h"

#include "policy_fixture.h"

START_TEST(program_carries_files_in_order)
{
    const struct policy_file *files = NULL;
    size_t count = 0;
    policy_embedded(&files, &count);
    ck_assert_uint_gt(count, 24);
    for (size_t i = 0; i < count; i++) {
        ck_assert_uint_eq(strlen(files[i].text), files[i].len);
        ck_assert(i == 0 || strcmp(files[i - 1].path, files[i].path) < 0);
    }
}
END_TEST

START_TEST(policies_read_on_all_threads_are_those_read_one_by_one)
{
    struct plim_err err = {0};
    const struct policy_file *files = NULL;
    size_t count = 0;
    struct policy_set *at_once = policy_set_new();
    struct policy_set *singly = policy_set_new();
    plim_assert_ok(policy_set_add_embedded(at_once, &err), &err);
    policy_embedded(&files, &count);
    for (size_t i = 0; i < count; i++) {
        struct plim_str text = {files[i].text, files[i].len};
        if (strcmp(plim_path_name(files[i].path), "policy.yaml") == 0)
            plim_assert_ok(policy_set_add(singly, files[i].path, text, &err), &err);
    }
    policy_set_seal(at_once);
    policy_set_seal(singly);
    ck_assert_uint_eq(policy_set_len(at_once), policy_set_len(singly));
    ck_assert_str_eq(policy_set_digest(at_once), policy_set_digest(singly));
    ck_assert(policy_set_reads_managed_fields(at_once));
    for (size_t i = 0; i < policy_set_len(at_once); i++) {
        ck_assert_str_eq(policy_set_at(at_once, i)->file.text, policy_set_at(singly, i)->file.text);
        ck_assert(policy_set_at(at_once, i)->embedded);
    }
    policy_set_free(at_once);
    policy_set_free(singly);
}
END_TEST

START_TEST(policies_are_read_once)
{
    struct plim_err err = {0};
    struct policy_set *set = policy_set_new();
    plim_assert_ok(policy_set_add_embedded(set, &err), &err);
    size_t len = policy_set_len(set);
    plim_assert_ok(policy_set_add_embedded(set, &err), &err); /* replaces them */
    ck_assert_uint_eq(policy_set_len(set), len);
    policy_set_free(set);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_test(tcase, program_carries_files_in_order);
    tcase_add_test(tcase, policies_read_on_all_threads_are_those_read_one_by_one);
    tcase_add_test(tcase, policies_are_read_once);
}

PLIM_CHECK_MAIN("policy.embedded", add_cases)
