#include <string.h>

#include "support/value_check.h"

#include "exec_credential_priv.h"

#define V1   "client.authentication.k8s.io/v1"
#define HEAD "{\"kind\": \"ExecCredential\", \"apiVersion\": \"" V1 "\""

static const struct {
    const char *text;
    const char *message;
} refusals[] = {
    {"", "what it wrote is not JSON"},
    {"please log in", "what it wrote is not JSON"},
    {"[]", "it gave no ExecCredential"},
    {"{\"kind\": \"Status\", \"apiVersion\": \"" V1 "\"}", "it gave no ExecCredential"},
    {"{\"kind\": \"ExecCredential\", \"apiVersion\": \"" V1 "beta1\"}",
     "it is configured to use apiVersion " V1 " and answered in another"},
    {HEAD "}", "it did not return a status"},
    {HEAD ", \"status\": {}}", "it did not return a token or a certificate with its key"},
    {HEAD ", \"status\": {\"token\": 1}}", "its status.token is not a string"},
    {HEAD ", \"status\": {\"token\": \"a\\nb\"}}", "its token contains a control character"},
    {HEAD ", \"status\": {\"token\": \"a\\u0000b\"}}", "its status.token has a zero byte"},
    {HEAD ", \"status\": {\"clientKeyData\": \"k\"}}",
     "it returned only the key, without its certificate"},
    {HEAD ", \"status\": {\"clientCertificateData\": \"c\"}}",
     "it returned only the certificate, without its key"},
    {HEAD ", \"status\": {\"token\": \"t\", \"expirationTimestamp\": \"soon\"}}",
     "its status.expirationTimestamp is not a time (RFC 3339)"},
};

START_TEST(what_is_no_credential_is_refused_without_quoting_it)
{
    struct plim_err err = {0};
    struct kube_exec_credential credential = {0};
    plim_assert_fails(
        kube_exec_credential_parse(plim_str_from(refusals[_i].text), V1, &credential, &err),
        PLIM_INVALID, &err, refusals[_i].message);
}
END_TEST

static const struct {
    const char *status;
    const char *authorization, *certificate, *key; /* NULL: none */
    int64_t expires;
} accepted[] = {
    {"{\"token\": \"t\"}", "Bearer t", NULL, NULL, INT64_MAX},
    {"{\"token\": \"t\", \"expirationTimestamp\": \"1970-01-01T00:01:00Z\"}", "Bearer t", NULL,
     NULL, 60},
    {"{\"token\": \"t\", \"expirationTimestamp\": null, \"future\": []}", "Bearer t", NULL, NULL,
     INT64_MAX},
    {"{\"clientCertificateData\": \"c\", \"clientKeyData\": \"k\"}", NULL, "c", "k", INT64_MAX},
    {"{\"token\": \"t\", \"clientCertificateData\": \"c\", \"clientKeyData\": \"k\"}", "Bearer t",
     "c", "k", INT64_MAX},
};

static void assert_text(const struct plim_buf *buf, const char *want)
{
    ck_assert(plim_str_equal(plim_buf_str(buf), plim_str_from(want)));
}

START_TEST(a_credential_is_taken)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(kube_exec_credential_release) struct kube_exec_credential credential = {0};
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    plim_buf_printf(&text, HEAD ", \"status\": %s}", accepted[_i].status);
    plim_assert_ok(kube_exec_credential_parse(plim_buf_str(&text), V1, &credential, &err), &err);
    assert_text(&credential.authorization, accepted[_i].authorization);
    assert_text(&credential.certificate, accepted[_i].certificate);
    assert_text(&credential.key, accepted[_i].key);
    ck_assert_int_eq(credential.expires, accepted[_i].expires);
}
END_TEST

START_TEST(what_is_too_long_is_refused)
{
    struct plim_err err = {0};
    struct kube_exec_credential credential = {0};
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    plim_buf_repeat(&text, " ", KUBE_EXEC_OUTPUT_MAX + 1);
    plim_assert_fails(kube_exec_credential_parse(plim_buf_str(&text), V1, &credential, &err),
                      PLIM_LIMIT, &err, "it wrote more than 1048576 bytes");
}
END_TEST

START_TEST(a_plugin_is_told_what_it_asks_for)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    PLIM_CLEANUP(plim_buf_release) struct plim_buf cluster = {0};
    PLIM_CLEANUP(plim_buf_release) struct plim_buf info = {0};
    struct value config = plim_value_from_yaml(arena, "{audience: a}");
    struct kube_exec_cluster told = {
        .server = "https://a:1",
        .ca = PLIM_STR("PEM"),
        .tls_server_name = "b",
        .proxy = "http://p",
        .insecure = true,
        .no_compression = true,
        .config = &config,
    };
    plim_assert_ok(kube_exec_cluster_write(&told, &cluster, &err), &err);
    kube_exec_info_write(V1, true, plim_buf_str(&cluster), &info);
    ck_assert_str_eq(
        info.text,
        "{\"kind\":\"ExecCredential\",\"apiVersion\":\"" V1 "\",\"spec\":{\"cluster\":{"
        "\"server\":\"https://a:1\",\"tls-server-name\":\"b\",\"insecure-skip-tls-verify\":true,"
        "\"certificate-authority-data\":\"UEVN\",\"proxy-url\":\"http://p\","
        "\"disable-compression\":true,\"config\":{\"audience\":\"a\"}},\"interactive\":true}}");
}
END_TEST

START_TEST(a_plugin_is_told_nothing_else)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf info = {0};
    kube_exec_info_write(V1, false, (struct plim_str){0}, &info);
    ck_assert_str_eq(info.text, "{\"kind\":\"ExecCredential\",\"apiVersion\":\"" V1
                                "\",\"spec\":{\"interactive\":false}}");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, what_is_no_credential_is_refused_without_quoting_it, 0,
                        PLIM_LEN(refusals));
    tcase_add_loop_test(tcase, a_credential_is_taken, 0, PLIM_LEN(accepted));
    tcase_add_test(tcase, what_is_too_long_is_refused);
    tcase_add_test(tcase, a_plugin_is_told_what_it_asks_for);
    tcase_add_test(tcase, a_plugin_is_told_nothing_else);
}

PLIM_CHECK_MAIN("kube.exec_credential", add_cases)
