#include "support/plim_check.h"

#include "overload.h"

static const char *const malformed[] = {"",
                                        "int",
                                        "(int)",
                                        "(int) -> ",
                                        "(nothing) -> int",
                                        "(int, int, int, int, int, int) -> int",
                                        "(int) -> int x",
                                        "string.int -> int"};

START_TEST(malformed_signatures_are_refused)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct cel_overload overload;
    const struct cel_function function = {.name = "f", .signature = malformed[_i]};
    ck_assert(!cel_overload_parse(arena, &function, &overload));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, malformed_signatures_are_refused, 0, (int)PLIM_LEN(malformed));
}

PLIM_CHECK_MAIN("cel.overload", add_cases)
