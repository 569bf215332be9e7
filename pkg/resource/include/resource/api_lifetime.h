/* Versions of Kubernetes' own APIs whose end is decided. */
#ifndef PLIM_RESOURCE_API_LIFETIME_H
#define PLIM_RESOURCE_API_LIFETIME_H

#include "base/str.h"

struct resource_api_lifetime {
    const char *version; /* as objects write it: "apps/v1beta1" */
    const char *kind;
    int deprecated;          /* since Kubernetes 1.N */
    int removed;             /* not served from Kubernetes 1.N on */
    const char *replacement; /* "apps/v1"; empty: there is none */
};

/*
 * NULL: its end is not decided, or it is no API of Kubernetes.
 *
 * Source: the life cycles that k8s.io/api and k8s.io/apiextensions-apiserver v0.36.3 declare
 * (zz_generated.prerelease-lifecycle.go; beta versions of what is stored), and of what these
 * have dropped the migration guide (kubernetes.io/docs/reference/using-api/deprecation-guide).
 */
const struct resource_api_lifetime *resource_api_lifetime_find(struct plim_str version,
                                                               struct plim_str kind);

#endif
