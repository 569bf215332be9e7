#include "parity_fixture.h"
#include "set_priv.h"

static struct parity_set make_set(const char *letters)
{
    struct parity_set set = {0};
    for (; *letters; letters++)
        parity_set_add(arena, &set, (struct plim_str){letters, 1});
    return set;
}

START_TEST(a_set_is_sorted_and_unique)
{
    struct parity_set set = make_set("dbacbadfe");
    struct value list = parity_set_list(arena, &set);
    plim_assert_json(&list, "[\"a\",\"b\",\"c\",\"d\",\"e\",\"f\"]");
    ck_assert(parity_set_has(&set, PLIM_STR("e")));
    ck_assert(!parity_set_has(&set, PLIM_STR("g")));
}
END_TEST

START_TEST(sets_are_equal_by_content)
{
    struct parity_set one = make_set("ab");
    struct parity_set two = make_set("ba");
    struct parity_set three = make_set("ac");
    ck_assert(parity_set_equal(&one, &two));
    ck_assert(!parity_set_equal(&one, &three));
}
END_TEST

START_TEST(a_set_is_joined_in_order)
{
    struct parity_set set = make_set("ba");
    struct parity_set empty = {0};
    ck_assert(plim_str_is(parity_set_join(arena, &set), "a, b"));
    ck_assert(plim_str_is(parity_set_join(arena, &empty), ""));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, open_fleet, close_fleet);
    tcase_add_test(tcase, a_set_is_sorted_and_unique);
    tcase_add_test(tcase, sets_are_equal_by_content);
    tcase_add_test(tcase, a_set_is_joined_in_order);
}

PLIM_CHECK_MAIN("parity.set", add_cases)
