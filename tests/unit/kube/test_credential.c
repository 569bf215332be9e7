#include <string.h>

#include "support/plim_check.h"

#include "credential_priv.h"

static const struct {
    const char *user;
    const char *authorization; /* "" for none */
    const char *headers[5];
} credentials[] = {
    {"{}", "", {NULL}},
    {"{token: abc}", "Bearer abc", {NULL}},
    {"{token: abc, tokenFile: /nonexistent/token}", "Bearer abc", {NULL}},
    /* Source: RFC 7617, section 2. */
    {"{username: Aladdin, password: open sesame}", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", {NULL}},
    {"{token: abc, as: jo, as-uid: '7', as-groups: [a, b], as-user-extra: {'a/b c': [d]}}",
     "Bearer abc",
     {"Impersonate-User: jo", "Impersonate-Uid: 7", "Impersonate-Group: a", "Impersonate-Group: b",
      "Impersonate-Extra-a%2Fb%20c: d"}},
};

static void read_user(struct kube_config **config, const char *user,
                      struct kube_credential *credential)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    plim_buf_printf(&text, "users: [{name: u, user: %s}]", user);
    plim_assert_ok(kube_config_add(config, "k", plim_buf_str(&text), &err), &err);
    plim_assert_ok(kube_credential_read(&(*config)->users.entries[0], credential, &err), &err);
}

START_TEST(a_credential_becomes_headers)
{
    PLIM_CLEANUP(kube_config_freep) struct kube_config *config = NULL;
    PLIM_CLEANUP(kube_credential_release) struct kube_credential credential = {0};
    read_user(&config, credentials[_i].user, &credential);
    ck_assert(plim_str_is(plim_buf_str(&credential.authorization), credentials[_i].authorization));
    for (size_t i = 0; i < credential.headers.len; i++)
        ck_assert_str_eq(credential.headers.items[i], credentials[_i].headers[i]);
    bool all = credential.headers.len == PLIM_LEN(credentials[_i].headers) ||
               !credentials[_i].headers[credential.headers.len];
    ck_assert(all);
}
END_TEST

START_TEST(data_come_before_the_file)
{
    PLIM_CLEANUP(kube_config_freep) struct kube_config *config = NULL;
    PLIM_CLEANUP(kube_credential_release) struct kube_credential credential = {0};
    read_user(&config,
              "{client-certificate-data: YWJj, client-certificate: /nonexistent/crt,"
              " client-key-data: ZGVm, client-key: /nonexistent/key}",
              &credential);
    ck_assert_str_eq(credential.certificate.text, "abc");
    ck_assert_str_eq(credential.key.text, "def");
}
END_TEST

START_TEST(a_wiped_buffer_is_empty)
{
    struct plim_buf secret = {0};
    plim_buf_append_c(&secret, "secret");
    kube_buf_wipe(&secret);
    ck_assert_ptr_null(secret.text);
    ck_assert_uint_eq(secret.len, 0);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, a_credential_becomes_headers, 0, PLIM_LEN(credentials));
    tcase_add_test(tcase, data_come_before_the_file);
    tcase_add_test(tcase, a_wiped_buffer_is_empty);
}

PLIM_CHECK_MAIN("kube.credential", add_cases)
