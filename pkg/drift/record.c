#include "drift/drift.h"
#include "value/build.h"

static struct value make_text(struct plim_arena *arena, struct plim_str text)
{
    return value_string(plim_arena_copy_str(arena, text));
}

static struct value make_difference(struct plim_arena *arena,
                                    const struct drift_difference *difference)
{
    struct value_map_builder map = {.arena = arena};
    value_map_add(&map, "field", make_text(arena, difference->field));
    value_map_add(&map, "verdict", value_string_c(drift_verdict_names[difference->verdict]));
    value_map_add(&map, "expected", value_copy(arena, &difference->expected));
    value_map_add(&map, "actual", value_copy(arena, &difference->actual));
    value_map_add(&map, "manager", make_text(arena, difference->manager));
    value_map_add(&map, "operation", make_text(arena, difference->operation));
    value_map_add(&map, "time", make_text(arena, difference->time));
    return value_map_finish(&map);
}

/* Something is not as Git says, whatever else could not be compared. */
static bool is_proven(const struct drift_result *result)
{
    for (size_t i = 0; i < result->len; i++) {
        if (result->items[i].verdict != DRIFT_EXTRA)
            return true;
    }
    return false;
}

static struct value make_state(struct plim_arena *arena, const struct drift_result *result)
{
    if (result->unknown.len > 0 && !is_proven(result))
        return value_unknown(plim_arena_copy_str(arena, result->unknown));
    return value_string_c(drift_state_names[result->state]);
}

struct value drift_record(struct plim_arena *arena, const struct drift_result *result)
{
    if (result->unknown.len > 0 && result->len == 0 && result->state == DRIFT_IN_SYNC)
        return drift_record_unknown(arena, result->unknown);
    struct value_list_builder list = {.arena = arena};
    for (size_t i = 0; i < result->len; i++)
        value_list_add(&list, make_difference(arena, &result->items[i]));
    struct value_map_builder map = {.arena = arena};
    value_map_add(&map, "state", make_state(arena, result));
    value_map_add(&map, "differences", value_list_finish(&list));
    return value_map_finish(&map);
}

struct value drift_record_unknown(struct plim_arena *arena, struct plim_str reason)
{
    struct plim_str kept = plim_arena_copy_str(arena, reason);
    struct value_map_builder map = {.arena = arena};
    value_map_add(&map, "state", value_unknown(kept));
    value_map_add(&map, "differences", value_unknown(kept));
    return value_map_finish(&map);
}
