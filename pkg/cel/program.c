#include "cel/program.h"

#include <string.h>

#include "checker.h"
#include "parser.h"
#include "program_priv.h"
#include "unknown.h"
#include "validate.h"

const struct cel_limits cel_default_limits = {
    .source_bytes = (size_t)64 * 1024,
    .depth = 250,
    .comprehension = 12,
    .cost = CEL_COST_PER_CALL,
    .bytes = (size_t)64 << 20,
};

static enum plim_code report(const struct cel_source *source, struct plim_err *err)
{
    const struct cel_issue *first = &source->issues->items[0];
    return plim_err_set(err, source->code, "%u:%u: %s", (unsigned)first->line,
                        (unsigned)first->column, first->message);
}

static struct cel_ast *parse(struct cel_source *source, const struct cel_compilation *how,
                             uint32_t *nodes_out)
{
    struct cel_parser parser = {
        .source = source,
        .limits = how->limits,
        .env = how->env,
        .macros = !(how->flags & CEL_COMPILE_NO_MACROS),
    };
    struct cel_ast *ast = cel_parse(&parser);
    *nodes_out = parser.nodes;
    return ast;
}

enum plim_code cel_compile_with(struct plim_arena *arena, const struct cel_compilation *how,
                                struct plim_str source_text, const struct cel_program **program_out,
                                struct cel_issues *issues_out, struct plim_err *err)
{
    struct cel_issues own;
    struct cel_issues *issues = issues_out ? issues_out : &own;
    issues->len = 0;
    struct cel_source source = {
        .arena = arena,
        .text = plim_arena_copy_str(arena, source_text),
        .issues = issues,
    };
    uint32_t nodes = 0;
    struct cel_ast *ast = parse(&source, how, &nodes);
    if (!ast)
        return report(&source, err);
    struct cel_checker checker = {
        .source = &source,
        .env = how->env,
        .limits = how->limits,
        .types = {.arena = arena, .null_decides = how->env->options & CEL_OPTION_GO_VALUES},
        .lenient = how->flags & CEL_COMPILE_UNCHECKED,
    };
    const struct cel_type *type = cel_check(&checker, ast);
    if (source.code == PLIM_OK && !checker.lenient)
        cel_validate(&checker, ast);
    if (source.code != PLIM_OK)
        return report(&source, err);
    uint32_t kept_count = 0;
    const struct cel_node *root = cel_plan(&source, how->env->options, ast, &kept_count);
    if (source.code != PLIM_OK)
        return report(&source, err);
    struct cel_program *program = plim_arena_alloc(arena, sizeof *program);
    *program = (struct cel_program){
        .env = how->env,
        .source = source.text,
        .ast = ast,
        .nodes = nodes,
        .root = root,
        .type = type,
        .types = checker.types,
        .slots = checker.slots_max,
        .kept_count = kept_count,
        .cost_max = how->limits->cost,
        .bytes_max = how->limits->bytes,
    };
    *program_out = program;
    return PLIM_OK;
}

/* NOLINTNEXTLINE(readability-function-size): seven parameters, all asked of most callers. */
enum plim_code cel_compile(struct plim_arena *arena, const struct cel_env *env,
                           struct plim_str source, const struct cel_limits *limits,
                           const struct cel_program **program_out, struct cel_issues *issues_out,
                           struct plim_err *err)
{
    const struct cel_compilation how = {.env = env,
                                        .limits = limits ? limits : &cel_default_limits};
    return cel_compile_with(arena, &how, source, program_out, issues_out, err);
}

const struct cel_type *cel_program_type(const struct cel_program *program)
{
    return program->type;
}

struct value_position cel_error_position(const struct cel_program *program,
                                         const struct value *error)
{
    struct value_position position = {0};
    if (error->kind == VALUE_ERROR && error->aux > 0)
        cel_source_place(program->source, error->aux - 1U, &position.line, &position.column);
    return position;
}

/* What this evaluation may cost. */
static uint64_t cost_max(const struct cel_program *program, const struct cel_bindings *bindings)
{
    uint64_t most = program->cost_max > 0 ? program->cost_max : UINT64_MAX;
    return bindings->budget && *bindings->budget < most ? *bindings->budget : most;
}

