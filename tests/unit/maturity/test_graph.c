/* Practices as a graph: circles, and which policies a model reaches. */
#include "base/buf.h"

#include "document_priv.h"
#include "fixture.h"

#define LIBRARY(body) FIXTURE_HEAD("PracticeLibrary", "l") "  version: '1'\n  practices:\n" body
#define ONE(id, rest, criteria)                                                \
    "    - {id: " id ", title: T, class: measured, effort: 1, usefulness: 1, " \
    "criteria: " criteria rest "}\n"
#define PLAIN(id, rest) ONE(id, rest, "{policy: " id "-policy, met: '>= 5%'}")
#define MADE_OF(id, other, rest) \
    ONE(id, rest, "{all: [{policy: " id "-policy, met: '>= 5%'}, {any: [{practice: " other "}]}]}")

static const struct {
    const char *text;
    const char *message;
} circles[] = {
    {LIBRARY(PLAIN("a", ", dependsOn: [a]")), "x.yaml:7:7: practices in a circle: a > a"},
    {LIBRARY(PLAIN("a", ", dependsOn: [b]") PLAIN("b", ", dependsOn: [c]")
                 PLAIN("c", ", dependsOn: [b]")),
     "x.yaml:8:7: practices in a circle: b > c > b"},
    {LIBRARY(PLAIN("a", ", implies: [a]")), "x.yaml:7:7: practices in a circle: a > a"},
    {LIBRARY(PLAIN("a", ", implies: [b]") PLAIN("b", ", implies: [a]")),
     "x.yaml:7:7: practices in a circle: a > b > a"},
    {LIBRARY(MADE_OF("a", "a", "")), "x.yaml:7:7: practices in a circle: a > a"},
    {LIBRARY(MADE_OF("a", "b", "") MADE_OF("b", "c", "") MADE_OF("c", "a", "")),
     "x.yaml:7:7: practices in a circle: a > b > c > a"},
    /* b raises a, and a is a part of b */
    {LIBRARY(MADE_OF("a", "b", ", implies: [b]") PLAIN("b", "")),
     "x.yaml:7:7: practices in a circle: a > b > a"},
};

START_TEST(practices_in_a_circle_are_refused_with_the_way_round)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    plim_assert_ok(fixture_add(&fixture, "x.yaml", circles[_i].text), &fixture.err);
    plim_assert_fails(maturity_set_link(fixture.set, NULL, 0, &fixture.err), PLIM_INVALID,
                      &fixture.err, circles[_i].message);
}
END_TEST

static const char *const acyclic[] = {
    /* two ways to one practice are no circle */
    LIBRARY(PLAIN("a", ", dependsOn: [b, c]") PLAIN("b", ", dependsOn: [d]")
                PLAIN("c", ", dependsOn: [d]") PLAIN("d", "")),
    LIBRARY(PLAIN("a", ", implies: [b, c]") PLAIN("b", ", implies: [c]") PLAIN("c", "")),
    LIBRARY(MADE_OF("a", "c", "") MADE_OF("b", "c", "") PLAIN("c", "")),
    /* what must be done first does not have to be a part of the value */
    LIBRARY(PLAIN("a", ", dependsOn: [b]") PLAIN("b", ", implies: [a]")),
};

START_TEST(practices_that_meet_again_are_not_in_a_circle)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    plim_assert_ok(fixture_add(&fixture, "x.yaml", acyclic[_i]), &fixture.err);
    plim_assert_ok(maturity_set_link(fixture.set, NULL, 0, &fixture.err), &fixture.err);
}
END_TEST

/* Practices p100, p101, ... of which each depends on the next; the last on `last`. */
static void add_chain(struct fixture *fixture, int count, const char *last)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    plim_buf_append_c(&text, LIBRARY(""));
    for (int i = 0; i < count; i++) {
        plim_buf_printf(&text,
                        "    - {id: p%d, title: T, class: measured, effort: 1, usefulness: "
                        "1, criteria: {policy: p, met: '>= 5%%'}, dependsOn: [",
                        100 + i);
        if (i + 1 < count)
            plim_buf_printf(&text, "p%d]}\n", 101 + i);
        else
            plim_buf_printf(&text, "%s]}\n", last);
    }
    plim_assert_ok(fixture_add(fixture, "x.yaml", text.text), &fixture->err);
}

START_TEST(a_long_circle_is_shortened_visibly)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    add_chain(&fixture, 100, "p100");
    ck_assert_int_eq(maturity_set_link(fixture.set, NULL, 0, &fixture.err), PLIM_INVALID);
    struct plim_str message = plim_str_from(fixture.err.msg);
    ck_assert(
        plim_str_starts(message, PLIM_STR("x.yaml:7:7: practices in a circle: p100 > p101 ")));
    ck_assert_msg(plim_str_ends(message, PLIM_STR(" > p141 > p142...")), "%s", fixture.err.msg);
}
END_TEST

START_TEST(a_chain_of_as_many_practices_as_there_may_be_is_followed)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    add_chain(&fixture, MATURITY_PRACTICES_MAX, "");
    plim_assert_ok(maturity_set_link(fixture.set, NULL, 0, &fixture.err), &fixture.err);
}
END_TEST

