#include "drift_fixture.h"
#include "element_priv.h"

static const struct drift_list_type ports = {
    DRIFT_LIST_KEYED, {{"port", 4}, {"protocol", 8}}, NULL};

static const struct {
    const char *wanted;
    size_t hint;
    const char *found; /* its name; NULL: none */
} twins[] = {
    {"{port: 80}", 0, "a"},
    {"{port: 80}", 9, "a"},
    {"{port: 53, protocol: UDP}", 0, "b"},
    {"{port: 53, protocol: TCP}", 1, "c"},
    {"{port: 54}", 0, NULL},
    {"{port: '80'}", 0, NULL},
};

START_TEST(a_twin_has_the_same_keys)
{
    struct value list = plim_value_from_yaml(
        arena, "[{port: 80, name: a}, {port: 53, protocol: UDP, name: b}, {port: 53, name: c}]");
    struct value wanted = plim_value_from_yaml(arena, twins[_i].wanted);
    const struct value *found = drift_element_find(&ports, &list, &wanted, twins[_i].hint);
    if (twins[_i].found)
        ck_assert(value_is_string(value_get(found, "name"), twins[_i].found));
    else
        ck_assert_ptr_null(found);
}
END_TEST

START_TEST(an_element_is_selected_by_a_key_of_managed_fields)
{
    struct value list = plim_value_from_yaml(arena, "[x, {name: a}, {name: b, port: 1}]");
    struct value by_name = plim_value_from_yaml(arena, "{name: b}");
    struct value by_value = plim_value_from_yaml(arena, "x");
    size_t index = 9;
    ck_assert_ptr_eq(drift_element_select(&list, &by_name, &index), value_at(&list, 2));
    ck_assert_uint_eq(index, 2);
    ck_assert_ptr_eq(drift_element_select(&list, &by_value, &index), value_at(&list, 0));
    ck_assert_ptr_null(drift_element_select(&by_name, &by_value, &index));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, open_arena, close_arena);
    tcase_add_loop_test(tcase, a_twin_has_the_same_keys, 0, PLIM_LEN(twins));
    tcase_add_test(tcase, an_element_is_selected_by_a_key_of_managed_fields);
}

PLIM_CHECK_MAIN("drift.element", add_cases)
