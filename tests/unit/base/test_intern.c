#include <stdio.h>

#include "base/intern.h"
#include "support/plim_check.h"

static struct plim_arena *arena;
static struct plim_intern *table;

static void open_table(void)
{
    arena = plim_arena_new();
    table = plim_intern_new(arena);
}

static void close_table(void)
{
    plim_intern_free(table);
    plim_arena_free(arena);
}

START_TEST(equal_texts_are_kept_once)
{
    char own[] = "registry.example.org/shop/cart:1.8.0";
    struct plim_str kept = plim_intern_str(table, plim_str_from(own));
    ck_assert_str_eq(kept.text, own);
    ck_assert_ptr_ne(kept.text, own);
    ck_assert_ptr_eq(plim_intern_str(table, PLIM_STR("registry.example.org/shop/cart:1.8.0")).text,
                     kept.text);
    ck_assert_ptr_ne(plim_intern_str(table, PLIM_STR("registry.example.org/shop/cart:1.8.1")).text,
                     kept.text);
}
END_TEST

START_TEST(a_text_that_begins_another_is_another)
{
    struct plim_str whole = plim_intern_str(table, PLIM_STR("shop-cart"));
    struct plim_str begin = plim_intern_str(table, (struct plim_str){"shop-cart", 4});
    ck_assert_uint_eq(begin.len, 4);
    ck_assert_str_eq(begin.text, "shop");
    ck_assert_ptr_ne(begin.text, whole.text);
}
END_TEST

START_TEST(an_empty_text_takes_no_memory)
{
    size_t before = plim_arena_bytes(arena);
    ck_assert_uint_eq(plim_intern_str(table, PLIM_STR("")).len, 0);
    ck_assert_ptr_null(plim_intern_array(table, NULL, 0, sizeof(struct plim_str)));
    ck_assert_uint_eq(plim_arena_bytes(arena), before);
}
END_TEST

START_TEST(thousands_of_texts_stay_what_they_were)
{
    enum { COUNT = 5000 };
    static const char *kept[COUNT];
    char text[32];
    for (int i = 0; i < COUNT; i++) {
        (void)snprintf(text, sizeof(text), "application-%d", i);
        kept[i] = plim_intern_str(table, plim_str_from(text)).text;
    }
    for (int i = 0; i < COUNT; i++) {
        (void)snprintf(text, sizeof(text), "application-%d", i);
        ck_assert_str_eq(kept[i], text);
        ck_assert_ptr_eq(plim_intern_str(table, plim_str_from(text)).text, kept[i]);
    }
}
END_TEST

START_TEST(equal_lists_of_kept_texts_are_kept_once)
{
    const struct plim_str one[] = {plim_intern_str(table, PLIM_STR("HOME")),
                                   plim_intern_str(table, PLIM_STR("PATH"))};
    const struct plim_str other[] = {plim_intern_str(table, PLIM_STR("HOME")),
                                     plim_intern_str(table, PLIM_STR("PATH"))};
    const struct plim_str *kept = plim_intern_array(table, one, 2, sizeof(*one));
    ck_assert_ptr_eq(plim_intern_array(table, other, 2, sizeof(*other)), kept);
    ck_assert_ptr_ne(plim_intern_array(table, other, 1, sizeof(*other)), kept);
    ck_assert_str_eq(kept[1].text, "PATH");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, open_table, close_table);
    tcase_add_test(tcase, equal_texts_are_kept_once);
    tcase_add_test(tcase, a_text_that_begins_another_is_another);
    tcase_add_test(tcase, an_empty_text_takes_no_memory);
    tcase_add_test(tcase, thousands_of_texts_stay_what_they_were);
    tcase_add_test(tcase, equal_lists_of_kept_texts_are_kept_once);
}

PLIM_CHECK_MAIN("base.intern", add_cases)
