/* Attributes from their text. */
#include <stdio.h>

#include "cel/unknown.h"

#include "env_priv.h"
#include "lexer.h"
#include "library.h"

enum { STEPS_MAX = 64 };

struct reader {
    struct cel_source source;
    struct cel_lexer lexer;
    struct cel_token token; /* the next one */
    struct cel_qualifier steps[STEPS_MAX];
    size_t len;
    size_t names; /* steps at the front that may belong to a dotted variable */
};

static void advance(struct reader *reader)
{
    if (reader->token.kind != CEL_TOKEN_FAILED)
        reader->token = cel_lexer_next(&reader->lexer);
}

static bool at(const struct reader *reader, char mark)
{
    return reader->token.kind == CEL_TOKEN_PUNCTUATION && reader->token.mark == mark;
}

static bool fail(struct reader *reader, const char *what)
{
    if (reader->source.code == PLIM_OK)
        cel_issue_add(&reader->source, reader->token.offset, "%s", what);
    return false;
}

static bool add(struct reader *reader, bool any, struct value key)
{
    if (reader->len == STEPS_MAX)
        return fail(reader, "the path is too long");
    reader->steps[reader->len++] = (struct cel_qualifier){.any = any, .key = key};
    advance(reader);
    return true;
}

static bool is_key(const struct value *value)
{
    return value->kind == VALUE_STRING || value->kind == VALUE_INT || value->kind == VALUE_UINT ||
           value->kind == VALUE_BOOL;
}

/* Behind '['. */
static bool read_index(struct reader *reader)
{
    bool negative = at(reader, '-');
    if (negative)
        advance(reader);
    struct value *key = &reader->token.literal;
    bool literal = reader->token.kind == CEL_TOKEN_LITERAL && is_key(key);
    if (negative && literal && key->kind == VALUE_INT)
        key->integer = -key->integer;
    else if (negative || (!literal && !at(reader, '*')))
        return fail(reader, "a string, int, uint or bool literal, or '*', is expected");
    if (!add(reader, !literal, literal ? *key : value_null()))
        return false;
    if (!at(reader, ']'))
        return fail(reader, "']' is expected");
    advance(reader);
    return true;
}

/* Behind '.', or at the beginning. */
static bool read_name(struct reader *reader)
{
    bool first = reader->len == 0;
    bool any = at(reader, '*') && !first;
    bool name = reader->token.kind == CEL_TOKEN_IDENT;
    if (!any && !name && (first || reader->token.kind != CEL_TOKEN_QUOTED))
        return fail(reader, first ? "the name of a variable is expected"
                                  : "a field name or '*' is expected");
    if (name && reader->names == reader->len)
        reader->names++;
    return add(reader, any, any ? value_null() : value_string(reader->token.text));
}

static bool read_steps(struct reader *reader)
{
    advance(reader);
    bool good = read_name(reader);
    while (good && reader->token.kind != CEL_TOKEN_END) {
        bool dot = at(reader, '.');
        if (!dot && !at(reader, '['))
            return fail(reader, "'.', '[' or the end is expected");
        advance(reader);
        good = dot ? read_name(reader) : read_index(reader);
    }
    return good;
}

/* Do the first `count` steps spell the name? */
static bool spells(const struct reader *reader, size_t count, const char *name)
{
    struct plim_str rest = plim_str_from(name);
    struct plim_str part;
    for (size_t i = 0; i < count; i++) {
        bool more = plim_str_cut(&rest, '.', &part);
        if (!plim_str_equal(part, value_str(&reader->steps[i].key)) || more != (i + 1 < count))
            return false;
    }
    return true;
}

/* The variable of the longest name; *steps_out is how many steps it takes. */
static bool find_variable(const struct reader *reader, const struct cel_env *env,
                          size_t *variable_out, size_t *steps_out)
{
    for (size_t count = reader->names; count > 0; count--) {
        for (size_t i = 0; i < env->len; i++) {
            if (!spells(reader, count, env->variables[i].name))
                continue;
            *variable_out = i;
            *steps_out = count;
            return true;
        }
    }
    return false;
}

static bool resolve(struct reader *reader, const struct cel_env *env,
                    struct cel_attribute *attribute_out)
{
    const char *names[CEL_ISSUES_MAX];
    size_t count = 0;
    size_t taken = 0;
    struct plim_str name = value_str(&reader->steps[0].key);
    if (!find_variable(reader, env, &attribute_out->variable, &taken)) {
        for (; count < env->len && count < CEL_ISSUES_MAX; count++)
            names[count] = env->variables[count].name;
        const char *near = plim_str_nearest(name, names, count);
        cel_issue_add(&reader->source, 0, "unknown variable '%.*s'%s%s%s", PLIM_STR_ARG(name),
                      near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
        return false;
    }
    attribute_out->len = reader->len - taken;
    struct cel_qualifier *path = plim_arena_array(reader->source.arena, attribute_out->len + 1,
                                                  sizeof(struct cel_qualifier));
    for (size_t i = 0; i < attribute_out->len; i++)
        path[i] = reader->steps[taken + i];
    attribute_out->path = path;
    return true;
}

enum plim_code cel_attribute_parse(struct plim_arena *arena, const struct cel_env *env,
                                   struct plim_str text, struct cel_attribute *attribute_out,
                                   struct plim_err *err)
{
    struct cel_issues issues = {.len = 0};
    struct reader reader = {
        .source = {.arena = arena, .text = plim_arena_copy_str(arena, text), .issues = &issues}};
    reader.lexer.source = &reader.source;
    struct cel_attribute attribute = {0};
    if (!read_steps(&reader) || !resolve(&reader, env, &attribute))
        return plim_err_set(err, PLIM_INVALID, "%u: %s", (unsigned)issues.items[0].column,
                            issues.items[0].message);
    *attribute_out = attribute;
    return PLIM_OK;
}
