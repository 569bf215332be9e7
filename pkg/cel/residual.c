#include "cel/residual.h"

#include <string.h>

#include "env_priv.h"
#include "program_priv.h"
#include "residual.h"
#include "unparse.h"

enum {
    NODES_MAX = 20000, /* that known values may become */
    EFFORT = 8,        /* times the program's own limit of cost: parts are evaluated repeatedly */
};

struct cel_ast *cel_prune_copy(struct cel_pruner *pruner, const struct cel_ast *ast)
{
    struct cel_ast *copy = plim_arena_take(pruner->frame->arena, sizeof *copy);
    *copy = *ast;
    return copy;
}

struct value cel_prune_evaluate(struct cel_pruner *pruner, const struct cel_ast *ast)
{
    if (cel_frame_is_over(pruner->frame))
        return value_unknown((struct plim_str){0});
    return cel_run(pruner->nodes[ast->id], pruner->frame);
}

void cel_prune_bind(struct cel_pruner *pruner, uint32_t slot, const struct value *value)
{
    pruner->frame->locals[slot] = *value;
    pruner->frame->debts[slot] = 0;
}

/* Where a part may be of any type the literal may have to be, too, for the rest to compile. */
struct cel_ast *cel_prune_literal(struct cel_pruner *pruner, const struct cel_ast *ast,
                                  const struct value *value)
{
    size_t room = pruner->maker.room;
    struct cel_ast *made = cel_is_failed(value) ? NULL : cel_value_ast(&pruner->maker, value);
    if (!made)
        pruner->maker.room = room;
    bool dyn = made && pruner->maker.dyn && (!ast || cel_type_is_dyn(ast->type));
    return dyn ? cel_call_ast(pruner->maker.arena, NULL, "dyn", made) : made;
}

/* ---- Kinds of nodes, of which the value is not known or has no literal. */

static struct cel_ast **prune_all(struct cel_pruner *pruner, struct cel_ast *const *args,
                                  size_t len)
{
    struct cel_ast **pruned =
        plim_arena_array(pruner->frame->arena, len + 1, sizeof(struct cel_ast *));
    for (size_t i = 0; i < len; i++)
        pruned[i] = cel_prune(pruner, args[i]);
    return pruned;
}

static struct cel_ast *prune_args(struct cel_pruner *pruner, const struct cel_ast *ast)
{
    struct cel_ast *copy = cel_prune_copy(pruner, ast);
    copy->args = prune_all(pruner, ast->args, ast->len);
    if (ast->flags & CEL_AST_MEMBER)
        copy->target = copy->args[0];
    return copy;
}

static struct cel_ast *prune_target(struct cel_pruner *pruner, const struct cel_ast *ast)
{
    struct cel_ast *copy = cel_prune_copy(pruner, ast);
    copy->target = cel_prune(pruner, ast->target);
    return copy;
}

static struct cel_ast *prune_logic(struct cel_pruner *pruner, const struct cel_ast *ast)
{
    bool neutral = ast->kind == CEL_AST_AND;
    struct cel_ast *copy = cel_prune_copy(pruner, ast);
    copy->args = plim_arena_array(pruner->frame->arena, ast->len + 1, sizeof(struct cel_ast *));
    copy->len = 0;
    for (size_t i = 0; i < ast->len; i++) {
        struct value value = cel_prune_evaluate(pruner, ast->args[i]);
        if (value.kind != VALUE_BOOL || value.boolean != neutral)
            copy->args[copy->len++] = cel_prune(pruner, ast->args[i]);
    }
    return copy->len == 1 ? copy->args[0] : copy;
}

static struct cel_ast *prune_condition(struct cel_pruner *pruner, const struct cel_ast *ast)
{
    struct value condition = cel_prune_evaluate(pruner, ast->args[0]);
    if (condition.kind == VALUE_BOOL)
        return cel_prune(pruner, ast->args[condition.boolean ? 1 : 2]);
    return prune_args(pruner, ast);
}

