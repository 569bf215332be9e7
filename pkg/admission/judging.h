/* One rule at work on one object. */
#ifndef PLIM_ADMISSION_JUDGING_H
#define PLIM_ADMISSION_JUDGING_H

#include "admission_priv.h"

struct admission_judging {
    const struct admission_request *request;
    const struct admission_subject *subject;
    const struct admission_rule *rule;
    const struct admission_logic *logic;     /* of the rule, or of an exception */
    const struct admission_binding *binding; /* NULL: none */
    struct value param;                      /* null where none is used */
    struct value allowed;                    /* by exceptions: the variable `exceptions` */
    struct plim_arena *arena;
    const struct value *slots[ADMISSION_SLOTS + ADMISSION_VARIABLES_MAX];
    struct value made[ADMISSION_SLOTS + ADMISSION_VARIABLES_MAX];
    uint64_t budget;
    bool spent;         /* the budget, on the way: nothing else counts */
    bool applied;       /* the rule passed or failed */
    bool in_conditions; /* of the API server, which tells those no namespace */
    admission_sink *sink;
    void *context;
};

/* inputs.c: the namespace that the request is about, of a Namespace its own name. */
struct plim_str admission_request_namespace(const struct admission_subject *subject);
struct value admission_input_make(struct admission_judging *judging, enum admission_slot slot);

/* params.c: the parameters that the binding names, a list: of one null where it names none. An
 * error when the binding cannot be used, unknown when they are not known. */
struct value admission_params_find(const struct admission_judging *judging);

/* evaluate.c: errors of variables name them, as the API server has it. */
struct value admission_evaluate(struct admission_judging *judging,
                                const struct cel_program *program);
/* How the rule's engine words what went wrong with an expression. */
struct plim_str admission_failure_text(const struct admission_judging *judging,
                                       struct plim_str expression, const struct value *failure);
/* That conditions are met: the first that is false decides; else what is not known, else all that
 * went wrong; else it is true. `name_out` is the name of the one that is false. */
struct value admission_conditions_meet(struct admission_judging *judging,
                                       struct plim_str *name_out);
/* messageExpression when it gives one short line, else the message, else the expression. */
struct plim_str admission_message_of(struct admission_judging *judging, size_t index);

/* judge.c */
struct admission_result admission_result_of(const struct admission_judging *judging,
                                            enum finding_state state, struct plim_str message);

/* ask.c: a cel_ask_fn; the context is the judging. */
struct value admission_ask(void *context, enum cel_question question, const struct value *args,
                           size_t len, struct plim_arena *arena);

/* waive.c: what exceptions say about the rule, whose logic the judging has again afterwards. True
 * when that is all: a result was told. */
bool admission_waive(struct admission_judging *judging);

#endif
