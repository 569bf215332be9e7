#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "support/plim_check.h"

static struct plim_arena *arena;
static char *root;

static void make_root(void)
{
    struct plim_err err = {0};
    arena = plim_arena_new();
    plim_assert_ok(plim_dir_make_temporary(&root, &err), &err);
}

static void remove_root(void)
{
    struct plim_err err = {0};
    plim_assert_ok(plim_dir_remove(root, &err), &err);
    ck_assert(!plim_dir_exists(root));
    free(root);
    plim_arena_free(arena);
}

static void write_file(const char *name)
{
    struct plim_err err = {0};
    plim_assert_ok(plim_file_write(plim_path_join(arena, root, name), "x", 1, &err), &err);
}

START_TEST(make_creates_parents_and_takes_what_exists)
{
    struct plim_err err = {0};
    const char *path = plim_path_join(arena, root, "a/b/c");
    plim_assert_ok(plim_dir_make(path, &err), &err);
    plim_assert_ok(plim_dir_make(path, &err), &err);
    ck_assert(plim_dir_exists(path));
    ck_assert(!plim_file_exists(path));
}
END_TEST

START_TEST(make_reports_a_file_in_the_way)
{
    struct plim_err err = {0};
    write_file("f");
    const char *path = plim_path_join(arena, root, "f/x");
    const char *want = plim_arena_printf(arena, "create directory '%s': Not a directory", path);
    plim_assert_fails(plim_dir_make(path, &err), PLIM_IO, &err, want);
}
END_TEST

START_TEST(list_is_in_byte_order)
{
    struct plim_err err = {0};
    struct plim_dir_entry *entries = NULL;
    size_t count = 0;
    write_file("b");
    write_file("Z");
    plim_assert_ok(plim_dir_make(plim_path_join(arena, root, "a"), &err), &err);
    ck_assert_int_eq(symlink("a", plim_path_join(arena, root, "c")), 0);
    plim_assert_ok(plim_dir_list(arena, root, &entries, &count, &err), &err);
    ck_assert_uint_eq(count, 4);
    ck_assert_str_eq(entries[0].name, "Z");
    ck_assert_str_eq(entries[1].name, "a");
    ck_assert(!entries[0].is_dir);
    ck_assert(entries[1].is_dir);
    ck_assert(entries[3].is_dir);
}
END_TEST

START_TEST(list_reports_a_missing_directory)
{
    struct plim_err err = {0};
    struct plim_dir_entry *entries = NULL;
    size_t count = 0;
    plim_assert_fails(plim_dir_list(arena, "/nonexistent", &entries, &count, &err), PLIM_NOT_FOUND,
                      &err, "open directory '/nonexistent': No such file or directory");
}
END_TEST

START_TEST(remove_does_not_follow_links)
{
    struct plim_err err = {0};
    const char *inner = plim_path_join(arena, root, "inner");
    write_file("kept");
    plim_assert_ok(plim_dir_make(inner, &err), &err);
    ck_assert_int_eq(symlink("..", plim_path_join(arena, inner, "up")), 0);
    plim_assert_ok(plim_dir_remove(inner, &err), &err);
    ck_assert(!plim_dir_exists(inner));
    ck_assert(plim_file_exists(plim_path_join(arena, root, "kept")));
}
END_TEST

START_TEST(remove_takes_what_is_absent)
{
    struct plim_err err = {0};
    plim_assert_ok(plim_dir_remove(plim_path_join(arena, root, "absent"), &err), &err);
}
END_TEST

static const struct {
    const char *dir;
    const char *name;
    const char *want;
} joins[] = {{"a", "b", "a/b"}, {"a/", "b", "a/b"}, {"", "b", "b"},
             {NULL, "b", "b"},  {".", "b", "b"},    {"a", "/b", "/b"}};

START_TEST(join_puts_a_slash_between)
{
    ck_assert_str_eq(plim_path_join(arena, joins[_i].dir, joins[_i].name), joins[_i].want);
}
END_TEST

static const struct {
    const char *path;
    const char *dir;
    const char *name;
} paths[] = {{"a/b/c", "a/b", "c"}, {"c", ".", "c"}, {"/c", "/", "c"}};

START_TEST(dir_and_name_part_at_the_last_slash)
{
    ck_assert_str_eq(plim_path_dir(arena, paths[_i].path), paths[_i].dir);
    ck_assert_str_eq(plim_path_name(paths[_i].path), paths[_i].name);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, make_root, remove_root);
    tcase_add_test(tcase, make_creates_parents_and_takes_what_exists);
    tcase_add_test(tcase, make_reports_a_file_in_the_way);
    tcase_add_test(tcase, list_is_in_byte_order);
    tcase_add_test(tcase, list_reports_a_missing_directory);
    tcase_add_test(tcase, remove_does_not_follow_links);
    tcase_add_test(tcase, remove_takes_what_is_absent);
    tcase_add_loop_test(tcase, join_puts_a_slash_between, 0, PLIM_LEN(joins));
    tcase_add_loop_test(tcase, dir_and_name_part_at_the_last_slash, 0, PLIM_LEN(paths));
}

PLIM_CHECK_MAIN("base.dir", add_cases)
