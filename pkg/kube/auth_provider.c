#include <string.h>

#include "base/arena.h"
#include "base/base64.h"
#include "base/clock.h"
#include "value/json.h"

#include "auth_provider_priv.h"

enum { LEEWAY_SECONDS = 10 };

static const char plugins_page[] =
    "https://kubernetes.io/docs/reference/access-authn-authz/authentication/"
    "#client-go-credential-plugins";

static const struct {
    const char *name;
    const char *plugin;
    const char *page; /* NULL: plugins_page */
} removed[] = {
    {"gcp", "gke-gcloud-auth-plugin",
     "https://cloud.google.com/blog/products/containers-kubernetes/"
     "kubectl-auth-changes-in-gke"},
    {"azure", "kubelogin (https://github.com/Azure/kubelogin)", NULL},
    {"openstack", "client-keystone-auth",
     "https://github.com/kubernetes/cloud-provider-openstack/blob/master/docs/keystone-auth/"
     "using-client-keystone-auth.md"},
};

static enum plim_code fail_removed(const struct kube_config_entry *user,
                                   const struct value_node *provider, struct plim_str name,
                                   struct plim_err *err)
{
    for (size_t i = 0; i < PLIM_LEN(removed); i++) {
        if (plim_str_is(name, removed[i].name))
            return value_node_fail(
                err, provider,
                "user '%s': the %s auth plugin has been removed; use the credential plugin %s "
                "instead: %s",
                user->name, removed[i].name, removed[i].plugin,
                removed[i].page ? removed[i].page : plugins_page);
    }
    return value_node_fail(
        err, provider, "user '%s': there is no auth provider '%.*s'; use a credential plugin: %s",
        user->name, PLIM_STR_ARG(name), plugins_page);
}

/* base64url without padding, as in a JWT. Source: RFC 7515, section 2. */
static enum plim_code decode_part(struct plim_str part, struct plim_buf *bytes,
                                  struct plim_err *err)
{
    PLIM_CLEANUP(kube_buf_wipe) struct plim_buf text = {0};
    for (size_t i = 0; i < part.len; i++) {
        const char *standard = part.text[i] == '-' ? "+" : part.text[i] == '_' ? "/" : NULL;
        plim_buf_append(&text, standard ? standard : part.text + i, 1);
    }
    return plim_base64_decode(plim_buf_str(&text), bytes, err);
}

/* The `exp` of a JWT's claims; 0 when there is none to be read. */
static int64_t expiry_of(struct plim_str token)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    PLIM_CLEANUP(kube_buf_wipe) struct plim_buf claims = {0};
    struct plim_str rest = token;
    struct plim_str head = {0};
    struct plim_str body = {0};
    struct plim_err ignored = {0};
    struct value root = {0};
    if (!plim_str_cut(&rest, '.', &head) || !plim_str_cut(&rest, '.', &body) ||
        decode_part(body, &claims, &ignored) != PLIM_OK ||
        value_json_read(arena, plim_buf_str(&claims), &root, &ignored) != PLIM_OK)
        return 0;
    return value_int_or(value_get(&root, "exp"), 0);
}

static enum plim_code read_oidc(const struct kube_config_entry *user,
                                const struct value_node *provider, struct plim_buf *authorization,
                                struct plim_err *err)
{
    struct plim_clock clock = {0};
    struct value_node settings = value_node_get(provider, "config");
    struct plim_str token = value_node_text(&settings, "id-token");
    if (token.len == 0 || expiry_of(token) - LEEWAY_SECONDS <= plim_clock_now(&clock))
        return value_node_fail(
            err, provider,
            "user '%s': the id-token of the auth provider 'oidc' %s; let kubectl refresh it, or "
            "move to the credential plugin kubelogin (https://github.com/int128/kubelogin)",
            user->name, token.len == 0 ? "is missing" : "has expired");
    kube_bearer_write(token, authorization);
    return PLIM_OK;
}

enum plim_code kube_auth_provider_read(const struct kube_config_entry *user,
                                       struct kube_credential *credential, struct plim_err *err)
{
    struct value_node provider = value_node_get(&user->node, "auth-provider");
    if (!value_is(provider.value, VALUE_MAP))
        return PLIM_OK;
    if (value_is(value_get(user->node.value, "exec"), VALUE_MAP))
        return value_node_fail(err, &provider,
                               "user '%s' has an auth provider and a credential plugin; only one "
                               "can be asked",
                               user->name);
    if (credential->authorization.len > 0 || credential->certificate.len > 0)
        return PLIM_OK;
    struct plim_str name = value_get_text(provider.value, "name");
    if (plim_str_is(name, "oidc"))
        return read_oidc(user, &provider, &credential->authorization, err);
    return fail_removed(user, &provider, name, err);
}
