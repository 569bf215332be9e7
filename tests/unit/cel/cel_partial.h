/* Evaluations of which parts are not known. */
#ifndef PLIM_TESTS_CEL_PARTIAL_H
#define PLIM_TESTS_CEL_PARTIAL_H

#include "cel/residual.h"
#include "cel/unknown.h"

#include "cel_check.h"

enum { CEL_PARTIAL_UNKNOWNS_MAX = 8 };

/* The variables object, params, x and y; x has no value, y is 1. */
struct cel_partial {
    struct plim_arena *arena;
    const struct cel_env *env;
    struct value object;
    struct value params;
    struct value y;
    const struct value *values[4];
    struct cel_attribute unknowns[CEL_PARTIAL_UNKNOWNS_MAX];
    struct cel_bindings bindings;
};

static inline struct value cel_partial_json(struct plim_arena *arena, const char *json)
{
    struct plim_err err = {0};
    struct value value = {0};
    plim_assert_ok(value_json_read(arena, plim_str_from(json), &value, &err), &err);
    return value;
}

/* unknowns: attributes, with a blank between them. */
static inline void cel_partial_init(struct cel_partial *partial, struct plim_arena *arena,
                                    const char *unknowns)
{
    static const struct cel_variable variables[] = {
        {"object", NULL}, {"params", NULL}, {"x", NULL}, {"y", NULL}};
    const struct cel_env_spec spec = {.variables = variables, .len = PLIM_LEN(variables)};
    struct plim_err err = {0};
    struct plim_str rest = plim_str_from(unknowns);
    struct plim_str one;
    *partial = (struct cel_partial){.arena = arena, .y = value_int(1)};
    plim_assert_ok(cel_env_make(arena, &spec, &partial->env, &err), &err);
    partial->object =
        cel_partial_json(arena, "{\"kind\": \"Pod\", \"spec\": {\"n\": 1, \"a/b\": 2},"
                                " \"items\": [{\"name\": \"a\"}, {\"name\": \"b\"}]}");
    partial->params = cel_partial_json(arena, "{\"max\": 3, \"prefix\": \"a\", \"on\": true}");
    partial->values[0] = &partial->object;
    partial->values[1] = &partial->params;
    partial->values[3] = &partial->y;
    partial->bindings = (struct cel_bindings){
        .values = partial->values, .len = PLIM_LEN(variables), .unknowns = partial->unknowns};
    while (rest.len > 0) {
        (void)plim_str_cut(&rest, ' ', &one);
        plim_assert_ok(cel_attribute_parse(arena, partial->env, one,
                                           &partial->unknowns[partial->bindings.unknown_count++],
                                           &err),
                       &err);
    }
}

static inline const struct cel_program *cel_partial_compile(const struct cel_partial *partial,
                                                            const char *source)
{
    const struct cel_program *program = NULL;
    struct plim_err err = {0};
    plim_assert_ok(cel_compile(partial->arena, partial->env, plim_str_from(source), NULL, &program,
                               NULL, &err),
                   &err);
    return program;
}

static inline struct value cel_partial_eval(const struct cel_partial *partial, const char *source)
{
    return cel_eval(cel_partial_compile(partial, source), &partial->bindings, partial->arena, NULL);
}

struct cel_residual_case {
    const char *expression;
    const char *unknowns;
    const char *want;
};

/* Once all is known, both come to the same. */
static inline void cel_expect_same(struct cel_partial *partial, const char *left, const char *right)
{
    struct plim_buf before = {0};
    struct plim_buf after = {0};
    partial->bindings.unknown_count = 0;
    partial->values[2] = &partial->params;
    struct value whole = cel_partial_eval(partial, left);
    struct value rest = cel_partial_eval(partial, right);
    cel_show(&whole, &before);
    cel_show(&rest, &after);
    ck_assert_str_eq(after.text, before.text);
    plim_buf_release(&before);
    plim_buf_release(&after);
}

/* What is left is as wanted, and comes to what the expression comes to once all is known. */
static inline void cel_expect_residual(const struct cel_residual_case *c)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    struct plim_err err = {0};
    struct cel_partial partial;
    cel_partial_init(&partial, arena, c->unknowns);
    plim_assert_ok(cel_residual(cel_partial_compile(&partial, c->expression), &partial.bindings,
                                arena, &text, &err),
                   &err);
    ck_assert_msg(plim_str_is(plim_buf_str(&text), c->want),
                  "of %s\n  is left   %s\n  wanted    %s", c->expression, text.text, c->want);
    cel_expect_same(&partial, c->expression, text.text);
}

#endif
