#include "support/plim_check.h"

#include "utf8.h"

static const struct {
    const char *text;
    size_t bytes; /* of the first code point; 0: malformed */
    uint32_t point;
} point_cases[] = {
    {"a", 1, 'a'},
    {"\303\251", 2, 0xe9},
    {"\342\202\254", 3, 0x20ac},
    {"\360\237\230\200", 4, 0x1f600},
    {"\300\200", 0, 0},
    {"\355\240\200", 0, 0},
    {"\364\220\200\200", 0, 0},
    {"\303", 0, 0},
    {"\200", 0, 0},
    {"", 0, 0},
};

START_TEST(code_points_are_decoded_or_refused)
{
    uint32_t point = 0;
    size_t bytes = cel_utf8_decode(plim_str_from(point_cases[_i].text), &point);
    ck_assert_uint_eq(bytes, point_cases[_i].bytes);
    if (bytes > 0)
        ck_assert_uint_eq(point, point_cases[_i].point);
}
END_TEST

START_TEST(encoding_gives_back_what_was_decoded)
{
    char text[CEL_UTF8_MAX];
    ck_assert_uint_eq(cel_utf8_encode(0x1f600, text), 4);
    ck_assert_mem_eq(text, "\360\237\230\200", 4);
    ck_assert_uint_eq(cel_utf8_encode(0x20ac, text), 3);
    ck_assert_uint_eq(cel_utf8_encode(0xe9, text), 2);
    ck_assert_uint_eq(cel_utf8_encode('a', text), 1);
    ck_assert_uint_eq(cel_utf8_encode(0xd800, text), 0);
    ck_assert_uint_eq(cel_utf8_encode(0x110000, text), 0);
}
END_TEST

START_TEST(offsets_count_code_points)
{
    struct plim_str text = PLIM_STR("a\303\251b");
    ck_assert_uint_eq(cel_utf8_count(text), 3);
    ck_assert_uint_eq(cel_utf8_offset(text, 2), 3);
    ck_assert_uint_eq(cel_utf8_offset(text, 9), 4);
    ck_assert(cel_utf8_is_valid(text));
    ck_assert(!cel_utf8_is_valid(PLIM_STR("a\377")));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, code_points_are_decoded_or_refused, 0, (int)PLIM_LEN(point_cases));
    tcase_add_test(tcase, encoding_gives_back_what_was_decoded);
    tcase_add_test(tcase, offsets_count_code_points);
}

PLIM_CHECK_MAIN("cel.utf8", add_cases)
