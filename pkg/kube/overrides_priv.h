/* Entries of a kubeconfig with what the flags say instead. */
#ifndef KUBE_OVERRIDES_PRIV_H
#define KUBE_OVERRIDES_PRIV_H

#include "kube/overrides.h"

#include "config_priv.h"

/* The entry itself when nothing replaces anything in it, else a new one in the arena. `entry` may
 * be NULL: then what comes of the flags alone, or NULL when they say nothing. Fails with
 * PLIM_INVALID: "--as-user-extra 'a': expected KEY=VALUE". */
PLIM_NODISCARD enum plim_code kube_override_cluster(struct plim_arena *arena,
                                                    const struct kube_overrides *overrides,
                                                    const struct kube_config_entry **entry,
                                                    struct plim_err *err);
PLIM_NODISCARD enum plim_code kube_override_user(struct plim_arena *arena,
                                                 const struct kube_overrides *overrides,
                                                 const struct kube_config_entry **entry,
                                                 struct plim_err *err);

#endif
