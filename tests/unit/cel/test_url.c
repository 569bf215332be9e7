#include "support/plim_check.h"

#include "url.h"

static const struct {
    const char *text;
    const char *host; /* NULL: refused */
    const char *port;
    const char *path;
} cases[] = {
    {"https://example.com:80/a%2Fb?x#f", "example.com", "80", "/a%2Fb"},
    {"https://user:pw@[::1]:8080/", "::1", "8080", "/"},
    {"http://x/a b\303\251", "x", "", "/a%20b%C3%A9"},
    {"mailto:a@b", "", "", ""},
    {"/path?q", "", "", "/path"},
    {"//host/path", "host", "", "/path"},
    {"*", "", "", "*"},
    {"http://", "", "", ""},
    {"http://x%C3%A9/", "x\303\251", "", "/"},
    {"example.com", NULL, NULL, NULL},
    {"", NULL, NULL, NULL},
    {":x", NULL, NULL, NULL},
    {"http://a b/", NULL, NULL, NULL},
    {"http://x:y/", NULL, NULL, NULL},
    {"http://[::1", NULL, NULL, NULL},
    {"http://[::1]x", NULL, NULL, NULL},
    {"http://x/%zz", NULL, NULL, NULL},
    {"http://x#frag", NULL, NULL, NULL},
    {"http://x/\n", NULL, NULL, NULL},
    {"http://u\"@x/", NULL, NULL, NULL},
    {"http://x%20/", NULL, NULL, NULL},
};

START_TEST(urls_are_taken_apart_or_refused)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct cel_url url;
    const char *why = cel_url_parse(arena, plim_str_from(cases[_i].text), &url);
    ck_assert_msg(!why == (cases[_i].host != NULL), "%s: %s", cases[_i].text, why ? why : "read");
    if (why)
        return;
    ck_assert(plim_str_is(cel_url_hostname(&url), cases[_i].host));
    ck_assert(plim_str_is(cel_url_port(&url), cases[_i].port));
    ck_assert(plim_str_is(url.path, cases[_i].path));
    ck_assert(cel_url_equal(&url, &url));
}
END_TEST

START_TEST(pieces_of_queries_are_unescaped)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct plim_str out;
    ck_assert(cel_url_unescape_query(arena, PLIM_STR("a+b%41"), &out));
    ck_assert(plim_str_is(out, "a bA"));
    ck_assert(!cel_url_unescape_query(arena, PLIM_STR("%4"), &out));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, urls_are_taken_apart_or_refused, 0, (int)PLIM_LEN(cases));
    tcase_add_test(tcase, pieces_of_queries_are_unescaped);
}

PLIM_CHECK_MAIN("cel.url", add_cases)
