/*
 * Kubernetes quantities, "1.5Gi". What can be asked of one depends on how it is kept, so it is kept
 * as the reference implementation keeps it: 64 bits and a scale while that fits, else a decimal.
 * Source: k8s.io/apimachinery/pkg/api/resource/quantity.go, amount.go.
 */
#ifndef PLIM_CEL_QUANTITY_H
#define PLIM_CEL_QUANTITY_H

#include "decimal.h"

struct cel_quantity {
    bool is_small;
    int64_t integer; /* small: integer * 10^scale */
    int32_t scale;
    struct cel_decimal decimal; /* otherwise */
};

/* NULL, or what is wrong. */
const char *cel_quantity_parse(struct plim_arena *arena, struct plim_str text,
                               struct cel_quantity *quantity_out);
int cel_quantity_compare(struct plim_arena *arena, const struct cel_quantity *left,
                         const struct cel_quantity *right);
/* False when the result is too large. */
bool cel_quantity_add(struct plim_arena *arena, const struct cel_quantity *left,
                      const struct cel_quantity *right, struct cel_quantity *sum_out);
struct cel_quantity cel_quantity_negate(const struct cel_quantity *quantity);
int cel_quantity_sign(const struct cel_quantity *quantity);
/* As an int, when it is kept as one. */
bool cel_quantity_int(const struct cel_quantity *quantity, int64_t *integer_out);
double cel_quantity_double(struct plim_arena *arena, const struct cel_quantity *quantity);

#endif
