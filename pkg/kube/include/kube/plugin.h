/*
 * Credential plugins: the programs that a kubeconfig names under users[].user.exec. They are the
 * only programs that reading clusters runs, and only for clusters that are really read.
 *
 * One run of a program serves all contexts that name it with the same fields (and the same cluster,
 * if it wants to know that), until what it gave expires or a server refuses it: then it runs once
 * more. Up to KUBE_PLUGINS_AT_ONCE run at the same time, each on a thread of its own; one that may
 * ask at the terminal runs alone. Nothing waits for them but the requests to their own clusters.
 *
 * Of our environment a plugin gets what finds the user, the proxies and the clouds' credentials
 * (README.md has the list), the `env` of its entry and KUBERNETES_EXEC_INFO. Standard error is
 * quoted when it fails, in one short line in which long words without blanks are masked; a plugin
 * that may ask has the terminal's.
 *
 * Source: client-go plugin/pkg/client/auth/exec/exec.go; KEP-541.
 */
#ifndef PLIM_KUBE_PLUGIN_H
#define PLIM_KUBE_PLUGIN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/str.h"

enum {
    KUBE_PLUGINS_AT_ONCE = 8,
    KUBE_PLUGIN_TIMEOUT_MS = 60000,
    KUBE_PLUGIN_PATIENCE_MS = 300000, /* of one that may ask at the terminal */
};

/* Which plugins may run. All-zero allows all, as kubectl does. */
enum kube_plugin_rule { KUBE_PLUGINS_ALL, KUBE_PLUGINS_NONE, KUBE_PLUGINS_LISTED };

struct kube_plugin_policy {
    enum kube_plugin_rule rule;
    const char *const *commands; /* KUBE_PLUGINS_LISTED: paths, or names to be looked up in PATH */
    size_t command_count;
    const char *reason; /* KUBE_PLUGINS_NONE: why, if not because kuberc says so; else NULL */
};

/* Everything is borrowed and must outlive the plugins. */
struct kube_plugin_settings {
    const char *const *environment; /* ours, NULL-terminated; NULL: none */
    struct kube_plugin_policy policy;
    bool has_terminal;              /* standard input is one, and questions are welcome */
    bool allow_unsafe_files;        /* run plugins of kubeconfigs that others may write */
    unsigned timeout_ms;            /* of one run; 0: as above */
    const struct plim_clock *clock; /* NULL: the system's */
};

/* All plugins of a run. One thread, that of http_transport_run, uses it and what comes of it. */
struct kube_plugins;

struct kube_plugins *kube_plugins_new(const struct kube_plugin_settings *settings);

/* Kills what still runs, wipes what was given. After the clusters that use it. NULL is a no-op. */
void kube_plugins_free(struct kube_plugins *plugins);
void kube_plugins_freep(struct kube_plugins **plugins);

#endif
