/* Dimensions, cells, targets and the overall level as a result shows them. */
#include "fixture.h"

#define PRACTICE(id)                                                                      \
    "    - {id: " id ", title: T, class: measured, effort: 1, usefulness: 1, criteria: {" \
    "policy: " id ", met: '>= 90%', partial: '>= 50%', onEmpty: notApplicable}}\n"
#define LIBRARY                          \
    FIXTURE_HEAD("PracticeLibrary", "l") \
    "  version: '1'\n  practices:\n" PRACTICE("a") PRACTICE("b") PRACTICE("c")
#define MODEL(scoring, cells)                                    \
    FIXTURE_HEAD("MaturityModel", "m")                           \
    "  version: '1'\n  title: M\n  source: {title: S}\n"         \
    "  levels: [{id: one, title: One}, {id: two, title: Two}]\n" \
    "  dimensions: [{id: d, title: D}, {id: e, title: E}]\n"     \
    "  scoring: {headline: gated" scoring "}\n  cells: [" cells "]\n"
#define CELL(dimension, level, rest) "{dimension: " dimension ", level: " level ", " rest "}"
#define ASKS(refs)                   "practices: [" refs "]"
#define A                            "{ref: a}"
#define B                            "{ref: b}"
#define MET(id)                      "{id: " id ", pass: 10, fail: 0}"
#define PARTIAL(id)                  "{id: " id ", pass: 5, fail: 5}"
#define UNMET(id)                    "{id: " id ", pass: 0, fail: 10}"
#define NONE(id)                     "{id: " id ", pass: 0, fail: 0}"
#define FLEET(body)                  FIXTURE_HEAD("Fleet", "f") "  maturity: {" body "}\n"
#define EXCLUDE(practice)                                                                  \
    "{practice: " practice ", reason: technical, justification: j, approver: p, expires: " \
    "'2026-12-31'}"

static void assess(struct fixture *fixture, const char *model, const char *evidence)
{
    plim_assert_ok(fixture_add(fixture, "l.yaml", LIBRARY), &fixture->err);
    plim_assert_ok(fixture_add(fixture, "m.yaml", model), &fixture->err);
    fixture_add_evidence(fixture, plim_arena_printf(fixture->arena, "[%s]", evidence));
    fixture_assess(fixture, "m");
}

static const struct {
    const char *cell;
    const char *evidence;
    const char *expected; /* of the cell, its practices left out */
} cells[] = {
    {ASKS(A), MET("a"),
     "\"met\" 1000 {\"floor\":1000,\"ceiling\":1000} "
     "{\"floor\":1000,\"ceiling\":1000}"},
    {ASKS(A), "", "\"unknown\" 1000 {\"floor\":0,\"ceiling\":1000} {\"floor\":0,\"ceiling\":1000}"},
    {ASKS(A), PARTIAL("a"),
     "\"unmet\" 1000 {\"floor\":0,\"ceiling\":0} {\"floor\":500,\"ceiling\":500}"},
    {ASKS("{ref: a, weight: 2}, " B), MET("a") ", " UNMET("b"),
     "\"unmet\" 1000 {\"floor\":666,\"ceiling\":666} {\"floor\":666,\"ceiling\":666}"},
    {"gate: 60%, " ASKS("{ref: a, weight: 2}, " B), MET("a"),
     "\"met\" 600 {\"floor\":666,\"ceiling\":1000} {\"floor\":666,\"ceiling\":1000}"},
    {"gate: {min: 1}, " ASKS(A ", " B ", {ref: c}"), MET("a") ", " UNMET("b") ", " UNMET("c"),
     "\"met\" 334 {\"floor\":333,\"ceiling\":333} {\"floor\":333,\"ceiling\":333}"},
    {ASKS(A), NONE("a"), "\"vacuous\" (none) (none) (none)"},
    {ASKS(""), "", "\"vacuous\" (none) (none) (none)"},
};

