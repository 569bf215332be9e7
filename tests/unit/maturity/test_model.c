/* Models: levels, dimensions, scoring. */
#include "document_priv.h"
#include "fixture.h"

#define HEAD(levels, dimensions)                                                 \
    FIXTURE_HEAD("MaturityModel", "m")                                           \
    "  version: '1'\n  title: M\n  source: {title: S}\n  levels: [" levels "]\n" \
    "  dimensions: [" dimensions "]\n"
#define LEVEL         "{id: l, title: L}"
#define DIMENSION     "{id: d, title: D}"
#define MODEL(rest)   HEAD(LEVEL, DIMENSION) rest "  cells: []\n"
#define SCORING(rest) MODEL("  scoring: {headline: gated" rest "}\n")
#define GATED         "  scoring: {headline: gated}\n  cells: []\n"

static const struct {
    const char *text;
    const char *message;
} refusals[] = {
    {FIXTURE_HEAD("MaturityModel", "m") "  version: '1'\n  title: M\n  levels: []\n"
                                        "  dimensions: []\n  scoring: {headline: gated}\n"
                                        "  cells: []\n",
     "x.yaml:5:3: missing required field 'source'"},
    {HEAD("", DIMENSION) GATED, "x.yaml:8:11: a model has 1 to 16 levels"},
    {HEAD(LEVEL, "") GATED, "x.yaml:9:15: a model has 1 to 32 dimensions"},
    {HEAD(LEVEL ", " LEVEL, DIMENSION) GATED, "x.yaml:8:31: level 'l' stands twice"},
    {HEAD(LEVEL, DIMENSION ", " DIMENSION) GATED, "x.yaml:9:35: dimension 'd' stands twice"},
    {HEAD("{id: L, title: L}", DIMENSION) GATED,
     "x.yaml:8:17: 'L' is not an id: lower-case letters, digits, '.' and '-', at most 64"},
    {HEAD("{id: l, title: ''}", DIMENSION) GATED, "x.yaml:8:27: 'title' is empty"},
    {HEAD(LEVEL, "{id: d}") GATED, "x.yaml:9:16: missing required field 'title'"},
    {MODEL("  below: {id: none}\n  scoring: {headline: gated}\n"),
     "x.yaml:10:10: missing required field 'title'"},
    {MODEL("  scoring: {headline: gatd}\n"),
     "x.yaml:10:23: unknown headline 'gatd'; expected one of gated, profile; did you mean "
     "'gated'?"},
    {MODEL("  scoring: {}\n"), "x.yaml:10:12: missing required field 'headline'"},
    {SCORING(", overall: mean"), "x.yaml:10:39: unknown overall 'mean'; expected one of none, min"},
    {SCORING(", gate: some"), "x.yaml:10:36: a gate is 'all', a share above 0% or '{min: N}'"},
    {SCORING(", gate: 0%"), "x.yaml:10:36: a gate is 'all', a share above 0% or '{min: N}'"},
    {SCORING(", gate: 101%"), "x.yaml:10:36: a gate is 'all', a share above 0% or '{min: N}'"},
    {SCORING(", gate: 3"), "x.yaml:10:36: a gate is 'all', a share above 0% or '{min: N}'"},
    {SCORING(", gate: {min: 0}"), "x.yaml:10:42: 'min' must be a whole number from 1 to 2000"},
    {SCORING(", gate: {max: 1}"), "x.yaml:10:37: unknown field 'max'"},
    {SCORING(", gate: {}"), "x.yaml:10:36: missing required field 'min'"},
    {SCORING(", passAt: 0%"), "x.yaml:10:38: 'passAt' must be above 0%"},
    {SCORING(", levelWeights: [1, 1]"), "x.yaml:10:44: 2 level weights for 1 levels"},
    {SCORING(", levelWeights: [0]"), "x.yaml:10:45: a weight is a whole number from 1 to 100"},
    {SCORING(", levelWeights: [101]"), "x.yaml:10:45: a weight is a whole number from 1 to 100"},
    {SCORING(", promoteAfter: 0"),
     "x.yaml:10:44: 'promoteAfter' must be a whole number from 1 to 100"},
    {SCORING(", demoteAfter: 101"),
     "x.yaml:10:43: 'demoteAfter' must be a whole number from 1 to 100"},
};

