/* Objects, lists and documents: structure stays, texts are redacted by where they stand. */
#include <string.h>

#include "base/arena.h"
#include "value/build.h"
#include "value/json.h"

#include "redact_field_priv.h"
#include "redact_priv.h"
#include "redact_shape_priv.h"
#include "redact_words_priv.h"

/* One walk: its texts in the redactor, its values in `arena`. */
struct walk {
    struct snapshot_redactor *redactor;
    struct plim_arena *arena;
};

static struct value redact(const struct walk *walk, const struct snapshot_place *place,
                           const struct value *value);

/* ---- Texts. */

static bool is_constant(struct plim_str text)
{
    return snapshot_word_is(SNAPSHOT_WORDS_CONSTANTS, text) || snapshot_shape_is_time(text);
}

static struct plim_str redact_field(const struct walk *walk, const struct snapshot_place *place,
                                    struct plim_str text)
{
    struct snapshot_redactor *redactor = walk->redactor;
    bool kind_name = redactor->names_are_kinds && plim_str_is(place->field, "name");
    switch (kind_name ? SNAPSHOT_TEXT_KIND : snapshot_text_of(place)) {
    case SNAPSHOT_TEXT_NAME:
        return is_constant(text) ? text : snapshot_redact_name(redactor, text);
    case SNAPSHOT_TEXT_KIND:
        return is_constant(text) ? text : snapshot_redact_kind(redactor, text);
    case SNAPSHOT_TEXT_IMAGE:
        return snapshot_redact_image(redactor, text);
    case SNAPSHOT_TEXT_VERSION:
        return snapshot_redact_version(redactor, text);
    case SNAPSHOT_TEXT_TAG:
        return snapshot_redact_tag(redactor, text);
    case SNAPSHOT_TEXT_MANAGER:
        return snapshot_redact_manager(redactor, text);
    case SNAPSHOT_TEXT_SHAPE:
        return snapshot_shape_is_number(text) || snapshot_shape_is_schedule(text)
                   ? text
                   : snapshot_redact_name(redactor, text);
    case SNAPSHOT_TEXT_TARGET:
        return snapshot_redact_target(redactor, text);
    case SNAPSHOT_TEXT_PLAIN:
        return snapshot_redact_name(redactor, text);
    case SNAPSHOT_TEXT_WHOLE:
        return snapshot_redact_whole(redactor, text);
    case SNAPSHOT_TEXT_REMARK:
        return snapshot_redact_remark(text);
    case SNAPSHOT_TEXT_KEPT:
        return redactor->is_ours ? text : snapshot_redact_name(redactor, text);
    }
    return snapshot_redact_whole(redactor, text);
}

static struct plim_str redact_key(const struct walk *walk, struct plim_str key)
{
    bool stays = snapshot_word_is(SNAPSHOT_WORDS_FIELDS, key);
    return stays ? key : snapshot_redact_name(walk->redactor, key);
}

/* "$ref": "#/components/schemas/NAME"; the words of types are no names. */
static struct plim_str redact_keyword(const struct walk *walk, const struct snapshot_place *place,
                                      struct plim_str text)
{
    static const char *const words[] = {
        "array", "atomic",   "boolean",       "byte",     "date-time", "double",
        "float", "granular", "int-or-string", "int32",    "int64",     "integer",
        "map",   "number",   "object",        "quantity", "set",       "string"};
    if (plim_str_is(place->key, "x-kubernetes-list-map-keys"))
        return redact_key(walk, text);
    for (size_t i = 0; i < PLIM_LEN(words); i++) {
        if (plim_str_is(text, words[i]))
            return text;
    }
    return snapshot_redact_name(walk->redactor, text);
}

