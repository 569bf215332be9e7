/* What an environment has under each name: overloads, read once, and macros. */
#ifndef PLIM_CEL_INDEX_H
#define PLIM_CEL_INDEX_H

#include "overload.h"
#include "selection.h"

/* The functions and macros of one name. */
struct cel_name {
    struct plim_str name;
    uint32_t hash;
    uint32_t len;                      /* overloads; may be 0 when there are macros */
    const struct cel_overload **items; /* in the order of the tables */
    bool is_macro;
};

struct cel_index {
    struct cel_name *slots; /* open addressing; an empty name is a free slot */
    size_t mask;            /* a power of two, less one */
    uint64_t macros;        /* by number of the macro */
};

/* declared  functions without implementation, for checking alone; they come first */
const struct cel_index *cel_index_make(struct plim_arena *arena,
                                       const struct cel_selection *selection,
                                       const struct cel_function *declared, size_t count);

bool cel_index_has_macro(const struct cel_index *index, size_t macro); /* by number */

/* NULL when the environment has nothing of that name. */
const struct cel_name *cel_index_find(const struct cel_index *index, struct plim_str name);

#endif
