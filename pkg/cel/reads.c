#include "cel/reads.h"

#include "env_priv.h"
#include "program_priv.h"

struct search {
    uint32_t slot;
    struct plim_str inside; /* the field of the variable that is the place; empty: itself */
    const char *const *fields;
    size_t len;
    struct plim_str found;
};

static bool is_the_variable(const struct search *search, const struct cel_ast *ast)
{
    return ast->ref == CEL_REF_VARIABLE && ast->slot == search->slot;
}

/* A step by a constant name; NULL: this is none. */
static const struct cel_ast *step_from(const struct cel_ast *ast, struct plim_str *field_out)
{
    if (ast->kind == CEL_AST_SELECT && ast->ref == CEL_REF_NONE) {
        *field_out = ast->name;
        return ast->target;
    }
    bool constant = ast->kind == CEL_AST_INDEX && ast->args[1]->kind == CEL_AST_LITERAL &&
                    ast->args[1]->literal.kind == VALUE_STRING;
    if (!constant)
        return NULL;
    *field_out = value_str(&ast->args[1]->literal);
    return ast->args[0];
}

static bool is_the_place(const struct search *search, const struct cel_ast *ast)
{
    struct plim_str field = {0};
    if (search->inside.len == 0)
        return is_the_variable(search, ast);
    const struct cel_ast *from = step_from(ast, &field);
    return from && is_the_variable(search, from) && plim_str_equal(field, search->inside);
}

static bool is_allowed(const struct search *search, struct plim_str field)
{
    for (size_t i = 0; i < search->len; i++) {
        if (plim_str_is(field, search->fields[i]))
            return true;
    }
    return false;
}

static bool looks_beyond(struct search *search, const struct cel_ast *ast);

static bool parts_look_beyond(struct search *search, const struct cel_ast *ast)
{
    /* The target of a name with dots is a part of the name. */
    if (ast->target && ast->ref == CEL_REF_NONE && looks_beyond(search, ast->target))
        return true;
    for (size_t i = 0; i < ast->len; i++) {
        if (looks_beyond(search, ast->args[i]))
            return true;
    }
    const struct cel_fold *fold = ast->fold;
    return fold && ((fold->predicate && looks_beyond(search, fold->predicate)) ||
                    (fold->transform && looks_beyond(search, fold->transform)));
}

static bool looks_beyond(struct search *search, const struct cel_ast *ast)
{
    struct plim_str field = {0};
    if (is_the_variable(search, ast) || is_the_place(search, ast)) {
        search->found = (struct plim_str){0};
        return true;
    }
    const struct cel_ast *from = step_from(ast, &field);
    if (from && is_the_place(search, from)) {
        search->found = field;
        return !is_allowed(search, field);
    }
    bool beside = from && is_the_variable(search, from);
    return !beside && parts_look_beyond(search, ast);
}

static bool has_variable(const struct cel_env *env, struct plim_str name, uint32_t *slot_out)
{
    for (size_t i = 0; i < env->len; i++) {
        if (!plim_str_is(name, env->variables[i].name))
            continue;
        *slot_out = (uint32_t)i;
        return true;
    }
    return false;
}

/* Whoever reads a variable writes the last part of its name: most programs need no search. */
static bool may_read(const struct cel_program *program, struct plim_str name)
{
    size_t begin = name.len;
    while (begin > 0 && name.text[begin - 1] != '.')
        begin--;
    return plim_str_contains(program->source,
                             (struct plim_str){name.text + begin, name.len - begin});
}

bool cel_program_reads_beyond(const struct cel_program *program, const char *place,
                              const char *const *fields, size_t len, struct plim_str *what_out)
{
    struct search search = {.fields = fields, .len = len};
    struct plim_str rest = plim_str_from(place), name = rest;
    if (!has_variable(program->env, name, &search.slot)) {
        if (!plim_str_cut(&rest, '.', &name) || !has_variable(program->env, name, &search.slot))
            return false;
        search.inside = rest;
    }
    if (!may_read(program, name) || !looks_beyond(&search, program->ast))
        return false;
    *what_out = search.found;
    return true;
}
