#include <stdlib.h>

#include "support/plim_check.h"

#include "proxy_priv.h"

#define PROXY "http://proxy.example.org:3128"

/* Whether a server is reached without the proxy. The first rows are those of Go's own tests. */
static const struct {
    const char *no_proxy;
    const char *host;
    unsigned port;
    bool direct;
} exemptions[] = {
    {"", "localhost", 6443, true},
    {"", "127.0.0.1", 6443, true},
    {"", "127.9.9.9", 6443, true},
    {"", "::1", 6443, true},
    {"", "::ffff:127.0.0.1", 6443, true},
    {"", "::2", 6443, false},
    {"", "127.example.org", 6443, false},
    {"", "one.example.org", 443, false},
    {"example.org", "example.org", 443, true},
    {"example.org", "one.example.org", 443, true},
    {"EXAMPLE.org", "one.example.org", 443, true},
    {"example.org", "fooexample.org", 443, false},
    {"example.org", "example.org.uk", 443, false},
    {".example.org", "one.example.org", 443, true},
    {".example.org", "example.org", 443, false},
    {"*.example.org", "one.example.org", 443, true},
    {"*.example.org", "example.org", 443, false},
    {"one, two ,example.org", "example.org", 443, true},
    {"example.org:6443", "example.org", 6443, true},
    {"example.org:6443", "example.org", 443, false},
    {"example.org:x", "example.org", 443, false},
    {"192.168.1.1", "192.168.1.1", 443, true},
    {"192.168.1.1", "192.168.1.2", 443, false},
    {"192.168.1.1:6443", "192.168.1.1", 6443, true},
    {"192.168.1.1:6443", "192.168.1.1", 443, false},
    {"192.168.0.0/16", "192.168.1.2", 443, true},
    {"192.168.0.0/23", "192.168.1.2", 443, true},
    {"192.168.0.0/24", "192.168.1.2", 443, false},
    {"192.168.0.0/33", "192.168.1.2", 443, false},
    {"192.168.0.0/16", "192.168.example.org", 443, false},
    {"0.0.0.0/0", "8.8.8.8", 443, true},
    {"0.0.0.0/0", "fd00::1", 443, false},
    {"fd00::/8", "fd12::1", 443, true},
    {"fd00::/8", "fe80::1", 443, false},
    {"fd00::1", "fd00:0::1", 443, true},
    {"[fd00::1]", "fd00::1", 443, true},
    {"[fd00::1]:6443", "fd00::1", 6443, true},
    {"[fd00::1]:6443", "fd00::1", 443, false},
    {"[fd00::1", "fd00::1", 443, false},
    {"*", "one.example.org", 443, true},
    {"*", "8.8.8.8", 443, true},
    {"nothing, *", "8.8.8.8", 443, true},
    {",, :443 ,", "one.example.org", 443, false},
};

START_TEST(servers_are_exempt_as_go_has_it)
{
    const struct http_proxy_environment environment = {.https_proxy = PROXY,
                                                       .no_proxy = exemptions[_i].no_proxy};
    struct http_proxy_target target = {true, exemptions[_i].host, exemptions[_i].port};
    const char *proxy = http_proxy_choose(&environment, &target);
    ck_assert_msg(!proxy == exemptions[_i].direct, "NO_PROXY=%s %s:%u", exemptions[_i].no_proxy,
                  exemptions[_i].host, exemptions[_i].port);
}
END_TEST

START_TEST(each_scheme_has_its_own_proxy)
{
    const struct http_proxy_environment environment = {.http_proxy = "a", .https_proxy = "b"};
    struct http_proxy_target plain = {false, "example.org", 80};
    struct http_proxy_target tls = {true, "example.org", 443};
    ck_assert_str_eq(http_proxy_choose(&environment, &plain), "a");
    ck_assert_str_eq(http_proxy_choose(&environment, &tls), "b");
    ck_assert_ptr_null(http_proxy_choose(&(struct http_proxy_environment){0}, &tls));
    ck_assert_ptr_null(http_proxy_choose(NULL, &tls));
}
END_TEST

static const struct {
    const char *url;
    const char *copy;
} copies[] = {
    {"http://u:p@one:3128", "http://u:p@one:3128"},
    {"https://one", "https://one"},
    {"socks5://one:1080", "socks5h://one:1080"},
    {"socks5h://one:1080", "socks5h://one:1080"},
    {"one:3128", "one:3128"},
};

START_TEST(a_proxy_is_written_as_curl_wants_it)
{
    struct plim_err err = {0};
    char *copy = NULL;
    plim_assert_ok(http_proxy_copy(copies[_i].url, &copy, &err), &err);
    ck_assert_str_eq(copy, copies[_i].copy);
    free(copy);
}
END_TEST

START_TEST(an_unknown_kind_of_proxy_is_refused_without_its_password)
{
    struct plim_err err = {0};
    char *copy = NULL;
    plim_assert_fails(http_proxy_copy("ftp://user:planted@one", &copy, &err), PLIM_INVALID, &err,
                      "proxy url: scheme 'ftp' is none of http, https and socks5");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, servers_are_exempt_as_go_has_it, 0, PLIM_LEN(exemptions));
    tcase_add_test(tcase, each_scheme_has_its_own_proxy);
    tcase_add_loop_test(tcase, a_proxy_is_written_as_curl_wants_it, 0, PLIM_LEN(copies));
    tcase_add_test(tcase, an_unknown_kind_of_proxy_is_refused_without_its_password);
}

PLIM_CHECK_MAIN("http.proxy", add_cases)
