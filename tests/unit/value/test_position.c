#include "base/defs.h"
#include "support/value_check.h"
#include "value/position.h"

/* The word "here" of the scalar `key`, looked for in its value and expected where the file has it.
 */
static const struct {
    const char *file;
    struct value_position place;
    struct value_position want;
} scalars[] = {
    {"key: a && here", {1, 6}, {1, 11}},        {"key: 'it''s here'", {1, 6}, {1, 13}},
    {"key: \"a\\\"b here\"", {1, 5}, {1, 12}},  {"key: \"a\\nhere\"", {2, 1}, {1, 10}},
    {"key: |\n  a\n   here\n", {2, 2}, {3, 4}}, {"key: >-\n  a\n  b here\n", {1, 5}, {3, 5}},
    {"key: a\n  here\n", {1, 3}, {2, 3}},       {"key: 'ä here'", {1, 3}, {1, 9}},
};

START_TEST(place_in_a_value_is_found_in_the_file)
{
    struct plim_arena *arena = plim_arena_new();
    struct plim_str file = plim_str_from(scalars[_i].file);
    struct value root = plim_value_from_yaml(arena, file.text);
    struct value_position got = value_position_inside(
        file, value_position_at(&root, 0), value_str(value_at(&root, 0)), scalars[_i].place);
    ck_assert_uint_eq(got.line, scalars[_i].want.line);
    ck_assert_uint_eq(got.column, scalars[_i].want.column);
    plim_arena_free(arena);
}
END_TEST

START_TEST(text_that_is_not_the_value_gives_the_scalar)
{
    struct value_position scalar = {1, 6};
    struct value_position got = value_position_inside(
        PLIM_STR("key: other"), scalar, PLIM_STR("value"), (struct value_position){1, 4});
    ck_assert_uint_eq(got.line, 1);
    ck_assert_uint_eq(got.column, 6);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, place_in_a_value_is_found_in_the_file, 0, PLIM_LEN(scalars));
    tcase_add_test(tcase, text_that_is_not_the_value_gives_the_scalar);
}

PLIM_CHECK_MAIN("value.position", add_cases)
