/* Cells, gates, levels, scores, headlines, targets. */
#include "fixture.h"

#define PRACTICE(id)                                                                \
    "    - {id: " id                                                                \
    ", title: T, class: measured, effort: 1, usefulness: 1, criteria: {policy: " id \
    ", met: '>= 90%', partial: '>= 50%', onEmpty: notApplicable}}\n"
#define LIBRARY                          \
    FIXTURE_HEAD("PracticeLibrary", "l") \
    "  version: '1'\n  practices:\n" PRACTICE("a") PRACTICE("b") PRACTICE("c") PRACTICE("d")
#define MODEL_WITH(scoring, dimensions, cells)                                                \
    FIXTURE_HEAD("MaturityModel", "m")                                                        \
    "  version: '1'\n  title: M\n  source: {title: S}\n  below: {id: none, title: Nothing}\n" \
    "  levels: [{id: one, title: One}, {id: two, title: Two}, {id: three, title: Three}]\n"   \
    "  dimensions: [" dimensions "]\n  scoring: {headline: gated" scoring "}\n  cells:\n" cells
#define MODEL(cells)      MODEL_WITH("", "{id: d, title: D}", cells)
#define CELL(level, rest) "    - {dimension: d, level: " level ", practices: [" rest "]}\n"
#define GATED(level, gate, rest) \
    "    - {dimension: d, level: " level ", gate: " gate ", practices: [" rest "]}\n"
#define A "{ref: a}"
#define B "{ref: b}"
#define C "{ref: c}"
#define D "{ref: d}"

#define MET(id)     "{id: " id ", pass: 10, fail: 0}"
#define PARTIAL(id) "{id: " id ", pass: 5, fail: 5}"
#define UNMET(id)   "{id: " id ", pass: 0, fail: 10}"
#define NONE(id)    "{id: " id ", pass: 0, fail: 0}"

static void assess(struct fixture *fixture, const char *model, const char *evidence)
{
    plim_assert_ok(fixture_add(fixture, "l.yaml", LIBRARY), &fixture->err);
    plim_assert_ok(fixture_add(fixture, "m.yaml", model), &fixture->err);
    fixture_add_evidence(fixture, plim_arena_printf(fixture->arena, "[%s]", evidence));
    fixture_assess(fixture, "m");
}

static const struct {
    const char *model;
    const char *evidence;
    const char *floor;
    const char *ceiling;
    const char *next;
} cases[] = {
    {MODEL(CELL("one", A) CELL("two", B) CELL("three", C)), MET("a") ", " MET("b") ", " MET("c"),
     "\"three\"", "\"three\"", "(none)"},
    {MODEL(CELL("one", A) CELL("two", B) CELL("three", C)), MET("a") ", " UNMET("b") ", " MET("c"),
     "\"one\"", "\"one\"", "\"two\""},
    {MODEL(CELL("one", A) CELL("two", B) CELL("three", C)), MET("a") ", " MET("c"), "\"one\"",
     "\"three\"", "\"two\""},
    {MODEL(CELL("one", A)), UNMET("a"), "null", "null", "\"one\""},
    /* vacuous levels are passed through, never claimed */
    {MODEL(CELL("two", A)), MET("a"), "\"two\"", "\"two\"", "(none)"},
    {MODEL(CELL("one", A) CELL("three", B)), MET("a") ", " UNMET("b"), "\"one\"", "\"one\"",
     "\"three\""},
    {MODEL(CELL("one", A) CELL("two", B)), MET("a") ", " NONE("b"), "\"one\"", "\"one\"", "(none)"},
    {MODEL(CELL("one", A)), NONE("a"), "null", "null", "(none)"},
    /* gates */
    {MODEL(GATED("one", "75%", A ", " B ", " C ", " D)),
     MET("a") ", " MET("b") ", " MET("c") ", " UNMET("d"), "\"one\"", "\"one\"", "(none)"},
    {MODEL(GATED("one", "75.1%", A ", " B ", " C ", " D)),
     MET("a") ", " MET("b") ", " MET("c") ", " UNMET("d"), "null", "null", "\"one\""},
    {MODEL(GATED("one", "75%", "{ref: a, weight: 3}, " B)), MET("a") ", " UNMET("b"), "\"one\"",
     "\"one\"", "(none)"},
    {MODEL(GATED("one", "{min: 2}", A ", " B ", " C)), MET("a") ", " MET("b") ", " UNMET("c"),
     "\"one\"", "\"one\"", "(none)"},
    {MODEL(GATED("one", "{min: 2}", A ", " B ", " C)), MET("a") ", " UNMET("c"), "null", "\"one\"",
     "\"one\""},
    {MODEL(GATED("one", "{min: 2}", A ", " B ", " C)), MET("a") ", " NONE("b") ", " NONE("c"),
     "\"one\"", "\"one\"", "(none)"},
    {MODEL_WITH(", passAt: 50%", "{id: d, title: D}", CELL("one", A)), PARTIAL("a"), "\"one\"",
     "\"one\"", "(none)"},
};

