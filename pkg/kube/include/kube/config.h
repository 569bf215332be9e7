/*
 * kubeconfig files, read and merged as kubectl does it.
 * Source: client-go tools/clientcmd (loader.go, client_config.go) and its api/v1 types.
 */
#ifndef PLIM_KUBE_CONFIG_H
#define PLIM_KUBE_CONFIG_H

#include <stddef.h>

#include "base/err.h"
#include "base/str.h"
#include "kube/cluster.h"

enum { KUBE_CONFIG_BYTES_MAX = 16 * 1024 * 1024 };

struct kube_config; /* immutable once loaded */

/* Where to look: the first that is not NULL. The caller takes the last two from its environment. */
struct kube_config_source {
    const char *path;     /* --kubeconfig: this file alone, which must exist */
    const char *env_list; /* KUBECONFIG: files separated by ':'; missing ones are skipped */
    const char *home;     /* HOME: .kube/config below it; may be missing */
};

/*
 * Of an entry that stands in several files, the first file's is used, whole. Relative paths are
 * relative to their own file. Unknown fields are ignored.
 *
 * Fails with PLIM_NOT_FOUND, PLIM_IO, PLIM_LIMIT or PLIM_INVALID ("FILE:LINE:COLUMN: ...").
 */
PLIM_NODISCARD enum plim_code kube_config_load(const struct kube_config_source *source,
                                               struct kube_config **config_out,
                                               struct plim_err *err);

/* One text, as if read from the file `name`, merged behind what the config has. `*config` may be
 * NULL: a new one. Fails with PLIM_INVALID or PLIM_LIMIT; the config is then unchanged. */
PLIM_NODISCARD enum plim_code kube_config_add(struct kube_config **config, const char *name,
                                              struct plim_str text, struct plim_err *err);
void kube_config_free(struct kube_config *config); /* wipes; NULL is a no-op */
void kube_config_freep(struct kube_config **config);

/* Files of KUBECONFIG that are not there, which kubectl warns of. */
size_t kube_config_missing_count(const struct kube_config *config);
const char *kube_config_missing_at(const struct kube_config *config, size_t i);

/* Contexts in the order of the files. */
size_t kube_config_context_count(const struct kube_config *config);
const char *kube_config_context_at(const struct kube_config *config, size_t i);
const char *kube_config_current_context(const struct kube_config *config); /* NULL when not set */

/*
 * What the context names, ready to be read from: reads its files, checks its credentials.
 *
 * context  NULL or "" for the current one
 * Fails with PLIM_NOT_FOUND (no such context, cluster, user, file), PLIM_INVALID or PLIM_IO.
 */
PLIM_NODISCARD enum plim_code kube_config_connect(const struct kube_config *config,
                                                  const char *context,
                                                  const struct kube_connect_options *options,
                                                  struct kube_cluster **cluster_out,
                                                  struct plim_err *err);

#endif
