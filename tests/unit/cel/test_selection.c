#include "support/plim_check.h"

#include "selection.h"

static const struct {
    const char *library;
    const char *why;
} refused[] = {
    {"stings", "unknown CEL library 'stings'; did you mean 'strings'?; there are standard, "},
    {"strings@6", "unknown version '6' of the CEL library 'strings'; expected 0 to 5"},
    {"strings@", "unknown version '' of the CEL library 'strings'; expected 0 to 5"},
    {"strings@latest", "unknown version 'latest' of the CEL library 'strings'; expected 0 to 5"},
};

START_TEST(what_there_is_not_is_refused)
{
    struct plim_err err = {0};
    struct cel_selection selection;
    const struct cel_selection_spec spec = {.libraries = &refused[_i].library, .library_count = 1};
    ck_assert_int_eq(cel_selection_make(&spec, &selection, &err), PLIM_INVALID);
    ck_assert_msg(plim_str_starts(plim_str_from(err.msg), plim_str_from(refused[_i].why)), "%s",
                  err.msg);
}
END_TEST

START_TEST(libraries_are_added_to_the_environment)
{
    struct plim_err err = {0};
    struct cel_selection selection;
    static const char *const libraries[] = {"math@1", "strings"};
    const struct cel_selection_spec spec = {"kubernetes", libraries, PLIM_LEN(libraries)};
    plim_assert_ok(cel_selection_make(&spec, &selection, &err), &err);
    ck_assert_uint_eq(cel_selection_find(&selection, "math")->version, 1);
    ck_assert_uint_eq(cel_selection_find(&selection, "strings")->version, 5);
    ck_assert_ptr_null(cel_selection_find(&selection, "bindings"));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, what_there_is_not_is_refused, 0, (int)PLIM_LEN(refused));
    tcase_add_test(tcase, libraries_are_added_to_the_environment);
}

PLIM_CHECK_MAIN("cel.selection", add_cases)
