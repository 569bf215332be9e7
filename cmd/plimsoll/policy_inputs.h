/* The policies that a command works with: the program's, those of directories, and of all these
 * the ones that flags and the Fleet document choose. */
#ifndef PLIM_CMD_POLICY_INPUTS_H
#define PLIM_CMD_POLICY_INPUTS_H

#include "admission/choice.h"
#include "audit/fleet.h"
#include "base/arena.h"
#include "base/err.h"
#include "policy/select.h"

#include "options.h"

struct maturity_set;

struct policy_inputs {
    const struct audit_fleet *fleet;      /* zeroed: none */
    const struct maturity_set *maturity;  /* linked */
    const struct option_list *exemptions; /* --exemptions */
    const struct option_list *dirs;       /* --policy-dir */
    const struct option_list *names;      /* --policies: "NAME[,NAME...]" each */
    struct policy_set *unloaded;          /* notes what cannot be loaded; NULL: that is an error */
    const char *within;                   /* as in policy_choice */
    struct admission_choice *natives;     /* takes the names with a '/'; NULL: they are none */
};

/* Add the program's policies, those of the directories, and exemptions, as the Fleet configures
 * them. Fails as policy_set_add_dir and policy_set_configure do. */
PLIM_NODISCARD enum plim_code policy_inputs_load(struct plim_arena *arena,
                                                 const struct policy_inputs *inputs,
                                                 struct policy_set *set, struct plim_err *err);

/* What is chosen, in the arena. The models are groups; those in use belong to the default. */
PLIM_NODISCARD enum plim_code policy_inputs_choice(struct plim_arena *arena,
                                                   const struct policy_inputs *inputs,
                                                   struct policy_choice *choice_out,
                                                   struct plim_err *err);

#endif
