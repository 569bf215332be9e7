/* Regular expressions: RE2's, in linear time. The one adapter is pattern.cc. */
#ifndef PLIM_CEL_PATTERN_H
#define PLIM_CEL_PATTERN_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { CEL_REGEX_WHY_BYTES = 256, CEL_REGEX_GROUPS_MAX = 10 };

struct cel_regex_match {
    const char *text; /* searched from `from` on */
    size_t len;
    size_t from;
    int groups; /* capture groups of the expression, by cel_regex_find */
    struct {
        size_t begin; /* (size_t)-1: did not take part */
        size_t end;
    } spans[CEL_REGEX_GROUPS_MAX]; /* the whole match, then its groups */
};

/*
 * Search. Compiled expressions are kept per thread, the most recent ones.
 *
 * Returns 1 when found, 0 when not, -1 when `pattern` is malformed: why_out says what is wrong.
 */
int cel_regex_find(const char *pattern, size_t pattern_len, struct cel_regex_match *match,
                   char why_out[CEL_REGEX_WHY_BYTES]);

#ifdef __cplusplus
}
#endif

#endif