START_TEST(a_model_that_makes_no_sense_is_refused)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    plim_assert_fails(fixture_add(&fixture, "x.yaml", refusals[_i].text), PLIM_INVALID,
                      &fixture.err, refusals[_i].message);
    ck_assert_uint_eq(maturity_set_model_count(fixture.set), 0);
}
END_TEST

static const struct maturity_model *read_model(struct fixture *fixture, const char *text)
{
    plim_assert_ok(fixture_add(fixture, "m.yaml", text), &fixture->err);
    return &fixture->set->models[fixture->set->model_count - 1];
}

START_TEST(a_model_that_says_nothing_of_scoring_asks_for_everything)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    const struct maturity_model *model = read_model(&fixture, SCORING(""));
    ck_assert_int_eq(model->gate.kind, MATURITY_GATE_SHARE);
    ck_assert_int_eq(model->gate.value, MATURITY_WHOLE);
    ck_assert_int_eq(model->pass_at, MATURITY_WHOLE);
    ck_assert_int_eq(model->promote_after, 1);
    ck_assert_int_eq(model->demote_after, 2);
    ck_assert_int_eq(model->levels[0].weight, 1);
    ck_assert(!model->overall_is_minimum && !model->headline_is_profile);
}
END_TEST

START_TEST(everything_that_scoring_says_is_kept)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    const struct maturity_model *model = read_model(
        &fixture, MODEL("  scoring: {headline: profile, gate: {min: 2}, passAt: 62.5%, overall: "
                        "min, levelWeights: [7], promoteAfter: 3, demoteAfter: 4}\n"));
    ck_assert(model->overall_is_minimum && model->headline_is_profile);
    ck_assert_int_eq(model->gate.kind, MATURITY_GATE_COUNT);
    ck_assert_int_eq(model->gate.value, 2);
    ck_assert_int_eq(model->pass_at, 625);
    ck_assert_int_eq(model->levels[0].weight, 7);
    ck_assert_int_eq(model->promote_after, 3);
    ck_assert_int_eq(model->demote_after, 4);
}
END_TEST

static const struct {
    const char *text;
    int64_t share;
} gates[] = {
    {SCORING(", gate: all"), 1000},
    {SCORING(", gate: 75%"), 750},
    {SCORING(", gate: 0.1%"), 1},
    {SCORING(", gate: null"), 1000},
};

START_TEST(a_gate_by_share_is_in_per_mille)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    const struct maturity_model *model = read_model(&fixture, gates[_i].text);
    ck_assert_int_eq(model->gate.kind, MATURITY_GATE_SHARE);
    ck_assert_int_eq(model->gate.value, gates[_i].share);
}
END_TEST

START_TEST(levels_and_dimensions_keep_their_order_and_are_found_by_id)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    const struct maturity_model *model =
        read_model(&fixture, HEAD("{id: z, title: Z}, {id: a, title: A, description: Y}",
                                  "{id: k, title: K}, {id: b, title: B}") GATED);
    ck_assert_uint_eq(maturity_level_find(model, PLIM_STR("z")), 0);
    ck_assert_uint_eq(maturity_level_find(model, PLIM_STR("a")), 1);
    ck_assert_uint_eq(maturity_level_find(model, PLIM_STR("k")), model->level_count);
    ck_assert_uint_eq(maturity_dimension_find(model, PLIM_STR("b")), 1);
    ck_assert_uint_eq(maturity_dimension_find(model, PLIM_STR("z")), model->dimension_count);
    ck_assert(plim_str_is(model->levels[1].description, "Y"));
}
END_TEST

