/* A range of sizes or costs, from the least to the most. Arithmetic ends at UINT64_MAX, which
 * stands for no bound. Source: cel-go checker/cost.go, SizeEstimate, CostEstimate. */
#ifndef PLIM_CEL_SPAN_H
#define PLIM_CEL_SPAN_H

#include <stdint.h>

struct cel_span {
    uint64_t min;
    uint64_t max;
};

struct cel_span cel_span_of(uint64_t value); /* exactly */
struct cel_span cel_span_any(void);
struct cel_span cel_span_add(struct cel_span left, struct cel_span right);
struct cel_span cel_span_times(struct cel_span left, struct cel_span right);
/* Times a factor, rounded up. */
struct cel_span cel_span_scale(struct cel_span span, double factor);
/* The least range that holds both. */
struct cel_span cel_span_join(struct cel_span left, struct cel_span right);

#endif
