#include "drift_fixture.h"
#include "writer_priv.h"

#define ENTRY(manager, operation, time, fields) \
    "{manager: " manager ", operation: " operation ", time: '" time "', fieldsV1: " fields "}"
#define LIVE(entries) "{metadata: {managedFields: [" entries "]}, data: {a: 1, b: 2}}"

static const struct {
    const char *live;
    const char *strangers; /* one letter per writer: s stranger, a applier or controller */
} writers[] = {
    {LIVE(ENTRY("kubectl-create", "Update", "1", "{'f:data': {'f:a': {}}}")), "a"},
    {LIVE(ENTRY("curl", "Update", "1", "{'f:data': {'f:a': {}}}")), "a"},
    {LIVE(ENTRY("kubectl-edit", "Update", "1", "{'f:data': {'f:a': {}}}")), "s"},
    {LIVE(ENTRY("kubectl", "Apply", "1", "{'f:data': {'f:a': {}}}") "," ENTRY(
         "kubectl", "Update", "2", "{'f:data': {'f:b': {}}}")),
     "as"},
    /* Whoever owns most of what is desired has applied it. */
    {LIVE(ENTRY("curl", "Update", "1", "{'f:data': {'f:a': {}, 'f:b': {}}}") "," ENTRY(
         "python", "Update", "2", "{'f:data': {'f:a': {}}}")),
     "as"},
    {LIVE(ENTRY("kustomize-controller", "Apply", "1",
                "{'f:data': {'f:a': {}, 'f:b': {}}}") "," ENTRY("kubectl-client-side-apply",
                                                                "Update", "2",
                                                                "{'f:data': {'f:a': {}}}")),
     "as"},
    {LIVE(ENTRY("kubectl-create", "Update", "1", "{'f:data': {'f:a': {}}}") "," ENTRY(
         "kubectl-client-side-apply", "Update", "2", "{'f:data': {'f:a': {}, 'f:b': {}}}")),
     "aa"},
};

START_TEST(strangers_are_told_from_appliers)
{
    struct value live = plim_value_from_yaml(arena, writers[_i].live);
    struct value desired = plim_value_from_yaml(arena, "{data: {a: 1, b: 2}}");
    struct drift_writers found = drift_writers_read(arena, &desired, &live);
    char letters[8] = {0};
    for (size_t i = 0; i < found.len; i++)
        letters[i] = found.items[i].stranger ? 's' : 'a';
    ck_assert_str_eq(letters, writers[_i].strangers);
}
END_TEST

START_TEST(the_status_subresource_is_left_out)
{
    struct value live =
        plim_value_from_yaml(arena, "{metadata: {managedFields: [{manager: x, subresource: status, "
                                    "fieldsV1: {'f:status': {}}}, {manager: y}]}}");
    ck_assert_uint_eq(drift_writers_read(arena, &live, &live).len, 0);
}
END_TEST

START_TEST(the_last_writer_of_a_field_is_found)
{
    struct value live = plim_value_from_yaml(
        arena,
        LIVE(ENTRY("one", "Update", "2026-01-01T00:00:00Z", "{'f:data': {'f:a': {}}}") "," ENTRY(
            "two", "Update", "2026-01-02T00:00:00Z", "{'f:data': {'f:a': {}}}")));
    struct drift_writers found = drift_writers_read(arena, &live, &live);
    const struct drift_step data = {.kind = DRIFT_STEP_KEY, .key = PLIM_STR("data")};
    const struct drift_step a = {.parent = &data, .kind = DRIFT_STEP_KEY, .key = PLIM_STR("a")};
    const struct drift_step b = {.parent = &data, .kind = DRIFT_STEP_KEY, .key = PLIM_STR("b")};
    ck_assert(plim_str_is(drift_writers_find(arena, &found, &a)->manager, "two"));
    ck_assert_ptr_null(drift_writers_find(arena, &found, &b));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, open_arena, close_arena);
    tcase_add_loop_test(tcase, strangers_are_told_from_appliers, 0, PLIM_LEN(writers));
    tcase_add_test(tcase, the_status_subresource_is_left_out);
    tcase_add_test(tcase, the_last_writer_of_a_field_is_found);
}

PLIM_CHECK_MAIN("drift.writer", add_cases)
