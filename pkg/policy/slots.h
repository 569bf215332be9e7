/* The variables of one evaluation: given, made when first asked for, or unknown. */
#ifndef PLIM_POLICY_SLOTS_H
#define PLIM_POLICY_SLOTS_H

#include "session_priv.h"

struct policy_scene {
    struct policy_session *session;
    const struct policy_input *input;
    const struct policy *policy; /* whose variables and params hold */
    struct plim_arena *arena;    /* for what is made, and for results */
    struct value hidden;         /* the object to those that look beyond what was read of it */
    uint64_t budget;             /* cost units that the policy has left for this subject */
};

/* The subject's own slots: once per subject. */
void policy_slots_set_subject(struct policy_scene *scene);

/* Of the next policy: its variables have not been computed yet, its budget is whole. */
void policy_slots_set_policy(struct policy_scene *scene, const struct policy *policy);

void policy_slots_set_item(struct policy_scene *scene, const struct value *item);

struct value policy_slots_evaluate(struct policy_scene *scene, const struct cel_program *program);

/* The same of a condition of the policy: what policies share is evaluated once per subject. */
struct value policy_slots_condition(struct policy_scene *scene,
                                    const struct policy_condition *condition);

#endif
