#include "span.h"

#include <math.h>

struct cel_span cel_span_of(uint64_t value)
{
    return (struct cel_span){value, value};
}

struct cel_span cel_span_any(void)
{
    return (struct cel_span){0, UINT64_MAX};
}

static uint64_t add(uint64_t left, uint64_t right)
{
    uint64_t sum = 0;
    return __builtin_add_overflow(left, right, &sum) ? UINT64_MAX : sum;
}

static uint64_t multiply(uint64_t left, uint64_t right)
{
    uint64_t product = 0;
    return __builtin_mul_overflow(left, right, &product) ? UINT64_MAX : product;
}

static uint64_t scale(uint64_t value, double factor)
{
    static const double end = 18446744073709551616.0; /* 2^64 */
    double scaled = ceil((double)value * factor);
    return scaled >= end ? UINT64_MAX : (uint64_t)scaled;
}

struct cel_span cel_span_add(struct cel_span left, struct cel_span right)
{
    return (struct cel_span){add(left.min, right.min), add(left.max, right.max)};
}

struct cel_span cel_span_times(struct cel_span left, struct cel_span right)
{
    return (struct cel_span){multiply(left.min, right.min), multiply(left.max, right.max)};
}

struct cel_span cel_span_scale(struct cel_span span, double factor)
{
    return (struct cel_span){scale(span.min, factor), scale(span.max, factor)};
}

struct cel_span cel_span_join(struct cel_span left, struct cel_span right)
{
    return (struct cel_span){left.min < right.min ? left.min : right.min,
                             left.max > right.max ? left.max : right.max};
}
