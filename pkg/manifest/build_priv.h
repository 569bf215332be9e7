/* Making the objects of one application. */
#ifndef PLIM_MANIFEST_BUILD_PRIV_H
#define PLIM_MANIFEST_BUILD_PRIV_H

#include "documents_priv.h"
#include "flux_priv.h"
#include "substitute_priv.h"

struct manifest_building {
    struct manifest_collector *collector;
    const struct manifest_documents *documents;
    const struct manifest_recipe *recipe;
    const char *dir;    /* in the tree */
    const char *from;   /* the file that declares the application, as reports show it */
    size_t application; /* for the items: 1 + its index */
};

/* The ConfigMaps that variables come from are declared in what was collected. */
bool manifest_has_variables(const struct manifest_building *building);

/*
 * Add the objects to the collector. reason_out: why they are not known, in the tree's arena; ""
 * when they are. Fails with PLIM_LIMIT (MANIFEST_TOTAL_MAX).
 */
PLIM_NODISCARD enum plim_code manifest_build(const struct manifest_building *building,
                                             const char **reason_out, struct plim_err *err);

#endif
