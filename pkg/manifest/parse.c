#include <string.h>

#include "base/alloc.h"
#include "value/build.h"
#include "value/yaml.h"

#include "document_priv.h"
#include "parse_priv.h"
#include "text_priv.h"

struct parser {
    struct plim_arena *arena;
    struct manifest_item *items; /* owned */
    size_t len;
    size_t cap;
    size_t skipped;
    const char *error;
};

static void release_parser(struct parser *parser)
{
    plim_freep(&parser->items);
}

const char *manifest_reason_without_path(const char *reason, const char *path)
{
    size_t len = strlen(path);
    if (strncmp(reason, path, len) != 0 || reason[len] != ':')
        return reason;
    return reason + len + (reason[len + 1] == ' ' ? 2 : 1);
}

/* The items of a "ConfigMapList" need not repeat what the list says of them. */
static struct value complete_item(struct plim_arena *arena, const struct value *list,
                                  const struct value *item)
{
    struct plim_str kind = value_get_text(list, "kind");
    if (value_get(item, "kind") || kind.len == strlen("List") || !value_is(item, VALUE_MAP))
        return *item;
    struct value_map_builder built = {.arena = arena};
    value_map_add(&built, "apiVersion", *value_get(list, "apiVersion"));
    kind.len -= strlen("List");
    value_map_add(&built, "kind", value_string(kind));
    for (size_t i = 0; i < value_len(item); i++)
        value_map_add_str(&built, value_str(&item->entries[i].key), *value_at(item, i));
    return value_map_finish(&built);
}

/* "name: y" is a boolean to kubectl, which then refuses the object. */
static void note_skipped(struct parser *parser, const struct value *root,
                         struct value_position position)
{
    const struct value *name = value_get_path(root, "metadata.name");
    struct plim_str kind = value_get_text(root, "kind");
    bool misnamed = name && !value_is(name, VALUE_STRING) && !value_is(name, VALUE_NULL) &&
                    kind.len > 0 && value_get_text(root, "apiVersion").len > 0;
    parser->skipped += misnamed ? 0 : 1;
    if (misnamed && parser->error[0] == '\0')
        parser->error = plim_arena_printf(parser->arena, "%u:%u: the name of the %.*s is a %s",
                                          position.line, position.column, PLIM_STR_ARG(kind),
                                          value_kind_name((enum value_kind)name->kind));
}

static void add_document(struct parser *parser, const struct value *root,
                         struct value_position position)
{
    if (manifest_document_is_list(root)) {
        const struct value *items = value_get(root, "items");
        for (size_t i = 0; i < value_len(items); i++) {
            struct value item = complete_item(parser->arena, root, value_at(items, i));
            struct value_position at = value_position_at(items, i);
            add_document(parser, &item, at.line > 0 ? at : position);
        }
        return;
    }
    if (!manifest_document_is_object(root)) {
        note_skipped(parser, root, position);
        return;
    }
    PLIM_GROW(parser->items, parser->len, parser->cap);
    parser->items[parser->len++] = (struct manifest_item){*root, position};
}

void manifest_parse_part(struct plim_arena *arena, const struct manifest_file *file,
                         const struct value_yaml_part *part, struct manifest_parsed *parsed_out)
{
    PLIM_CLEANUP(release_parser) struct parser parser = {.arena = arena, .error = ""};
    struct value_yaml_list documents = {0};
    struct plim_err why;
    *parsed_out = (struct manifest_parsed){.file = file, .error = ""};
    /* Without this word nothing in it can be an object; and a file for some other program need not
     * be YAML as we know it. */
    if (!manifest_text_contains(part->text, PLIM_STR("apiVersion"))) {
        parsed_out->skipped = part->text.len > 0 ? 1 : 0;
        return;
    }
    if (value_yaml_read_part(arena, file->path, part, VALUE_YAML_MANIFEST, &documents, &why) !=
        PLIM_OK) {
        const char *reason = manifest_reason_without_path(why.msg, file->path);
        parsed_out->error = plim_arena_copy_c(arena, reason);
        return;
    }
    for (size_t i = 0; i < documents.len; i++)
        add_document(&parser, &documents.items[i].root, documents.items[i].position);
    parsed_out->skipped = parser.skipped;
    parsed_out->error = parser.error;
    parsed_out->len = parser.len;
    parsed_out->items = plim_arena_array(arena, parser.len, sizeof(*parser.items));
    if (parser.len > 0)
        memcpy(parsed_out->items, parser.items, parser.len * sizeof(*parser.items));
}

void manifest_parse_join(struct plim_arena *arena, const struct manifest_parsed *parts,
                         size_t count, struct manifest_parsed *parsed_out)
{
    *parsed_out = parts[0];
    if (count == 1)
        return;
    size_t len = 0;
    for (size_t i = 0; i < count; i++)
        len += parts[i].len;
    struct manifest_item *items = plim_arena_array(arena, len, sizeof(*items));
    *parsed_out = (struct manifest_parsed){.file = parts[0].file, .items = items, .error = ""};
    for (size_t i = 0; i < count; i++) {
        if (parts[i].len > 0)
            memcpy(items + parsed_out->len, parts[i].items, parts[i].len * sizeof(*items));
        parsed_out->len += parts[i].len;
        parsed_out->skipped += parts[i].skipped;
        if (parsed_out->error[0] == '\0')
            parsed_out->error = parts[i].error;
    }
}
