/* One CEL expression on documents. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "cel/estimate.h"
#include "cel/plain.h"
#include "cel/program.h"
#include "cel/reference.h"
#include "cel/residual.h"
#include "cel/unknown.h"
#include "value/json.h"

#include "eval_explain.h"
#include "eval_inputs.h"
#include "session.h"
#include "terminal.h"

enum { WIDTH_OTHERWISE = 100 };

struct settings {
    struct option_list files, vars, unknowns, libraries;
    const char *environment, *now;
    bool cost, explain, functions;
};

static const struct option options[] = {
    {"filename", 'f', OPTION_LIST, offsetof(struct settings, files), "FILE",
     "documents (YAML or JSON; '-': standard input) that 'object' stands for; repeats"},
    {"var", 0, OPTION_LIST, offsetof(struct settings, vars), "NAME=JSON",
     "a variable and its value; repeats"},
    {"unknown", 0, OPTION_LIST, offsetof(struct settings, unknowns), "ATTRIBUTE",
     "take this as not known: 'object.status', 'request.*', 'items[0]'; repeats"},
    {"environment", 0, OPTION_TEXT, offsetof(struct settings, environment), "NAME",
     "cel, kubernetes[@1.MINOR], kyverno or plimsoll (the default: all of it)"},
    {"library", 0, OPTION_LIST, offsetof(struct settings, libraries), "NAME[@VERSION]",
     "have this library, or this version of it; repeats"},
    {"explain", 0, OPTION_SWITCH, offsetof(struct settings, explain), NULL,
     "show the value of every part under its place"},
    {"cost", 0, OPTION_SWITCH, offsetof(struct settings, cost), NULL,
     "tell the cost units on standard error: spent, estimated, allowed"},
    {"functions", 0, OPTION_SWITCH, offsetof(struct settings, functions), NULL,
     "list functions and macros instead, or those called EXPRESSION"},
    {"now", 0, OPTION_TEXT, offsetof(struct settings, now), "TIME",
     "take this as the present (RFC 3339)"},
    {0},
};

/* An expression, and what it is evaluated with. */
struct evaluation {
    const struct settings *settings;
    struct plim_arena *arena;
    struct plim_str source;
    struct eval_inputs inputs;
    const struct cel_env *env;
    const struct cel_program *program;
    struct cel_bindings bindings;
    enum plim_exit status; /* the gravest so far: usage, incomplete, clean */
};

static enum plim_code list_functions(const struct settings *settings, const char *name,
                                     struct plim_err *err)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf buf = {0};
    const struct cel_reference_query query = {.form = CEL_REFERENCE_TEXT,
                                              .environment = settings->environment,
                                              .libraries = settings->libraries.items,
                                              .library_count = settings->libraries.len,
                                              .name = name};
    if (cel_reference_print(&query, &buf, err) != PLIM_OK)
        return err->code;
    if (buf.len == 0)
        return plim_err_set(err, PLIM_NOT_FOUND, "no function or macro is called '%.100s'", name);
    fputs(buf.text, stdout);
    return PLIM_OK;
}

/* "plimsoll eval: expression:LINE:COLUMN: message", the place shown; in a run over several
 * documents which one it was. */
static void complain(struct evaluation *evaluation, const struct eval_document *document,
                     const struct cel_issue *issue)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf buf = {0};
    evaluation->status = PLIM_EXIT_USAGE;
    if (document)
        plim_buf_printf(&buf, "%s:%u:%u: ", document->file, (unsigned)document->position.line,
                        (unsigned)document->position.column);
    if (issue->line > 0) {
        plim_buf_append_c(&buf, "expression:");
        cel_issue_print(issue, evaluation->source, &buf);
    } else {
        plim_buf_append_c(&buf, issue->message); /* of the expression as a whole */
    }
    fprintf(stderr, "plimsoll eval: %s\n", buf.text);
}

