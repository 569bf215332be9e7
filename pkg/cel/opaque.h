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
    CEL_OPAQUE_COUNT
};

const char *cel_opaque_name(unsigned opaque);                 /* "net.IP" */
const struct cel_type *cel_opaque_type(struct plim_str name); /* NULL when there is none */
struct value cel_opaque_value(enum cel_opaque opaque, const void *content);

/* In `flags`: a result of arithmetic, which the API server's equality refuses on the right. */
enum { CEL_OPAQUE_DERIVED = 0x80 };

/* Both of the same opaque type. */
bool cel_opaque_equal(const struct value *left, const struct value *right);

#endif
