/*
 * What an expression can cost at least and at most, before anything is evaluated.
 *
 * The model is that of the evaluation (cel_eval's cost): the API server's for the environments
 * `kubernetes` and `plimsoll`, cel-go's own for `cel`. Sizes come from the types of variables: a
 * schema's maxLength, maxItems and maxProperties, or what its request could hold.
 *
 * Source: cel-go checker/cost.go; k8s.io/apiserver pkg/cel/library/cost.go, EstimateCallCost.
 */
#ifndef PLIM_CEL_ESTIMATE_H
#define PLIM_CEL_ESTIMATE_H

#include <stdint.h>

struct cel_program;

struct cel_estimate {
    uint64_t min;
    uint64_t max; /* UINT64_MAX: nothing bounds it */
};

/* Threads: pure. */
struct cel_estimate cel_estimate(const struct cel_program *program);

#endif
