/* Scratch memory of one worker, and what matches which kind. */
#ifndef PLIM_POLICY_SESSION_PRIV_H
#define PLIM_POLICY_SESSION_PRIV_H

#include "base/buf.h"
#include "base/map.h"
#include "cel/explain.h"
#include "cel/program.h"
#include "policy/evaluate.h"

#include "policy_priv.h"

struct policy_candidate {
    const struct policy *policy;
    bool top_level_only; /* matched by `workloads` alone: not when a controller owns the object */
};

/* The policies that can match the objects of one kind, or another subject. */
struct policy_plan {
    struct policy_candidate *candidates;
    size_t len;
};

/* What a shared condition came to. */
struct policy_known {
    uint64_t subject; /* of which one, by its number in the session; 0: of none yet */
    uint64_t cost;
    struct value value;
};

struct policy_session {
    const struct policy_set *set;
    int64_t now;
    struct plim_arena *arena; /* of plans and their keys */
    struct plim_map *plans;   /* by group, version, kind, resource */
    struct policy_plan *subjects[POLICY_SUBJECTS];
    struct plim_buf buf;        /* for JSON and keys */
    const struct value **slots; /* what the expression being evaluated sees */
    struct value *made;         /* room for slots that are made here */
    struct policy_known *known; /* by number of the shared condition */
    uint64_t subject;           /* how many have been judged, the one at hand among them */
    /* Where tests measure: gets the value of every part of what is evaluated. NULL: nobody. */
    void (*cover)(void *context, const struct cel_program *program,
                  const struct cel_explanation *explanation);
    void *cover_context;
};

const struct policy_plan *policy_session_plan(struct policy_session *session,
                                              const struct policy_input *input);

#endif
