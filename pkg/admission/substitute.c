/*
 * Variables in documents: "{{ request.object.metadata.name }}".
 * Source: Kyverno 1.19 pkg/engine/variables/vars.go, regex/vars.go; pkg/engine/context/evaluate.go.
 */
#include <string.h>

#include "base/buf.h"
#include "value/build.h"

#include "precondition.h"

enum { VARIABLES_MAX = 100, TEXT_BYTES_MAX = 1 << 20 };

static struct value failure(struct plim_arena *arena, struct plim_str variable, const char *why)
{
    struct value value = value_string_c(plim_arena_printf(
        arena, "failed to resolve %.*s at path : %s", PLIM_STR_ARG(variable), why));
    value.kind = VALUE_ERROR;
    return value;
}

static bool is_given(const struct value *value)
{
    return !value_is(value, VALUE_ERROR) && !value_is(value, VALUE_UNKNOWN);
}

static struct plim_str from(struct plim_str text, size_t at)
{
    return (struct plim_str){text.text + at, text.len - at};
}

/* Where the variable ends whose braces begin the text: behind "}}". Inside, braces stand in pairs.
 * 0: it is none. */
static size_t end_of_variable(struct plim_str text)
{
    size_t at = 2;
    while (at + 1 < text.len) {
        if (text.text[at] == '}')
            return text.text[at + 1] == '}' ? at + 2 : 0;
        if (text.text[at] == '{') {
            do
                at++;
            while (at < text.len && text.text[at] != '{' && text.text[at] != '}');
            if (at >= text.len || text.text[at] == '{')
                return 0;
        }
        at++;
    }
    return 0;
}

/* The first variable, with its braces; false when there is none. */
static bool find_variable(struct plim_str text, size_t *at_out, size_t *end_out)
{
    for (size_t at = 0; at + 1 < text.len; at++) {
        bool is_escaped = at > 0 && text.text[at - 1] == '\\';
        if (is_escaped || !plim_str_starts(from(text, at), PLIM_STR("{{")))
            continue;
        size_t len = end_of_variable(from(text, at));
        *at_out = at;
        *end_out = at + len;
        if (len > 0)
            return true;
    }
    return false;
}

static struct plim_str replace_all(struct plim_arena *arena, struct plim_str text,
                                   struct plim_str part, const char *by)
{
    struct plim_buf buf = {.arena = arena};
    for (size_t at = 0; at < text.len;) {
        if (plim_str_starts(from(text, at), part)) {
            plim_buf_append_c(&buf, by);
            at += part.len;
        } else {
            plim_buf_append_char(&buf, text.text[at++]);
        }
    }
    return plim_buf_str(&buf);
}

/* What stands for "{{ query }}". */
static struct value look_up(const struct admission_substitution *substitution,
                            struct plim_str variable)
{
    struct plim_err err = {0};
    struct value found = value_null();
    if (plim_str_is(variable, "@"))
        variable = PLIM_STR("request.object");
    if (substitution->deletes)
        variable = replace_all(substitution->arena, variable, PLIM_STR("request.object"),
                               "request.oldObject");
    if (variable.len == 0)
        return failure(substitution->arena, variable, "invalid query (nil)");
    if (value_jmespath_with(substitution->arena, variable, substitution->root,
                            substitution->functions, &found, &err) == PLIM_OK)
        return found;
    return failure(substitution->arena, variable,
                   plim_arena_printf(substitution->arena, "JMESPath query failed: %s", err.msg));
}

/* The text with the variable at that place replaced. */
static struct plim_str put(const struct admission_substitution *substitution, struct plim_str text,
                           size_t at, size_t end, const struct value *value)
{
    struct plim_buf buf = {.arena = substitution->arena};
    plim_buf_append(&buf, text.text, at);
    value_jmespath_text(value, &buf);
    plim_buf_append_str(&buf, from(text, end));
    return plim_buf_str(&buf);
}

static struct value substitute_text(const struct admission_substitution *substitution,
                                    struct plim_str text)
{
    size_t at = 0;
    size_t end = 0;
    for (size_t i = 0; find_variable(text, &at, &end); i++) {
        struct plim_str variable =
            plim_str_trim((struct plim_str){text.text + at + 2, end - at - 4});
        bool is_shallow = variable.len > 0 && variable.text[0] == '-';
        if (i == VARIABLES_MAX || text.len > TEXT_BYTES_MAX)
            return failure(substitution->arena, variable, "too many variables");
        if (is_shallow)
            variable = plim_str_trim(from(variable, 1));
        struct value found = look_up(substitution, variable);
        if (!is_given(&found) || (at == 0 && end == text.len))
            return found;
        if (is_shallow && value_is(&found, VALUE_STRING))
            found = value_string(
                replace_all(substitution->arena, value_str(&found), PLIM_STR("{{"), "\\{{"));
        text = put(substitution, text, at, end, &found);
    }
    return value_string(replace_all(substitution->arena, text, PLIM_STR("\\{{"), "{{"));
}

static struct value substitute_list(const struct admission_substitution *substitution,
                                    const struct value *list)
{
    struct value_list_builder found = {.arena = substitution->arena};
    for (size_t i = 0; i < value_len(list); i++) {
        struct value item = admission_substitute(substitution, value_at(list, i));
        if (!is_given(&item))
            return item;
        value_list_add(&found, item);
    }
    return value_list_finish(&found);
}

static struct value substitute_map(const struct admission_substitution *substitution,
                                   const struct value *map)
{
    struct value_map_builder found = {.arena = substitution->arena};
    for (size_t i = 0; i < value_len(map); i++) {
        struct value key = admission_substitute(substitution, &map->entries[i].key);
        struct value item = admission_substitute(substitution, &map->entries[i].value);
        if (!is_given(&key) || !is_given(&item))
            return is_given(&key) ? item : key;
        if (!value_is(&key, VALUE_STRING))
            return failure(substitution->arena, value_str(&map->entries[i].key),
                           "expected string after substituting variables in key");
        value_map_add_str(&found, value_str(&key), item);
    }
    return value_map_finish(&found);
}

struct value admission_substitute(const struct admission_substitution *substitution,
                                  const struct value *document)
{
    if (value_is(document, VALUE_LIST))
        return substitute_list(substitution, document);
    if (value_is(document, VALUE_MAP))
        return substitute_map(substitution, document);
    if (!value_is(document, VALUE_STRING))
        return *document;
    if (plim_str_contains(value_str(document), PLIM_STR("$(")))
        return value_unknown(PLIM_STR("references, $(...), are not evaluated"));
    return substitute_text(substitution, value_str(document));
}
