#include "names_priv.h"
#include "resource_fixture.h"

START_TEST(names_come_out_sorted_and_unique)
{
    struct resource_names names = {0};
    size_t count = 0;
    resource_names_add(&names, PLIM_STR("b"));
    resource_names_add(&names, PLIM_STR("a"));
    resource_names_add(&names, PLIM_STR("b"));
    resource_names_add(&names, PLIM_STR(""));
    const struct plim_str *sorted = resource_names_finish(&names, texts, &count);
    ck_assert_uint_eq(count, 2);
    plim_assert_text(sorted[0], "a");
    plim_assert_text(sorted[1], "b");
    ck_assert_ptr_null(names.items);
}
END_TEST

START_TEST(no_names_are_an_empty_list)
{
    struct resource_names names = {0};
    size_t count = 7;
    ck_assert_ptr_null(resource_names_finish(&names, texts, &count));
    ck_assert_uint_eq(count, 0);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, open_arena, close_arena);
    tcase_add_test(tcase, names_come_out_sorted_and_unique);
    tcase_add_test(tcase, no_names_are_an_empty_list);
}

PLIM_CHECK_MAIN("resource.names", add_cases)
