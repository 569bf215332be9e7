/* Environments are data: which libraries at which version, and which options of the language. A new
 * one is an entry in environment.c. */
#ifndef PLIM_CEL_ENVIRONMENT_H
#define PLIM_CEL_ENVIRONMENT_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

enum cel_option {
    CEL_OPTION_HOMOGENEOUS = 1, /* the items of a literal list or map have one type */
    CEL_OPTION_LITERALS = 2,    /* literal durations, timestamps and patterns must be readable */
    CEL_OPTION_FORMATS = 4,     /* literal formats must fit their arguments */
    CEL_OPTION_EARLY = 8,       /* what depends on literals alone fails when it is compiled */
    CEL_OPTION_KUBERNETES_COST = 16,   /* units as the API server counts them */
    CEL_OPTION_DERIVED_QUANTITY = 32,  /* == refuses results of arithmetic on its right */
    CEL_OPTION_PART_MILLISECONDS = 64, /* getMilliseconds() of a duration: below a second only */
    CEL_OPTION_BACKQUOTES = 128,       /* a.`b-c` */
    /* Values as cel-go v0.26 makes them: maps have any keys, the last of equal ones wins; optionals
     * are made anew when a name or a condition gives them, and what is none has orValue() too; of
     * null and a type that admits it the later is a list's type. */
    CEL_OPTION_GO_VALUES = 256,
    CEL_OPTION_LENIENT_ADDRESS = 512, /* addresses differ from values of other types */
};

/* Releases of Kubernetes are counted by their minor number: 1.34 is 34. */
struct cel_use {
    const char *library;
    uint8_t version; /* CEL_NEWEST: whatever that is */
    uint8_t since;   /* release that begins with it, in place of an older version; 0: all */
};

enum { CEL_NEWEST = UINT8_MAX };

struct cel_option_use {
    unsigned option; /* enum cel_option */
    uint8_t since;   /* as above */
};

struct cel_environment {
    const char *name;
    const char *summary;
    const struct cel_environment *base; /* whose libraries it adds to, or NULL */
    const struct cel_use *uses;
    size_t len;
    const struct cel_option_use *options;
    size_t option_count;
    uint8_t oldest; /* release that can be asked for, "kubernetes@1.28"; 0: none */
    uint8_t newest;
};

/* An environment as of a release. */
struct cel_environment_choice {
    const struct cel_environment *environment;
    uint8_t release; /* UINT8_MAX: the newest */
};

const struct cel_environment *cel_environment_at(size_t i); /* NULL past the end */

/* Read "kubernetes" or "kubernetes@1.34". Fails with PLIM_INVALID, and says what there is. */
PLIM_NODISCARD enum plim_code cel_environment_choose(struct plim_str text,
                                                     struct cel_environment_choice *choice_out,
                                                     struct plim_err *err);

/* The version of the library that the environment has; -1: none. */
int cel_environment_version(const struct cel_environment_choice *choice, const char *library);
unsigned cel_environment_options(const struct cel_environment_choice *choice);

#endif
