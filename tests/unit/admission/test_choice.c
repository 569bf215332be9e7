#include "admission/choice.h"

#include "admission_fixture.h"

static const struct {
    const char *terms; /* with blanks between */
    const char *id;
    bool has;
} cases[] = {
    {"", "ClusterPolicy/p/r", true},
    {"ClusterPolicy/p/r", "ClusterPolicy/p/r", true},
    {"ClusterPolicy/p", "ClusterPolicy/p/r", true},
    {"ClusterPolicy/p/r", "ClusterPolicy/p", true},
    {"ClusterPolicy/p/r", "ClusterPolicy/p/other", false},
    {"ClusterPolicy/p", "ClusterPolicy/pods", false},
    {"ClusterPolicy/", "ClusterPolicy/p/r", true},
    {"ClusterPolicy/*", "ValidatingAdmissionPolicy/p", false},
    {"*/own*", "ValidatingAdmissionPolicy/owned", true},
    {"-ClusterPolicy/p", "ClusterPolicy/p/r", false},
    {"-ClusterPolicy/p", "ClusterPolicy/q/r", true},
    {"ClusterPolicy/* -ClusterPolicy/p/r", "ClusterPolicy/p/r", false},
    {"ClusterPolicy/* -ClusterPolicy/p/r", "ClusterPolicy/p/s", true},
    {"-ClusterPolicy/* ClusterPolicy/p/r", "ClusterPolicy/p/r", true},
};

START_TEST(names_choose_policies_in_their_order)
{
    struct admission_term terms[4];
    struct admission_choice choice = {terms, 0};
    struct plim_str rest = plim_str_from(cases[_i].terms);
    struct plim_str name = {0};
    while (rest.len > 0) {
        (void)plim_str_cut(&rest, ' ', &name);
        bool away = name.text[0] == '-';
        terms[choice.len++] =
            (struct admission_term){{name.text + away, name.len - away}, away, false, "test"};
    }
    ck_assert_int_eq(admission_choice_has(&choice, plim_str_from(cases[_i].id)), cases[_i].has);
}
END_TEST

START_TEST(a_name_that_nothing_has_is_not_met)
{
    struct admission_term terms[] = {{PLIM_STR("ClusterPolicy/p"), false, false, "test"},
                                     {PLIM_STR("ClusterPolicy/q"), false, false, "test"}};
    const struct admission_choice choice = {terms, PLIM_LEN(terms)};
    ck_assert(admission_choice_has(&choice, PLIM_STR("ClusterPolicy/q/r")));
    ck_assert(!terms[0].met);
    ck_assert(terms[1].met);
    ck_assert(admission_choice_has(NULL, PLIM_STR("ClusterPolicy/z")));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, names_choose_policies_in_their_order, 0, (int)PLIM_LEN(cases));
    tcase_add_test(tcase, a_name_that_nothing_has_is_not_met);
}

PLIM_CHECK_MAIN("admission.choice", add_cases)
