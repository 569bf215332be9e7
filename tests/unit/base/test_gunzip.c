#include <string.h>

#include "base/gunzip.h"
#include "support/plim_check.h"

#define HEAD  "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03"
#define BODY  "\xcb\x48\xcd\xc9\xc9\x07\x00"
#define SUM   "\x86\xa6\x10\x36"
#define SIZE  "\x05\x00\x00\x00"
#define HELLO HEAD BODY SUM SIZE /* what gzip makes of "hello" */
#define TEXT(s)            \
    {                      \
        (s), sizeof(s) - 1 \
    }

enum { MOST = 10 };

static const struct {
    struct plim_str bytes;
    const char *text;
} readable[] = {
    {TEXT(HELLO), "hello"},
    {TEXT(HELLO HELLO), "hellohello"},
    {TEXT(HEAD "\x03\x00\x00\x00\x00\x00\x00\x00\x00\x00"), ""},
};

START_TEST(members_are_read_one_after_another)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    struct plim_err err = {0};
    plim_assert_ok(plim_gunzip(readable[_i].bytes, MOST, &text, &err), &err);
    plim_buf_append_char(&text, '.');
    ck_assert_uint_eq(text.len, strlen(readable[_i].text) + 1);
    ck_assert_int_eq(strncmp(text.text, readable[_i].text, text.len - 1), 0);
}
END_TEST

static const struct {
    struct plim_str bytes;
    enum plim_code code;
    const char *message;
} wrong[] = {
    {TEXT(""), PLIM_INVALID, "EOF"},
    {TEXT("\x1f"), PLIM_INVALID, "unexpected EOF"},
    {TEXT(HEAD BODY), PLIM_INVALID, "unexpected EOF"},
    {TEXT(HEAD "\xcb"), PLIM_INVALID, "unexpected EOF"},
    {TEXT("hello, is this compressed?"), PLIM_INVALID, "gzip: invalid header"},
    {TEXT("\x1f\x8b\x07\x00\x00\x00\x00\x00\x02\x03"), PLIM_INVALID, "gzip: invalid header"},
    {TEXT(HELLO "hello"), PLIM_INVALID, "unexpected EOF"},
    {TEXT(HELLO "hello hello"), PLIM_INVALID, "gzip: invalid header"},
    {TEXT(HEAD BODY "\x87\xa6\x10\x36" SIZE), PLIM_INVALID, "gzip: invalid checksum"},
    {TEXT(HEAD BODY SUM "\x06\x00\x00\x00"), PLIM_INVALID, "gzip: invalid checksum"},
    {TEXT(HEAD "\xff\xff\xff\xff"), PLIM_INVALID, "flate: corrupt input"},
    {TEXT(HELLO HELLO HELLO), PLIM_LIMIT, "more than 10 bytes, decompressed"},
};

START_TEST(what_is_wrong_is_told)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    struct plim_err err = {0};
    ck_assert_int_eq(plim_gunzip(wrong[_i].bytes, MOST, &text, &err), wrong[_i].code);
    ck_assert_str_eq(err.msg, wrong[_i].message);
}
END_TEST

START_TEST(the_limit_is_about_what_comes)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    const struct plim_str bytes = TEXT(HELLO);
    struct plim_err err = {0};
    plim_buf_append_c(&text, "before, ");
    ck_assert_int_eq(plim_gunzip(bytes, 4, &text, &err), PLIM_LIMIT);
    plim_assert_ok(plim_gunzip(bytes, 5, &text, &err), &err);
    ck_assert_str_eq(text.text, "before, hello");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, members_are_read_one_after_another, 0, PLIM_LEN(readable));
    tcase_add_loop_test(tcase, what_is_wrong_is_told, 0, PLIM_LEN(wrong));
    tcase_add_test(tcase, the_limit_is_about_what_comes);
}

PLIM_CHECK_MAIN("base.gunzip", add_cases)
