#include <stdint.h>
#include <stdlib.h>

#include "cel/env.h"
#include "cel/estimate.h"

#include "program_priv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct cel_field fields[] = {{"name", NULL}, {"labels", NULL}};

/* A value for whatever is asked: a small object. */
static const struct value *answer(void *context, size_t variable, struct plim_arena *arena)
{
    (void)context;
    struct value_entry *entries = plim_arena_array(arena, 2, sizeof *entries);
    struct value *items = plim_arena_array(arena, 2, sizeof *items);
    struct value *value = plim_arena_alloc(arena, sizeof *value);
    items[0] = value_int((int64_t)variable);
    items[1] = value_string_c("a\303\251");
    entries[0] = (struct value_entry){value_string_c("name"), value_string_c("10.0.0.1")};
    entries[1] = (struct value_entry){value_string_c("labels"), value_list(items, 2)};
    *value = value_map(entries, 2);
    return variable == 0 ? value : NULL;
}

static void run(const char *environment, unsigned flags, struct plim_str source)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct plim_err err = {0};
    const struct cel_env *env = NULL;
    const struct cel_program *program = NULL;
    const struct cel_variable variables[] = {
        {"object", NULL}, {"request", cel_type_record(arena, "Request", fields, PLIM_LEN(fields))}};
    const struct cel_env_spec spec = {.environment = environment, .variables = variables, .len = 2};
    struct cel_limits limits = cel_default_limits;
    limits.cost = 100000;
    if (cel_env_make(arena, &spec, &env, &err) != PLIM_OK)
        abort();
    const struct cel_compilation how = {env, &limits, flags};
    const struct cel_bindings bindings = {.resolve = answer};
    if (cel_compile_with(arena, &how, source, &program, NULL, &err) != PLIM_OK)
        return;
    (void)cel_estimate(program);
    (void)cel_eval(program, &bindings, arena, NULL);
}

/* Any bytes are compiled, estimated and evaluated, or refused: no crash, leak, overflow or
 * unbounded work. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct plim_str source = {(const char *)data, size};
    run("plimsoll", 0, source);
    run("kubernetes", 0, source);
    run("cel", CEL_COMPILE_UNCHECKED, source);
    return 0;
}
