#include "cel_check.h"

static const struct cel_case urls_are_taken_apart_cases[] = {
    {"url('https://user@example.com:8080/a b?x=1&x=2&y=%zz#f').getHost()", "\"example.com:8080\""},
    {"url('https://example.com:8080/').getHostname()", "\"example.com\""},
    {"url('https://example.com:8080/').getPort()", "\"8080\""},
    {"url('HTTPS://example.com/').getScheme()", "\"https\""},
    {"url('https://example.com/a b').getEscapedPath()", "\"/a%20b\""},
    {"url('https://example.com/?x=1&x=a+b&y=%zz&z;w=1').getQuery()", "{\"x\":[\"1\",\"a b\"]}"},
    {"url('example.com')", "error: URL parse error during conversion from string: parse "
                           "\"example.com\": invalid URI for request"},
    {"isURL('https://[::1]:80/')", "true"},
    {"isURL('?')", "false"},
    {"url('http://x/a') == url('http://x/a')", "true"},
};

START_TEST(urls_are_taken_apart)
{
    cel_expect("plimsoll", &urls_are_taken_apart_cases[_i]);
}
END_TEST

START_TEST(a_query_of_one_key_is_not_read_again_for_each_pair)
{
    struct plim_buf buf = {0};
    plim_buf_append_c(&buf, "url('http://x/?");
    plim_buf_repeat(&buf, "a&", 1500);
    plim_buf_append_c(&buf, "').getQuery()['a'].size()");
    const struct cel_case c = {buf.text, "1500"};
    cel_expect("plimsoll", &c);
    plim_buf_release(&buf);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, urls_are_taken_apart, 0, (int)PLIM_LEN(urls_are_taken_apart_cases));
    tcase_add_test(tcase, a_query_of_one_key_is_not_read_again_for_each_pair);
}

PLIM_CHECK_MAIN("cel.lib_url", add_cases)
