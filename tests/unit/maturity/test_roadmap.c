/* What each step proves, and the cheapest one. Which steps there are is in test_need.c. */
#include "fixture.h"

#define PRACTICE(id, effort, use, rest)                                                    \
    "    - {id: " id ", title: T, class: measured, effort: " #effort ", usefulness: " #use \
    ", criteria: {policy: " id ", met: '>= 90%'}" rest "}\n"
#define MODEL(cells)                                                                       \
    FIXTURE_HEAD("MaturityModel", "m")                                                     \
    "  version: '1'\n  title: M\n  source: {title: S}\n"                                   \
    "  levels: [{id: one, title: One}, {id: two, title: Two}]\n"                           \
    "  dimensions: [{id: d, title: D}, {id: e, title: E}]\n  scoring: {headline: gated}\n" \
    "  cells:\n" cells
#define CELL(dimension, level, gate, refs) \
    "    - {dimension: " dimension ", level: " level ", gate: " gate ", practices: [" refs "]}\n"
#define REF(id)   "{ref: " id "}"
#define UNMET(id) "{id: " id ", pass: 0, fail: 1}"

static void assess(struct fixture *fixture, const char *practices, const char *cells,
                   const char *evidence)
{
    plim_assert_ok(fixture_add(fixture, "l.yaml",
                               plim_arena_printf(fixture->arena, "%s%s",
                                                 FIXTURE_HEAD("PracticeLibrary",
                                                              "l") "  version: '1'\n  practices:\n",
                                                 practices)),
                   &fixture->err);
    plim_assert_ok(
        fixture_add(fixture, "m.yaml", plim_arena_printf(fixture->arena, "%s%s", MODEL(""), cells)),
        &fixture->err);
    fixture_add_evidence(fixture, plim_arena_printf(fixture->arena, "[%s]", evidence));
    fixture_assess(fixture, "m");
}

static void assert_order(struct fixture *fixture, const char *list, const char *expected)
{
    const char *found = "";
    for (int i = 0; i < 4; i++) {
        const char *id =
            fixture_at(fixture, plim_arena_printf(fixture->arena, "%s[%d].practice", list, i));
        if (id[0] == '"')
            found = plim_arena_printf(fixture->arena, "%s%s", found, id);
    }
    ck_assert_str_eq(found, expected);
}

#define ALL_UNMET UNMET("a") ", " UNMET("b") ", " UNMET("c")

#define TWO_WAYS                      \
    CELL("d", "one", "all", REF("a")) \
    CELL("d", "two", "all", REF("b")) CELL("e", "one", "all", REF("c"))

START_TEST(the_cheapest_step_is_the_least_effort_that_proves_a_level)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    assess(&fixture, PRACTICE("a", 3, 5, "") PRACTICE("b", 1, 5, "") PRACTICE("c", 2, 1, ""),
           TWO_WAYS, ALL_UNMET);
    plim_assert_at(&fixture, "nextStep",
                   "{\"dimension\":\"e\",\"proves\":\"one\",\"effort\":2,\"practices\":[\"c\"]}");
}
END_TEST

START_TEST(each_step_says_what_it_proves_after_those_before_it)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    fixture.request.to_level = PLIM_STR("two");
    assess(&fixture, PRACTICE("a", 3, 5, "") PRACTICE("b", 1, 5, "") PRACTICE("c", 2, 1, ""),
           TWO_WAYS, UNMET("a") ", " UNMET("b"));
    assert_order(&fixture, "roadmap", "\"a\"\"c\"\"b\"");
    plim_assert_at(&fixture, "roadmap[0].proves", "[{\"dimension\":\"d\",\"level\":\"one\"}]");
    plim_assert_at(&fixture, "roadmap[0].action", "\"improve\"");
    plim_assert_at(&fixture, "roadmap[1].action", "\"settle\"");
    plim_assert_at(&fixture, "roadmap[2].proves", "[{\"dimension\":\"d\",\"level\":\"two\"}]");
}
END_TEST

START_TEST(a_step_that_is_the_last_obstacle_proves_more_than_one_level)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    assess(&fixture, PRACTICE("a", 3, 5, "") PRACTICE("b", 1, 5, "") PRACTICE("c", 2, 1, ""),
           TWO_WAYS, UNMET("a") ", {id: b, pass: 1, fail: 0}, {id: c, pass: 1, fail: 0}");
    plim_assert_at(&fixture, "dimensions[id=d].next.projected", "\"two\"");
    plim_assert_at(&fixture, "nextStep.proves", "\"two\"");
}
END_TEST

START_TEST(a_step_meets_what_it_implies)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    assess(&fixture,
           PRACTICE("a", 1, 5, ", implies: [b]") PRACTICE("b", 1, 1, "") PRACTICE("c", 1, 1, ""),
           TWO_WAYS, ALL_UNMET);
    plim_assert_at(&fixture, "dimensions[id=d].next.projected", "\"two\"");
}
END_TEST

START_TEST(a_practice_of_two_dimensions_is_one_step)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    assess(&fixture, PRACTICE("a", 1, 5, ""),
           CELL("d", "two", "all", REF("a")) CELL("e", "one", "all", REF("a")), UNMET("a"));
    assert_order(&fixture, "roadmap", "\"a\"");
    plim_assert_at(&fixture, "roadmap[0].level", "\"one\"");
    plim_assert_at(
        &fixture, "roadmap[0].proves",
        "[{\"dimension\":\"d\",\"level\":\"two\"},{\"dimension\":\"e\",\"level\":\"one\"}]");
}
END_TEST

START_TEST(nothing_is_left_to_do_at_the_top)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    assess(&fixture, PRACTICE("a", 1, 5, ""), CELL("d", "one", "all", REF("a")),
           "{id: a, pass: 1, fail: 0}");
    plim_assert_at(&fixture, "roadmap", "[]");
    plim_assert_at(&fixture, "nextStep", "null");
    plim_assert_at(&fixture, "dimensions[id=d].next", "null");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_test(tcase, the_cheapest_step_is_the_least_effort_that_proves_a_level);
    tcase_add_test(tcase, each_step_says_what_it_proves_after_those_before_it);
    tcase_add_test(tcase, a_step_that_is_the_last_obstacle_proves_more_than_one_level);
    tcase_add_test(tcase, a_step_meets_what_it_implies);
    tcase_add_test(tcase, a_practice_of_two_dimensions_is_one_step);
    tcase_add_test(tcase, nothing_is_left_to_do_at_the_top);
}

PLIM_CHECK_MAIN("maturity.roadmap", add_cases)
