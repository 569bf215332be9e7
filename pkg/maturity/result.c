/* The AssessmentResult. */
#include "base/buf.h"
#include "value/build.h"

#include "roadmap_priv.h"

static struct value bounds_value(struct plim_arena *arena, int64_t floor, int64_t ceiling)
{
    struct value_map_builder map = {.arena = arena};
    value_map_add(&map, "floor", value_int(floor));
    value_map_add(&map, "ceiling", value_int(ceiling));
    return value_map_finish(&map);
}

static struct value level_id(const struct maturity_model *model, int level)
{
    return level < 0 || level >= (int)model->level_count ? value_null()
                                                         : value_string(model->levels[level].id);
}

/* Which exclusions put the cell out of reach. */
static struct value capped_value(const struct maturity_assessment *assessment, size_t dimension,
                                 int level)
{
    const struct maturity_model *model = assessment->model;
    if (level == MATURITY_NO_LEVEL)
        return value_null();
    const struct maturity_cell *cell =
        &model->cells[dimension * model->level_count + (size_t)level];
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    plim_buf_append_c(&text, "excluded:");
    for (size_t i = 0; i < cell->practice_count; i++) {
        const struct maturity_verdict *verdict = &assessment->verdicts[cell->practices[i].practice];
        if (verdict->exclusion)
            plim_buf_printf(&text, "%s %.*s (%.*s)", text.text[text.len - 1] == ':' ? "" : ",",
                            PLIM_STR_ARG(verdict->exclusion->practice),
                            PLIM_STR_ARG(verdict->exclusion->reason));
    }
    struct value_map_builder map = {.arena = assessment->arena};
    value_map_add(&map, "level", level_id(model, level));
    value_map_add(&map, "reason",
                  value_string(plim_arena_copy_str(assessment->arena, plim_buf_str(&text))));
    return value_map_finish(&map);
}

static struct value level_value(const struct maturity_assessment *assessment, size_t dimension)
{
    const struct maturity_model *model = assessment->model;
    const struct maturity_row *row = &assessment->rows[dimension];
    struct value_map_builder map = {.arena = assessment->arena};
    value_map_add(&map, "floor", level_id(model, row->floor));
    value_map_add(&map, "ceiling", level_id(model, row->ceiling));
    value_map_add(&map, "headline", level_id(model, maturity_headline_find(assessment, dimension)));
    value_map_add(&map, "capped", capped_value(assessment, dimension, row->capped));
    return value_map_finish(&map);
}

static struct value list_ids(const struct maturity_assessment *assessment,
                             const struct maturity_steps *steps)
{
    struct value_list_builder list = {.arena = assessment->arena};
    for (size_t i = 0; i < steps->len; i++)
        value_list_add(&list,
                       value_string(assessment->set->practices[steps->items[i].practice].id));
    return value_list_finish(&list);
}

static struct value list_requirements(const struct maturity_assessment *assessment,
                                      const struct maturity_cell *cell)
{
    const struct maturity_model *model = assessment->model;
    struct value_list_builder list = {.arena = assessment->arena};
    for (size_t i = 0; i < cell->requires_count; i++) {
        const struct maturity_requirement *other = &cell->requires_other[i];
        if (assessment->rows[other->dimension].floor >= (int)other->level)
            continue;
        struct value_map_builder map = {.arena = assessment->arena};
        value_map_add_text(&map, "dimension", model->dimensions[other->dimension].id);
        value_map_add_text(&map, "level", model->levels[other->level].id);
        value_list_add(&list, value_map_finish(&map));
    }
    return value_list_finish(&list);
}

static struct value next_value(const struct maturity_assessment *assessment, size_t dimension)
{
    const struct maturity_model *model = assessment->model;
    const struct maturity_row *row = &assessment->rows[dimension];
    if (row->next >= (int)model->level_count)
        return value_null();
    size_t level = (size_t)row->next;
    const struct maturity_cell *cell = &model->cells[dimension * model->level_count + level];
    struct maturity_steps needs = maturity_cell_needs(assessment, dimension, level);
    struct value_list_builder blockers = {.arena = assessment->arena};
    for (size_t i = 0; i < needs.len; i++)
        value_list_add(&blockers, maturity_blocker_value(assessment, needs.items[i].practice));
    struct value_map_builder map = {.arena = assessment->arena};
    value_map_add(&map, "level", level_id(model, row->next));
    value_map_add(&map, "gate", value_int(maturity_gate_need(&cell->gate, &row->cells[level])));
    value_map_add(&map, "have", value_int(maturity_gate_have(&cell->gate, &row->cells[level])));
    value_map_add(&map, "blockers", value_list_finish(&blockers));
    struct value requirements = list_requirements(assessment, cell);
    if (requirements.len > 0)
        value_map_add(&map, "requires", requirements);
    value_map_add(&map, "projected",
                  level_id(model, maturity_steps_project(assessment, &needs, dimension)));
    return value_map_finish(&map);
}

