/* Expressions of JMESPath as trees. */
#ifndef PLIM_VALUE_JMESPATH_PRIV_H
#define PLIM_VALUE_JMESPATH_PRIV_H

#include "value/jmespath.h"

enum jmespath_kind {
    JMESPATH_CURRENT,
    JMESPATH_FIELD,   /* text */
    JMESPATH_LITERAL, /* literal */
    JMESPATH_INDEX,   /* bounds[0] */
    JMESPATH_SLICE,   /* bounds: start, stop, step, as far as they are given */
    JMESPATH_SUB,     /* left.right, left[index] */
    JMESPATH_PIPE,    /* the same, but that nothing of what is missing is told */
    JMESPATH_ITEMS,   /* of the list that left gives, right of each */
    JMESPATH_VALUES,  /* the same of a map's values */
    JMESPATH_FILTER,  /* the same of those items that meet the condition */
    JMESPATH_FLATTEN,
    JMESPATH_OR,
    JMESPATH_AND,
    JMESPATH_NOT,
    JMESPATH_COMPARE,   /* text: the operator */
    JMESPATH_LIST,      /* nodes */
    JMESPATH_MAP,       /* nodes, each with its key as text */
    JMESPATH_CALL,      /* text: the function; nodes: its arguments */
    JMESPATH_REFERENCE, /* right: an expression that a function evaluates itself */
};

struct jmespath_node {
    enum jmespath_kind kind;
    struct plim_str text;
    struct value literal;
    int64_t bounds[3];
    bool given[3];
    const struct jmespath_node *left, *right, *condition;
    struct jmespath_node *next; /* of the same list */
    struct jmespath_node *nodes;
};

struct jmespath_search {
    struct plim_arena *arena;
    const struct value_jmespath_functions *functions; /* NULL: none but the standard's */
    struct plim_err *err;
    struct value unknown; /* what it met that is not known; else null */
    size_t steps;
    bool failed; /* with the error, or because of what is not known */
};

/* jmespath.c. What is not there is a VALUE_ERROR, which settles as null. */
struct value value_jmespath_evaluate(struct jmespath_search *search,
                                     const struct jmespath_node *node, const struct value *at);
struct value value_jmespath_settled(struct value value);
struct value value_jmespath_give_up(struct jmespath_search *search, enum plim_code code,
                                    const char *why, struct plim_str what);
bool value_jmespath_step(struct jmespath_search *search);
bool value_jmespath_number_of(const struct value *value, double *number_out);
bool value_jmespath_is_equal(struct jmespath_search *search, const struct value *left,
                             const struct value *right);
/* Nothing in it is unknown; otherwise the search ends. */
bool value_jmespath_knows(struct jmespath_search *search, const struct value *value);

/* jmespath_functions.c */
struct value value_jmespath_call(struct jmespath_search *search, const struct jmespath_node *node,
                                 const struct value *at);

/* Fails as value_jmespath. */
PLIM_NODISCARD enum plim_code value_jmespath_parse(struct plim_arena *arena, struct plim_str text,
                                                   const struct jmespath_node **node_out,
                                                   struct plim_err *err);

#endif
