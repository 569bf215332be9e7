#include "base/file.h"
#include "policy/cases.h"

#include "policy_fixture.h"

/* The failures of a run, a line each and what differs. */
struct failures {
    struct plim_buf text;
};

static void keep_failure(void *context, const struct policy_case_result *result)
{
    struct failures *failures = context;
    if (!result->passed)
        plim_buf_printf(&failures->text, "%s: %s\n%s", plim_path_name(result->path), result->why,
                        result->diff);
}

START_TEST(every_built_in_policy_keeps_its_promises)
{
    struct plim_err err = {0};
    struct failures failures = {0};
    struct policy_case_counts counts = {0};
    plim_assert_ok(
        policy_cases_run(PLIM_SOURCE_DIR "/policies", 0, keep_failure, &failures, &counts, &err),
        &err);
    ck_assert_msg(counts.failed == 0, "%s", failures.text.text);
    ck_assert_uint_ge(counts.policies, 24);
    ck_assert_uint_ge(counts.passed, 2 * counts.policies);
    plim_buf_release(&failures.text);
}
END_TEST

#define POLICY                                                                         \
    "  subject: image\n  validations: [{expression: image.semver, messageExpression: " \
    "image.tag}]\n"

/* A policy.yaml with the given case under cases/; the failures of its run, to be freed. */
static char *run(const char *rest, const char *name, const char *text)
{
    char buf[SPEC_BYTES];
    struct plim_err err = {0};
    struct plim_arena *arena = plim_arena_new();
    struct failures failures = {0};
    struct policy_case_counts counts = {0};
    char *dir = NULL;
    plim_assert_ok(plim_dir_make_temporary(&dir, &err), &err);
    struct plim_str policy = policy_text(buf, "a.b", rest);
    const char *path = plim_path_join(arena, dir, "policy.yaml");
    plim_assert_ok(plim_file_write(path, policy.text, policy.len, &err), &err);
    path = plim_path_join(arena, plim_path_join(arena, dir, "cases"), name);
    plim_assert_ok(plim_dir_make(plim_path_dir(arena, path), &err), &err);
    plim_assert_ok(plim_file_write(path, text, strlen(text), &err), &err);
    plim_assert_ok(policy_cases_run(dir, 0, keep_failure, &failures, &counts, &err), &err);
    plim_assert_ok(plim_dir_remove(dir, &err), &err);
    free(dir);
    plim_arena_free(arena);
    return plim_buf_steal(&failures.text);
}

#define NO_PASS "policy.yaml: has no case in cases/pass\n"
#define NO_FAIL "policy.yaml: has no case in cases/fail\n"
#define CASE    "apiVersion: plimsoll.dev/v1alpha1\nkind: Case\n"

static const struct {
    const char *name;
    const char *text;
    const char *said;
} promises[] = {
    {"pass/a.yaml", "{semver: true}", NO_FAIL},
    {"pass/a.yaml", "{semver: true}\n---\n{tag: x}",
     "a.yaml: 3:1: expected pass, but the policy fails: x\n- pass\n+ fail: x\n" NO_FAIL},
    {"fail/a.yaml", "{tag: x}", NO_PASS},
    {"fail/a.yaml", "{semver: true}",
     NO_PASS "a.yaml: 1:1: expected fail, but the policy passes\n- fail\n+ pass\n"},
    {"unknown/a.yaml", "{tag: x}",
     NO_PASS NO_FAIL
     "a.yaml: 1:1: expected unknown, but the policy fails: x\n- unknown\n+ fail: x\n"},
    {"skip/a.yaml", "{semver: true}",
     NO_PASS NO_FAIL "a.yaml: 1:1: expected skip, but the policy passes\n- skip\n+ pass\n"},
    {"fail/a.yaml", CASE "bindings: {image: {tag: x}}\nexpect: {messages: [z]}\n",
     NO_PASS "a.yaml: message 1 is 'x', expected 'z'\n- fail: z\n+ fail: x\n"},
    {"fail/a.yaml", CASE "bindings: {image: {tag: x}}\nexpect: {messages: [x, z]}\n",
     NO_PASS "a.yaml: 1:1: 1 messages, expected 2\n  fail: x\n- fail: z\n"},
    {"fail/a.yaml", "", NO_PASS "a.yaml: the file is empty\n"},
};

START_TEST(broken_promise_is_a_failure)
{
    char *said = run(POLICY, promises[_i].name, promises[_i].text);
    ck_assert_str_eq(said, promises[_i].said);
    free(said);
}
END_TEST

static const struct {
    const char *text;
    const char *said;
} mistakes[] = {
    {"{tga: x}", ":1:1: image: unknown field 'tga'; did you mean 'tag'?\n"},
    {CASE "binding: {}\n", ":3:1: unknown field 'binding'; did you mean 'bindings'?\n"},
    {CASE "bindings: {object: {}}\n", ":3:12: unknown field 'object'"},
    {"- 1\n", ":1:1: a case is a map\n"},
};

START_TEST(mistake_in_a_case_is_a_failure)
{
    char *said = run(POLICY, "pass/a.yaml", mistakes[_i].text);
    ck_assert_msg(strstr(said, mistakes[_i].said) != NULL, "%s", said);
    free(said);
}
END_TEST

START_TEST(policy_that_does_not_load_is_one_failure)
{
    char *said = run("  subject: image\n  validations: [{expression: image.tga, message: m}]\n",
                     "pass/a.yaml", "{}");
    ck_assert_msg(strstr(said, "policy.yaml:11:35: undefined field 'tga' of 'image'") != NULL, "%s",
                  said);
    free(said);
}
END_TEST

START_TEST(folder_without_policies_is_refused)
{
    struct plim_err err = {0};
    struct policy_case_counts counts = {0};
    plim_assert_fails(
        policy_cases_run(PLIM_SOURCE_DIR "/hack/cmake", 0, keep_failure, NULL, &counts, &err),
        PLIM_NOT_FOUND, &err, "no policy.yaml below '" PLIM_SOURCE_DIR "/hack/cmake'");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_test(tcase, every_built_in_policy_keeps_its_promises);
    tcase_add_loop_test(tcase, broken_promise_is_a_failure, 0, PLIM_LEN(promises));
    tcase_add_loop_test(tcase, mistake_in_a_case_is_a_failure, 0, PLIM_LEN(mistakes));
    tcase_add_test(tcase, policy_that_does_not_load_is_one_failure);
    tcase_add_test(tcase, folder_without_policies_is_refused);
}

PLIM_CHECK_MAIN("policy.cases", add_cases)
