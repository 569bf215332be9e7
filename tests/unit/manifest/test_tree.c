#include "support/plim_check.h"

#include "tree_priv.h"

static const struct {
    const char *dir;
    const char *path;
    const char *want;
} paths[] = {
    {"a/b", "../c", "a/c"}, {"", "x/./y//z", "x/y/z"}, {"a/b", "../..", ""}, {"a", "../../x", NULL},
    {"a", "/etc", NULL},    {"a/b", ".", "a/b"},       {"", "..", NULL},
};

START_TEST(a_path_is_resolved_within_the_tree)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    const char *got = manifest_path_resolve(arena, paths[_i].dir, paths[_i].path);
    ck_assert_pstr_eq(got, paths[_i].want);
}
END_TEST

static const struct {
    const char *path;
    const char *dir;
    bool below;
} pairs[] = {
    {"a/b", "a", true},  {"a", "a", true},  {"ab", "a", false},
    {"a", "a/b", false}, {"a/b", "", true}, {"", "", true},
};

START_TEST(below_means_whole_names)
{
    ck_assert_int_eq(manifest_path_is_below(pairs[_i].path, pairs[_i].dir), pairs[_i].below);
}
END_TEST

START_TEST(the_directory_of_a_top_level_file_is_the_top)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    ck_assert_str_eq(manifest_path_dir(arena, "a"), "");
    ck_assert_str_eq(manifest_path_dir(arena, "a/b/c"), "a/b");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, a_path_is_resolved_within_the_tree, 0, (int)PLIM_LEN(paths));
    tcase_add_loop_test(tcase, below_means_whole_names, 0, (int)PLIM_LEN(pairs));
    tcase_add_test(tcase, the_directory_of_a_top_level_file_is_the_top);
}

PLIM_CHECK_MAIN("tree", add_cases)
