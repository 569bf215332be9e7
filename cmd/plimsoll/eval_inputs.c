#include "eval_inputs.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "value/json.h"
#include "value/yaml.h"

enum { FILE_BYTES_MAX = 64 * 1024 * 1024 };

static enum plim_code read_file(struct plim_arena *arena, const char *path,
                                struct eval_inputs *inputs, struct plim_err *err)
{
    PLIM_CLEANUP(plim_freep) char *text = NULL;
    size_t len = 0;
    bool is_input = strcmp(path, "-") == 0;
    const char *name = is_input ? "standard input" : path;
    struct value_yaml_list list = {0};
    if (plim_dir_exists(path))
        return plim_err_set(err, PLIM_INVALID, "%s is a directory, not a document", path);
    if (plim_file_read(is_input ? "/dev/stdin" : path, FILE_BYTES_MAX, &text, &len, err) != PLIM_OK)
        return is_input ? plim_err_wrap(err, "standard input") : err->code;
    if (value_yaml_read(arena, name, (struct plim_str){text, len}, VALUE_YAML_MANIFEST, &list,
                        err) != PLIM_OK)
        return err->code;
    if (list.len == 0)
        return plim_err_set(err, PLIM_INVALID, "%s: there is no document", name);
    size_t count = inputs->document_count + list.len;
    struct eval_document *documents = plim_arena_array(arena, count, sizeof *documents);
    for (size_t i = 0; i < count; i++) {
        size_t at = i - inputs->document_count;
        documents[i] =
            i < inputs->document_count
                ? inputs->documents[i]
                : (struct eval_document){name, list.items[at].position, list.items[at].root};
    }
    inputs->documents = documents;
    inputs->document_count = count;
    return PLIM_OK;
}

static bool is_name(struct plim_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.text[i];
        if (!isalnum(byte) && byte != '_' && byte != '.')
            return false;
    }
    return text.len > 0 && !isdigit((unsigned char)text.text[0]);
}

static const struct value **find(const struct eval_inputs *inputs, struct plim_str name)
{
    for (size_t i = 0; i < inputs->len; i++)
        if (plim_str_is(name, inputs->variables[i].name))
            return &inputs->values[i];
    return NULL;
}

static void declare(struct plim_arena *arena, struct eval_inputs *inputs, struct plim_str name,
                    const struct value *value)
{
    inputs->variables[inputs->len].name = plim_arena_copy(arena, name.text, name.len);
    inputs->values[inputs->len++] = value;
}

static enum plim_code read_var(struct plim_arena *arena, const char *var,
                               struct eval_inputs *inputs, struct plim_err *err)
{
    struct plim_str json = plim_str_from(var);
    struct plim_str name;
    struct value *value = plim_arena_alloc(arena, sizeof *value);
    if (!plim_str_cut(&json, '=', &name) || !is_name(name))
        return plim_err_set(err, PLIM_INVALID, "--var '%.100s': NAME=JSON is expected", var);
    const struct value **known = find(inputs, name);
    if (known && (known != inputs->values || inputs->document_count > 0 || *known))
        return plim_err_set(err, PLIM_INVALID, "variable '%.*s' has two values",
                            PLIM_STR_ARG(name));
    if (value_json_read(arena, json, value, err) != PLIM_OK)
        return plim_err_wrap(err, "--var %.*s: value", PLIM_STR_ARG(name));
    if (known)
        *known = value;
    else
        declare(arena, inputs, name, value);
    return PLIM_OK;
}

/* "request.userInfo" speaks of a variable "request", whether it has a value or not. */
static void declare_unknown(struct plim_arena *arena, const char *pattern,
                            struct eval_inputs *inputs)
{
    struct plim_str name = {pattern, 0};
    while (isalnum((unsigned char)pattern[name.len]) || pattern[name.len] == '_')
        name.len++;
    for (size_t i = 0; i < inputs->len; i++) {
        struct plim_str known = plim_str_from(inputs->variables[i].name);
        if (plim_str_starts(plim_str_from(pattern), known) && known.len >= name.len)
            return;
    }
    if (is_name(name))
        declare(arena, inputs, name, NULL);
}

enum plim_code eval_inputs_read(struct plim_arena *arena, const struct option_list *files,
                                const struct option_list *vars, const struct option_list *unknowns,
                                struct eval_inputs *inputs_out, struct plim_err *err)
{
    size_t most = 1 + vars->len + unknowns->len;
    struct eval_inputs inputs = {
        .variables = plim_arena_array(arena, most, sizeof(struct cel_variable)),
        .values = plim_arena_array(arena, most, sizeof(const struct value *)),
    };
    declare(arena, &inputs, PLIM_STR("object"), NULL);
    for (size_t i = 0; i < files->len; i++)
        if (read_file(arena, files->items[i], &inputs, err) != PLIM_OK)
            return err->code;
    for (size_t i = 0; i < vars->len; i++)
        if (read_var(arena, vars->items[i], &inputs, err) != PLIM_OK)
            return err->code;
    for (size_t i = 0; i < unknowns->len; i++)
        declare_unknown(arena, unknowns->items[i], &inputs);
    *inputs_out = inputs;
    return PLIM_OK;
}
