/* One AuditPolicy document on its way to a compiled policy. */
#ifndef PLIM_POLICY_READING_H
#define PLIM_POLICY_READING_H

#include "value/decode.h"

#include "policy_priv.h"

struct policy_reading {
    struct policy_set *set;
    struct policy *policy;
    struct plim_str text; /* of the file */
    struct policy_language *language;
    struct cel_variable *variables; /* the subject's, the policy's, `item` */
    struct plim_err *err;
};

/* A copy in the set's arena. */
struct plim_str policy_reading_keep(const struct policy_reading *reading,
                                    const struct value_node *map, const char *key);

/* logic.c: the variables, matchConditions and validations of `spec`, whose subject is known. */
PLIM_NODISCARD enum plim_code policy_reading_logic(struct policy_reading *reading,
                                                   const struct value_node *spec);

#endif
