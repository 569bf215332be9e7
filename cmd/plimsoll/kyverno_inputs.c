#include "kyverno_inputs.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/defs.h"
#include "base/file.h"
#include "resource/identity.h"
#include "resource/kind.h"
#include "value/build.h"
#include "value/yaml.h"

#include "kyverno_files.h"
#include "kyverno_mocks.h"

enum { FILE_BYTES_MAX = 64 << 20 };

static const struct value_field test_fields[] = {
    {"apiVersion", VALUE_STRING, 0},
    {"kind", VALUE_STRING, 0},
    {"metadata", VALUE_MAP, 0},
    {"name", VALUE_STRING, 0},
    {"policies", VALUE_LIST, VALUE_FIELD_REQUIRED},
    {"resources", VALUE_LIST, 0},
    {"jsonPayload", VALUE_STRING, 0},
    {"jsonPayloads", VALUE_LIST, 0},
    {"variables", VALUE_STRING, 0},
    {"values", VALUE_MAP, 0},
    {"userinfo", VALUE_STRING, 0},
    {"paramResources", VALUE_LIST, 0},
    {"exceptions", VALUE_LIST, 0},
    {"context", VALUE_STRING, 0},
    {"targetResources", VALUE_LIST, 0},
    {"clusterResources", VALUE_LIST, 0},
    {"apiCallResponses", VALUE_LIST, 0},
    {"globalContextEntries", VALUE_LIST, 0},
    {"results", VALUE_LIST, 0},
    {"checks", VALUE_LIST, 0},
};

/* What of a suite is about policies of other sorts, or needs what is not there. */
static const char *const foreign_fields[] = {"httpPayloads", "envoyPayloads"};

static enum plim_code read_yaml(struct kyverno_inputs *inputs, const char *path,
                                struct value_yaml_list *list_out, struct plim_err *err)
{
    PLIM_CLEANUP(plim_freep) char *text = NULL;
    size_t len = 0;
    enum plim_code code = plim_file_read(path, FILE_BYTES_MAX, &text, &len, err);
    if (code == PLIM_OK)
        code = value_yaml_read(inputs->arena, path, (struct plim_str){text, len},
                               VALUE_YAML_MANIFEST, list_out, err);
    return code;
}

static const char *path_of(const struct kyverno_inputs *inputs, const struct value_node *node)
{
    struct plim_str name = value_str(node->value);
    return plim_path_join(
        inputs->arena, inputs->dir,
        plim_arena_copy(inputs->arena, name.text != NULL ? name.text : "", name.len));
}

/* A path of the suite that does not lead anywhere is told at its place. */
static enum plim_code blame_path(const struct value_node *node, enum plim_code code,
                                 struct plim_err *err)
{
    struct plim_err inner = *err;
    if (code != PLIM_NOT_FOUND)
        return code;
    return value_node_fail(err, node, "%s", inner.msg);
}

static enum plim_code add_file(struct kyverno_inputs *inputs, const char *path,
                               struct plim_err *err)
{
    PLIM_CLEANUP(plim_freep) char *text = NULL;
    size_t len = 0;
    enum plim_code code = plim_file_read(path, FILE_BYTES_MAX, &text, &len, err);
    return code != PLIM_OK
               ? code
               : admission_set_add(inputs->policies, path, (struct plim_str){text, len}, err);
}

static enum plim_code add_documents(struct kyverno_inputs *inputs, const struct value_node *node,
                                    const char *what, struct plim_err *err)
{
    const char *path = path_of(inputs, node);
    struct kyverno_files files = {0};
    size_t before = admission_set_documents(inputs->policies);
    enum plim_code code = kyverno_files_add(inputs->arena, &files, path, true, err);
    for (size_t i = 0; i < files.len && code == PLIM_OK; i++)
        code = add_file(inputs, files.paths[i], err);
    if (code == PLIM_OK && admission_set_documents(inputs->policies) == before)
        return value_node_fail(err, node, "'%s' holds no %s that is supported", path, what);
    return blame_path(node, code, err);
}