struct value cel_stop_failure(struct cel_frame *frame)
{
    enum { EXCERPT_BYTES = 80 };
    if (frame->interrupted)
        return cel_fail(frame, "operation interrupted");
    if (frame->is_full)
        return cel_fail(frame, "evaluation needs more than its limit of %zu bytes of memory",
                        frame->bytes_max);
    if (!frame->program)
        return cel_fail(frame, "constant needs too many cost units");
    struct plim_str source = frame->program->source;
    bool whole = source.len <= EXCERPT_BYTES;
    while (!whole && (source.len > EXCERPT_BYTES ||
                      ((unsigned char)source.text[source.len] & 0xc0U) == 0x80U))
        source.len--;
    bool own = frame->cost_max == frame->program->cost_max;
    return cel_fail(frame, "expression '%.*s%s' needs more than %s %llu cost units%s",
                    PLIM_STR_ARG(source), whole ? "" : "...", own ? "its limit of" : "the",
                    (unsigned long long)frame->cost_max, own ? "" : " left of the budget");
}

bool cel_frame_is_over(const struct cel_frame *frame)
{
    return frame->interrupted || frame->is_full || frame->cost > frame->cost_max ||
           frame->work > frame->cost_max;
}

/* Evaluations that `resolve` made meanwhile have taken their share already. */
static void take_from_budget(struct cel_frame *frame)
{
    uint64_t *budget = frame->bindings->budget;
    if (!budget)
        return;
    if (frame->cost > *budget && frame->cost_max > *budget)
        frame->cost_max = *budget;
    *budget -= frame->cost < *budget ? frame->cost : *budget;
}

static void furnish(struct cel_frame *frame, struct cel_room *room)
{
    const struct cel_program *program = frame->program;
    bool small = program->slots <= PLIM_LEN(room->locals);
    frame->locals = small ? room->locals
                          : plim_arena_take(frame->arena, program->slots * sizeof *frame->locals);
    frame->debts =
        small ? room->debts : plim_arena_take(frame->arena, program->slots * sizeof *frame->debts);
    frame->kept =
        program->kept_count <= PLIM_LEN(room->kept)
            ? room->kept
            : plim_arena_take(frame->arena, program->kept_count * sizeof(const struct value *));
    memset(frame->kept, 0, program->kept_count * sizeof(const struct value *));
}

void cel_frame_open(struct cel_frame *frame, struct cel_room *room,
                    const struct cel_program *program, const struct cel_bindings *bindings,
                    struct plim_arena *arena)
{
    static const struct cel_bindings none = {0};
    bindings = bindings ? bindings : &none;
    *frame = (struct cel_frame){
        .program = program,
        .bindings = bindings,
        .arena = arena,
        .options = program->env->options,
        .cost_max = cost_max(program, bindings),
        .bytes_max = program->bytes_max,
        .bytes_begin = plim_arena_bytes(arena),
    };
    furnish(frame, room);
    if (bindings->unknown_count > 0)
        cel_unknown_mask(frame);
}

const struct value *cel_resolve(struct cel_frame *frame, uint32_t slot)
{
    if (!frame->resolved)
        frame->resolved = plim_arena_array(frame->arena, frame->program->env->len + 1,
                                           sizeof(const struct value *));
    if (!frame->resolved[slot])
        frame->resolved[slot] =
            frame->bindings->resolve(frame->bindings->context, slot, frame->arena);
    return frame->resolved[slot];
}

struct value cel_eval(const struct cel_program *program, const struct cel_bindings *bindings,
                      struct plim_arena *arena, uint64_t *cost_out)
{
    struct cel_frame frame;
    struct cel_room room;
    cel_frame_open(&frame, &room, program, bindings, arena);
    struct value result = cel_run(program->root, &frame);
    /* It may have gone on a little: until the next loop or call looked at the cost. */
    if (frame.cost > frame.cost_max)
        frame.cost = frame.cost_max + 1;
    if (cost_out)
        *cost_out = frame.cost;
    take_from_budget(&frame);
    return cel_frame_is_over(&frame) ? cel_stop_failure(&frame) : result;
}
