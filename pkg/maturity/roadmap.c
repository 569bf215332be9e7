/* The steps of all dimensions together, what each proves, and the cheapest of them. */
#include "value/build.h"

#include "roadmap_priv.h"

void maturity_values_meet(const struct maturity_assessment *assessment,
                          struct maturity_interval *values, size_t practice)
{
    const struct maturity_refs *implies = &assessment->set->practices[practice].implies;
    values[practice] = maturity_interval_exactly(MATURITY_WHOLE);
    for (size_t i = 0; i < implies->len; i++) {
        size_t weaker = implies->practices[i];
        if (!values[weaker].is_absent && values[weaker].lo < MATURITY_WHOLE)
            maturity_values_meet(assessment, values, weaker);
    }
}

int maturity_steps_project(const struct maturity_assessment *assessment,
                           const struct maturity_steps *steps, size_t dimension)
{
    struct maturity_interval *values = maturity_values_copy(assessment);
    for (size_t i = 0; i < steps->len; i++)
        maturity_values_meet(assessment, values, steps->items[i].practice);
    return maturity_rows_evaluate(assessment, values)[dimension].floor;
}

/* How far the roadmap goes in one dimension, as a level. */
static size_t find_goal(const struct maturity_assessment *assessment, size_t dimension)
{
    const struct maturity_model *model = assessment->model;
    const struct maturity_row *row = &assessment->rows[dimension];
    const struct maturity_target *target = maturity_target_find(assessment, dimension);
    size_t next = (size_t)row->next;
    if (assessment->request->to_level.len > 0)
        return maturity_level_find(model, assessment->request->to_level);
    if (!target)
        return next;
    size_t wanted = maturity_level_find(model, target->level);
    return wanted > next ? wanted : next;
}

/* A practice that two dimensions need is one step, at the lower of its levels. */
static void add_step(const struct maturity_assessment *assessment, struct maturity_steps *all,
                     const struct maturity_step *step)
{
    size_t at = 0;
    while (at < all->len && all->items[at].practice != step->practice)
        at++;
    if (at == all->len) {
        MATURITY_GROW(assessment->arena, all->items, all->len);
        all->items[all->len++] = *step;
    } else if (step->level < all->items[at].level) {
        all->items[at].level = step->level;
    }
}

static struct maturity_steps gather_steps(const struct maturity_assessment *assessment)
{
    struct maturity_steps all = {0};
    for (size_t dimension = 0; dimension < assessment->model->dimension_count; dimension++) {
        struct maturity_steps needs =
            maturity_level_needs(assessment, dimension, find_goal(assessment, dimension));
        for (size_t i = 0; i < needs.len; i++)
            add_step(assessment, &all, &needs.items[i]);
    }
    maturity_steps_sort(assessment, &all);
    return all;
}

/* The dimensions that rise from `before` to `after`, with the level each then has proven. */
static struct value list_risen(const struct maturity_assessment *assessment,
                               const struct maturity_row *before, const struct maturity_row *after)
{
    const struct maturity_model *model = assessment->model;
    struct value_list_builder list = {.arena = assessment->arena};
    for (size_t i = 0; i < model->dimension_count; i++) {
        if (after[i].floor <= before[i].floor)
            continue;
        struct value_map_builder map = {.arena = assessment->arena};
        value_map_add_text(&map, "dimension", model->dimensions[i].id);
        value_map_add_text(&map, "level", model->levels[after[i].floor].id);
        value_list_add(&list, value_map_finish(&map));
    }
    return value_list_finish(&list);
}

static struct value list_places(const struct maturity_assessment *assessment, size_t practice)
{
    const struct maturity_model *model = assessment->model;
    struct value_list_builder list = {.arena = assessment->arena};
    for (size_t at = 0; at < model->dimension_count * model->level_count; at++) {
        for (size_t i = 0; i < model->cells[at].practice_count; i++) {
            if (model->cells[at].practices[i].practice != practice)
                continue;
            struct value_map_builder map = {.arena = assessment->arena};
            value_map_add_text(&map, "dimension", model->dimensions[at / model->level_count].id);
            value_map_add_text(&map, "level", model->levels[at % model->level_count].id);
            value_list_add(&list, value_map_finish(&map));
        }
    }
    return value_list_finish(&list);
}