START_TEST(a_cell_shows_its_state_its_gate_and_both_bounds)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    assess(&fixture,
           plim_arena_printf(fixture.arena, MODEL("", CELL("d", "one", "%s")), cells[_i].cell),
           cells[_i].evidence);
    const char *found = plim_arena_printf(fixture.arena, "%s %s %s %s",
                                          fixture_at(&fixture, "dimensions[0].levels[0].state"),
                                          fixture_at(&fixture, "dimensions[0].levels[0].gate"),
                                          fixture_at(&fixture, "dimensions[0].levels[0].share"),
                                          fixture_at(&fixture, "dimensions[0].levels[0].score"));
    ck_assert_str_eq(found, cells[_i].expected);
}
END_TEST

START_TEST(a_cell_lists_its_practices_as_the_model_names_them)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    assess(&fixture,
           MODEL("", CELL("d", "one", "title: Start, " ASKS("{ref: b, id: D-7, weight: 3}, " A))),
           PARTIAL("b") ", " NONE("a"));
    plim_assert_at(&fixture, "dimensions[0].levels[0].title", "\"Start\"");
    plim_assert_at(
        &fixture, "dimensions[0].levels[0].practices",
        "[{\"practice\":\"b\",\"id\":\"D-7\",\"weight\":3,\"state\":\"partial\",\"lo\":"
        "500,\"hi\":500},{\"practice\":\"a\",\"weight\":1,\"state\":\"notApplicable\"}]");
}
END_TEST

static const struct {
    const char *evidence;
    const char *knowledge;
} known[] = {
    {MET("a") ", " UNMET("b"), "1000"},
    {MET("a"), "500"},
    {"", "0"},
    {MET("a") ", " NONE("b"), "1000"},
    {NONE("a") ", " NONE("b"), "(none)"},
};

START_TEST(knowledge_is_the_share_of_applicable_practices_that_are_not_unknown)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    assess(&fixture, MODEL("", CELL("d", "one", ASKS(A)) ", " CELL("d", "two", ASKS(B))),
           known[_i].evidence);
    plim_assert_at(&fixture, "dimensions[0].knowledge", known[_i].knowledge);
    plim_assert_at(&fixture, "dimensions[1].knowledge", "(none)");
}
END_TEST

#define OTHER    ", requiresOther: [{dimension: e, level: one}]"
#define REQUIRES CELL("d", "one", ASKS(A) OTHER) ", " CELL("e", "one", ASKS(B))

static const struct {
    const char *evidence;
    const char *next;
} nexts[] = {
    /* nothing of the dimension's own blocks it */
    {MET("a") ", " UNMET("b"),
     "{\"level\":\"one\",\"gate\":1000,\"have\":1000,\"blockers\":[],\"requires\":[{\"dimension\":"
     "\"e\",\"level\":\"one\"}],\"projected\":null}"},
    {MET("a"), "{\"level\":\"one\",\"gate\":1000,\"have\":1000,\"blockers\":[],\"requires\":[{"
               "\"dimension\":\"e\",\"level\":\"one\"}],\"projected\":null}"},
    {MET("a") ", " MET("b"), "null"},
};

START_TEST(what_is_still_required_of_another_dimension_is_said)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    assess(&fixture, MODEL("", REQUIRES), nexts[_i].evidence);
    plim_assert_at(&fixture, "dimensions[0].next", nexts[_i].next);
}
END_TEST

START_TEST(what_is_next_has_its_gate_and_what_there_is_of_it)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    assess(&fixture, MODEL("", CELL("d", "two", "gate: {min: 2}, " ASKS(A ", " B ", {ref: c}"))),
           MET("a") ", " UNMET("b") ", " UNMET("c"));
    plim_assert_at(&fixture, "dimensions[0].next.level", "\"two\"");
    plim_assert_at(&fixture, "dimensions[0].next.gate", "667");
    plim_assert_at(&fixture, "dimensions[0].next.have", "333");
    plim_assert_at(&fixture, "dimensions[0].next.blockers[0].practice", "\"b\"");
    plim_assert_at(&fixture, "dimensions[0].next.requires", "(none)");
    plim_assert_at(&fixture, "dimensions[0].next.projected", "\"two\"");
}
END_TEST

START_TEST(a_capped_level_names_all_that_is_excluded)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    plim_assert_ok(
        fixture_add(&fixture, "f.yaml", FLEET("exclusions: [" EXCLUDE("b") ", " EXCLUDE("a") "]")),
        &fixture.err);
    assess(&fixture, MODEL("", CELL("d", "two", ASKS(A ", " B))), MET("a") ", " MET("b"));
    plim_assert_at(&fixture, "dimensions[0].level.capped",
                   "{\"level\":\"two\",\"reason\":\"excluded: a (technical), b (technical)\"}");
    plim_assert_at(&fixture, "dimensions[0].levels[1].state", "\"capped\"");
}
END_TEST

