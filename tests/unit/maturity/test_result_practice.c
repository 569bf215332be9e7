/* Practices, their criteria and blockers as a result shows them. */
#include "fixture.h"

#define ENTRY "practices[practice='it']"

static void assess(struct fixture *fixture, const char *criteria, const char *evidence)
{
    plim_assert_ok(fixture_add_criteria(fixture, criteria), &fixture->err);
    fixture_add_model(fixture);
    fixture_add_evidence(fixture, evidence);
    fixture_assess(fixture, "m");
}

static const struct {
    const char *criteria;
    const char *evidence;
    const char *expected;
} leaves[] = {
    {"{policy: p, met: '>= 90%', partial: '>= 50%'}",
     "[{id: p, pass: 8, fail: 1, unknown: 1, waived: 3, age: 90m, reason: r}]",
     "{\"policy\":\"p\",\"measure\":\"passRatio\",\"pass\":8,\"fail\":1,\"unknown\":1,\"waived\":3,"
     "\"total\":10,\"missing\":1,\"at\":\"2026-04-15T04:30:00Z\",\"age\":5400,\"met\":900,"
     "\"needs\":\">= 90%\",\"partial\":500,\"state\":\"unknown\",\"lo\":500,\"hi\":1000,"
     "\"reason\":\"1 of 10 subjects unknown: r\"}"},
    {"{policy: p, measure: failCount, met: '== 0'}", "[{id: p, pass: 1, fail: 0}]",
     "{\"policy\":\"p\",\"measure\":\"failCount\",\"pass\":1,\"fail\":0,\"unknown\":0,\"waived\":0,"
     "\"total\":1,\"at\":\"2026-04-15T06:00:00Z\",\"age\":0,\"met\":0,\"needs\":\"== 0\","
     "\"state\":\"met\",\"lo\":1000,\"hi\":1000}"},
    /* no counts where nothing was read */
    {"{policy: p, measure: exists}", "[]",
     "{\"policy\":\"p\",\"measure\":\"exists\",\"state\":\"unknown\",\"lo\":0,\"hi\":1000,"
     "\"reason\":\"not evaluated\"}"},
    {"{policy: p, measure: passCount, met: '>= 1'}",
     "[]\n  unavailable: [{id: p, reason: forbidden}]",
     "{\"policy\":\"p\",\"measure\":\"passCount\",\"met\":1,\"needs\":\">= "
     "1\",\"state\":\"unknown\","
     "\"lo\":0,\"hi\":1000,\"reason\":\"forbidden\"}"},
    {"{policy: p, met: '>= 90%', onEmpty: notApplicable}", "[{id: p, pass: 0, fail: 0}]",
     "{\"policy\":\"p\",\"measure\":\"passRatio\",\"pass\":0,\"fail\":0,\"unknown\":0,\"waived\":0,"
     "\"total\":0,\"at\":\"2026-04-15T06:00:00Z\",\"age\":0,\"met\":900,\"needs\":\">= 90%\","
     "\"state\":\"notApplicable\",\"reason\":\"no subjects\"}"},
    {"{metric: d, met: '<= 24h', partial: '<= 48h'}",
     "[]\n  metrics: [{id: d, value: 2d, samples: 4, age: 1h}]",
     "{\"metric\":\"d\",\"value\":172800,\"unit\":\"duration\",\"samples\":4,\"at\":"
     "\"2026-04-15T05:00:00Z\",\"met\":86400,\"needs\":\"<= 24h\",\"partial\":172800,\"state\":"
     "\"partial\",\"lo\":500,\"hi\":500}"},
    {"{metric: d, met: '>= 95%'}", "[]\n  metrics: [{id: d, value: 97.5%}]",
     "{\"metric\":\"d\",\"value\":975,\"unit\":\"ratio\",\"samples\":0,\"at\":"
     "\"2026-04-15T06:00:00Z\",\"met\":950,\"needs\":\">= 95%\",\"state\":\"met\",\"lo\":1000,"
     "\"hi\":1000}"},
    {"{metric: d, met: '>= 3'}", "[]",
     "{\"metric\":\"d\",\"met\":3,\"needs\":\">= 3\",\"state\":\"unknown\",\"lo\":0,\"hi\":1000,"
     "\"reason\":\"not measured\"}"},
    {"{metric: d, met: '>= 3'}", "[]\n  unavailable: [{id: d, reason: forbidden}]",
     "{\"metric\":\"d\",\"met\":3,\"needs\":\">= 3\",\"state\":\"unknown\",\"lo\":0,\"hi\":1000,"
     "\"reason\":\"forbidden\"}"},
};

START_TEST(a_criterion_shows_what_was_measured_against_what)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    assess(&fixture, leaves[_i].criteria, leaves[_i].evidence);
    plim_assert_at(&fixture, ENTRY ".criteria[0]", leaves[_i].expected);
}
END_TEST

