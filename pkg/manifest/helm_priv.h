/* Running helm. */
#ifndef PLIM_MANIFEST_HELM_PRIV_H
#define PLIM_MANIFEST_HELM_PRIV_H

#include "tree_priv.h"

struct manifest_options;

enum { MANIFEST_VALUES_MAX = 100 /* texts of values of one release */ };

struct manifest_release {
    const char *name;
    const char *namespace;         /* "" is helm's own choice */
    const struct plim_str *values; /* YAML, the later counts; at most MANIFEST_VALUES_MAX */
    size_t value_count;
    const char *const *flags; /* more of helm's, as "--set=a=b"; at most MANIFEST_VALUES_MAX */
    size_t flag_count;
    struct plim_str chart_values; /* instead of the chart's values.yaml; empty: its own */
};

bool manifest_is_chart(const struct manifest_listing *listing); /* it has a Chart.yaml */

/*
 * What the chart in a directory makes: hooks and tests, as their annotations tell, and its custom
 * resource definitions too. What is different each time (random passwords, certificates) is a fixed
 * text, and the object is annotated with MANIFEST_UNKNOWN_ANNOTATION.
 *
 * Fails with PLIM_INVALID (helm refuses it; its reason), PLIM_NOT_FOUND (no helm program),
 * PLIM_LIMIT or PLIM_IO.
 */
PLIM_NODISCARD enum plim_code manifest_helm_template(const struct manifest_tree *tree,
                                                     const struct manifest_listing *chart,
                                                     const struct manifest_release *release,
                                                     const struct manifest_options *options,
                                                     struct plim_str *text_out,
                                                     struct plim_err *err);

/* The file that helm says an object at this line of its output comes from, seen from the directory
 * of the chart; empty when it says nothing. */
struct plim_str manifest_helm_source(struct plim_str text, unsigned line);

#endif
