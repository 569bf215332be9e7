/*
 * What flags say in place of a kubeconfig, for every cluster that is read from one. Named and
 * combined as kubectl's flags are. Source: client-go tools/clientcmd overrides.go,
 * client_config.go.
 */
#ifndef PLIM_KUBE_OVERRIDES_H
#define PLIM_KUBE_OVERRIDES_H

#include <stdbool.h>
#include <stddef.h>

/* All borrowed; NULL, false and 0 leave what the kubeconfig says. Files are relative to the working
 * directory. */
struct kube_overrides {
    const char *cluster; /* --cluster: this entry instead of the context's */
    const char *user;    /* --user: the same */
    const char *namespace;

    const char *server; /* drops the entry's tls-server-name, as kubectl does */
    const char *tls_server_name;
    const char *certificate_authority; /* replaces the entry's authority and its `insecure` */
    bool insecure;                     /* replaces the entry's authority */
    bool no_compression;

    const char *token;    /* replaces the entry's token, tokenFile, password and plugin */
    const char *username; /* with `password`: the same */
    const char *password;
    const char *client_certificate;
    const char *client_key;

    const char *as; /* impersonation: each replaces the entry's field */
    const char *as_uid;
    const char *const *as_groups;
    size_t as_group_count;
    const char *const *as_extras; /* "KEY=VALUE"; a key may repeat */
    size_t as_extra_count;
};

#endif
