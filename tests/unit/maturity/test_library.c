/* Practice libraries: answer sets, practices, what replaces what. */
#include "document_priv.h"
#include "fixture.h"

#define LIBRARY(body)         FIXTURE_HEAD("PracticeLibrary", "x") "  version: '1'\n" body
#define ANSWERS(body)         LIBRARY("  practices: []\n  answerSets: {" body "}\n")
#define PRACTICES(body)       LIBRARY("  practices: [" body "]\n")
#define POLICY                "{policy: p, met: '>= 5%'}"
#define ATTEST                "{attest: So, answers: c, validFor: 9d}"
#define ONE(class, rest)      "{id: a, title: A, class: " class ", effort: 1, usefulness: 1, " rest "}"
#define MEASURED(rest)        ONE("measured", "criteria: " POLICY ", " rest)
#define WITH(class, criteria) ONE(class, "criteria: " criteria)

static const struct {
    const char *text;
    const char *message;
} refusals[] = {
    {LIBRARY("  practises: []\n"),
     "x.yaml:6:3: unknown field 'practises'; did you mean 'practices'?"},
    {LIBRARY("  practices: {}\n"), "x.yaml:6:14: 'practices' must be a list, not a map"},
    {LIBRARY(""), "x.yaml:5:3: missing required field 'practices'"},
    {FIXTURE_HEAD("PracticeLibrary", "x") "  practices: []\n",
     "x.yaml:5:3: missing required field 'version'"},
    {PRACTICES(MEASURED("") ", " MEASURED("")),
     "x.yaml:6:116: practice 'a' stands twice, first at line 6"},
    {PRACTICES(MEASURED("class: meassured")), "x.yaml:6:113: duplicate key 'class'"},
    {PRACTICES(ONE("guessed", "criteria: {}")),
     "x.yaml:6:40: unknown class 'guessed'; expected one of measured, proxy, attested"},
    {PRACTICES("{id: a, title: A, class: proxy, effort: 6, usefulness: 1, criteria: {}}"),
     "x.yaml:6:55: 'effort' must be a whole number from 1 to 5"},
    {PRACTICES("{id: a, title: A, class: proxy, effort: 1, usefulness: 0, criteria: {}}"),
     "x.yaml:6:70: 'usefulness' must be a whole number from 1 to 5"},
    {PRACTICES("{id: a, title: 123456789012345678901234567890123456789012345678901234567890123456"
               "789012345678901x, class: proxy, effort: 1, usefulness: 1, criteria: {}}"),
     "x.yaml:6:30: 'title' has 82 characters, at most 80 are allowed"},
    {PRACTICES(MEASURED("dependsOn: [b, b]")), "x.yaml:6:128: 'b' stands twice"},
    {PRACTICES(MEASURED("implies: [B]")),
     "x.yaml:6:123: 'B' is not an id: lower-case letters, digits, '.' and '-', at most 64"},
    {PRACTICES(MEASURED("replacedBy: b")), "x.yaml:6:15: 'replacedBy' goes with 'state: retired'"},
    {PRACTICES(MEASURED("state: old")),
     "x.yaml:6:120: unknown state 'old'; expected one of active, retired"},
    /* the class must be true of the criteria */
    {PRACTICES(WITH("attested", POLICY)), "x.yaml:6:40: class 'attested' without an attestation"},
    {PRACTICES(WITH("measured", ATTEST)), "x.yaml:6:40: class 'measured' with attestations only"},
    {PRACTICES(WITH("proxy", "{any: [" ATTEST ", " ATTEST "]}")),
     "x.yaml:6:40: class 'proxy' with attestations only"},
    /* answers */
    {ANSWERS("c: [{id: a, title: A, value: 12.25%}]"),
     "x.yaml:7:45: '12.25%' is not a share from 0% to 100% with at most one decimal"},
    {ANSWERS("c: [{id: a, title: A, value: 1%}, {id: a, title: B, value: 2%}]"),
     "x.yaml:7:50: answer 'a' stands twice"},
    {ANSWERS("c: []"), "x.yaml:7:19: an answer set is a list of answers"},
    {ANSWERS("c: {a: A}"), "x.yaml:7:19: an answer set is a list of answers"},
    {ANSWERS("C: [{id: a, title: A, value: 1%}]"), "x.yaml:7:16: 'C' is not an id"},
    {ANSWERS("c: [{id: a, title: A}]"), "x.yaml:7:20: missing required field 'value'"},
};

START_TEST(a_library_that_makes_no_sense_is_refused)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    plim_assert_fails(fixture_add(&fixture, "x.yaml", refusals[_i].text), PLIM_INVALID,
                      &fixture.err, refusals[_i].message);
}
END_TEST

static const char *const accepted[] = {
    WITH("measured", POLICY),
    WITH("proxy", POLICY),
    WITH("attested", ATTEST),
    WITH("attested", "{all: [" POLICY ", " ATTEST "]}"),
    WITH("measured", "{all: [" POLICY ", {any: [" ATTEST "]}]}"),
    MEASURED("state: active"),
    MEASURED("state: retired, replacedBy: b"),
    MEASURED("refs: {dsomm: '1.2.3'}, description: Why"),
};

