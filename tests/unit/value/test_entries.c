#include <stdio.h>

#include "base/arena.h"
#include "support/plim_check.h"

#include "entries_priv.h"

static struct plim_arena *arena;

static void make_arena(void)
{
    arena = plim_arena_new();
}

static void free_arena(void)
{
    plim_arena_free(arena);
}

/* Keys "0", "1", ... modulo `distinct`; the value is the place. */
static struct value_entry *make_entries(size_t len, size_t distinct)
{
    struct value_entry *entries = plim_arena_array(arena, len, sizeof(*entries));
    for (size_t i = 0; i < len; i++)
        entries[i] = (struct value_entry){
            value_string_c(plim_arena_printf(arena, "%zu", i % distinct)), value_uint(i)};
    return entries;
}

static const struct {
    size_t len;
    size_t distinct;
} sizes[] = {{0, 1},  {1, 1},   {2, 1},   {10, 10},     {10, 9},  {64, 64},
             {64, 5}, {65, 65}, {65, 64}, {1000, 1000}, {1000, 7}};

START_TEST(find_duplicate_gives_the_first)
{
    size_t len = sizes[_i].len;
    size_t distinct = sizes[_i].distinct;
    const struct value_entry *entries = make_entries(len, distinct);
    ck_assert_uint_eq(value_entries_find_duplicate(entries, len), distinct < len ? distinct : len);
}
END_TEST

START_TEST(keep_last_drops_the_earlier_ones)
{
    size_t len = sizes[_i].len;
    size_t kept = len < sizes[_i].distinct ? len : sizes[_i].distinct;
    struct value_entry *entries = make_entries(len, sizes[_i].distinct);
    struct value_position *positions = plim_arena_array(arena, len, 2 * sizeof(*positions));
    ck_assert_uint_eq(value_entries_keep_last(entries, positions, len), kept);
    ck_assert_uint_eq(value_entries_find_duplicate(entries, kept), kept);
    ck_assert(kept == 0 || entries[kept - 1].value.unsigned_integer == len - 1);
    ck_assert(kept == 0 || entries[0].value.unsigned_integer == len - kept);
}
END_TEST

START_TEST(keep_last_moves_the_positions_along)
{
    struct value_entry *entries = make_entries(3, 2);
    struct value_position positions[6] = {{1, 1}, {1, 2}, {2, 1}, {2, 2}, {3, 1}, {3, 2}};
    ck_assert_uint_eq(value_entries_keep_last(entries, positions, 3), 2);
    ck_assert_uint_eq(positions[0].line, 2);
    ck_assert_uint_eq(positions[2].line, 3);
    ck_assert_uint_eq(positions[3].column, 2);
}
END_TEST

START_TEST(the_empty_key_is_a_key)
{
    struct value_entry entries[] = {{value_string_c(""), value_int(1)},
                                    {value_string_c(""), value_int(2)}};
    ck_assert_uint_eq(value_entries_find_duplicate(entries, 2), 1);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, make_arena, free_arena);
    tcase_add_loop_test(tcase, find_duplicate_gives_the_first, 0, PLIM_LEN(sizes));
    tcase_add_loop_test(tcase, keep_last_drops_the_earlier_ones, 0, PLIM_LEN(sizes));
    tcase_add_test(tcase, keep_last_moves_the_positions_along);
    tcase_add_test(tcase, the_empty_key_is_a_key);
}

PLIM_CHECK_MAIN("value.entries", add_cases)
