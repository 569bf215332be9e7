/* Functions with their signatures read as types. */
#ifndef PLIM_CEL_OVERLOAD_H
#define PLIM_CEL_OVERLOAD_H

#include "library.h"
#include "type_priv.h"

enum { CEL_ARGS_MAX = 5 };

/* A signature as types. */
struct cel_overload {
    /* Without implementation: declared for checking alone. */
    const struct cel_function *function;
    const struct cel_type *result;
    const struct cel_type *args[CEL_ARGS_MAX]; /* the receiver is the first */
    size_t len;
    bool is_member;
    bool has_params;
};

PLIM_NODISCARD bool cel_overload_parse(struct plim_arena *arena,
                                       const struct cel_function *function,
                                       struct cel_overload *overload_out);

#endif
