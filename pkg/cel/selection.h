/* The libraries of an environment, each in a version. */
#ifndef PLIM_CEL_SELECTION_H
#define PLIM_CEL_SELECTION_H

#include "environment.h"
#include "library.h"

struct cel_selected {
    const struct cel_library *library;
    uint8_t version;
};

/* In the order of library.c, so that it does not matter in which they were named. */
struct cel_selection {
    unsigned options; /* enum cel_option */
    struct cel_selected items[CEL_LIBRARIES_MAX];
    size_t len;
};

struct cel_selection_spec {
    const char *environment;      /* "kubernetes@1.34"; NULL: "plimsoll" */
    const char *const *libraries; /* added to it: "strings@2" */
    size_t library_count;
};

/* Fails with PLIM_INVALID on a name or version that does not exist, and says which do. */
PLIM_NODISCARD enum plim_code cel_selection_make(const struct cel_selection_spec *spec,
                                                 struct cel_selection *selection_out,
                                                 struct plim_err *err);

/* NULL when it is not among them. */
const struct cel_selected *cel_selection_find(const struct cel_selection *selection,
                                              const char *library);

#endif
