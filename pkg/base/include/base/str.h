/* Borrowed text with a length: lexers, parsers and readers pass these instead of copying. */
#ifndef PLIM_BASE_STR_H
#define PLIM_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/defs.h"

/* Not NUL-terminated unless the owner says so. All-zero is the empty string. */
struct plim_str {
    const char *text; /* borrowed; may be NULL when len is 0 */
    size_t len;       /* bytes */
};

/* A literal's text without its terminator. */
#define PLIM_STR(literal) ((struct plim_str){(literal), sizeof(literal) - 1})

/* For printf("%.*s", PLIM_STR_ARG(s)). */
#define PLIM_STR_ARG(s) \
    ((s).len > 0x7fffffff ? 0x7fffffff : (int)(s).len), ((s).text ? (s).text : "")

struct plim_str plim_str_from(const char *text); /* NULL gives the empty string */
bool plim_str_equal(struct plim_str left, struct plim_str right);
bool plim_str_is(struct plim_str left, const char *right);
bool plim_str_starts(struct plim_str text, struct plim_str prefix);
bool plim_str_ends(struct plim_str text, struct plim_str suffix);
bool plim_str_contains(struct plim_str text, struct plim_str part);

/* Byte order, shorter first: negative, 0 or positive. */
int plim_str_compare(struct plim_str left, struct plim_str right);

/* For tables of texts in memory: fast, not for what others may choose, not the same everywhere. */
uint64_t plim_str_hash(struct plim_str text);

/* Split at the first `separator`: before_out gets what stands before it, and `*rest` what follows.
 * Without a separator before_out gets everything, `*rest` becomes empty, and it returns false. */
bool plim_str_cut(struct plim_str *rest, char separator, struct plim_str *before_out);

/* Without ASCII blanks, tabs and line ends on both sides. */
struct plim_str plim_str_trim(struct plim_str text);

/* Shell pattern: '*' any run, '?' any byte, everything else itself. */
bool plim_str_matches_glob(struct plim_str text, struct plim_str pattern);

/* Edits (insert, drop, replace, swap neighbours) between the two, capped at `most` + 1. */
size_t plim_str_distance(struct plim_str left, struct plim_str right, size_t most);

/* The candidate nearest to `text` within a third of its length, or NULL. */
const char *plim_str_nearest(struct plim_str text, const char *const *candidates, size_t count);

#endif
