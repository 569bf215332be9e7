/* The kustomization that an agent makes of a directory before it is rendered. */
#ifndef PLIM_MANIFEST_GENERATE_PRIV_H
#define PLIM_MANIFEST_GENERATE_PRIV_H

#include "value/value.h"

#include "closure_priv.h"

/* Neither a kustomization below the directory nor a change: its files are what is applied. */
bool manifest_is_plain(struct manifest_reader *reader, const struct manifest_listing *listing,
                       const struct value *changes);

/* A YAML file that a directory without a kustomization is made of. */
bool manifest_is_member(const struct manifest_node *node);

/*
 * The directory's own kustomization, or else one of all manifests and kustomizations below, with
 * `changes`: fields of a kustomization. Texts of them replace, lists are appended, maps are joined,
 * images replace those of the same name. Source: fluxcd/pkg kustomize, kustomize_generator.go.
 *
 * Fails with PLIM_INVALID (the directory's own cannot be read).
 */
PLIM_NODISCARD enum plim_code manifest_generate(struct manifest_reader *reader,
                                                const struct manifest_listing *listing,
                                                const struct value *changes,
                                                struct manifest_kustomization *kustomization_out,
                                                struct plim_err *err);

#endif
