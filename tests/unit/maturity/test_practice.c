/* Trees of criteria, attestations that lift, conflicts, implications, references. */
#include "fixture.h"

#define LIFT                                                                \
    "{all: [{policy: p, met: '>= 90%', cap: 50%, onEmpty: notApplicable}, " \
    "{attest: It is so, answers: share, validFor: 90d}], combine: lift}"
#define BOTH \
    "{all: [{policy: p, met: '>= 90%'}, {attest: It is so, answers: share, validFor: 90d}]}"

#define P(pass, fail) "{id: p, pass: " #pass ", fail: " #fail "}"
#define Q(pass, fail) "{id: q, pass: " #pass ", fail: " #fail "}"
#define R(pass, fail) "{id: r, pass: " #pass ", fail: " #fail "}"

#define THREE(n)                                                                               \
    "{atLeast: {n: " #n ", of: [{policy: p, met: '>= 90%', onEmpty: notApplicable}, "          \
    "{policy: q, met: '>= 90%', onEmpty: notApplicable}, {policy: r, met: '>= 90%', onEmpty: " \
    "notApplicable}]}}"
#define TWO(group)                                                      \
    "{" group ": [{policy: p, met: '>= 90%', onEmpty: notApplicable}, " \
    "{policy: q, met: '>= 90%', onEmpty: notApplicable}]}"

static const struct {
    const char *criteria;
    const char *evidence;
    const char *answer; /* NULL: nobody attested */
    const char *interval;
    const char *conflict;
} trees[] = {
    {TWO("all"), "[" P(1, 0) ", " Q(0, 1) "]", NULL, "\"unmet\" 0 0", "(none)"},
    {TWO("all"), "[" P(1, 0) "]", NULL, "\"unknown\" 0 1000", "(none)"},
    {TWO("all"), "[" P(0, 1) "]", NULL, "\"unmet\" 0 0", "(none)"},
    {TWO("all"), "[" P(1, 0) ", " Q(0, 0) "]", NULL, "\"met\" 1000 1000", "(none)"},
    {TWO("all"), "[" P(0, 0) ", " Q(0, 0) "]", NULL, "\"notApplicable\" (none) (none)", "(none)"},
    {TWO("any"), "[" P(1, 0) "]", NULL, "\"met\" 1000 1000", "(none)"},
    {TWO("any"), "[" P(0, 1) "]", NULL, "\"unknown\" 0 1000", "(none)"},
    {TWO("any"), "[" P(0, 1) ", " Q(0, 1) "]", NULL, "\"unmet\" 0 0", "(none)"},
    {THREE(2), "[" P(1, 0) ", " Q(1, 0) "]", NULL, "\"met\" 1000 1000", "(none)"},
    {THREE(2), "[" P(1, 0) ", " Q(0, 1) "]", NULL, "\"unknown\" 0 1000", "(none)"},
    {THREE(2), "[" P(0, 1) ", " Q(0, 1) "]", NULL, "\"unmet\" 0 0", "(none)"},
    {THREE(2), "[" P(1, 0) ", " Q(0, 0) ", " R(0, 0) "]", NULL, "\"met\" 1000 1000", "(none)"},
    {THREE(3), "[" P(1, 0) ", " Q(1, 0) ", " R(0, 1) "]", NULL, "\"unmet\" 0 0", "(none)"},
    /* lift */
    {LIFT, "[" P(6, 0) "]", "all", "\"met\" 1000 1000", "(none)"},
    {LIFT, "[" P(6, 0) "]", "half", "\"partial\" 500 500", "(none)"},
    {LIFT, "[" P(6, 0) "]", NULL, "\"unknown\" 500 1000", "(none)"},
    {LIFT, "[" P(0, 6) "]", "all", "\"unmet\" 0 0", "\"attested, but measured as not done\""},
    {LIFT, "[" P(0, 6) "]", NULL, "\"unmet\" 0 0", "(none)"},
    {LIFT, "[" P(6, 0) "]", "none", "\"partial\" 500 500",
     "\"attested as not done, but measured\""},
    {LIFT, "[]", "all", "\"unknown\" 0 1000", "(none)"},
    {LIFT, "[" P(0, 0) "]", NULL, "\"notApplicable\" (none) (none)", "(none)"},
    {LIFT, "[" P(0, 0) "]", "half", "\"partial\" 500 500", "(none)"},
    {LIFT, "[" P(6, 0) "]", "notApplicable", "\"partial\" 500 500", "(none)"},
    /* an attestation beside a measurement */
    {BOTH, "[" P(0, 6) "]", "all", "\"unmet\" 0 0", "\"attested, but measured as not done\""},
    {BOTH, "[" P(6, 0) "]", "half", "\"partial\" 500 500", "(none)"},
    {BOTH, "[" P(6, 0) "]", NULL, "\"unknown\" 0 1000", "(none)"},
};

