#include "unknown.h"

#include <string.h>

#include "compare.h"
#include "env_priv.h"
#include "literal_text.h"
#include "program_priv.h"

/* An attribute of which parts are unknown. As a value it is unknown; selecting from it goes on. */
struct partial {
    struct value known; /* what stands there, or the failure that stands there */
    size_t depth;       /* steps from the variable */
    const struct cel_attribute **candidates; /* that lie here or below */
    size_t len;
};

/* In `flags` of a VALUE_UNKNOWN: its text is that of a struct unknown. */
enum { FLAG_TRAILS = 128 };

struct unknown {
    const struct plim_str *trails;
    size_t len;
    const struct partial *partial; /* or NULL */
    bool named;                    /* the text says no more than the trails */
    char text[];
};

static const struct unknown *inside(const struct value *value)
{
    if (value->kind != VALUE_UNKNOWN || !(value->flags & FLAG_TRAILS))
        return NULL;
    return (const struct unknown *)(const void *)(value->text - offsetof(struct unknown, text));
}

struct cel_trails cel_unknown_trails(const struct value *unknown)
{
    const struct unknown *at = inside(unknown);
    return at ? (struct cel_trails){at->trails, at->len} : (struct cel_trails){0};
}

/* The value whose text is `text`, and whose inside is as in `like`. */
static struct value make(struct cel_frame *frame, struct plim_str text, const struct unknown *like)
{
    struct unknown *at = plim_arena_take(frame->arena, sizeof *at + text.len + 1);
    *at = *like;
    memcpy(at->text, text.text ? text.text : "", text.len);
    at->text[text.len] = '\0';
    struct value value = value_unknown((struct plim_str){at->text, text.len});
    value.flags = FLAG_TRAILS;
    return value;
}

/* "'a', 'b' and 3 more are not known". */
static struct plim_str name_trails(struct cel_frame *frame, const struct plim_str *trails,
                                   size_t len)
{
    enum { SHOWN = 4 };
    size_t shown = len > SHOWN ? SHOWN - 1 : len;
    const char *text = "";
    for (size_t i = 0; i < shown; i++)
        text = plim_arena_printf(frame->arena, "%s%s'%.*s'", text,
                                 i == 0         ? ""
                                 : i + 1 == len ? " and "
                                                : ", ",
                                 PLIM_STR_ARG(trails[i]));
    if (shown < len)
        text = plim_arena_printf(frame->arena, "%s and %zu more", text, len - shown);
    return plim_str_from(
        plim_arena_printf(frame->arena, "%s %s not known", text, len == 1 ? "is" : "are"));
}

/* An attribute that is unknown; `partial` may be NULL. */
static struct value attribute(struct cel_frame *frame, struct plim_str trail,
                              const struct partial *partial, bool is_variable)
{
    struct plim_str *trails = plim_arena_take(frame->arena, sizeof *trails);
    *trails = trail;
    const struct unknown like = {trails, 1, partial, true};
    struct plim_str text =
        is_variable ? plim_str_from(plim_arena_printf(frame->arena, "variable '%.*s' is not known",
                                                      PLIM_STR_ARG(trail)))
                    : name_trails(frame, trails, 1);
    return make(frame, text, &like);
}

/* ---- Merging. */

/* Trails of both, sorted; true when the right ones bring nothing new. */
static bool unite(struct cel_frame *frame, struct cel_trails left, struct cel_trails right,
                  struct cel_trails *united_out)
{
    size_t room = left.len + right.len;
    struct plim_str *items = plim_arena_array(frame->arena, room + 1, sizeof(struct plim_str));
    size_t len = 0;
    size_t i = 0;
    size_t j = 0;
    while (len < CEL_TRAILS_MAX && (i < left.len || j < right.len)) {
        int order = i == left.len    ? 1
                    : j == right.len ? -1
                                     : plim_str_compare(left.items[i], right.items[j]);
        items[len++] = order <= 0 ? left.items[i] : right.items[j];
        i += order <= 0;
        j += order >= 0;
    }
    *united_out = (struct cel_trails){items, len};
    return len == left.len;
}

