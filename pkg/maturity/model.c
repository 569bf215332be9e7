/* MaturityModel: levels, dimensions, scoring. Its cells are in cell_read.c. */
#include "model_priv.h"

size_t maturity_model_find(const struct maturity_set *set, struct plim_str id)
{
    size_t i = 0;
    while (i < set->model_count && !plim_str_equal(set->models[i].id, id))
        i++;
    return i;
}

size_t maturity_level_find(const struct maturity_model *model, struct plim_str id)
{
    size_t i = 0;
    while (i < model->level_count && !plim_str_equal(model->levels[i].id, id))
        i++;
    return i;
}

size_t maturity_dimension_find(const struct maturity_model *model, struct plim_str id)
{
    size_t i = 0;
    while (i < model->dimension_count && !plim_str_equal(model->dimensions[i].id, id))
        i++;
    return i;
}

static enum plim_code read_levels(struct maturity_set *set, const struct value_node *spec,
                                  struct maturity_model *model, struct plim_err *err)
{
    static const struct value_field fields[] = {
        {"id", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"title", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"description", VALUE_STRING, 0},
    };
    struct value_node list = value_node_get(spec, "levels");
    size_t len = value_node_len(&list);
    if (len == 0 || len > MATURITY_LEVELS_MAX)
        return value_node_fail(err, &list, "a model has 1 to %d levels", MATURITY_LEVELS_MAX);
    model->levels = plim_arena_array(set->arena, len, sizeof(*model->levels));
    for (size_t i = 0; i < len; i++) {
        struct maturity_level level = {.weight = 1};
        struct value_node node = value_node_at(&list, i);
        if (value_node_check(&node, fields, PLIM_LEN(fields), err) != PLIM_OK ||
            maturity_id_read(&node, "id", &level.id, err) != PLIM_OK ||
            maturity_title_read(&node, "title", &level.title, err) != PLIM_OK)
            return err->code;
        level.description = value_node_text(&node, "description");
        if (maturity_level_find(model, level.id) < model->level_count)
            return value_node_fail(err, &node, "level '%.*s' stands twice", PLIM_STR_ARG(level.id));
        model->levels[model->level_count++] = level;
    }
    return PLIM_OK;
}

static enum plim_code read_dimensions(struct maturity_set *set, const struct value_node *spec,
                                      struct maturity_model *model, struct plim_err *err)
{
    static const struct value_field fields[] = {
        {"id", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"title", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"description", VALUE_STRING, 0},
    };
    struct value_node list = value_node_get(spec, "dimensions");
    size_t len = value_node_len(&list);
    if (len == 0 || len > MATURITY_DIMENSIONS_MAX)
        return value_node_fail(err, &list, "a model has 1 to %d dimensions",
                               MATURITY_DIMENSIONS_MAX);
    model->dimensions = plim_arena_array(set->arena, len, sizeof(*model->dimensions));
    for (size_t i = 0; i < len; i++) {
        struct maturity_dimension dimension = {0};
        struct value_node node = value_node_at(&list, i);
        if (value_node_check(&node, fields, PLIM_LEN(fields), err) != PLIM_OK ||
            maturity_id_read(&node, "id", &dimension.id, err) != PLIM_OK ||
            maturity_title_read(&node, "title", &dimension.title, err) != PLIM_OK)
            return err->code;
        dimension.description = value_node_text(&node, "description");
        if (maturity_dimension_find(model, dimension.id) < model->dimension_count)
            return value_node_fail(err, &node, "dimension '%.*s' stands twice",
                                   PLIM_STR_ARG(dimension.id));
        model->dimensions[model->dimension_count++] = dimension;
    }
    return PLIM_OK;
}

enum plim_code maturity_gate_read(const struct value_node *map, struct maturity_gate *gate,
                                  struct plim_err *err)
{
    static const struct value_field fields[] = {{"min", VALUE_INT, VALUE_FIELD_REQUIRED}};
    struct value_node node = value_node_get(map, "gate");
    if (!node.value || node.value->kind == VALUE_NULL)
        return PLIM_OK;
    if (value_is_string(node.value, "all")) {
        *gate = (struct maturity_gate){MATURITY_GATE_SHARE, MATURITY_WHOLE};
        return PLIM_OK;
    }
    if (value_is(node.value, VALUE_MAP)) {
        struct maturity_bounds bounds = {1, MATURITY_PRACTICES_MAX};
        if (value_node_check(&node, fields, PLIM_LEN(fields), err) != PLIM_OK)
            return err->code;
        gate->kind = MATURITY_GATE_COUNT;
        return maturity_integer_read(&node, "min", bounds, &gate->value, err);
    }
    int share = 0;
    if (maturity_share_read(map, "gate", &share, err) != PLIM_OK || share == 0)
        return value_node_fail(err, &node, "a gate is 'all', a share above 0%% or '{min: N}'");
    *gate = (struct maturity_gate){MATURITY_GATE_SHARE, share};
    return PLIM_OK;
}

static enum plim_code read_weights(const struct value_node *scoring, struct maturity_model *model,
                                   struct plim_err *err)
{
    struct value_node list = value_node_get(scoring, "levelWeights");
    if (!list.value || list.value->kind == VALUE_NULL)
        return PLIM_OK;
    if (value_node_len(&list) != model->level_count)
        return value_node_fail(err, &list, "%zu level weights for %zu levels",
                               value_node_len(&list), model->level_count);
    for (size_t i = 0; i < model->level_count; i++) {
        struct value_node node = value_node_at(&list, i);
        int64_t weight = value_int_or(node.value, 0);
        if (weight < 1 || weight > MATURITY_WEIGHT_MAX)
            return value_node_fail(err, &node, "a weight is a whole number from 1 to %d",
                                   MATURITY_WEIGHT_MAX);
        model->levels[i].weight = weight;
    }
    return PLIM_OK;
}

