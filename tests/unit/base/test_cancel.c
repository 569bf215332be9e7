#include <poll.h>
#include <signal.h>

#include "base/cancel.h"
#include "support/plim_check.h"

static struct plim_cancel cancel;
static struct plim_err err;

static void start(unsigned timeout_ms)
{
    err = (struct plim_err){0};
    plim_assert_ok(plim_cancel_init(&cancel, timeout_ms, &err), &err);
}

static bool is_readable(void)
{
    struct pollfd wake = {.fd = plim_cancel_fd(&cancel), .events = POLLIN};
    return poll(&wake, 1, 0) == 1;
}

START_TEST(nothing_is_cancelled_by_itself)
{
    start(0);
    plim_assert_ok(plim_cancel_check(&cancel, &err), &err);
    ck_assert(!plim_cancel_is(&cancel));
    ck_assert(!is_readable());
    ck_assert_int_eq(plim_cancel_wait_ms(&cancel, 1000), 1000);
    plim_cancel_release(&cancel);
}
END_TEST

START_TEST(no_cancel_is_never_cancelled)
{
    static const struct plim_cancel zero;
    ck_assert(!plim_cancel_is(NULL));
    ck_assert(!plim_cancel_is(&zero));
    ck_assert_int_eq(plim_cancel_fd(NULL), -1);
    ck_assert_int_eq(plim_cancel_fd(&zero), -1);
    ck_assert_int_eq(plim_cancel_wait_ms(NULL, 1000), 1000);
    plim_assert_ok(plim_cancel_check(NULL, &err), &err);
}
END_TEST

static void handle(int number)
{
    (void)number;
    plim_cancel_set(&cancel);
}

START_TEST(a_signal_handler_wakes_whoever_waits)
{
    start(0);
    const struct sigaction action = {.sa_handler = handle};
    ck_assert_int_eq(sigaction(SIGUSR1, &action, NULL), 0);
    ck_assert_int_eq(raise(SIGUSR1), 0);
    ck_assert(is_readable());
    plim_assert_fails(plim_cancel_check(&cancel, &err), PLIM_UNAVAILABLE, &err, "interrupted");
    plim_cancel_release(&cancel);
}
END_TEST

START_TEST(setting_it_again_changes_nothing)
{
    start(0);
    for (unsigned i = 0; i < 100000; i++) /* more than a pipe holds */
        plim_cancel_set(&cancel);
    ck_assert(is_readable());
    ck_assert(plim_cancel_is(&cancel));
    plim_cancel_release(&cancel);
}
END_TEST

static const struct {
    unsigned timeout_ms;
    const char *message;
} times[] = {{20, "the time for the whole run was up after 20 ms"},
             {1000, "the time for the whole run was up after 1 s"}};

START_TEST(time_runs_out)
{
    start(times[_i].timeout_ms);
    int wait = plim_cancel_wait_ms(&cancel, 5000);
    ck_assert(wait > 0 && wait <= (int)times[_i].timeout_ms);
    ck_assert(!plim_cancel_is(&cancel));
    (void)poll(NULL, 0, wait + 5);
    ck_assert_int_eq(plim_cancel_wait_ms(&cancel, 5000), 0);
    plim_assert_fails(plim_cancel_check(&cancel, &err), PLIM_UNAVAILABLE, &err, times[_i].message);
    plim_cancel_release(&cancel);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_test(tcase, nothing_is_cancelled_by_itself);
    tcase_add_test(tcase, no_cancel_is_never_cancelled);
    tcase_add_test(tcase, a_signal_handler_wakes_whoever_waits);
    tcase_add_test(tcase, setting_it_again_changes_nothing);
    tcase_add_loop_test(tcase, time_runs_out, 0, PLIM_LEN(times));
}

PLIM_CHECK_MAIN("base.cancel", add_cases)