void cel_unknown_merge(struct cel_frame *frame, struct value *unknown, const struct value *other)
{
    struct cel_trails united;
    const struct unknown *first = inside(unknown);
    const struct unknown *second = inside(other);
    if (!first || !second ||
        unite(frame, cel_unknown_trails(unknown), cel_unknown_trails(other), &united))
        return;
    bool named = first->named && second->named;
    const struct unknown like = {united.items, united.len, NULL, named};
    struct plim_str text = {unknown->text, unknown->len};
    *unknown = make(frame, named ? name_trails(frame, united.items, united.len) : text, &like);
}

/* ---- Trails. */

static struct plim_str add_key(struct cel_frame *frame, struct plim_str trail,
                               const struct value *key)
{
    if (key->kind == VALUE_STRING && cel_is_identifier(value_str(key))) {
        const struct plim_str parts[] = {trail, value_str(key)};
        return plim_str_from(plim_arena_join(frame->arena, parts, PLIM_LEN(parts), '.'));
    }
    PLIM_CLEANUP(plim_buf_release) struct plim_buf buf = {0};
    if (!cel_literal_print(key, &buf))
        plim_buf_append_c(&buf, "*");
    return plim_str_from(
        plim_arena_printf(frame->arena, "%.*s[%s]", PLIM_STR_ARG(trail), buf.text));
}

/* Does the node stand for its only argument? */
static bool is_shell(const struct cel_node *node)
{
    return node->run == cel_run_path || node->run == cel_run_path_test ||
           node->run == cel_run_watch;
}

/* A variable, or selections and indices that begin with one. */
static bool is_attribute(const struct cel_node *node)
{
    while (node->run == cel_run_select || node->run == cel_run_test || node->run == cel_run_index ||
           is_shell(node))
        node = node->args[0];
    return node->run == cel_run_variable;
}

static struct plim_str variable_name(const struct cel_node *node, const struct cel_frame *frame)
{
    return plim_str_from(frame->program->env->variables[node->slot].name);
}

/* The way to `node` from a variable or local; empty when it is none. */
static struct plim_str trail_of(const struct cel_node *node, struct cel_frame *frame)
{
    if (node->run == cel_run_variable)
        return variable_name(node, frame);
    if (node->run == cel_run_local || node->run == cel_run_bound)
        return value_str(&node->literal);
    if (is_shell(node))
        return trail_of(node->args[0], frame);
    bool index = node->run == cel_run_index;
    if (!index && node->run != cel_run_select && node->run != cel_run_test)
        return (struct plim_str){0};
    struct plim_str trail = trail_of(node->args[0], frame);
    if (trail.len == 0)
        return trail;
    uint64_t cost = frame->cost; /* the key was paid for when it was looked up */
    struct value key = index ? cel_run(node->args[1], frame) : node->literal;
    frame->cost = cost;
    return add_key(frame, trail, &key);
}

void cel_note_failure(const struct cel_node *node, struct cel_frame *frame, struct value *value)
{
    if (value->kind == VALUE_ERROR) {
        /* The innermost node that fails is the place; see cel_error_position. */
        if (value->aux == 0)
            value->aux = (uint16_t)(node->offset < UINT16_MAX ? node->offset + 1 : 0);
        return;
    }
    if (value->flags & FLAG_TRAILS)
        return;
    struct plim_str *trail = plim_arena_take(frame->arena, sizeof *trail);
    *trail = trail_of(node, frame);
    const struct unknown like = {trail, trail->len > 0, NULL, false};
    *value = make(frame, (struct plim_str){value->text, value->len}, &like);
}

/* ---- Attributes that are declared unknown. */

/* What a variable or a step comes to: unknown, the value there, or something to select from. */
static struct value settle(struct cel_frame *frame, struct plim_str trail,
                           const struct partial *partial)
{
    if (partial->len == 0)
        return partial->known;
    for (size_t i = 0; i < partial->len; i++)
        if (partial->candidates[i]->len == partial->depth)
            return attribute(frame, trail, NULL, partial->depth == 0);
    struct partial *kept = plim_arena_take(frame->arena, sizeof *kept);
    *kept = *partial;
    return attribute(frame, trail, kept, partial->depth == 0);
}

