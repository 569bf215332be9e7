/* What differs between the environments of one application. */
#ifndef PLIM_PARITY_DIFFERENCE_PRIV_H
#define PLIM_PARITY_DIFFERENCE_PRIV_H

#include "value/build.h"

#include "view_priv.h"

struct parity_comparison {
    struct plim_arena *arena;
    const struct parity_input *input;
    struct plim_str application;
    const struct parity_view *views; /* in promotion order */
    size_t view_count;
    struct value_list_builder differences;
    size_t found[PARITY_DIFFERENCE_KINDS]; /* how many of each kind */
    size_t digests_compared;         /* containers and versions whose digests are known and equal */
    struct plim_str digests_unknown; /* why others are not known */
};

void parity_compare(struct parity_comparison *comparison);

/* The `promotion` list. */
struct value parity_promotion(struct plim_arena *arena, const struct parity_view *views,
                              size_t count);

#endif
