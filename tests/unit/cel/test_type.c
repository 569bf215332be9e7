#include "support/plim_check.h"

#include "type_priv.h"

static void assert_printed(const struct cel_type *type, const char *want)
{
    struct plim_buf buf = {0};
    cel_type_print(type, &buf);
    ck_assert_str_eq(buf.text, want);
    plim_buf_release(&buf);
}

START_TEST(types_print_with_their_parameters)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    const struct cel_type *list = cel_type_list(arena, cel_type_int());
    assert_printed(cel_type_map(arena, cel_type_string(), list), "map(string, list(int))");
    assert_printed(cel_type_optional(arena, cel_type_dyn()), "optional_type(dyn)");
    assert_printed(cel_type_record(arena, "Subject", NULL, 0), "Subject");
    assert_printed(cel_type_record(arena, NULL, NULL, 0), "record");
    assert_printed(cel_type_timestamp(), "timestamp");
    assert_printed(cel_type_by_name(PLIM_STR("net.IP")), "net.IP");
}
END_TEST

START_TEST(types_are_the_same_by_structure)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    const struct cel_type *ints = cel_type_list(arena, cel_type_int());
    ck_assert(cel_type_same(ints, cel_type_list(arena, cel_type_int())));
    ck_assert(!cel_type_same(ints, cel_type_list(arena, cel_type_uint())));
    ck_assert(!cel_type_same(cel_type_by_name(PLIM_STR("net.IP")),
                             cel_type_by_name(PLIM_STR("net.CIDR"))));
}
END_TEST

START_TEST(values_are_admitted_by_their_first_item)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    const struct value items[] = {value_int(1), value_string_c("a")};
    const struct value list = value_list(items, 2);
    const struct value empty = value_list(NULL, 0);
    ck_assert(cel_type_admits(cel_type_list(arena, cel_type_int()), &list));
    ck_assert(!cel_type_admits(cel_type_list(arena, cel_type_string()), &list));
    ck_assert(cel_type_admits(cel_type_list(arena, cel_type_string()), &empty));
    ck_assert(cel_type_admits(cel_type_dyn(), &items[1]));
    ck_assert(!cel_type_admits(cel_type_bool(), &items[1]));
}
END_TEST

START_TEST(a_type_that_doubles_without_end_becomes_dyn)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    const struct cel_type *type = cel_type_int();
    for (int i = 0; i < 64; i++)
        type = cel_type_map(arena, type, type);
    ck_assert_uint_lt(type->size, 1024);
}
END_TEST

static const struct {
    const char *type;
    const char *item; /* NULL: macros cannot go over it */
    bool may_be_bool;
} shapes[] = {
    {"list(int)", "int", false}, {"map(string, int)", "string", false},
    {"dyn", "dyn", true},        {"bool", NULL, true},
    {"string", NULL, false},     {"optional_type(bool)", NULL, false},
};

START_TEST(a_type_tells_what_macros_go_over_and_what_it_may_be)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct plim_str text = plim_str_from(shapes[_i].type);
    const struct cel_type *type = cel_type_parse(arena, &text);
    ck_assert_int_eq(cel_type_is_iterable(type), shapes[_i].item != NULL);
    ck_assert_int_eq(cel_type_may_be(type, cel_type_bool()), shapes[_i].may_be_bool);
    assert_printed(cel_type_item(type), shapes[_i].item ? shapes[_i].item : "dyn");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, a_type_tells_what_macros_go_over_and_what_it_may_be, 0,
                        (int)PLIM_LEN(shapes));
    tcase_add_test(tcase, types_print_with_their_parameters);
    tcase_add_test(tcase, types_are_the_same_by_structure);
    tcase_add_test(tcase, values_are_admitted_by_their_first_item);
    tcase_add_test(tcase, a_type_that_doubles_without_end_becomes_dyn);
}

PLIM_CHECK_MAIN("cel.type", add_cases)
