/* Cells, levels and scores of every dimension. */
#include <string.h>

#include "assess_priv.h"

static void add_practice(const struct maturity_assessment *assessment,
                         const struct maturity_cell_practice *practice,
                         struct maturity_interval value, struct maturity_cell_result *cell)
{
    int pass_at = assessment->model->pass_at;
    if (assessment->verdicts[practice->practice].exclusion) {
        cell->excluded++;
        return;
    }
    if (value.is_absent)
        return;
    cell->applicable++;
    cell->weight += practice->weight;
    cell->score_lo += practice->weight * value.lo;
    cell->score_hi += practice->weight * value.hi;
    cell->known += maturity_interval_state(value) != MATURITY_STATE_UNKNOWN;
    if (value.lo >= pass_at) {
        cell->passing_lo += practice->weight;
        cell->count_lo++;
    }
    if (value.hi >= pass_at) {
        cell->passing_hi += practice->weight;
        cell->count_hi++;
    }
}

/* Exclusions do not lower the number that a gate by count asks for. */
static int64_t needed_count(const struct maturity_gate *gate,
                            const struct maturity_cell_result *cell)
{
    int64_t most = cell->applicable + cell->excluded;
    return gate->value < most ? gate->value : most;
}

bool maturity_gate_holds(const struct maturity_gate *gate, const struct maturity_cell_result *cell,
                         int64_t passing, int64_t count)
{
    if (gate->kind == MATURITY_GATE_COUNT)
        return count >= needed_count(gate, cell);
    return passing * MATURITY_WHOLE >= gate->value * cell->weight;
}

int64_t maturity_gate_need(const struct maturity_gate *gate,
                           const struct maturity_cell_result *cell)
{
    if (gate->kind == MATURITY_GATE_SHARE || cell->applicable == 0)
        return gate->kind == MATURITY_GATE_SHARE ? gate->value : MATURITY_WHOLE;
    int64_t exact = needed_count(gate, cell) * MATURITY_WHOLE;
    return (exact + cell->applicable - 1) / cell->applicable;
}

int64_t maturity_gate_have(const struct maturity_gate *gate,
                           const struct maturity_cell_result *cell)
{
    if (cell->applicable == 0)
        return 0;
    return gate->kind == MATURITY_GATE_COUNT ? cell->count_lo * MATURITY_WHOLE / cell->applicable
                                             : cell->passing_lo * MATURITY_WHOLE / cell->weight;
}

static struct maturity_cell_result evaluate_cell(const struct maturity_assessment *assessment,
                                                 const struct maturity_cell *cell,
                                                 const struct maturity_interval *values)
{
    struct maturity_cell_result result = {0};
    for (size_t i = 0; i < cell->practice_count; i++)
        add_practice(assessment, &cell->practices[i], values[cell->practices[i].practice], &result);
    if (result.applicable == 0) {
        result.is_vacuous = result.excluded == 0;
        result.is_capped = result.excluded > 0;
        result.gate_lo = result.gate_hi = result.is_vacuous;
        return result;
    }
    result.is_capped = !maturity_gate_holds(&cell->gate, &result, result.weight, result.applicable);
    result.gate_lo = maturity_gate_holds(&cell->gate, &result, result.passing_lo, result.count_lo);
    result.gate_hi = maturity_gate_holds(&cell->gate, &result, result.passing_hi, result.count_hi);
    return result;
}

static bool has_others(const struct maturity_cell *cell, const struct maturity_row *rows,
                       bool proven)
{
    for (size_t i = 0; i < cell->requires_count; i++) {
        const struct maturity_requirement *other = &cell->requires_other[i];
        const struct maturity_row *row = &rows[other->dimension];
        if ((proven ? row->floor : row->ceiling) < (int)other->level)
            return false;
    }
    return true;
}

/* The highest level that is claimed by something, with every level up to it passed. */
static void climb(const struct maturity_model *model, size_t dimension, struct maturity_row *rows)
{
    struct maturity_row *row = &rows[dimension];
    const struct maturity_cell *cells = &model->cells[dimension * model->level_count];
    struct maturity_row climbed = {.cells = row->cells,
                                   .floor = MATURITY_NO_LEVEL,
                                   .ceiling = MATURITY_NO_LEVEL,
                                   .next = (int)model->level_count,
                                   .capped = MATURITY_NO_LEVEL};
    bool proven = true;
    bool possible = true;
    for (int level = 0; level < (int)model->level_count; level++) {
        struct maturity_cell_result *cell = &row->cells[level];
        cell->pass_lo = cell->gate_lo && has_others(&cells[level], rows, true);
        cell->pass_hi = cell->gate_hi && has_others(&cells[level], rows, false);
        if (proven && !cell->pass_lo)
            climbed.next = level;
        proven = proven && cell->pass_lo;
        possible = possible && cell->pass_hi;
        if (proven && !cell->is_vacuous)
            climbed.floor = level;
        if (possible && !cell->is_vacuous)
            climbed.ceiling = level;
        if (cell->is_capped && climbed.capped == MATURITY_NO_LEVEL)
            climbed.capped = level;
    }
    *row = climbed;
}

/* Rows start at the top and only fall, so requirements across dimensions settle; two that ask for
 * each other hold together when both are otherwise there. */
