#include "support/plim_check.h"

#include "number_text.h"

static const struct {
    double number;
    const char *text;
} cases[] = {{0.0, "0"},
             {-0.0, "-0"},
             {1.0, "1"},
             {0.1, "0.1"},
             {-84.32e7, "-8.432e+08"},
             {1e20, "1e+20"},
             {1e21, "1e+21"},
             {1e-5, "1e-05"},
             {0.0001, "0.0001"},
             {1.5e300, "1.5e+300"},
             {123.456, "123.456"},
             {5e-324, "5e-324"}};

START_TEST(doubles_print_as_the_shortest_text_that_reads_back)
{
    char text[CEL_NUMBER_TEXT_BYTES];
    cel_number_print(cases[_i].number, text);
    ck_assert_str_eq(text, cases[_i].text);
}
END_TEST

static const char *const bad[] = {"",   "x",        "1x",    "0x1",  "0x", "1__0", "_1",
                                  "1_", "0x1p4000", "1e999", "+nan", " 1", "1 "};

START_TEST(what_is_no_number_is_refused)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    double number = 0;
    ck_assert(!cel_number_parse(arena, plim_str_from(bad[_i]), &number));
}
END_TEST

START_TEST(numbers_have_several_spellings)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    double number = 0;
    ck_assert(cel_number_parse(arena, PLIM_STR("-Infinity"), &number) && number < -1e308);
    ck_assert(cel_number_parse(arena, PLIM_STR("inf"), &number) && number > 1e308);
    ck_assert(cel_number_parse(arena, PLIM_STR("0x_1p4"), &number) && number > 15 && number < 17);
    ck_assert(cel_number_parse(arena, PLIM_STR("1_0.5_0"), &number) && number > 10 && number < 11);
    ck_assert(cel_number_parse(arena, PLIM_STR("1.5e3"), &number) && number > 1499 &&
              number < 1501);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, doubles_print_as_the_shortest_text_that_reads_back, 0,
                        (int)PLIM_LEN(cases));
    tcase_add_loop_test(tcase, what_is_no_number_is_refused, 0, (int)PLIM_LEN(bad));
    tcase_add_test(tcase, numbers_have_several_spellings);
}

PLIM_CHECK_MAIN("cel.number_text", add_cases)
