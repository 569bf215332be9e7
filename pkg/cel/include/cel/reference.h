/*
 * The reference: what functions and macros there are, since when, where, at what price.
 *
 * pkg/cel/FUNCTIONS.md is what cel_reference_print gives as CEL_REFERENCE_MARKDOWN for everything.
 * For a terminal, with what an environment offers:
 *
 *     struct cel_reference_query query = {.form = CEL_REFERENCE_TEXT, .environment = "kubernetes"};
 *     code = cel_reference_print(&query, &buf, err);
 *
 * Threads: pure.
 */
#ifndef PLIM_CEL_REFERENCE_H
#define PLIM_CEL_REFERENCE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

/* What cel_env_spec.environment may name. */
struct cel_reference_environment {
    const char *name;
    const char *summary;
    unsigned
        oldest; /* minor release of Kubernetes that can be asked for: "kubernetes@1.28"; 0: none
                 */
    unsigned newest;
};

/* Static text. False past the end. */
bool cel_reference_environment_at(size_t i, struct cel_reference_environment *environment_out);

/* One overload of a function, one macro, or one operator. */
struct cel_reference_entry {
    const char *library;   /* what cel_env_spec.libraries may name */
    unsigned since;        /* version of the library */
    const char *name;      /* "charAt", "math.abs", "_+_" */
    const char *signature; /* as it is used: "string.charAt(int) -> string", "int + int -> int" */
    const char *cost;      /* units; see FUNCTIONS.md for the letters */
    const char *summary;
    unsigned environments; /* bit i: the newest release of environment i has it */
    bool is_macro;
};

/* All of it by library, in the arena. Returns how many. */
size_t cel_reference_list(struct plim_arena *arena, const struct cel_reference_entry **entries_out);

enum cel_reference_form { CEL_REFERENCE_TEXT, CEL_REFERENCE_MARKDOWN };

struct cel_reference_query {
    enum cel_reference_form form;
    const char *environment;      /* as in cel_env_spec, but NULL: everything there is */
    const char *const *libraries; /* added to it, as in cel_env_spec */
    size_t library_count;
    const char *name; /* only what is called so, with or without its library's prefix; NULL: all */
};

/*
 * Append the reference. An empty text when nothing has the name asked for.
 *
 * Fails with PLIM_INVALID on an unknown environment, library or version.
 */
PLIM_NODISCARD enum plim_code cel_reference_print(const struct cel_reference_query *query,
                                                  struct plim_buf *buf, struct plim_err *err);

#endif
