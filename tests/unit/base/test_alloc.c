#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "support/plim_check.h"

START_TEST(calloc_gives_memory_for_nothing)
{
    PLIM_CLEANUP(plim_freep) void *memory = plim_calloc(0, 0);
    ck_assert_ptr_nonnull(memory);
}
END_TEST

START_TEST(copy_ends_the_text)
{
    PLIM_CLEANUP(plim_freep) char *copy = plim_copy("abcdef", 3);
    PLIM_CLEANUP(plim_freep) char *whole = plim_copy_c("xy");
    ck_assert_str_eq(copy, "abc");
    ck_assert_str_eq(whole, "xy");
}
END_TEST

START_TEST(grow_keeps_items_and_zeroes_new_room)
{
    int *items = NULL;
    size_t cap = 0;
    PLIM_GROW(items, 0, cap);
    items[0] = 7;
    PLIM_GROW(items, 100, cap);
    ck_assert_uint_gt(cap, 100);
    ck_assert_int_eq(items[0], 7);
    ck_assert_int_eq(items[1], 0);
    ck_assert_int_eq(items[cap - 1], 0);
    free(items);
}
END_TEST

START_TEST(grow_leaves_alone_what_has_room)
{
    char *items = NULL;
    size_t cap = 0;
    PLIM_GROW(items, 0, cap);
    const char *before = items;
    size_t cap_before = cap;
    PLIM_GROW(items, cap - 1, cap);
    ck_assert_ptr_eq(items, before);
    ck_assert_uint_eq(cap, cap_before);
    free(items);
}
END_TEST

START_TEST(freep_disarms_the_pointer)
{
    char *memory = plim_copy_c("x");
    plim_freep(&memory);
    ck_assert_ptr_null(memory);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_test(tcase, calloc_gives_memory_for_nothing);
    tcase_add_test(tcase, copy_ends_the_text);
    tcase_add_test(tcase, grow_keeps_items_and_zeroes_new_room);
    tcase_add_test(tcase, grow_leaves_alone_what_has_room);
    tcase_add_test(tcase, freep_disarms_the_pointer);
}

PLIM_CHECK_MAIN("base.alloc", add_cases)
