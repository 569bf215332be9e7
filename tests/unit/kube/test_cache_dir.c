#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "kube/cache.h"
#include "support/plim_check.h"

#include "cache_dir_priv.h"

static struct plim_arena *arena;
static char *root;
static const char *path;

static const char key[] = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
static const char other_key[] = "f123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

static void begin(void)
{
    struct plim_err err = {0};
    arena = plim_arena_new();
    plim_assert_ok(plim_dir_make_temporary(&root, &err), &err);
    path = plim_path_join(arena, root, "a/clusters");
}

static void end(void)
{
    struct plim_err err = {0};
    plim_assert_ok(plim_dir_remove(root, &err), &err);
    free(root);
    plim_arena_free(arena);
}

static char *file_of(const char *name)
{
    return plim_path_join(arena, path, name);
}

static void save(const char *name, const char *etag, const char *body)
{
    struct kube_cache_dir *dir = kube_cache_dir_open(path);
    ck_assert_ptr_nonnull(dir);
    kube_cache_dir_save(dir, name, etag, plim_str_from(body));
    kube_cache_dir_free(dir);
}

/* "ETAG BODY", or "nothing". */
static const char *load(const char *name)
{
    struct kube_cache_entry entry = {0};
    struct kube_cache_dir *dir = kube_cache_dir_open(path);
    ck_assert_ptr_nonnull(dir);
    bool found = kube_cache_dir_load(dir, name, &entry);
    const char *text = found ? plim_arena_printf(arena, "%s %.*s", entry.etag,
                                                 PLIM_STR_ARG(plim_buf_str(&entry.body)))
                             : "nothing";
    plim_buf_release(&entry.body);
    kube_cache_dir_free(dir);
    return text;
}

static unsigned mode_of(const char *file)
{
    struct stat info = {0};
    ck_assert_int_eq(stat(file, &info), 0);
    return (unsigned)info.st_mode & 0777U;
}

START_TEST(what_is_saved_is_there_for_the_next_run_and_for_nobody_else)
{
    ck_assert_str_eq(load(key), "nothing");
    save(key, "\"A1\"", "{\"kind\": 1}\n");
    ck_assert_str_eq(load(key), "\"A1\" {\"kind\": 1}\n");
    ck_assert_str_eq(load(other_key), "nothing");
    ck_assert_uint_eq(mode_of(path), 0700);
    ck_assert_uint_eq(mode_of(file_of(key)), 0600);
    save(key, "\"A2\"", "");
    ck_assert_str_eq(load(key), "\"A2\" ");
}
END_TEST

START_TEST(an_etag_that_no_header_can_hold_is_not_saved)
{
    static const char *const etags[] = {"", "a b", "a\r\nX-Other: 1", "\xc3\xa4"};
    for (size_t i = 0; i < PLIM_LEN(etags); i++)
        save(key, etags[i], "{}");
    ck_assert_str_eq(load(key), "nothing");
}
END_TEST

/* Any byte of a file, changed or cut off, makes it no file; and the next save repairs it. */
START_TEST(a_damaged_file_is_no_file)
{
    struct plim_err err = {0};
    char *text = NULL;
    size_t len = 0;
    save(key, "\"A1\"", "{\"a\": 1}");
    plim_assert_ok(plim_file_read(file_of(key), 4096, &text, &len, &err), &err);
    for (size_t i = 0; i < len; i++) {
        struct plim_str etag = {0};
        struct plim_str body = {0};
        ck_assert(!kube_cache_file_parse((struct plim_str){text, i}, key, &etag, &body));
        text[i] ^= 1;
        ck_assert(!kube_cache_file_parse((struct plim_str){text, len}, key, &etag, &body));
        text[i] ^= 1;
    }
    plim_assert_ok(plim_file_write(file_of(key), text, len - 1, &err), &err);
    ck_assert_str_eq(load(key), "nothing");
    save(key, "\"A1\"", "{\"a\": 1}");
    ck_assert_str_eq(load(key), "\"A1\" {\"a\": 1}");
    free(text);
}
END_TEST

START_TEST(a_file_under_the_name_of_another_is_no_file)
{
    save(key, "\"A1\"", "{}");
    ck_assert_int_eq(rename(file_of(key), file_of(other_key)), 0);
    ck_assert_str_eq(load(other_key), "nothing");
}
END_TEST

