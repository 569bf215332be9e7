#include "checker.h"

#include <stdarg.h>
#include <stdio.h>

enum { MESSAGE_MAX = 400 };

void cel_check_issue(struct cel_checker *checker, const struct cel_ast *ast, const char *fmt, ...)
{
    char message[MESSAGE_MAX];
    va_list list;
    va_start(list, fmt);
    (void)vsnprintf(message, sizeof message, fmt, list);
    va_end(list);
    if (!checker->lenient)
        cel_issue_add(checker->source, ast->offset, "%s", message);
}

const char *cel_check_type_text(struct cel_checker *checker, const struct cel_type *type)
{
    struct plim_buf buf = {.max = MESSAGE_MAX};
    cel_type_print(cel_types_resolve(&checker->types, type, true), &buf);
    struct plim_str text = plim_buf_str(&buf);
    const char *copy =
        plim_arena_copy(checker->source->arena, text.text ? text.text : "", text.len);
    plim_buf_release(&buf);
    return copy;
}

const char *cel_check_container_text(struct cel_checker *checker)
{
    struct plim_str container = checker->env->container;
    if (container.len == 0)
        return "";
    return plim_arena_printf(checker->source->arena, " (in container '%.*s')",
                             PLIM_STR_ARG(container));
}

bool cel_check_assign(struct cel_checker *checker, const struct cel_type *actual,
                      const struct cel_type *wanted)
{
    return cel_types_assign(&checker->types, &actual, &wanted, 1);
}

void cel_check_expect(struct cel_checker *checker, const struct cel_ast *ast,
                      const struct cel_type *actual, const struct cel_type *wanted)
{
    if (!cel_check_assign(checker, actual, wanted))
        cel_check_issue(checker, ast, "expected type '%s' but found '%s'",
                        cel_check_type_text(checker, wanted), cel_check_type_text(checker, actual));
}

static const struct cel_type *literal_type(const struct cel_ast *ast)
{
    if (ast->literal.kind == VALUE_NULL)
        return cel_type_simple(CEL_TYPE_NULL);
    const struct cel_type *type = cel_type_by_name(cel_type_name_of(&ast->literal));
    return type ? type : cel_type_dyn();
}

/* The type of both: what lists and maps of them have. */
static const struct cel_type *join(struct cel_checker *checker, const struct cel_type *previous,
                                   const struct cel_type *current)
{
    if (!previous)
        return current;
    if (cel_check_assign(checker, previous, current))
        return cel_types_most_general(&checker->types, previous, current);
    return cel_type_dyn();
}

/* What an entry written with '?' holds. */
static const struct cel_type *unwrap_entry(struct cel_checker *checker, const struct cel_ast *ast,
                                           const struct cel_type *type)
{
    const struct cel_type *resolved = cel_types_resolve(&checker->types, type, false);
    if (cel_type_is_optional(resolved))
        return resolved->params[0];
    if (!cel_type_is_dyn(resolved))
        cel_check_issue(checker, ast, "expected type 'optional_type(%s)' but found '%s'",
                        cel_check_type_text(checker, resolved),
                        cel_check_type_text(checker, resolved));
    return cel_type_dyn();
}

static const struct cel_type *check_list(struct cel_checker *checker, struct cel_ast *ast)
{
    const struct cel_type *item = NULL;
    for (size_t i = 0; i < ast->len; i++) {
        const struct cel_type *type = cel_check_node(checker, ast->args[i]);
        if (ast->maybe && ast->maybe[i])
            type = unwrap_entry(checker, ast->args[i], type);
        item = join(checker, item, type);
    }
    return cel_type_list(checker->source->arena, item ? item : cel_types_fresh(&checker->types));
}

static const struct cel_type *check_map(struct cel_checker *checker, struct cel_ast *ast)
{
    const struct cel_type *key = NULL;
    const struct cel_type *item = NULL;
    for (size_t i = 0; i + 1 < ast->len; i += 2) {
        key = join(checker, key, cel_check_node(checker, ast->args[i]));
        const struct cel_type *type = cel_check_node(checker, ast->args[i + 1]);
        if (ast->maybe && ast->maybe[i])
            type = unwrap_entry(checker, ast->args[i + 1], type);
        item = join(checker, item, type);
    }
    if (!key)
        key = cel_types_fresh(&checker->types);
    return cel_type_map(checker->source->arena, key,
                        item ? item : cel_types_fresh(&checker->types));
}

