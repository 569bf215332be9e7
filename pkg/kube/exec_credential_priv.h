/* What is said to a credential plugin (KUBERNETES_EXEC_INFO) and what it answers: an
 * ExecCredential. Source: client-go pkg/apis/clientauthentication/v1 types.go. */
#ifndef KUBE_EXEC_CREDENTIAL_PRIV_H
#define KUBE_EXEC_CREDENTIAL_PRIV_H

#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "value/value.h"

enum { KUBE_EXEC_OUTPUT_MAX = 1024 * 1024 }; /* bytes that a plugin may write */

/* Secrets: release wipes them. */
struct kube_exec_credential {
    struct plim_buf authorization; /* "Bearer TOKEN"; empty: none */
    struct plim_buf certificate;   /* PEM */
    struct plim_buf key;           /* PEM */
    int64_t expires;               /* seconds since the epoch; INT64_MAX: never */
};

void kube_exec_credential_release(struct kube_exec_credential *credential);

/*
 * Read what the plugin wrote.
 *
 * text         its standard output; JSON
 * api_version  what it must answer in
 * Fails with PLIM_INVALID or PLIM_LIMIT; nothing of the text is quoted.
 */
PLIM_NODISCARD enum plim_code kube_exec_credential_parse(
    struct plim_str text, const char *api_version, struct kube_exec_credential *credential_out,
    struct plim_err *err);

/* What a plugin is told of the cluster when it asks for it (`provideClusterInfo`). */
struct kube_exec_cluster {
    const char *server;
    struct plim_str ca; /* PEM */
    const char *tls_server_name;
    const char *proxy;
    bool insecure;
    bool no_compression;
    const struct value *config; /* of the extension "client.authentication.k8s.io/exec"; or NULL */
};

/* As JSON. Fails with PLIM_LIMIT. */
PLIM_NODISCARD enum plim_code kube_exec_cluster_write(const struct kube_exec_cluster *cluster,
                                                      struct plim_buf *text, struct plim_err *err);

/* The value of KUBERNETES_EXEC_INFO. cluster: as written above; empty: none. */
void kube_exec_info_write(const char *api_version, bool interactive, struct plim_str cluster,
                          struct plim_buf *text);

#endif
