/* The children of YAML's open containers, and the values that they become. */
#ifndef PLIM_VALUE_YAML_CHILDREN_PRIV_H
#define PLIM_VALUE_YAML_CHILDREN_PRIV_H

#include "base/err.h"
#include "value/yaml.h"

/* A complete node that waits for its container to end. In a map keys and values alternate. */
struct value_yaml_child {
    struct value value;
    struct value_position position;
    bool is_merge; /* a key "<<" that means the merge of its value */
};

/* A stack: the children of the innermost container are the last ones. All-zero is empty. */
struct value_yaml_children {
    struct value_yaml_child *items; /* owned */
    size_t len;
    size_t cap;
};

void value_yaml_children_push(struct value_yaml_children *children, struct value_yaml_child child);
void value_yaml_children_release(struct value_yaml_children *children);

/* Take everything from index `first` on off the stack, as a list that carries positions. */
struct value value_yaml_children_take_list(struct value_yaml_children *children,
                                           struct plim_arena *arena, size_t first);

/* What stands in the way of a map: printed behind the position of the child. */
struct value_yaml_problem {
    const char *text;
    struct plim_str key; /* quoted behind the text when not empty */
    struct value_position position;
};

/* The same as a map. Manifests: merge keys are expanded and the last of equal keys wins, a merged
 * one included, whatever stood before it: what go-yaml v2 does. Documents: equal keys are a
 * problem. */
bool value_yaml_children_take_map(struct value_yaml_children *children, struct plim_arena *arena,
                                  size_t first, enum value_yaml_dialect dialect,
                                  struct value *map_out, struct value_yaml_problem *problem_out);

#endif
