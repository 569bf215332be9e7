#include "kyverno_mocks.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/defs.h"
#include "base/file.h"
#include "value/build.h"
#include "value/jmespath.h"
#include "value/yaml.h"

enum { FILE_BYTES_MAX = 64 << 20 };

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

static bool leads_out(struct plim_str path)
{
    struct plim_str part;
    bool more = path.len > 0;
    if (path.len == 0 || path.text[0] == '/')
        return true;
    while (more) {
        more = plim_str_cut(&path, '/', &part);
        if (plim_str_is(part, ".."))
            return true;
    }
    return false;
}

static enum plim_code read_resource_file(struct plim_arena *arena, const struct value_node *node,
                                         const char *dir, struct value_list_builder *found,
                                         struct plim_err *err)
{
    PLIM_CLEANUP(plim_freep) char *text = NULL;
    size_t len = 0;
    struct value_yaml_list list = {0};
    struct plim_str name = value_str(node->value);
    if (leads_out(name))
        return value_node_fail(err, node, "expected a path below the suite");
    const char *path = plim_path_join(arena, dir, plim_arena_copy(arena, name.text, name.len));
    enum plim_code code = plim_file_read(path, FILE_BYTES_MAX, &text, &len, err);
    if (code == PLIM_NOT_FOUND)
        return value_node_fail(err, node, "'%s' does not exist", path);
    if (code == PLIM_OK)
        code = value_yaml_read(arena, path, (struct plim_str){text, len}, VALUE_YAML_MANIFEST,
                               &list, err);
    for (size_t i = 0; i < list.len && code == PLIM_OK; i++)
        value_list_add(found, list.items[i].root);
    return code;
}

/* What an entry holds: data, or a list of objects, written here or in files. */
static enum plim_code read_data(struct plim_arena *arena, const struct value_node *item,
                                const char *dir, struct value *data_out, struct plim_err *err)
{
    struct value_node files = value_node_get(item, "resourceFiles");
    const struct value *data = value_get(item->value, "data");
    const struct value *resources = value_get(item->value, "resources");
    struct value_list_builder found = {.arena = arena};
    if ((data != NULL) + (resources != NULL) + (files.value != NULL) != 1)
        return value_node_fail(err, item, "expected one of 'data', 'resources', 'resourceFiles'");
    if (data != NULL && !value_is(data, VALUE_MAP))
        return value_node_fail(err, item, "'data' must be a map");
    if (files.value == NULL) {
        *data_out = data != NULL ? *data : *resources;
        return PLIM_OK;
    }
    enum plim_code code = PLIM_OK;
    for (size_t i = 0; i < value_node_len(&files) && code == PLIM_OK; i++) {
        struct value_node file = value_node_at(&files, i);
        code = read_resource_file(arena, &file, dir, &found, err);
    }
    *data_out = value_list_finish(&found);
    return code;
}

static enum plim_code search(struct plim_arena *arena, const struct value_node *path,
                             struct value *value, struct plim_err *err)
{
    struct plim_err inner = {0};
    const struct value root = *value;
    if (value_jmespath(arena, value_str(path->value), &root, value, &inner) != PLIM_OK)
        return value_node_fail(err, path, "%s", inner.msg);
    return PLIM_OK;
}

/* Values of the data under names of their own, where there are any. */
static enum plim_code take_projections(struct plim_arena *arena, const struct value_node *list,
                                       struct value *data, struct plim_err *err)
{
    static const struct value_field fields[] = {
        {"name", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"path", VALUE_STRING, VALUE_FIELD_REQUIRED},
    };
    struct value_map_builder map = {.arena = arena};
    for (size_t i = 0; i < value_node_len(list); i++) {
        struct value_node item = value_node_at(list, i);
        struct value_node path = value_node_get(&item, "path");
        struct value found = *data;
        if (value_node_check(&item, fields, PLIM_LEN(fields), err) != PLIM_OK ||
            search(arena, &path, &found, err) != PLIM_OK)
            return err->code;
        value_map_add_str(&map, value_node_text(&item, "name"), found);
    }
    if (value_node_len(list) > 0)
        *data = value_map_finish(&map);
    return PLIM_OK;
}

enum plim_code kyverno_contexts_read(struct plim_arena *arena, const struct value_node *list,
                                     const char *dir, const struct value **map_out,
                                     struct plim_err *err)
{
    struct value_map_builder map = {.arena = arena};
    for (size_t i = 0; i < value_node_len(list); i++) {
        struct value_node item = value_node_at(list, i);
        struct value data = {0};
        if (value_node_check(&item, context_fields, PLIM_LEN(context_fields), err) != PLIM_OK)
            return err->code;
        struct value_node path = value_node_get(&item, "fieldPath");
        struct value_node projections = value_node_get(&item, "projections");
        enum plim_code code = read_data(arena, &item, dir, &data, err);
        if (code == PLIM_OK && value_str(path.value).len > 0)
            code = search(arena, &path, &data, err);
        if (code == PLIM_OK)
            code = take_projections(arena, &projections, &data, err);
        if (code != PLIM_OK)
            return code;
        value_map_add_str(&map, value_node_text(&item, "name"), data);
    }
    *map_out = list->value != NULL ? keep(arena, &map) : NULL;
    return PLIM_OK;
}
