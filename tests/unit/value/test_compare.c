#include <math.h>

#include "support/value_check.h"
#include "value/build.h"

static struct plim_arena *arena;

static void make_arena(void)
{
    arena = plim_arena_new();
}

static void free_arena(void)
{
    plim_arena_free(arena);
}

static struct value from_json(const char *text)
{
    struct plim_err err = {0};
    struct value value = {0};
    plim_assert_ok(value_json_read(arena, plim_str_from(text), &value, &err), &err);
    return value;
}

/* In ascending order; "=" in front: equal to the one before. */
static const char *const ascending[] = {"null",
                                        "false",
                                        "true",
                                        "-9223372036854775808",
                                        "-1",
                                        "=-1.0",
                                        "-0.5",
                                        "0",
                                        "=0.0",
                                        "0.5",
                                        "1",
                                        "=1.0",
                                        "9007199254740992",
                                        "=9007199254740992.0",
                                        "9007199254740993",
                                        "9223372036854775807",
                                        "9223372036854775808",
                                        "=9223372036854775808.0",
                                        "18446744073709551615",
                                        "18446744073709551616.0",
                                        "1e300",
                                        "\"\"",
                                        "\"a\"",
                                        "\"ab\"",
                                        "\"b\"",
                                        "[]",
                                        "[1]",
                                        "=[1.0]",
                                        "[1,1]",
                                        "[2]",
                                        "{}",
                                        "{\"a\":1}",
                                        "{\"a\":1,\"b\":2}",
                                        "={\"b\":2,\"a\":1}",
                                        "{\"a\":2}",
                                        "{\"b\":0}"};

START_TEST(values_are_in_order)
{
    bool is_equal = ascending[_i][0] == '=';
    struct value left = from_json(ascending[_i - 1] + (ascending[_i - 1][0] == '=' ? 1 : 0));
    struct value right = from_json(ascending[_i] + (is_equal ? 1 : 0));
    ck_assert_int_eq(value_compare(&left, &right) < 0, !is_equal);
    ck_assert_int_eq(value_compare(&right, &left) > 0, !is_equal);
    ck_assert_int_eq(value_compare(&right, &right), 0);
    ck_assert_int_eq(value_equal(&left, &right), is_equal);
    ck_assert(value_equal(&right, &right));
}
END_TEST

START_TEST(nan_equals_nothing_and_stands_behind_all_numbers)
{
    struct value nan = value_double((double)NAN);
    struct value large = value_uint(UINT64_MAX);
    struct value infinite = value_double(HUGE_VAL);
    ck_assert(!value_equal(&nan, &nan));
    ck_assert_int_eq(value_compare(&nan, &nan), 0);
    ck_assert_int_gt(value_compare(&nan, &large), 0);
    ck_assert_int_lt(value_compare(&large, &nan), 0);
    ck_assert_int_gt(value_compare(&nan, &infinite), 0);
    ck_assert_int_lt(value_compare(&large, &infinite), 0);
}
END_TEST

START_TEST(unknown_equals_nothing)
{
    struct value unknown = value_unknown(PLIM_STR("403"));
    struct value error = {.kind = VALUE_ERROR, .len = 1, .text = "x"};
    ck_assert(!value_equal(&unknown, &unknown));
    ck_assert(!value_equal(&error, &error));
    ck_assert_int_eq(value_compare(&unknown, &unknown), 0);
    ck_assert_int_lt(value_compare(&unknown, &error), 0);
}
END_TEST

static struct value count_keys(size_t count, bool backwards)
{
    struct value_map_builder map = {.arena = arena};
    for (size_t i = 0; i < count; i++) {
        size_t n = backwards ? count - 1 - i : i;
        value_map_add(&map, plim_arena_printf(arena, "key-%zu", n), value_uint(n));
    }
    return value_map_finish(&map);
}

START_TEST(large_maps_compare_whatever_their_order)
{
    struct value forward = count_keys(500, false);
    struct value backward = count_keys(500, true);
    struct value shorter = count_keys(499, true);
    ck_assert(value_equal(&forward, &backward));
    ck_assert_int_eq(value_compare(&forward, &backward), 0);
    ck_assert(!value_equal(&forward, &shorter));
}
END_TEST

START_TEST(a_missing_key_is_not_null)
{
    struct value left = from_json("{\"a\":null}");
    struct value right = from_json("{\"b\":null}");
    ck_assert(!value_equal(&left, &right));
}
END_TEST

START_TEST(times_compare_by_seconds_then_nanoseconds)
{
    struct value earlier = {.kind = VALUE_DURATION, .len = (uint32_t)-5, .integer = 0};
    struct value later = {.kind = VALUE_DURATION, .len = 5, .integer = 0};
    struct value latest = {.kind = VALUE_DURATION, .integer = 1};
    ck_assert_int_lt(value_compare(&earlier, &later), 0);
    ck_assert_int_lt(value_compare(&later, &latest), 0);
    ck_assert(!value_equal(&earlier, &later));
    ck_assert(value_equal(&later, &later));
}
END_TEST

START_TEST(optionals_and_opaque_values_compare)
{
    int thing = 0;
    struct value item = value_int(1);
    struct value none = {.kind = VALUE_OPTIONAL};
    struct value some = {.kind = VALUE_OPTIONAL, .len = 1, .items = &item};
    struct value opaque = {.kind = VALUE_OPAQUE, .aux = 1, .opaque = &thing};
    struct value other = {.kind = VALUE_OPAQUE, .aux = 2, .opaque = &thing};
    ck_assert(!value_equal(&none, &some));
    ck_assert_int_lt(value_compare(&none, &some), 0);
    ck_assert(value_equal(&opaque, &opaque));
    ck_assert_int_lt(value_compare(&opaque, &other), 0);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, make_arena, free_arena);
    tcase_add_loop_test(tcase, values_are_in_order, 1, PLIM_LEN(ascending));
    tcase_add_test(tcase, nan_equals_nothing_and_stands_behind_all_numbers);
    tcase_add_test(tcase, unknown_equals_nothing);
    tcase_add_test(tcase, large_maps_compare_whatever_their_order);
    tcase_add_test(tcase, a_missing_key_is_not_null);
    tcase_add_test(tcase, times_compare_by_seconds_then_nanoseconds);
    tcase_add_test(tcase, optionals_and_opaque_values_compare);
}

PLIM_CHECK_MAIN("value.compare", add_cases)