/* Items and entries: those written with '?' are decided where their value is known. */
static struct cel_ast *prune_container(struct cel_pruner *pruner, const struct cel_ast *ast)
{
    size_t per = ast->kind == CEL_AST_MAP ? 2 : 1;
    struct cel_ast *copy = prune_args(pruner, ast);
    bool *maybe = plim_arena_array(pruner->frame->arena, ast->len + 1, sizeof(bool));
    copy->len = 0;
    for (size_t i = 0; i < ast->len; i += per) {
        size_t last = i + per - 1;
        bool optional = ast->maybe && ast->maybe[i];
        struct value value = {0};
        if (optional)
            value = cel_prune_evaluate(pruner, ast->args[last]);
        bool decided = value.kind == VALUE_OPTIONAL;
        if (decided && value.len == 0)
            continue;
        struct cel_ast *inner = decided ? cel_prune_literal(pruner, NULL, &value.items[0]) : NULL;
        for (size_t j = 0; j < per; j++) {
            maybe[copy->len] = optional && !inner;
            copy->args[copy->len++] = copy->args[i + j];
        }
        if (inner)
            copy->args[copy->len - 1] = inner;
    }
    copy->maybe = ast->maybe ? maybe : NULL;
    return copy;
}

/* The part of `ast` that sees its local. */
static struct cel_ast *prune_body(struct cel_pruner *pruner, const struct cel_ast *ast,
                                  struct cel_ast *body)
{
    uint32_t outside = pruner->scope;
    pruner->scope = ast->slot + 1;
    struct cel_ast *pruned = cel_prune(pruner, body);
    pruner->scope = outside;
    return pruned;
}

/* A local that nobody asks for any more is gone. */
static struct cel_ast *prune_bind(struct cel_pruner *pruner, const struct cel_ast *ast)
{
    struct value value = cel_prune_evaluate(pruner, ast->args[0]);
    struct cel_ast *copy = cel_prune_copy(pruner, ast);
    copy->args = plim_arena_array(pruner->frame->arena, 2, sizeof(struct cel_ast *));
    copy->args[0] = cel_prune(pruner, ast->args[0]);
    cel_prune_bind(pruner, ast->slot, &value);
    copy->args[1] = prune_body(pruner, ast, ast->args[1]);
    return cel_mentions_locals(copy->args[1], ast->slot, ast->slot + 1) ? copy : copy->args[1];
}

/* optMap and optFlatMap. */
static struct cel_ast *prune_optional(struct cel_pruner *pruner, const struct cel_ast *ast)
{
    struct value target = cel_prune_evaluate(pruner, ast->target);
    bool some = target.kind == VALUE_OPTIONAL && target.len > 0;
    const struct value local = some ? target.items[0] : value_unknown((struct plim_str){0});
    struct cel_ast *copy = prune_target(pruner, ast);
    copy->args = plim_arena_array(pruner->frame->arena, 1, sizeof(struct cel_ast *));
    cel_prune_bind(pruner, ast->slot, &local);
    copy->args[0] = prune_body(pruner, ast, ast->args[0]);
    if (!some || cel_mentions_locals(copy->args[0], ast->slot, ast->slot + 1))
        return copy;
    return (ast->flags & CEL_AST_FLAT)
               ? copy->args[0]
               : cel_call_ast(pruner->frame->arena, "optional", "of", copy->args[0]);
}

