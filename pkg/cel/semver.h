/* Semantic versions. Source: https://semver.org (2.0.0); github.com/blang/semver/v4. */
#ifndef PLIM_CEL_SEMVER_H
#define PLIM_CEL_SEMVER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

struct cel_semver {
    uint64_t numbers[3];        /* major, minor, patch */
    struct plim_str prerelease; /* "rc.1"; empty: none */
};

/* NULL, or what is wrong, and in at_out with which part; empty: with the text as a whole. Borrows
 * from the text. The words are those of github.com/blang/semver v4. */
const char *cel_semver_parse(struct plim_str text, struct cel_semver *version_out,
                             struct plim_str *at_out);

/* Accepts "v1.02" too: a leading v is dropped, leading zeros are, missing parts are zero.
 * Source: k8s.io/apiserver/pkg/cel/library/semverlib.go. */
const char *cel_semver_parse_loosely(struct plim_arena *arena, struct plim_str text,
                                     struct cel_semver *version_out, struct plim_str *at_out);

/* By precedence; build metadata does not count. */
int cel_semver_compare(const struct cel_semver *left, const struct cel_semver *right);

#endif
