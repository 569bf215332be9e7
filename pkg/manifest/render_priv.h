/* Running kustomize. */
#ifndef PLIM_MANIFEST_RENDER_PRIV_H
#define PLIM_MANIFEST_RENDER_PRIV_H

#include "closure_priv.h"

struct manifest_options;

/*
 * What the kustomization makes, in the tree's arena.
 *
 * traced_out  every object carries an annotation of ours that says where it comes from
 * Fails with PLIM_INVALID (kustomize refuses it; its reason), PLIM_NOT_FOUND (no program),
 * PLIM_LIMIT (time, output, size) or PLIM_IO.
 */
PLIM_NODISCARD enum plim_code manifest_render(const struct manifest_tree *tree,
                                              const struct manifest_closure *closure,
                                              const struct manifest_options *options,
                                              struct plim_str *text_out, bool *traced_out,
                                              struct plim_err *err);

#endif
