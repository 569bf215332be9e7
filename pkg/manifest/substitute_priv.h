/* Flux's variables: "${name}" and its forms in the text of manifests. */
#ifndef PLIM_MANIFEST_SUBSTITUTE_PRIV_H
#define PLIM_MANIFEST_SUBSTITUTE_PRIV_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

struct manifest_variable {
    struct plim_str name;
    struct plim_str value;
    const char *unknown; /* why there is no value; NULL: there is one */
};

struct manifest_variables {
    const struct manifest_variable *items; /* of one name the last counts */
    size_t len;
    const char *others; /* why a name that is not listed may have a value all the same; NULL: it has
                           none, and is empty */
};

/*
 * Append the text with its variables replaced. Known are the forms of fluxcd/pkg/envsubst:
 * ${name}, ${name:=word} (also = :- :? :+), ${#name}, ${name^} ^^ , ,,
 * ${name:offset:length}, ${name/pattern/word} // /# /%, ${name#pattern} ## % %%, words with
 * variables in them; "$$" is "$".
 *
 * unknown_out  why a value that is needed is not known, in the arena; NULL: none was missed. `out`
 * is of no use then Fails with PLIM_INVALID (no such form) or PLIM_LIMIT (size or depth).
 */
PLIM_NODISCARD enum plim_code manifest_substitute(struct plim_arena *arena, struct plim_str text,
                                                  const struct manifest_variables *variables,
                                                  struct plim_buf *out, const char **unknown_out,
                                                  struct plim_err *err);

/* A letter or '_', then those and digits. */
bool manifest_is_variable_name(struct plim_str name);

#endif
