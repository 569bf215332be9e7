#include "maturity/document.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

#include "document_priv.h"
#include "scalar_priv.h"

struct maturity_set *maturity_set_new(struct plim_arena *arena)
{
    struct maturity_set *set = plim_arena_alloc(arena, sizeof(*set));
    set->arena = arena;
    return set;
}

void *maturity_array_grow(struct plim_arena *arena, void *items, size_t len, size_t item_size)
{
    /* Full exactly when len is 0 or a power of two: that is when it grew last. */
    if (len != 0 && (len & (len - 1)) != 0)
        return items;
    void *grown = plim_arena_array(arena, len == 0 ? 1 : len * 2, item_size);
    if (len > 0)
        memcpy(grown, items, len * item_size);
    return grown;
}

size_t maturity_practice_find(const struct maturity_set *set, struct plim_str id)
{
    size_t i = 0;
    while (i < set->practice_count && !plim_str_equal(set->practices[i].id, id))
        i++;
    return i;
}

enum plim_code maturity_header_read(const struct value_node *document, struct plim_str *name_out,
                                    struct value_node *spec_out, struct plim_err *err)
{
    if (value_node_check_document(document, err) != PLIM_OK)
        return err->code;
    struct value_node version = value_node_get(document, "apiVersion");
    if (!value_is_string(version.value, MATURITY_API_VERSION))
        return value_node_fail(err, &version, "apiVersion '%.*s' is not '%s'",
                               PLIM_STR_ARG(value_str(version.value)), MATURITY_API_VERSION);
    struct value_node metadata = value_node_get(document, "metadata");
    struct plim_str name = {0};
    if (value_node_check_metadata(&metadata, err) != PLIM_OK ||
        maturity_id_read(&metadata, "name", &name, err) != PLIM_OK)
        return err->code;
    *name_out = name;
    *spec_out = value_node_get(document, "spec");
    return PLIM_OK;
}

static const char *const kinds[] = {"PracticeLibrary", "MaturityModel", "Attestation", "Fleet"};

bool maturity_set_takes(struct plim_str kind)
{
    for (size_t i = 0; i < PLIM_LEN(kinds); i++) {
        if (plim_str_is(kind, kinds[i]))
            return true;
    }
    return false;
}

enum plim_code maturity_set_add(struct maturity_set *set, const struct value_node *document,
                                struct plim_err *err)
{
    struct plim_str name = {0};
    struct value_node spec = {0};
    unsigned kind = 0;
    if (maturity_header_read(document, &name, &spec, err) != PLIM_OK)
        return err->code;
    struct value_node kind_node = value_node_get(document, "kind");
    if (value_node_enum(&kind_node, "kind", kinds, PLIM_LEN(kinds), &kind, err) != PLIM_OK)
        return err->code;
    if (kind == 0)
        return maturity_library_read(set, name, &spec, err);
    if (kind == 1)
        return maturity_model_read(set, name, &spec, err);
    if (kind == 2)
        return maturity_attestation_read(set, name, &spec, err);
    return maturity_fleet_read(set, &spec, err);
}

void maturity_set_add_commit(struct maturity_set *set, const struct maturity_commit *commit)
{
    MATURITY_GROW(set->arena, set->commits, set->commit_count);
    set->commits[set->commit_count++] = (struct maturity_commit){
        .file = plim_arena_copy_c(set->arena, commit->file),
        .author = plim_arena_copy_str(set->arena, commit->author),
        .time = commit->time,
        .verified = commit->verified,
    };
}

size_t maturity_set_model_count(const struct maturity_set *set)
{
    return set->model_count;
}

struct maturity_model_info maturity_set_model_at(const struct maturity_set *set, size_t i)
{
    const struct maturity_model *model = &set->models[i];
    return (struct maturity_model_info){
        .id = model->id,
        .title = model->title,
        .version = model->version,
        .source = model->source_title,
        .level_count = model->level_count,
        .dimension_count = model->dimension_count,
    };
}

struct maturity_scope maturity_set_scope(const struct maturity_set *set)
{
    return set->fleet.scope;
}
