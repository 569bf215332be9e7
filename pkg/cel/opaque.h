/* The types that libraries add, by the number kept in `aux` of a VALUE_OPAQUE. */
#ifndef PLIM_CEL_OPAQUE_H
#define PLIM_CEL_OPAQUE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "value/value.h"

struct cel_type;

enum cel_opaque {
    CEL_OPAQUE_IP,
    CEL_OPAQUE_CIDR,
    CEL_OPAQUE_URL,
    CEL_OPAQUE_QUANTITY,
    CEL_OPAQUE_SEMVER,
    CEL_OPAQUE_FORMAT,
    CEL_OPAQUE_IMAGE,
    CEL_OPAQUE_AUTHORIZER, /* this and the next three: cel_authorizer_request */
    CEL_OPAQUE_PATH_CHECK,
    CEL_OPAQUE_GROUP_CHECK,
    CEL_OPAQUE_RESOURCE_CHECK,
    CEL_OPAQUE_DECISION, /* cel_authorizer_answer */
    CEL_OPAQUE_CLIENT,   /* of Kyverno's `http`: nothing is known of it */
    CEL_OPAQUE_COUNT
};

const char *cel_opaque_name(unsigned opaque);                 /* "net.IP" */
const struct cel_type *cel_opaque_type(struct plim_str name); /* NULL when there is none */
struct value cel_opaque_value(enum cel_opaque opaque, const void *content);

/* In `flags`. */
enum {
    CEL_OPAQUE_DERIVED = 0x80, /* a result of arithmetic, which equality refuses on its right */
    CEL_OPAQUE_LENIENT = 0x40, /* differs from values of other types instead of refusing them */
};

/* Authorizers and what is made of them are equal to nothing, and different from nothing. */
bool cel_opaque_has_equality(unsigned opaque);
/* Both of the same opaque type. */
bool cel_opaque_equal(const struct value *left, const struct value *right);

#endif
