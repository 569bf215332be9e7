/*
 * The type checker: what every name stands for, which functions are meant, and the type of each
 * node.
 *
 * Lenient, it notes no issues: what does not fit is decided, and fails, when it is evaluated.
 * Source: cel-spec doc/langdef.md, "Gradual Type Checking", "Name Resolution".
 */
#ifndef PLIM_CEL_CHECKER_H
#define PLIM_CEL_CHECKER_H

#include "ast.h"
#include "env_priv.h"
#include "issues.h"

struct cel_local {
    struct plim_str name;
    const struct cel_type *type;
    uint32_t slot;
    const struct cel_local *outer;
};

struct cel_checker {
    struct cel_source *source;
    const struct cel_env *env;
    const struct cel_limits *limits;
    struct cel_bindings_of_types types;
    const struct cel_local *locals; /* the innermost */
    uint32_t slots;                 /* in use */
    uint32_t slots_max;             /* most that were in use at once */
    unsigned folds;                 /* comprehensions around */
    size_t parts_max;               /* no name has more parts between dots */
    bool lenient;
};

/* Annotate the tree; returns its type. */
const struct cel_type *cel_check(struct cel_checker *checker, struct cel_ast *ast);

/* ---- For the files of the checker. */
const struct cel_type *cel_check_node(struct cel_checker *checker, struct cel_ast *ast);
const struct cel_type *cel_check_ident(struct cel_checker *checker, struct cel_ast *ast);
const struct cel_type *cel_check_select(struct cel_checker *checker, struct cel_ast *ast);
const struct cel_type *cel_check_call(struct cel_checker *checker, struct cel_ast *ast);
const struct cel_type *cel_check_fold(struct cel_checker *checker, struct cel_ast *ast);
const struct cel_type *cel_check_bind(struct cel_checker *checker, struct cel_ast *ast);
const struct cel_type *cel_check_optional(struct cel_checker *checker, struct cel_ast *ast);

/* Is it acceptable as `wanted`? Binds type parameters. */
bool cel_check_assign(struct cel_checker *checker, const struct cel_type *actual,
                      const struct cel_type *wanted);
/* The same, with an issue at the node when it is not. */
void cel_check_expect(struct cel_checker *checker, const struct cel_ast *ast,
                      const struct cel_type *actual, const struct cel_type *wanted);
void cel_check_issue(struct cel_checker *checker, const struct cel_ast *ast, const char *fmt, ...)
    PLIM_PRINTF(3, 4);
/* The type as text in the arena, for messages. */
const char *cel_check_type_text(struct cel_checker *checker, const struct cel_type *type);

/* " (in container 'a.b')", or nothing. */
const char *cel_check_container_text(struct cel_checker *checker);

/* ---- What would have been accepted, as the end of an issue: "; did you mean 'x'?" or nothing. */
const char *cel_hint_name(struct cel_checker *checker, struct plim_str name); /* of a variable */
const char *cel_hint_function(struct cel_checker *checker, struct plim_str name);
/* "; the macro takes 2 to 3 arguments"; NULL when no macro is called so. */
const char *cel_hint_macro(struct cel_checker *checker, struct plim_str name);
const char *cel_hint_field(struct cel_checker *checker, const struct cel_type *record,
                           struct plim_str name);
/* "; expected one of (int, int) -> int, ...": the signatures nearest to these arguments. */
const char *cel_hint_overloads(struct cel_checker *checker, const struct cel_name *set, bool member,
                               const struct cel_type *const *types, size_t len);

/* "a.b.c" of a chain of selections from a name, or an empty text; a chain from a local is none. */
struct plim_str cel_check_qualified(struct cel_checker *checker, const struct cel_ast *ast,
                                    bool *root_out);
/* Resolve the whole qualified name to a variable or type, through the container; NULL when it is
 * none. The node becomes a reference. */
const struct cel_type *cel_check_reference(struct cel_checker *checker, struct cel_ast *ast,
                                           struct plim_str name, bool root);
/* The candidates of a name in the container, longest first: i from 0; false when there are no more.
 */
bool cel_check_candidate(struct cel_checker *checker, struct plim_str name, bool root, size_t i,
                         struct plim_str *candidate_out);
/* The innermost local of that name, or NULL. */
const struct cel_local *cel_check_local(const struct cel_checker *checker, struct plim_str name);
/* Enter a local; leave by restoring checker->locals and checker->slots. Returns its slot. */
uint32_t cel_check_enter(struct cel_checker *checker, struct plim_str name,
                         const struct cel_type *type);

/* Check `name` applied to arguments of these types, and note the overloads in `ast`. */
const struct cel_type *cel_check_overloads(struct cel_checker *checker, struct cel_ast *ast,
                                           struct plim_str name, struct cel_ast *const *args,
                                           size_t len);

#endif