#define ASKED \
    "{any: [{policy: p, met: '>= 90%'}, {attest: It is so, answers: share, validFor: 90d}]}"
#define ANSWER ENTRY ".criteria[1]"
#define ATTESTED(expires)                                                              \
    FIXTURE_HEAD("Attestation", "t")                                                   \
    "  practice: it\n  answer: half\n  scope: {product: p}\n  statement: s\n  owner: " \
    "o@example.org\n  issued: '2026-04-01'\n  expires: '" expires "'\n"

static const struct {
    const char *attestation;
    const char *expected;
} answers[] = {
    {NULL, "{\"attest\":\"It is so\",\"standing\":\"missing\",\"state\":\"unknown\",\"lo\":0,"
           "\"hi\":1000,\"within\":\"any\",\"reason\":\"not attested\"}"},
    {ATTESTED("2026-05-01"),
     "{\"attest\":\"It is so\",\"standing\":\"valid\",\"attestation\":\"t\",\"answer\":\"half\","
     "\"owner\":\"o@example.org\",\"ends\":\"2026-05-02T00:00:00Z\",\"notVerified\":\"no Git "
     "history: author and date not checked\",\"state\":\"partial\",\"lo\":500,\"hi\":500,"
     "\"within\":\"any\"}"},
    {ATTESTED("2026-04-10"),
     "{\"attest\":\"It is so\",\"standing\":\"expired\",\"attestation\":\"t\",\"answer\":\"half\","
     "\"owner\":\"o@example.org\",\"ends\":\"2026-04-11T00:00:00Z\",\"notVerified\":\"no Git "
     "history: author and date not checked\",\"state\":\"unknown\",\"lo\":0,\"hi\":1000,"
     "\"within\":\"any\",\"reason\":\"attestation 't' expired 2026-04-10\"}"},
};

START_TEST(an_attestation_shows_who_said_what_until_when)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    plim_assert_ok(
        fixture_add(&fixture, "a.yaml", answers[_i].attestation ? answers[_i].attestation : ""),
        &fixture.err);
    assess(&fixture, ASKED, "[]");
    plim_assert_at(&fixture, ANSWER, answers[_i].expected);
}
END_TEST

#define BLOCKER "dimensions[0].next.blockers[0]"
#define P       "{policy: p, met: '>= 90%'}"
#define Q       "{policy: q, met: '>= 90%'}"

static const struct {
    const char *criteria;
    const char *first;
    const char *second;
} groups[] = {
    {"{all: [" P ", " Q "]}", "\"all\"", "\"all\""},
    {"{any: [" P ", " Q "]}", "\"any\"", "\"any\""},
    {"{atLeast: {n: 1, of: [" P ", " Q "]}}", "\"at least 1 of 2\"", "\"at least 1 of 2\""},
    /* the innermost group is what a reader has to know */
    {"{all: [" P ", {any: [" Q "]}]}", "\"all\"", "\"any\""},
    {"{combine: lift, all: [" P ", {attest: So, answers: share, validFor: 9d}]}", "\"lift\"",
     "\"lift\""},
    {P, "(none)", "(none)"},
};

START_TEST(criteria_are_listed_flat_with_the_group_they_are_within)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    assess(&fixture, groups[_i].criteria, "[]");
    plim_assert_at(&fixture, ENTRY ".criteria[0].within", groups[_i].first);
    plim_assert_at(&fixture, ENTRY ".criteria[1].within", groups[_i].second);
    plim_assert_at(&fixture, ENTRY ".criteria[2]", "(none)");
}
END_TEST

START_TEST(a_cap_is_shown_where_there_is_one)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    assess(&fixture,
           "{combine: lift, all: [{policy: p, met: '>= 90%', cap: 62.5%}, {attest: So, answers: "
           "share, validFor: 9d}]}",
           "[{id: p, pass: 1, fail: 0}]");
    plim_assert_at(&fixture, ENTRY ".criteria[0].cap", "625");
    plim_assert_at(&fixture, ENTRY ".criteria[0].hi", "625");
    plim_assert_at(&fixture, ENTRY ".criteria[1].cap", "(none)");
}
END_TEST

static const struct {
    const char *criteria;
    const char *evidence;
    const char *first; /* policy that is open */
    const char *second;
} blockers[] = {
    {"{all: [" P ", " Q "]}", "[{id: p, pass: 1, fail: 0}, {id: q, pass: 0, fail: 1}]", "\"q\"",
     "(none)"},
    {"{all: [" P ", " Q "]}", "[{id: p, pass: 0, fail: 1}]", "\"p\"", "\"q\""},
    {"{all: [" P ", {any: [" P ", " Q "]}]}",
     "[{id: p, pass: 0, fail: 1}, {id: q, pass: 1, fail: 0}]", "\"p\"", "(none)"},
    {"{all: [{policy: p, met: '>= 90%', onEmpty: notApplicable}, " Q "]}",
     "[{id: p, pass: 0, fail: 0}]", "\"q\"", "(none)"},
};

