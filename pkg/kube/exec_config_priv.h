/* The `exec` of a user: which program gives its credentials, and how it is to be run.
 * Source: client-go tools/clientcmd/api/v1 types.go (ExecConfig), defaults.go, validation.go. */
#ifndef KUBE_EXEC_CONFIG_PRIV_H
#define KUBE_EXEC_CONFIG_PRIV_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"

#include "config_priv.h"

enum kube_interactive {
    KUBE_INTERACTIVE_NEVER,
    KUBE_INTERACTIVE_IF_AVAILABLE,
    KUBE_INTERACTIVE_ALWAYS
};

enum { KUBE_EXEC_WORDS_MAX = 1024 }; /* arguments, and variables */

struct kube_exec_config {
    const char *user;
    const char *written;      /* the command as it stands there */
    const char *command;      /* with a '/': relative to the kubeconfig's directory */
    const char *api_version;  /* client.authentication.k8s.io/v1 or /v1beta1 */
    const char *install_hint; /* or "" */
    const char **args;        /* NULL-terminated, without the command */
    size_t arg_count;
    const char **env; /* "NAME=value", secrets perhaps */
    size_t env_count;
    bool wants_cluster; /* provideClusterInfo */
    enum kube_interactive interactive;
};

/* False when the user has none. */
bool kube_exec_config_has(const struct kube_config_entry *user);

/* All texts in the arena. Fails with PLIM_INVALID or PLIM_LIMIT. */
PLIM_NODISCARD enum plim_code kube_exec_config_read(const struct kube_config_entry *user,
                                                    struct plim_arena *arena,
                                                    struct kube_exec_config *config_out,
                                                    struct plim_err *err);

/* What is the same for two runs that give the same credentials: all fields, and `cluster`. A secret
 * perhaps. Source: client-go plugin/pkg/client/auth/exec, cacheKey. */
void kube_exec_config_key(const struct kube_exec_config *config, struct plim_str cluster,
                          struct plim_buf *key);

#endif
