/* Expressions over `self`, typed by a schema. */
#ifndef PLIM_TESTS_CEL_SCHEMA_CHECK_H
#define PLIM_TESTS_CEL_SCHEMA_CHECK_H

#include "cel/schema.h"

#include "cel_check.h"

static inline struct value read_json(struct plim_arena *arena, const char *text)
{
    struct plim_err err = {0};
    struct value value = {0};
    plim_assert_ok(value_json_read(arena, plim_str_from(text), &value, &err), &err);
    return value;
}

static inline const struct value *keep_json(struct plim_arena *arena, const char *text)
{
    struct value *value = plim_arena_alloc(arena, sizeof *value);
    *value = read_json(arena, text);
    return value;
}

static inline const struct cel_schema *read_schema(struct plim_arena *arena, const char *text)
{
    struct plim_err err = {0};
    const struct cel_schema *schema = NULL;
    const struct cel_schema_spec spec = {.schema = keep_json(arena, text), .name = "self"};
    plim_assert_ok(cel_schema_make(arena, &spec, &schema, &err), &err);
    return schema;
}

struct schema_case {
    const char *schema;
    const char *self;
    struct cel_case expect;
};

/* Compile over `self`, evaluate, and print what it comes to. */
static inline void schema_show(struct plim_arena *arena, const struct cel_type *type,
                               const struct value *self, const char *expression,
                               struct plim_buf *buf)
{
    struct plim_err err = {0};
    const struct value *const values[] = {self};
    const struct cel_variable variables[] = {{"self", type}};
    const struct cel_env_spec spec = {
        .environment = "kubernetes", .variables = variables, .len = 1};
    const struct cel_bindings bindings = {.values = values, .len = 1};
    const struct cel_env *env = NULL;
    const struct cel_program *program = NULL;
    plim_assert_ok(cel_env_make(arena, &spec, &env, &err), &err);
    if (cel_compile(arena, env, plim_str_from(expression), NULL, &program, NULL, &err) != PLIM_OK) {
        plim_buf_append_c(buf, err.msg);
        return;
    }
    struct value value = cel_eval(program, &bindings, arena, NULL);
    cel_show(&value, buf);
}

static inline void schema_expect(const struct schema_case *c)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct plim_buf got = {0};
    const struct cel_schema *schema = read_schema(arena, c->schema);
    const struct value json = read_json(arena, c->self);
    const struct value self = cel_schema_value(schema, &json, arena);
    schema_show(arena, cel_schema_type(schema), &self, c->expect.expression, &got);
    ck_assert_msg(cel_is_wanted(plim_buf_str(&got), c->expect.want),
                  "%s\n  gives %.*s\n  wanted %s", c->expect.expression,
                  PLIM_STR_ARG(plim_buf_str(&got)), c->expect.want);
    plim_buf_release(&got);
}

#endif
