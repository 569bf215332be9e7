/* A growing set of names, finished into a table of texts. */
#ifndef PLIM_RESOURCE_NAMES_PRIV_H
#define PLIM_RESOURCE_NAMES_PRIV_H

#include <stddef.h>

#include "base/intern.h"
#include "base/str.h"

struct resource_names {
    struct plim_str *items; /* owned */
    size_t len;
    size_t cap;
};

void resource_names_add(struct resource_names *names,
                        struct plim_str name); /* borrowed; "" is left out */

/* Sorted and unique, kept by the table; equal sets are kept once. Releases the set. */
const struct plim_str *resource_names_finish(struct resource_names *names,
                                             struct plim_intern *texts, size_t *count_out);

#endif
