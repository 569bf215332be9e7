#include "case.h"

#include "cel/env.h"
#include "cel/unknown.h"

#include "case_authorizer.h"
#include "case_cost.h"
#include "case_schema.h"
#include "case_value.h"
#include "env_priv.h"
#include "program_priv.h"

enum { NAMES_MAX = 64 };

/* What a case declares and binds. */
struct names {
    struct cel_variable variables[NAMES_MAX];
    struct value values[NAMES_MAX];
    const struct value *bound[NAMES_MAX]; /* NULL: declared, without a value */
    const struct cel_schema *schemas[NAMES_MAX];
    size_t len;
    struct cel_function functions[NAMES_MAX];
    size_t function_count;
};

struct run {
    struct plim_arena *arena;
    const struct value *json;
    const char *environment;
    struct names names;
    const struct cel_env *env;
    struct cel_attribute unknowns[NAMES_MAX];
    struct case_authorizer authorizer;
    bool has_authorizer;
    const struct cel_program *program;
    struct plim_err err;
    struct plim_buf *why;
};

static bool complain(struct run *run, const char *what)
{
    plim_buf_append_c(run->why, what);
    return false;
}

static const char *text_of(struct run *run, const struct value *value)
{
    struct plim_str text = value_str(value);
    return plim_arena_copy(run->arena, text.text ? text.text : "", text.len);
}

static const struct cel_type *read_type(struct run *run, const struct value *json)
{
    struct plim_buf buf = {0};
    const struct cel_type *type = NULL;
    if (case_type_text(json, &buf)) {
        struct plim_str text = plim_arena_copy_str(run->arena, plim_buf_str(&buf));
        type = cel_type_parse(run->arena, &text);
    }
    plim_buf_release(&buf);
    return type;
}

static bool declare_function(struct run *run, const char *name, const struct value *overload)
{
    struct plim_buf buf = {0};
    const struct value *params = value_get(overload, "params");
    bool member = value_bool_or(value_get(overload, "is_instance_function"), false);
    bool good = true;
    if (!member)
        plim_buf_append_c(&buf, "(");
    for (size_t i = 0; i < value_len(params); i++) {
        plim_buf_append_c(&buf, member && i == 1 ? "" : i > 0 ? ", " : "");
        good = good && case_type_text(value_at(params, i), &buf);
        if (member && i == 0)
            plim_buf_append_c(&buf, ".(");
    }
    plim_buf_append_c(&buf, ") -> ");
    good = good && case_type_text(value_get(overload, "result_type"), &buf);
    struct plim_str text = plim_arena_copy_str(run->arena, plim_buf_str(&buf));
    plim_buf_release(&buf);
    if (!good || run->names.function_count == NAMES_MAX)
        return complain(run, "unknown form of function");
    run->names.functions[run->names.function_count++] =
        (struct cel_function){.name = name, .signature = text.text};
    return true;
}

static bool declare(struct run *run, const struct value *json)
{
    const char *name = text_of(run, value_get(json, "name"));
    const struct value *overloads = value_get_path(json, "function.overloads");
    for (size_t i = 0; i < value_len(overloads); i++)
        if (!declare_function(run, name, value_at(overloads, i)))
            return false;
    if (overloads)
        return true;
    const struct cel_type *type = read_type(run, value_get_path(json, "ident.type"));
    if (!type || run->names.len == NAMES_MAX)
        return complain(run, "unknown form of type_env");
    run->names.variables[run->names.len++] = (struct cel_variable){name, type};
    return true;
}

/* The variable's place among the names, dyn unless it is declared; NAMES_MAX: no more room. */
static size_t place(struct run *run, const char *name)
{
    size_t i = 0;
    while (i < run->names.len && !plim_str_is(plim_str_from(name), run->names.variables[i].name))
        i++;
    if (i == run->names.len && i < NAMES_MAX)
        run->names.variables[run->names.len++] = (struct cel_variable){name, NULL};
    return i;
}

static bool bind(struct run *run, const char *name, const struct value *json)
{
    size_t i = place(run, name);
    if (i == NAMES_MAX)
        return complain(run, "too many bindings");
    const struct value *value = value_get(json, "value");
    if (!value)
        return true; /* unknown */
    run->names.bound[i] = &run->names.values[i];
    return case_value_read(run->arena, value, &run->names.values[i]) ||
           complain(run, "unknown form of binding");
}

