#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "snapshot/reader.h"
#include "snapshot/store.h"
#include "snapshot/writer.h"
#include "support/plim_check.h"

/* SHA-256 of "abc". Source: FIPS 180-2, appendix B.1. */
static const char abc_object[] =
    "objects/ba/ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad.zst";

static char *directory;
static struct plim_arena *arena;

static void begin(void)
{
    struct plim_err err = {0};
    arena = plim_arena_new();
    plim_assert_ok(plim_dir_make_temporary(&directory, &err), &err);
}

static void end(void)
{
    struct plim_err err = {0};
    plim_assert_ok(plim_dir_remove(directory, &err), &err);
    plim_freep(&directory);
    plim_arena_free(arena);
}

static void capture(const char *name, const char *text, bool finish)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(snapshot_writer_freep) struct snapshot_writer *writer = NULL;
    plim_assert_ok(snapshot_writer_new(directory, &writer, &err), &err);
    snapshot_writer_add_cluster(writer, "prod", "https://one.example.org");
    plim_assert_ok(snapshot_put(writer, name, plim_str_from(text), &err), &err);
    if (finish)
        plim_assert_ok(snapshot_writer_finish(writer, 1776232800, &err), &err);
}

/* The newest manifest, below the directory. */
static const char *newest(void)
{
    struct plim_err err = {0};
    struct snapshot_summary *summaries = NULL;
    size_t count = 0;
    plim_assert_ok(snapshot_list(arena, directory, &summaries, &count, &err), &err);
    ck_assert_uint_gt(count, 0);
    return summaries[count - 1].path;
}

static enum plim_code get(const char *name, struct plim_buf *bytes, struct plim_err *err)
{
    PLIM_CLEANUP(snapshot_reader_freep) struct snapshot_reader *reader = NULL;
    plim_assert_ok(snapshot_reader_open(directory, &reader, err), err);
    return snapshot_get(reader, name, bytes, err);
}

START_TEST(a_document_comes_back)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(plim_buf_release) struct plim_buf bytes = {0};
    capture("fleet", "abc", true);
    ck_assert(plim_file_exists(plim_path_join(arena, directory, abc_object)));
    plim_assert_ok(get("fleet", &bytes, &err), &err);
    ck_assert_str_eq(bytes.text, "abc");
    plim_assert_fails(
        get("other", &bytes, &err), PLIM_NOT_FOUND, &err,
        plim_arena_printf(arena, "the snapshot '%s' has no document 'other'", directory));
}
END_TEST

START_TEST(a_redacted_capture_has_other_names_and_says_so)
{
    struct plim_err err = {0};
    struct snapshot_summary *summaries = NULL;
    size_t count = 0;
    PLIM_CLEANUP(plim_buf_release) struct plim_buf bytes = {0};
    PLIM_CLEANUP(snapshot_writer_freep) struct snapshot_writer *writer = NULL;
    plim_assert_ok(snapshot_writer_new(directory, &writer, &err), &err);
    snapshot_writer_redact(writer, PLIM_STR("0123456789abcdef0123456789abcdef"));
    snapshot_writer_add_cluster(writer, "shop", "https://shop");
    plim_assert_ok(snapshot_put(writer, "clusters/shop/namespace", PLIM_STR("cart"), &err), &err);
    plim_assert_fails(snapshot_put(writer, "other", PLIM_STR("abc"), &err), PLIM_INVALID, &err,
                      "snapshot: 'other' cannot be redacted");
    plim_assert_ok(snapshot_writer_finish(writer, 1776232800, &err), &err);
    plim_assert_ok(get("clusters/n-7byftdchgshpwtk7/namespace", &bytes, &err), &err);
    ck_assert_str_eq(bytes.text, "n-f5rwf7sj3lo4wobo");
    plim_assert_ok(snapshot_list(arena, directory, &summaries, &count, &err), &err);
    ck_assert_uint_eq(strlen(summaries[0].redaction), 16);
}
END_TEST

