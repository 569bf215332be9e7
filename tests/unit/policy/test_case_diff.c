#include "base/defs.h"

#include "case_diff.h"
#include "policy_fixture.h"

static const struct {
    const char *expected; /* lines */
    const char *actual;
    const char *diff;
} diffs[] = {
    {"fail\n", "pass\n", "- fail\n+ pass\n"},
    {"fail: a\nfail: b\n", "fail: a (spec.x)\nfail: c\n",
     "  fail: a (spec.x)\n- fail: b\n+ fail: c\n"},
    {"fail: a\n", "fail: ab\n", "- fail: a\n+ fail: ab\n"},
    {"fail\n", "fail: a\nunknown: why\n", "  fail: a\n+ unknown: why\n"},
    {"fail: a\n", "", "- fail: a\n"},
    {"", "", ""},
};

static struct policy_case_side side_of(const char *lines)
{
    struct policy_case_side side = {.len = 0};
    struct plim_str rest = plim_str_from(lines);
    while (rest.len > 0)
        (void)plim_str_cut(&rest, '\n', &side.lines[side.len++]);
    return side;
}

START_TEST(lines_of_one_side_alone_have_its_sign)
{
    struct plim_arena *arena = plim_arena_new();
    struct policy_case_side expected = side_of(diffs[_i].expected);
    struct policy_case_side actual = side_of(diffs[_i].actual);
    ck_assert_str_eq(policy_case_diff(arena, &expected, &actual), diffs[_i].diff);
    plim_arena_free(arena);
}
END_TEST

static const struct {
    struct policy_result result;
    const char *line;
} notes[] = {
    {{.state = FINDING_WARN, .message = {"m", 1}}, "fail: m"},
    {{.state = FINDING_FAIL, .message = {"m", 1}, .field = {"spec.x", 6}}, "fail: m (spec.x)"},
    {{.state = FINDING_FAIL, .container = {"c", 1}, .field = {"f", 1}}, "fail (container c, f)"},
    {{.state = FINDING_UNKNOWN, .reason = {"blind", 5}}, "unknown: blind"},
    {{.state = FINDING_NOT_APPLICABLE}, "skip"},
    {{.state = FINDING_PASS}, "pass"},
};

START_TEST(what_came_is_one_line)
{
    struct plim_arena *arena = plim_arena_new();
    struct policy_case_side side = {.len = 0};
    policy_case_note(arena, &notes[_i].result, &side);
    ck_assert_uint_eq(side.len, 1);
    ck_assert_str_eq(side.lines[0].text, notes[_i].line);
    plim_arena_free(arena);
}
END_TEST

START_TEST(many_lines_are_counted)
{
    struct plim_arena *arena = plim_arena_new();
    struct policy_case_side expected = side_of("fail\n");
    struct policy_case_side actual = {.len = 0};
    const struct policy_result result = {.state = FINDING_FAIL, .message = PLIM_STR("m")};
    for (int i = 0; i < POLICY_CASE_LINES_MAX + 3; i++)
        policy_case_note(arena, &result, &actual);
    const char *diff = policy_case_diff(arena, &expected, &actual);
    ck_assert_msg(strstr(diff, "+ ... 3 more\n") != NULL, "%s", diff);
    plim_arena_free(arena);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, lines_of_one_side_alone_have_its_sign, 0, PLIM_LEN(diffs));
    tcase_add_loop_test(tcase, what_came_is_one_line, 0, PLIM_LEN(notes));
    tcase_add_test(tcase, many_lines_are_counted);
}

PLIM_CHECK_MAIN("policy.case_diff", add_cases)
