/* What Argo CD's objects ask for. Source: argoproj.io/v1alpha1 Application. */
#ifndef PLIM_MANIFEST_ARGO_PRIV_H
#define PLIM_MANIFEST_ARGO_PRIV_H

#include "flux_priv.h"

bool manifest_is_argo_application(const struct value *root);
bool manifest_is_argo_set(const struct value *root); /* an ApplicationSet */

/* Sources that objects are made of: those that only lend values files to others do not count. */
size_t manifest_argo_count(const struct value *root);

/*
 * index  of the source, less than the count
 * Fails with PLIM_INVALID: the source is a chart of a registry, a plugin, jsonnet, at another
 * revision, or the object is an ApplicationSet.
 */
PLIM_NODISCARD enum plim_code manifest_argo_read(struct plim_arena *arena, const struct value *root,
                                                 size_t index, struct manifest_recipe *recipe_out,
                                                 struct plim_err *err);

/* The source is this repository. Fails with PLIM_INVALID: it is another one. */
PLIM_NODISCARD enum plim_code manifest_argo_locate(const struct manifest_asking *asking,
                                                   const struct manifest_recipe *recipe,
                                                   struct plim_err *err);

#endif