static enum plim_code make_env(struct evaluation *evaluation, struct plim_err *err)
{
    const struct settings *settings = evaluation->settings;
    const struct cel_env_spec spec = {.environment = settings->environment,
                                      .libraries = settings->libraries.items,
                                      .library_count = settings->libraries.len,
                                      .variables = evaluation->inputs.variables,
                                      .len = evaluation->inputs.len};
    return cel_env_make(evaluation->arena, &spec, &evaluation->env, err);
}

static enum plim_code read_unknowns(struct evaluation *evaluation, struct plim_err *err)
{
    const struct option_list *texts = &evaluation->settings->unknowns;
    struct cel_attribute *unknowns =
        plim_arena_array(evaluation->arena, texts->len + 1, sizeof(struct cel_attribute));
    for (size_t i = 0; i < texts->len; i++)
        if (cel_attribute_parse(evaluation->arena, evaluation->env, plim_str_from(texts->items[i]),
                                &unknowns[i], err) != PLIM_OK)
            return plim_err_wrap(err, "--unknown '%.100s'", texts->items[i]);
    evaluation->bindings.unknowns = unknowns;
    evaluation->bindings.unknown_count = texts->len;
    return PLIM_OK;
}

/* Issues are told here, all of them: the status is USAGE then, and there is no program. */
static enum plim_code compile(struct evaluation *evaluation, struct plim_err *err)
{
    struct cel_issues *issues = plim_arena_alloc(evaluation->arena, sizeof *issues);
    enum plim_code code = cel_compile(evaluation->arena, evaluation->env, evaluation->source, NULL,
                                      &evaluation->program, issues, err);
    if (code == PLIM_OK || issues->len == 0)
        return code;
    for (size_t i = 0; i < issues->len; i++)
        complain(evaluation, NULL, &issues->items[i]);
    return PLIM_OK;
}

static enum plim_code prepare(struct evaluation *evaluation, const char *expression,
                              struct plim_err *err)
{
    const struct settings *settings = evaluation->settings;
    struct plim_clock clock = {0};
    evaluation->source = plim_str_from(expression);
    if (session_clock(settings->now, &clock, err) != PLIM_OK ||
        eval_inputs_read(evaluation->arena, &settings->files, &settings->vars, &settings->unknowns,
                         &evaluation->inputs, err) != PLIM_OK ||
        make_env(evaluation, err) != PLIM_OK || read_unknowns(evaluation, err) != PLIM_OK)
        return err->code;
    evaluation->bindings.values = evaluation->inputs.values;
    evaluation->bindings.len = evaluation->inputs.len;
    evaluation->bindings.now = plim_clock_now(&clock);
    return compile(evaluation, err);
}

static void tell_cost(const struct evaluation *evaluation, uint64_t cost)
{
    struct cel_estimate estimate = cel_estimate(evaluation->program);
    fprintf(stderr, "cost: %" PRIu64 " units; estimated at %" PRIu64 " to ", cost, estimate.min);
    if (estimate.max == UINT64_MAX)
        fputs("any number", stderr);
    else
        fprintf(stderr, "%" PRIu64, estimate.max);
    fprintf(stderr, "; allowed are %" PRIu64 "\n", cel_default_limits.cost);
}

static void explain(const struct evaluation *evaluation, const struct eval_document *document,
                    struct plim_arena *arena)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf buf = {0};
    struct cel_explanation explanation;
    size_t width = terminal_width();
    (void)cel_explain(evaluation->program, &evaluation->bindings, arena, &explanation);
    if (document && evaluation->inputs.document_count > 1)
        plim_buf_printf(&buf, "%s:%u:\n", document->file, (unsigned)document->position.line);
    eval_explain(evaluation->source, &explanation, width > 0 ? width : WIDTH_OTHERWISE, &buf);
    puts(buf.text ? buf.text : "");
}