static const struct value *given_value(const struct cel_bindings *bindings, size_t variable,
                                       struct plim_arena *arena)
{
    if (variable < bindings->len && bindings->values[variable])
        return bindings->values[variable];
    return bindings->resolve ? bindings->resolve(bindings->context, variable, arena) : NULL;
}

struct value cel_unknown_variable(const struct cel_node *node, struct cel_frame *frame)
{
    const struct cel_bindings *given = frame->given;
    struct plim_str name = variable_name(node, frame);
    struct value unknown = attribute(frame, name, NULL, true);
    if (!given)
        return unknown;
    struct partial partial = {
        .known = unknown,
        .candidates = plim_arena_array(frame->arena, given->unknown_count,
                                       sizeof(const struct cel_attribute *)),
    };
    for (size_t i = 0; i < given->unknown_count; i++)
        if (given->unknowns[i].variable == node->slot)
            partial.candidates[partial.len++] = &given->unknowns[i];
    const struct value *value = given_value(given, node->slot, frame->arena);
    if (value)
        partial.known = *value;
    return settle(frame, name, &partial);
}

/* From `target` along `key`, where `found` stands. */
static struct value step(struct cel_frame *frame, const struct unknown *target,
                         const struct value *key, const struct value *found)
{
    const struct partial *before = target->partial;
    struct partial after = {
        .known = *found,
        .depth = before->depth + 1,
        .candidates =
            plim_arena_array(frame->arena, before->len, sizeof(const struct cel_attribute *)),
    };
    for (size_t i = 0; i < before->len; i++) {
        const struct cel_qualifier *wanted = &before->candidates[i]->path[before->depth];
        if (wanted->any || cel_equal(&wanted->key, key))
            after.candidates[after.len++] = before->candidates[i];
    }
    return settle(frame, add_key(frame, target->trails[0], key), &after);
}

/* The target of `node` when one can select from it, unknown as it is; else NULL. */
static const struct unknown *partial_target(const struct cel_node *node, const struct value *target)
{
    const struct unknown *at = inside(target);
    return at && at->partial && is_attribute(node->args[0]) ? at : NULL;
}

struct value cel_unknown_select(const struct cel_node *node, struct cel_frame *frame,
                                const struct value *target)
{
    const struct unknown *at = partial_target(node, target);
    if (!at)
        return *target;
    const struct value *known = &at->partial->known;
    struct value found = *known;
    if (!cel_is_failed(known) && node->run == cel_run_test)
        found = cel_test(frame, known, &node->literal);
    else if (!cel_is_failed(known))
        found = cel_select(frame, known, &node->literal, node->flags & CEL_AST_MAYBE);
    return step(frame, at, &node->literal, &found);
}

struct value cel_unknown_index(const struct cel_node *node, struct cel_frame *frame,
                               const struct value *target)
{
    const struct unknown *at = partial_target(node, target);
    if (!at)
        return *target;
    const struct value args[2] = {at->partial->known, cel_run(node->args[1], frame)};
    if (cel_is_failed(&args[1]))
        return args[1];
    struct value found = args[0];
    if (!cel_is_failed(&found))
        found = node->overloads[0]->function->call(frame, args, 2);
    return step(frame, at, &args[1], &found);
}

static const struct value *resolve_masked(void *context, size_t variable, struct plim_arena *arena)
{
    const struct cel_frame *frame = context;
    for (size_t i = 0; i < frame->given->unknown_count; i++)
        if (frame->given->unknowns[i].variable == variable)
            return NULL;
    return given_value(frame->given, variable, arena);
}

static bool interrupted_masked(void *context)
{
    const struct cel_frame *frame = context;
    return frame->given->interrupted(frame->given->context);
}

void cel_unknown_mask(struct cel_frame *frame)
{
    struct cel_bindings *masked = plim_arena_take(frame->arena, sizeof *masked);
    *masked = *frame->bindings;
    masked->len = 0;
    masked->resolve = resolve_masked;
    masked->interrupted = frame->bindings->interrupted ? interrupted_masked : NULL;
    masked->context = frame;
    frame->given = frame->bindings;
    frame->bindings = masked;
}
