#include "audit/audit.h"
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

static struct audit_outcome outcome_of(const char *yaml, enum finding_severity fail_on)
{
    struct value report = plim_value_from_yaml(arena, yaml);
    return audit_outcome_of(&report, fail_on, NULL);
}

static const struct {
    const char *finding;
    enum finding_severity fail_on;
    size_t findings, unknown;
} findings[] = {
    {"{state: fail, severity: medium}", FINDING_MEDIUM, 1, 0},
    {"{state: fail, severity: medium}", FINDING_HIGH, 0, 0},
    {"{state: warn, severity: low}", FINDING_LOW, 1, 0},
    {"{state: warn, severity: low}", FINDING_MEDIUM, 0, 0},
    {"{state: pass, severity: high}", FINDING_INFO, 0, 0},
    {"{state: waived, severity: high}", FINDING_INFO, 0, 0},
    {"{state: unknown, severity: info}", FINDING_CRITICAL, 0, 1},
    {"{state: error, severity: info}", FINDING_CRITICAL, 0, 1},
    {"{state: fail, severity: dreadful}", FINDING_CRITICAL, 1, 0},
};

START_TEST(failures_count_from_a_severity_and_unknowns_always)
{
    struct audit_outcome outcome = outcome_of(
        plim_arena_printf(arena, "findings: [%s]", findings[_i].finding), findings[_i].fail_on);
    ck_assert_uint_eq(outcome.findings, findings[_i].findings);
    ck_assert_uint_eq(outcome.unknown, findings[_i].unknown);
}
END_TEST

START_TEST(a_run_that_ended_early_is_told_apart)
{
    ck_assert(outcome_of("run: {interrupted: true}", FINDING_LOW).interrupted);
    ck_assert(!outcome_of("run: {seconds: 1}", FINDING_LOW).interrupted);
}
END_TEST

static const struct {
    const char *sources;
    size_t unknown;
} sources[] = {
    {"clusters: [{state: complete}]", 0},
    {"clusters: [{state: unreachable}, {state: complete}]", 1},
    {"clusters: [{state: partial, unread: [{resource: pods, reason: r}]}]", 1},
    {"clusters: [{state: partial, unread: [{resource: metrics.k8s.io/v1, reason: r}]}]", 0},
    {"clusters: [{state: partial, unread: [{resource: discovery of /apis, reason: r}]}]", 1},
    {"clusters: [{state: partial, unread: [{resource: namespaces/kube-system, reason: r}]}]", 1},
    {"clusters: [{}]", 1},
    {"repositories: [{state: unreachable}]", 1},
    {"repositories: [{state: partial, unread: [{path: a/b.yaml, reason: r}]}]", 1},
};

START_TEST(a_source_that_was_not_read_whole_is_unknown)
{
    ck_assert_uint_eq(outcome_of(sources[_i].sources, FINDING_MEDIUM).unknown, sources[_i].unknown);
}
END_TEST

START_TEST(dimensions_below_their_target_are_counted)
{
    struct audit_outcome outcome =
        outcome_of("assessments: [{dimensions: [{target: {gap: 2}}, {target: {gap: 0}}, {}]},"
                   " {dimensions: [{target: {gap: 1}}]}]",
                   FINDING_MEDIUM);
    ck_assert_uint_eq(outcome.below_target, 2);
    ck_assert_uint_eq(outcome.findings + outcome.unknown, 0);
}
END_TEST

static void add(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, start, stop);
    tcase_add_test(tcase, a_run_that_ended_early_is_told_apart);
    tcase_add_loop_test(tcase, failures_count_from_a_severity_and_unknowns_always, 0,
                        PLIM_LEN(findings));
    tcase_add_loop_test(tcase, a_source_that_was_not_read_whole_is_unknown, 0, PLIM_LEN(sources));
    tcase_add_test(tcase, dimensions_below_their_target_are_counted);
}

PLIM_CHECK_MAIN("audit.outcome", add)
