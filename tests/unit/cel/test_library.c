#include <string.h>

#include "support/plim_check.h"

#include "macro.h"
#include "overload.h"

static void check_table(const struct cel_library *library, const struct cel_functions *table)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    for (size_t i = 0; i < table->len; i++) {
        const struct cel_function *function = &table->items[i];
        struct cel_overload overload;
        ck_assert_msg(cel_overload_parse(arena, function, &overload), "%s %s", function->name,
                      function->signature);
        ck_assert_msg(function->call != NULL, "%s does nothing", function->name);
        ck_assert_msg(function->since <= library->newest, "%s is of no version", function->name);
        bool first = i == 0 || strcmp(function->name, table->items[i - 1].name) != 0;
        ck_assert_msg(!first || function->summary, "%s has no summary", function->name);
    }
}

START_TEST(every_function_is_declared_whole)
{
    for (size_t i = 0; cel_library_at(i); i++)
        for (size_t k = 0; k < CEL_LIBRARY_TABLES_MAX && cel_library_at(i)->tables[k]; k++)
            check_table(cel_library_at(i), cel_library_at(i)->tables[k]);
}
END_TEST

static bool is_library(const char *name)
{
    for (size_t i = 0; cel_library_at(i); i++)
        if (strcmp(cel_library_at(i)->name, name) == 0)
            return true;
    return false;
}

START_TEST(every_macro_belongs_to_a_library)
{
    for (size_t i = 0; cel_macro_at(i); i++)
        ck_assert_msg(is_library(cel_macro_at(i)->library), "%s", cel_macro_at(i)->name);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_test(tcase, every_function_is_declared_whole);
    tcase_add_test(tcase, every_macro_belongs_to_a_library);
}

PLIM_CHECK_MAIN("cel.library", add_cases)
