#include <string.h>

#include "base/buf.h"
#include "value/build.h"
#include "value/json.h"
#include "value/yaml.h"

#include "document_priv.h"
#include "secret_priv.h"
#include "text_priv.h"

/* base64 of "REDACTED", so that it reads as `data` too. */
static const char blank[] = "UkVEQUNURUQ=";

static bool holds_secret(const struct value *root)
{
    if (manifest_document_is_secret(root) || value_is_string(value_get(root, "kind"), "SecretList"))
        return true;
    const struct value *items = value_get(root, "items");
    for (size_t i = 0; i < (value_is(items, VALUE_LIST) ? value_len(items) : 0); i++)
        if (holds_secret(value_at(items, i)))
            return true;
    return false;
}

static struct value blank_values(struct plim_arena *arena, const struct value *data)
{
    struct value_map_builder built = {.arena = arena};
    for (size_t i = 0; i < (value_is(data, VALUE_MAP) ? value_len(data) : 0); i++) {
        const struct value *item = value_at(data, i);
        bool empty = value_is(item, VALUE_NULL) ||
                     (value_is(item, VALUE_STRING) && value_str(item).len == 0);
        value_map_add_str(&built, value_str(&data->entries[i].key),
                          value_string_c(empty ? "" : blank));
    }
    return value_map_finish(&built);
}

/* kubectl keeps what it applied, values and all, in an annotation. */
static struct value blank_annotations(struct plim_arena *arena, const struct value *annotations)
{
    struct value_map_builder built = {.arena = arena};
    for (size_t i = 0; i < (value_is(annotations, VALUE_MAP) ? value_len(annotations) : 0); i++) {
        struct plim_str key = value_str(&annotations->entries[i].key);
        if (!plim_str_is(key, "kubectl.kubernetes.io/last-applied-configuration"))
            value_map_add_str(&built, key, *value_at(annotations, i));
    }
    return value_map_finish(&built);
}

static struct value blank_metadata(struct plim_arena *arena, const struct value *metadata)
{
    struct value_map_builder built = {.arena = arena};
    for (size_t i = 0; i < (value_is(metadata, VALUE_MAP) ? value_len(metadata) : 0); i++) {
        struct plim_str key = value_str(&metadata->entries[i].key);
        const struct value *item = value_at(metadata, i);
        bool annotations = plim_str_is(key, "annotations");
        value_map_add_str(&built, key, annotations ? blank_annotations(arena, item) : *item);
    }
    return value_map_finish(&built);
}

static struct value blank_object(struct plim_arena *arena, const struct value *root,
                                 bool is_secret);

static struct value blank_items(struct plim_arena *arena, const struct value *items,
                                bool are_secrets)
{
    struct value_list_builder built = {.arena = arena};
    for (size_t i = 0; i < (value_is(items, VALUE_LIST) ? value_len(items) : 0); i++)
        value_list_add(&built, blank_object(arena, value_at(items, i), are_secrets));
    return value_list_finish(&built);
}

static struct value blank_object(struct plim_arena *arena, const struct value *root, bool is_secret)
{
    if (!is_secret && !holds_secret(root))
        return *root;
    struct value_map_builder built = {.arena = arena};
    bool are_secrets = value_is_string(value_get(root, "kind"), "SecretList");
    is_secret = is_secret || manifest_document_is_secret(root);
    for (size_t i = 0; i < (value_is(root, VALUE_MAP) ? value_len(root) : 0); i++) {
        struct plim_str key = value_str(&root->entries[i].key);
        struct value item = *value_at(root, i);
        if (is_secret && (plim_str_is(key, "data") || plim_str_is(key, "stringData")))
            item = blank_values(arena, &item);
        else if (is_secret && plim_str_is(key, "metadata"))
            item = blank_metadata(arena, &item);
        else if (plim_str_is(key, "items"))
            item = blank_items(arena, &item, are_secrets);
        value_map_add_str(&built, key, item);
    }
    return value_map_finish(&built);
}

