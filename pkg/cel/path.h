/*
 * Paths: selections by constant keys and indexes, from a variable or a local, followed in one go.
 *
 * Most of what policies do is to look into objects, mostly at the same places: a path that several
 * parts of an expression share, or that a loop asks for again and again, is followed once in an
 * evaluation. It is an optimist: where a step does not find a plain value it leaves the answer to
 * the steps written out, which know about errors, optionals and unknowns, and pays nothing.
 */
#ifndef PLIM_CEL_PATH_H
#define PLIM_CEL_PATH_H

#include "node.h"

struct cel_path {
    const struct cel_path *start;    /* a path that is kept, or NULL: the variable or local */
    const struct value *const *keys; /* from there: strings, and ints for lists */
    uint32_t len;
    uint32_t slot; /* of the variable or local */
    bool is_local;
    bool is_kept;
    bool is_asked;          /* by a node, not only as the way to another path */
    uint32_t keep;          /* where, in the frame's `kept` */
    struct cel_path *outer; /* without the last key; NULL: there is no key */
    struct value key;       /* the last */
    uint32_t uses;          /* places that ask for it, as such or on their way */
    struct cel_path *next;  /* made before */
};

/* Those of a program that is being planned. */
struct cel_paths {
    struct plim_arena *arena;
    struct cel_path *last;
    unsigned loops;      /* comprehensions around what is being planned */
    uint32_t kept_count; /* set by cel_paths_finish */
};

/* The node itself, or one that follows a path instead of it. */
struct cel_node *cel_path_plan(struct cel_paths *paths, struct cel_node *node);

/* Once everything is planned: which paths are kept, and what the others start from. */
void cel_paths_finish(struct cel_paths *paths);

#endif