static enum plim_code read_policy(struct kyverno_inputs *inputs, const struct value_node *node,
                                  struct plim_err *err)
{
    return add_documents(inputs, node, "policy", err);
}

static enum plim_code read_exception(struct kyverno_inputs *inputs, const struct value_node *node,
                                     struct plim_err *err)
{
    return add_documents(inputs, node, "exception", err);
}

/* The map with one entry replaced, or added at the end. */
static struct value with_entry(struct plim_arena *arena, const struct value *map, const char *key,
                               struct value value)
{
    struct value_map_builder builder = {.arena = arena};
    for (size_t i = 0; i < value_len(map); i++) {
        struct plim_str name = value_str(&map->entries[i].key);
        if (!plim_str_is(name, key))
            value_map_add_str(&builder, name, map->entries[i].value);
    }
    value_map_add(&builder, key, value);
    return value_map_finish(&builder);
}

/* As Kyverno does it: what states no namespace lies in "default". */
static const struct value *complete(struct kyverno_inputs *inputs, const struct value *object)
{
    struct resource_identity identity = resource_identity_of(object);
    if (identity.namespace.len > 0 || !resource_kind_is_namespaced(identity.group, identity.kind))
        return object;
    struct value metadata = with_entry(inputs->arena, value_get(object, "metadata"), "namespace",
                                       value_string_c("default"));
    struct value *made = plim_arena_alloc(inputs->arena, sizeof(*made));
    *made = with_entry(inputs->arena, object, "metadata", metadata);
    return made;
}

/* What a document holds: the items of a list, the resources of a ClusterResource; NULL: itself. */
static const struct value *items_of(const struct value *document)
{
    struct plim_str kind = value_get_text(document, "kind");
    struct plim_str version = value_get_text(document, "apiVersion");
    const struct value *items = NULL;
    if (plim_str_ends(kind, PLIM_STR("List")))
        items = value_get(document, "items");
    if (plim_str_is(kind, "ClusterResource") &&
        plim_str_starts(version, PLIM_STR("cli.kyverno.io/")))
        items = value_get_path(document, "spec.resources");
    return value_is(items, VALUE_LIST) ? items : NULL;
}

static enum plim_code read_file(struct kyverno_inputs *inputs, const char *path,
                                struct value_list_builder *objects, struct plim_err *err)
{
    struct value_yaml_list list = {0};
    enum plim_code code = read_yaml(inputs, path, &list, err);
    for (size_t i = 0; i < list.len; i++) {
        const struct value *items = items_of(&list.items[i].root);
        if (items == NULL)
            value_list_add(objects, list.items[i].root);
        for (size_t j = 0; items != NULL && j < value_len(items); j++)
            value_list_add(objects, *value_at(items, j));
    }
    return code;
}

static enum plim_code read_list(struct kyverno_inputs *inputs, const struct value_node *node,
                                struct value_list_builder *objects, struct plim_err *err)
{
    struct kyverno_files files = {0};
    enum plim_code code =
        kyverno_files_add(inputs->arena, &files, path_of(inputs, node), false, err);
    for (size_t i = 0; i < files.len && code == PLIM_OK; i++)
        code = read_file(inputs, files.paths[i], objects, err);
    return blame_path(node, code, err);
}

static void add_item(struct kyverno_inputs *inputs, struct kyverno_object item)
{
    if (inputs->len == inputs->cap) {
        size_t cap = inputs->cap == 0 ? 16 : 2 * inputs->cap;
        struct kyverno_object *objects = plim_arena_array(inputs->arena, cap, sizeof(*objects));
        for (size_t i = 0; i < inputs->len; i++)
            objects[i] = inputs->objects[i];
        inputs->objects = objects;
        inputs->cap = cap;
    }
    inputs->objects[inputs->len++] = item;
}

static enum plim_code read_objects(struct kyverno_inputs *inputs, const struct value_node *node,
                                   struct plim_err *err)
{
    struct value_list_builder found = {.arena = inputs->arena};
    enum plim_code code = read_list(inputs, node, &found, err);
    for (size_t i = 0; i < found.len; i++)
        add_item(inputs, (struct kyverno_object){.object = complete(inputs, &found.items[i])});
    return code;
}

