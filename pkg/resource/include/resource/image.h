/* Container image references and the versions in their tags. */
#ifndef PLIM_RESOURCE_IMAGE_H
#define PLIM_RESOURCE_IMAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

enum { RESOURCE_IMAGE_MAX = 4096 /* bytes of a reference */ };

struct resource_image {
    struct plim_str reference;  /* as written */
    struct plim_str registry;   /* "docker.io" when not stated */
    struct plim_str repository; /* "library/nginx" */
    struct plim_str tag;        /* "" none */
    struct plim_str digest;     /* "sha256:..." or "" none */
    bool registry_stated;
};

/*
 * Split a reference. Texts are borrowed from `text`, or from `arena` where a default had to be put
 * in.
 *
 * Fails with PLIM_INVALID when the text is not a reference: "image reference 'Nginx': the
 * repository must be lower case". Source: the grammar in distribution/reference (reference.go) and
 * the normalisation of docker.io names (normalize.go).
 */
PLIM_NODISCARD enum plim_code resource_image_parse(struct plim_arena *arena, struct plim_str text,
                                                   struct resource_image *image_out,
                                                   struct plim_err *err);

/* "registry/repository:tag": what the tag names wherever it runs, however it was written. "latest"
 * stands for a missing tag unless there is a digest, which is then shown instead. */
struct plim_str resource_image_canonical(struct plim_arena *arena,
                                         const struct resource_image *image);

/* The digest in a pod's containerStatuses[].imageID: "REPOSITORY@sha256:...", with or without
 * "docker-pullable://", or "sha256:..." alone. "" when there is none. Borrowed. */
struct plim_str resource_image_id_digest(struct plim_str image_id);

struct resource_version {
    int64_t major, minor, patch; /* -1 none */
    struct plim_str prerelease;  /* without the '-' */
    struct plim_str build;       /* without the '+' */
};

/*
 * A release version, with or without a leading "v". Exactly three numbers; anything else ("1.2",
 * "latest", "2024-01-01") is not one: returns false and leaves version_out alone. Source: Semantic
 * Versioning 2.0.0, section 2, 9, 10.
 */
bool resource_version_parse(struct plim_str text, struct resource_version *version_out);

/* Precedence, sections 10 and 11: negative, 0 or positive; build metadata does not count. */
int resource_version_compare(const struct resource_version *left,
                             const struct resource_version *right);

#endif