static enum plim_code read_scoring(const struct value_node *spec, struct maturity_model *model,
                                   struct plim_err *err)
{
    static const char *const headlines[] = {"gated", "profile"};
    static const char *const overalls[] = {"none", "min"};
    static const struct value_field fields[] = {
        {"headline", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"gate", VALUE_NULL, 0},
        {"passAt", VALUE_STRING, 0},
        {"levelWeights", VALUE_LIST, 0},
        {"overall", VALUE_STRING, 0},
        {"promoteAfter", VALUE_INT, 0},
        {"demoteAfter", VALUE_INT, 0},
    };
    struct value_node scoring = value_node_get(spec, "scoring");
    if (value_node_check(&scoring, fields, PLIM_LEN(fields), err) != PLIM_OK)
        return err->code;
    struct value_node headline = value_node_get(&scoring, "headline");
    struct value_node overall = value_node_get(&scoring, "overall");
    struct value_node pass_at = value_node_get(&scoring, "passAt");
    struct maturity_bounds runs = {1, 100};
    unsigned which = 0;
    unsigned total = 0;
    if (value_node_enum(&headline, "headline", headlines, PLIM_LEN(headlines), &which, err) !=
            PLIM_OK ||
        (value_is(overall.value, VALUE_STRING) &&
         value_node_enum(&overall, "overall", overalls, PLIM_LEN(overalls), &total, err) !=
             PLIM_OK) ||
        maturity_gate_read(&scoring, &model->gate, err) != PLIM_OK ||
        maturity_share_read(&scoring, "passAt", &model->pass_at, err) != PLIM_OK ||
        maturity_integer_read(&scoring, "promoteAfter", runs, &model->promote_after, err) !=
            PLIM_OK ||
        maturity_integer_read(&scoring, "demoteAfter", runs, &model->demote_after, err) != PLIM_OK)
        return err->code;
    if (model->pass_at == 0)
        return value_node_fail(err, &pass_at, "'passAt' must be above 0%%");
    model->headline_is_profile = which == 1;
    model->overall_is_minimum = total == 1;
    return read_weights(&scoring, model, err);
}

static enum plim_code read_origin(const struct value_node *spec, struct maturity_model *model,
                                  struct plim_err *err)
{
    static const struct value_field fields[] = {
        {"title", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"url", VALUE_STRING, 0},
        {"license", VALUE_STRING, 0},
    };
    static const struct value_field below_fields[] = {
        {"id", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"title", VALUE_STRING, VALUE_FIELD_REQUIRED},
    };
    struct value_node source = value_node_get(spec, "source");
    struct value_node below = value_node_get(spec, "below");
    if (value_node_check(&source, fields, PLIM_LEN(fields), err) != PLIM_OK ||
        maturity_title_read(spec, "title", &model->title, err) != PLIM_OK)
        return err->code;
    model->version = value_node_text(spec, "version");
    model->source_title = value_node_text(&source, "title");
    model->source_url = value_node_text(&source, "url");
    if (!value_is(below.value, VALUE_MAP))
        return PLIM_OK;
    if (value_node_check(&below, below_fields, PLIM_LEN(below_fields), err) != PLIM_OK ||
        maturity_id_read(&below, "id", &model->below_id, err) != PLIM_OK)
        return err->code;
    return maturity_title_read(&below, "title", &model->below_title, err);
}

enum plim_code maturity_model_read(struct maturity_set *set, struct plim_str name,
                                   const struct value_node *spec, struct plim_err *err)
{
    static const struct value_field fields[] = {
        {"version", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"title", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"source", VALUE_MAP, VALUE_FIELD_REQUIRED},
        {"notes", VALUE_LIST, 0},
        {"below", VALUE_MAP, 0},
        {"levels", VALUE_LIST, VALUE_FIELD_REQUIRED},
        {"dimensions", VALUE_LIST, VALUE_FIELD_REQUIRED},
        {"scoring", VALUE_MAP, VALUE_FIELD_REQUIRED},
        {"cells", VALUE_LIST, VALUE_FIELD_REQUIRED},
    };
    struct maturity_model model = {.id = name,
                                   .gate = {MATURITY_GATE_SHARE, MATURITY_WHOLE},
                                   .pass_at = MATURITY_WHOLE,
                                   .promote_after = 1,
                                   .demote_after = 2,
                                   .node = *spec};
    if (value_node_check(spec, fields, PLIM_LEN(fields), err) != PLIM_OK ||
        read_origin(spec, &model, err) != PLIM_OK ||
        read_levels(set, spec, &model, err) != PLIM_OK ||
        read_dimensions(set, spec, &model, err) != PLIM_OK ||
        read_scoring(spec, &model, err) != PLIM_OK ||
        maturity_cells_read(set, spec, &model, err) != PLIM_OK)
        return err->code;
    size_t at = maturity_model_find(set, name);
    if (at == set->model_count) {
        MATURITY_GROW(set->arena, set->models, set->model_count);
        set->model_count++;
    }
    set->models[at] = model;
    return PLIM_OK;
}