START_TEST(a_level_is_reached_when_every_level_up_to_it_passes)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    assess(&fixture, cases[_i].model, cases[_i].evidence);
    plim_assert_at(&fixture, "dimensions[0].level.floor", cases[_i].floor);
    plim_assert_at(&fixture, "dimensions[0].level.ceiling", cases[_i].ceiling);
    plim_assert_at(&fixture, "dimensions[0].next.level", cases[_i].next);
}
END_TEST

static const struct {
    const char *model;
    const char *evidence;
    const char *profile;
    const char *knowledge;
} scores[] = {
    {MODEL(CELL("one", A) CELL("two", B)), MET("a") ", " PARTIAL("b"),
     "{\"floor\":750,\"ceiling\":750}", "1000"},
    {MODEL(CELL("one", A) CELL("two", B)), MET("a"), "{\"floor\":500,\"ceiling\":1000}", "500"},
    {MODEL(CELL("one", A) CELL("two", B)), MET("a") ", " NONE("b"),
     "{\"floor\":1000,\"ceiling\":1000}", "1000"},
    {MODEL(CELL("one", A)), NONE("a"), "(none)", "(none)"},
    {MODEL(CELL("one", A ", " B ", " C)), MET("a") ", " MET("b") ", " UNMET("c"),
     "{\"floor\":666,\"ceiling\":666}", "1000"},
    {MODEL_WITH(", levelWeights: [1, 3, 1]", "{id: d, title: D}", CELL("one", A) CELL("two", B)),
     MET("a") ", " UNMET("b"), "{\"floor\":250,\"ceiling\":250}", "1000"},
};

START_TEST(the_profile_is_the_weighted_mean_of_what_applies)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    assess(&fixture, scores[_i].model, scores[_i].evidence);
    plim_assert_at(&fixture, "dimensions[0].profile", scores[_i].profile);
    plim_assert_at(&fixture, "dimensions[0].knowledge", scores[_i].knowledge);
}
END_TEST

static void exclude(struct fixture *fixture, const char *practice, const char *expires)
{
    plim_assert_ok(
        fixture_add(fixture, "f.yaml",
                    plim_arena_printf(fixture->arena,
                                      "%s  maturity: {exclusions: [{practice: %s, reason: "
                                      "technical, justification: j, approver: p, expires: "
                                      "'%s'}]}\n",
                                      FIXTURE_HEAD("Fleet", "f"), practice, expires)),
        &fixture->err);
}

START_TEST(a_cell_emptied_by_an_exclusion_caps_the_level)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    exclude(&fixture, "b", "2026-12-31");
    assess(&fixture, MODEL(CELL("one", A) CELL("two", B) CELL("three", C)),
           MET("a") ", " MET("b") ", " MET("c"));
    plim_assert_at(
        &fixture, "dimensions[0].level",
        "{\"floor\":\"one\",\"ceiling\":\"one\",\"headline\":\"one\",\"capped\":{\"level\":\"two\","
        "\"reason\":\"excluded: b (technical)\"}}");
    plim_assert_at(&fixture, "dimensions[0].next.blockers", "[]");
    plim_assert_at(&fixture, "disclosures.exclusions[0].state", "\"active\"");
    plim_assert_at(&fixture, "nextStep", "null");
}
END_TEST

