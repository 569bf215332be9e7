/* Which practices a level still needs, and in which order. */
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

#define THREE     CELL("d", "one", "all", REF("a") ", " REF("b") ", " REF("c"))
#define ALL_UNMET UNMET("a") ", " UNMET("b") ", " UNMET("c")

static const struct {
    const char *practices;
    const char *cells;
    const char *blockers;
} orders[] = {
    /* usefulness, then effort, then id */
    {PRACTICE("a", 1, 1, "") PRACTICE("b", 3, 5, "") PRACTICE("c", 2, 5, ""), THREE,
     "\"c\"\"b\"\"a\""},
    {PRACTICE("c", 1, 1, "") PRACTICE("b", 1, 1, "") PRACTICE("a", 1, 1, ""), THREE,
     "\"a\"\"b\"\"c\""},
    /* what is needed first comes first */
    {PRACTICE("a", 5, 1, "") PRACTICE("b", 1, 5, ", dependsOn: [a]") PRACTICE("c", 1, 4, ""), THREE,
     "\"c\"\"a\"\"b\""},
    /* of a share only as many as it takes */
    {PRACTICE("a", 1, 1, "") PRACTICE("b", 1, 5, "") PRACTICE("c", 1, 3, ""),
     CELL("d", "one", "60%", REF("a") ", " REF("b") ", " REF("c")), "\"b\"\"c\""},
    {PRACTICE("a", 1, 5, "") PRACTICE("b", 1, 4, "") PRACTICE("c", 1, 3, ""),
     CELL("d", "one", "75%", REF("a") ", {ref: b, weight: 2}, {ref: c, weight: 7}"), "\"a\"\"c\""},
    {PRACTICE("a", 1, 1, "") PRACTICE("b", 1, 5, "") PRACTICE("c", 1, 3, ""),
     CELL("d", "one", "{min: 1}", REF("a") ", " REF("b") ", " REF("c")), "\"b\""},
};

START_TEST(blockers_stand_in_the_order_to_do_them)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    assess(&fixture, orders[_i].practices, orders[_i].cells, ALL_UNMET);
    assert_order(&fixture, "dimensions[id=d].next.blockers", orders[_i].blockers);
}
END_TEST

#define TARGET(level)          \
    FIXTURE_HEAD("Fleet", "f") \
    "  maturity: {targets: [{model: m, dimension: d, level: " level "}]}\n"
#define EXCLUDE(practice)                                                                      \
    FIXTURE_HEAD("Fleet", "f")                                                                 \
    "  maturity: {exclusions: [{practice: " practice ", reason: technical, justification: j, " \
    "approver: p, expires: '2026-12-31'}]}\n"
#define MET(id)  "{id: " id ", pass: 1, fail: 0}"
#define SAME(id) PRACTICE(id, 1, 1, "")
#define ABC      SAME("a") SAME("b") SAME("c")

static const struct {
    const char *practices;
    const char *cells;
    const char *evidence;
    const char *blockers;
} needs[] = {
    /* not known to be met is needed just as what is known to be unmet */
    {ABC, THREE, UNMET("a") ", " MET("b"), "\"a\"\"c\""},
    {ABC, THREE, MET("a") ", " MET("b") ", " MET("c"), ""},
    /* a gate that holds needs nothing, though something fails */
    {ABC, CELL("d", "one", "50%", REF("a") ", " REF("b")), UNMET("a") ", " MET("b"), ""},
    /* of a weight that was added first, but is not needed once a heavier one is */
    {PRACTICE("a", 1, 5, "") PRACTICE("b", 1, 4, "") SAME("c"),
     CELL("d", "one", "60%", "{ref: a, weight: 3}, {ref: b, weight: 6}, {ref: c, weight: 1}"),
     ALL_UNMET, "\"b\""},
    /* what counts already counts on */
    {ABC, CELL("d", "one", "{min: 2}", REF("a") ", " REF("b") ", " REF("c")),
     UNMET("a") ", " UNMET("b") ", " MET("c"), "\"a\""},
    /* a prerequisite that is met, or of another cell, holds nothing up */
    {PRACTICE("a", 1, 5, ", dependsOn: [b]") PRACTICE("b", 1, 1, "") SAME("c"), THREE,
     UNMET("a") ", " MET("b") ", " UNMET("c"), "\"a\"\"c\""},
};

START_TEST(a_level_needs_what_fails_and_no_more_than_it_takes)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    assess(&fixture, needs[_i].practices, needs[_i].cells, needs[_i].evidence);
    assert_order(&fixture, "dimensions[id=d].next.blockers", needs[_i].blockers);
}
END_TEST

START_TEST(what_is_excluded_is_not_needed)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    plim_assert_ok(fixture_add(&fixture, "f.yaml", EXCLUDE("a")), &fixture.err);
    assess(&fixture, ABC, THREE, ALL_UNMET);
    assert_order(&fixture, "dimensions[id=d].next.blockers", "\"b\"\"c\"");
}
END_TEST

START_TEST(what_exclusions_put_out_of_reach_needs_nothing)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    plim_assert_ok(fixture_add(&fixture, "f.yaml", EXCLUDE("a")), &fixture.err);
    assess(&fixture, ABC, CELL("d", "one", "{min: 3}", REF("a") ", " REF("b") ", " REF("c")),
           ALL_UNMET);
    plim_assert_at(&fixture, "dimensions[id=d].levels[0].state", "\"capped\"");
    plim_assert_at(&fixture, "dimensions[id=d].next.blockers", "[]");
}
END_TEST

static const struct {
    const char *practices;
    const char *needs;
} distances[] = {
    {ABC, "[\"b\",\"c\",\"a\"]"},
    /* the lower level first, however useful the higher one is */
    {PRACTICE("a", 1, 5, "") PRACTICE("b", 5, 1, "") PRACTICE("c", 5, 2, ""),
     "[\"c\",\"b\",\"a\"]"},
    {PRACTICE("a", 1, 5, ", dependsOn: [c]") PRACTICE("b", 1, 1, ", dependsOn: [c]")
         PRACTICE("c", 5, 1, ""),
     "[\"c\",\"b\",\"a\"]"},
};

START_TEST(a_target_needs_all_levels_up_to_it_in_their_order)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    plim_assert_ok(fixture_add(&fixture, "f.yaml", TARGET("two")), &fixture.err);
    assess(&fixture, distances[_i].practices,
           CELL("d", "two", "all", REF("a")) CELL("d", "one", "all", REF("b") ", " REF("c")),
           ALL_UNMET);
    plim_assert_at(&fixture, "dimensions[id=d].target.blockers", distances[_i].needs);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, blockers_stand_in_the_order_to_do_them, 0, PLIM_LEN(orders));
    tcase_add_loop_test(tcase, a_level_needs_what_fails_and_no_more_than_it_takes, 0,
                        PLIM_LEN(needs));
    tcase_add_test(tcase, what_is_excluded_is_not_needed);
    tcase_add_test(tcase, what_exclusions_put_out_of_reach_needs_nothing);
    tcase_add_loop_test(tcase, a_target_needs_all_levels_up_to_it_in_their_order, 0,
                        PLIM_LEN(distances));
}

PLIM_CHECK_MAIN("maturity.need", add_cases)
