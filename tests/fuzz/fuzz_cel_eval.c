#include <stdint.h>
#include <stdlib.h>

#include "base/buf.h"
#include "cel/explain.h"
#include "cel/plain.h"
#include "cel/residual.h"
#include "cel/unknown.h"
#include "value/json.h"

#include "cel_source.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { COST_MAX = 20000, COST_AGAIN = 1000000 };

static const struct cel_program *compile(struct plim_arena *arena, const struct cel_env *env,
                                         struct plim_str source, uint64_t cost)
{
    struct cel_limits limits = cel_default_limits;
    const struct cel_program *program = NULL;
    struct plim_err err = {0};
    limits.cost = cost;
    return cel_compile(arena, env, source, &limits, &program, NULL, &err) == PLIM_OK ? program
                                                                                     : NULL;
}

/* Two values that are no errors look the same. */
static void expect_same(struct plim_arena *arena, const struct value *left,
                        const struct value *right)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf one = {0};
    PLIM_CLEANUP(plim_buf_release) struct plim_buf two = {0};
    struct plim_err err = {0};
    struct value first = cel_plain(arena, left);
    struct value second = cel_plain(arena, right);
    if (value_json_write(&first, VALUE_JSON_COMPACT, &one, &err) == PLIM_OK &&
        value_json_write(&second, VALUE_JSON_COMPACT, &two, &err) == PLIM_OK &&
        !plim_str_equal(plim_buf_str(&one), plim_buf_str(&two)))
        abort();
}

/* Evaluate with `object.a` and what lies below `object.b` hidden; what is left must come to `whole`
 * once nothing is hidden any more. */
static void evaluate_partly(struct plim_arena *arena, const struct cel_env *env,
                            const struct cel_program *program, const struct cel_bindings *known,
                            const struct value *whole)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    static const char *const hidden[] = {"object.a", "object.b.*"};
    struct cel_attribute unknowns[PLIM_LEN(hidden)];
    struct plim_err err = {0};
    for (size_t i = 0; i < PLIM_LEN(hidden); i++)
        if (cel_attribute_parse(arena, env, plim_str_from(hidden[i]), &unknowns[i], &err) !=
            PLIM_OK)
            abort();
    struct cel_bindings partial = *known;
    partial.unknowns = unknowns;
    partial.unknown_count = PLIM_LEN(unknowns);
    struct value value = cel_eval(program, &partial, arena, NULL);
    if (value.kind != VALUE_UNKNOWN && value.kind != VALUE_ERROR && whole->kind < VALUE_UNKNOWN)
        expect_same(arena, whole, &value);
    if (cel_residual(program, &partial, arena, &text, &err) != PLIM_OK)
        return;
    const struct cel_program *rest = compile(arena, env, plim_buf_str(&text), COST_AGAIN);
    if (!rest && text.len <= cel_default_limits.source_bytes)
        abort();
    if (!rest || whole->kind >= VALUE_UNKNOWN)
        return; /* an error may have been pruned with what would have raised it */
    struct value again = cel_eval(rest, known, arena, NULL);
    if (again.kind == VALUE_ERROR || again.kind == VALUE_UNKNOWN)
        abort();
    expect_same(arena, whole, &again);
}

/* An expression up to the first line end, and a JSON document that `object` stands for. Evaluated,
 * explained, and evaluated in part: no crash, leak, overflow or unbounded work, and one result. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct plim_str json = {(const char *)data, size};
    struct plim_str source;
    struct value object = {0};
    struct plim_err err = {0};
    struct cel_explanation explanation;
    (void)plim_str_cut(&json, '\n', &source);
    const struct cel_env *env = cel_source_env(arena, "plimsoll");
    const struct cel_program *program = compile(arena, env, source, COST_MAX);
    if (!program || value_json_read(arena, json, &object, &err) != PLIM_OK)
        return 0;
    const struct value *const values[] = {&object, NULL};
    const struct cel_bindings bindings = {.values = values, .len = 2};
    struct value value = cel_eval(program, &bindings, arena, NULL);
    struct value explained = cel_explain(program, &bindings, arena, &explanation);
    if (value.kind < VALUE_UNKNOWN && explained.kind < VALUE_UNKNOWN)
        expect_same(arena, &value, &explained);
    evaluate_partly(arena, env, program, &bindings, &value);
    return 0;
}
