#include <string.h>

#include "gitrepo/repo.h"
#include "support/plim_check.h"

START_TEST(it_starts_more_than_once)
{
    struct plim_err err = {0};
    plim_assert_ok(gitrepo_init(NULL, NULL, &err), &err);
    plim_assert_ok(gitrepo_init("/nonexistent", NULL, &err), &err);
    gitrepo_shutdown();
    gitrepo_shutdown();
}
END_TEST

START_TEST(certificates_that_are_not_there_are_an_error)
{
    struct plim_err err = {0};
    ck_assert_int_eq((int)gitrepo_init(NULL, "/nonexistent/ca.pem", &err), (int)PLIM_NOT_FOUND);
    ck_assert_int_eq((int)err.code, (int)PLIM_NOT_FOUND);
    ck_assert_ptr_nonnull(strstr(err.msg, "read certificates '/nonexistent/ca.pem': "));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_test(tcase, it_starts_more_than_once);
    tcase_add_test(tcase, certificates_that_are_not_there_are_an_error);
}

PLIM_CHECK_MAIN("library", add_cases)
