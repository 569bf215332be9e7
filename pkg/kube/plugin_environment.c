#include <string.h>

#include "plugin_priv.h"

/* Who and where the user is; where programs, caches, keyrings and browsers are. */
static const char *const names[] = {
    "PATH",
    "HOME",
    "USER",
    "LOGNAME",
    "SHELL",
    "LANG",
    "LANGUAGE",
    "TZ",
    "TMPDIR",
    "TERM",
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "BROWSER",
    "DBUS_SESSION_BUS_ADDRESS",
    "SSH_AUTH_SOCK",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "CURL_CA_BUNDLE",
    "REQUESTS_CA_BUNDLE",
    "NODE_EXTRA_CA_CERTS",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "NO_PROXY",
    "ALL_PROXY",
    "http_proxy",
    "https_proxy",
    "no_proxy",
    "all_proxy",
    "KUBECONFIG",
    "KUBECACHEDIR",
    "MSI_ENDPOINT",
    "MSI_SECRET",
    "IDENTITY_ENDPOINT",
    "IDENTITY_HEADER",
};

/* What the plugins of the clouds are configured with: aws, kubelogin (Azure),
 * gke-gcloud-auth-plugin, oci, doctl, ibmcloud, aliyun, OpenStack, tsh, vault, and kubelogin
 * (OIDC). */
static const char *const prefixes[] = {
    "LC_",     "XDG_",      "AWS_",      "AZURE_", "ARM_",       "AAD_",
    "GOOGLE_", "CLOUDSDK_", "GCE_",      "OCI_",   "ALIBABA_",   "DIGITALOCEAN_",
    "IBM",     "OS_",       "TELEPORT_", "VAULT_", "KUBELOGIN_",
};

static size_t name_len(const char *variable)
{
    return strcspn(variable, "=");
}

static bool may_have(const char *variable)
{
    struct plim_str name = {variable, name_len(variable)};
    for (size_t i = 0; i < PLIM_LEN(names); i++)
        if (plim_str_is(name, names[i]))
            return true;
    for (size_t i = 0; i < PLIM_LEN(prefixes); i++)
        if (plim_str_starts(name, plim_str_from(prefixes[i])))
            return true;
    return false;
}

static void put(const char **variables, size_t *len, const char *variable)
{
    size_t name = name_len(variable);
    for (size_t i = 0; i < *len; i++) {
        if (name_len(variables[i]) == name && memcmp(variables[i], variable, name) == 0) {
            variables[i] = variable;
            return;
        }
    }
    variables[(*len)++] = variable;
}

const char *kube_environment_get(const char *const *environment, const char *name)
{
    size_t len = strlen(name);
    for (; environment && *environment; environment++)
        if (strncmp(*environment, name, len) == 0 && (*environment)[len] == '=')
            return *environment + len + 1;
    return NULL;
}

const char **kube_plugin_environment(struct plim_arena *arena, const char *const *environment,
                                     const char *const *own, size_t own_count, const char *last)
{
    size_t count = 0;
    while (environment && environment[count])
        count++;
    const char **variables = plim_arena_array(arena, count + own_count + 2, sizeof(*variables));
    size_t len = 0;
    for (size_t i = 0; i < count; i++)
        if (may_have(environment[i]))
            put(variables, &len, environment[i]);
    for (size_t i = 0; i < own_count; i++)
        put(variables, &len, own[i]);
    put(variables, &len, last);
    variables[len] = NULL;
    return variables;
}
