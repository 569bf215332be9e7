/* What is known of fields: keyed lists, quantities, defaults, server-set fields. Of built-in types
 * by tables, of custom resources by their structural schema where there is one. */
#ifndef PLIM_DRIFT_SCHEMA_PRIV_H
#define PLIM_DRIFT_SCHEMA_PRIV_H

#include <stdbool.h>
#include <stddef.h>

#include "resource/identity.h"
#include "value/value.h"

#include "step_priv.h"

struct drift_schema {
    struct resource_identity identity;
    bool builtin;                  /* a type of kube-apiserver itself; else a custom resource */
    bool aggregated;               /* a ClusterRole whose rules a controller fills in */
    bool scaled;                   /* spec.replicas belongs to a HorizontalPodAutoscaler */
    const struct value *structure; /* of a custom resource; NULL: not known */
};

enum { DRIFT_LIST_KEYS_MAX = 4 };

enum drift_list_kind { DRIFT_LIST_ATOMIC, DRIFT_LIST_KEYED, DRIFT_LIST_SET };

struct drift_list_type {
    enum drift_list_kind kind;
    struct plim_str keys[DRIFT_LIST_KEYS_MAX]; /* of KEYED; unused ones are empty */
    const struct value *element; /* the schema of its elements, with the keys' defaults; or NULL */
};

/* The list that stands at `step`. Lists of custom resources are atomic where no schema tells. */
struct drift_list_type drift_schema_list(const struct drift_schema *schema,
                                         const struct drift_step *step);

/* The same list as a strategic merge patch of a built-in type sees it: by one key, or whole. */
struct drift_list_type drift_schema_merge_list(const struct drift_schema *schema,
                                               const struct drift_step *step);

/* A strategic merge patch leaves nothing in the map but what is stated. */
bool drift_schema_keeps_only_stated(const struct drift_schema *schema,
                                    const struct drift_step *step);

/* The server drops the field, since the schema of the custom resource does not know it. */
bool drift_schema_is_pruned(const struct drift_schema *schema, const struct drift_step *step);

bool drift_schema_is_quantity(const struct drift_schema *schema, const struct drift_step *step);

/* Never compared, never extra: set by the server or by controllers on every object. */
bool drift_schema_is_ignored(const struct drift_schema *schema, const struct drift_step *step);

/* The value that a server fills in at such a field when nothing is stated. */
bool drift_schema_is_default(const struct drift_schema *schema, const struct drift_step *step,
                             const struct value *value);

/* `metadata` itself, or what stands below it: the same in every type. */
bool drift_schema_is_below_metadata(const struct drift_step *step);

/* The map at `step` is written whole, as far as we know. */
bool drift_schema_is_atomic_map(const struct drift_schema *schema, const struct drift_step *step);

/* Nothing is said by it: null, empty, or (built-in types leave them out) false, 0 and "". */
bool drift_schema_is_blank(const struct drift_schema *schema, const struct value *value);

/* Free-form keys, each of which is a field of its own to people: labels, data, ... */
bool drift_schema_is_string_map(const struct drift_step *step);

/* Such a map, or a keyed list or set: shown entry by entry when it is missing or extra as a whole.
 */
bool drift_schema_is_collection(const struct drift_schema *schema, const struct drift_step *step,
                                const struct value *value);

#endif
