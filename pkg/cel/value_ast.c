#include "value_ast.h"

#include <math.h>
#include <stdlib.h>

#include "frame.h"
#include "time_text.h"

static struct cel_ast *make(struct plim_arena *arena, enum cel_ast_kind kind)
{
    struct cel_ast *ast = plim_arena_alloc(arena, sizeof *ast);
    ast->kind = kind;
    return ast;
}

static struct cel_ast *make_name(struct plim_arena *arena, struct plim_str name)
{
    struct cel_ast *ast = make(arena, CEL_AST_IDENT);
    ast->name = name;
    return ast;
}

static struct cel_ast *make_literal(struct plim_arena *arena, struct value value)
{
    struct cel_ast *ast = make(arena, CEL_AST_LITERAL);
    ast->literal = value;
    return ast;
}

struct cel_ast *cel_call_ast(struct plim_arena *arena, const char *scope, const char *name,
                             struct cel_ast *arg)
{
    struct cel_ast *ast = make(arena, CEL_AST_CALL);
    ast->name = plim_str_from(name);
    ast->target = scope ? make_name(arena, plim_str_from(scope)) : NULL;
    ast->args = plim_arena_array(arena, 1, sizeof(struct cel_ast *));
    ast->args[0] = arg;
    ast->len = arg ? 1 : 0;
    return ast;
}

static struct cel_ast *make_double(struct plim_arena *arena, const struct value *value)
{
    if (isfinite(value->real))
        return make_literal(arena, *value);
    const char *text = isnan(value->real) ? "NaN" : value->real > 0 ? "Infinity" : "-Infinity";
    return cel_call_ast(arena, NULL, "double", make_literal(arena, value_string_c(text)));
}

/* "+24:60" is read as an offset of 25 hours, which no text can have. */
static struct cel_ast *make_time(struct plim_arena *arena, const struct value *value)
{
    enum { DAY_MINUTES = 24 * 60 };
    char text[CEL_NUMBER_TEXT_BYTES];
    bool is_duration = value->kind == VALUE_DURATION;
    if (!is_duration && abs(cel_timestamp_offset(value)) >= DAY_MINUTES)
        return NULL;
    if (is_duration)
        cel_duration_print(value, text);
    else
        cel_timestamp_print(value, text);
    struct value literal = value_string_c(plim_arena_copy_c(arena, text));
    return cel_call_ast(arena, NULL, is_duration ? "duration" : "timestamp",
                        make_literal(arena, literal));
}

static struct cel_ast *make_optional(struct cel_value_maker *maker, const struct value *value)
{
    if (value->len == 0)
        return cel_call_ast(maker->arena, "optional", "none", NULL);
    struct cel_ast *inner = cel_value_ast(maker, &value->items[0]);
    return inner ? cel_call_ast(maker->arena, "optional", "of", inner) : NULL;
}

/* Lists and maps of a schema compare in ways of their own, which a literal would not. */
static bool is_plain(const struct value *container)
{
    return (container->flags & ~VALUE_FLAG_POSITIONS) == 0;
}

static const struct value *part_at(const struct value *container, size_t i)
{
    if (container->kind == VALUE_LIST)
        return &container->items[i];
    const struct value_entry *entry = &container->entries[i / 2];
    return i % 2 == 0 ? &entry->key : &entry->value;
}

static struct cel_ast *make_container(struct cel_value_maker *maker, const struct value *value)
{
    bool map = value->kind == VALUE_MAP;
    struct cel_ast *ast = make(maker->arena, map ? CEL_AST_MAP : CEL_AST_LIST);
    if (!is_plain(value) || value->len > maker->room)
        return NULL;
    ast->len = (size_t)value->len * (map ? 2 : 1);
    ast->args = plim_arena_array(maker->arena, ast->len + 1, sizeof(struct cel_ast *));
    for (size_t i = 0; i < ast->len; i++) {
        struct cel_ast *part = cel_value_ast(maker, part_at(value, i));
        if (!part)
            return NULL;
        ast->args[i] = maker->dyn ? cel_call_ast(maker->arena, NULL, "dyn", part) : part;
    }
    return ast;
}

struct cel_ast *cel_value_ast(struct cel_value_maker *maker, const struct value *value)
{
    struct plim_arena *arena = maker->arena;
    if (maker->room == 0)
        return NULL;
    maker->room--;
    switch ((enum value_kind)value->kind) {
    case VALUE_NULL:
    case VALUE_BOOL:
    case VALUE_INT:
    case VALUE_UINT:
    case VALUE_STRING:
    case VALUE_BYTES:
        return make_literal(arena, *value);
    case VALUE_DOUBLE:
        return make_double(arena, value);
    case VALUE_LIST:
    case VALUE_MAP:
        return make_container(maker, value);
    case VALUE_TIMESTAMP:
    case VALUE_DURATION:
        return make_time(arena, value);
    case VALUE_TYPE:
        return make_name(arena, (struct plim_str){value->text, value->len});
    case VALUE_OPTIONAL:
        return make_optional(maker, value);
    case VALUE_OPAQUE:
    case VALUE_UNKNOWN:
    case VALUE_ERROR:
        break;
    }
    return NULL;
}
