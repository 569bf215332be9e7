#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/sink.h"
#include "support/plim_check.h"

static char *dir;
static struct plim_arena *arena;
static char *path;

static void start(void)
{
    struct plim_err err = {0};
    arena = plim_arena_new();
    plim_assert_ok(plim_dir_make_temporary(&dir, &err), &err);
    path = plim_path_join(arena, dir, "report.json");
    plim_assert_ok(plim_file_write(path, "old", 3, &err), &err);
}

static void stop(void)
{
    struct plim_err err = {0};
    plim_assert_ok(plim_dir_remove(dir, &err), &err);
    free(dir);
    plim_arena_free(arena);
}

static size_t count_files(void)
{
    struct plim_dir_entry *entries = NULL;
    size_t count = 0;
    struct plim_err err = {0};
    plim_assert_ok(plim_dir_list(arena, dir, &entries, &count, &err), &err);
    return count;
}

static void assert_content(const char *wanted)
{
    PLIM_CLEANUP(plim_freep) char *text = NULL;
    struct plim_err err = {0};
    plim_assert_ok(plim_file_read(path, 1024, &text, NULL, &err), &err);
    ck_assert_str_eq(text, wanted);
    ck_assert_uint_eq(count_files(), 1);
}

START_TEST(a_file_appears_when_it_is_committed)
{
    PLIM_CLEANUP(plim_file_stream_freep) struct plim_file_stream *stream = NULL;
    struct plim_err err = {0};
    plim_assert_ok(plim_file_stream_open(path, &stream, &err), &err);
    plim_assert_ok(plim_file_stream_write(stream, "ne", 2, &err), &err);
    plim_assert_ok(plim_file_stream_write(stream, "w", 1, &err), &err);
    ck_assert_uint_eq(count_files(), 2); /* the other is the temporary one */
    plim_assert_ok(plim_file_stream_commit(stream, &err), &err);
    assert_content("new");
}
END_TEST

START_TEST(without_a_commit_the_earlier_file_stays)
{
    struct plim_file_stream *stream = NULL;
    struct plim_err err = {0};
    plim_assert_ok(plim_file_stream_open(path, &stream, &err), &err);
    plim_assert_ok(plim_file_stream_write(stream, "half", 4, &err), &err);
    plim_file_stream_free(stream);
    assert_content("old");
}
END_TEST

START_TEST(a_full_disk_is_an_error_that_names_the_file)
{
    PLIM_CLEANUP(plim_file_stream_freep) struct plim_file_stream *stream = NULL;
    struct plim_err err = {0};
    plim_assert_ok(plim_file_stream_open("/dev/full", &stream, &err), &err);
    plim_assert_fails(plim_file_stream_write(stream, "x", 1, &err), PLIM_IO, &err,
                      "write '/dev/full': No space left on device");
}
END_TEST

START_TEST(a_directory_that_does_not_exist_is_an_error)
{
    struct plim_file_stream *stream = NULL;
    struct plim_err err = {0};
    plim_assert_fails(plim_file_stream_open("/nowhere/report.json", &stream, &err), PLIM_IO, &err,
                      "create '/nowhere/report.json': No such file or directory");
}
END_TEST

START_TEST(a_buffer_takes_bytes_until_it_is_full)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf buf = {.max = 4};
    struct plim_sink sink = plim_buf_sink(&buf);
    struct plim_err err = {0};
    plim_assert_ok(sink.write(sink.context, "abc", 3, &err), &err);
    ck_assert_str_eq(buf.text, "abc");
    plim_assert_fails(sink.write(sink.context, "def", 3, &err), PLIM_LIMIT, &err,
                      "larger than 4 bytes");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, start, stop);
    tcase_add_test(tcase, a_file_appears_when_it_is_committed);
    tcase_add_test(tcase, without_a_commit_the_earlier_file_stays);
    tcase_add_test(tcase, a_full_disk_is_an_error_that_names_the_file);
    tcase_add_test(tcase, a_directory_that_does_not_exist_is_an_error);
    tcase_add_test(tcase, a_buffer_takes_bytes_until_it_is_full);
}

PLIM_CHECK_MAIN("base.file_stream", add_cases)
