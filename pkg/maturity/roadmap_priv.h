/* What stands between a dimension and a level, in the order to do it. */
#ifndef PLIM_MATURITY_ROADMAP_PRIV_H
#define PLIM_MATURITY_ROADMAP_PRIV_H

#include "assess_priv.h"

struct maturity_step {
    size_t practice;
    size_t level; /* the lowest that needs it */
};

struct maturity_steps {
    struct maturity_step *items;
    size_t len;
};

/* The practices that, once met, let the cell pass; no smaller part of them would. Of a share only
 * as many as it takes, the most useful first. Empty when the gate holds, or cannot hold. */
struct maturity_steps maturity_cell_needs(const struct maturity_assessment *assessment,
                                          size_t dimension, size_t level);

/* The needs of all levels up to `level`, ordered. */
struct maturity_steps maturity_level_needs(const struct maturity_assessment *assessment,
                                           size_t dimension, size_t level);

/* Prerequisites first; then by level, usefulness, effort and id. */
void maturity_steps_sort(const struct maturity_assessment *assessment,
                         struct maturity_steps *steps);

/* Take a practice, and what it implies, as met. */
void maturity_values_meet(const struct maturity_assessment *assessment,
                          struct maturity_interval *values, size_t practice);

/* "roadmap" and "nextStep" of the result; nextStep is null when there is none. */
struct value maturity_roadmap_value(const struct maturity_assessment *assessment);
struct value maturity_next_step_value(const struct maturity_assessment *assessment);

/* The level that the dimension has proven once all these are met. */
int maturity_steps_project(const struct maturity_assessment *assessment,
                           const struct maturity_steps *steps, size_t dimension);

#endif