static void settle(const struct maturity_model *model, struct maturity_row *rows)
{
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = 0; i < model->dimension_count; i++) {
            int floor = rows[i].floor;
            int ceiling = rows[i].ceiling;
            climb(model, i, rows);
            changed = changed || rows[i].floor != floor || rows[i].ceiling != ceiling;
        }
    }
}

struct maturity_row *maturity_rows_evaluate(const struct maturity_assessment *assessment,
                                            const struct maturity_interval *values)
{
    const struct maturity_model *model = assessment->model;
    struct plim_arena *arena = assessment->arena;
    struct maturity_row *rows = plim_arena_array(arena, model->dimension_count, sizeof(*rows));
    for (size_t i = 0; i < model->dimension_count; i++) {
        rows[i].cells = plim_arena_array(arena, model->level_count, sizeof(*rows[i].cells));
        rows[i].floor = (int)model->level_count;
        rows[i].ceiling = (int)model->level_count;
        for (size_t k = 0; k < model->level_count; k++)
            rows[i].cells[k] =
                evaluate_cell(assessment, &model->cells[i * model->level_count + k], values);
    }
    settle(model, rows);
    return rows;
}

struct maturity_interval *maturity_values_copy(const struct maturity_assessment *assessment)
{
    size_t count = assessment->set->practice_count;
    struct maturity_interval *values = plim_arena_array(assessment->arena, count, sizeof(*values));
    for (size_t i = 0; i < count; i++)
        values[i] = assessment->verdicts[i].value;
    return values;
}

/* Sums of quotients in millionths, so that what adds up to a whole per mille is not rounded below.
 */
struct maturity_interval maturity_row_profile(const struct maturity_model *model,
                                              const struct maturity_row *row)
{
    static const int64_t fine = 1000000;
    int64_t lo = 0;
    int64_t hi = 0;
    int64_t weight = 0;
    for (size_t i = 0; i < model->level_count; i++) {
        const struct maturity_cell_result *cell = &row->cells[i];
        if (cell->applicable == 0)
            continue;
        weight += model->levels[i].weight;
        lo += model->levels[i].weight * (cell->score_lo * fine / cell->weight);
        hi += model->levels[i].weight * (cell->score_hi * fine / cell->weight);
    }
    if (weight == 0)
        return maturity_interval_absent;
    /* Each quotient lost less than one millionth. */
    return (struct maturity_interval){false, (int)((lo + weight) / weight / fine),
                                      (int)((hi + weight) / weight / fine)};
}

static int find_level(const struct maturity_model *model, struct plim_str id)
{
    size_t at = maturity_level_find(model, id);
    return at < model->level_count ? (int)at : MATURITY_NO_LEVEL;
}

/* The highest or lowest of the newest `runs` floors, this run's among them. */
static int extreme_floor(const struct maturity_model *model, const struct maturity_history *history,
                         int floor, int64_t runs, bool highest)
{
    int extreme = floor;
    for (size_t i = 0; i < history->floor_count && (int64_t)i + 1 < runs; i++) {
        int earlier = find_level(model, history->floors[i]);
        if (highest ? earlier > extreme : earlier < extreme)
            extreme = earlier;
    }
    return extreme;
}

/* A headline rises when the last promoteAfter runs were above it, and falls when the last
 * demoteAfter runs were below; runs that nobody stored count as neither. */
int maturity_headline_find(const struct maturity_assessment *assessment, size_t dimension)
{
    const struct maturity_model *model = assessment->model;
    const struct maturity_request *request = assessment->request;
    int floor = assessment->rows[dimension].floor;
    for (size_t i = 0; i < request->history_count; i++) {
        const struct maturity_history *history = &request->history[i];
        if (!plim_str_equal(history->dimension, model->dimensions[dimension].id))
            continue;
        int headline = find_level(model, history->headline);
        int64_t runs = (int64_t)history->floor_count + 1;
        if (floor > headline && runs >= model->promote_after) {
            int lowest = extreme_floor(model, history, floor, model->promote_after, false);
            return lowest > headline ? lowest : headline;
        }
        if (floor < headline && runs >= model->demote_after) {
            int highest = extreme_floor(model, history, floor, model->demote_after, true);
            return highest < headline ? highest : headline;
        }
        return headline;
    }
    return floor;
}

/* The target of the narrowest scope that covers the assessed one; one for this dimension before one
 * for all. */
const struct maturity_target *maturity_target_find(const struct maturity_assessment *assessment,
                                                   size_t dimension)
{
    const struct maturity_fleet *fleet = &assessment->set->fleet;
    struct plim_str id = assessment->model->dimensions[dimension].id;
    const struct maturity_target *best = NULL;
    for (size_t i = 0; i < fleet->target_count; i++) {
        const struct maturity_target *target = &fleet->targets[i];
        if (!plim_str_equal(target->model, assessment->model->id) ||
            !maturity_scope_covers(target->scope, assessment->scope) ||
            (target->dimension.len > 0 && !plim_str_equal(target->dimension, id)))
            continue;
        if (!best || target->scope.len > best->scope.len ||
            (target->scope.len == best->scope.len && target->dimension.len > best->dimension.len &&
             best->dimension.len == 0))
            best = target;
    }
    return best;
}