START_TEST(an_exclusion_beside_others_leaves_both_sides)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    exclude(&fixture, "b", "2026-12-31");
    assess(&fixture, MODEL(CELL("one", A ", " B)), MET("a") ", " UNMET("b"));
    plim_assert_at(&fixture, "dimensions[0].level.floor", "\"one\"");
    plim_assert_at(&fixture, "dimensions[0].profile", "{\"floor\":1000,\"ceiling\":1000}");
    plim_assert_at(&fixture, "disclosures.exclusions[0].practice", "\"b\"");
}
END_TEST

START_TEST(exclusions_do_not_lower_a_gate_by_count)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    exclude(&fixture, "b", "2026-12-31");
    assess(&fixture, MODEL(GATED("one", "{min: 2}", A ", " B)), MET("a") ", " MET("b"));
    plim_assert_at(&fixture, "dimensions[0].level.floor", "null");
    plim_assert_at(&fixture, "dimensions[0].level.capped.level", "\"one\"");
}
END_TEST

START_TEST(an_expired_exclusion_excludes_nothing_and_is_disclosed)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    exclude(&fixture, "a", "2026-04-14");
    assess(&fixture, MODEL(CELL("one", A)), UNMET("a"));
    plim_assert_at(&fixture, "practices[practice=a].state", "\"unmet\"");
    plim_assert_at(&fixture, "disclosures.exclusions[0].state", "\"expired\"");
}
END_TEST

#define TWO_DIMENSIONS "{id: d, title: D}, {id: e, title: E}"
#define NEEDS(dimension, ref, other)                                                            \
    "    - {dimension: " dimension ", level: one, practices: [{ref: " ref "}], requiresOther: " \
    "[{dimension: " other ", level: one}]}\n"

static const struct {
    const char *evidence;
    const char *floor;
    const char *ceiling;
} requirements[] = {
    {MET("a") ", " MET("b"), "\"one\"", "\"one\""},
    {MET("a") ", " UNMET("b"), "null", "null"},
    {MET("a"), "null", "\"one\""},
};

START_TEST(a_level_may_need_another_dimension)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    assess(&fixture, MODEL_WITH("", TWO_DIMENSIONS, NEEDS("d", "a", "e") NEEDS("e", "b", "d")),
           requirements[_i].evidence);
    plim_assert_at(&fixture, "dimensions[id=d].level.floor", requirements[_i].floor);
    plim_assert_at(&fixture, "dimensions[id=d].level.ceiling", requirements[_i].ceiling);
}
END_TEST

static const struct {
    const char *scoring;
    const char *headline;
    const char *earlier; /* floor of the run before; NULL: no history */
    const char *evidence;
    const char *expected;
} headlines[] = {
    {"", "", NULL, MET("a"), "\"one\""},
    {"", "one", "one", MET("a") ", " MET("b"), "\"two\""},
    {", promoteAfter: 2", "one", "one", MET("a") ", " MET("b"), "\"one\""},
    {", promoteAfter: 2", "one", "two", MET("a") ", " MET("b"), "\"two\""},
    {"", "two", "two", MET("a") ", " UNMET("b"), "\"two\""},
    {"", "two", "one", MET("a") ", " UNMET("b"), "\"one\""},
    {", demoteAfter: 1", "two", "two", MET("a") ", " UNMET("b"), "\"one\""},
};

START_TEST(a_headline_rises_and_falls_with_persistence)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    struct plim_str floors[] = {plim_str_from(headlines[_i].earlier)};
    struct maturity_history history = {PLIM_STR("d"), plim_str_from(headlines[_i].headline), floors,
                                       1};
    fixture_setup(&fixture);
    fixture.request.history = &history;
    fixture.request.history_count = headlines[_i].earlier ? 1 : 0;
    assess(&fixture,
           plim_arena_printf(fixture.arena,
                             MODEL_WITH("%s", "{id: d, title: D}", CELL("one", A) CELL("two", B)),
                             headlines[_i].scoring),
           headlines[_i].evidence);
    plim_assert_at(&fixture, "dimensions[0].level.headline", headlines[_i].expected);
}
END_TEST

