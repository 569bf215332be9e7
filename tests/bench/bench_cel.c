/*
 * Measures the engine on expressions over one object: bench_cel FILE MILLISECONDS.
 *
 * FILE is tests/bench/cel.json. Prints a line an expression: name, ns of an evaluation, ns of a
 * compilation (parse, check, plan) and the result, separated by tabs. The twin for cel-go is
 * tests/conformance/celgo/bench; hack/bench cel runs both.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/file.h"
#include "cel/env.h"
#include "cel/program.h"
#include "value/json.h"

enum { FILE_BYTES_MAX = 1 << 20 };

struct bench {
    const struct cel_env *env;
    struct cel_bindings bindings;
    double span; /* seconds of a measurement */
    struct plim_arena *arena;
    struct plim_str source;
    const struct cel_program *program;
    struct value result;
    struct plim_err err;
};

static enum plim_code compile(struct bench *bench, struct plim_arena *arena)
{
    return cel_compile(arena, bench->env, bench->source, &cel_default_limits, &bench->program, NULL,
                       &bench->err);
}

static void call_compile(struct bench *bench)
{
    plim_arena_reset(bench->arena);
    if (compile(bench, bench->arena) != PLIM_OK)
        abort();
}

static void call_eval(struct bench *bench)
{
    plim_arena_reset(bench->arena);
    bench->result = cel_eval(bench->program, &bench->bindings, bench->arena, NULL);
}

/* Of one call, of as many as the span has room for. */
static double nanos(struct bench *bench, void (*call)(struct bench *))
{
    const struct plim_clock clock = {.fixed = false};
    for (unsigned count = 1;; count *= 2) {
        double begin = plim_clock_elapsed(&clock);
        for (unsigned i = 0; i < count; i++)
            call(bench);
        double taken = plim_clock_elapsed(&clock) - begin;
        if (taken >= bench->span)
            return taken * 1e9 / count;
    }
}

static enum plim_code measure(struct bench *bench, const struct value *item)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *program = plim_arena_new();
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *scratch = plim_arena_new();
    PLIM_CLEANUP(plim_buf_release) struct plim_buf shown = {0};
    struct plim_str name = value_str(value_get(item, "name"));
    bench->source = value_str(value_get(item, "expr"));
    bench->arena = scratch;
    enum plim_code code = compile(bench, program);
    if (code != PLIM_OK)
        return plim_err_wrap(&bench->err, "%.*s", PLIM_STR_ARG(name));
    double evaluation = nanos(bench, call_eval);
    if (bench->result.kind == VALUE_ERROR || bench->result.kind == VALUE_UNKNOWN)
        return plim_err_set(&bench->err, PLIM_INVALID, "%.*s: %.*s", PLIM_STR_ARG(name),
                            (int)bench->result.len, bench->result.text);
    code = value_json_write(&bench->result, VALUE_JSON_COMPACT, &shown, &bench->err);
    double compilation = nanos(bench, call_compile);
    printf("%.*s\t%.1f\t%.1f\t%.*s\n", PLIM_STR_ARG(name), evaluation, compilation,
           PLIM_STR_ARG(plim_buf_str(&shown)));
    return code;
}

static enum plim_code run(struct bench *bench, const char *path)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    PLIM_CLEANUP(plim_freep) char *text = NULL;
    size_t len = 0;
    struct value root;
    const struct cel_variable variable = {"object", NULL};
    const struct cel_env_spec spec = {.variables = &variable, .len = 1};
    enum plim_code code = plim_file_read(path, FILE_BYTES_MAX, &text, &len, &bench->err);
    if (code == PLIM_OK)
        code = value_json_read(arena, (struct plim_str){text, len}, &root, &bench->err);
    if (code == PLIM_OK)
        code = cel_env_make(arena, &spec, &bench->env, &bench->err);
    if (code != PLIM_OK)
        return code;
    const struct value *object = value_get(&root, "object");
    const struct value *expressions = value_get(&root, "expressions");
    bench->bindings = (struct cel_bindings){.values = &object, .len = 1};
    for (size_t i = 0; code == PLIM_OK && i < value_len(expressions); i++)
        code = measure(bench, value_at(expressions, i));
    return code;
}

int main(int argc, char **argv)
{
    struct bench bench = {0};
    if (argc != 3) {
        (void)fprintf(stderr, "usage: bench_cel FILE MILLISECONDS\n");
        return 2;
    }
    bench.span = strtod(argv[2], NULL) / 1000;
    if (run(&bench, argv[1]) == PLIM_OK)
        return 0;
    (void)fprintf(stderr, "bench_cel: %s\n", bench.err.msg);
    return 2;
}
