/* What names stand for: locals, variables, types, fields. */
#include <stdlib.h>
#include <string.h>

#include "checker.h"
#include "field_name.h"

const struct cel_local *cel_check_local(const struct cel_checker *checker, struct plim_str name)
{
    const struct cel_local *local = checker->locals;
    while (local && !plim_str_equal(local->name, name))
        local = local->outer;
    return local;
}

uint32_t cel_check_enter(struct cel_checker *checker, struct plim_str name,
                         const struct cel_type *type)
{
    struct cel_local *local = plim_arena_alloc(checker->source->arena, sizeof *local);
    *local = (struct cel_local){name, type, checker->slots++, checker->locals};
    checker->locals = local;
    if (checker->slots > checker->slots_max)
        checker->slots_max = checker->slots;
    return local->slot;
}

struct plim_str cel_check_qualified(struct cel_checker *checker, const struct cel_ast *ast,
                                    bool *root_out)
{
    const struct cel_ast *step = ast;
    size_t len = 0;
    size_t parts = 1;
    while (step->kind == CEL_AST_SELECT && !(step->flags & (CEL_AST_MAYBE | CEL_AST_TEST))) {
        len += step->name.len + 1;
        step = step->target;
        if (++parts > checker->parts_max)
            return (struct plim_str){0};
    }
    if (step->kind != CEL_AST_IDENT)
        return (struct plim_str){0};
    *root_out = step->flags & CEL_AST_ROOT;
    if (!*root_out && cel_check_local(checker, step->name))
        return (struct plim_str){0};
    len += step->name.len;
    char *text = plim_arena_alloc(checker->source->arena, len + 1);
    size_t end = len;
    for (step = ast; step->kind == CEL_AST_SELECT; step = step->target) {
        end -= step->name.len;
        memcpy(text + end, step->name.text, step->name.len);
        text[--end] = '.';
    }
    memcpy(text, step->name.text, step->name.len);
    return (struct plim_str){text, len};
}

bool cel_check_candidate(struct cel_checker *checker, struct plim_str name, bool root, size_t i,
                         struct plim_str *candidate_out)
{
    struct plim_str prefix = root ? (struct plim_str){0} : checker->env->container;
    for (; i > 0; i--) {
        if (prefix.len == 0)
            return false;
        while (prefix.len > 0 && prefix.text[prefix.len - 1] != '.')
            prefix.len--;
        prefix.len -= prefix.len > 0;
    }
    *candidate_out = name;
    if (prefix.len > 0)
        *candidate_out = plim_str_from(plim_arena_printf(checker->source->arena, "%.*s.%.*s",
                                                         PLIM_STR_ARG(prefix), PLIM_STR_ARG(name)));
    return true;
}

static const struct cel_type *refer_to_variable(struct cel_checker *checker, struct cel_ast *ast,
                                                struct plim_str name)
{
    for (size_t i = 0; i < checker->env->len; i++) {
        const struct cel_variable *variable = &checker->env->variables[i];
        if (!plim_str_is(name, variable->name))
            continue;
        ast->ref = CEL_REF_VARIABLE;
        ast->slot = (uint32_t)i;
        return variable->type ? variable->type : cel_type_dyn();
    }
    return NULL;
}

/* A type that expressions may name: dyn and those of Kubernetes have no value. */
static const struct cel_type *nameable_type(struct plim_str name)
{
    if (plim_str_is(name, "dyn") || plim_str_starts(name, PLIM_STR("kubernetes.")))
        return NULL;
    return cel_type_by_name(name);
}

const struct cel_type *cel_check_reference(struct cel_checker *checker, struct cel_ast *ast,
                                           struct plim_str name, bool root)
{
    struct plim_str candidate;
    for (size_t i = 0; cel_check_candidate(checker, name, root, i, &candidate); i++) {
        const struct cel_type *type = refer_to_variable(checker, ast, candidate);
        if (type)
            return type;
        type = nameable_type(candidate);
        if (type) {
            ast->ref = CEL_REF_TYPE;
            ast->literal = value_string(candidate);
            ast->literal.kind = VALUE_TYPE;
            return cel_type_type(checker->source->arena, type);
        }
    }
    return NULL;
}

