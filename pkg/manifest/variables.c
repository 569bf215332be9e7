/* Source: fluxcd/pkg kustomize, kustomize_varsub.go. */
#include <string.h>

#include "value/build.h"
#include "value/json.h"
#include "value/yaml.h"

#include "document_priv.h"
#include "text_priv.h"
#include "variables_priv.h"

struct reading {
    struct plim_arena *arena;
    struct manifest_variable *items;
    size_t len, cap;
    const char *others;
};

static void add(struct reading *reading, struct manifest_variable variable)
{
    if (reading->len == reading->cap) {
        size_t cap = reading->cap > 0 ? reading->cap * 2 : 16;
        struct manifest_variable *items = plim_arena_array(reading->arena, cap, sizeof(*items));
        if (reading->len > 0)
            memcpy(items, reading->items, reading->len * sizeof(*items));
        reading->items = items;
        reading->cap = cap;
    }
    reading->items[reading->len++] = variable;
}

/* A scalar as YAML would write it, without line ends. */
static struct plim_str scalar_text(struct plim_arena *arena, const struct value *value)
{
    struct plim_buf text = {.arena = arena};
    struct plim_buf kept = {.arena = arena};
    struct plim_err ignored;
    struct plim_str whole = value_str(value);
    if (!value_is(value, VALUE_STRING)) {
        if (value_json_write(value, VALUE_JSON_COMPACT, &text, &ignored) != PLIM_OK)
            return (struct plim_str){"", 0};
        whole = plim_buf_str(&text);
    }
    for (size_t i = 0; i < whole.len; i++)
        if (whole.text[i] != '\n')
            plim_buf_append_char(&kept, whole.text[i]);
    return plim_buf_str(&kept);
}

static void add_all(struct reading *reading, const struct value *map, const char *unknown)
{
    for (size_t i = 0; i < (value_is(map, VALUE_MAP) ? value_len(map) : 0); i++) {
        struct plim_str none = {"", 0};
        add(reading, (struct manifest_variable){
                         value_str(&map->entries[i].key),
                         unknown ? none : scalar_text(reading->arena, value_at(map, i)), unknown});
    }
}

static const char *text_of(struct plim_arena *arena, const struct value *map, const char *field)
{
    struct plim_str text = value_get_text(map, field);
    return plim_arena_copy(arena, text.text ? text.text : "", text.len);
}

/* Returns whether the object is declared here. */
static bool add_reference(struct reading *reading, const struct manifest_documents *documents,
                          const struct manifest_wanted *wanted, const char *from)
{
    const struct value *found = manifest_documents_seek(documents, wanted, from);
    bool secret = strcmp(wanted->kind, "Secret") == 0;
    if (!found) {
        reading->others = plim_arena_printf(reading->arena, "%s '%s/%s' is not declared in Git",
                                            wanted->kind, wanted->namespace, wanted->name);
        return false;
    }
    const char *hidden = NULL;
    if (secret || manifest_document_is_encrypted(found))
        hidden = plim_arena_printf(reading->arena, "its value is kept in %s '%s/%s'", wanted->kind,
                                   wanted->namespace, wanted->name);
    add_all(reading, value_get(found, "data"), hidden);
    if (secret)
        add_all(reading, value_get(found, "stringData"), hidden);
    return true;
}

struct manifest_variables manifest_variables_read(struct plim_arena *arena,
                                                  const struct manifest_documents *documents,
                                                  const struct manifest_recipe *recipe,
                                                  const char *from, bool *missing_out)
{
    struct reading reading = {.arena = arena};
    const struct value *references = value_get(recipe->post_build, "substituteFrom");
    bool missing = false;
    for (size_t i = 0; i < (value_is(references, VALUE_LIST) ? value_len(references) : 0); i++) {
        const struct value *one = value_at(references, i);
        struct manifest_wanted wanted = {"", text_of(arena, one, "kind"), recipe->namespace,
                                         text_of(arena, one, "name")};
        if (!add_reference(&reading, documents, &wanted, from))
            missing = true;
    }
    add_all(&reading, value_get(recipe->post_build, "substitute"), NULL);
    if (missing_out)
        *missing_out = missing;
    return (struct manifest_variables){reading.items, reading.len, reading.others};
}

/* ---- Documents. */

static bool says_disabled(const struct value *map)
{
    return value_is_string(value_get(map, "kustomize.toolkit.fluxcd.io/substitute"), "disabled");
}