/* Results name payloads by their paths, without "./". */
static struct plim_str payload_name(struct plim_str path)
{
    while (plim_str_starts(path, PLIM_STR("./"))) {
        path.text += 2;
        path.len -= 2;
    }
    return path;
}

static enum plim_code read_payload(struct kyverno_inputs *inputs, const struct value_node *node,
                                   struct plim_err *err)
{
    struct value_yaml_list list = {0};
    const char *path = path_of(inputs, node);
    struct plim_str name = payload_name(value_str(node->value));
    struct value payload;
    enum plim_code code = PLIM_OK;
    if (name.len == 0)
        return value_node_fail(err, node, "expected the path of a payload");
    code = read_yaml(inputs, path, &list, err);
    if (code != PLIM_OK)
        return blame_path(node, code, err);
    if (list.len != 1 || !value_is(&list.items[0].root, VALUE_MAP))
        return value_node_fail(err, node, "'%s': expected one document, a map", path);
    payload = list.items[0].root;
    if (plim_str_ends(name, PLIM_STR(".json")))
        payload = value_doubled(inputs->arena, &payload);
    struct value *kept = plim_arena_alloc(inputs->arena, sizeof(*kept));
    *kept = payload;
    add_item(inputs, (struct kyverno_object){.object = kept, .payload = name});
    return PLIM_OK;
}

/* The older field counts where there is no list. */
static enum plim_code read_payloads(struct kyverno_inputs *inputs, struct plim_err *err)
{
    struct value_node list = value_node_get(&inputs->test, "jsonPayloads");
    struct value_node one = value_node_get(&inputs->test, "jsonPayload");
    enum plim_code code = PLIM_OK;
    if (value_node_len(&list) == 0 && one.value != NULL)
        return read_payload(inputs, &one, err);
    for (size_t i = 0; i < value_node_len(&list) && code == PLIM_OK; i++) {
        struct value_node item = value_node_at(&list, i);
        code = read_payload(inputs, &item, err);
    }
    return code;
}

static void add_others(struct kyverno_inputs *inputs, const struct value_list_builder *found)
{
    const struct value **items =
        plim_arena_array(inputs->arena, inputs->listed.len + found->len, sizeof(struct value *));
    size_t len = 0;
    for (; len < inputs->listed.len; len++)
        items[len] = inputs->listed.items[len];
    for (size_t i = 0; i < found->len; i++)
        items[len++] = complete(inputs, &found->items[i]);
    inputs->listed = (struct admission_object_list){items, len};
    inputs->others = (struct admission_objects){admission_find_in_list, &inputs->listed};
}

static enum plim_code read_others(struct kyverno_inputs *inputs, const struct value_node *node,
                                  struct plim_err *err)
{
    struct value_list_builder found = {.arena = inputs->arena};
    enum plim_code code = read_list(inputs, node, &found, err);
    add_others(inputs, &found);
    return code;
}

static enum plim_code read_each(struct kyverno_inputs *inputs, const char *key,
                                enum plim_code (*read)(struct kyverno_inputs *inputs,
                                                       const struct value_node *node,
                                                       struct plim_err *err),
                                struct plim_err *err)
{
    struct value_node list = value_node_get(&inputs->test, key);
    enum plim_code code = PLIM_OK;
    for (size_t i = 0; i < value_node_len(&list) && code == PLIM_OK; i++) {
        struct value_node item = value_node_at(&list, i);
        code = read(inputs, &item, err);
    }
    return code;
}

/* The first document of a file that the suite names, or NULL where it names none. */
static enum plim_code read_named(struct kyverno_inputs *inputs, const char *key,
                                 const struct value **value_out, struct plim_err *err)
{
    struct value_node node = value_node_get(&inputs->test, key);
    struct value_yaml_list list = {0};
    if (node.value == NULL)
        return PLIM_OK;
    enum plim_code code = read_yaml(inputs, path_of(inputs, &node), &list, err);
    if (code != PLIM_OK)
        return blame_path(&node, code, err);
    if (list.len == 0)
        return value_node_fail(err, &node, "the file is empty");
    *value_out = &list.items[0].root;
    return PLIM_OK;
}

