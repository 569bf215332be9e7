/* Replacing the variables of an application document by document. */
#ifndef PLIM_MANIFEST_VARIABLES_PRIV_H
#define PLIM_MANIFEST_VARIABLES_PRIV_H

#include "documents_priv.h"
#include "flux_priv.h"
#include "substitute_priv.h"

/* An annotation of ours: values of the object are not known, and why. */
#define MANIFEST_UNKNOWN_ANNOTATION "plimsoll.dev/unknown"

/* The object, or each of a list, with that annotation. */
struct value manifest_mark_unknown(struct plim_arena *arena, const struct value *root,
                                   const char *reason);

/*
 * Flux's postBuild: substituteFrom, then substitute. What a ConfigMap or Secret would tell that is
 * not declared here, and what a Secret tells, is not known.
 *
 * missing_out  some ConfigMap is not declared in what was collected so far; may be NULL
 */
struct manifest_variables manifest_variables_read(struct plim_arena *arena,
                                                  const struct manifest_documents *documents,
                                                  const struct manifest_recipe *recipe,
                                                  const char *from, bool *missing_out);

/*
 * Documents that switch it off keep their variables; one that needs a value which is not known is
 * kept as one line of JSON, objects annotated with the reason. The lines of the others stay.
 * Without any variable nothing is replaced. Fails with PLIM_INVALID or PLIM_LIMIT.
 */
PLIM_NODISCARD enum plim_code manifest_variables_apply(struct plim_arena *arena,
                                                       const struct manifest_variables *variables,
                                                       struct plim_str *text, struct plim_err *err);

#endif
