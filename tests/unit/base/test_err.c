#include <string.h>

#include "base/err.h"
#include "support/plim_check.h"

START_TEST(set_returns_the_code)
{
    struct plim_err err = {0};
    plim_assert_fails(plim_err_set(&err, PLIM_DENIED, "no %s", "entry"), PLIM_DENIED, &err,
                      "no entry");
}
END_TEST

START_TEST(wrap_puts_the_context_in_front)
{
    struct plim_err err = {0};
    (void)plim_err_set(&err, PLIM_INVALID, "4:7: unknown field");
    plim_assert_fails(plim_err_wrap(&err, "load '%s'", "a.yaml"), PLIM_INVALID, &err,
                      "load 'a.yaml': 4:7: unknown field");
}
END_TEST

START_TEST(a_long_message_says_that_it_was_cut)
{
    struct plim_err err = {0};
    char text[1024];
    memset(text, 'x', sizeof(text) - 1);
    text[sizeof(text) - 1] = '\0';
    (void)plim_err_set(&err, PLIM_IO, "%s", text);
    ck_assert_uint_eq(strlen(err.msg), sizeof(err.msg) - 1);
    ck_assert_str_eq(err.msg + sizeof(err.msg) - 5, "x...");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_test(tcase, set_returns_the_code);
    tcase_add_test(tcase, wrap_puts_the_context_in_front);
    tcase_add_test(tcase, a_long_message_says_that_it_was_cut);
}

PLIM_CHECK_MAIN("base.err", add_cases)
