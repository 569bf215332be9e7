/* Image references as github.com/google/go-containerregistry pkg/name reads them. */
#ifndef PLIM_CEL_IMAGE_REFERENCE_H
#define PLIM_CEL_IMAGE_REFERENCE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

struct cel_image {
    struct plim_str reference;  /* as written */
    struct plim_str registry;   /* "index.docker.io" when not stated */
    struct plim_str repository; /* "library/nginx" */
    struct plim_str tag;        /* "latest" when neither is stated; may be empty beside a digest */
    struct plim_str digest;     /* "sha256:..." or empty */
};

/* False when the text is no reference. Borrows from the text, and takes defaults from the arena. */
bool cel_image_parse(struct plim_arena *arena, struct plim_str text, struct cel_image *image_out);
/* Of the same text: Kyverno compares what was parsed together with it. */
bool cel_image_equal(const struct cel_image *left, const struct cel_image *right);

#endif
