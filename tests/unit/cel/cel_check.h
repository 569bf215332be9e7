/* Expressions and what they come to, as tables of cases. */
#ifndef PLIM_TESTS_CEL_CHECK_H
#define PLIM_TESTS_CEL_CHECK_H

#include "base/arena.h"
#include "base/buf.h"
#include "cel/env.h"
#include "cel/program.h"
#include "support/plim_check.h"
#include "value/json.h"

#include "type_priv.h"

struct cel_case {
    const char *expression;
    const char *want; /* JSON; "error: ..."; "unknown: ..."; "type int"; or "LINE:COLUMN: issue".
                       * One that ends in "..." is the beginning. */
};

static inline bool cel_is_wanted(struct plim_str got, const char *want)
{
    struct plim_str text = plim_str_from(want);
    if (!plim_str_ends(text, PLIM_STR("...")))
        return plim_str_equal(got, text);
    return plim_str_starts(got, (struct plim_str){text.text, text.len - 3});
}

static inline void cel_show(const struct value *value, struct plim_buf *buf)
{
    struct plim_err err = {0};
    struct plim_str text = {value->text, value->len};
    if (value->kind == VALUE_ERROR)
        plim_buf_printf(buf, "error: %.*s", PLIM_STR_ARG(text));
    else if (value->kind == VALUE_UNKNOWN)
        plim_buf_printf(buf, "unknown: %.*s", PLIM_STR_ARG(text));
    else if (value->kind == VALUE_TYPE)
        plim_buf_printf(buf, "type %.*s", PLIM_STR_ARG(text));
    else if (value->kind == VALUE_OPTIONAL)
        plim_buf_append_c(buf, value->len > 0 ? "some" : "none");
    else if (value->kind == VALUE_OPAQUE)
        plim_buf_printf(buf, "a %.*s", PLIM_STR_ARG(cel_type_name_of(value)));
    else
        ck_assert_int_eq(value_json_write(value, VALUE_JSON_COMPACT, buf, &err), PLIM_OK);
}

/* Compile in the environment, evaluate without bindings, and compare. */
static inline void cel_expect_in(struct plim_arena *arena, const struct cel_env *env,
                                 const struct cel_case *c)
{
    struct plim_err err = {0};
    struct plim_buf got = {0};
    const struct cel_program *program = NULL;
    if (cel_compile(arena, env, plim_str_from(c->expression), NULL, &program, NULL, &err) !=
        PLIM_OK) {
        plim_buf_append_c(&got, err.msg);
    } else {
        struct value value = cel_eval(program, NULL, arena, NULL);
        cel_show(&value, &got);
    }
    ck_assert_msg(cel_is_wanted(plim_buf_str(&got), c->want), "%s\n  gives %.*s\n  wanted %s",
                  c->expression, PLIM_STR_ARG(plim_buf_str(&got)), c->want);
    plim_buf_release(&got);
}

static inline void cel_expect(const char *environment, const struct cel_case *c)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct plim_err err = {0};
    const struct cel_env *env = NULL;
    const struct cel_env_spec spec = {.environment = environment};
    plim_assert_ok(cel_env_make(arena, &spec, &env, &err), &err);
    cel_expect_in(arena, env, c);
}

#endif
