/* Which practices a level still needs, and in which order. */
#include "roadmap_priv.h"

static bool depends_on(const struct maturity_set *set, size_t practice, size_t other)
{
    const struct maturity_refs *refs = &set->practices[practice].depends_on;
    for (size_t i = 0; i < refs->len; i++) {
        if (refs->practices[i] == other)
            return true;
    }
    return false;
}

static bool comes_before(const struct maturity_set *set, const struct maturity_step *left,
                         const struct maturity_step *right)
{
    const struct maturity_practice *a = &set->practices[left->practice];
    const struct maturity_practice *b = &set->practices[right->practice];
    if (left->level != right->level)
        return left->level < right->level;
    if (a->usefulness != b->usefulness)
        return a->usefulness > b->usefulness;
    if (a->effort != b->effort)
        return a->effort < b->effort;
    return plim_str_compare(a->id, b->id) < 0;
}

/* Nothing it depends on is still among the steps from `from` on. */
static bool is_ready(const struct maturity_set *set, const struct maturity_steps *steps,
                     size_t from, size_t at)
{
    for (size_t i = from; i < steps->len; i++) {
        if (i != at && depends_on(set, steps->items[at].practice, steps->items[i].practice))
            return false;
    }
    return true;
}

void maturity_steps_sort(const struct maturity_assessment *assessment, struct maturity_steps *steps)
{
    const struct maturity_set *set = assessment->set;
    for (size_t from = 0; from < steps->len; from++) {
        size_t best = steps->len;
        for (size_t i = from; i < steps->len; i++) {
            if (is_ready(set, steps, from, i) &&
                (best == steps->len || comes_before(set, &steps->items[i], &steps->items[best])))
                best = i;
        }
        if (best == steps->len)
            return; /* a circle, which linking refuses */
        struct maturity_step step = steps->items[best];
        for (size_t i = best; i > from; i--)
            steps->items[i] = steps->items[i - 1];
        steps->items[from] = step;
    }
}

/* What a cell has, were some of its failing practices met. */
struct hope {
    const struct maturity_cell *cell;
    const struct maturity_cell_result *result;
    int64_t passing;
    int64_t count;
};

static int64_t weight_of(const struct maturity_cell *cell, size_t practice)
{
    for (size_t i = 0; i < cell->practice_count; i++) {
        if (cell->practices[i].practice == practice)
            return cell->practices[i].weight;
    }
    return 0;
}

static bool holds_without(const struct hope *hope, int64_t weight)
{
    return maturity_gate_holds(&hope->cell->gate, hope->result, hope->passing - weight,
                               hope->count - (weight > 0 ? 1 : 0));
}

static struct maturity_steps list_failing(const struct maturity_assessment *assessment,
                                          const struct maturity_cell *cell, size_t level)
{
    struct maturity_steps failing = {
        plim_arena_array(assessment->arena, cell->practice_count, sizeof(*failing.items)), 0};
    for (size_t i = 0; i < cell->practice_count; i++) {
        size_t practice = cell->practices[i].practice;
        const struct maturity_verdict *verdict = &assessment->verdicts[practice];
        if (!verdict->exclusion && !verdict->value.is_absent &&
            verdict->value.lo < assessment->model->pass_at)
            failing.items[failing.len++] = (struct maturity_step){practice, level};
    }
    maturity_steps_sort(assessment, &failing);
    return failing;
}

static void drop_superfluous(struct hope *hope, struct maturity_steps *steps)
{
    for (size_t i = steps->len; i-- > 0;) {
        int64_t weight = weight_of(hope->cell, steps->items[i].practice);
        if (!holds_without(hope, weight))
            continue;
        hope->passing -= weight;
        hope->count--;
        for (size_t k = i + 1; k < steps->len; k++)
            steps->items[k - 1] = steps->items[k];
        steps->len--;
    }
}

struct maturity_steps maturity_cell_needs(const struct maturity_assessment *assessment,
                                          size_t dimension, size_t level)
{
    const struct maturity_model *model = assessment->model;
    const struct maturity_cell *cell = &model->cells[dimension * model->level_count + level];
    const struct maturity_cell_result *result = &assessment->rows[dimension].cells[level];
    struct hope hope = {cell, result, result->passing_lo, result->count_lo};
    struct maturity_steps needs = {0};
    if (result->gate_lo || result->is_capped)
        return needs;
    struct maturity_steps failing = list_failing(assessment, cell, level);
    needs.items = failing.items;
    while (needs.len < failing.len && !holds_without(&hope, 0)) {
        hope.passing += weight_of(cell, failing.items[needs.len].practice);
        hope.count++;
        needs.len++;
    }
    drop_superfluous(&hope, &needs);
    return needs;
}

struct maturity_steps maturity_level_needs(const struct maturity_assessment *assessment,
                                           size_t dimension, size_t level)
{
    struct maturity_steps all = {0};
    for (size_t i = 0; i <= level && i < assessment->model->level_count; i++) {
        struct maturity_steps needs = maturity_cell_needs(assessment, dimension, i);
        for (size_t k = 0; k < needs.len; k++) {
            MATURITY_GROW(assessment->arena, all.items, all.len);
            all.items[all.len++] = needs.items[k];
        }
    }
    maturity_steps_sort(assessment, &all);
    return all;
}