#define MODEL(id, ref)                                                                  \
    FIXTURE_HEAD("MaturityModel", id)                                                   \
    "  version: '1'\n  title: M\n  source: {title: S}\n  levels: [{id: l, title: L}]\n" \
    "  dimensions: [{id: d, title: D}]\n  scoring: {headline: gated}\n"                 \
    "  cells: [{dimension: d, level: l, practices: [{ref: " ref "}]}]\n"

static const struct {
    const char *library;
    const char *model;
    const char *policies;
} needs[] = {
    {LIBRARY(PLAIN("z", "") PLAIN("a", "")), "one", " z-policy"},
    {LIBRARY(PLAIN("z", "") PLAIN("a", "")), "two", " a-policy"},
    /* of all models, in byte order */
    {LIBRARY(PLAIN("z", "") PLAIN("a", "") PLAIN("unused", "")), "", " a-policy z-policy"},
    /* what a practice is made of, and what would imply it */
    {LIBRARY(MADE_OF("z", "b", "") PLAIN("a", "") PLAIN("b", "")), "one", " b-policy z-policy"},
    {LIBRARY(PLAIN("z", "") PLAIN("a", "") PLAIN("b", ", implies: [z]")), "one",
     " b-policy z-policy"},
    /* what must come first has its own place in the model */
    {LIBRARY(PLAIN("z", ", dependsOn: [b]") PLAIN("a", "") PLAIN("b", "")), "one", " z-policy"},
    /* each once */
    {LIBRARY(ONE("z", "", "{all: [{policy: p, met: '>= 5%'}, {policy: p, measure: exists}]}")
                 ONE("a", "", "{policy: p, met: '>= 5%'}")),
     "", " p"},
    {LIBRARY(ONE("z", "", "{metric: m, met: '>= 5%'}") PLAIN("a", "")), "one", ""},
};

static const char *list_policies(struct fixture *fixture, const char *model)
{
    struct plim_str *policies = NULL;
    size_t count = 0;
    const char *list = "";
    plim_assert_ok(maturity_set_policies(fixture->arena, fixture->set, plim_str_from(model),
                                         &policies, &count, &fixture->err),
                   &fixture->err);
    for (size_t i = 0; i < count; i++)
        list = plim_arena_printf(fixture->arena, "%s %.*s", list, PLIM_STR_ARG(policies[i]));
    return list;
}

START_TEST(a_model_needs_the_policies_that_its_practices_reach)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    plim_assert_ok(fixture_add(&fixture, "l.yaml", needs[_i].library), &fixture.err);
    plim_assert_ok(fixture_add(&fixture, "m.yaml", MODEL("one", "z") "---\n" MODEL("two", "a")),
                   &fixture.err);
    plim_assert_ok(maturity_set_link(fixture.set, NULL, 0, &fixture.err), &fixture.err);
    ck_assert_str_eq(list_policies(&fixture, needs[_i].model), needs[_i].policies);
}
END_TEST

START_TEST(a_built_in_model_lists_the_policies_it_needs)
{
    struct plim_str *policies = NULL;
    size_t count = 0;
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    fixture_load(&fixture, PLIM_SOURCE_DIR "/policies/practices", "core.yaml");
    fixture_load(&fixture, PLIM_SOURCE_DIR "/policies/models/opengitops", "model.yaml");
    plim_assert_ok(maturity_set_link(fixture.set, NULL, 0, &fixture.err), &fixture.err);
    plim_assert_ok(maturity_set_policies(fixture.arena, fixture.set, PLIM_STR("opengitops"),
                                         &policies, &count, &fixture.err),
                   &fixture.err);
    ck_assert_uint_eq(count, 11);
    ck_assert(plim_str_is(policies[0], "drift.extra"));
    ck_assert(plim_str_is(policies[10], "images.version-tag"));
}
END_TEST

START_TEST(the_policies_of_a_model_that_is_not_there_are_refused)
{
    struct plim_str *policies = NULL;
    size_t count = 42;
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    plim_assert_fails(maturity_set_policies(fixture.arena, fixture.set, PLIM_STR("x"), &policies,
                                            &count, &fixture.err),
                      PLIM_NOT_FOUND, &fixture.err, "no model 'x'");
    ck_assert_uint_eq(count, 42);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, practices_in_a_circle_are_refused_with_the_way_round, 0,
                        PLIM_LEN(circles));
    tcase_add_loop_test(tcase, practices_that_meet_again_are_not_in_a_circle, 0, PLIM_LEN(acyclic));
    tcase_add_test(tcase, a_long_circle_is_shortened_visibly);
    tcase_add_test(tcase, a_chain_of_as_many_practices_as_there_may_be_is_followed);
    tcase_add_loop_test(tcase, a_model_needs_the_policies_that_its_practices_reach, 0,
                        PLIM_LEN(needs));
    tcase_add_test(tcase, a_built_in_model_lists_the_policies_it_needs);
    tcase_add_test(tcase, the_policies_of_a_model_that_is_not_there_are_refused);
}

PLIM_CHECK_MAIN("maturity.graph", add_cases)
