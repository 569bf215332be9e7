/* Values as trees that make them. */
#ifndef PLIM_CEL_VALUE_AST_H
#define PLIM_CEL_VALUE_AST_H

#include "base/arena.h"

#include "ast.h"

struct cel_value_maker {
    struct plim_arena *arena;
    size_t room; /* nodes that may be made */
    bool dyn;    /* items, keys and values are wrapped in dyn(), so that they mix */
};

/* NULL when no expression makes the value, or there is too little room. */
struct cel_ast *cel_value_ast(struct cel_value_maker *maker, const struct value *value);

/* name(arg), or scope.name(arg) with a scope; without an argument when it is NULL. */
struct cel_ast *cel_call_ast(struct plim_arena *arena, const char *scope, const char *name,
                             struct cel_ast *arg);

#endif
