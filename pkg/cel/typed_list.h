/*
 * Lists of x-kubernetes-list-type set and map: `==` ignores their order, `+` is a union or a merge
 * by keys. The operand on the left decides, as in the API server. Source:
 * kubernetes.io/docs/reference/using-api/cel, "Equality of arrays with x-kubernetes-list-type";
 * k8s.io/apiserver pkg/cel/common/valuesunstructured.go.
 */
#ifndef PLIM_CEL_TYPED_LIST_H
#define PLIM_CEL_TYPED_LIST_H

#include "frame.h"

/* In `flags` of lists and maps made under a schema; bit 0 is the value module's. */
enum {
    CEL_FLAG_TYPED = 2,   /* a list of type set or map: behind its items stands its rule.
                             A map: behind its entries stands one whose value is the map of what is
                             out of sight */
    CEL_FLAG_FLAWED = 4,  /* a VALUE_ERROR is somewhere inside */
    CEL_FLAG_ESCAPED = 8, /* a map: a key is an escaped name, and is found by the name itself too */
};

/* The first error inside a value made under a schema, or NULL. */
const struct value *cel_flaw_in(const struct value *value);

struct cel_list_rule {
    const struct value *keys; /* names, as expressions spell them; none: a set */
    size_t key_count;
};

/* items[0..len) with room for one more. */
struct value cel_typed_list(struct value *items, size_t len, const struct cel_list_rule *rule);

/* The left one is a typed list, the right one any list. */
bool cel_typed_list_equal(const struct value *left, const struct value *right);
struct value cel_typed_list_add(struct cel_frame *frame, const struct value *left,
                                const struct value *right);

#endif
