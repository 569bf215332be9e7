/*
 * Choosing policies of a set by name. A name is a set that policies name (`spec.sets`), a category,
 * a group, the id of a policy, or a shell pattern over ids; a leading '-' takes away. Where one
 * name is several of these, all of them are meant. "strict" has whatever is in "recommended".
 * "default" is the set "recommended", the groups that say so, and whatever the program does not
 * carry itself.
 */
#ifndef PLIM_POLICY_SELECT_H
#define PLIM_POLICY_SELECT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"
#include "policy/policy.h"
#include "value/decode.h"

/* Policies that have a name together and do not know of it, such as those of a maturity model. */
struct policy_group {
    struct plim_str name;
    const struct plim_str *policies; /* ids, those that the set does not have included */
    size_t len;
    bool by_default; /* part of "default" */
};

struct policy_term {
    struct plim_str text;   /* "NAME" or "-NAME" */
    struct value_node node; /* where it stands, for messages; value NULL: in no file */
};

/* Terms hold in their order. Without any, or where the first takes away, it begins with "default".
 * All is borrowed. */
struct policy_choice {
    const struct policy_term *terms;
    size_t term_count;
    const struct policy_group *groups;
    size_t group_count;
    const char *within; /* pattern: of what is chosen only such ids; NULL: all */
    bool may_be_none;   /* other things than policies are chosen: without terms nothing is */
};

/*
 * Keep what is chosen. Before sealing.
 *
 * Fails with PLIM_INVALID: a name that nothing has, with the nearest one that something has; or
 * nothing would be left.
 */
PLIM_NODISCARD enum plim_code policy_set_select(struct policy_set *set,
                                                const struct policy_choice *choice,
                                                struct plim_err *err);

/* Whether it is in the set of that name, "strict" as above. */
bool policy_is_in(const struct policy_info *policy, struct plim_str name);

/* Whether the name, without '-', stands for this policy. */
bool policy_is_chosen(const struct policy_choice *choice, const struct policy_info *policy,
                      struct plim_str name);

/* Whether the name, without '-', stands for something. */
bool policy_set_knows(const struct policy_set *set, const struct policy_choice *choice,
                      struct plim_str name);

#endif
