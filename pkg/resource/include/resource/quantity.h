/*
 * Kubernetes quantities: "1Gi", "500m", "1e3", 0.5.
 * Source: k8s.io/apimachinery/pkg/api/resource, quantity.go and suffix.go.
 */
#ifndef PLIM_RESOURCE_QUANTITY_H
#define PLIM_RESOURCE_QUANTITY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "value/value.h"

enum { RESOURCE_QUANTITY_MAX = 64 /* bytes */ };

/* units + nanos * 10^-9, both of one sign. Finer parts are rounded away from zero and amounts
 * beyond int64 capped, as the API server does. */
struct resource_quantity {
    int64_t units;
    int32_t nanos; /* -999,999,999..999,999,999 */
};

/* Fails with PLIM_INVALID: "not a quantity: '1 GB'". */
PLIM_NODISCARD enum plim_code resource_quantity_parse(struct plim_str text,
                                                      struct resource_quantity *quantity_out,
                                                      struct plim_err *err);

/* A string, int, uint or double that is a quantity. */
bool resource_quantity_read(const struct value *value, struct resource_quantity *quantity_out);

int resource_quantity_compare(const struct resource_quantity *left,
                              const struct resource_quantity *right);

/* One text per amount: decimal units with at most nine fractional digits ("1073741824", "0.5"). */
void resource_quantity_write(const struct resource_quantity *quantity, struct plim_buf *buf);

#endif
