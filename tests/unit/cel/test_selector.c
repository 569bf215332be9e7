#include "support/plim_check.h"

#include "selector.h"

static const struct {
    const char *text;
    const char *want; /* "": it cannot be read, or asks for nothing */
} fields[] = {
    {"a=1", "a=1"},
    {"a==1", "a=1"},
    {"a!=1", "a!=1"},
    {"b=1,a=2,,", "a=2,b=1"},
    {"a=1\\,2,b=\\\\", "a=1\\,2,b=\\\\"},
    {"a", ""},
    {"a=b=c", ""},
    {"a=\\x", ""},
    {"a=\\", ""},
    {"=", ""},
    {"=x", "=x"},
    {",", ""},
    {"", ""},
};

START_TEST(field_selectors_are_put_in_order)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct plim_str got = cel_selector_fields(arena, plim_str_from(fields[_i].text));
    ck_assert_msg(plim_str_is(got, fields[_i].want), "%s gives %.*s", fields[_i].text,
                  PLIM_STR_ARG(got));
}
END_TEST

static const struct {
    const char *text;
    const char *want;
} labels[] = {
    {"app=a", "app=a"},
    {" app == a , !b ", "app==a,!b"},
    {"b,a!=", "a!=,b"},
    {"t in (b,a,b)", "t in (a,b)"},
    {"t notin ()", "t notin ()"},
    {"t in (,a)", "t in (,a)"},
    {"t>5,t<7", "t>5,t<7"},
    {"in in (in)", "in in (in)"},
    {"t>x", ""},
    {"t in (a", ""},
    {"t in (a b)", ""},
    {"a,", ""},
    {"a b", ""},
    {"a=-", ""},
    {"a=b!", ""},
    {"!", ""},
    {"=a", ""},
    {"", ""},
};

START_TEST(label_selectors_are_put_in_order)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct plim_str got = cel_selector_labels(arena, plim_str_from(labels[_i].text));
    ck_assert_msg(plim_str_is(got, labels[_i].want), "%s gives %.*s", labels[_i].text,
                  PLIM_STR_ARG(got));
}
END_TEST

START_TEST(long_selectors_are_read_in_time)
{
    const size_t count = 20000;
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    char *text = plim_arena_alloc(arena, 2 * count);
    for (size_t i = 0; i < count; i++) {
        text[2 * i] = (char)('a' + (count - i) % 26);
        text[2 * i + 1] = ',';
    }
    struct plim_str got = cel_selector_labels(arena, (struct plim_str){text, 2 * count - 1});
    ck_assert_uint_eq(got.len, 2 * count - 1);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, field_selectors_are_put_in_order, 0, (int)PLIM_LEN(fields));
    tcase_add_loop_test(tcase, label_selectors_are_put_in_order, 0, (int)PLIM_LEN(labels));
    tcase_add_test(tcase, long_selectors_are_read_in_time);
}

PLIM_CHECK_MAIN("cel.selector", add_cases)
