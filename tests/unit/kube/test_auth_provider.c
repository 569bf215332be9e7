#include <string.h>

#include "base/base64.h"
#include "base/clock.h"

#include "auth_provider_priv.h"
#include "kubeconfig_check.h"

static const struct {
    const char *user;
    const char *message;
} refusals[] = {
    {"{auth-provider: {name: gcp}}",
     "k:1:41: user 'u': the gcp auth plugin has been removed; use the credential plugin "
     "gke-gcloud-auth-plugin instead: https://cloud.google.com/blog/products/"
     "containers-kubernetes/kubectl-auth-changes-in-gke"},
    {"{auth-provider: {name: azure}}",
     "k:1:41: user 'u': the azure auth plugin has been removed; use the credential plugin "
     "kubelogin (https://github.com/Azure/kubelogin) instead: "
     "https://kubernetes.io/docs/reference/access-authn-authz/authentication/"
     "#client-go-credential-plugins"},
    {"{auth-provider: {name: own}}",
     "k:1:41: user 'u': there is no auth provider 'own'; use a credential plugin: "
     "https://kubernetes.io/docs/reference/access-authn-authz/authentication/"
     "#client-go-credential-plugins"},
    {"{auth-provider: {name: gcp}, exec: {command: a}}",
     "k:1:41: user 'u' has an auth provider and a credential plugin; only one can be asked"},
    {"{auth-provider: {name: oidc}}",
     "k:1:41: user 'u': the id-token of the auth provider 'oidc' is missing; let kubectl refresh "
     "it, or move to the credential plugin kubelogin (https://github.com/int128/kubelogin)"},
    /* {"exp":1} */
    {"{auth-provider: {name: oidc, config: {id-token: e30.eyJleHAiOjF9.c2ln}}}",
     "k:1:41: user 'u': the id-token of the auth provider 'oidc' has expired; let kubectl refresh "
     "it, or move to the credential plugin kubelogin (https://github.com/int128/kubelogin)"},
    {"{auth-provider: {name: oidc, config: {id-token: not-a-token}}}",
     "k:1:41: user 'u': the id-token of the auth provider 'oidc' has expired; let kubectl refresh "
     "it, or move to the credential plugin kubelogin (https://github.com/int128/kubelogin)"},
};

START_TEST(a_provider_that_cannot_be_asked_says_what_replaces_it)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(kube_config_freep) struct kube_config *config = NULL;
    PLIM_CLEANUP(kube_credential_release) struct kube_credential credential = {0};
    const struct kube_config_entry *user = read_user(&config, "k", refusals[_i].user);
    plim_assert_fails(kube_auth_provider_read(user, &credential, &err), PLIM_INVALID, &err,
                      refusals[_i].message);
}
END_TEST

START_TEST(a_valid_id_token_is_sent)
{
    struct plim_err err = {0};
    struct plim_clock clock = {0};
    PLIM_CLEANUP(kube_config_freep) struct kube_config *config = NULL;
    PLIM_CLEANUP(kube_credential_release) struct kube_credential credential = {0};
    PLIM_CLEANUP(plim_buf_release) struct plim_buf claims = {0};
    PLIM_CLEANUP(plim_buf_release) struct plim_buf token = {0};
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    plim_buf_printf(&claims, "{\"exp\":%lld}", (long long)plim_clock_now(&clock) + 3600);
    plim_buf_append_c(&token, "e30.");
    plim_base64_encode(plim_buf_str(&claims), &token);
    while (token.text[token.len - 1] == '=')
        token.text[--token.len] = '\0';
    plim_buf_append_c(&token, ".c2ln");
    plim_buf_printf(&text, "{auth-provider: {name: oidc, config: {id-token: %s}}}", token.text);
    const struct kube_config_entry *user = read_user(&config, "k", text.text);
    plim_assert_ok(kube_auth_provider_read(user, &credential, &err), &err);
    ck_assert_str_eq(credential.authorization.text + strlen("Bearer "), token.text);
}
END_TEST

START_TEST(a_token_goes_before_the_provider)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(kube_config_freep) struct kube_config *config = NULL;
    PLIM_CLEANUP(kube_credential_release) struct kube_credential credential = {0};
    const struct kube_config_entry *user =
        read_user(&config, "k", "{token: t, auth-provider: {name: gcp}}");
    plim_assert_ok(kube_credential_read(user, &credential, &err), &err);
    ck_assert_str_eq(credential.authorization.text, "Bearer t");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, a_provider_that_cannot_be_asked_says_what_replaces_it, 0,
                        PLIM_LEN(refusals));
    tcase_add_test(tcase, a_valid_id_token_is_sent);
    tcase_add_test(tcase, a_token_goes_before_the_provider);
}

PLIM_CHECK_MAIN("kube.auth_provider", add_cases)
