#include "base/defs.h"
#include "support/value_check.h"

static const struct {
    const char *text;
    const char *left;
} given[] = {
    {"{a: , b: 1}", "{\"b\":1}"},
    {"{a: {b: {c: ~, d: 1}}}", "{\"a\":{\"b\":{\"d\":1}}}"},
    {"{a: [{b: ~}, {c: [{d: , e: x}]}]}", "{\"a\":[{},{\"c\":[{\"e\":\"x\"}]}]}"},
    {"{a: [~, 1]}", "{\"a\":[null,1]}"},
    {"{a: ~}", "{}"},
};

START_TEST(fields_that_are_null_are_left_out)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct value value = plim_value_from_yaml(arena, given[_i].text);
    struct value left = value_without_nulls(arena, &value);
    plim_assert_json(&left, given[_i].left);
}
END_TEST

START_TEST(value_without_any_is_the_same_one)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct value value = plim_value_from_yaml(arena, "{a: [{b: ''}, false, 0, {}]}");
    struct value left = value_without_nulls(arena, &value);
    ck_assert_ptr_eq(left.entries, value.entries);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, fields_that_are_null_are_left_out, 0, PLIM_LEN(given));
    tcase_add_test(tcase, value_without_any_is_the_same_one);
}

PLIM_CHECK_MAIN("value.nulls", add_cases)