static const struct cel_type *check_logic(struct cel_checker *checker, struct cel_ast *ast)
{
    for (size_t i = 0; i < ast->len; i++)
        cel_check_expect(checker, ast->args[i], cel_check_node(checker, ast->args[i]),
                         cel_type_bool());
    return cel_type_bool();
}

static const struct cel_type *check_condition(struct cel_checker *checker, struct cel_ast *ast)
{
    cel_check_expect(checker, ast->args[0], cel_check_node(checker, ast->args[0]), cel_type_bool());
    const struct cel_type *yes = cel_check_node(checker, ast->args[1]);
    const struct cel_type *no = cel_check_node(checker, ast->args[2]);
    const struct cel_type *result = cel_types_fresh(&checker->types);
    if (!cel_check_assign(checker, yes, result) || !cel_check_assign(checker, no, result)) {
        cel_check_issue(checker, ast,
                        "found no matching overload for '_?_:_' applied to '(bool, %s, %s)'",
                        cel_check_type_text(checker, yes), cel_check_type_text(checker, no));
        return cel_type_dyn();
    }
    return cel_types_resolve(&checker->types, result, false);
}

static const struct cel_type *check_index(struct cel_checker *checker, struct cel_ast *ast)
{
    struct plim_str name = (ast->flags & CEL_AST_MAYBE) ? PLIM_STR("_[?_]") : PLIM_STR("_[_]");
    for (size_t i = 0; i < ast->len; i++)
        (void)cel_check_node(checker, ast->args[i]);
    return cel_check_overloads(checker, ast, name, ast->args, ast->len);
}

static const struct cel_type *check_message(struct cel_checker *checker, struct cel_ast *ast)
{
    cel_check_issue(checker, ast, "undeclared reference to '%.*s'%s: messages cannot be made",
                    PLIM_STR_ARG(ast->name), cel_check_container_text(checker));
    return cel_type_simple(CEL_TYPE_FAILED);
}

static const struct cel_type *dispatch(struct cel_checker *checker, struct cel_ast *ast)
{
    switch (ast->kind) {
    case CEL_AST_LITERAL:
        return literal_type(ast);
    case CEL_AST_IDENT:
        return cel_check_ident(checker, ast);
    case CEL_AST_SELECT:
        return cel_check_select(checker, ast);
    case CEL_AST_INDEX:
        return check_index(checker, ast);
    case CEL_AST_CALL:
        return cel_check_call(checker, ast);
    case CEL_AST_AND:
    case CEL_AST_OR:
        return check_logic(checker, ast);
    case CEL_AST_CONDITION:
        return check_condition(checker, ast);
    case CEL_AST_LIST:
        return check_list(checker, ast);
    case CEL_AST_MAP:
        return check_map(checker, ast);
    case CEL_AST_MESSAGE:
        return check_message(checker, ast);
    case CEL_AST_FOLD:
        return cel_check_fold(checker, ast);
    case CEL_AST_BIND:
        return cel_check_bind(checker, ast);
    case CEL_AST_OPTIONAL:
        return cel_check_optional(checker, ast);
    }
    return cel_type_dyn();
}

const struct cel_type *cel_check_node(struct cel_checker *checker, struct cel_ast *ast)
{
    ast->type = dispatch(checker, ast);
    return ast->type;
}

/* The most parts that a name can have which the environment knows. */
static size_t most_parts(const struct cel_env *env)
{
    enum { BUILT_IN = 8 }; /* more than any type or function has */
    size_t most = BUILT_IN;
    for (size_t i = 0; i < env->len; i++) {
        size_t parts = 1;
        for (const char *c = env->variables[i].name; *c; c++)
            parts += *c == '.';
        most = parts > most ? parts : most;
    }
    return most;
}

const struct cel_type *cel_check(struct cel_checker *checker, struct cel_ast *ast)
{
    checker->parts_max = most_parts(checker->env);
    return cel_types_resolve(&checker->types, cel_check_node(checker, ast), true);
}
