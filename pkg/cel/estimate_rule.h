/* Estimates of calls that the extension libraries of cel-go bring: lists, sets, strings, regex. */
#ifndef PLIM_CEL_ESTIMATE_RULE_H
#define PLIM_CEL_ESTIMATE_RULE_H

#include "appraisal.h"

/* What a call costs beside its arguments; `result` is set when the result's size is known. */
typedef struct cel_span cel_estimate_fn(const struct cel_call *call, struct cel_extent *result);

cel_estimate_fn cel_estimate_slice;
cel_estimate_fn cel_estimate_range;
cel_estimate_fn cel_estimate_reverse;
cel_estimate_fn cel_estimate_flatten;
cel_estimate_fn cel_estimate_distinct;
cel_estimate_fn cel_estimate_sort;
cel_estimate_fn cel_estimate_set;
cel_estimate_fn cel_estimate_set_twice;
cel_estimate_fn cel_estimate_search;
cel_estimate_fn cel_estimate_char_at;
cel_estimate_fn cel_estimate_transform;
cel_estimate_fn cel_estimate_trim;
cel_estimate_fn cel_estimate_substring;
cel_estimate_fn cel_estimate_replace;
cel_estimate_fn cel_estimate_split;
cel_estimate_fn cel_estimate_join;
cel_estimate_fn cel_estimate_extract;
cel_estimate_fn cel_estimate_extract_all;
cel_estimate_fn cel_estimate_substitute;

/* The value of an int that is written as a literal; a negative one is 0. */
uint64_t cel_estimate_integer(const struct cel_appraisal *argument, uint64_t otherwise);

#endif
