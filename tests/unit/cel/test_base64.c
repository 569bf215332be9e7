#include <string.h>

#include "support/plim_check.h"

#include "base64.h"

static const struct {
    const char *plain;
    const char *encoded;
} cases[] = {{"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"}, {"foob", "Zm9vYg=="}};

START_TEST(texts_go_there_and_back)
{
    char out[64];
    size_t len = cel_base64_encode(plim_str_from(cases[_i].plain), out);
    ck_assert_uint_eq(len, strlen(cases[_i].encoded));
    ck_assert_mem_eq(out, cases[_i].encoded, len);
    ck_assert(cel_base64_decode(plim_str_from(cases[_i].encoded), out, &len));
    ck_assert_uint_eq(len, strlen(cases[_i].plain));
    ck_assert_mem_eq(out, cases[_i].plain, len);
}
END_TEST

static const char *const bad[] = {"!", "Z", "Zg=", "Zg=a", "=", "Z===", "====", "Zm8=="};

START_TEST(what_is_no_base64_is_refused)
{
    char out[64];
    size_t len = 0;
    ck_assert(!cel_base64_decode(plim_str_from(bad[_i]), out, &len));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, texts_go_there_and_back, 0, (int)PLIM_LEN(cases));
    tcase_add_loop_test(tcase, what_is_no_base64_is_refused, 0, (int)PLIM_LEN(bad));
}

PLIM_CHECK_MAIN("cel.base64", add_cases)
