#include "cel/reads.h"

#include <string.h>

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

const struct cel_ast *cel_ast_step(const struct cel_ast *ast, struct plim_str *field_out)
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
    const struct cel_ast *from = cel_ast_step(ast, &field);
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
    const struct cel_ast *from = cel_ast_step(ast, &field);
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

/* ---- kinds of other objects */

struct asked {
    cel_asked_fn *visit;
    void *context;
};

static struct plim_str text_of(const struct cel_ast *ast)
{
    bool text = ast->kind == CEL_AST_LITERAL && ast->literal.kind == VALUE_STRING;
    return text ? value_str(&ast->literal) : (struct plim_str){0};
}

static struct plim_str entry_of(const struct cel_ast *map, const char *key)
{
    for (size_t i = 0; i + 1 < map->len; i += 2) {
        if (plim_str_is(text_of(map->args[i]), key))
            return text_of(map->args[i + 1]);
    }
    return (struct plim_str){0};
}

static bool asks_for_objects(const struct cel_ast *ast)
{
    static const char *const functions[] = {"resource.Get", "resource.get", "resource.List",
                                            "resource.list"};
    if (ast->kind != CEL_AST_CALL || ast->overload_count == 0)
        return false;
    for (size_t i = 0; i < PLIM_LEN(functions); i++) {
        if (strcmp(ast->overloads[0]->function->name, functions[i]) == 0)
            return true;
    }
    return false;
}

static void visit_call(const struct asked *asked, const struct cel_ast *ast)
{
    const struct cel_ast *const first = ast->len > 0 ? ast->args[0] : NULL;
    struct plim_str none = {0};
    if (!first)
        return;
    if (first->kind == CEL_AST_MAP)
        asked->visit(asked->context, entry_of(first, "apiVersion"), entry_of(first, "kind"), none);
    else if (ast->len > 1)
        asked->visit(asked->context, text_of(first), none, text_of(ast->args[1]));
}

static void visit_asked(const struct asked *asked, const struct cel_ast *ast)
{
    if (!ast)
        return;
    if (asks_for_objects(ast))
        visit_call(asked, ast);
    visit_asked(asked, ast->target);
    for (size_t i = 0; i < ast->len; i++)
        visit_asked(asked, ast->args[i]);
    if (ast->fold) {
        visit_asked(asked, ast->fold->predicate);
        visit_asked(asked, ast->fold->transform);
    }
}

void cel_program_visit_asked(const struct cel_program *program, cel_asked_fn *visit, void *context)
{
    const struct asked asked = {visit, context};
    if (plim_str_contains(program->source, PLIM_STR("resource")))
        visit_asked(&asked, program->ast);
}
