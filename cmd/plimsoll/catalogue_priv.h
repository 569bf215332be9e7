/* What all forms of the catalogue are made of. */
#ifndef PLIM_CMD_CATALOGUE_PRIV_H
#define PLIM_CMD_CATALOGUE_PRIV_H

#include "catalogue.h"

enum { CATALOGUE_LABELS = 6 };

/* "severity" and "high"; texts are empty where there is nothing to say. */
struct catalogue_label {
    const char *name;
    const char *text;
};

void catalogue_labels(const struct catalogue *catalogue, const struct policy_info *policy,
                      struct catalogue_label labels_out[CATALOGUE_LABELS]);

/* The i-th parameter: name, default as JSON, and what its schema says of it. */
struct catalogue_param {
    struct plim_str name;
    const char *otherwise;
    struct plim_str description;
};
struct catalogue_param catalogue_param_at(struct plim_arena *arena,
                                          const struct policy_info *policy, size_t i);

/* The i-th category in order, or empty behind the last. */
struct plim_str catalogue_category_at(const struct catalogue *catalogue, size_t i);

#endif
