/*
 * Functions by library: signature, cost and implementation side by side.
 *
 * A signature reads "(int, int) -> int" for a function, "string.(int) -> string" for a method.
 * Upper-case letters are type parameters.
 */
#ifndef PLIM_CEL_LIBRARY_H
#define PLIM_CEL_LIBRARY_H

#include "cel/env.h"

#include "cost.h"
#include "dialect.h"
#include "frame.h"
#include "type_priv.h"

enum { CEL_ARGS_MAX = 5 };

/* Arguments are neither errors nor unknowns, and admitted by the signature. */
typedef struct value cel_function_fn(struct cel_frame *frame, const struct value *args, size_t len);

enum cel_function_flag {
    CEL_FUNCTION_CHECKS = 1, /* the implementation looks at the kinds of its arguments itself */
    CEL_FUNCTION_LAZY = 2,   /* an optional with a value needs no second argument */
};

struct cel_function {
    const char *name; /* "charAt", "math.abs", "_+_" */
    const char *signature;
    cel_function_fn *call;
    uint8_t cost;     /* enum cel_cost: the rule of what a call costs */
    uint8_t flags;    /* enum cel_function_flag */
    uint8_t dialects; /* 0: those of the library */
};

struct cel_library {
    const char *name;
    const char *summary;
    const struct cel_function *functions;
    size_t len;
    unsigned dialects;
};

const struct cel_library *cel_library_at(size_t i); /* NULL past the end */

extern const struct cel_library cel_library_operators;
extern const struct cel_library cel_library_conversions;
extern const struct cel_library cel_library_strings;
extern const struct cel_library cel_library_strings_ext;
extern const struct cel_library cel_library_times;
extern const struct cel_library cel_library_lists;
extern const struct cel_library cel_library_math;
extern const struct cel_library cel_library_sets;
extern const struct cel_library cel_library_encoders;
extern const struct cel_library cel_library_optionals;
extern const struct cel_library cel_library_regex;
extern const struct cel_library cel_library_network;
extern const struct cel_library cel_library_quantity;
extern const struct cel_library cel_library_semver;
extern const struct cel_library cel_library_url;
extern const struct cel_library cel_library_formats;

/* A signature as types. */
struct cel_overload {
    const struct cel_function
        *function; /* NULL: declared by the environment, without implementation */
    const struct cel_type *result;
    const struct cel_type *args[CEL_ARGS_MAX]; /* the receiver is the first */
    size_t len;
    bool is_member;
    bool has_params;
};

/* The functions of one name that an environment has. */
struct cel_overload_set {
    struct plim_str name;
    const struct cel_overload **items;
    size_t len;
    struct cel_overload_set *next;
};

struct cel_env {
    unsigned dialect;
    const struct cel_variable *variables;
    size_t len;
    struct plim_str container;
    const struct cel_function *declared; /* without implementation: for checking alone */
    size_t declared_count;
};

PLIM_NODISCARD bool cel_overload_parse(struct plim_arena *arena,
                                       const struct cel_function *function,
                                       struct cel_overload *overload_out);

/* Walks over the functions that an environment has, one for each signature. All-zero: before the
 * first. */
struct cel_function_cursor {
    size_t library; /* 0: those declared by the environment */
    size_t next;
};
const struct cel_function *cel_function_next(
    const struct cel_env *env, struct cel_function_cursor *cursor); /* NULL: the end */
/* Is one of them called "PREFIX.something"? */
bool cel_functions_have_prefix(const struct cel_env *env, struct plim_str prefix);

/* NULL when the environment has no function of that name. */
struct cel_overload_set *cel_overloads_find(struct plim_arena *arena, const struct cel_env *env,
                                            struct plim_str name);

#endif