static struct plim_str redact_text(const struct walk *walk, const struct snapshot_place *place,
                                   struct plim_str text)
{
    switch (place->mode) {
    case SNAPSHOT_MODE_FIELDS:
    case SNAPSHOT_MODE_WRITTEN:
    case SNAPSHOT_MODE_NAMED:
        return redact_field(walk, place, text);
    case SNAPSHOT_MODE_LABELS:
        return snapshot_redact_labelled(walk->redactor, place->key, text);
    case SNAPSHOT_MODE_DATA:
        return snapshot_redact_whole(walk->redactor, text);
    case SNAPSHOT_MODE_QUANTITIES:
        return snapshot_shape_is_number(text) ? text : snapshot_redact_name(walk->redactor, text);
    case SNAPSHOT_MODE_SCHEMA:
    case SNAPSHOT_MODE_SCHEMAS:
    case SNAPSHOT_MODE_PROPERTIES:
        break;
    }
    return redact_keyword(walk, place, text);
}

/* ---- Keys. */

static struct plim_str rename_key(const struct walk *walk, const struct snapshot_place *place,
                                  struct plim_str key)
{
    switch (place->mode) {
    case SNAPSHOT_MODE_FIELDS:
    case SNAPSHOT_MODE_WRITTEN:
        return redact_key(walk, key);
    case SNAPSHOT_MODE_PROPERTIES:
        if (place->inside == SNAPSHOT_MODE_FIELDS)
            return redact_key(walk, key);
        break;
    case SNAPSHOT_MODE_SCHEMA:
        return key;
    case SNAPSHOT_MODE_NAMED: /* of OpenAPI's index: "apis/apps/v1" */
        if (key.len > 0 && memchr(key.text, '/', key.len))
            return snapshot_redact_kind(walk->redactor, key);
        break;
    case SNAPSHOT_MODE_LABELS:
    case SNAPSHOT_MODE_DATA:
    case SNAPSHOT_MODE_QUANTITIES:
    case SNAPSHOT_MODE_SCHEMAS:
        break;
    }
    return snapshot_redact_name(walk->redactor, key);
}

/* "k:{"name":"cart"}" and "v:"x"": the element of a list that was written. */
static struct plim_str rename_element(const struct walk *walk, const struct snapshot_place *place,
                                      struct plim_str key)
{
    struct plim_err ignored = {0};
    struct value element = value_null();
    PLIM_CLEANUP(plim_buf_release) struct plim_buf out = {0};
    struct plim_str json = {key.text + 2, key.len - 2};
    if (value_json_read(walk->arena, json, &element, &ignored) == PLIM_OK) {
        struct snapshot_place plain = *place;
        plain.written = false;
        struct value made = redact(walk, &plain, &element);
        plim_buf_append(&out, key.text, 2);
        if (value_json_write(&made, VALUE_JSON_COMPACT, &out, &ignored) == PLIM_OK)
            return plim_arena_copy_str(walk->arena, plim_buf_str(&out));
    }
    return snapshot_redact_whole(walk->redactor, key);
}

/* ---- Maps. */

static bool is_dropped(const struct snapshot_place *place, struct plim_str key,
                       const struct value *value)
{
    if (place->mode == SNAPSHOT_MODE_SCHEMA)
        return !snapshot_word_is(SNAPSHOT_WORDS_SCHEMA, key);
    /* Of an OpenAPI document the operations: a book of free text that nobody needs. */
    return place->mode == SNAPSHOT_MODE_NAMED && value_is(value, VALUE_MAP) &&
           !value_get(value, "serverRelativeURL");
}

static void add_written(const struct walk *walk, const struct snapshot_place *place,
                        const struct value_entry *entry, struct value_map_builder *map)
{
    struct plim_str key = value_str(&entry->key);
    struct snapshot_place below = *place;
    struct plim_str made = key;
    if (plim_str_starts(key, PLIM_STR("f:"))) {
        struct plim_str field = {key.text + 2, key.len - 2};
        struct plim_str renamed = rename_key(walk, place, field);
        below = snapshot_place_below(place, field, &entry->value);
        made = plim_str_from(plim_arena_printf(walk->arena, "f:%.*s", PLIM_STR_ARG(renamed)));
    } else if (plim_str_starts(key, PLIM_STR("k:")) || plim_str_starts(key, PLIM_STR("v:"))) {
        made = rename_element(walk, place, key);
    } else if (!plim_str_is(key, ".") && !plim_str_starts(key, PLIM_STR("i:"))) {
        made = snapshot_redact_whole(walk->redactor, key);
    }
    value_map_add_str(map, made, redact(walk, &below, &entry->value));
}

