#include <string.h>

#include "support/plim_check.h"

#include "reference_priv.h"

static const struct {
    const char *name;
    const char *signature;
} entries[] = {
    {"_+_", "int + int -> int"},
    {"-_", "-int -> int"},
    {"!_", "!bool -> bool"},
    {"@in", "T in list(T) -> bool"},
    {"@in", "K in map(K, V) -> bool"},
    {"_[_]", "map(K, V)[K] -> V"},
    {"_[?_]", "list(T)[?int] -> optional(T)"},
    {"charAt", "string.charAt(int) -> string"},
    {"math.abs", "math.abs(int) -> int"},
    {"family", "net.IP.family() -> int"},
    {"optional.none", "optional.none() -> optional(T)"},
    {"cel.bind", "cel.bind(x, init, e) -> T"},
};

START_TEST(signatures_are_printed_as_they_are_used)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    const struct cel_reference_entry *list = NULL;
    size_t len = cel_reference_list(arena, &list);
    size_t found = 0;
    for (size_t i = 0; i < len; i++)
        found += strcmp(list[i].name, entries[_i].name) == 0 &&
                 strcmp(list[i].signature, entries[_i].signature) == 0;
    ck_assert_uint_ge(found, 1);
}
END_TEST

START_TEST(every_entry_is_whole_and_somewhere)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    const struct cel_reference_entry *list = NULL;
    size_t len = cel_reference_list(arena, &list);
    for (size_t i = 0; i < len; i++) {
        ck_assert_msg(list[i].cost != NULL, "%s", list[i].signature);
        ck_assert_msg(list[i].summary[0] != '\0', "%s", list[i].signature);
        ck_assert_msg(list[i].environments != 0, "%s", list[i].signature);
    }
}
END_TEST

START_TEST(what_macros_stand_for_is_not_listed)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    const struct cel_reference_entry *list = NULL;
    size_t len = cel_reference_list(arena, &list);
    for (size_t i = 0; i < len; i++)
        ck_assert_str_ne(list[i].name, "math.@max");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, signatures_are_printed_as_they_are_used, 0, (int)PLIM_LEN(entries));
    tcase_add_test(tcase, every_entry_is_whole_and_somewhere);
    tcase_add_test(tcase, what_macros_stand_for_is_not_listed);
}

PLIM_CHECK_MAIN("cel.reference", add_cases)