static bool bind_plain(struct run *run, const char *name, const struct value *json)
{
    size_t i = place(run, name);
    if (i == NAMES_MAX)
        return complain(run, "too many bindings");
    run->names.bound[i] = json;
    if (!run->names.schemas[i])
        return true;
    run->names.values[i] = cel_schema_value(run->names.schemas[i], json, run->arena);
    run->names.bound[i] = &run->names.values[i];
    return true;
}

/* Declare a variable with the type of its schema. */
static bool type_by_schema(struct run *run, const char *name)
{
    size_t i = place(run, name);
    if (i == NAMES_MAX)
        return complain(run, "too many schemas");
    run->names.schemas[i] =
        case_schema_find(run->arena, value_get(run->json, "schemas"), name, run->why);
    if (!run->names.schemas[i])
        return false;
    run->names.variables[i].type = cel_schema_type(run->names.schemas[i]);
    return true;
}

static bool bind_opaque(struct run *run, const char *name, const struct cel_type *type,
                        struct value value)
{
    size_t i = place(run, name);
    if (i == NAMES_MAX)
        return complain(run, "too many bindings");
    run->names.variables[i].type = type;
    run->names.values[i] = value;
    run->names.bound[i] = &run->names.values[i];
    return true;
}

static bool bind_authorizer(struct run *run)
{
    run->has_authorizer = case_authorizer_read(run->json, &run->authorizer);
    if (!run->has_authorizer)
        return true;
    if (!bind_opaque(run, "authorizer", cel_type_authorizer(), cel_authorizer_value()))
        return false;
    return !value_get(run->json, "request_resource") ||
           bind_opaque(run, "authorizer.requestResource", cel_type_resource_check(),
                       cel_resource_check_value(&run->authorizer.resource));
}

static bool prepare(struct run *run, const char *environment)
{
    const struct value *types = value_get(run->json, "type_env");
    const struct value *bindings = value_get(run->json, "bindings");
    for (size_t i = 0; i < value_len(types); i++)
        if (!declare(run, value_at(types, i)))
            return false;
    for (size_t i = 0; i < value_len(bindings); i++)
        if (!bind(run, text_of(run, &bindings->entries[i].key), &bindings->entries[i].value))
            return false;
    const struct value *schemas = value_get(run->json, "schemas");
    const struct value *plain = value_get(run->json, "json");
    for (size_t i = 0; i < value_len(schemas); i++)
        if (!type_by_schema(run, text_of(run, &schemas->entries[i].key)))
            return false;
    for (size_t i = 0; i < value_len(plain); i++)
        if (!bind_plain(run, text_of(run, &plain->entries[i].key), &plain->entries[i].value))
            return false;
    if (!bind_authorizer(run))
        return false;
    const struct value *container = value_get(run->json, "container");
    const struct cel_env_spec spec = {
        .environment = environment,
        .variables = run->names.variables,
        .len = run->names.len,
        .container = container ? text_of(run, container) : NULL,
    };
    if (cel_env_declare(run->arena, &spec, run->names.functions, run->names.function_count,
                        &run->env, &run->err) != PLIM_OK)
        return complain(run, run->err.msg);
    return true;
}

/* "unknown_attributes": what cel_attribute_parse reads. */
static bool declare_unknowns(struct run *run, const struct value *json)
{
    for (size_t i = 0; i < value_len(json); i++)
        if (i == NAMES_MAX ||
            cel_attribute_parse(run->arena, run->env, value_str(value_at(json, i)),
                                &run->unknowns[i], &run->err) != PLIM_OK)
            return complain(run, "unknown form of unknown_attributes");
    return true;
}

static enum plim_code compile(struct run *run)
{
    unsigned flags = 0;
    if (value_bool_or(value_get(run->json, "disable_check"), false))
        flags |= CEL_COMPILE_UNCHECKED;
    if (value_bool_or(value_get(run->json, "disable_macros"), false))
        flags |= CEL_COMPILE_NO_MACROS;
    const struct cel_limits limits = case_limits(run->json, run->environment);
    const struct cel_compilation how = {run->env, &limits, flags};
    return cel_compile_with(run->arena, &how, value_str(value_get(run->json, "expr")),
                            &run->program, NULL, &run->err);
}