static struct value describe_step(const struct maturity_assessment *assessment,
                                  const struct maturity_step *step, struct value proves)
{
    const struct maturity_verdict *verdict = &assessment->verdicts[step->practice];
    struct value blocker = maturity_blocker_value(assessment, step->practice);
    struct value_map_builder map = {.arena = assessment->arena};
    for (size_t i = 0; i < blocker.len; i++)
        value_map_add_str(&map, value_str(&blocker.entries[i].key), blocker.entries[i].value);
    bool settles = maturity_interval_state(verdict->value) == MATURITY_STATE_UNKNOWN &&
                   verdict->value.hi >= assessment->model->pass_at;
    value_map_add(&map, "action", value_string_c(settles ? "settle" : "improve"));
    value_map_add_text(&map, "level", assessment->model->levels[step->level].id);
    value_map_add(&map, "places", list_places(assessment, step->practice));
    value_map_add(&map, "proves", proves);
    return value_map_finish(&map);
}

/* Each step is projected on top of those before it. */
struct value maturity_roadmap_value(const struct maturity_assessment *assessment)
{
    struct maturity_steps steps = gather_steps(assessment);
    struct value_list_builder list = {.arena = assessment->arena};
    struct maturity_interval *values = maturity_values_copy(assessment);
    const struct maturity_row *before = assessment->rows;
    for (size_t i = 0; i < steps.len; i++) {
        maturity_values_meet(assessment, values, steps.items[i].practice);
        const struct maturity_row *after = maturity_rows_evaluate(assessment, values);
        value_list_add(&list, describe_step(assessment, &steps.items[i],
                                            list_risen(assessment, before, after)));
        before = after;
    }
    return value_list_finish(&list);
}

struct offer {
    struct maturity_steps steps;
    size_t dimension;
    int level;
    int64_t effort;
    bool is_behind; /* below its target */
};

static struct offer make_offer(const struct maturity_assessment *assessment, size_t dimension)
{
    const struct maturity_model *model = assessment->model;
    const struct maturity_row *row = &assessment->rows[dimension];
    const struct maturity_target *target = maturity_target_find(assessment, dimension);
    struct offer offer = {.dimension = dimension, .level = MATURITY_NO_LEVEL};
    if (row->next >= (int)model->level_count)
        return offer;
    offer.steps = maturity_cell_needs(assessment, dimension, (size_t)row->next);
    offer.level = maturity_steps_project(assessment, &offer.steps, dimension);
    for (size_t i = 0; i < offer.steps.len; i++)
        offer.effort += assessment->set->practices[offer.steps.items[i].practice].effort;
    offer.is_behind = target && (int)maturity_level_find(model, target->level) > row->floor;
    return offer;
}

/* Least effort first; then fewest practices, then what has a target to reach, then model order. */
static bool is_cheaper(const struct offer *offer, const struct offer *best)
{
    if (offer->effort != best->effort)
        return offer->effort < best->effort;
    if (offer->steps.len != best->steps.len)
        return offer->steps.len < best->steps.len;
    return offer->is_behind && !best->is_behind;
}

struct value maturity_next_step_value(const struct maturity_assessment *assessment)
{
    const struct maturity_model *model = assessment->model;
    struct offer best = {0};
    for (size_t i = 0; i < model->dimension_count; i++) {
        struct offer offer = make_offer(assessment, i);
        if (offer.steps.len > 0 && offer.level > assessment->rows[i].floor &&
            (best.steps.len == 0 || is_cheaper(&offer, &best)))
            best = offer;
    }
    if (best.steps.len == 0)
        return value_null();
    struct value_map_builder map = {.arena = assessment->arena};
    struct value_list_builder practices = {.arena = assessment->arena};
    for (size_t i = 0; i < best.steps.len; i++)
        value_list_add(&practices,
                       value_string(assessment->set->practices[best.steps.items[i].practice].id));
    value_map_add_text(&map, "dimension", model->dimensions[best.dimension].id);
    value_map_add_text(&map, "proves", model->levels[best.level].id);
    value_map_add(&map, "effort", value_int(best.effort));
    value_map_add(&map, "practices", value_list_finish(&practices));
    return value_map_finish(&map);
}
