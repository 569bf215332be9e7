/*
 * Functions by library: signature, cost, implementation and meaning side by side.
 *
 * A signature reads "(int, int) -> int" for a function, "string.(int) -> string" for a method.
 * Upper-case letters are type parameters. Libraries have the names and versions of cel-go's and the
 * API server's.
 */
#ifndef PLIM_CEL_LIBRARY_H
#define PLIM_CEL_LIBRARY_H

#include <stddef.h>
#include <stdint.h>

#include "cost.h"
#include "frame.h"
#include "type_priv.h"

/* Arguments are neither errors nor unknowns, and admitted by the signature. */
typedef struct value cel_function_fn(struct cel_frame *frame, const struct value *args, size_t len);

enum cel_function_flag {
    CEL_FUNCTION_CHECKS = 1, /* the implementation looks at the kinds of its arguments itself */
    CEL_FUNCTION_LAZY = 2,   /* an optional with a value needs no second argument */
    /* The second argument is a regular expression: a constant one is compiled with the program. */
    CEL_FUNCTION_PATTERN = 4,
};

struct cel_function {
    const char *name; /* "charAt", "math.abs", "_+_" */
    const char *signature;
    cel_function_fn *call;
    uint8_t cost;  /* enum cel_cost: the rule of what a call costs */
    uint8_t flags; /* enum cel_function_flag */
    /* Version of the library that has it. It takes the place of a row above of the same name and
     * signature. */
    uint8_t since;
    const char *summary; /* what it gives; NULL: as the row above */
};

struct cel_functions {
    const struct cel_function *items;
    size_t len;
};

enum { CEL_LIBRARY_TABLES_MAX = 4, CEL_LIBRARIES_MAX = 64 };

/* Macros are in a table of their own, macro.h, by the name of their library. */
struct cel_library {
    const char *name;
    uint8_t newest; /* version; the oldest is 0 */
    const char *summary;
    const struct cel_functions *tables[CEL_LIBRARY_TABLES_MAX]; /* up to the first NULL */
};

const struct cel_library *cel_library_at(size_t i); /* NULL past the end */

/* One table a file, and two where libraries share their implementation. */
extern const struct cel_functions cel_functions_authz;
extern const struct cel_functions cel_functions_authz_selectors;
extern const struct cel_functions cel_functions_cidr;
extern const struct cel_functions cel_functions_conversions;
extern const struct cel_functions cel_functions_encoders;
extern const struct cel_functions cel_functions_formats;
extern const struct cel_functions cel_functions_ip;
extern const struct cel_functions cel_functions_jsonpatch;
extern const struct cel_functions cel_functions_kubernetes_lists;
extern const struct cel_functions cel_functions_kubernetes_regex;
extern const struct cel_functions cel_functions_kubernetes_times;
extern const struct cel_functions cel_functions_kyverno_cluster;
extern const struct cel_functions cel_functions_kyverno_data;
extern const struct cel_functions cel_functions_kyverno_hash;
extern const struct cel_functions cel_functions_kyverno_image;
extern const struct cel_functions cel_functions_kyverno_time;
extern const struct cel_functions cel_functions_kyverno_user;
extern const struct cel_functions cel_functions_lists;
extern const struct cel_functions cel_functions_mask;
extern const struct cel_functions cel_functions_math;
extern const struct cel_functions cel_functions_operators;
extern const struct cel_functions cel_functions_optional_operators;
extern const struct cel_functions cel_functions_optionals;
extern const struct cel_functions cel_functions_quantity;
extern const struct cel_functions cel_functions_regex;
extern const struct cel_functions cel_functions_semver;
extern const struct cel_functions cel_functions_sets;
extern const struct cel_functions cel_functions_strings;
extern const struct cel_functions cel_functions_text;
extern const struct cel_functions cel_functions_times;
extern const struct cel_functions cel_functions_url;

#endif
