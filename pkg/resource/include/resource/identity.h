/* Which object it is: group, kind, namespace and name. The version only says in which form it was
 * read. */
#ifndef PLIM_RESOURCE_IDENTITY_H
#define PLIM_RESOURCE_IDENTITY_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/intern.h"
#include "base/str.h"
#include "value/value.h"

/* All texts borrowed from the object that they were read from. */
struct resource_identity {
    struct plim_str group;     /* "" for the core group */
    struct plim_str version;   /* "v1"; never compared */
    struct plim_str kind;      /* "Deployment" */
    struct plim_str namespace; /* "" when cluster-scoped, or not stated */
    struct plim_str name;
};

/* Borrows from the object; fields that the object does not have are empty. */
struct resource_identity resource_identity_of(const struct value *object);

/* Split "apps/v1" or "v1". */
void resource_api_version_split(struct plim_str api_version, struct plim_str *group_out,
                                struct plim_str *version_out);

/* "apps/v1", or "v1" for the core group. */
struct plim_str resource_api_version(struct plim_arena *arena,
                                     const struct resource_identity *identity);

/* By group, kind, namespace and name. */
bool resource_identity_equal(const struct resource_identity *left,
                             const struct resource_identity *right);
int resource_identity_compare(
    const struct resource_identity *left,
    const struct resource_identity *right); /* namespace, kind, name, group */

/* "apps/Deployment/shop/cart": one text per identity, for plim_map. */
const char *resource_identity_key(struct plim_arena *arena,
                                  const struct resource_identity *identity);

/* The same with texts that the table keeps. */
struct resource_identity resource_identity_intern(struct plim_intern *texts,
                                                  const struct resource_identity *identity);

#endif
