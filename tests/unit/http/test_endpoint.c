#include "http/client.h"
#include "support/plim_check.h"

struct refusal {
    struct http_endpoint_config config;
    const char *message;
};

#define PEM      \
    {            \
        "PEM", 3 \
    }

static const char *const broken_header[] = {"X-One: 1\r\nX-Two: 2", NULL};

static const struct refusal refusals[] = {
    {{.url = "ftp://one.example.org"}, "server url: scheme 'ftp' is neither http nor https"},
    {{.url = "one.example.org"}, "server url: Bad scheme"},
    {{.url = "https://one.example.org:port"},
     "server url: Port number was not a decimal number between 0 and 65535"},
    {{.url = "https://one.example.org", .insecure = true, .ca = PEM},
     "a certificate authority and skipping verification exclude each other"},
    {{.url = "https://one.example.org", .client_cert = PEM}, "a client certificate needs its key"},
    {{.url = "https://one.example.org", .client_key = PEM}, "a client key needs its certificate"},
    {{.url = "https://one.example.org", .authorization = "Bearer a\nb"},
     "the credential contains a line break"},
    {{.url = "https://one.example.org", .headers = broken_header},
     "a header contains a line break"},
};

START_TEST(what_cannot_be_is_refused)
{
    struct plim_err err = {0};
    struct http_endpoint *endpoint = NULL;
    plim_assert_fails(http_endpoint_new(&refusals[_i].config, &endpoint, &err), PLIM_INVALID, &err,
                      refusals[_i].message);
    ck_assert_ptr_null(endpoint);
}
END_TEST

static const struct {
    const char *url;
    const char *shown;
} urls[] = {
    {"https://one.example.org:6443", "https://one.example.org:6443"},
    {"https://one.example.org:6443/", "https://one.example.org:6443"},
    {"https://one.example.org/k8s/clusters/c-1/", "https://one.example.org/k8s/clusters/c-1"},
    {"https://user:secret@one.example.org/?token=secret", "https://one.example.org"},
    {"https://[::1]:6443", "https://[::1]:6443"},
};

START_TEST(the_url_is_shown_without_credentials)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(http_endpoint_freep) struct http_endpoint *endpoint = NULL;
    struct http_endpoint_config config = {.url = urls[_i].url, .tls_server_name = "inner"};
    plim_assert_ok(http_endpoint_new(&config, &endpoint, &err), &err);
    ck_assert_str_eq(http_endpoint_url(endpoint), urls[_i].shown);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, what_cannot_be_is_refused, 0, PLIM_LEN(refusals));
    tcase_add_loop_test(tcase, the_url_is_shown_without_credentials, 0, PLIM_LEN(urls));
}

PLIM_CHECK_MAIN("http.endpoint", add_cases)