START_TEST(a_renamed_level_keeps_its_id_in_the_result)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    assess(&fixture,
           FIXTURE_HEAD("MaturityModel", "m") "  version: '2'\n  title: M\n  source: {title: S}\n"
                                              "  levels: [{id: one, title: Renamed}]\n"
                                              "  dimensions: [{id: d, title: D}]\n"
                                              "  scoring: {headline: gated}\n"
                                              "  cells:\n" CELL("one", A),
           MET("a"));
    plim_assert_at(&fixture, "dimensions[0].level.floor", "\"one\"");
    plim_assert_at(&fixture, "levels[0].title", "\"Renamed\"");
    plim_assert_at(&fixture, "inputs.model", "\"m@2\"");
}
END_TEST

static const struct {
    const char *targets;
    const char *target;
} targets[] = {
    {"{model: m, level: two}",
     "{\"level\":\"two\",\"reached\":false,\"gap\":1,\"blockers\":[\"b\"]}"},
    {"{model: m, level: one}", "{\"level\":\"one\",\"reached\":true,\"gap\":0,\"blockers\":[]}"},
    {"{model: m, level: three, by: '2026-04-14'}",
     "{\"level\":\"three\",\"by\":\"2026-04-14\",\"reached\":false,\"gap\":2,\"days\":-2,"
     "\"blockers\":"
     "[\"b\",\"c\"]}"},
    {"{model: m, level: three}, {model: m, dimension: d, level: one}",
     "{\"level\":\"one\",\"reached\":true,\"gap\":0,\"blockers\":[]}"},
    {"{model: m, dimension: d, level: three}, {model: m, scope: {product: p}, level: one}",
     "{\"level\":\"one\",\"reached\":true,\"gap\":0,\"blockers\":[]}"},
    {"{model: m, scope: {product: q}, level: three}", "(none)"},
    {"{model: other, level: three}", "(none)"},
};

START_TEST(the_narrowest_target_says_how_far_it_is)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    plim_assert_ok(fixture_add(&fixture, "f.yaml",
                               plim_arena_printf(fixture.arena, "%s  maturity: {targets: [%s]}\n",
                                                 FIXTURE_HEAD("Fleet", "f"), targets[_i].targets)),
                   &fixture.err);
    assess(&fixture, MODEL(CELL("one", A) CELL("two", B) CELL("three", C)),
           MET("a") ", " UNMET("b") ", " UNMET("c"));
    plim_assert_at(&fixture, "dimensions[0].target", targets[_i].target);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, a_level_is_reached_when_every_level_up_to_it_passes, 0,
                        PLIM_LEN(cases));
    tcase_add_loop_test(tcase, the_profile_is_the_weighted_mean_of_what_applies, 0,
                        PLIM_LEN(scores));
    tcase_add_test(tcase, a_cell_emptied_by_an_exclusion_caps_the_level);
    tcase_add_test(tcase, an_exclusion_beside_others_leaves_both_sides);
    tcase_add_test(tcase, exclusions_do_not_lower_a_gate_by_count);
    tcase_add_test(tcase, an_expired_exclusion_excludes_nothing_and_is_disclosed);
    tcase_add_loop_test(tcase, a_level_may_need_another_dimension, 0, PLIM_LEN(requirements));
    tcase_add_loop_test(tcase, a_headline_rises_and_falls_with_persistence, 0, PLIM_LEN(headlines));
    tcase_add_test(tcase, a_renamed_level_keeps_its_id_in_the_result);
    tcase_add_loop_test(tcase, the_narrowest_target_says_how_far_it_is, 0, PLIM_LEN(targets));
}

PLIM_CHECK_MAIN("maturity.level", add_cases)
