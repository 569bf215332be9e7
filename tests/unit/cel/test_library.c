#include <string.h>

#include "support/plim_check.h"

#include "library.h"

START_TEST(every_signature_of_every_library_is_read)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    for (size_t i = 0; cel_library_at(i); i++) {
        const struct cel_library *library = cel_library_at(i);
        for (size_t k = 0; k < library->len; k++) {
            struct cel_overload overload;
            ck_assert_msg(cel_overload_parse(arena, &library->functions[k], &overload), "%s %s",
                          library->functions[k].name, library->functions[k].signature);
        }
    }
}
END_TEST

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

START_TEST(functions_belong_to_dialects)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    const struct cel_env cel = {.dialect = CEL_DIALECT_CEL};
    const struct cel_env kubernetes = {.dialect = CEL_DIALECT_KUBERNETES};
    ck_assert_ptr_null(cel_overloads_find(arena, &cel, PLIM_STR("quantity")));
    ck_assert_ptr_nonnull(cel_overloads_find(arena, &kubernetes, PLIM_STR("quantity")));
    ck_assert_ptr_null(cel_overloads_find(arena, &kubernetes, PLIM_STR("math.abs")));
    ck_assert_uint_eq(cel_overloads_find(arena, &cel, PLIM_STR("math.abs"))->len, 3);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_test(tcase, every_signature_of_every_library_is_read);
    tcase_add_loop_test(tcase, malformed_signatures_are_refused, 0, (int)PLIM_LEN(malformed));
    tcase_add_test(tcase, functions_belong_to_dialects);
}

PLIM_CHECK_MAIN("cel.library", add_cases)
