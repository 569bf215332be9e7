#include "support/plim_check.h"

#include "window_priv.h"

START_TEST(it_is_as_large_as_allowed_until_the_server_sheds_load)
{
    struct http_window window = http_window_of(16);
    http_window_take(&window, 0, false);
    ck_assert_uint_eq(window.size, 16);
}
END_TEST

START_TEST(a_burst_of_refusals_halves_it_once)
{
    struct http_window window = http_window_of(16);
    for (unsigned i = 0; i < 16; i++)
        http_window_take(&window, 0, true);
    ck_assert_uint_eq(window.size, 8);
    http_window_take(&window, window.round, true);
    ck_assert_uint_eq(window.size, 4);
}
END_TEST

START_TEST(it_never_closes)
{
    struct http_window window = http_window_of(3);
    for (unsigned i = 0; i < 10; i++)
        http_window_take(&window, window.round, true);
    ck_assert_uint_eq(window.size, 1);
}
END_TEST

/* From 2: two answers make it 3, three more 4, and so on to 16. */
START_TEST(each_window_full_of_answers_opens_it_by_one)
{
    struct http_window window = http_window_of(16);
    for (unsigned i = 0; i < 3; i++)
        http_window_take(&window, window.round, true);
    http_window_take(&window, window.round, false);
    ck_assert_uint_eq(window.size, 2);
    http_window_take(&window, window.round, false);
    ck_assert_uint_eq(window.size, 3);
    for (unsigned i = 0; i < 200; i++)
        http_window_take(&window, window.round, false);
    ck_assert_uint_eq(window.size, 16);
}
END_TEST

START_TEST(answers_to_what_was_sent_before_say_nothing)
{
    struct http_window window = http_window_of(2);
    http_window_take(&window, 0, true);
    http_window_take(&window, 0, false);
    ck_assert_uint_eq(window.size, 1);
    http_window_take(&window, 1, false);
    ck_assert_uint_eq(window.size, 2);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_test(tcase, it_is_as_large_as_allowed_until_the_server_sheds_load);
    tcase_add_test(tcase, a_burst_of_refusals_halves_it_once);
    tcase_add_test(tcase, it_never_closes);
    tcase_add_test(tcase, each_window_full_of_answers_opens_it_by_one);
    tcase_add_test(tcase, answers_to_what_was_sent_before_say_nothing);
}

PLIM_CHECK_MAIN("http.window", add_cases)
