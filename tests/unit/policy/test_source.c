#include "base/file.h"

#include "policy_fixture.h"

#define VALID "  subject: cluster\n  validations: [{expression: 'true', message: m}]\n"

static void write_policy(struct plim_arena *arena, const char *dir, const char *name,
                         const char *id)
{
    char buf[SPEC_BYTES];
    struct plim_err err = {0};
    struct plim_str text = policy_text(buf, id, VALID);
    const char *path = plim_path_join(arena, dir, name);
    plim_assert_ok(plim_dir_make(plim_path_dir(arena, path), &err), &err);
    plim_assert_ok(plim_file_write(path, text.text, text.len, &err), &err);
}

START_TEST(directory_adds_and_replaces)
{
    struct plim_err err = {0};
    struct plim_arena *arena = plim_arena_new();
    struct policy_set *set = policy_set_new();
    char *dir = NULL;
    plim_assert_ok(plim_dir_make_temporary(&dir, &err), &err);
    write_policy(arena, dir, "mine/a.yaml", "my.own");
    write_policy(arena, dir, "b.yml", "drift.extra");
    write_policy(arena, dir, "mine/cases/pass/c.yaml", "not.read");
    write_policy(arena, dir, "d.txt", "not.read-either");
    plim_assert_ok(policy_set_add_embedded(set, &err), &err);
    size_t embedded = policy_set_len(set);
    plim_assert_ok(policy_set_add_dir(set, dir, &err), &err);
    policy_set_seal(set);
    ck_assert_uint_eq(policy_set_len(set), embedded + 1);
    ck_assert(!policy_set_find(set, PLIM_STR("drift.extra"))->embedded);
    ck_assert(policy_set_find(set, PLIM_STR("drift.missing"))->embedded);
    plim_assert_ok(plim_dir_remove(dir, &err), &err);
    free(dir);
    policy_set_free(set);
    plim_arena_free(arena);
}
END_TEST

START_TEST(directory_that_is_not_there_is_refused)
{
    struct plim_err err = {0};
    struct policy_set *set = policy_set_new();
    plim_assert_fails(policy_set_add_dir(set, "/nonexistent", &err), PLIM_NOT_FOUND, &err,
                      "'/nonexistent' does not exist");
    policy_set_free(set);
}
END_TEST

START_TEST(file_that_is_too_large_is_refused)
{
    struct plim_err err = {0};
    struct policy_set *set = policy_set_new();
    char *text = calloc(1, POLICY_FILE_BYTES_MAX + 1);
    struct plim_str large = {text, POLICY_FILE_BYTES_MAX + 1};
    plim_assert_fails(policy_set_add(set, "p.yaml", large, &err), PLIM_LIMIT, &err,
                      "p.yaml: larger than 1048576 bytes");
    free(text);
    policy_set_free(set);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_test(tcase, directory_adds_and_replaces);
    tcase_add_test(tcase, directory_that_is_not_there_is_refused);
    tcase_add_test(tcase, file_that_is_too_large_is_refused);
}

PLIM_CHECK_MAIN("policy.source", add_cases)
