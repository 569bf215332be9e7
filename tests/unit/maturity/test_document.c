/* What all documents have in common; each kind has a test of its own. */
#include "fixture.h"

#define HEAD(kind, metadata) \
    "apiVersion: plimsoll.dev/v1alpha1\nkind: " kind "\nmetadata: {" metadata "}\n"

static const struct {
    const char *text;
    const char *message;
} refusals[] = {
    {"apiVersion: plimsoll.dev/v2\nkind: Fleet\nmetadata: {name: a}\nspec: {}\n",
     "x.yaml:1:13: apiVersion 'plimsoll.dev/v2' is not 'plimsoll.dev/v1alpha1'"},
    {HEAD("Fleet", "name: A") "spec: {}\n",
     "x.yaml:3:18: 'A' is not an id: lower-case letters, digits, '.' and '-', at most 64"},
    {HEAD("Fleet", "labels: {a: b}") "spec: {}\n", "x.yaml:3:11: missing required field 'name'"},
    {HEAD("Fleet", "name: a, namespace: b") "spec: {}\n", "x.yaml:3:21: unknown field 'namespace'"},
    {HEAD("Fleet", "name: a"), "x.yaml:1:1: missing required field 'spec'"},
    {HEAD("Fleet", "name: a") "spec: []\n", "x.yaml:4:7: 'spec' must be a map, not a list"},
    {HEAD("Fleet", "name: a") "spec: {}\nstatus: {}\n", "x.yaml:5:1: unknown field 'status'"},
    {HEAD("Fleed", "name: f") "spec: {}\n",
     "x.yaml:2:7: unknown kind 'Fleed'; expected one of PracticeLibrary, MaturityModel, "
     "Attestation, Fleet; did you mean 'Fleet'?"},
    {"- a\n", "x.yaml:1:1: expected a map, not a list"},
};

START_TEST(a_malformed_document_is_refused_with_its_place)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    plim_assert_fails(fixture_add(&fixture, "x.yaml", refusals[_i].text), PLIM_INVALID,
                      &fixture.err, refusals[_i].message);
}
END_TEST

START_TEST(labels_and_annotations_are_allowed_and_left_alone)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    plim_assert_ok(
        fixture_add(&fixture, "f.yaml",
                    HEAD("Fleet", "name: a, labels: {b: c}, annotations: {d: e}") "spec: {}\n"),
        &fixture.err);
}
END_TEST

static const struct {
    const char *kind;
    bool takes;
} kinds[] = {
    {"PracticeLibrary", true}, {"MaturityModel", true}, {"Attestation", true}, {"Fleet", true},
    {"Evidence", false},       {"fleet", false},        {"", false},
};

START_TEST(a_set_tells_which_kinds_it_takes)
{
    ck_assert_int_eq(maturity_set_takes(plim_str_from(kinds[_i].kind)), kinds[_i].takes);
}
END_TEST

START_TEST(models_are_listed_with_what_a_menu_needs)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    ck_assert_uint_eq(maturity_set_model_count(fixture.set), 0);
    fixture_add_model(&fixture);
    ck_assert_uint_eq(maturity_set_model_count(fixture.set), 1);
    struct maturity_model_info info = maturity_set_model_at(fixture.set, 0);
    ck_assert(plim_str_is(info.id, "m") && plim_str_is(info.title, "M"));
    ck_assert(plim_str_is(info.version, "1") && plim_str_is(info.source, "tests"));
    ck_assert_uint_eq(info.level_count, 1);
    ck_assert_uint_eq(info.dimension_count, 1);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, a_malformed_document_is_refused_with_its_place, 0,
                        PLIM_LEN(refusals));
    tcase_add_test(tcase, labels_and_annotations_are_allowed_and_left_alone);
    tcase_add_loop_test(tcase, a_set_tells_which_kinds_it_takes, 0, PLIM_LEN(kinds));
    tcase_add_test(tcase, models_are_listed_with_what_a_menu_needs);
}

PLIM_CHECK_MAIN("maturity.document", add_cases)