static bool compare_type(struct run *run, const struct value *json)
{
    struct plim_buf got = {0};
    struct plim_buf want = {0};
    const struct cel_type *type = read_type(run, json);
    cel_type_print(run->program->type, &got);
    if (type)
        cel_type_print(type, &want);
    bool same = type && plim_str_equal(plim_buf_str(&got), plim_buf_str(&want));
    if (!same)
        plim_buf_printf(run->why, "type %.*s, expected %.*s", PLIM_STR_ARG(plim_buf_str(&got)),
                        PLIM_STR_ARG(plim_buf_str(&want)));
    plim_buf_release(&got);
    plim_buf_release(&want);
    return same;
}

static bool compare_value(struct run *run, const struct value *got, const struct value *json)
{
    struct value want = value_bool(true); /* what the suite expects when it says nothing */
    if (json && !case_value_read(run->arena, json, &want))
        return complain(run, "unknown form of expected value");
    if (case_value_same(got, &want))
        return true;
    case_value_print(got, run->why);
    plim_buf_append_c(run->why, ", expected ");
    case_value_print(&want, run->why);
    return false;
}

/* An unknown, and of these trails when `json` is a list of them. */
static bool compare_unknown(struct run *run, const struct value *got, const struct value *json)
{
    struct cel_trails trails = cel_unknown_trails(got);
    bool same = got->kind == VALUE_UNKNOWN;
    if (same && json && json->kind == VALUE_LIST) {
        same = trails.len == json->len;
        for (size_t i = 0; same && i < trails.len; i++)
            same = plim_str_equal(trails.items[i], value_str(&json->items[i]));
    }
    if (same)
        return true;
    case_value_print(got, run->why);
    for (size_t i = 0; i < trails.len; i++)
        plim_buf_printf(run->why, " %.*s", PLIM_STR_ARG(trails.items[i]));
    return complain(run, ", expected another unknown");
}

static bool compare(struct run *run, const struct value *got)
{
    const struct value *typed = value_get(run->json, "typed_result");
    const struct value *unknown = value_get(run->json, "unknown");
    if (unknown || value_get(run->json, "any_unknowns"))
        return compare_unknown(run, got, unknown);
    bool wants_error = value_get(run->json, "eval_error") ||
                       value_get(run->json, "any_eval_errors") ||
                       value_get(run->json, "program_error");
    if (wants_error && got->kind == VALUE_ERROR)
        return true;
    if (wants_error || value_get(run->json, "check_error")) {
        case_value_print(got, run->why);
        return complain(run, ", expected an error");
    }
    if (typed)
        return compare_type(run, value_get(typed, "deduced_type")) &&
               compare_value(run, got, value_get(typed, "result"));
    return compare_value(run, got, value_get(run->json, "value"));
}

static bool run_case(struct run *run, const char *environment)
{
    if (!prepare(run, environment))
        return false;
    const struct value *typed = value_get(run->json, "typed_result");
    if (compile(run) != PLIM_OK) {
        if (value_get(run->json, "check_error"))
            return true;
        return complain(run, run->err.msg);
    }
    if (!case_estimate_same(run->json, run->program, run->why))
        return false;
    if (value_bool_or(value_get(run->json, "check_only"), false))
        return !typed || compare_type(run, value_get(typed, "deduced_type"));
    const struct value *unknowns = value_get(run->json, "unknown_attributes");
    if (!declare_unknowns(run, unknowns))
        return false;
    const struct cel_bindings bindings = {
        .values = run->names.bound,
        .len = run->names.len,
        .authorizer = run->has_authorizer ? &run->authorizer.authorizer : NULL,
        .unknowns = run->unknowns,
        .unknown_count = value_len(unknowns)};
    uint64_t cost = 0;
    struct value got = cel_eval(run->program, &bindings, run->arena, &cost);
    return compare(run, &got) && case_cost_same(run->json, cost, run->why);
}

bool case_run(struct plim_arena *arena, const char *environment, const struct value *json,
              struct plim_buf *why)
{
    struct run run = {.arena = arena, .environment = environment, .json = json, .why = why};
    return run_case(&run, environment);
}
