#include "support/value_check.h"

START_TEST(a_copy_outlives_its_source_and_keeps_positions)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *target = plim_arena_new();
    struct plim_arena *source = plim_arena_new();
    struct value value = plim_value_from_yaml(source, "a: [x, {b: 1.5}]\nempty: {}\nz: ~\n");
    struct value copy = value_copy(target, &value);
    plim_arena_free(source);
    plim_assert_json(&copy, "{\"a\":[\"x\",{\"b\":1.5}],\"empty\":{},\"z\":null}");
    ck_assert_uint_eq(value_key_position_at(&copy, 2).line, 3);
    ck_assert_uint_eq(value_position_at(value_get(&copy, "a"), 1).column, 8);
}
END_TEST

START_TEST(values_of_cel_are_copied_too)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct value item = value_string_c("x");
    struct value some = {.kind = VALUE_OPTIONAL, .len = 1, .items = &item};
    struct value bytes = {.kind = VALUE_BYTES, .len = 1, .text = "b"};
    struct value some_copy = value_copy(arena, &some);
    struct value bytes_copy = value_copy(arena, &bytes);
    ck_assert(value_equal(&some, &some_copy));
    ck_assert_ptr_ne(some_copy.items, &item);
    ck_assert(value_equal(&bytes, &bytes_copy));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_test(tcase, a_copy_outlives_its_source_and_keeps_positions);
    tcase_add_test(tcase, values_of_cel_are_copied_too);
}

PLIM_CHECK_MAIN("value.copy", add_cases)
