#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "snapshot/reader.h"
#include "snapshot/store.h"
#include "snapshot/writer.h"
#include "support/plim_check.h"

static char *directory;
static struct plim_arena *arena;

/* A capture of one document, made so many days after the first. */
static void capture(const char *text, int64_t days)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(snapshot_writer_freep) struct snapshot_writer *writer = NULL;
    plim_assert_ok(snapshot_writer_new(directory, &writer, &err), &err);
    plim_assert_ok(snapshot_put(writer, "fleet", plim_str_from(text), &err), &err);
    plim_assert_ok(snapshot_put(writer, "same", PLIM_STR("always"), &err), &err);
    plim_assert_ok(snapshot_writer_finish(writer, 1776232800 + days * 86400, &err), &err);
}

static void begin(void)
{
    struct plim_err err = {0};
    arena = plim_arena_new();
    plim_assert_ok(plim_dir_make_temporary(&directory, &err), &err);
    capture("abc", 0);
    capture("second", 1);
    capture("third", 2);
}

static void end(void)
{
    struct plim_err err = {0};
    plim_assert_ok(plim_dir_remove(directory, &err), &err);
    plim_freep(&directory);
    plim_arena_free(arena);
}

static struct snapshot_problems verify(void)
{
    struct plim_err err = {0};
    struct snapshot_problems problems = {0};
    plim_assert_ok(snapshot_verify(arena, directory, &problems, &err), &err);
    return problems;
}

static char *manifest(size_t number)
{
    struct plim_err err = {0};
    struct snapshot_summary *summaries = NULL;
    size_t count = 0;
    plim_assert_ok(snapshot_list(arena, directory, &summaries, &count, &err), &err);
    ck_assert_uint_gt(count, number);
    return plim_path_join(arena, directory, summaries[number].path);
}

/* The object "abc". */
static char *object(void)
{
    return plim_path_join(arena, directory,
                          "objects/ba/"
                          "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad.zst");
}

START_TEST(sound_captures_have_no_problems)
{
    struct snapshot_problems problems = verify();
    ck_assert_uint_eq(problems.len, 0);
    ck_assert_uint_eq(problems.captures, 3);
    ck_assert_uint_eq(problems.objects, 4);
}
END_TEST

START_TEST(a_missing_object_is_named_once)
{
    capture("abc", 3);
    ck_assert_int_eq(unlink(object()), 0);
    struct snapshot_problems problems = verify();
    ck_assert_uint_eq(problems.len, 1);
    ck_assert_ptr_nonnull(strstr(problems.lines[0], object()));
}
END_TEST

START_TEST(an_altered_manifest_is_named_and_the_others_are_read)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(plim_freep) char *text = NULL;
    size_t len = 0;
    char *path = manifest(1);
    plim_assert_ok(plim_file_read(path, 10000, &text, &len, &err), &err);
    text[len - 2] = ' ';
    plim_assert_ok(plim_file_write(path, text, len, &err), &err);
    struct snapshot_problems problems = verify();
    ck_assert_uint_eq(problems.captures, 3);
    ck_assert_uint_eq(problems.len, 1);
    ck_assert_ptr_nonnull(strstr(problems.lines[0], path));
    struct snapshot_reader *reader = NULL;
    ck_assert_int_eq(snapshot_reader_open(path, &reader, &err), PLIM_INVALID);
}
END_TEST

static const struct {
    struct snapshot_pruning pruning;
    size_t captures; /* that went */
    size_t objects;
} prunings[] = {
    {{.keep = 5, .newest = INT64_MAX}, 0, 0}, {{.keep = 2, .newest = INT64_MAX}, 1, 1},
    {{.keep = 0, .newest = INT64_MAX}, 2, 2}, {{.keep = 1, .newest = 1776232800 + 86400}, 1, 1},
    {{.keep = 1, .newest = 0}, 0, 0},
};

START_TEST(what_is_left_after_pruning_is_whole)
{
    struct plim_err err = {0};
    struct snapshot_pruned pruned = {0};
    PLIM_CLEANUP(plim_buf_release) struct plim_buf bytes = {0};
    PLIM_CLEANUP(snapshot_reader_freep) struct snapshot_reader *reader = NULL;
    plim_assert_ok(snapshot_prune(directory, &prunings[_i].pruning, &pruned, &err), &err);
    ck_assert_uint_eq(pruned.captures, prunings[_i].captures);
    ck_assert_uint_eq(pruned.objects, prunings[_i].objects);
    struct snapshot_problems problems = verify();
    ck_assert_uint_eq(problems.len, 0);
    ck_assert_uint_eq(problems.captures, 3 - prunings[_i].captures);
    plim_assert_ok(snapshot_reader_open(directory, &reader, &err), &err);
    plim_assert_ok(snapshot_get(reader, "fleet", &bytes, &err), &err);
    ck_assert_str_eq(bytes.text, "third");
}
END_TEST

START_TEST(what_an_interrupted_capture_left_goes)
{
    struct plim_err err = {0};
    struct snapshot_pruned pruned = {0};
    struct snapshot_pruning all = {.keep = 9, .newest = INT64_MAX};
    char *left = plim_arena_printf(arena, "%s.123-0.tmp", object());
    plim_assert_ok(plim_file_write(left, "x", 1, &err), &err);
    plim_assert_ok(snapshot_prune(directory, &all, &pruned, &err), &err);
    ck_assert_uint_eq(pruned.objects, 1);
    ck_assert(!plim_file_exists(left));
}
END_TEST

START_TEST(nothing_is_removed_while_a_capture_that_stays_is_damaged)
{
    struct plim_err err = {0};
    struct snapshot_pruned pruned = {0};
    struct snapshot_pruning newest = {.keep = 1, .newest = INT64_MAX};
    plim_assert_ok(plim_file_write(manifest(2), "{}", 2, &err), &err);
    ck_assert_int_eq(snapshot_prune(directory, &newest, &pruned, &err), PLIM_INVALID);
    ck_assert(plim_file_exists(object()));
    ck_assert(plim_file_exists(manifest(0)));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, begin, end);
    tcase_add_test(tcase, sound_captures_have_no_problems);
    tcase_add_test(tcase, a_missing_object_is_named_once);
    tcase_add_test(tcase, an_altered_manifest_is_named_and_the_others_are_read);
    tcase_add_loop_test(tcase, what_is_left_after_pruning_is_whole, 0, PLIM_LEN(prunings));
    tcase_add_test(tcase, what_an_interrupted_capture_left_goes);
    tcase_add_test(tcase, nothing_is_removed_while_a_capture_that_stays_is_damaged);
}

PLIM_CHECK_MAIN("snapshot.verify", add_cases)
