#include "path.h"

#include "base/bytes.h"

#include "typed_list.h"

/* ---- Planning. */

enum { LOOK_MAX = 256 }; /* paths that are looked at for one that is shared */

static bool same_key(const struct value *left, const struct value *right)
{
    if (left->kind != right->kind || left->len != right->len)
        return false;
    return left->kind == VALUE_INT ? left->integer == right->integer
                                   : plim_bytes_same(left->text, right->text, left->len);
}

static struct cel_path *find_or_make(struct cel_paths *paths, const struct cel_path *wanted)
{
    unsigned looked = 0;
    for (struct cel_path *path = paths->last; path && looked < LOOK_MAX;
         path = path->next, looked++)
        if (path->outer == wanted->outer && path->slot == wanted->slot &&
            path->is_local == wanted->is_local && same_key(&path->key, &wanted->key))
            return path;
    struct cel_path *path = plim_arena_take(paths->arena, sizeof *path);
    *path = *wanted;
    path->next = paths->last;
    paths->last = path;
    if (path->outer)
        path->outer->uses++;
    return path;
}

/* The key of a step, or NULL when it is none that a path can make. */
static const struct value *key_of(const struct cel_node *node)
{
    const struct value *key = NULL;
    if (node->flags & CEL_AST_MAYBE)
        return NULL;
    if (node->run == cel_run_select)
        key = &node->literal;
    else if (node->run == cel_run_index && node->args[1]->run == cel_run_literal)
        key = &node->args[1]->literal;
    bool plain = key && (key->kind == VALUE_STRING || key->kind == VALUE_INT);
    return plain ? key : NULL;
}

/* The path that the node and those below it follow, with what they cost; NULL when they do not
 * follow one. */
static struct cel_path *path_of(struct cel_paths *paths, const struct cel_node *node,
                                uint32_t *cost)
{
    struct cel_path wanted = {.slot = node->slot, .is_local = node->run == cel_run_local};
    *cost += node->cost;
    if (node->run != cel_run_variable && node->run != cel_run_local) {
        const struct value *key = key_of(node);
        struct cel_path *outer = key ? path_of(paths, node->args[0], cost) : NULL;
        if (!outer)
            return NULL;
        if (node->run == cel_run_index)
            *cost += node->args[1]->cost;
        wanted = (struct cel_path){
            .outer = outer, .slot = outer->slot, .is_local = outer->is_local, .key = *key};
    }
    return find_or_make(paths, &wanted);
}

struct cel_node *cel_path_plan(struct cel_paths *paths, struct cel_node *node)
{
    uint32_t cost = 0;
    bool test = node->run == cel_run_test && !(node->flags & CEL_AST_MAYBE);
    if (!test && !key_of(node))
        return node;
    struct cel_path *path = path_of(paths, test ? node->args[0] : node, &cost);
    if (!path)
        return node;
    path->uses += paths->loops > 0 ? 2 : 1;
    path->is_asked = true;
    struct cel_node *follow = plim_arena_alloc(paths->arena, sizeof *follow);
    const struct cel_node **written_out =
        plim_arena_take(paths->arena, sizeof(const struct cel_node *));
    *written_out = node;
    *follow = (struct cel_node){
        .run = test ? cel_run_path_test : cel_run_path,
        .args = written_out,
        .len = 1,
        .offset = node->offset,
        .literal = node->literal,
        .cost = cost + (test ? node->cost : 0),
        .path = path,
    };
    return follow;
}

/* The keys from `start` to the path. */
static void set_keys(struct cel_paths *paths, struct cel_path *path)
{
    const struct cel_path *from = path;
    while (from->outer && !(from != path && from->is_kept)) {
        path->len++;
        from = from->outer;
    }
    path->start = from->is_kept && from != path ? from : NULL;
    const struct value **keys =
        plim_arena_array(paths->arena, path->len + 1, sizeof(const struct value *));
    from = path;
    for (uint32_t i = path->len; i > 0 && from; i--, from = from->outer)
        keys[i - 1] = &from->key;
    path->keys = keys;
}

void cel_paths_finish(struct cel_paths *paths)
{
    for (struct cel_path *path = paths->last; path; path = path->next) {
        path->is_kept = path->outer && !path->is_local && path->uses > 1;
        path->keep = path->is_kept ? paths->kept_count++ : 0;
    }
    for (struct cel_path *path = paths->last; path; path = path->next)
        if (path->is_asked || path->is_kept)
            set_keys(paths, path);
}

/* ---- Evaluating. */

static const struct value *find_key(const struct value *map, const struct value *key)
{
    for (uint32_t i = 0; i < map->len; i++) {
        const struct value *here = &map->entries[i].key;
        if (here->len == key->len && here->kind == VALUE_STRING &&
            plim_bytes_same(here->text, key->text, key->len))
            return &map->entries[i].value;
    }
    return NULL;
}

static const struct value *make_step(const struct value *from, const struct value *key)
{
    if (key->kind == VALUE_STRING)
        return from->kind == VALUE_MAP ? find_key(from, key) : NULL;
    bool there = from->kind == VALUE_LIST && key->integer >= 0 && key->integer < from->len;
    return there ? &from->items[key->integer] : NULL;
}

static const struct value *begin(const struct cel_path *path, struct cel_frame *frame)
{
    const struct cel_bindings *bindings = frame->bindings;
    if (path->is_local)
        return &frame->locals[path->slot];
    if (path->slot < bindings->len && bindings->values[path->slot])
        return bindings->values[path->slot];
    return frame->resolved ? frame->resolved[path->slot] : NULL;
}

/* NULL: not by plain steps. */
static const struct value *follow(const struct cel_path *path, struct cel_frame *frame)
{
    if (path->is_kept && frame->kept[path->keep])
        return frame->kept[path->keep];
    const struct value *at = path->start ? follow(path->start, frame) : begin(path, frame);
    for (uint32_t i = 0; i < path->len && at; i++)
        at = make_step(at, path->keys[i]);
    if (path->is_kept)
        frame->kept[path->keep] = at;
    return at;
}

static struct value written_out(const struct cel_node *node, struct cel_frame *frame)
{
    frame->cost -= node->cost;
    return cel_run(node->args[0], frame);
}

struct value cel_run_path(const struct cel_node *node, struct cel_frame *frame)
{
    const struct value *found = follow(node->path, frame);
    return found && !cel_is_failed(found) ? *found : written_out(node, frame);
}

struct value cel_run_path_test(const struct cel_node *node, struct cel_frame *frame)
{
    const struct value *map = follow(node->path, frame);
    if (!map || map->kind != VALUE_MAP)
        return written_out(node, frame);
    const struct value *found = find_key(map, &node->literal);
    if (found ? cel_is_failed(found) : map->flags & CEL_FLAG_ESCAPED)
        return written_out(node, frame);
    return value_bool(found != NULL);
}
