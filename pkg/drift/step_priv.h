/* Where a walk through an object stands: linked from the leaf to the root, living on the walk's
 * stack. */
#ifndef PLIM_DRIFT_STEP_PRIV_H
#define PLIM_DRIFT_STEP_PRIV_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"
#include "value/value.h"

enum drift_step_kind { DRIFT_STEP_KEY, DRIFT_STEP_INDEX, DRIFT_STEP_ELEMENT };

struct drift_step {
    const struct drift_step *parent; /* NULL for the children of the root */
    enum drift_step_kind kind;
    struct plim_str key;         /* of a KEY; of an ELEMENT the field that tells it apart */
    size_t index;                /* of an INDEX */
    const struct value *element; /* of an ELEMENT */
};

/* The step is a key of this name. NULL steps are nothing. */
bool drift_step_is(const struct drift_step *step, const char *key);

/* How many steps from the root: 1 for its children. */
size_t drift_step_depth(const struct drift_step *step);

/* The nearest key at or above the step: "containers" for an element of that list. "" at the root.
 */
struct plim_str drift_step_field(const struct drift_step *step);

/* As value/path.h writes it. */
struct plim_str drift_step_path(struct plim_arena *arena, const struct drift_step *step);

#endif