static struct value redact_map(const struct walk *walk, const struct snapshot_place *place,
                               const struct value *value)
{
    struct value_map_builder map = {.arena = walk->arena};
    for (size_t i = 0; i < value->len; i++) {
        const struct value_entry *entry = &value->entries[i];
        struct plim_str key = value_str(&entry->key);
        if (place->written) {
            add_written(walk, place, entry, &map);
            continue;
        }
        if (is_dropped(place, key, &entry->value))
            continue;
        struct snapshot_place below = snapshot_place_below(place, key, &entry->value);
        value_map_add_str(&map, rename_key(walk, place, key), redact(walk, &below, &entry->value));
    }
    return value_map_finish(&map);
}

static struct value redact(const struct walk *walk, const struct snapshot_place *place,
                           const struct value *value)
{
    switch ((enum value_kind)value->kind) {
    case VALUE_MAP:
        return redact_map(walk, place, value);
    case VALUE_LIST: {
        struct value_list_builder list = {.arena = walk->arena};
        for (size_t i = 0; i < value->len; i++)
            value_list_add(&list, redact(walk, place, &value->items[i]));
        return value_list_finish(&list);
    }
    case VALUE_STRING:
        return value_string(redact_text(walk, place, value_str(value)));
    case VALUE_NULL:
    case VALUE_BOOL:
    case VALUE_INT:
    case VALUE_UINT:
    case VALUE_DOUBLE:
        return *value;
    case VALUE_BYTES:
    case VALUE_TIMESTAMP:
    case VALUE_DURATION:
    case VALUE_TYPE:
    case VALUE_OPTIONAL:
    case VALUE_OPAQUE:
    case VALUE_UNKNOWN:
    case VALUE_ERROR:
        break;
    }
    return value_null(); /* does not occur in what was read */
}

struct value snapshot_redact_value(struct snapshot_redactor *redactor, struct plim_arena *arena,
                                   const struct value *value)
{
    const struct walk walk = {redactor, arena};
    const struct snapshot_place root = {.mode = SNAPSHOT_MODE_FIELDS};
    /* APIGroupDiscoveryList, APIGroupList, APIResourceList: what is named are groups and plurals */
    struct plim_str kind = value_get_text(value, "kind");
    bool before = redactor->names_are_kinds;
    redactor->names_are_kinds = plim_str_starts(kind, PLIM_STR("APIGroup")) ||
                                plim_str_starts(kind, PLIM_STR("APIResource"));
    struct value made = redact(&walk, &root, value);
    redactor->names_are_kinds = before;
    return made;
}

struct plim_str snapshot_redact_json(struct snapshot_redactor *redactor, struct plim_str text)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    PLIM_CLEANUP(plim_buf_release) struct plim_buf out = {0};
    struct plim_err ignored = {0};
    struct value value = value_null();
    if (value_json_read(arena, text, &value, &ignored) != PLIM_OK ||
        (!value_is(&value, VALUE_MAP) && !value_is(&value, VALUE_LIST)))
        return snapshot_redact_whole(redactor, text);
    struct value made = snapshot_redact_value(redactor, arena, &value);
    if (value_json_write(&made, VALUE_JSON_COMPACT, &out, &ignored) != PLIM_OK)
        return snapshot_redact_whole(redactor, text);
    if (text.text[text.len - 1] == '\n')
        plim_buf_append_char(&out, '\n');
    return plim_arena_copy_str(redactor->arena, plim_buf_str(&out));
}

void snapshot_redact_body(struct snapshot_redactor *redactor, struct plim_str body,
                          struct plim_buf *out)
{
    snapshot_redactor_rest(redactor);
    struct plim_str made = snapshot_redact_json(redactor, body);
    bool is_json = made.len > 0 && (made.text[0] == '{' || made.text[0] == '[');
    plim_buf_append_str(out, is_json ? made : snapshot_redact_remark(body));
}
