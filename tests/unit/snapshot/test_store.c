/* Objects and directories that are not what they say. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zstd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "support/plim_check.h"

#include "object_priv.h"
#include "store_priv.h"

static char *directory;
static struct plim_arena *arena;
static char sha256[PLIM_SHA256_TEXT_BYTES];
static const char *file; /* of the object "abc" */

static void begin(void)
{
    struct plim_err err = {0};
    arena = plim_arena_new();
    plim_assert_ok(plim_dir_make_temporary(&directory, &err), &err);
    plim_assert_ok(snapshot_object_write(directory, PLIM_STR("abc"), sha256, &err), &err);
    file = plim_path_join(arena, directory, snapshot_object_name(arena, sha256));
}

static void end(void)
{
    struct plim_err err = {0};
    plim_assert_ok(plim_dir_remove(directory, &err), &err);
    plim_freep(&directory);
    plim_arena_free(arena);
}

static void replace(const char *bytes, size_t len)
{
    struct plim_err err = {0};
    plim_assert_ok(plim_file_write(file, bytes, len, &err), &err);
}

static void refused(size_t most, enum plim_code code, const char *why)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(plim_buf_release) struct plim_buf bytes = {0};
    ck_assert_int_eq(snapshot_object_read(directory, sha256, most, &bytes, &err), code);
    ck_assert_msg(strstr(err.msg, file) && strstr(err.msg, why), "%s", err.msg);
    ck_assert_uint_eq(bytes.len, 0);
}

START_TEST(an_object_is_no_longer_than_expected)
{
    refused(2, PLIM_LIMIT, "holds 3 bytes, more than the 2 expected");
}
END_TEST

START_TEST(a_bomb_is_not_unpacked)
{
    size_t len = (size_t)64 * 1024 * 1024;
    char *zeros = plim_calloc(len, 1);
    char *packed = plim_calloc(ZSTD_compressBound(len), 1);
    size_t size = ZSTD_compress(packed, ZSTD_compressBound(len), zeros, len, 1);
    replace(packed, size);
    refused(100000, PLIM_LIMIT, "holds 67108864 bytes, more than the 100000 expected");
    free(zeros);
    free(packed);
}
END_TEST

START_TEST(a_cut_object_is_damaged)
{
    char packed[64];
    size_t size = ZSTD_compress(packed, sizeof(packed), "abc", 3, 1);
    replace(packed, size - 1);
    refused(3, PLIM_INVALID, "is damaged");
}
END_TEST

START_TEST(another_content_is_damaged)
{
    char packed[64];
    size_t size = ZSTD_compress(packed, sizeof(packed), "abd", 3, 1);
    replace(packed, size);
    refused(3, PLIM_INVALID, "its bytes are not those of its name");
}
END_TEST

START_TEST(a_frame_that_lies_about_its_size_is_damaged)
{
    char packed[64];
    size_t size = ZSTD_compress(packed, sizeof(packed), "abc", 3, 1);
    packed[5] = 2; /* the content size of a single segment frame; RFC 8878, 3.1.1.1 */
    replace(packed, size);
    refused(3, PLIM_INVALID, "is damaged");
}
END_TEST

START_TEST(a_link_leads_nowhere)
{
    ck_assert_int_eq(unlink(file), 0);
    ck_assert_int_eq(symlink("/etc/passwd", file), 0);
    refused(3, PLIM_INVALID, "is behind a link");
}
END_TEST

START_TEST(a_directory_that_is_a_link_leads_nowhere)
{
    const char *objects = plim_path_join(arena, directory, "objects");
    const char *moved = plim_path_join(arena, directory, "moved");
    ck_assert_int_eq(rename(objects, moved), 0);
    ck_assert_int_eq(symlink(moved, objects), 0);
    refused(3, PLIM_INVALID, "is behind a link");
}
END_TEST

START_TEST(a_pipe_is_no_object_and_holds_nobody_up)
{
    ck_assert_int_eq(unlink(file), 0);
    ck_assert_int_eq(mkfifo(file, 0600), 0);
    refused(3, PLIM_INVALID, "is no regular file");
}
END_TEST

START_TEST(captures_and_removal_exclude_each_other)
{
    struct plim_err err = {0};
    int first = -1;
    int second = -1;
    int alone = -1;
    plim_assert_ok(snapshot_store_hold(directory, false, &first, &err), &err);
    plim_assert_ok(snapshot_store_hold(directory, false, &second, &err), &err);
    ck_assert_int_eq(snapshot_store_hold(directory, true, &alone, &err), PLIM_UNAVAILABLE);
    ck_assert_ptr_nonnull(strstr(err.msg, "a capture is being made"));
    (void)close(first);
    (void)close(second);
    plim_assert_ok(snapshot_store_hold(directory, true, &alone, &err), &err);
    ck_assert_int_eq(snapshot_store_hold(directory, false, &first, &err), PLIM_UNAVAILABLE);
    (void)close(alone);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, begin, end);
    tcase_add_test(tcase, an_object_is_no_longer_than_expected);
    tcase_add_test(tcase, a_bomb_is_not_unpacked);
    tcase_add_test(tcase, a_cut_object_is_damaged);
    tcase_add_test(tcase, another_content_is_damaged);
    tcase_add_test(tcase, a_frame_that_lies_about_its_size_is_damaged);
    tcase_add_test(tcase, a_link_leads_nowhere);
    tcase_add_test(tcase, a_directory_that_is_a_link_leads_nowhere);
    tcase_add_test(tcase, a_pipe_is_no_object_and_holds_nobody_up);
    tcase_add_test(tcase, captures_and_removal_exclude_each_other);
}

PLIM_CHECK_MAIN("snapshot.store", add_cases)