static enum plim_code print_unknown(struct evaluation *evaluation, const struct value *value,
                                    struct plim_arena *arena, struct plim_err *err)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf left = {0};
    struct cel_trails trails = cel_unknown_trails(value);
    if (cel_residual(evaluation->program, &evaluation->bindings, arena, &left, err) != PLIM_OK)
        return err->code;
    printf("unknown: %.*s\n", (int)value->len, value->text);
    for (size_t i = 0; i < trails.len; i++)
        printf("%s%.*s%s", i == 0 ? "waits for: " : ", ", PLIM_STR_ARG(trails.items[i]),
               i + 1 == trails.len ? "\n" : "");
    printf("what is left: %s\n", left.text);
    if (evaluation->status == PLIM_EXIT_CLEAN)
        evaluation->status = PLIM_EXIT_INCOMPLETE;
    return PLIM_OK;
}

static enum plim_code print_value(const struct value *value, struct plim_arena *arena,
                                  struct plim_err *err)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf buf = {0};
    struct value plain = cel_plain(arena, value);
    if (value_json_write(&plain, VALUE_JSON_PRETTY, &buf, err) != PLIM_OK)
        return err->code;
    puts(buf.text);
    return PLIM_OK;
}

/* document: NULL when there is none. */
static enum plim_code evaluate(struct evaluation *evaluation, const struct eval_document *document,
                               struct plim_err *err)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    uint64_t cost = 0;
    if (document)
        evaluation->inputs.values[0] = &document->root;
    struct value value = cel_eval(evaluation->program, &evaluation->bindings, arena, &cost);
    if (evaluation->settings->explain)
        explain(evaluation, document, arena);
    if (evaluation->settings->cost)
        tell_cost(evaluation, cost);
    if (value.kind == VALUE_UNKNOWN)
        return print_unknown(evaluation, &value, arena, err);
    if (value.kind != VALUE_ERROR)
        return print_value(&value, arena, err);
    struct value_position place = cel_error_position(evaluation->program, &value);
    const struct cel_issue issue = {place.line, place.column,
                                    plim_arena_copy(arena, value.text, value.len)};
    complain(evaluation, document, &issue);
    return PLIM_OK;
}

static enum plim_code evaluate_all(struct evaluation *evaluation, struct plim_err *err)
{
    size_t count = evaluation->inputs.document_count;
    if (count == 0)
        return evaluate(evaluation, NULL, err);
    for (size_t i = 0; i < count; i++)
        if (evaluate(evaluation, &evaluation->inputs.documents[i], err) != PLIM_OK)
            return err->code;
    return PLIM_OK;
}

static enum plim_code run(void *context, const struct option_list *arguments,
                          enum plim_exit *exit_out, struct plim_err *err)
{
    const struct settings *settings = context;
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct evaluation evaluation = {.settings = settings, .arena = arena};
    *exit_out = PLIM_EXIT_CLEAN;
    if (settings->functions)
        return list_functions(settings, arguments->len > 0 ? arguments->items[0] : NULL, err);
    if (arguments->len != 1)
        return plim_err_set(err, PLIM_INVALID, "expected one EXPRESSION; see --help");
    if (prepare(&evaluation, arguments->items[0], err) != PLIM_OK ||
        (evaluation.program && evaluate_all(&evaluation, err) != PLIM_OK))
        return err->code;
    *exit_out = evaluation.status;
    return PLIM_OK;
}

const struct command command_eval = {
    .name = "eval",
    .arguments = "EXPRESSION",
    .summary = "Evaluate a CEL expression and print its value as JSON",
    .details =
        "Of several documents each has its value printed, one after the other. In JSON, bytes are\n"
        "base64, timestamps RFC 3339, durations '1.5s', uints numbers, infinity and NaN texts,\n"
        "an optional its value or null, types their names, and what libraries add (quantities,\n"
        "addresses, URLs, versions) texts.\n\n"
        "What is not known has no value: 'unknown' is printed instead, what it waits for, and\n"
        "what is left of the expression.\n\n"
        "exit status: 0 a value, 2 an error in the expression, its evaluation or the input,\n"
        "3 unknown\n",
    .options = options,
    .settings_bytes = sizeof(struct settings),
    .most_arguments = 1,
    .run = run,
};