static const struct {
    const char *by;
    const char *days;
} dates[] = {
    /* it is six o'clock in the morning of April 15 */
    {"'2026-04-25T06:00:00Z'", "10"},
    {"'2026-04-25T05:59:59Z'", "9"},
    {"'2026-04-15T06:00:00Z'", "0"},
    {"'2026-04-15T05:59:59Z'", "-1"},
    {"'2026-04-14T06:00:00Z'", "-1"},
    {"'2026-04-14T05:59:59Z'", "-2"},
    {"'2026-04-16'", "0"},
    {"null", "(none)"},
};

START_TEST(days_to_a_target_are_whole_and_negative_when_it_is_overdue)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    plim_assert_ok(
        fixture_add(&fixture, "f.yaml",
                    plim_arena_printf(fixture.arena,
                                      "%s  maturity: {targets: [{model: m, level: one, by: %s}]}\n",
                                      FIXTURE_HEAD("Fleet", "f"), dates[_i].by)),
        &fixture.err);
    assess(&fixture, MODEL("", CELL("d", "one", ASKS(A))), UNMET("a"));
    plim_assert_at(&fixture, "dimensions[0].target.days", dates[_i].days);
}
END_TEST

START_TEST(a_hidden_dimension_is_marked_and_still_assessed)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    plim_assert_ok(fixture_add(&fixture, "f.yaml", FLEET("hidden: [e]")), &fixture.err);
    assess(&fixture, MODEL("", CELL("e", "one", ASKS(A))), MET("a"));
    plim_assert_at(&fixture, "dimensions[0].hidden", "(none)");
    plim_assert_at(&fixture, "dimensions[1].hidden", "true");
    plim_assert_at(&fixture, "dimensions[1].level.floor", "\"one\"");
}
END_TEST

#define BOTH CELL("d", "one", ASKS(A)) ", " CELL("e", "one", ASKS(B))

static const struct {
    const char *scoring;
    const char *evidence;
    const char *overall;
} overalls[] = {
    {"", MET("a") ", " MET("b"), "(none)"},
    {", overall: none", MET("a") ", " MET("b"), "(none)"},
    {", overall: min", MET("a") ", " MET("b"), "{\"floor\":\"one\",\"ceiling\":\"one\"}"},
    {", overall: min", MET("a"), "{\"floor\":null,\"ceiling\":\"one\"}"},
    {", overall: min", MET("a") ", " UNMET("b"), "{\"floor\":null,\"ceiling\":null}"},
};

START_TEST(the_overall_level_is_the_lowest_and_only_on_request)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    assess(&fixture, plim_arena_printf(fixture.arena, MODEL("%s", BOTH), overalls[_i].scoring),
           overalls[_i].evidence);
    plim_assert_at(&fixture, "overall", overalls[_i].overall);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, a_cell_shows_its_state_its_gate_and_both_bounds, 0, PLIM_LEN(cells));
    tcase_add_test(tcase, a_cell_lists_its_practices_as_the_model_names_them);
    tcase_add_loop_test(tcase, knowledge_is_the_share_of_applicable_practices_that_are_not_unknown,
                        0, PLIM_LEN(known));
    tcase_add_loop_test(tcase, what_is_still_required_of_another_dimension_is_said, 0,
                        PLIM_LEN(nexts));
    tcase_add_test(tcase, what_is_next_has_its_gate_and_what_there_is_of_it);
    tcase_add_test(tcase, a_capped_level_names_all_that_is_excluded);
    tcase_add_loop_test(tcase, days_to_a_target_are_whole_and_negative_when_it_is_overdue, 0,
                        PLIM_LEN(dates));
    tcase_add_test(tcase, a_hidden_dimension_is_marked_and_still_assessed);
    tcase_add_loop_test(tcase, the_overall_level_is_the_lowest_and_only_on_request, 0,
                        PLIM_LEN(overalls));
}

PLIM_CHECK_MAIN("maturity.result", add_cases)
