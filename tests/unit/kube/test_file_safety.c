#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "support/plim_check.h"

#include "file_safety_priv.h"

static char *dir;

static void make_dir(void)
{
    struct plim_err err = {0};
    plim_assert_ok(plim_dir_make_temporary(&dir, &err), &err);
}

static void remove_dir(void)
{
    struct plim_err err = {0};
    plim_assert_ok(plim_dir_remove(dir, &err), &err);
    free(dir);
}

static const struct {
    mode_t dir_mode;
    mode_t file_mode;
    const char *complaint; /* behind the file's name; NULL: fine */
} cases[] = {
    {0700, 0600, NULL},
    {0755, 0644, NULL},
    {0755, 0666, " may be written by others (mode 0666)"},
    {0755, 0660, " may be written by its group (mode 0660)"},
    {0777, 0600, " may be written by others (mode 0777)"},
    {0775, 0600, " may be written by its group (mode 0775)"},
    {01777, 0600, NULL}, /* sticky: others cannot replace the file */
    {01777, 0606, " may be written by others (mode 0606)"},
};

START_TEST(a_file_that_others_may_write_is_told)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(plim_buf_release) struct plim_buf path = {0};
    PLIM_CLEANUP(plim_buf_release) struct plim_buf link = {0};
    plim_buf_printf(&path, "%s/config", dir);
    plim_buf_printf(&link, "%s/link", dir);
    plim_assert_ok(plim_file_write(path.text, "", 0, &err), &err);
    ck_assert_int_eq(chmod(path.text, cases[_i].file_mode), 0);
    ck_assert_int_eq(symlink("config", link.text), 0);
    ck_assert_int_eq(chmod(dir, cases[_i].dir_mode), 0);
    const char *names[] = {path.text, link.text};
    for (size_t i = 0; i < PLIM_LEN(names); i++) {
        enum plim_code code = kube_file_check_writers(names[i], &err);
        ck_assert_int_eq(code, cases[_i].complaint ? PLIM_DENIED : PLIM_OK);
        if (cases[_i].complaint)
            ck_assert_ptr_nonnull(strstr(err.msg, cases[_i].complaint));
    }
}
END_TEST

START_TEST(a_file_that_is_not_there_is_fine)
{
    struct plim_err err = {0};
    plim_assert_ok(kube_file_check_writers("/nonexistent/config", &err), &err);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, make_dir, remove_dir);
    tcase_add_loop_test(tcase, a_file_that_others_may_write_is_told, 0, PLIM_LEN(cases));
    tcase_add_test(tcase, a_file_that_is_not_there_is_fine);
}

PLIM_CHECK_MAIN("kube.file_safety", add_cases)
