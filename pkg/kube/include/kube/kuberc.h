/*
 * The user's preferences for kubectl (~/.kube/kuberc), of which the two that protect the user are
 * ours too: credentialPluginPolicy and credentialPluginAllowlist. Aliases and defaults are
 * kubectl's own business. Source: kubectl pkg/kuberc/kuberc.go, pkg/config/v1beta1; client-go
 * exec.go, ValidatePluginPolicy.
 */
#ifndef PLIM_KUBE_KUBERC_H
#define PLIM_KUBE_KUBERC_H

#include "base/arena.h"
#include "kube/plugin.h"

enum { KUBE_KUBERC_BYTES_MAX = 1024 * 1024 };

/* Where to look: the first that is not NULL or "". Those of the first two must exist. */
struct kube_kuberc_source {
    const char *path; /* --kuberc */
    const char *env;  /* KUBERC; "off": no preferences, and no path may be given */
    const char *home; /* HOME: .kube/kuberc below it */
};

/*
 * policy_out  allows all when there is no file, or it says nothing about plugins; in the arena.
 * None when a file that nobody named cannot be read or understood: `reason` says why. kubectl warns
 * and allows all; its policy would be lost. Fails with PLIM_INVALID, PLIM_NOT_FOUND, PLIM_LIMIT or
 * PLIM_IO.
 */
PLIM_NODISCARD enum plim_code kube_kuberc_load(struct plim_arena *arena,
                                               const struct kube_kuberc_source *source,
                                               struct kube_plugin_policy *policy_out,
                                               struct plim_err *err);

/* One text, as if read from the file `name`; the first of its documents that is a Preference of
 * kubectl.config.k8s.io v1alpha1 or v1beta1. Fails with PLIM_INVALID or PLIM_LIMIT. */
PLIM_NODISCARD enum plim_code kube_kuberc_parse(struct plim_arena *arena, const char *name,
                                                struct plim_str text,
                                                struct kube_plugin_policy *policy_out,
                                                struct plim_err *err);

#endif