/* A text that cannot be parsed before may well be afterwards. */
static bool is_disabled(struct plim_arena *arena, struct plim_str text)
{
    struct value_yaml_list documents = {0};
    struct plim_err ignored;
    if (!manifest_text_contains(text, PLIM_STR("kustomize.toolkit.fluxcd.io/substitute")) ||
        value_yaml_read(arena, "", text, VALUE_YAML_MANIFEST, &documents, &ignored) != PLIM_OK ||
        documents.len == 0)
        return false;
    const struct value *metadata = value_get(&documents.items[0].root, "metadata");
    return says_disabled(value_get(metadata, "labels")) ||
           says_disabled(value_get(metadata, "annotations"));
}

static struct value with_entry(struct plim_arena *arena, const struct value *map, const char *key,
                               struct value value)
{
    struct value_map_builder made = {.arena = arena};
    for (size_t i = 0; i < (value_is(map, VALUE_MAP) ? value_len(map) : 0); i++)
        if (!value_is_string(&map->entries[i].key, key))
            value_map_add_str(&made, value_str(&map->entries[i].key), *value_at(map, i));
    value_map_add(&made, key, value);
    return value_map_finish(&made);
}

struct value manifest_mark_unknown(struct plim_arena *arena, const struct value *root,
                                   const char *reason)
{
    if (manifest_document_is_list(root)) {
        struct value_list_builder items = {.arena = arena};
        const struct value *old = value_get(root, "items");
        for (size_t i = 0; i < value_len(old); i++)
            value_list_add(&items, manifest_mark_unknown(arena, value_at(old, i), reason));
        return with_entry(arena, root, "items", value_list_finish(&items));
    }
    const struct value *metadata = value_get(root, "metadata");
    struct value annotations = with_entry(arena, value_get(metadata, "annotations"),
                                          MANIFEST_UNKNOWN_ANNOTATION, value_string_c(reason));
    struct value changed = with_entry(arena, metadata, "annotations", annotations);
    return with_entry(arena, root, "metadata", changed);
}

static enum plim_code write_unknown(struct plim_arena *arena, struct plim_str text,
                                    const char *reason, struct plim_buf *out, struct plim_err *err)
{
    struct value_yaml_list documents = {0};
    if (value_yaml_read(arena, "", text, VALUE_YAML_MANIFEST, &documents, err) != PLIM_OK)
        return plim_err_set(err, PLIM_INVALID, "%s", reason);
    if (plim_str_starts(text, PLIM_STR("---")))
        plim_buf_append_c(out, "--- ");
    for (size_t i = 0; i < documents.len && i < 1; i++) {
        struct value marked = manifest_mark_unknown(arena, &documents.items[i].root, reason);
        if (value_json_write(&marked, VALUE_JSON_COMPACT, out, err) != PLIM_OK)
            return err->code;
    }
    for (size_t i = 0; i < text.len; i++)
        if (text.text[i] == '\n')
            plim_buf_append_char(out, '\n');
    return PLIM_OK;
}

static enum plim_code apply(struct plim_arena *arena, const struct manifest_variables *variables,
                            struct plim_str text, struct plim_buf *out, struct plim_err *err)
{
    struct plim_buf made = {.max = MANIFEST_RENDERED_MAX, .arena = arena};
    const char *unknown = NULL;
    if (!manifest_text_contains(text, PLIM_STR("$")) || is_disabled(arena, text)) {
        plim_buf_append_str(out, text);
        return PLIM_OK;
    }
    if (manifest_substitute(arena, text, variables, &made, &unknown, err) != PLIM_OK)
        return err->code;
    if (unknown)
        return write_unknown(arena, text, unknown, out, err);
    plim_buf_append_str(out, plim_buf_str(&made));
    return PLIM_OK;
}

static enum plim_code check_names(const struct manifest_variables *variables, struct plim_err *err)
{
    for (size_t i = 0; i < variables->len; i++)
        if (!manifest_is_variable_name(variables->items[i].name))
            return plim_err_set(err, PLIM_INVALID, "'%.*s' is no name of a variable",
                                PLIM_STR_ARG(variables->items[i].name));
    return PLIM_OK;
}

enum plim_code manifest_variables_apply(struct plim_arena *arena,
                                        const struct manifest_variables *variables,
                                        struct plim_str *text, struct plim_err *err)
{
    struct value_yaml_part *parts = NULL;
    struct plim_buf out = {.max = MANIFEST_RENDERED_MAX, .arena = arena};
    if ((variables->len == 0 && !variables->others) || text->len == 0)
        return PLIM_OK;
    if (check_names(variables, err) != PLIM_OK)
        return err->code;
    size_t count = value_yaml_split(arena, *text, 1, &parts);
    for (size_t i = 0; i < count; i++)
        if (apply(arena, variables, parts[i].text, &out, err) != PLIM_OK)
            return err->code;
    if (out.failed)
        return plim_err_set(err, PLIM_LIMIT, "too large with its variables replaced");
    *text = plim_buf_str(&out);
    return PLIM_OK;
}