static void attest(struct fixture *fixture, const char *answer)
{
    if (!answer)
        return;
    plim_assert_ok(
        fixture_add(
            fixture, "a.yaml",
            plim_arena_printf(
                fixture->arena, "%s  answer: %s\n",
                FIXTURE_HEAD("Attestation", "a") "  practice: it\n"
                                                 "  scope: {product: p}\n  statement: So it is.\n"
                                                 "  owner: o@example.org\n  issued: '2026-04-01'\n"
                                                 "  expires: '2026-06-01'\n  reason: none\n",
                answer)),
        &fixture->err);
}

START_TEST(a_tree_combines_its_members)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    plim_assert_ok(fixture_add_criteria(&fixture, trees[_i].criteria), &fixture.err);
    fixture_add_model(&fixture);
    fixture_add_evidence(&fixture, trees[_i].evidence);
    attest(&fixture, trees[_i].answer);
    fixture_assess(&fixture, "m");
    const char *found = plim_arena_printf(
        fixture.arena, "%s %s %s", fixture_at(&fixture, "practices[0].state"),
        fixture_at(&fixture, "practices[0].lo"), fixture_at(&fixture, "practices[0].hi"));
    ck_assert_str_eq(found, trees[_i].interval);
    plim_assert_at(&fixture, "disclosures.conflicts[0].message", trees[_i].conflict);
}
END_TEST

#define WEAK_AND_STRONG(criteria)                                                                  \
    FIXTURE_HEAD("PracticeLibrary", "two")                                                         \
    "  version: '1'\n  practices:\n"                                                               \
    "    - {id: it, title: Weak, class: measured, effort: 1, usefulness: 1, criteria: " criteria   \
    "}\n"                                                                                          \
    "    - {id: strong, title: Strong, class: measured, effort: 1, usefulness: 1, implies: [it], " \
    "criteria: {policy: q, met: '>= 90%'}}\n"

static const struct {
    const char *evidence;
    const char *state;
    const char *by;
} implications[] = {
    {"[" P(0, 1) ", " Q(1, 0) "]", "\"met\"", "\"strong\""},
    {"[" P(0, 1) ", " Q(0, 1) "]", "\"unmet\"", "(none)"},
    {"[" P(1, 0) ", " Q(0, 1) "]", "\"met\"", "(none)"},
    /* the stronger one may be met: then so may the weaker one */
    {"[" P(0, 1) "]", "\"unknown\"", "(none)"},
};

START_TEST(meeting_a_stronger_practice_meets_what_it_implies)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    plim_assert_ok(fixture_add(&fixture, "two.yaml", WEAK_AND_STRONG("{policy: p, met: '>= 90%'}")),
                   &fixture.err);
    fixture_add_model(&fixture);
    fixture_add_evidence(&fixture, implications[_i].evidence);
    fixture_assess(&fixture, "m");
    plim_assert_at(&fixture, "practices[practice=it].state", implications[_i].state);
    plim_assert_at(&fixture, "practices[practice=it].impliedBy", implications[_i].by);
}
END_TEST

START_TEST(a_practice_may_be_a_criterion_of_another)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    plim_assert_ok(
        fixture_add(&fixture, "two.yaml",
                    FIXTURE_HEAD("PracticeLibrary",
                                 "two") "  version: '1'\n  practices:\n"
                                        "    - {id: it, title: It, class: measured, effort: 1, "
                                        "usefulness: 1, criteria: "
                                        "{all: [{practice: base}, {policy: q, met: '>= 90%'}]}}\n"
                                        "    - {id: base, title: Base, class: measured, effort: 1, "
                                        "usefulness: 1, criteria: "
                                        "{policy: p, met: '>= 90%', partial: '>= 50%'}}\n"),
        &fixture.err);
    fixture_add_model(&fixture);
    fixture_add_evidence(&fixture, "[" P(1, 1) ", " Q(1, 0) "]");
    fixture_assess(&fixture, "m");
    plim_assert_at(&fixture, "practices[practice=it].state", "\"partial\"");
    plim_assert_at(&fixture, "practices[practice=it].criteria[0].practice", "\"base\"");
    plim_assert_at(&fixture, "practices[practice=it].criteria[0].lo", "500");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, a_tree_combines_its_members, 0, PLIM_LEN(trees));
    tcase_add_loop_test(tcase, meeting_a_stronger_practice_meets_what_it_implies, 0,
                        PLIM_LEN(implications));
    tcase_add_test(tcase, a_practice_may_be_a_criterion_of_another);
}

PLIM_CHECK_MAIN("maturity.practice", add_cases)
