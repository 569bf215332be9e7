/* The compiled form: a tree of nodes, each with the function that evaluates it. */
#ifndef PLIM_CEL_NODE_H
#define PLIM_CEL_NODE_H

#include "ast.h"
#include "overload.h"

struct cel_node;
struct cel_path;

/* Units of what cel-go makes of a comprehension: an accumulator, a condition, a step, a result. */
struct cel_fold_cost {
    uint8_t step;   /* of each item, beside the predicate and the transform */
    uint8_t wanted; /* of an item that the predicate takes */
    uint8_t stop;   /* of noticing, at the next item, that the answer is known */
    uint8_t end;
};

typedef struct value cel_run_fn(const struct cel_node *node, struct cel_frame *frame);

struct cel_node {
    cel_run_fn *run;
    const struct cel_node *const *args;
    uint32_t len;
    uint32_t slot;        /* of a variable or local */
    uint32_t offset;      /* byte of the source */
    uint8_t flags;        /* enum cel_ast_flag */
    struct value literal; /* the value; the field; the name of a local or of what was not found */
    cel_function_fn *call;
    uint32_t cost;       /* units of running it, whatever comes of it */
    cel_price_fn *price; /* of a call, or of sorting, or NULL: what it costs besides */
    bool thorough;       /* the second argument is evaluated even if the first has failed */
    const struct cel_overload *const *overloads;
    uint32_t overload_count;
    bool is_constant; /* a literal, or made of literals as the API server counts it */
    const bool *maybe;
    const struct cel_fold *fold;   /* args: the range, then the predicate and the transform */
    struct cel_fold_cost price_of; /* its steps */
    const struct cel_node *predicate;
    const struct cel_node *transform;
    const struct cel_path *path;
    const struct cel_pattern *pattern; /* of a search */
};

/* The failed value `value` leaves `node`: an error notes its place, an unknown its trail. */
void cel_note_failure(const struct cel_node *node, struct cel_frame *frame, struct value *value);

static inline struct value cel_run(const struct cel_node *node, struct cel_frame *frame)
{
    frame->cost += node->cost;
    struct value value = node->run(node, frame);
    if (cel_is_failed(&value))
        cel_note_failure(node, frame, &value);
    return value;
}

/* What a name or a condition makes of a value: the API server does not leave optionals as they are.
 */
struct value cel_remade(struct cel_frame *frame, struct value value);

/* ---- What a node may run. */
cel_run_fn cel_run_literal;
cel_run_fn cel_run_variable;
cel_run_fn cel_run_local;
cel_run_fn cel_run_bound; /* a local of cel.bind or optMap: the first who asks pays for its value */
cel_run_fn cel_run_bad_index;
cel_run_fn cel_run_unresolved; /* a name, or a function, that nothing stands behind */
cel_run_fn cel_run_select;
cel_run_fn cel_run_test;
cel_run_fn cel_run_path; /* args: the same written out */
cel_run_fn cel_run_path_test;
cel_run_fn cel_run_call;     /* one overload that fits whatever comes */
cel_run_fn cel_run_dispatch; /* the first overload that fits */
cel_run_fn cel_run_search;   /* a call that is given a constant pattern */
cel_run_fn cel_run_index;
cel_run_fn cel_run_or_else; /* optional.or, optional.orValue */
cel_run_fn cel_run_and;
cel_run_fn cel_run_or;
cel_run_fn cel_run_condition;
cel_run_fn cel_run_list;
cel_run_fn cel_run_map;
cel_run_fn cel_run_bind;
cel_run_fn cel_run_optional;
cel_run_fn cel_run_all;
cel_run_fn cel_run_exists;
cel_run_fn cel_run_exists_one;
cel_run_fn cel_run_fold_list; /* map, transformList, filter */
cel_run_fn cel_run_fold_map;  /* transformMap, transformMapEntry */
cel_run_fn cel_run_sort;
cel_run_fn cel_run_watch; /* args: what is run, and its value noted under `slot` */

/* target.field: the value, an optional where `maybe`, or an error. */
struct value cel_select(struct cel_frame *frame, const struct value *target,
                        const struct value *key, bool maybe);
/* Add an entry to entries[0..len); false, with the error in failure_out, when the key is bad. */
bool cel_map_put(struct cel_frame *frame, struct value_entry *entries, uint32_t *len,
                 const struct value_entry *entry, struct value *failure_out);
/* has(target.field). */
struct value cel_test(struct cel_frame *frame, const struct value *target, const struct value *key);
/* What && and || make of an operand that did not decide: unknown before error, the first error, all
 * unknowns. */
void cel_absorb(struct cel_frame *frame, struct value *pending, const struct value *operand);

#endif