/* Whole days, rounded down: -1 is anything up to a day overdue. */
static int64_t days_until(int64_t time, int64_t now)
{
    static const int64_t day = 86400;
    int64_t seconds = time - now;
    return seconds >= 0 ? seconds / day : -((-seconds + day - 1) / day);
}

static bool has_passed(const struct maturity_row *row, size_t level)
{
    for (size_t i = 0; i <= level; i++) {
        if (!row->cells[i].pass_lo)
            return false;
    }
    return true;
}

static struct value target_value(const struct maturity_assessment *assessment, size_t dimension)
{
    const struct maturity_model *model = assessment->model;
    const struct maturity_row *row = &assessment->rows[dimension];
    const struct maturity_target *target = maturity_target_find(assessment, dimension);
    if (!target)
        return value_null();
    size_t level = maturity_level_find(model, target->level);
    bool reached = has_passed(row, level);
    struct maturity_steps needs = maturity_level_needs(assessment, dimension, level);
    struct value_map_builder map = {.arena = assessment->arena};
    value_map_add_text(&map, "level", target->level);
    value_map_add_text(&map, "by", target->by_text);
    value_map_add_text(&map, "owner", target->owner);
    value_map_add(&map, "reached", value_bool(reached));
    value_map_add(&map, "gap", value_int(reached ? 0 : (int64_t)level - row->floor));
    if (target->by_text.len > 0)
        value_map_add(&map, "days", value_int(days_until(target->by.time, assessment->now)));
    value_map_add(&map, "blockers", list_ids(assessment, &needs));
    return value_map_finish(&map);
}

static const char *cell_state(const struct maturity_cell_result *cell)
{
    if (cell->is_vacuous)
        return "vacuous";
    if (cell->is_capped)
        return "capped";
    if (cell->pass_lo)
        return "met";
    return cell->pass_hi ? "unknown" : "unmet";
}

static struct value list_cell_practices(const struct maturity_assessment *assessment,
                                        const struct maturity_cell *cell)
{
    struct value_list_builder list = {.arena = assessment->arena};
    for (size_t i = 0; i < cell->practice_count; i++) {
        const struct maturity_cell_practice *practice = &cell->practices[i];
        const struct maturity_verdict *verdict = &assessment->verdicts[practice->practice];
        struct value_map_builder map = {.arena = assessment->arena};
        value_map_add_text(&map, "practice", practice->ref);
        value_map_add_text(&map, "id", practice->id);
        value_map_add(&map, "weight", value_int(practice->weight));
        value_map_add(&map, "state",
                      value_string_c(maturity_state_name(maturity_verdict_state(verdict))));
        if (!verdict->value.is_absent) {
            value_map_add(&map, "lo", value_int(verdict->value.lo));
            value_map_add(&map, "hi", value_int(verdict->value.hi));
        }
        value_list_add(&list, value_map_finish(&map));
    }
    return value_list_finish(&list);
}

static struct value cell_value(const struct maturity_assessment *assessment, size_t dimension,
                               size_t level)
{
    const struct maturity_model *model = assessment->model;
    const struct maturity_cell *cell = &model->cells[dimension * model->level_count + level];
    const struct maturity_cell_result *result = &assessment->rows[dimension].cells[level];
    struct value_map_builder map = {.arena = assessment->arena};
    value_map_add_text(&map, "level", model->levels[level].id);
    value_map_add_text(&map, "title", cell->title);
    value_map_add(&map, "state", value_string_c(cell_state(result)));
    if (result->applicable > 0) {
        value_map_add(&map, "gate", value_int(maturity_gate_need(&cell->gate, result)));
        value_map_add(&map, "share",
                      bounds_value(assessment->arena,
                                   result->passing_lo * MATURITY_WHOLE / result->weight,
                                   result->passing_hi * MATURITY_WHOLE / result->weight));
        value_map_add(&map, "score",
                      bounds_value(assessment->arena, result->score_lo / result->weight,
                                   result->score_hi / result->weight));
    }
    value_map_add(&map, "practices", list_cell_practices(assessment, cell));
    return value_map_finish(&map);
}

