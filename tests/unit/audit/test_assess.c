/* From tallies to assessments. */
#include "pipeline_fixture.h"

#define HEAD(kind, name) \
    "apiVersion: plimsoll.dev/v1alpha1\nkind: " kind "\nmetadata: {name: " name "}\nspec:\n"
#define MODEL(id)                                                                           \
    HEAD("MaturityModel", id)                                                               \
    "  version: '1'\n  title: M\n  source: {title: tests}\n  levels: [{id: l, title: L}]\n" \
    "  dimensions: [{id: d, title: D}]\n  scoring: {headline: gated}\n"                     \
    "  cells: [{dimension: d, level: l, practices: [{ref: it}]}]\n"

static const char library[] =
    HEAD("PracticeLibrary", "mine") "  version: '1'\n"
                                    "  practices:\n"
                                    "    - {id: it, title: It, class: measured, effort: 1,"
                                    " usefulness: 1, criteria: {policy: live, met: '>= 100%'}}\n"
                                    "---\n" MODEL("m") "---\n" MODEL("n");

static const struct {
    struct pipeline_case source;
    size_t proven, possible; /* levels */
} levels[] = {
    {{.library = library, .models = "[m]"}, 1, 1},
    {{.library = library, .models = "[m]", .unreachable = true}, 0, 1},
    {{.library = library, .models = "[m]", .fault = {"/api/v1/services", 403, "{}"}}, 0, 1},
};

START_TEST(what_is_unknown_is_possible_and_not_proven)
{
    const struct value *assessments = value_get(pipeline_run(&levels[_i].source), "assessments");
    ck_assert_uint_eq(value_len(assessments), 1);
    const struct value *dimension = value_at(value_get(value_at(assessments, 0), "dimensions"), 0);
    struct plim_str proven = value_get_text(dimension, "level.floor");
    struct plim_str possible = value_get_text(dimension, "level.ceiling");
    ck_assert_uint_eq(plim_str_is(proven, "l"), levels[_i].proven);
    ck_assert_uint_eq(plim_str_is(possible, "l"), levels[_i].possible);
}
END_TEST

START_TEST(without_a_choice_every_model_is_assessed)
{
    static const struct pipeline_case source = {.library = library};
    ck_assert_uint_eq(value_len(value_get(pipeline_run(&source), "assessments")), 2);
}
END_TEST

START_TEST(a_model_that_nobody_defines_is_a_mistake)
{
    static const struct pipeline_case source = {.library = library, .models = "[m, other]"};
    struct plim_err err = {0};
    struct value report = {0};
    plim_assert_fails(pipeline_try(&source, &report, &err), PLIM_INVALID, &err,
                      "f.yaml: there is no model 'other'; see 'plimsoll models'");
}
END_TEST

static void add(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, pipeline_start, pipeline_stop);
    tcase_add_loop_test(tcase, what_is_unknown_is_possible_and_not_proven, 0, PLIM_LEN(levels));
    tcase_add_test(tcase, without_a_choice_every_model_is_assessed);
    tcase_add_test(tcase, a_model_that_nobody_defines_is_a_mistake);
}

PLIM_CHECK_MAIN("audit.assess", add)
