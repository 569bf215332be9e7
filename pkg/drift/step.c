#include <inttypes.h>
#include <stdio.h>

#include "value/path.h"

#include "step_priv.h"

bool drift_step_is(const struct drift_step *step, const char *key)
{
    return step && step->kind == DRIFT_STEP_KEY && plim_str_is(step->key, key);
}

size_t drift_step_depth(const struct drift_step *step)
{
    size_t depth = 0;
    for (; step; step = step->parent)
        depth++;
    return depth;
}

struct plim_str drift_step_field(const struct drift_step *step)
{
    while (step && step->kind != DRIFT_STEP_KEY)
        step = step->parent;
    return step ? step->key : (struct plim_str){0};
}

static void write_match(struct plim_buf *path, const struct drift_step *step)
{
    char field[64];
    (void)snprintf(field, sizeof(field), "%.*s", PLIM_STR_ARG(step->key));
    const struct value *key = value_get_str(step->element, step->key);
    char number[32];
    struct plim_str text = value_str(key);
    if (value_is(key, VALUE_INT)) {
        (void)snprintf(number, sizeof(number), "%" PRId64, key->integer);
        text = plim_str_from(number);
    }
    value_path_add_match(path, field, text);
}

static void write_steps(struct plim_buf *path, const struct drift_step *step)
{
    if (!step)
        return;
    write_steps(path, step->parent);
    switch (step->kind) {
    case DRIFT_STEP_KEY:
        value_path_add_key(path, step->key);
        break;
    case DRIFT_STEP_INDEX:
        value_path_add_index(path, step->index);
        break;
    case DRIFT_STEP_ELEMENT:
        write_match(path, step);
        break;
    }
}

struct plim_str drift_step_path(struct plim_arena *arena, const struct drift_step *step)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf path = {0};
    write_steps(&path, step);
    return plim_arena_copy_str(arena, plim_buf_str(&path));
}
