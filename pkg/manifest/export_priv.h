/* A private copy of what a kustomization is made of. */
#ifndef PLIM_MANIFEST_EXPORT_PRIV_H
#define PLIM_MANIFEST_EXPORT_PRIV_H

#include "closure_priv.h"

/*
 * Write the closure's directories below `dir`, which is empty. Links are written anew from what
 * they lead to, so none leads out of `dir`.
 *
 * trace  add to the root kustomization that every object shall say where it comes from
 * Fails with PLIM_LIMIT (MANIFEST_FILE_MAX, MANIFEST_TOTAL_MAX), PLIM_NOT_FOUND or PLIM_IO.
 */
PLIM_NODISCARD enum plim_code manifest_export(const struct manifest_tree *tree,
                                              const struct manifest_closure *closure,
                                              const char *dir, bool trace, struct plim_err *err);

#endif
