/* Expressions over a typed object, and what they are estimated to cost. */
#ifndef PLIM_TESTS_CEL_ESTIMATE_CHECK_H
#define PLIM_TESTS_CEL_ESTIMATE_CHECK_H

#include <inttypes.h>

#include "cel/estimate.h"
#include "cel/schema.h"

#include "cel_check.h"

struct cel_estimated {
    const char *expression;
    uint64_t min;
    uint64_t max;
};

/* `self` has bounds, `any` is dyn. In the environment `cel` both are dyn. */
static const char cel_estimate_schema[] =
    "{\"type\": \"object\", \"properties\": {"
    "\"name\": {\"type\": \"string\", \"maxLength\": 64},"
    "\"count\": {\"type\": \"integer\"},"
    "\"tags\": {\"type\": \"array\", \"maxItems\": 10, \"items\": {\"type\": \"string\", "
    "\"maxLength\": 20}},"
    "\"labels\": {\"type\": \"object\", \"maxProperties\": 8, \"additionalProperties\": "
    "{\"type\": \"string\", \"maxLength\": 63}}}}";

static inline struct cel_estimate cel_estimate_of(const char *environment, const char *expression)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct plim_err err = {0};
    struct value json;
    const struct cel_schema *schema = NULL;
    const struct cel_env *env = NULL;
    const struct cel_program *program = NULL;
    plim_assert_ok(value_json_read(arena, plim_str_from(cel_estimate_schema), &json, &err), &err);
    const struct cel_schema_spec schema_spec = {.schema = &json, .name = "Thing"};
    plim_assert_ok(cel_schema_make(arena, &schema_spec, &schema, &err), &err);
    bool typed = strcmp(environment, "cel") != 0;
    const struct cel_variable variables[] = {{"self", typed ? cel_schema_type(schema) : NULL},
                                             {"any", NULL}};
    const struct cel_env_spec spec = {
        .environment = environment, .variables = variables, .len = PLIM_LEN(variables)};
    plim_assert_ok(cel_env_make(arena, &spec, &env, &err), &err);
    plim_assert_ok(cel_compile(arena, env, plim_str_from(expression), NULL, &program, NULL, &err),
                   &err);
    return cel_estimate(program);
}

static inline void cel_expect_estimate(const char *environment, const struct cel_estimated *c)
{
    struct cel_estimate got = cel_estimate_of(environment, c->expression);
    ck_assert_msg(got.min == c->min && got.max == c->max,
                  "%s\n  is estimated at %" PRIu64 " to %" PRIu64, c->expression, got.min, got.max);
}

#endif