static enum plim_code read_context(struct kyverno_inputs *inputs, struct plim_err *err)
{
    const struct value *context = NULL;
    enum plim_code code = read_named(inputs, "context", &context, err);
    const struct value *resources = value_get_path(context, "spec.resources");
    struct value_list_builder found = {.arena = inputs->arena};
    if (code != PLIM_OK || context == NULL)
        return code;
    for (size_t i = 0; i < value_len(resources); i++)
        value_list_add(&found, *value_at(resources, i));
    add_others(inputs, &found);
    inputs->images = kyverno_images_of(inputs->arena, value_get_path(context, "spec.images"));
    return PLIM_OK;
}

static enum plim_code read_mocks(struct kyverno_inputs *inputs, struct plim_err *err)
{
    struct value_node answers = value_node_get(&inputs->test, "apiCallResponses");
    struct value_node contexts = value_node_get(&inputs->test, "globalContextEntries");
    enum plim_code code = read_context(inputs, err);
    if (code == PLIM_OK)
        code = kyverno_answers_read(inputs->arena, &answers, &inputs->answers, err);
    if (code == PLIM_OK)
        code = kyverno_contexts_read(inputs->arena, &contexts, inputs->dir, &inputs->contexts, err);
    return code;
}

static enum plim_code read_values(struct kyverno_inputs *inputs, struct plim_err *err)
{
    struct value *nobody = plim_arena_alloc(inputs->arena, sizeof(*nobody));
    const struct value *info = NULL;
    *nobody = value_map(NULL, 0);
    inputs->user = nobody;
    inputs->values = value_get(inputs->test.value, "values");
    enum plim_code code = read_named(inputs, "variables", &inputs->values, err);
    if (code == PLIM_OK)
        code = read_named(inputs, "userinfo", &info, err);
    if (code != PLIM_OK || info == NULL)
        return code;
    const struct value *user = value_get(info, "userInfo");
    struct value *made = plim_arena_alloc(inputs->arena, sizeof(*made));
    *made = user != NULL ? *user : value_map(NULL, 0);
    if (value_get(info, "roles") != NULL)
        *made = with_entry(inputs->arena, made, "roles", *value_get(info, "roles"));
    if (value_get(info, "clusterRoles") != NULL)
        *made = with_entry(inputs->arena, made, "clusterRoles", *value_get(info, "clusterRoles"));
    inputs->user = made;
    return PLIM_OK;
}

static const struct value *labels_of(const struct kyverno_inputs *inputs, struct plim_str namespace)
{
    const struct value *list = value_get(inputs->values, "namespaceSelector");
    for (size_t i = 0; i < value_len(list); i++) {
        if (plim_str_equal(value_get_text(value_at(list, i), "name"), namespace))
            return value_get(value_at(list, i), "labels");
    }
    return NULL;
}

/* A Namespace among the values or the objects, else one with the labels that the values give it. */
static const struct value *namespace_of(const struct kyverno_inputs *inputs,
                                        struct plim_str namespace)
{
    const struct value *given = value_get(inputs->values, "namespaces");
    for (size_t i = 0; i < value_len(given); i++) {
        if (plim_str_equal(value_get_text(value_at(given, i), "metadata.name"), namespace))
            return value_at(given, i);
    }
    for (size_t i = 0; i < inputs->len; i++) {
        struct resource_identity identity = resource_identity_of(inputs->objects[i].object);
        if (plim_str_is(identity.kind, "Namespace") && plim_str_equal(identity.name, namespace))
            return inputs->objects[i].object;
    }
    struct value_map_builder metadata = {.arena = inputs->arena};
    struct value_map_builder object = {.arena = inputs->arena};
    const struct value *labels = labels_of(inputs, namespace);
    value_map_add(&metadata, "name", value_string(namespace));
    if (labels != NULL)
        value_map_add(&metadata, "labels", *labels);
    value_map_add(&object, "apiVersion", value_string_c("v1"));
    value_map_add(&object, "kind", value_string_c("Namespace"));
    value_map_add(&object, "metadata", value_map_finish(&metadata));
    struct value *made = plim_arena_alloc(inputs->arena, sizeof(*made));
    *made = value_map_finish(&object);
    return made;
}

