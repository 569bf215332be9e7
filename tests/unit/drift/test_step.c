#include "drift_fixture.h"
#include "step_priv.h"

START_TEST(a_path_is_written_from_the_root)
{
    struct value port = plim_value_from_yaml(arena, "{port: 443}");
    const struct drift_step spec = {.kind = DRIFT_STEP_KEY, .key = PLIM_STR("spec")};
    const struct drift_step ports = {
        .parent = &spec, .kind = DRIFT_STEP_KEY, .key = PLIM_STR("ports")};
    const struct drift_step element = {&ports, DRIFT_STEP_ELEMENT, PLIM_STR("port"), 0, &port};
    const struct drift_step odd = {
        .parent = &element, .kind = DRIFT_STEP_KEY, .key = PLIM_STR("a/b")};
    const struct drift_step index = {.parent = &odd, .kind = DRIFT_STEP_INDEX, .index = 3};
    struct plim_str path = drift_step_path(arena, &index);
    ck_assert_msg(plim_str_is(path, "spec.ports[port=443]['a/b'][3]"), "%.*s", PLIM_STR_ARG(path));
    ck_assert_uint_eq(drift_step_depth(&index), 5);
    ck_assert(plim_str_is(drift_step_field(&element), "ports"));
    ck_assert(drift_step_is(&ports, "ports"));
    ck_assert(!drift_step_is(&element, "port"));
}
END_TEST

START_TEST(no_step_is_the_root)
{
    ck_assert_uint_eq(drift_step_depth(NULL), 0);
    ck_assert_uint_eq(drift_step_path(arena, NULL).len, 0);
    ck_assert_uint_eq(drift_step_field(NULL).len, 0);
    ck_assert(!drift_step_is(NULL, ""));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, open_arena, close_arena);
    tcase_add_test(tcase, a_path_is_written_from_the_root);
    tcase_add_test(tcase, no_step_is_the_root);
}

PLIM_CHECK_MAIN("drift.step", add_cases)
