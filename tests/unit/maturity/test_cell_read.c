/* The cells of a model. */
#include "document_priv.h"
#include "fixture.h"

#define HEAD(scoring)                                         \
    FIXTURE_HEAD("MaturityModel", "m")                        \
    "  version: '1'\n  title: M\n  source: {title: S}\n"      \
    "  levels: [{id: low, title: L}, {id: high, title: H}]\n" \
    "  dimensions: [{id: d, title: D}, {id: e, title: E}]\n"  \
    "  scoring: {headline: gated" scoring "}\n"
#define MODEL(scoring, cells) HEAD(scoring) "  cells: [" cells "]\n"
#define CELL(rest)            "{dimension: d, level: low, " rest "}"
#define A                     "practices: [{ref: a}]"
#define TWO                   "practices: [{ref: a}, {ref: b}]"

static const struct {
    const char *text;
    const char *message;
} refusals[] = {
    {MODEL("", "{dimension: f, level: low, practices: []}"), "x.yaml:11:23: unknown dimension 'f'"},
    {MODEL("", "{dimension: d, level: top, practices: []}"), "x.yaml:11:33: unknown level 'top'"},
    {MODEL("", "{dimension: d, level: low}"), "x.yaml:11:11: missing required field 'practices'"},
    {MODEL("", CELL(A) ", " CELL("practices: []")),
     "x.yaml:11:62: a second cell for dimension 'd' and level 'low'"},
    {MODEL("", CELL("practices: [{ref: a}, {ref: a}]")),
     "x.yaml:11:60: practice 'a' stands twice in dimension 'd'"},
    {MODEL("", CELL(A) ", {dimension: d, level: high, " A "}"),
     "x.yaml:11:102: practice 'a' stands twice in dimension 'd'"},
    {MODEL("", CELL("practices: [{ref: A}]")),
     "x.yaml:11:56: 'A' is not an id: lower-case letters, digits, '.' and '-', at most 64"},
    {MODEL("", CELL("practices: [a]")), "x.yaml:11:50: expected a map, not a string"},
    {MODEL("", CELL("practices: [{ref: a, weight: 0}]")),
     "x.yaml:11:67: 'weight' must be a whole number from 1 to 100"},
    {MODEL("", CELL("practices: [{ref: a, weight: 101}]")),
     "x.yaml:11:67: 'weight' must be a whole number from 1 to 100"},
    {MODEL("", CELL("title: '', " A)), "x.yaml:11:45: 'title' is empty"},
    {MODEL("", CELL("gate: most, " A)),
     "x.yaml:11:44: a gate is 'all', a share above 0% or '{min: N}'"},
    {MODEL("", CELL("gate: {min: 2}, " A)), "x.yaml:11:11: the gate asks for 2 of 1 practices"},
    /* also when the gate is the model's */
    {MODEL(", gate: {min: 2}", CELL(A)), "x.yaml:11:11: the gate asks for 2 of 1 practices"},
    {MODEL("", CELL(A ", requiresOther: [{dimension: d, level: low}]")),
     "x.yaml:11:77: 'requiresOther' names the cell's own dimension"},
    {MODEL("", CELL(A ", requiresOther: [{dimension: e, level: top}]")),
     "x.yaml:11:99: unknown level 'top'"},
    {MODEL("", CELL(A ", requiresOther: [{dimension: e}]")),
     "x.yaml:11:77: missing required field 'level'"},
};

START_TEST(a_cell_that_makes_no_sense_is_refused)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    plim_assert_fails(fixture_add(&fixture, "x.yaml", refusals[_i].text), PLIM_INVALID,
                      &fixture.err, refusals[_i].message);
}
END_TEST

static const struct maturity_cell *read_cells(struct fixture *fixture, const char *text)
{
    plim_assert_ok(fixture_add(fixture, "m.yaml", text), &fixture->err);
    return fixture->set->models[0].cells;
}

START_TEST(cells_stand_by_dimension_and_level_in_whatever_order_they_come)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    const struct maturity_cell *cells = read_cells(
        &fixture, MODEL("", "{dimension: e, level: high, title: Top, " A "}, " CELL(TWO)));
    ck_assert(cells[0].is_defined && cells[3].is_defined);
    ck_assert(!cells[1].is_defined && !cells[2].is_defined);
    ck_assert_uint_eq(cells[0].practice_count, 2);
    ck_assert_uint_eq(cells[1].practice_count, 0);
    ck_assert(plim_str_is(cells[0].practices[1].ref, "b"));
    ck_assert(plim_str_is(cells[3].title, "Top"));
}
END_TEST