START_TEST(a_blocker_shows_only_what_is_still_open)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    assess(&fixture, blockers[_i].criteria, blockers[_i].evidence);
    plim_assert_at(&fixture, BLOCKER ".practice", "\"it\"");
    plim_assert_at(&fixture, BLOCKER ".criteria[0].policy", blockers[_i].first);
    plim_assert_at(&fixture, BLOCKER ".criteria[1].policy", blockers[_i].second);
}
END_TEST

#define PRACTICE(id, rest)                                                                        \
    "    - {id: " id ", title: T, class: proxy, effort: 2, usefulness: 3, criteria: " P ", " rest \
    "}\n"
#define PRACTICES(body) FIXTURE_HEAD("PracticeLibrary", "l") "  version: '1'\n  practices:\n" body

static void assess_practices(struct fixture *fixture, const char *practices, const char *evidence)
{
    plim_assert_ok(fixture_add(fixture, "l.yaml", practices), &fixture->err);
    fixture_add_model(fixture);
    fixture_add_evidence(fixture, evidence);
    fixture_assess(fixture, "m");
}

START_TEST(a_practice_shows_its_description_class_and_prerequisites)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    assess_practices(&fixture,
                     PRACTICES(PRACTICE("it", "description: Why, dependsOn: [a, b]")
                                   PRACTICE("a", "") PRACTICE("b", "")),
                     "[{id: p, pass: 1, fail: 0}]");
    plim_assert_at(&fixture, "practices[0].title", "\"T\"");
    plim_assert_at(&fixture, "practices[0].description", "\"Why\"");
    plim_assert_at(&fixture, "practices[0].class", "\"proxy\"");
    plim_assert_at(&fixture, "practices[0].effort", "2");
    plim_assert_at(&fixture, "practices[0].usefulness", "3");
    plim_assert_at(&fixture, "practices[0].dependsOn", "[\"a\",\"b\"]");
}
END_TEST

START_TEST(practices_that_the_model_does_not_reach_are_left_out)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    assess_practices(&fixture, PRACTICES(PRACTICE("a", "") PRACTICE("it", "")),
                     "[{id: p, pass: 1, fail: 0}]");
    plim_assert_at(&fixture, "practices[0].practice", "\"it\"");
    plim_assert_at(&fixture, "practices[1]", "(none)");
}
END_TEST

START_TEST(an_excluded_practice_keeps_its_value_and_says_why)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    plim_assert_ok(
        fixture_add(&fixture, "f.yaml",
                    FIXTURE_HEAD("Fleet",
                                 "f") "  maturity: {exclusions: [{practice: it, reason: technical, "
                                      "justification: j, approver: p, expires: '2026-12-31'}]}\n"),
        &fixture.err);
    assess_practices(&fixture, PRACTICES(PRACTICE("it", "")), "[{id: p, pass: 0, fail: 1}]");
    plim_assert_at(&fixture, "practices[0].state", "\"excluded\"");
    plim_assert_at(&fixture, "practices[0].hi", "0");
    plim_assert_at(&fixture, "practices[0].excluded", "\"technical\"");
}
END_TEST

START_TEST(an_assumed_practice_says_so_and_still_shows_what_was_measured)
{
    static const struct plim_str assumed[] = {{"it", 2}};
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    fixture.request.assumed = assumed;
    fixture.request.assumed_count = PLIM_LEN(assumed);
    assess_practices(&fixture, PRACTICES(PRACTICE("it", "")), "[{id: p, pass: 0, fail: 1}]");
    plim_assert_at(&fixture, "practices[0].state", "\"met\"");
    plim_assert_at(&fixture, "practices[0].assumed", "true");
    plim_assert_at(&fixture, "practices[0].criteria[0].state", "\"unmet\"");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, a_criterion_shows_what_was_measured_against_what, 0,
                        PLIM_LEN(leaves));
    tcase_add_loop_test(tcase, an_attestation_shows_who_said_what_until_when, 0, PLIM_LEN(answers));
    tcase_add_loop_test(tcase, criteria_are_listed_flat_with_the_group_they_are_within, 0,
                        PLIM_LEN(groups));
    tcase_add_test(tcase, a_cap_is_shown_where_there_is_one);
    tcase_add_loop_test(tcase, a_blocker_shows_only_what_is_still_open, 0, PLIM_LEN(blockers));
    tcase_add_test(tcase, a_practice_shows_its_description_class_and_prerequisites);
    tcase_add_test(tcase, practices_that_the_model_does_not_reach_are_left_out);
    tcase_add_test(tcase, an_excluded_practice_keeps_its_value_and_says_why);
    tcase_add_test(tcase, an_assumed_practice_says_so_and_still_shows_what_was_measured);
}

PLIM_CHECK_MAIN("maturity.result_practice", add_cases)