const struct cel_type *cel_check_ident(struct cel_checker *checker, struct cel_ast *ast)
{
    bool root = ast->flags & CEL_AST_ROOT;
    const struct cel_local *local = root ? NULL : cel_check_local(checker, ast->name);
    if (local) {
        ast->ref = CEL_REF_LOCAL;
        ast->slot = local->slot;
        return local->type;
    }
    const struct cel_type *type = cel_check_reference(checker, ast, ast->name, root);
    if (type)
        return type;
    cel_check_issue(checker, ast, "undeclared reference to '%.*s'%s%s", PLIM_STR_ARG(ast->name),
                    cel_check_container_text(checker), cel_hint_name(checker, ast->name));
    return checker->lenient ? cel_type_dyn() : cel_type_simple(CEL_TYPE_FAILED);
}

static int order_field(const void *name, const void *field)
{
    return plim_str_compare(*(const struct plim_str *)name,
                            plim_str_from(((const struct cel_field *)field)->name));
}

static const struct cel_field *find_field(const struct cel_type *record, struct plim_str name)
{
    if (record->is_object && record->field_count > 0)
        return bsearch(&name, record->fields, record->field_count, sizeof *record->fields,
                       order_field);
    for (size_t i = 0; i < record->field_count; i++)
        if (plim_str_is(name, record->fields[i].name))
            return &record->fields[i];
    return NULL;
}

/* An object's field that is a word of the language may be written as it is: `namespace` stands for
 * __namespace__. Source: k8s.io/apiserver pkg/cel/types.go, recognizeKeywordAsFieldName. */
static const struct cel_field *find_reserved(struct cel_checker *checker, struct cel_ast *ast,
                                             const struct cel_type *record)
{
    if (!record->is_object || !cel_field_is_reserved(ast->name))
        return NULL;
    struct plim_str escaped = plim_str_from(
        plim_arena_printf(checker->source->arena, "__%.*s__", PLIM_STR_ARG(ast->name)));
    const struct cel_field *field = find_field(record, escaped);
    if (field)
        ast->name = escaped;
    return field;
}

static const struct cel_type *record_field(struct cel_checker *checker, struct cel_ast *ast,
                                           const struct cel_type *record)
{
    const struct cel_field *field = find_field(record, ast->name);
    if (!field)
        field = find_reserved(checker, ast, record);
    if (field)
        return field->type ? field->type : cel_type_dyn();
    cel_check_issue(checker, ast, "undefined field '%.*s'%s%s%s%s", PLIM_STR_ARG(ast->name),
                    record->name ? " of '" : "", record->name ? record->name : "",
                    record->name ? "'" : "", cel_hint_field(checker, record, ast->name));
    return cel_type_simple(CEL_TYPE_FAILED);
}

static const struct cel_type *field_type(struct cel_checker *checker, struct cel_ast *ast,
                                         const struct cel_type *target)
{
    if (target->kind == CEL_TYPE_MAP)
        return target->params[1];
    if (target->kind == CEL_TYPE_RECORD)
        return record_field(checker, ast, target);
    if (target->kind == CEL_TYPE_PARAM) {
        (void)cel_check_assign(checker, cel_type_dyn(), target);
        return cel_type_dyn();
    }
    if (!cel_type_is_dyn(target))
        cel_check_issue(checker, ast, "type '%s' does not support field selection",
                        cel_check_type_text(checker, target));
    return cel_type_dyn();
}

const struct cel_type *cel_check_select(struct cel_checker *checker, struct cel_ast *ast)
{
    bool root = false;
    struct plim_str name = cel_check_qualified(checker, ast, &root);
    const struct cel_type *type =
        name.len > 0 ? cel_check_reference(checker, ast, name, root) : NULL;
    if (type)
        return type;
    const struct cel_type *target =
        cel_types_resolve(&checker->types, cel_check_node(checker, ast->target), false);
    bool optional = cel_type_is_optional(target);
    type = field_type(checker, ast, optional ? target->params[0] : target);
    if (ast->flags & CEL_AST_TEST)
        return cel_type_bool();
    if (optional || (ast->flags & CEL_AST_MAYBE))
        return cel_type_optional(checker->source->arena, type);
    return type;
}