static struct cel_ast *prune_parts(struct cel_pruner *pruner, struct cel_ast *ast)
{
    switch (ast->kind) {
    case CEL_AST_LITERAL:
    case CEL_AST_IDENT:
    case CEL_AST_MESSAGE:
        break;
    case CEL_AST_SELECT:
        return ast->ref == CEL_REF_NONE ? prune_target(pruner, ast) : ast;
    case CEL_AST_INDEX:
    case CEL_AST_CALL:
        return prune_args(pruner, ast);
    case CEL_AST_AND:
    case CEL_AST_OR:
        return prune_logic(pruner, ast);
    case CEL_AST_CONDITION:
        return prune_condition(pruner, ast);
    case CEL_AST_LIST:
    case CEL_AST_MAP:
        return prune_container(pruner, ast);
    case CEL_AST_FOLD:
        return cel_prune_fold(pruner, ast);
    case CEL_AST_BIND:
        return prune_bind(pruner, ast);
    case CEL_AST_OPTIONAL:
        return prune_optional(pruner, ast);
    }
    return ast;
}

struct cel_ast *cel_prune(struct cel_pruner *pruner, struct cel_ast *ast)
{
    if (ast->kind == CEL_AST_LITERAL || !pruner->nodes[ast->id])
        return ast;
    struct value value = cel_prune_evaluate(pruner, ast);
    struct cel_ast *literal = cel_prune_literal(pruner, ast, &value);
    if (literal)
        return literal;
    /* An error stays what it is, as long as it stands where its names mean the same. */
    if (value.kind == VALUE_ERROR && !cel_mentions_locals(ast, 0, pruner->scope))
        return ast;
    return prune_parts(pruner, ast);
}

void cel_program_text(const struct cel_program *program, struct plim_buf *buf)
{
    cel_unparse(program->ast, buf);
}

/* like: the frame is made here. */
static enum plim_code prune_program(const struct cel_program *program,
                                    const struct cel_bindings *bindings,
                                    const struct cel_pruner *like, struct plim_buf *text,
                                    struct plim_err *err)
{
    struct cel_frame frame;
    struct cel_room room;
    struct cel_pruner pruner = *like;
    cel_frame_open(&frame, &room, program, bindings, pruner.maker.arena);
    if (frame.cost_max < UINT64_MAX / EFFORT)
        frame.cost_max *= EFFORT;
    pruner.frame = &frame;
    cel_unparse(cel_prune(&pruner, program->ast), text);
    if (cel_frame_is_over(&frame))
        return plim_err_set(err, PLIM_LIMIT, "what is left cannot be told within %llu cost units",
                            (unsigned long long)frame.cost_max);
    if (text->failed)
        return plim_err_set(err, PLIM_LIMIT, "what is left is longer than %d bytes",
                            CEL_RESIDUAL_BYTES_MAX);
    return PLIM_OK;
}

/* Types that were left to the evaluation may be known now, and refused. */
static bool compiles(const struct cel_program *program, struct plim_str text)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    const struct cel_program *again = NULL;
    struct plim_err err = {0};
    struct cel_limits limits = cel_default_limits;
    limits.source_bytes = CEL_RESIDUAL_BYTES_MAX;
    return cel_compile(arena, program->env, text, &limits, &again, NULL, &err) != PLIM_INVALID;
}

enum plim_code cel_residual(const struct cel_program *program, const struct cel_bindings *bindings,
                            struct plim_arena *arena, struct plim_buf *buf, struct plim_err *err)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {.max = CEL_RESIDUAL_BYTES_MAX};
    size_t parts = (size_t)program->nodes + 1;
    struct cel_pruner pruner = {
        .nodes = plim_arena_array(arena, parts, sizeof(const struct cel_node *)),
        .maker = {.arena = arena, .room = NODES_MAX},
    };
    (void)cel_plan_parts(arena, program->env->options, program->ast, pruner.nodes, false);
    enum plim_code code = prune_program(program, bindings, &pruner, &text, err);
    if (code == PLIM_OK && !compiles(program, plim_buf_str(&text))) {
        plim_buf_clear(&text);
        pruner.maker.dyn = true;
        code = prune_program(program, bindings, &pruner, &text, err);
    }
    if (code == PLIM_OK)
        plim_buf_append_str(buf, plim_buf_str(&text));
    return code;
}