static void find_namespaces(struct kyverno_inputs *inputs)
{
    for (size_t i = 0; i < inputs->len; i++) {
        struct plim_str namespace = value_get_text(inputs->objects[i].object, "metadata.namespace");
        if (namespace.len > 0)
            inputs->objects[i].namespace_object = namespace_of(inputs, namespace);
    }
}

static enum plim_code check_fields(const struct value_node *test, struct plim_err *err)
{
    for (size_t i = 0; i < PLIM_LEN(foreign_fields); i++) {
        struct value_node field = value_node_get(test, foreign_fields[i]);
        if (field.value != NULL)
            return value_node_fail(err, &field, "'%s': only objects and JSON are judged",
                                   foreign_fields[i]);
    }
    enum plim_code code = value_node_check(test, test_fields, PLIM_LEN(test_fields), err);
    if (code == PLIM_OK && value_get(test->value, "results") == NULL &&
        value_get(test->value, "checks") == NULL)
        return value_node_fail(err, test, "'results' is missing");
    return code;
}

enum plim_code kyverno_inputs_read(struct kyverno_inputs *inputs, const char *path, size_t index,
                                   struct plim_err *err)
{
    struct value_yaml_list list = {0};
    *inputs = (struct kyverno_inputs){.arena = plim_arena_new(), .policies = admission_set_new()};
    inputs->dir = plim_path_dir(inputs->arena, path);
    enum plim_code code = read_yaml(inputs, path, &list, err);
    if (code != PLIM_OK)
        return code;
    if (index >= list.len)
        return plim_err_set(err, PLIM_INVALID, "%s: expected a document", path);
    inputs->documents = list.len;
    inputs->test = (struct value_node){path, &list.items[index].root, list.items[index].position};
    code = check_fields(&inputs->test, err);
    if (code == PLIM_OK)
        code = read_each(inputs, "policies", read_policy, err);
    if (code == PLIM_OK)
        code = read_each(inputs, "resources", read_objects, err);
    if (code == PLIM_OK)
        code = read_payloads(inputs, err);
    if (code == PLIM_OK)
        code = read_each(inputs, "exceptions", read_exception, err);
    if (code == PLIM_OK)
        code = read_each(inputs, "paramResources", read_others, err);
    if (code == PLIM_OK)
        code = read_each(inputs, "targetResources", read_others, err);
    if (code == PLIM_OK)
        code = read_each(inputs, "clusterResources", read_others, err);
    if (code == PLIM_OK)
        code = read_mocks(inputs, err);
    if (code == PLIM_OK)
        code = read_values(inputs, err);
    if (code == PLIM_OK)
        find_namespaces(inputs);
    return code;
}

void kyverno_inputs_release(struct kyverno_inputs *inputs)
{
    admission_set_free(inputs->policies);
    plim_arena_free(inputs->arena);
    *inputs = (struct kyverno_inputs){0};
}

const struct admission_objects *kyverno_inputs_others(const struct kyverno_inputs *inputs)
{
    return inputs->others.find != NULL ? &inputs->others : NULL;
}

/* The entry of a list whose name is this. */
static const struct value *named(const struct value *list, struct plim_str name)
{
    for (size_t i = 0; i < value_len(list); i++) {
        if (plim_str_equal(value_get_text(value_at(list, i), "name"), name))
            return value_at(list, i);
    }
    return NULL;
}

struct plim_str kyverno_inputs_variable(const struct kyverno_inputs *inputs, struct plim_str policy,
                                        struct plim_str object, const char *name)
{
    const struct value *of_policy = named(value_get(inputs->values, "policies"), policy);
    const struct value *of_object = named(value_get(of_policy, "resources"), object);
    const struct value *found = value_get(value_get(of_object, "values"), name);
    if (found == NULL)
        found = value_get(value_get(inputs->values, "globalValues"), name);
    return value_str(found);
}
