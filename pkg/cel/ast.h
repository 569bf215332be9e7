/* The syntax tree: what the parser makes, the checker annotates and the planner reads. */
#ifndef PLIM_CEL_AST_H
#define PLIM_CEL_AST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"
#include "value/value.h"

struct cel_type;
struct cel_overload;

enum cel_ast_kind {
    CEL_AST_LITERAL,
    CEL_AST_IDENT,
    CEL_AST_SELECT,    /* target.name */
    CEL_AST_INDEX,     /* args[0] [ args[1] ] */
    CEL_AST_CALL,      /* name(args), or target.name(args) */
    CEL_AST_AND,       /* any number of args */
    CEL_AST_OR,        /* any number of args */
    CEL_AST_CONDITION, /* args[0] ? args[1] : args[2] */
    CEL_AST_LIST,      /* args */
    CEL_AST_MAP,       /* args: key, value, key, value ... */
    CEL_AST_MESSAGE,   /* name, and args as in a map */
    CEL_AST_FOLD,      /* target.all(...) and its kin, see `fold` */
    CEL_AST_BIND,      /* let name = args[0] in args[1] */
    CEL_AST_OPTIONAL,  /* target.optMap(name, args[0]), optFlatMap with CEL_AST_FLAT */
};

enum cel_ast_flag {
    CEL_AST_MAYBE = 1,  /* `?.`, `[?]`: the result is an optional */
    CEL_AST_TEST = 2,   /* has() */
    CEL_AST_ROOT = 4,   /* written with a leading dot: never a local name */
    CEL_AST_FLAT = 8,   /* optFlatMap */
    CEL_AST_MEMBER = 16 /* a call with a receiver, which became args[0] */
};

enum cel_fold_kind {
    CEL_FOLD_ALL,
    CEL_FOLD_EXISTS,
    CEL_FOLD_EXISTS_ONE,
    CEL_FOLD_MAP, /* transformList too */
    CEL_FOLD_FILTER,
    CEL_FOLD_MAP_VALUES,  /* transformMap */
    CEL_FOLD_MAP_ENTRIES, /* transformMapEntry */
    CEL_FOLD_SORT,        /* sortBy */
};

struct cel_ast;

struct cel_fold {
    enum cel_fold_kind kind;
    struct plim_str names[2];  /* the second is empty in the form with one variable */
    struct cel_ast *predicate; /* NULL: every item */
    struct cel_ast *transform;
    uint32_t slots[2]; /* of the variables, by the checker */
    bool keys_known;   /* of sortBy: its keys are of one comparable type; by the checker */
};

/* What a name stands for, by the checker. */
enum cel_ref { CEL_REF_NONE, CEL_REF_VARIABLE, CEL_REF_LOCAL, CEL_REF_TYPE };

struct cel_ast {
    enum cel_ast_kind kind;
    uint8_t flags;
    uint16_t depth;  /* levels below, this one included */
    uint32_t offset; /* byte of the source */
    uint32_t id;     /* its number among the nodes that were made for the source, from 0 */
    struct plim_str name;
    struct value literal;
    struct cel_ast *target;
    struct cel_ast **args;
    size_t len;
    const bool *maybe; /* of list items and map entries: written with '?'; NULL: none */
    struct cel_fold *fold;

    /* By the checker. */
    const struct cel_type *type;
    enum cel_ref ref;
    uint32_t slot;
    const struct cel_overload *const *overloads; /* that may be meant; decided at run time */
    size_t overload_count;
};

#endif