/* ---- Replacing documents in the text. */

/* Where each line starts; line numbers are from 1. */
static size_t offset_of_line(struct plim_str text, uint32_t line, size_t from, uint32_t from_line)
{
    size_t at = from;
    while (from_line < line && at < text.len) {
        const char *end = memchr(text.text + at, '\n', text.len - at);
        if (!end)
            return text.len;
        at = (size_t)(end - text.text) + 1;
        from_line++;
    }
    return at;
}

/* A document's text runs to the line of the marker in front of the next document, or to the end. */
static size_t end_of_document(struct plim_str text, size_t start, size_t next)
{
    if (plim_str_starts((struct plim_str){text.text + next, text.len - next}, PLIM_STR("---")))
        return next;
    size_t at = next;
    while (at > start) {
        size_t line = at - 1;
        while (line > start && text.text[line - 1] != '\n')
            line--;
        struct plim_str content = {text.text + line, at - line};
        if (plim_str_starts(content, PLIM_STR("---")))
            return line;
        at = line;
    }
    return next;
}

static void replace(struct plim_buf *out, struct plim_str before, const struct value *root,
                    struct plim_err *err)
{
    if (value_json_write(root, VALUE_JSON_COMPACT, out, err) != PLIM_OK)
        out->failed = true;
    for (size_t i = 0; i < before.len; i++)
        if (before.text[i] == '\n')
            plim_buf_append_char(out, '\n');
}

static enum plim_code rewrite(struct plim_arena *arena, struct plim_str text,
                              const struct value_yaml_list *documents, struct plim_buf *out,
                              struct plim_err *err)
{
    size_t done = 0;
    for (size_t i = 0; i < documents->len; i++) {
        const struct value_yaml_document *document = &documents->items[i];
        if (!holds_secret(&document->root))
            continue;
        size_t start = offset_of_line(text, document->position.line, 0, 1);
        size_t next = i + 1 < documents->len
                          ? offset_of_line(text, documents->items[i + 1].position.line, 0, 1)
                          : text.len;
        size_t end = i + 1 < documents->len ? end_of_document(text, start, next) : next;
        if (start < done)
            return plim_err_set(err, PLIM_INVALID, "two documents share a line, one is a Secret");
        plim_buf_append(out, text.text + done, start - done);
        struct plim_str whole = {text.text + start, text.len - start};
        if (plim_str_starts(whole, PLIM_STR("---")))
            plim_buf_append_c(out, "--- ");
        struct value blanked = blank_object(arena, &document->root, false);
        replace(out, (struct plim_str){text.text + start, end - start}, &blanked, err);
        done = end;
    }
    plim_buf_append(out, text.text + done, text.len - done);
    return out->failed ? plim_err_set(err, PLIM_LIMIT, "too large without its Secrets") : PLIM_OK;
}

enum plim_code manifest_secret_blank(struct plim_arena *arena, const char *path,
                                     struct plim_str text, struct plim_str *text_out,
                                     struct plim_err *err)
{
    struct value_yaml_list documents;
    bool found = false;
    if (!manifest_text_contains(text, PLIM_STR("Secret"))) {
        *text_out = text;
        return PLIM_OK;
    }
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *parsed = plim_arena_new();
    if (value_yaml_read(parsed, path, text, VALUE_YAML_MANIFEST, &documents, err) != PLIM_OK)
        return err->code;
    for (size_t i = 0; i < documents.len; i++)
        found = found || holds_secret(&documents.items[i].root);
    if (!found) {
        *text_out = text;
        return PLIM_OK;
    }
    PLIM_CLEANUP(plim_buf_release) struct plim_buf out = {0};
    if (rewrite(parsed, text, &documents, &out, err) != PLIM_OK)
        return plim_err_wrap(err, "%s", path);
    *text_out =
        (struct plim_str){plim_arena_copy(arena, out.text ? out.text : "", out.len), out.len};
    return PLIM_OK;
}