START_TEST(the_manifest_can_be_read_by_people)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(plim_freep) char *text = NULL;
    capture("fleet", "abc", true);
    plim_assert_ok(
        plim_file_read(plim_path_join(arena, directory, newest()), 10000, &text, NULL, &err), &err);
    ck_assert_str_eq(text, "{\n"
                           "  \"apiVersion\": \"plimsoll.dev/v1alpha1\",\n"
                           "  \"kind\": \"Snapshot\",\n"
                           "  \"createdAt\": \"2026-04-15T06:00:00Z\",\n"
                           "  \"clusters\": [\n"
                           "    {\"name\": \"prod\", \"server\": \"https://one.example.org\", "
                           "\"requests\": []}],\n"
                           "  \"documents\": [\n"
                           "    {\"name\":\"fleet\",\"sha256\":\"ba7816bf8f01cfea414140de5dae2223"
                           "b00361a396177a9cb410ff61f20015ad\",\"bytes\":3}]\n"
                           "}\n");
}
END_TEST

START_TEST(captures_of_one_directory_lie_side_by_side)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(plim_buf_release) struct plim_buf bytes = {0};
    PLIM_CLEANUP(snapshot_reader_freep) struct snapshot_reader *reader = NULL;
    capture("fleet", "abc", true);
    const char *first = plim_path_join(arena, directory, newest());
    capture("fleet", "later", true);
    plim_assert_ok(get("fleet", &bytes, &err), &err);
    ck_assert_str_eq(bytes.text, "later");
    plim_buf_clear(&bytes);
    plim_assert_ok(snapshot_reader_open(first, &reader, &err), &err);
    plim_assert_ok(snapshot_get(reader, "fleet", &bytes, &err), &err);
    ck_assert_str_eq(bytes.text, "abc");
}
END_TEST

START_TEST(an_unfinished_capture_leaves_the_earlier_one)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(plim_buf_release) struct plim_buf bytes = {0};
    capture("fleet", "abc", true);
    capture("fleet", "later", false);
    plim_assert_ok(get("fleet", &bytes, &err), &err);
    ck_assert_str_eq(bytes.text, "abc");
}
END_TEST

START_TEST(a_damaged_object_is_named)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(plim_buf_release) struct plim_buf bytes = {0};
    capture("fleet", "abc", true);
    const char *path = plim_path_join(arena, directory, abc_object);
    plim_assert_ok(plim_file_write(path, "abd", 3, &err), &err);
    plim_assert_fails(get("fleet", &bytes, &err), PLIM_INVALID, &err,
                      plim_arena_printf(arena,
                                        "snapshot: '%s' is damaged: it is not one zstd frame of a "
                                        "known size",
                                        path));
    ck_assert_uint_eq(bytes.len, 0);
}
END_TEST

START_TEST(a_missing_object_is_named)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(plim_buf_release) struct plim_buf bytes = {0};
    capture("fleet", "abc", true);
    plim_assert_ok(plim_dir_remove(plim_path_join(arena, directory, "objects"), &err), &err);
    plim_assert_fails(get("fleet", &bytes, &err), PLIM_NOT_FOUND, &err,
                      plim_arena_printf(arena, "snapshot: open '%s/%s': No such file or directory",
                                        directory, abc_object));
}
END_TEST

START_TEST(a_damaged_object_is_repaired_by_the_next_capture)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(plim_buf_release) struct plim_buf bytes = {0};
    capture("fleet", "abc", true);
    plim_assert_ok(plim_file_write(plim_path_join(arena, directory, abc_object), "a", 1, &err),
                   &err);
    capture("fleet", "abc", true);
    plim_assert_ok(get("fleet", &bytes, &err), &err);
    ck_assert_str_eq(bytes.text, "abc");
}
END_TEST

START_TEST(a_directory_without_capture_is_told_so)
{
    struct plim_err err = {0};
    struct snapshot_reader *reader = NULL;
    plim_assert_fails(snapshot_reader_open("/nonexistent", &reader, &err), PLIM_NOT_FOUND, &err,
                      "snapshot '/nonexistent': no capture in '/nonexistent/captures'");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, begin, end);
    tcase_add_test(tcase, a_document_comes_back);
    tcase_add_test(tcase, a_redacted_capture_has_other_names_and_says_so);
    tcase_add_test(tcase, the_manifest_can_be_read_by_people);
    tcase_add_test(tcase, captures_of_one_directory_lie_side_by_side);
    tcase_add_test(tcase, an_unfinished_capture_leaves_the_earlier_one);
    tcase_add_test(tcase, a_damaged_object_is_named);
    tcase_add_test(tcase, a_missing_object_is_named);
    tcase_add_test(tcase, a_damaged_object_is_repaired_by_the_next_capture);
    tcase_add_test(tcase, a_directory_without_capture_is_told_so);
}

PLIM_CHECK_MAIN("snapshot.writer", add_cases)
