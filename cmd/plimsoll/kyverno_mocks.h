/* What a suite says in place of clusters, registries and servers. */
#ifndef PLIM_CMD_KYVERNO_MOCKS_H
#define PLIM_CMD_KYVERNO_MOCKS_H

#include "base/arena.h"
#include "base/err.h"
#include "value/decode.h"

/*
 * Bodies by "URL", or by "METHOD:URL" where a method is stated: a map; NULL when the list is
 * absent. Fails with PLIM_INVALID on fields that are not known.
 */
PLIM_NODISCARD enum plim_code kyverno_answers_read(struct plim_arena *arena,
                                                   const struct value_node *list,
                                                   const struct value **map_out,
                                                   struct plim_err *err);

/*
 * Entries of the global context by name, the same way, with their paths and projections.
 *
 * dir  where their files lie, which must not lead out of it
 * Fails with PLIM_INVALID, paths that find nothing included, or as the files do.
 */
PLIM_NODISCARD enum plim_code kyverno_contexts_read(struct plim_arena *arena,
                                                    const struct value_node *list, const char *dir,
                                                    const struct value **map_out,
                                                    struct plim_err *err);

/* Data of images by reference, of a Context's `spec.images`: never NULL. */
const struct value *kyverno_images_of(struct plim_arena *arena, const struct value *list);

#endif
