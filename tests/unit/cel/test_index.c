#include "support/plim_check.h"

#include "index.h"

static const struct {
    const char *environment;
    const char *name;
    unsigned overloads;
} names[] = {
    {"cel", "quantity", 0},       {"kubernetes", "quantity", 1}, {"kubernetes", "math.abs", 0},
    {"cel", "math.abs", 3},       {"kubernetes", "reverse", 1},  {"kubernetes@1.33", "reverse", 0},
    {"kubernetes@1.28", "ip", 0}, {"kubernetes@1.30", "ip", 2},  {"plimsoll", "ip", 2},
    {"plimsoll", "format", 1},    {"plimsoll", "_<_", 14},
};

static const struct cel_index *make(struct plim_arena *arena, const char *environment)
{
    struct plim_err err = {0};
    struct cel_selection selection;
    const struct cel_selection_spec spec = {.environment = environment};
    plim_assert_ok(cel_selection_make(&spec, &selection, &err), &err);
    return cel_index_make(arena, &selection, NULL, 0);
}

START_TEST(functions_are_those_of_the_libraries_in_their_versions)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    const struct cel_index *index = make(arena, names[_i].environment);
    const struct cel_name *found = cel_index_find(index, plim_str_from(names[_i].name));
    ck_assert_uint_eq(found ? found->len : 0, names[_i].overloads);
}
END_TEST

START_TEST(a_later_version_of_a_function_takes_the_place_of_the_earlier)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    const struct cel_name *old = cel_index_find(make(arena, "kubernetes"), PLIM_STR("format"));
    const struct cel_name *new = cel_index_find(make(arena, "cel"), PLIM_STR("format"));
    ck_assert_uint_eq(old->items[0]->function->since, 1);
    ck_assert_uint_eq(new->items[0]->function->since, 4);
}
END_TEST

START_TEST(a_library_that_repeats_another_adds_nothing)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct plim_err err = {0};
    struct cel_selection selection;
    const char *const library = "kubernetes.net.ip";
    const struct cel_selection_spec spec = {"cel", &library, 1};
    plim_assert_ok(cel_selection_make(&spec, &selection, &err), &err);
    const struct cel_index *index = cel_index_make(arena, &selection, NULL, 0);
    ck_assert_uint_eq(cel_index_find(index, PLIM_STR("ip"))->len, 2);
}
END_TEST

START_TEST(macros_are_known_by_name)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    const struct cel_index *index = make(arena, "kubernetes");
    ck_assert(cel_index_find(index, PLIM_STR("has"))->is_macro);
    ck_assert(!cel_index_find(index, PLIM_STR("size"))->is_macro);
    ck_assert_ptr_null(cel_index_find(index, PLIM_STR("bind")));
}
END_TEST

START_TEST(declared_functions_come_first_and_stay)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct plim_err err = {0};
    struct cel_selection selection;
    const struct cel_function declared = {.name = "ip", .signature = "(string) -> net.IP"};
    plim_assert_ok(cel_selection_make(&(struct cel_selection_spec){0}, &selection, &err), &err);
    const struct cel_index *index = cel_index_make(arena, &selection, &declared, 1);
    const struct cel_name *found = cel_index_find(index, PLIM_STR("ip"));
    ck_assert_uint_eq(found->len, 3);
    ck_assert_ptr_eq(found->items[0]->function, &declared);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, functions_are_those_of_the_libraries_in_their_versions, 0,
                        (int)PLIM_LEN(names));
    tcase_add_test(tcase, a_later_version_of_a_function_takes_the_place_of_the_earlier);
    tcase_add_test(tcase, a_library_that_repeats_another_adds_nothing);
    tcase_add_test(tcase, macros_are_known_by_name);
    tcase_add_test(tcase, declared_functions_come_first_and_stay);
}

PLIM_CHECK_MAIN("cel.index", add_cases)
