/*
 * What the structural schema of a custom resource says of its fields.
 * Source: Kubernetes documentation, "Custom Resources", structural schemas and defaulting; KEP-555
 * (list and map types).
 */
#ifndef PLIM_DRIFT_STRUCTURE_PRIV_H
#define PLIM_DRIFT_STRUCTURE_PRIV_H

#include "schema_priv.h"

/* The schema of the field at `step`; NULL where none says anything. root: of the object. */
const struct value *drift_structure_at(const struct value *root, const struct drift_step *step);

/* By x-kubernetes-list-type. A list with more keys than we compare is atomic. */
struct drift_list_type drift_structure_list(const struct value *schema);

/* The server fills in this value where nothing is stated: it is the default, completed by the
 * defaults of the fields below. */
bool drift_structure_is_default(const struct value *schema, const struct value *value);

/* The field at `step` is none that the schema knows or keeps. */
bool drift_structure_prunes(const struct value *root, const struct drift_step *step);

/* A map that is written whole. */
bool drift_structure_is_atomic_map(const struct value *schema);

#endif
