#include "support/plim_check.h"

#include "type_priv.h"

static const struct {
    const char *actual;
    const char *wanted;
    bool fits;
} cases[] = {
    {"int", "int", true},
    {"int", "uint", false},
    {"int", "dyn", true},
    {"dyn", "int", true},
    {"list(int)", "list(dyn)", true},
    {"list(int)", "list(string)", false},
    {"map(string, int)", "map(string, int)", true},
    {"map(string, int)", "list(int)", false},
    {"null", "timestamp", true},
    {"null", "int", false},
    {"null", "wrapper(int)", true},
    {"int", "wrapper(int)", true},
    {"string", "wrapper(int)", false},
    {"optional(int)", "optional(dyn)", true},
    {"net.IP", "net.CIDR", false},
    {"type(int)", "type(string)", true},
};

START_TEST(types_fit_where_they_are_accepted)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct cel_bindings_of_types types = {.arena = arena};
    struct plim_str actual_text = plim_str_from(cases[_i].actual);
    struct plim_str wanted_text = plim_str_from(cases[_i].wanted);
    const struct cel_type *actual = cel_type_parse(arena, &actual_text);
    const struct cel_type *wanted = cel_type_parse(arena, &wanted_text);
    ck_assert_int_eq(cel_types_assign(&types, &actual, &wanted, 1), cases[_i].fits);
}
END_TEST

START_TEST(parameters_are_bound_together_or_not_at_all)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct cel_bindings_of_types types = {.arena = arena};
    const struct cel_type *param = cel_types_fresh(&types);
    const struct cel_type *wanted[] = {param, param};
    const struct cel_type *mixed[] = {cel_type_int(), cel_type_string()};
    const struct cel_type *same[] = {cel_type_int(), cel_type_int()};
    ck_assert(!cel_types_assign(&types, mixed, wanted, 2));
    ck_assert_int_eq(cel_types_resolve(&types, param, false)->kind, CEL_TYPE_PARAM);
    ck_assert(cel_types_assign(&types, same, wanted, 2));
    ck_assert_int_eq(cel_types_resolve(&types, param, false)->kind, CEL_TYPE_INT);
}
END_TEST

START_TEST(a_parameter_is_never_part_of_itself)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct cel_bindings_of_types types = {.arena = arena};
    const struct cel_type *param = cel_types_fresh(&types);
    const struct cel_type *list = cel_type_list(arena, param);
    ck_assert(!cel_types_assign(&types, &list, &param, 1));
    ck_assert_int_eq(cel_types_resolve(&types, param, true)->kind, CEL_TYPE_DYN);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, types_fit_where_they_are_accepted, 0, (int)PLIM_LEN(cases));
    tcase_add_test(tcase, parameters_are_bound_together_or_not_at_all);
    tcase_add_test(tcase, a_parameter_is_never_part_of_itself);
}

PLIM_CHECK_MAIN("cel.unify", add_cases)
