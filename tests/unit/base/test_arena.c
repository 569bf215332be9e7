#include <stdalign.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/defs.h"
#include "support/plim_check.h"

START_TEST(pieces_are_aligned_and_apart)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    char *one = plim_arena_take(arena, 3);
    char *other = plim_arena_take(arena, 3);
    ck_assert_uint_eq((uintptr_t)one % alignof(max_align_t), 0);
    ck_assert_uint_eq((uintptr_t)other % alignof(max_align_t), 0);
    ck_assert(other >= one + 3);
    ck_assert_uint_eq(plim_arena_bytes(arena), 6);
}
END_TEST

START_TEST(alloc_zeroes_memory_that_was_used_before)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    memset(plim_arena_take(arena, 64), 0xff, 64);
    plim_arena_reset(arena);
    ck_assert_uint_eq(plim_arena_bytes(arena), 0);
    static const char zeroes[64];
    ck_assert_mem_eq(plim_arena_alloc(arena, 64), zeroes, 64);
}
END_TEST

START_TEST(reset_keeps_the_memory)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    const void *before = plim_arena_take(arena, 100);
    plim_arena_reset(arena);
    ck_assert_ptr_eq(plim_arena_take(arena, 100), before);
}
END_TEST

START_TEST(a_large_piece_does_not_end_the_block)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    char *small = plim_arena_take(arena, 16);
    char *large = plim_arena_take(arena, (size_t)3 << 20);
    char *next = plim_arena_take(arena, 16);
    memset(large, 1, (size_t)3 << 20);
    ck_assert(next > small);
    ck_assert(next < small + 1024);
}
END_TEST

/* Across the bounds of blocks, and of what is mapped together within them. */
START_TEST(pieces_of_any_size_are_zeroed_to_their_end)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    static const size_t sizes[] = {1, 4000, 65536, 65537, 200000, 1 << 20, (1 << 20) + 1};
    for (size_t i = 0; i < 10 * PLIM_LEN(sizes); i++) {
        size_t size = sizes[i % PLIM_LEN(sizes)];
        char *piece = plim_arena_alloc(arena, size);
        ck_assert_int_eq(piece[0] | piece[size / 2] | piece[size - 1], 0);
        memset(piece, 0xff, size);
    }
}
END_TEST

START_TEST(array_is_zeroed)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    const int *numbers = plim_arena_array(arena, 3, sizeof(*numbers));
    ck_assert_int_eq(numbers[0] | numbers[1] | numbers[2], 0);
}
END_TEST

START_TEST(copies_end_in_a_terminator)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    ck_assert_str_eq(plim_arena_copy(arena, "abcdef", 2), "ab");
    ck_assert_str_eq(plim_arena_copy_c(arena, "cd"), "cd");
    ck_assert_str_eq(plim_arena_copy_str(arena, PLIM_STR("ef")).text, "ef");
    ck_assert_str_eq(plim_arena_copy_str(arena, (struct plim_str){0}).text, "");
    ck_assert_str_eq(plim_arena_printf(arena, "%s-%d", "g", 7), "g-7");
    ck_assert_str_eq(plim_arena_printf(arena, "%s", ""), "");
}
END_TEST

static void note(void *object)
{
    char *end = object;
    while (*end == '.')
        end++;
    *end = '.';
}

START_TEST(what_it_owns_is_released_once)
{
    char notes[4] = "";
    struct plim_arena *arena = plim_arena_new();
    plim_arena_own(arena, note, notes);
    plim_arena_own(arena, note, notes);
    plim_arena_reset(arena);
    ck_assert_str_eq(notes, "..");
    plim_arena_own(arena, note, notes);
    plim_arena_free(arena);
    ck_assert_str_eq(notes, "...");
}
END_TEST

START_TEST(joined_texts_stand_with_a_byte_between_them_or_none)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    const struct plim_str parts[] = {PLIM_STR("a"), {NULL, 0}, PLIM_STR("bc")};
    ck_assert_str_eq(plim_arena_join(arena, parts, 3, '/'), "a//bc");
    ck_assert_str_eq(plim_arena_join(arena, parts, 3, '\0'), "abc");
    ck_assert_str_eq(plim_arena_join(arena, parts, 1, '/'), "a");
    ck_assert_str_eq(plim_arena_join(arena, parts, 0, '/'), "");
}
END_TEST

START_TEST(free_takes_null)
{
    plim_arena_free(NULL);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_test(tcase, pieces_are_aligned_and_apart);
    tcase_add_test(tcase, alloc_zeroes_memory_that_was_used_before);
    tcase_add_test(tcase, reset_keeps_the_memory);
    tcase_add_test(tcase, a_large_piece_does_not_end_the_block);
    tcase_add_test(tcase, pieces_of_any_size_are_zeroed_to_their_end);
    tcase_add_test(tcase, array_is_zeroed);
    tcase_add_test(tcase, copies_end_in_a_terminator);
    tcase_add_test(tcase, what_it_owns_is_released_once);
    tcase_add_test(tcase, joined_texts_stand_with_a_byte_between_them_or_none);
    tcase_add_test(tcase, free_takes_null);
}

PLIM_CHECK_MAIN("base.arena", add_cases)
