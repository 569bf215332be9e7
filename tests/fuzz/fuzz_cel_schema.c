#include <stdint.h>

#include "cel/env.h"
#include "cel/program.h"
#include "cel/schema.h"
#include "value/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Compile and evaluate over `self` and `oldSelf` under the schema. */
static void run(struct plim_arena *arena, const struct cel_schema *schema, const struct value *json,
                struct plim_str expression)
{
    struct plim_err err = {0};
    const struct cel_type *type = cel_schema_type(schema);
    const struct value self = cel_schema_value(schema, json, arena);
    const struct value *const values[] = {&self, &self};
    const struct cel_variable variables[] = {{"self", type}, {"oldSelf", type}};
    const struct cel_env_spec spec = {
        .environment = "kubernetes", .variables = variables, .len = 2};
    const struct cel_bindings bindings = {.values = values, .len = 2};
    const struct cel_env *env = NULL;
    const struct cel_program *program = NULL;
    struct cel_limits limits = cel_default_limits;
    limits.cost = 100000;
    if (cel_env_make(arena, &spec, &env, &err) == PLIM_OK &&
        cel_compile(arena, env, expression, &limits, &program, NULL, &err) == PLIM_OK)
        (void)cel_eval(program, &bindings, arena, NULL);
}

/* A line each of schema, value and expression: any bytes are read and evaluated, or refused. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct plim_err err = {0};
    struct plim_str rest = {(const char *)data, size};
    struct plim_str schema_text;
    struct plim_str value_text;
    struct value json;
    struct value value;
    const struct cel_schema *schema = NULL;
    (void)plim_str_cut(&rest, '\n', &schema_text);
    (void)plim_str_cut(&rest, '\n', &value_text);
    if (value_json_read(arena, schema_text, &json, &err) != PLIM_OK ||
        value_json_read(arena, value_text, &value, &err) != PLIM_OK)
        return 0;
    const struct cel_schema_spec spec = {
        .schema = &json, .document = &json, .name = "self", .is_resource = size % 2 == 0};
    if (cel_schema_make(arena, &spec, &schema, &err) == PLIM_OK)
        run(arena, schema, &value, rest);
    return 0;
}
