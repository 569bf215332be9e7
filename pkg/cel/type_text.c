#include <ctype.h>
#include <string.h>

#include "type_priv.h"

enum { PARAMS_MAX = 4, DEPTH_MAX = 8 };

static void skip_blanks(struct plim_str *text)
{
    while (text->len > 0 && text->text[0] == ' ')
        *text = (struct plim_str){text->text + 1, text->len - 1};
}

static bool accept(struct plim_str *text, char wanted)
{
    skip_blanks(text);
    if (text->len == 0 || text->text[0] != wanted)
        return false;
    *text = (struct plim_str){text->text + 1, text->len - 1};
    return true;
}

static struct plim_str read_name(struct plim_str *text)
{
    skip_blanks(text);
    size_t len = 0;
    /* A dot belongs to the name unless it ends it: "string.(int)" has a receiver. */
    while (len < text->len && (isalnum((unsigned char)text->text[len]) || text->text[len] == '_' ||
                               (text->text[len] == '.' && len + 1 < text->len &&
                                isalpha((unsigned char)text->text[len + 1]))))
        len++;
    struct plim_str name = {text->text, len};
    *text = (struct plim_str){text->text + len, text->len - len};
    return name;
}

static const struct cel_type *named(struct plim_arena *arena, struct plim_str name,
                                    const struct cel_type *const *params, size_t len)
{
    if (len == 1 && plim_str_is(name, "list"))
        return cel_type_list(arena, params[0]);
    if (len == 2 && plim_str_is(name, "map"))
        return cel_type_map(arena, params[0], params[1]);
    if (len == 1 && plim_str_is(name, "optional"))
        return cel_type_optional(arena, params[0]);
    if (len == 1 && plim_str_is(name, "type"))
        return cel_type_type(arena, params[0]);
    if (len == 1 && plim_str_is(name, "wrapper"))
        return cel_type_make(arena, CEL_TYPE_WRAPPER, "wrapper", params, len);
    if (len > 0)
        return cel_type_make(arena, CEL_TYPE_OPAQUE, plim_arena_copy(arena, name.text, name.len),
                             params, len);
    const struct cel_type *type = cel_type_by_name(name);
    if (type)
        return type;
    if (plim_str_is(name, "timestamp"))
        return cel_type_timestamp();
    if (plim_str_is(name, "duration"))
        return cel_type_duration();
    if (plim_str_is(name, "null"))
        return cel_type_simple(CEL_TYPE_NULL);
    return NULL;
}

static const struct cel_type *parse(struct plim_arena *arena, struct plim_str *text, unsigned depth)
{
    struct plim_str name = read_name(text);
    if (name.len == 0 || depth > DEPTH_MAX)
        return NULL;
    if (name.len == 1 && isupper((unsigned char)name.text[0]))
        return cel_type_param(arena, (uint32_t)(name.text[0] - 'A'));
    const struct cel_type *params[PARAMS_MAX];
    size_t len = 0;
    if (text->len > 0 && text->text[0] == '(') {
        accept(text, '(');
        do {
            if (len == PARAMS_MAX || !(params[len] = parse(arena, text, depth + 1)))
                return NULL;
            len++;
        } while (accept(text, ','));
        if (!accept(text, ')'))
            return NULL;
    }
    return named(arena, name, params, len);
}

const struct cel_type *cel_type_parse(struct plim_arena *arena, struct plim_str *text)
{
    return parse(arena, text, 0);
}
