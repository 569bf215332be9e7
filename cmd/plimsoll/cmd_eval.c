/* One CEL expression on a document. */
#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/file.h"
#include "cel/env.h"
#include "cel/program.h"
#include "value/json.h"
#include "value/yaml.h"

#include "session.h"

enum { EVAL_BYTES_MAX = 64 * 1024 * 1024 };

struct settings {
    const char *file;
    const char *now;
};

static const struct option options[] = {
    {"filename", 'f', OPTION_TEXT, offsetof(struct settings, file), "FILE",
     "document (YAML or JSON) that 'object' stands for"},
    {"now", 0, OPTION_TEXT, offsetof(struct settings, now), "TIME",
     "take this as the present (RFC 3339)"},
    {0},
};

static enum plim_code read_object(struct plim_arena *arena, const char *path,
                                  struct value *object_out, struct plim_err *err)
{
    PLIM_CLEANUP(plim_freep) char *text = NULL;
    size_t len = 0;
    struct value_yaml_list documents = {0};
    if (plim_file_read(path, EVAL_BYTES_MAX, &text, &len, err) != PLIM_OK ||
        value_yaml_read(arena, path, (struct plim_str){text, len}, VALUE_YAML_MANIFEST, &documents,
                        err) != PLIM_OK)
        return err->code;
    if (documents.len != 1)
        return plim_err_set(err, PLIM_INVALID, "%s: expected one document, not %zu", path,
                            documents.len);
    *object_out = documents.items[0].root;
    return PLIM_OK;
}

static enum plim_code print_value(const struct value *value, struct plim_err *err)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf buf = {0};
    if (value->kind == VALUE_ERROR || value->kind == VALUE_UNKNOWN)
        return plim_err_set(err, PLIM_INVALID, "%s: %.*s",
                            value->kind == VALUE_ERROR ? "error" : "unknown", (int)value->len,
                            value->text);
    if (value_json_write(value, VALUE_JSON_PRETTY, &buf, err) != PLIM_OK)
        return err->code;
    puts(buf.text);
    return PLIM_OK;
}

static enum plim_code run(void *context, const struct option_list *arguments,
                          enum plim_exit *exit_out, struct plim_err *err)
{
    const struct settings *settings = context;
    static const struct cel_variable variables[] = {{"object", NULL}};
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct value object = value_null();
    struct plim_clock clock = {0};
    const struct cel_env *env = NULL;
    const struct cel_program *program = NULL;
    struct cel_env_spec spec = {.variables = variables, .len = PLIM_LEN(variables)};
    if (arguments->len != 1)
        return plim_err_set(err, PLIM_INVALID, "expected one EXPRESSION; see --help");
    if (session_clock(settings->now, &clock, err) != PLIM_OK ||
        (settings->file && read_object(arena, settings->file, &object, err) != PLIM_OK) ||
        cel_env_make(arena, &spec, &env, err) != PLIM_OK ||
        cel_compile(arena, env, plim_str_from(arguments->items[0]), &cel_default_limits, &program,
                    NULL, err) != PLIM_OK)
        return err->code;
    const struct value *values[] = {&object};
    struct cel_bindings bindings = {.values = values, .len = 1, .now = plim_clock_now(&clock)};
    struct value result = cel_eval(program, &bindings, arena, NULL);
    *exit_out = PLIM_EXIT_CLEAN;
    return print_value(&result, err);
}

const struct command command_eval = {
    .name = "eval",
    .arguments = "EXPRESSION",
    .summary = "Evaluate a CEL expression and print its value as JSON",
    .options = options,
    .settings_bytes = sizeof(struct settings),
    .most_arguments = 1,
    .run = run,
};
