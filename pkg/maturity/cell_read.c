/* The cells of a MaturityModel: which practices a level of a dimension asks for. */
#include "model_priv.h"

enum { CELL_PRACTICES_MAX = 200 };

/* map.dimension and map.level as indexes. */
static enum plim_code find_place(const struct value_node *map, const struct maturity_model *model,
                                 size_t *dimension_out, size_t *level_out, struct plim_err *err)
{
    struct value_node dimension = value_node_get(map, "dimension");
    struct value_node level = value_node_get(map, "level");
    size_t column = maturity_level_find(model, value_str(level.value));
    size_t row = maturity_dimension_find(model, value_str(dimension.value));
    if (row == model->dimension_count)
        return value_node_fail(err, &dimension, "unknown dimension '%.*s'",
                               PLIM_STR_ARG(value_str(dimension.value)));
    if (column == model->level_count)
        return value_node_fail(err, &level, "unknown level '%.*s'",
                               PLIM_STR_ARG(value_str(level.value)));
    *dimension_out = row;
    *level_out = column;
    return PLIM_OK;
}

/* A practice that counted twice in a dimension would weigh twice. */
static enum plim_code check_once(const struct maturity_model *model, size_t dimension,
                                 const struct maturity_cell_practice *practice,
                                 struct plim_err *err)
{
    const struct maturity_cell *row = &model->cells[dimension * model->level_count];
    for (size_t level = 0; level < model->level_count; level++) {
        for (size_t i = 0; i < row[level].practice_count; i++) {
            if (plim_str_equal(row[level].practices[i].ref, practice->ref))
                return value_node_fail(
                    err, &practice->node, "practice '%.*s' stands twice in dimension '%.*s'",
                    PLIM_STR_ARG(practice->ref), PLIM_STR_ARG(model->dimensions[dimension].id));
        }
    }
    return PLIM_OK;
}

static enum plim_code read_practice(const struct value_node *node,
                                    struct maturity_cell_practice *practice, struct plim_err *err)
{
    static const struct value_field fields[] = {
        {"ref", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"id", VALUE_STRING, 0},
        {"weight", VALUE_INT, 0},
    };
    struct maturity_bounds bounds = {1, MATURITY_WEIGHT_MAX};
    *practice = (struct maturity_cell_practice){.weight = 1, .node = *node};
    if (value_node_check(node, fields, PLIM_LEN(fields), err) != PLIM_OK ||
        maturity_id_read(node, "ref", &practice->ref, err) != PLIM_OK)
        return err->code;
    practice->id = value_node_text(node, "id");
    return maturity_integer_read(node, "weight", bounds, &practice->weight, err);
}

static enum plim_code read_requirements(struct maturity_set *set, const struct value_node *node,
                                        const struct maturity_model *model,
                                        struct maturity_cell *cell, struct plim_err *err)
{
    static const struct value_field fields[] = {
        {"dimension", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"level", VALUE_STRING, VALUE_FIELD_REQUIRED},
    };
    struct value_node list = value_node_get(node, "requiresOther");
    size_t len = value_node_len(&list);
    if (len > MATURITY_DIMENSIONS_MAX)
        return value_node_fail(err, &list, "more than %d requirements", MATURITY_DIMENSIONS_MAX);
    cell->requires_other = plim_arena_array(set->arena, len, sizeof(*cell->requires_other));
    cell->requires_count = len;
    for (size_t i = 0; i < len; i++) {
        struct value_node item = value_node_at(&list, i);
        struct maturity_requirement *other = &cell->requires_other[i];
        if (value_node_check(&item, fields, PLIM_LEN(fields), err) != PLIM_OK ||
            find_place(&item, model, &other->dimension, &other->level, err) != PLIM_OK)
            return err->code;
        if (plim_str_equal(value_node_text(&item, "dimension"), value_node_text(node, "dimension")))
            return value_node_fail(err, &item, "'requiresOther' names the cell's own dimension");
    }
    return PLIM_OK;
}

static enum plim_code read_cell(struct maturity_set *set, const struct value_node *node,
                                struct maturity_model *model, struct plim_err *err)
{
    static const struct value_field fields[] = {
        {"dimension", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"level", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"title", VALUE_STRING, 0},
        {"gate", VALUE_NULL, 0},
        {"practices", VALUE_LIST, VALUE_FIELD_REQUIRED},
        {"requiresOther", VALUE_LIST, 0},
    };
    size_t dimension = 0;
    size_t level = 0;
    if (value_node_check(node, fields, PLIM_LEN(fields), err) != PLIM_OK ||
        find_place(node, model, &dimension, &level, err) != PLIM_OK)
        return err->code;
    struct maturity_cell *cell = &model->cells[dimension * model->level_count + level];
    if (cell->is_defined)
        return value_node_fail(err, node, "a second cell for dimension '%.*s' and level '%.*s'",
                               PLIM_STR_ARG(model->dimensions[dimension].id),
                               PLIM_STR_ARG(model->levels[level].id));
    cell->is_defined = true;
    cell->node = *node;
    if (maturity_title_read(node, "title", &cell->title, err) != PLIM_OK)
        return err->code;
    struct value_node list = value_node_get(node, "practices");
    size_t len = value_node_len(&list);
    if (len > CELL_PRACTICES_MAX)
        return value_node_fail(err, &list, "more than %d practices in one cell",
                               CELL_PRACTICES_MAX);
    cell->practices = plim_arena_array(set->arena, len, sizeof(*cell->practices));
    for (size_t i = 0; i < len; i++) {
        struct value_node item = value_node_at(&list, i);
        struct maturity_cell_practice practice;
        if (read_practice(&item, &practice, err) != PLIM_OK ||
            check_once(model, dimension, &practice, err) != PLIM_OK)
            return err->code;
        cell->practices[cell->practice_count++] = practice;
    }
    if (maturity_gate_read(node, &cell->gate, err) != PLIM_OK)
        return err->code;
    if (cell->gate.kind == MATURITY_GATE_COUNT && len > 0 && cell->gate.value > (int64_t)len)
        return value_node_fail(err, node, "the gate asks for %lld of %zu practices",
                               (long long)cell->gate.value, len);
    return read_requirements(set, node, model, cell, err);
}

enum plim_code maturity_cells_read(struct maturity_set *set, const struct value_node *spec,
                                   struct maturity_model *model, struct plim_err *err)
{
    size_t total = model->dimension_count * model->level_count;
    model->cells = plim_arena_array(set->arena, total, sizeof(*model->cells));
    for (size_t i = 0; i < total; i++)
        model->cells[i].gate = model->gate;
    struct value_node list = value_node_get(spec, "cells");
    for (size_t i = 0; i < value_node_len(&list); i++) {
        struct value_node node = value_node_at(&list, i);
        if (read_cell(set, &node, model, err) != PLIM_OK)
            return err->code;
    }
    return PLIM_OK;
}
