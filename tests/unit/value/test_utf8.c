#include "support/plim_check.h"
#include "value/utf8.h"

static const struct {
    const char *text;
    bool valid;
} texts[] = {
    {"", true},
    {"plain", true},
    {"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80", true},
    {"\xed\x9f\xbf\xee\x80\x80\xf4\x8f\xbf\xbf", true},
    {"\x80", false},             /* continuation without start */
    {"\xc3", false},             /* cut short */
    {"\xc0\xaf", false},         /* overlong */
    {"\xe0\x80\xaf", false},     /* overlong */
    {"\xf0\x80\x80\xaf", false}, /* overlong */
    {"\xed\xa0\x80", false},     /* surrogate */
    {"\xf4\x90\x80\x80", false}, /* above U+10FFFF */
    {"\xe2\x82x", false},
    {"\xff", false},
};

START_TEST(validity_follows_the_standard)
{
    ck_assert_int_eq(value_utf8_is_valid(plim_str_from(texts[_i].text)), texts[_i].valid);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, validity_follows_the_standard, 0, PLIM_LEN(texts));
}

PLIM_CHECK_MAIN("value.utf8", add_cases)