static void add_knowledge(struct value_map_builder *map,
                          const struct maturity_assessment *assessment, size_t dimension)
{
    int64_t known = 0;
    int64_t applicable = 0;
    for (size_t i = 0; i < assessment->model->level_count; i++) {
        known += assessment->rows[dimension].cells[i].known;
        applicable += assessment->rows[dimension].cells[i].applicable;
    }
    if (applicable > 0)
        value_map_add(map, "knowledge", value_int(known * MATURITY_WHOLE / applicable));
}

static bool is_hidden(const struct maturity_assessment *assessment, size_t dimension)
{
    const struct maturity_fleet *fleet = &assessment->set->fleet;
    for (size_t i = 0; i < fleet->hidden_count; i++) {
        if (plim_str_equal(fleet->hidden[i], assessment->model->dimensions[dimension].id))
            return true;
    }
    return false;
}

static struct value dimension_value(const struct maturity_assessment *assessment, size_t dimension)
{
    const struct maturity_model *model = assessment->model;
    struct value_map_builder map = {.arena = assessment->arena};
    struct value_list_builder levels = {.arena = assessment->arena};
    struct maturity_interval profile = maturity_row_profile(model, &assessment->rows[dimension]);
    for (size_t i = 0; i < model->level_count; i++)
        value_list_add(&levels, cell_value(assessment, dimension, i));
    value_map_add_text(&map, "id", model->dimensions[dimension].id);
    value_map_add_text(&map, "title", model->dimensions[dimension].title);
    if (is_hidden(assessment, dimension))
        value_map_add(&map, "hidden", value_bool(true));
    value_map_add(&map, "level", level_value(assessment, dimension));
    if (!profile.is_absent)
        value_map_add(&map, "profile", bounds_value(assessment->arena, profile.lo, profile.hi));
    add_knowledge(&map, assessment, dimension);
    struct value target = target_value(assessment, dimension);
    if (target.kind != VALUE_NULL)
        value_map_add(&map, "target", target);
    value_map_add(&map, "next", next_value(assessment, dimension));
    value_map_add(&map, "levels", value_list_finish(&levels));
    return value_map_finish(&map);
}

static struct value overall_value(const struct maturity_assessment *assessment)
{
    const struct maturity_model *model = assessment->model;
    int floor = (int)model->level_count;
    int ceiling = floor;
    for (size_t i = 0; i < model->dimension_count; i++) {
        const struct maturity_row *row = &assessment->rows[i];
        floor = row->floor < floor ? row->floor : floor;
        ceiling = row->ceiling < ceiling ? row->ceiling : ceiling;
    }
    struct value_map_builder map = {.arena = assessment->arena};
    value_map_add(&map, "floor", level_id(model, floor));
    value_map_add(&map, "ceiling", level_id(model, ceiling));
    return value_map_finish(&map);
}

static struct value list_dimensions(const struct maturity_assessment *assessment)
{
    struct value_list_builder list = {.arena = assessment->arena};
    for (size_t i = 0; i < assessment->model->dimension_count; i++)
        value_list_add(&list, dimension_value(assessment, i));
    return value_list_finish(&list);
}

struct value maturity_result_build(struct maturity_assessment *assessment)
{
    struct value_map_builder map = {.arena = assessment->arena};
    maturity_result_head(assessment, &map);
    value_map_add(&map, "dimensions", list_dimensions(assessment));
    if (assessment->model->overall_is_minimum)
        value_map_add(&map, "overall", overall_value(assessment));
    value_map_add(&map, "practices", maturity_practices_value(assessment));
    value_map_add(&map, "roadmap", maturity_roadmap_value(assessment));
    value_map_add(&map, "nextStep", maturity_next_step_value(assessment));
    value_map_add(&map, "disclosures", maturity_disclosures_value(assessment));
    return value_map_finish(&map);
}
