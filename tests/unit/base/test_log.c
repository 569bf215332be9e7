#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "support/plim_check.h"

static char printed[4096];

/* What `run` prints on standard error, into `printed`. */
static void capture(void (*run)(void))
{
    FILE *file = tmpfile();
    int saved = dup(STDERR_FILENO);
    (void)fflush(stderr);
    (void)dup2(fileno(file), STDERR_FILENO);
    run();
    (void)fflush(stderr);
    (void)dup2(saved, STDERR_FILENO);
    (void)close(saved);
    rewind(file);
    printed[fread(printed, 1, sizeof(printed) - 1, file)] = '\0';
    (void)fclose(file);
}

static void log_two_levels(void)
{
    plim_log(PLIM_LOG_WARN, "odd %d", 1);
    plim_log(PLIM_LOG_INFO, "fine");
}

START_TEST(warnings_are_printed_and_details_are_not)
{
    plim_log_set_level(PLIM_LOG_WARN);
    capture(log_two_levels);
    ck_assert_str_eq(printed, "plimsoll: warning: odd 1\n");
}
END_TEST

START_TEST(details_are_printed_when_asked_for)
{
    plim_log_set_level(PLIM_LOG_DEBUG);
    capture(log_two_levels);
    ck_assert_str_eq(printed, "plimsoll: warning: odd 1\nplimsoll: info: fine\n");
}
END_TEST

static void log_long_line(void)
{
    plim_log(PLIM_LOG_ERROR, "%02500d", 1);
}

START_TEST(a_long_line_says_that_it_was_cut)
{
    capture(log_long_line);
    ck_assert_str_eq(printed + strlen(printed) - 5, "0...\n");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_test(tcase, warnings_are_printed_and_details_are_not);
    tcase_add_test(tcase, details_are_printed_when_asked_for);
    tcase_add_test(tcase, a_long_line_says_that_it_was_cut);
}

PLIM_CHECK_MAIN("base.log", add_cases)