START_TEST(a_class_that_is_true_of_the_criteria_is_taken)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    const char *text =
        plim_arena_printf(fixture.arena, "%s  practices: [%s]\n", LIBRARY(""), accepted[_i]);
    plim_assert_ok(fixture_add(&fixture, "x.yaml", text), &fixture.err);
    ck_assert_uint_eq(fixture.set->practice_count, 1);
}
END_TEST

START_TEST(everything_a_practice_says_is_kept)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    plim_assert_ok(fixture_add(&fixture, "x.yaml",
                               PRACTICES("{id: a, title: ' A ', description: D, class: proxy, "
                                         "effort: 2, usefulness: 5, waivable: false, dependsOn: "
                                         "[b, c], implies: [d], state: retired, replacedBy: e, "
                                         "criteria: " POLICY "}")),
                   &fixture.err);
    const struct maturity_practice *found = &fixture.set->practices[0];
    ck_assert(plim_str_is(found->id, "a") && plim_str_is(found->title, "A"));
    ck_assert(plim_str_is(found->description, "D") && plim_str_is(found->replaced_by, "e"));
    ck_assert_int_eq(found->class_, MATURITY_CLASS_PROXY);
    ck_assert(found->effort == 2 && found->usefulness == 5 && !found->waivable && found->retired);
    ck_assert(found->depends_on.len == 2 && plim_str_is(found->depends_on.ids[1], "c"));
    ck_assert(found->implies.len == 1 && plim_str_is(found->implies.ids[0], "d"));
}
END_TEST

START_TEST(a_practice_may_be_excluded_unless_it_says_otherwise)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    plim_assert_ok(fixture_add(&fixture, "x.yaml", PRACTICES(MEASURED(""))), &fixture.err);
    ck_assert(fixture.set->practices[0].waivable);
    ck_assert(!fixture.set->practices[0].retired);
}
END_TEST

START_TEST(a_later_practice_replaces_an_earlier_one)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    plim_assert_ok(fixture_add_criteria(&fixture, "{policy: p, met: '>= 90%'}"), &fixture.err);
    plim_assert_ok(fixture_add_criteria(&fixture, "{policy: p, met: '>= 50%'}"), &fixture.err);
    fixture_add_model(&fixture);
    fixture_add_evidence(&fixture, "[{id: p, pass: 6, fail: 4}]");
    fixture_assess(&fixture, "m");
    plim_assert_at(&fixture, "practices[0].state", "\"met\"");
    plim_assert_at(&fixture, "practices[1]", "(none)");
}
END_TEST

START_TEST(a_later_answer_set_replaces_an_earlier_one)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    plim_assert_ok(fixture_add(&fixture, "x.yaml",
                               ANSWERS("c: [{id: a, title: A, value: 10%}], d: [{id: a, title: A, "
                                       "value: 20%}]")),
                   &fixture.err);
    plim_assert_ok(fixture_add(&fixture, "y.yaml", ANSWERS("c: [{id: b, title: B, value: 30.5%}]")),
                   &fixture.err);
    ck_assert_uint_eq(fixture.set->answer_set_count, 2);
    ck_assert_uint_eq(fixture.set->answer_sets[0].len, 1);
    ck_assert_int_eq(fixture.set->answer_sets[0].answers[0].value, 305);
    ck_assert_int_eq(fixture.set->answer_sets[1].answers[0].value, 200);
}
END_TEST

START_TEST(a_list_of_more_practices_than_the_limit_is_refused)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    const char *list = fixture_repeat(&fixture, "{id: p", MATURITY_PRACTICES_MAX + 1, "}");
    plim_assert_fails(
        fixture_add(&fixture, "x.yaml",
                    plim_arena_printf(fixture.arena, "%s  practices: [%s]\n", LIBRARY(""), list)),
        PLIM_INVALID, &fixture.err, "x.yaml:6:14: more than 2000 practices");
}
END_TEST

START_TEST(libraries_together_hold_no_more_practices_than_the_limit)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    fixture.set->practices =
        plim_arena_array(fixture.arena, MATURITY_PRACTICES_MAX, sizeof(*fixture.set->practices));
    fixture.set->practice_count = MATURITY_PRACTICES_MAX;
    plim_assert_fails(fixture_add(&fixture, "x.yaml", PRACTICES(MEASURED(""))), PLIM_LIMIT,
                      &fixture.err, "more than 2000 practices");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, a_library_that_makes_no_sense_is_refused, 0, PLIM_LEN(refusals));
    tcase_add_loop_test(tcase, a_class_that_is_true_of_the_criteria_is_taken, 0,
                        PLIM_LEN(accepted));
    tcase_add_test(tcase, everything_a_practice_says_is_kept);
    tcase_add_test(tcase, a_practice_may_be_excluded_unless_it_says_otherwise);
    tcase_add_test(tcase, a_later_practice_replaces_an_earlier_one);
    tcase_add_test(tcase, a_later_answer_set_replaces_an_earlier_one);
    tcase_add_test(tcase, a_list_of_more_practices_than_the_limit_is_refused);
    tcase_add_test(tcase, libraries_together_hold_no_more_practices_than_the_limit);
}

PLIM_CHECK_MAIN("maturity.library", add_cases)
