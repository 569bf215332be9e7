#include "report/compare.h"
#include "support/value_check.h"

static struct plim_arena *arena;

static void start(void)
{
    arena = plim_arena_new();
}

static void stop(void)
{
    plim_arena_free(arena);
}

static struct value compare(const char *before, const char *after)
{
    struct value left = plim_value_from_yaml(arena, before);
    struct value right = plim_value_from_yaml(arena, after);
    return report_compare(arena, &left, &right);
}

#define CLUSTERS "clusters: [{name: c, state: complete}, {name: d, state: unreachable}]\n"

static const struct {
    const char *before;
    const char *after;
    const char *counts; /* new fixed changed unchanged unknown */
} cases[] = {
    {"findings: []", "findings: [{fingerprint: a, state: fail}]", "1 0 0 0 0"},
    {"findings: [{fingerprint: a, state: fail}]", "findings: []", "0 1 0 0 0"},
    {"findings: [{fingerprint: a, state: fail}]", "findings: [{fingerprint: a, state: pass}]",
     "0 1 0 0 0"},
    {"findings: [{fingerprint: a, state: fail, message: m}]",
     "findings: [{fingerprint: a, state: fail, message: m}]", "0 0 0 1 0"},
    {"findings: [{fingerprint: a, state: fail, message: m}]",
     "findings: [{fingerprint: a, state: fail, message: n2}]", "0 0 1 0 0"},
    {"findings: [{fingerprint: a, state: warn}]", "findings: [{fingerprint: a, state: fail}]",
     "0 0 1 0 0"},
    {"findings: []", "findings: [{fingerprint: a, state: some-day}]", "1 0 0 0 0"},
    /* Of several with one fingerprint those that say the same meet. */
    {"findings: [{fingerprint: a, state: fail, message: x}, {fingerprint: a, state: fail, message: "
     "z}]",
     "findings: [{fingerprint: a, state: fail, message: z}]", "0 1 0 1 0"},
    {"findings: [{fingerprint: a, state: fail, message: x}]",
     "findings: [{fingerprint: a, state: fail, message: q}, {fingerprint: a, state: fail, message: "
     "x}]",
     "1 0 0 1 0"},
    /* Gone is not fixed where nobody could look. */
    {"findings: [{fingerprint: a, state: fail, policy: p, cluster: c}]", CLUSTERS, "0 1 0 0 0"},
    {"findings: [{fingerprint: a, state: fail, policy: p, cluster: d}]", CLUSTERS, "0 0 0 0 1"},
    {"findings: [{fingerprint: a, state: fail, policy: p, cluster: e}]", CLUSTERS, "0 0 0 0 1"},
    {"findings: [{fingerprint: a, state: fail, policy: p, cluster: c}]",
     CLUSTERS "findings: [{fingerprint: b, state: unknown, policy: p, cluster: c}]", "1 0 0 0 1"},
    {"findings: [{fingerprint: a, state: fail, policy: p, cluster: c}]",
     CLUSTERS "findings: [{fingerprint: b, state: unknown, policy: q, cluster: c}]", "1 1 0 0 0"},
    {"findings: [{fingerprint: a, state: fail, policy: p, cluster: c}]",
     CLUSTERS "run: {interrupted: true}", "0 0 0 0 1"},
};

static const char *print_counts(const struct value *comparison)
{
    static const char *const names[] = {"new", "fixed", "changed", "unchanged", "unknown"};
    struct plim_buf text = {.arena = arena};
    for (size_t i = 0; i < PLIM_LEN(names); i++)
        plim_buf_printf(
            &text, "%s%d", i > 0 ? " " : "",
            (int)value_int_or(value_get(value_get(comparison, "counts"), names[i]), -1));
    return text.text;
}

START_TEST(findings_are_matched_by_their_fingerprints)
{
    struct value comparison = compare(cases[_i].before, cases[_i].after);
    ck_assert_str_eq(print_counts(&comparison), cases[_i].counts);
}
END_TEST

START_TEST(levels_that_moved_are_told)
{
    struct value comparison = compare(
        "assessments: [{model: {id: m}, dimensions: [{id: d, level: {floor: null, ceiling: two}}, "
        "{id: e, level: {floor: one, ceiling: one}}]}]",
        "assessments: [{model: {id: m, title: M}, dimensions: [{id: d, title: D, "
        "level: {floor: one, ceiling: two}}, {id: e, level: {floor: one, ceiling: one}}, "
        "{id: f, level: {floor: one}}]}]");
    struct value expected = plim_value_from_yaml(
        arena, "[{model: m, modelTitle: M, dimension: d, title: D, "
               "before: {floor: null, ceiling: two}, after: {floor: one, ceiling: two}}]");
    ck_assert(value_equal(value_get(&comparison, "levels"), &expected));
}
END_TEST

START_TEST(inputs_that_differ_are_named)
{
    struct value comparison = compare("inputs: {fleet: a, policies: b, models: c}",
                                      "inputs: {fleet: a, policies: x, models: z}");
    struct value expected = plim_value_from_yaml(arena, "[policies, models]");
    ck_assert(value_equal(value_get(&comparison, "differ"), &expected));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, start, stop);
    tcase_add_loop_test(tcase, findings_are_matched_by_their_fingerprints, 0, PLIM_LEN(cases));
    tcase_add_test(tcase, levels_that_moved_are_told);
    tcase_add_test(tcase, inputs_that_differ_are_named);
}

PLIM_CHECK_MAIN("report.compare", add_cases)
