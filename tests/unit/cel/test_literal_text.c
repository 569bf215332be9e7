#include <math.h>

#include "base/str.h"
#include "support/plim_check.h"

#include "literal_text.h"

static struct value bytes_of(struct plim_str text)
{
    struct value value = value_string(text);
    value.kind = VALUE_BYTES;
    return value;
}

START_TEST(literals_are_written_as_an_expression_writes_them)
{
    const struct {
        struct value value;
        const char *want;
    } cases[] = {
        {value_null(), "null"},
        {value_bool(true), "true"},
        {value_int(-7), "-7"},
        {value_int(INT64_MIN), "-9223372036854775808"},
        {value_uint(7), "7u"},
        {value_double(1), "1.0"},
        {value_double(0.1), "0.1"},
        {value_double(1e21), "1e+21"},
        {value_double(-0.0), "-0.0"},
        {value_string(PLIM_STR("a\"\\\n\x01\303\251")), "\"a\\\"\\\\\\n\\x01\303\251\""},
        {bytes_of(PLIM_STR("a\377\n")), "b\"a\\xff\\n\""},
    };
    struct plim_buf buf = {0};
    ck_assert(cel_literal_print(&cases[_i].value, &buf));
    ck_assert_str_eq(buf.text, cases[_i].want);
    plim_buf_release(&buf);
}
END_TEST

START_TEST(what_has_no_literal_is_told)
{
    const struct value cases[] = {value_double((double)NAN), value_double((double)INFINITY),
                                  value_list(NULL, 0), value_unknown(PLIM_STR("why"))};
    struct plim_buf buf = {0};
    ck_assert(!cel_literal_print(&cases[_i], &buf));
    ck_assert_uint_eq(buf.len, 0);
    plim_buf_release(&buf);
}
END_TEST

START_TEST(identifiers_need_no_quotes)
{
    ck_assert(cel_is_identifier(PLIM_STR("_a1")));
    ck_assert(cel_is_identifier(PLIM_STR("package"))); /* reserved, but good behind a dot */
    ck_assert(!cel_is_identifier(PLIM_STR("1a")));
    ck_assert(!cel_is_identifier(PLIM_STR("a-b")));
    ck_assert(!cel_is_identifier(PLIM_STR("in")));
    ck_assert(!cel_is_identifier(PLIM_STR("")));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, literals_are_written_as_an_expression_writes_them, 0, 11);
    tcase_add_loop_test(tcase, what_has_no_literal_is_told, 0, 4);
    tcase_add_test(tcase, identifiers_need_no_quotes);
}

PLIM_CHECK_MAIN("cel.literal_text", add_cases)
