/* Making the objects of a release of a chart. */
#ifndef PLIM_MANIFEST_RELEASE_PRIV_H
#define PLIM_MANIFEST_RELEASE_PRIV_H

#include "build_priv.h"

/* As manifest_build(), of a recipe for a chart. listing: of the chart's directory */
PLIM_NODISCARD enum plim_code manifest_release_build(const struct manifest_building *building,
                                                     const struct manifest_listing *listing,
                                                     const char **reason_out, struct plim_err *err);

/* A chart that no agent names, with its own values, under its directory's name. */
PLIM_NODISCARD enum plim_code manifest_release_alone(struct manifest_collector *collector,
                                                     const char *dir, const char **reason_out,
                                                     struct plim_err *err);

#endif
