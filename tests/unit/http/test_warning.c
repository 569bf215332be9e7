#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "support/plim_check.h"

#include "warning_priv.h"

static const struct {
    const char *header;
    const char *texts;
} headers[] = {
    {"299 - \"v1 Endpoints is deprecated in v1.33+\"", "v1 Endpoints is deprecated in v1.33+\n"},
    {"299 - \"one\", 299 - \"two\"", "one\ntwo\n"},
    {"299 - \"one\",299 kube:443 \"two\"", "one\ntwo\n"},
    {"299 - \"with a date\" \"Sat, 25 Aug 2012 23:34:45 GMT\", 299 - \"more\"",
     "with a date\nmore\n"},
    {"299 - \"say \\\"hi\\\", C:\\\\tmp\"", "say \"hi\", C:\\tmp\n"},
    {"299 - \"a, b\"", "a, b\n"},
    {"299 - \"red \x1b[31m, \xc3\xa4\ttab\"", "red ?[31m, ???tab\n"},
    {"  299 -   \"spaces\"  ", "spaces\n"},
    {"110 - \"stale\", 299 - \"kept\"", "kept\n"}, /* of another code */
    {"299 - \"\"", ""},                            /* nothing said */
    {"", ""},
    {"299 - bare", ""},
    {"299 - \"open", ""},
    {"299 - \"ends in \\", ""},
    {"2999 - \"x\"", ""},
    {"299 \"x\"", ""},
    {"299 - \"kept\", nonsense, 299 - \"lost\"", "kept\n"},
    {"299 - \"lost\" junk", ""},
};

START_TEST(texts_are_taken_out_of_a_header)
{
    struct plim_buf texts = {0};
    http_warning_take(headers[_i].header, &texts);
    ck_assert_str_eq(texts.text ? texts.text : "", headers[_i].texts);
    plim_buf_release(&texts);
}
END_TEST

START_TEST(a_long_text_is_cut)
{
    struct plim_buf header = {0};
    struct plim_buf texts = {0};
    plim_buf_printf(&header, "299 - \"%02000d\"", 0);
    http_warning_take(header.text, &texts);
    ck_assert_uint_eq(texts.len, HTTP_WARNING_BYTES_MAX + 1);
    plim_buf_release(&header);
    plim_buf_release(&texts);
}
END_TEST

START_TEST(many_texts_have_a_limit_together)
{
    struct plim_buf texts = {0};
    for (unsigned i = 0; i < 10000; i++)
        http_warning_take("299 - \"again and again\"", &texts);
    ck_assert_uint_le(texts.len, HTTP_WARNINGS_BYTES_MAX);
    ck_assert_uint_gt(texts.len, HTTP_WARNINGS_BYTES_MAX - 20);
    plim_buf_release(&texts);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, texts_are_taken_out_of_a_header, 0, PLIM_LEN(headers));
    tcase_add_test(tcase, a_long_text_is_cut);
    tcase_add_test(tcase, many_texts_have_a_limit_together);
}

PLIM_CHECK_MAIN("http.warning", add_cases)
