#include "support/value_check.h"

#include "build_priv.h"

static struct plim_arena *arena;

static void start(void)
{
    arena = plim_arena_new();
}

static void stop(void)
{
    plim_arena_free(arena);
}

static const struct finding bare = {
    .state = FINDING_UNKNOWN, .severity = FINDING_LOW, .policy = {"p", 1}, .subject = {"fleet", 5}};

START_TEST(what_is_absent_is_left_out)
{
    struct value built = audit_build_finding(arena, &bare);
    ck_assert_uint_eq(value_len(&built), 6);
    ck_assert(value_is_string(value_get(&built, "state"), "unknown"));
    ck_assert(value_is_string(value_get(&built, "severity"), "low"));
    ck_assert(value_is_string(value_get(&built, "observedAt"), "1970-01-01T00:00:00Z"));
    ck_assert_ptr_nonnull(value_get(&built, "fingerprint"));
}
END_TEST

static const struct {
    const char *json;
    const char *want;
} values[] = {
    {"3", "3"},
    {"\"a\"", "\"a\""},
    {"{\"a\":[true]}", "{\"a\":[true]}"},
    {"not json", "\"not json\""},
};

START_TEST(expected_and_actual_become_values_again)
{
    struct finding finding = bare;
    finding.expected = finding.actual = plim_str_from(values[_i].json);
    struct value built = audit_build_finding(arena, &finding);
    plim_assert_json(value_get(&built, "expected"), values[_i].want);
    plim_assert_json(value_get(&built, "actual"), values[_i].want);
}
END_TEST

START_TEST(who_wrote_the_field_is_evidence)
{
    struct finding finding = bare;
    finding.manager = PLIM_STR("kubectl-edit");
    finding.changed_at = PLIM_STR("2026-01-01T00:00:00Z");
    struct value built = audit_build_finding(arena, &finding);
    plim_assert_json(value_get(&built, "evidence"),
                     "[{\"type\":\"managedFields\",\"manager\":\"kubectl-edit\","
                     "\"time\":\"2026-01-01T00:00:00Z\"}]");
}
END_TEST

START_TEST(a_source_has_a_line_when_it_is_known)
{
    struct finding finding = bare;
    finding.source =
        (struct finding_source){PLIM_STR("shop"), PLIM_STR("abc"), PLIM_STR("a.yaml"), 7};
    struct value built = audit_build_finding(arena, &finding);
    plim_assert_json(value_get(&built, "source"),
                     "{\"repository\":\"shop\",\"commit\":\"abc\",\"path\":\"a.yaml\",\"line\":7}");
    finding.source.line = 0;
    built = audit_build_finding(arena, &finding);
    ck_assert_ptr_null(value_get_path(&built, "source.line"));
}
END_TEST

static void add(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, start, stop);
    tcase_add_test(tcase, what_is_absent_is_left_out);
    tcase_add_loop_test(tcase, expected_and_actual_become_values_again, 0, PLIM_LEN(values));
    tcase_add_test(tcase, who_wrote_the_field_is_evidence);
    tcase_add_test(tcase, a_source_has_a_line_when_it_is_known);
}

PLIM_CHECK_MAIN("audit.build_findings", add)
