/*
 * Objects beside the one at the door: parameters of policies, and what Kyverno's expressions ask a
 * cluster for. Whoever judges gives them; the rest is unknown.
 */
#ifndef PLIM_ADMISSION_OBJECTS_H
#define PLIM_ADMISSION_OBJECTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"
#include "value/value.h"

struct admission_query {
    struct plim_str group;
    struct plim_str version;   /* "" when any will do */
    struct plim_str kind;      /* "ConfigMap", or "" where `resource` says it */
    struct plim_str resource;  /* "configmaps", or "" where `kind` says it */
    struct plim_str namespace; /* "": of all. To be passed over for kinds of no namespace */
    struct plim_str name;      /* "": all of them */
    bool of_expression;        /* what an expression asks a cluster for, and no parameter */
};

/*
 * The objects that a query is about: a list of them, in an order that is always the same, which may
 * be empty; or VALUE_UNKNOWN with the reason why they could not be had. It lives as long as the
 * arena. Threads: any number may ask.
 */
typedef struct value admission_find_fn(void *context, const struct admission_query *query,
                                       struct plim_arena *arena);

struct admission_objects {
    admission_find_fn *find;
    void *context;
};

/* Answers from objects that are all there are: `context` is one of these. In their order. */
struct admission_object_list {
    const struct value *const *items;
    size_t len;
};

admission_find_fn admission_find_in_list;

#endif
