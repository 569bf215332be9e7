#include "support/plim_check.h"

#include "env_priv.h"
#include "origin.h"

static struct cel_origin origin(struct plim_arena *arena, const char *const *steps)
{
    struct cel_origin made = {0};
    for (; *steps; steps++)
        made = cel_origin_append(arena, made, plim_str_from(*steps));
    return made;
}

START_TEST(origins_lead_to_what_was_declared)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    const struct cel_type *text = cel_type_string();
    const struct cel_type *map = cel_type_map(arena, text, cel_type_list(arena, cel_type_int()));
    const struct cel_field fields[] = {{"ports", map}};
    const struct cel_variable variables[] = {{"self", cel_type_record(arena, "T", fields, 1)}};
    const struct cel_env env = {.variables = variables, .len = 1};
    const char *const items[] = {"self", "ports", "@values", "@items", NULL};
    const char *const keys[] = {"self", "ports", "@keys", NULL};
    const char *const nothing[] = {"self", "ports", "name", NULL};
    const char *const nobody[] = {"other", NULL};
    ck_assert_ptr_eq(cel_origin_type(origin(arena, items), &env), cel_type_int());
    ck_assert_ptr_eq(cel_origin_type(origin(arena, keys), &env), text);
    ck_assert_ptr_null(cel_origin_type(origin(arena, nothing), &env));
    ck_assert_ptr_null(cel_origin_type(origin(arena, nobody), &env));
    ck_assert_ptr_null(cel_origin_type((struct cel_origin){0}, &env));
}
END_TEST

START_TEST(origins_share_memory_as_slices_do)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    const char *const three[] = {"a", "b", "c", NULL};
    const char *const two[] = {"a", "b", NULL};
    struct cel_origin base = origin(arena, three);
    struct cel_origin first = cel_origin_append(arena, base, PLIM_STR("x"));
    (void)cel_origin_append(arena, base, PLIM_STR("y"));
    ck_assert(plim_str_is(first.steps[3], "y"));
    base = origin(arena, two);
    first = cel_origin_append(arena, base, PLIM_STR("x"));
    (void)cel_origin_append(arena, base, PLIM_STR("y"));
    ck_assert(plim_str_is(first.steps[2], "x"));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_test(tcase, origins_lead_to_what_was_declared);
    tcase_add_test(tcase, origins_share_memory_as_slices_do);
}

PLIM_CHECK_MAIN("cel.origin", add_cases)
