#include "support/plim_check.h"

#include "environment.h"
#include "library.h"

static const struct {
    const char *text;
    const char *why;
} refused[] = {
    {"kubernete", "unknown CEL environment 'kubernete'; expected one of cel, kubernetes, kyverno, "
                  "plimsoll; did you mean 'kubernetes'?"},
    {"", "unknown CEL environment ''; expected one of cel, kubernetes, kyverno, plimsoll"},
    {"cel@1.34", "the CEL environment 'cel' has no versions"},
    {"kubernetes@1.27",
     "unknown version '1.27' of the CEL environment 'kubernetes'; expected 1.28 to 1.36"},
    {"kubernetes@v1.30",
     "unknown version 'v1.30' of the CEL environment 'kubernetes'; expected 1.28 to 1.36"},
    {"kubernetes@",
     "unknown version '' of the CEL environment 'kubernetes'; expected 1.28 to 1.36"},
};

START_TEST(what_there_is_not_is_refused)
{
    struct plim_err err = {0};
    struct cel_environment_choice choice;
    plim_assert_fails(cel_environment_choose(plim_str_from(refused[_i].text), &choice, &err),
                      PLIM_INVALID, &err, refused[_i].why);
}
END_TEST

static const struct {
    const char *environment;
    const char *library;
    int version;
} versions[] = {
    {"kubernetes@1.28", "strings", 0},
    {"kubernetes@1.29", "strings", 2},
    {"kubernetes", "strings", 2},
    {"kubernetes@1.29", "kubernetes.net.ip", -1},
    {"kubernetes@1.30", "kubernetes.net.ip", 0},
    {"kubernetes@1.33", "lists", -1},
    {"kubernetes", "lists", 3},
    {"kubernetes", "math", -1},
    {"kyverno", "math", CEL_NEWEST},
    {"kyverno", "standard", 1},
    {"kyverno", "strings", 2},
    {"cel", "kubernetes.quantity", -1},
    {"plimsoll", "kubernetes.quantity", CEL_NEWEST},
};

START_TEST(environments_have_libraries_in_versions)
{
    struct plim_err err = {0};
    struct cel_environment_choice choice;
    plim_assert_ok(cel_environment_choose(plim_str_from(versions[_i].environment), &choice, &err),
                   &err);
    ck_assert_int_eq(cel_environment_version(&choice, versions[_i].library), versions[_i].version);
}
END_TEST

START_TEST(options_begin_with_a_release)
{
    struct plim_err err = {0};
    struct cel_environment_choice choice;
    plim_assert_ok(cel_environment_choose(PLIM_STR("kubernetes@1.28"), &choice, &err), &err);
    ck_assert(!(cel_environment_options(&choice) & CEL_OPTION_LITERALS));
    plim_assert_ok(cel_environment_choose(PLIM_STR("kubernetes"), &choice, &err), &err);
    ck_assert(cel_environment_options(&choice) & CEL_OPTION_LITERALS);
}
END_TEST

static void check_uses(const struct cel_environment *environment)
{
    for (size_t i = 0; i < environment->len; i++) {
        const struct cel_use *use = &environment->uses[i];
        const struct cel_library *library = NULL;
        for (size_t k = 0; (library = cel_library_at(k)); k++)
            if (plim_str_is(plim_str_from(use->library), library->name))
                break;
        ck_assert_msg(library != NULL, "%s has no library %s", environment->name, use->library);
        ck_assert(use->version == CEL_NEWEST || use->version <= library->newest);
    }
}

START_TEST(every_environment_names_libraries_that_exist)
{
    for (size_t i = 0; cel_environment_at(i); i++)
        check_uses(cel_environment_at(i));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, what_there_is_not_is_refused, 0, (int)PLIM_LEN(refused));
    tcase_add_loop_test(tcase, environments_have_libraries_in_versions, 0, (int)PLIM_LEN(versions));
    tcase_add_test(tcase, options_begin_with_a_release);
    tcase_add_test(tcase, every_environment_names_libraries_that_exist);
}

PLIM_CHECK_MAIN("cel.environment", add_cases)
