#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "support/plim_check.h"

START_TEST(appends_stand_one_after_the_other)
{
    struct plim_buf buf = {0};
    plim_buf_append(&buf, "abc", 2);
    plim_buf_append_c(&buf, "c");
    plim_buf_append_str(&buf, PLIM_STR("d"));
    plim_buf_append_char(&buf, 'e');
    plim_buf_repeat(&buf, "-", 2);
    plim_buf_printf(&buf, "%d%s", 7, "!");
    ck_assert_str_eq(buf.text, "abcde--7!");
    ck_assert_uint_eq(plim_buf_str(&buf).len, 9);
    plim_buf_release(&buf);
    ck_assert_ptr_null(buf.text);
}
END_TEST

START_TEST(integers_are_written_from_the_least_to_the_greatest)
{
    struct plim_buf buf = {0};
    plim_buf_append_int(&buf, INT64_MIN);
    plim_buf_append_int(&buf, 0);
    plim_buf_append_int(&buf, INT64_MAX);
    plim_buf_append_c(&buf, " ");
    plim_buf_append_uint(&buf, UINT64_MAX);
    ck_assert_str_eq(buf.text, "-922337203685477580809223372036854775807 18446744073709551615");
    plim_buf_release(&buf);
}
END_TEST

START_TEST(a_buffer_may_live_in_an_arena)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct plim_buf buf = {.arena = arena};
    plim_buf_repeat(&buf, "0123456789", 100);
    ck_assert_uint_eq(strlen(buf.text), 1000);
    const char *text = buf.text;
    plim_buf_release(&buf);
    ck_assert_ptr_null(buf.text);
    ck_assert_int_eq(text[999], '9');
}
END_TEST

START_TEST(a_full_buffer_keeps_what_it_has)
{
    struct plim_buf buf = {.max = 4};
    plim_buf_append_c(&buf, "abcd");
    ck_assert(!buf.failed);
    plim_buf_append_c(&buf, "e");
    plim_buf_printf(&buf, "%d", 1);
    ck_assert(buf.failed);
    ck_assert_str_eq(buf.text, "abcd");
    plim_buf_release(&buf);
}
END_TEST

START_TEST(printf_respects_the_maximum)
{
    struct plim_buf buf = {.max = 4};
    plim_buf_printf(&buf, "%s", "abcde");
    ck_assert(buf.failed);
    ck_assert_uint_eq(buf.len, 0);
    plim_buf_release(&buf);
}
END_TEST

START_TEST(clear_makes_it_usable_again)
{
    struct plim_buf buf = {.max = 2};
    plim_buf_append_c(&buf, "abc");
    plim_buf_clear(&buf);
    plim_buf_append_c(&buf, "xy");
    ck_assert(!buf.failed);
    ck_assert_str_eq(buf.text, "xy");
    plim_buf_clear(&buf);
    ck_assert_str_eq(buf.text, "");
    plim_buf_release(&buf);
}
END_TEST

START_TEST(steal_gives_text_even_when_empty)
{
    struct plim_buf buf = {0};
    char *nothing = plim_buf_steal(&buf);
    plim_buf_append_c(&buf, "x");
    char *something = plim_buf_steal(&buf);
    ck_assert_str_eq(nothing, "");
    ck_assert_str_eq(something, "x");
    ck_assert_ptr_null(buf.text);
    free(nothing);
    free(something);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_test(tcase, appends_stand_one_after_the_other);
    tcase_add_test(tcase, integers_are_written_from_the_least_to_the_greatest);
    tcase_add_test(tcase, a_buffer_may_live_in_an_arena);
    tcase_add_test(tcase, a_full_buffer_keeps_what_it_has);
    tcase_add_test(tcase, printf_respects_the_maximum);
    tcase_add_test(tcase, clear_makes_it_usable_again);
    tcase_add_test(tcase, steal_gives_text_even_when_empty);
}

PLIM_CHECK_MAIN("base.buf", add_cases)
