#include <stdint.h>

#include "support/plim_check.h"

#include "text.h"

START_TEST(parts_are_found_from_the_front)
{
    ck_assert_uint_eq(cel_text_find(PLIM_STR("aabaac"), PLIM_STR("aac")), 3);
    ck_assert_uint_eq(cel_text_find(PLIM_STR("abc"), PLIM_STR("")), 0);
    ck_assert_uint_eq(cel_text_find(PLIM_STR("abc"), PLIM_STR("abcd")), SIZE_MAX);
    ck_assert_uint_eq(cel_text_find(PLIM_STR("abcab"), PLIM_STR("bd")), SIZE_MAX);
    ck_assert_uint_eq(cel_text_find(PLIM_STR("ab"), PLIM_STR("b")), 1);
}
END_TEST

START_TEST(parts_are_found_from_the_back)
{
    ck_assert_uint_eq(cel_text_find_last(PLIM_STR("abab"), PLIM_STR("ab"), 9), 2);
    ck_assert_uint_eq(cel_text_find_last(PLIM_STR("abab"), PLIM_STR("ab"), 1), 0);
    ck_assert_uint_eq(cel_text_find_last(PLIM_STR("abab"), PLIM_STR("x"), 9), SIZE_MAX);
    ck_assert_uint_eq(cel_text_find_last(PLIM_STR("a"), PLIM_STR("ab"), 9), SIZE_MAX);
    ck_assert_uint_eq(cel_text_find_last(PLIM_STR("ab"), PLIM_STR(""), 9), 2);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_test(tcase, parts_are_found_from_the_front);
    tcase_add_test(tcase, parts_are_found_from_the_back);
}

PLIM_CHECK_MAIN("cel.text", add_cases)
