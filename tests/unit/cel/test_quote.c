#include "support/plim_check.h"

#include "quote.h"

static const struct {
    const char *text;
    const char *quoted;
} cases[] = {
    {"", "\"\""},
    {"a b", "\"a b\""},
    {"\"\\", "\"\\\"\\\\\""},
    {"\a\b\t\n\v\f\r", "\"\\a\\b\\t\\n\\v\\f\\r\""},
    {"\x01\x7f", "\"\\x01\\x7f\""},
    {"\303\251\360\237\221\221", "\"\303\251\360\237\221\221\""},
    {"\302\240\342\200\250\357\273\277", "\"\\u00a0\\u2028\\ufeff\""},
    {"\364\217\277\277", "\"\\U0010ffff\""},
    {"a\377b", "\"a\\xffb\""},
};

START_TEST(what_cannot_be_printed_is_escaped)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf buf = {0};
    cel_quote_go(plim_str_from(cases[_i].text), &buf);
    ck_assert_str_eq(buf.text, cases[_i].quoted);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, what_cannot_be_printed_is_escaped, 0, (int)PLIM_LEN(cases));
}

PLIM_CHECK_MAIN("cel.quote", add_cases)
