/* Regular expressions: RE2's, in linear time. The one adapter is pattern.cc. */
#ifndef PLIM_CEL_PATTERN_H
#define PLIM_CEL_PATTERN_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

struct cel_pattern;

enum { CEL_PATTERN_WHY_BYTES = 256, CEL_PATTERN_SPANS_MAX = 10 };

/* NULL when `text` is malformed: why_out says what is wrong. */
struct cel_pattern *cel_pattern_new(const char *text, size_t len,
                                    char why_out[CEL_PATTERN_WHY_BYTES]);
void cel_pattern_free(void *pattern);

/* The same, kept with the most recent ones of the thread, and by them: it is good until the next is
 * asked for. */
const struct cel_pattern *cel_pattern_cached(const char *text, size_t len,
                                             char why_out[CEL_PATTERN_WHY_BYTES]);

struct cel_match {
    const char *text; /* searched from `from` on */
    size_t len;
    size_t from;
    struct {
        size_t begin; /* (size_t)-1: did not take part */
        size_t end;
    } spans[CEL_PATTERN_SPANS_MAX]; /* the whole match, then its groups */
};

int cel_pattern_groups(const struct cel_pattern *pattern);

/*
 * Search. Any number of threads may share a pattern.
 *
 * spans  how many are set: 0, 1 for the whole match, or that and those of all groups up to
 *        CEL_PATTERN_SPANS_MAX; what is not asked for costs nothing
 */
bool cel_pattern_find(const struct cel_pattern *pattern, struct cel_match *match, int spans);

/* Does it match somewhere in the text? As cel_pattern_find with no spans, but each thread remembers
 * what became of short texts: names and tags come again and again. */
bool cel_pattern_matches(const struct cel_pattern *pattern, const char *text, size_t len);

#ifdef __cplusplus
}
#endif

#endif