START_TEST(a_file_that_others_may_write_to_or_a_link_is_not_read)
{
    save(key, "\"A1\"", "{}");
    ck_assert_int_eq(chmod(file_of(key), 0622), 0);
    ck_assert_str_eq(load(key), "nothing");
    ck_assert_int_eq(chmod(file_of(key), 0600), 0);
    ck_assert_int_eq(rename(file_of(key), plim_path_join(arena, root, "elsewhere")), 0);
    ck_assert_int_eq(symlink(plim_path_join(arena, root, "elsewhere"), file_of(key)), 0);
    ck_assert_str_eq(load(key), "nothing");
}
END_TEST

START_TEST(a_directory_that_others_may_write_to_or_a_link_is_not_used)
{
    save(key, "\"A1\"", "{}");
    ck_assert_int_eq(chmod(path, 0777), 0);
    ck_assert_ptr_null(kube_cache_dir_open(path));
    ck_assert_int_eq(chmod(path, 0700), 0);
    const char *link = plim_path_join(arena, root, "link");
    ck_assert_int_eq(symlink(path, link), 0);
    ck_assert_ptr_null(kube_cache_dir_open(link));
    ck_assert_ptr_null(kube_cache_dir_open(plim_path_join(arena, file_of(key), "below/a/file")));
}
END_TEST

static void set_age(const char *name, long days)
{
    struct stat info = {0};
    ck_assert_int_eq(stat(file_of(name), &info), 0);
    struct timespec times[2] = {info.st_mtim, info.st_mtim};
    times[0].tv_sec -= days * 24 * 3600;
    times[1].tv_sec -= days * 24 * 3600;
    ck_assert_int_eq(utimensat(AT_FDCWD, file_of(name), times, 0), 0);
}

START_TEST(what_was_not_used_for_long_is_removed_by_the_next_save)
{
    static const char third[] = "e123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    struct plim_err err = {0};
    save(key, "\"A1\"", "{}");
    save(other_key, "\"A2\"", "{}");
    plim_assert_ok(plim_file_write(file_of("notes.txt"), "mine", 4, &err), &err);
    set_age(key, 31);
    set_age(other_key, 29);
    set_age("notes.txt", 400);
    save(third, "\"A3\"", "{}");
    ck_assert_str_eq(load(key), "nothing");
    ck_assert_str_eq(load(other_key), "\"A2\" {}");
    ck_assert(plim_file_exists(file_of("notes.txt")));
}
END_TEST

START_TEST(there_are_never_more_files_than_the_limit)
{
    struct kube_cache_dir *dir = kube_cache_dir_open(path);
    struct plim_dir_entry *entries = NULL;
    struct plim_err err = {0};
    char name[PLIM_SHA256_TEXT_BYTES];
    size_t count = 0;
    for (unsigned i = 0; i < KUBE_CACHE_FILES_MAX + 5; i++) {
        (void)snprintf(name, sizeof(name), "%064u", i);
        kube_cache_dir_save(dir, name, "\"A\"", PLIM_STR("{}"));
    }
    kube_cache_dir_free(dir);
    plim_assert_ok(plim_dir_list(arena, path, &entries, &count, &err), &err);
    ck_assert_uint_eq(count, KUBE_CACHE_FILES_MAX);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, begin, end);
    tcase_add_test(tcase, what_is_saved_is_there_for_the_next_run_and_for_nobody_else);
    tcase_add_test(tcase, an_etag_that_no_header_can_hold_is_not_saved);
    tcase_add_test(tcase, a_damaged_file_is_no_file);
    tcase_add_test(tcase, a_file_under_the_name_of_another_is_no_file);
    tcase_add_test(tcase, a_file_that_others_may_write_to_or_a_link_is_not_read);
    tcase_add_test(tcase, a_directory_that_others_may_write_to_or_a_link_is_not_used);
    tcase_add_test(tcase, what_was_not_used_for_long_is_removed_by_the_next_save);
    tcase_add_test(tcase, there_are_never_more_files_than_the_limit);
}

PLIM_CHECK_MAIN("kube.cache_dir", add_cases)
