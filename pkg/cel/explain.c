#include "cel/explain.h"

#include <stdlib.h>

#include "env_priv.h"
#include "program_priv.h"

struct watched {
    struct cel_part part;
    struct value *room; /* for the part's values, once it has one */
};

/* The parts by the id of their nodes. */
struct cel_watch {
    struct watched *items;
};

struct value cel_run_watch(const struct cel_node *node, struct cel_frame *frame)
{
    struct value value = cel_run(node->args[0], frame);
    struct watched *at = &frame->program->watch->items[node->slot];
    if (!at->room) {
        at->room = plim_arena_take(frame->arena, CEL_PART_VALUES_MAX * sizeof *at->room);
        at->part.values = at->room;
    }
    if (at->part.count++ < CEL_PART_VALUES_MAX)
        at->room[at->part.len++] = value;
    return value;
}

static bool may_stand_before_a_name(char c)
{
    return c == '?' || c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* A selection stands at its dot; its name follows. */
static uint32_t place_of(struct plim_str source, uint32_t offset)
{
    uint32_t at = offset + 1;
    if (offset >= source.len || source.text[offset] != '.')
        return offset;
    while (at < source.len && may_stand_before_a_name(source.text[at]))
        at++;
    return at < source.len ? at : offset;
}

static int compare_parts(const void *left, const void *right)
{
    const struct cel_part *a = left;
    const struct cel_part *b = right;
    if (a->offset != b->offset)
        return a->offset < b->offset ? -1 : 1;
    return a->id > b->id ? -1 : a->id < b->id;
}

/* Those of the tree's nodes that are watched. */
static void collect(const struct cel_program *program, const struct cel_node *const *nodes,
                    struct plim_arena *arena, struct cel_explanation *explanation_out)
{
    struct cel_part *parts =
        plim_arena_array(arena, (size_t)program->nodes + 1, sizeof(struct cel_part));
    size_t len = 0;
    for (uint32_t i = 0; i < program->nodes; i++) {
        if (!nodes[i] || nodes[i]->run != cel_run_watch)
            continue;
        parts[len] = program->watch->items[i].part;
        parts[len].id = i;
        parts[len++].offset = place_of(program->source, nodes[i]->offset);
    }
    qsort(parts, len, sizeof *parts, compare_parts);
    *explanation_out = (struct cel_explanation){parts, len};
}

struct value cel_explain(const struct cel_program *program, const struct cel_bindings *bindings,
                         struct plim_arena *arena, struct cel_explanation *explanation_out)
{
    size_t count = (size_t)program->nodes + 1;
    const struct cel_node **nodes = plim_arena_array(arena, count, sizeof(const struct cel_node *));
    struct cel_watch watch = {.items = plim_arena_array(arena, count, sizeof(struct watched))};
    struct cel_program watched = *program;
    watched.watch = &watch;
    watched.kept_count = 0;
    watched.root = cel_plan_parts(arena, program->env->options, program->ast, nodes, true);
    struct value result = cel_eval(&watched, bindings, arena, NULL);
    collect(&watched, nodes, arena, explanation_out);
    return result;
}