START_TEST(a_model_says_where_it_is_from_and_what_having_no_level_is_called)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    const struct maturity_model *model = read_model(
        &fixture,
        FIXTURE_HEAD(
            "MaturityModel",
            "m") "  version: '1'\n  title: ' M '\n  below: {id: none, title: Nothing yet}\n"
                 "  source: {title: S, url: 'https://example.org', license: CC0}\n"
                 "  levels: [" LEVEL "]\n  dimensions: [" DIMENSION "]\n" GATED);
    ck_assert(plim_str_is(model->title, "M"));
    ck_assert(plim_str_is(model->source_url, "https://example.org"));
    ck_assert(plim_str_is(model->below_id, "none"));
    ck_assert(plim_str_is(model->below_title, "Nothing yet"));
}
END_TEST

START_TEST(a_later_model_replaces_one_of_the_same_id_in_its_place)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    read_model(&fixture, SCORING(""));
    read_model(
        &fixture,
        FIXTURE_HEAD("MaturityModel",
                     "other") "  version: '1'\n  title: O\n  source: {title: S}\n  levels: [" LEVEL
                              "]\n  dimensions: [" DIMENSION "]\n" GATED);
    read_model(&fixture, SCORING(", passAt: 50%"));
    ck_assert_uint_eq(fixture.set->model_count, 2);
    ck_assert_uint_eq(maturity_model_find(fixture.set, PLIM_STR("m")), 0);
    ck_assert_uint_eq(maturity_model_find(fixture.set, PLIM_STR("n")), 2);
    ck_assert_int_eq(fixture.set->models[0].pass_at, MATURITY_HALF);
}
END_TEST

static const struct {
    int levels;
    int dimensions;
    const char *message;
} sizes[] = {
    {MATURITY_LEVELS_MAX + 1, 1, "x.yaml:8:11: a model has 1 to 16 levels"},
    {1, MATURITY_DIMENSIONS_MAX + 1, "x.yaml:9:15: a model has 1 to 32 dimensions"},
};

static enum plim_code add_sized(struct fixture *fixture, int levels, int dimensions)
{
    return fixture_add(
        fixture, "x.yaml",
        plim_arena_printf(
            fixture->arena, "%s  levels: [%s]\n  dimensions: [%s]\n%s",
            FIXTURE_HEAD("MaturityModel", "m") "  version: '1'\n  title: M\n  source: {title: S}\n",
            fixture_repeat(fixture, "{id: l", levels, ", title: L}"),
            fixture_repeat(fixture, "{id: d", dimensions, ", title: D}"), GATED));
}

START_TEST(a_model_beyond_its_limits_is_refused)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    plim_assert_fails(add_sized(&fixture, sizes[_i].levels, sizes[_i].dimensions), PLIM_INVALID,
                      &fixture.err, sizes[_i].message);
}
END_TEST

START_TEST(a_model_as_large_as_its_limits_is_read)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    plim_assert_ok(add_sized(&fixture, MATURITY_LEVELS_MAX, MATURITY_DIMENSIONS_MAX), &fixture.err);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, a_model_that_makes_no_sense_is_refused, 0, PLIM_LEN(refusals));
    tcase_add_test(tcase, a_model_that_says_nothing_of_scoring_asks_for_everything);
    tcase_add_test(tcase, everything_that_scoring_says_is_kept);
    tcase_add_loop_test(tcase, a_gate_by_share_is_in_per_mille, 0, PLIM_LEN(gates));
    tcase_add_test(tcase, levels_and_dimensions_keep_their_order_and_are_found_by_id);
    tcase_add_test(tcase, a_model_says_where_it_is_from_and_what_having_no_level_is_called);
    tcase_add_test(tcase, a_later_model_replaces_one_of_the_same_id_in_its_place);
    tcase_add_loop_test(tcase, a_model_beyond_its_limits_is_refused, 0, PLIM_LEN(sizes));
    tcase_add_test(tcase, a_model_as_large_as_its_limits_is_read);
}

PLIM_CHECK_MAIN("maturity.model", add_cases)