START_TEST(a_practice_weighs_one_unless_it_says_otherwise)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    const struct maturity_cell *cells = read_cells(
        &fixture, MODEL("", CELL("practices: [{ref: a}, {ref: b, weight: 100, id: D-7}]")));
    ck_assert_int_eq(cells[0].practices[0].weight, 1);
    ck_assert_int_eq(cells[0].practices[1].weight, 100);
    ck_assert_uint_eq(cells[0].practices[0].id.len, 0);
    ck_assert(plim_str_is(cells[0].practices[1].id, "D-7"));
}
END_TEST

START_TEST(a_practice_may_stand_in_several_dimensions)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    const struct maturity_cell *cells =
        read_cells(&fixture, MODEL("", CELL(A) ", {dimension: e, level: low, " A "}"));
    ck_assert_uint_eq(cells[0].practice_count, 1);
    ck_assert_uint_eq(cells[2].practice_count, 1);
}
END_TEST

START_TEST(a_cell_has_the_gate_of_the_model_unless_it_has_its_own)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    const struct maturity_cell *cells = read_cells(
        &fixture,
        MODEL(", gate: 75%", CELL("gate: {min: 1}, " TWO) ", {dimension: e, level: low, " A "}"));
    ck_assert_int_eq(cells[0].gate.kind, MATURITY_GATE_COUNT);
    ck_assert_int_eq(cells[0].gate.value, 1);
    ck_assert_int_eq(cells[2].gate.kind, MATURITY_GATE_SHARE);
    ck_assert_int_eq(cells[2].gate.value, 750);
}
END_TEST

START_TEST(a_gate_by_count_does_not_bother_a_cell_that_asks_nothing)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    const struct maturity_cell *cells =
        read_cells(&fixture, MODEL(", gate: {min: 2}", CELL("practices: []")));
    ck_assert(cells[0].is_defined);
}
END_TEST

START_TEST(what_a_cell_requires_of_other_dimensions_is_kept_by_index)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    const struct maturity_cell *cells =
        read_cells(&fixture, MODEL("", CELL(A ", requiresOther: [{dimension: e, level: high}]")));
    ck_assert_uint_eq(cells[0].requires_count, 1);
    ck_assert_uint_eq(cells[0].requires_other[0].dimension, 1);
    ck_assert_uint_eq(cells[0].requires_other[0].level, 1);
}
END_TEST

static enum plim_code add_cell(struct fixture *fixture, const char *practices,
                               const char *requirements)
{
    const char *cell = plim_arena_printf(
        fixture->arena,
        "  cells: [{dimension: d, level: low, practices: [%s], requiresOther: [%s]}]\n", practices,
        requirements);
    return fixture_add(fixture, "x.yaml",
                       plim_arena_printf(fixture->arena, "%s%s", HEAD(""), cell));
}

START_TEST(a_cell_of_more_practices_than_the_limit_is_refused)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    plim_assert_fails(add_cell(&fixture, fixture_repeat(&fixture, "{ref: p", 201, "}"), ""),
                      PLIM_INVALID, &fixture.err,
                      "x.yaml:11:49: more than 200 practices in one cell");
    plim_assert_ok(add_cell(&fixture, fixture_repeat(&fixture, "{ref: p", 200, "}"), ""),
                   &fixture.err);
}
END_TEST

START_TEST(a_cell_of_more_requirements_than_there_can_be_dimensions_is_refused)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    const char *many =
        fixture_repeat(&fixture, "{dimension: e", MATURITY_DIMENSIONS_MAX + 1, ", level: low}");
    plim_assert_fails(add_cell(&fixture, "", many), PLIM_INVALID, &fixture.err,
                      "x.yaml:11:68: more than 32 requirements");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, a_cell_that_makes_no_sense_is_refused, 0, PLIM_LEN(refusals));
    tcase_add_test(tcase, cells_stand_by_dimension_and_level_in_whatever_order_they_come);
    tcase_add_test(tcase, a_practice_weighs_one_unless_it_says_otherwise);
    tcase_add_test(tcase, a_practice_may_stand_in_several_dimensions);
    tcase_add_test(tcase, a_cell_has_the_gate_of_the_model_unless_it_has_its_own);
    tcase_add_test(tcase, a_gate_by_count_does_not_bother_a_cell_that_asks_nothing);
    tcase_add_test(tcase, what_a_cell_requires_of_other_dimensions_is_kept_by_index);
    tcase_add_test(tcase, a_cell_of_more_practices_than_the_limit_is_refused);
    tcase_add_test(tcase, a_cell_of_more_requirements_than_there_can_be_dimensions_is_refused);
}

PLIM_CHECK_MAIN("maturity.cell_read", add_cases)
