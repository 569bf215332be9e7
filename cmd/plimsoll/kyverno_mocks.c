#include "kyverno_mocks.h"

#include "base/defs.h"
#include "value/build.h"

static const struct value_field answer_fields[] = {
    {"url", VALUE_STRING, 0},
    {"urlPath", VALUE_STRING, 0},
    {"method", VALUE_STRING, 0},
    {"response", VALUE_MAP, VALUE_FIELD_REQUIRED},
};

static const struct value_field context_fields[] = {
    {"name", VALUE_STRING, VALUE_FIELD_REQUIRED},
    {"data", VALUE_NULL, 0},
    {"resources", VALUE_LIST, 0},
    {"resourceFiles", VALUE_LIST, 0},
    {"fieldPath", VALUE_STRING, 0},
    {"projections", VALUE_LIST, 0},
};

static const struct value *keep(struct plim_arena *arena, struct value_map_builder *map)
{
    struct value *made = plim_arena_alloc(arena, sizeof(*made));
    *made = value_map_finish(map);
    return made;
}

const struct value *kyverno_images_of(struct plim_arena *arena, const struct value *list)
{
    struct value_map_builder map = {.arena = arena};
    for (size_t i = 0; i < value_len(list); i++)
        value_map_add_str(&map, value_get_text(value_at(list, i), "image"), *value_at(list, i));
    return keep(arena, &map);
}

static struct value answer_of(struct plim_arena *arena, const struct value *item,
                              const struct value *body)
{
    static const int64_t fine = 200;
    struct value_map_builder map = {.arena = arena};
    const struct value *status = value_get_path(item, "response.statusCode");
    value_map_add(&map, "body", *body);
    value_map_add(&map, "statusCode", value_int(value_int_or(status, fine)));
    return value_map_finish(&map);
}

enum plim_code kyverno_answers_read(struct plim_arena *arena, const struct value_node *list,
                                    const struct value **map_out, struct plim_err *err)
{
    struct value_map_builder map = {.arena = arena};
    for (size_t i = 0; i < value_node_len(list); i++) {
        struct value_node item = value_node_at(list, i);
        struct plim_str method = value_node_text(&item, "method");
        struct plim_str url = value_node_text(&item, "url");
        struct plim_str path = value_node_text(&item, "urlPath");
        const struct value *body = value_get_path(item.value, "response.body");
        if (value_node_check(&item, answer_fields, PLIM_LEN(answer_fields), err) != PLIM_OK)
            return err->code;
        if (body == NULL)
            return value_node_fail(err, &item, "'response.body' is missing");
        if ((url.len > 0) == (path.len > 0))
            return value_node_fail(err, &item, "expected either 'url' or 'urlPath'");
        const char *key =
            plim_arena_printf(arena, "%.*s%s%.*s", PLIM_STR_ARG(method), method.len > 0 ? ":" : "",
                              PLIM_STR_ARG(url.len > 0 ? url : path));
        value_map_add(&map, key, answer_of(arena, item.value, body));
    }
    *map_out = list->value != NULL ? keep(arena, &map) : NULL;
    return PLIM_OK;
}

enum plim_code kyverno_contexts_read(struct plim_arena *arena, const struct value_node *list,
                                     const struct value **map_out, struct plim_err *err)
{
    static const char *const refused[] = {"fieldPath", "projections", "resourceFiles"};
    struct value_map_builder map = {.arena = arena};
    for (size_t i = 0; i < value_node_len(list); i++) {
        struct value_node item = value_node_at(list, i);
        const struct value *data = value_get(item.value, "data");
        if (value_node_check(&item, context_fields, PLIM_LEN(context_fields), err) != PLIM_OK)
            return err->code;
        for (size_t j = 0; j < PLIM_LEN(refused); j++) {
            struct value_node field = value_node_get(&item, refused[j]);
            if (field.value != NULL)
                return value_node_fail(err, &field, "'%s' of a global context is not supported",
                                       refused[j]);
        }
        if (data == NULL)
            data = value_get(item.value, "resources");
        if (data == NULL)
            return value_node_fail(err, &item, "expected 'data' or 'resources'");
        value_map_add_str(&map, value_node_text(&item, "name"), *data);
    }
    *map_out = list->value != NULL ? keep(arena, &map) : NULL;
    return PLIM_OK;
}
