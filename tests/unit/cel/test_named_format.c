#include "support/plim_check.h"

#include "named_format.h"

static const struct {
    const char *format;
    const char *text;
    size_t faults;
} cases[] = {
    {"dns1123Label", "a-b", 0},
    {"dns1123Label", "a.b", 1},
    {"dns1123Label", "", 1},
    {"dns1123LabelPrefix", "a-", 0},
    {"dns1123Subdomain", "a..b", 1},
    {"dns1035Label", "a1", 0},
    {"qualifiedName", "example.com/a_b", 0},
    {"qualifiedName", "/a", 1},
    {"qualifiedName", "a/b/c", 1},
    {"qualifiedName", "A/", 3},
    {"labelValue", "", 0},
    {"labelValue", "-a", 1},
    {"uri", "https://example.com", 0},
    {"uri", "x", 1},
    {"uuid", "123e4567e89b12d3a456426614174000", 0},
    {"uuid", "123", 1},
    {"byte", "Zm9v", 0},
    {"byte", "Zm9", 1},
    {"date", "2024-02-29", 0},
    {"date", "2023-02-29", 1},
    {"datetime", "2024-02-29t23:59:59.5z", 0},
    {"datetime", "2024-02-29T24:00:00Z", 1},
};

START_TEST(texts_are_judged_by_their_format)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct value_list_builder faults = {.arena = arena};
    const struct cel_named_format *format = cel_named_format_find(plim_str_from(cases[_i].format));
    ck_assert_ptr_nonnull(format);
    cel_named_format_check(format, plim_str_from(cases[_i].text), &faults);
    ck_assert_msg(faults.len == cases[_i].faults, "%s '%s': %zu faults", cases[_i].format,
                  cases[_i].text, faults.len);
}
END_TEST

START_TEST(names_that_are_no_format_are_not_found)
{
    ck_assert_ptr_null(cel_named_format_find(PLIM_STR("dns1123label")));
    ck_assert_str_eq(cel_named_format_name(cel_named_format_at(0)), "dns1123Label");
    ck_assert_ptr_null(cel_named_format_at(1000));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, texts_are_judged_by_their_format, 0, (int)PLIM_LEN(cases));
    tcase_add_test(tcase, names_that_are_no_format_are_not_found);
}

PLIM_CHECK_MAIN("cel.named_format", add_cases)
