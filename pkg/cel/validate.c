#include "validate.h"

#include <ctype.h>
#include <string.h>

#include "pattern.h"
#include "time_text.h"

static void walk(struct cel_checker *checker, const struct cel_ast *ast, bool exempt);

static bool is_text_literal(const struct cel_ast *ast)
{
    return ast->kind == CEL_AST_LITERAL && ast->literal.kind == VALUE_STRING;
}

static bool reads_as_timestamp(const struct value *literal)
{
    struct cel_instant instant;
    if (literal->kind == VALUE_STRING)
        return cel_timestamp_parse(value_str(literal), &instant);
    /* The years 1 to 9999. */
    return literal->kind != VALUE_INT ||
           (literal->integer >= -62135596800 && literal->integer <= 253402300799);
}

static bool reads_as_duration(const struct value *literal)
{
    int64_t seconds = 0;
    int32_t nanos = 0;
    return literal->kind != VALUE_STRING ||
           cel_duration_parse(value_str(literal), &seconds, &nanos);
}

static bool reads_as_pattern(const struct value *literal)
{
    char why[CEL_REGEX_WHY_BYTES];
    struct cel_regex_match match = {.text = "", .len = 0};
    return literal->kind != VALUE_STRING ||
           cel_regex_find(literal->text, literal->len, &match, why) >= 0;
}

static void validate_call(struct cel_checker *checker, const struct cel_ast *ast)
{
    static const struct {
        const char *name;
        bool (*reads)(const struct value *literal);
    } readers[] = {{"timestamp", reads_as_timestamp},
                   {"duration", reads_as_duration},
                   {"matches", reads_as_pattern}};
    const struct cel_ast *last = ast->len > 0 ? ast->args[ast->len - 1] : NULL;
    for (size_t i = 0; i < PLIM_LEN(readers); i++)
        if (last && last->kind == CEL_AST_LITERAL && plim_str_is(ast->name, readers[i].name) &&
            !readers[i].reads(&last->literal))
            cel_check_issue(checker, last, "invalid %s argument", readers[i].name);
}

static const struct cel_type *final_type(struct cel_checker *checker, const struct cel_ast *ast)
{
    return cel_types_resolve(&checker->types, ast->type, true);
}

/* Every `stride`th argument from `begin` on has one type. */
static void validate_items(struct cel_checker *checker, const struct cel_ast *ast, size_t begin,
                           size_t stride)
{
    const struct cel_type *first = NULL;
    for (size_t i = begin; i < ast->len; i += stride) {
        const struct cel_type *type = final_type(checker, ast->args[i]);
        if (ast->maybe && ast->maybe[i] && i % stride == stride - 1 && cel_type_is_optional(type))
            type = type->params[0];
        if (first && !cel_type_same(first, type)) {
            cel_check_issue(checker, ast->args[i], "expected type '%s' but found '%s'",
                            cel_check_type_text(checker, first),
                            cel_check_type_text(checker, type));
            return;
        }
        first = type;
    }
}

static bool is_one_of(const struct cel_type *type, const enum cel_type_kind *kinds, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (type->kind == kinds[i])
            return true;
    return cel_type_is_dyn(type);
}

/* Can %s show it? */
static bool is_showable(const struct cel_type *type)
{
    static const enum cel_type_kind kinds[] = {
        CEL_TYPE_NULL,  CEL_TYPE_BOOL,      CEL_TYPE_INT,      CEL_TYPE_UINT,   CEL_TYPE_DOUBLE,
        CEL_TYPE_BYTES, CEL_TYPE_TIMESTAMP, CEL_TYPE_DURATION, CEL_TYPE_STRING, CEL_TYPE_TYPE};
    if (type->kind == CEL_TYPE_LIST)
        return is_showable(type->params[0]);
    if (type->kind == CEL_TYPE_MAP)
        return is_showable(type->params[0]) && is_showable(type->params[1]);
    return is_one_of(type, kinds, PLIM_LEN(kinds));
}

static bool clause_takes(char letter, const struct cel_type *type)
{
    static const enum cel_type_kind integers[] = {CEL_TYPE_INT, CEL_TYPE_UINT, CEL_TYPE_BOOL,
                                                  CEL_TYPE_BYTES, CEL_TYPE_STRING};
    static const enum cel_type_kind real[] = {CEL_TYPE_DOUBLE};
    switch (letter) {
    case 's':
        return is_showable(type);
    case 'd':
    case 'o':
        return is_one_of(type, integers, 2);
    case 'b':
        return is_one_of(type, integers, 3);
    case 'x':
    case 'X':
        return type->kind != CEL_TYPE_BOOL && is_one_of(type, integers, PLIM_LEN(integers));
    case 'f':
    case 'e':
        return is_one_of(type, real, PLIM_LEN(real));
    default:
        return false;
    }
}

/* The letter of the clause behind text[*at], a '%'; '\0' when there is none. */
static char clause_letter(struct plim_str text, size_t *at)
{
    ++*at;
    if (*at < text.len && text.text[*at] == '.')
        do
            ++*at;
        while (*at < text.len && isdigit((unsigned char)text.text[*at]));
    return (char)(*at < text.len ? text.text[*at] : '\0');
}

static void validate_format(struct cel_checker *checker, const struct cel_ast *ast)
{
    struct plim_str text = value_str(&ast->args[0]->literal);
    const struct cel_ast *list = ast->args[1];
    size_t used = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.text[i] != '%')
            continue;
        char letter = clause_letter(text, &i);
        if (letter == '%')
            continue;
        if (letter == '\0' || !strchr("sdfebxXo", letter)) {
            cel_check_issue(checker, ast->args[0], "could not parse formatting clause");
            return;
        }
        if (used >= list->len) {
            cel_check_issue(checker, ast->args[0], "index %zu out of range", used);
            return;
        }
        if (!clause_takes(letter, final_type(checker, list->args[used]))) {
            cel_check_issue(checker, list->args[used],
                            "error during formatting: clause '%%%c' cannot be used on '%s'", letter,
                            cel_check_type_text(checker, list->args[used]->type));
            return;
        }
        used++;
    }
    if (used < list->len)
        cel_check_issue(checker, list,
                        "too many arguments supplied to string.format (expected %zu, got %zu)",
                        used, list->len);
}

static bool is_format(const struct cel_ast *ast)
{
    return ast->kind == CEL_AST_CALL && ast->len == 2 && (ast->flags & CEL_AST_MEMBER) &&
           plim_str_is(ast->name, "format");
}

static void walk_children(struct cel_checker *checker, const struct cel_ast *ast)
{
    bool exempt = is_format(ast);
    if (ast->target && !(ast->flags & CEL_AST_MEMBER) && ast->target->type)
        walk(checker, ast->target, false);
    for (size_t i = 0; i < ast->len; i++)
        walk(checker, ast->args[i], exempt);
}

static void walk(struct cel_checker *checker, const struct cel_ast *ast, bool exempt)
{
    unsigned options = checker->env->options;
    bool homogeneous = options & CEL_OPTION_HOMOGENEOUS;
    if (ast->kind == CEL_AST_CALL && (options & CEL_OPTION_LITERALS))
        validate_call(checker, ast);
    if (ast->kind == CEL_AST_LIST && homogeneous && !exempt)
        validate_items(checker, ast, 0, 1);
    if (ast->kind == CEL_AST_MAP && homogeneous) {
        validate_items(checker, ast, 0, 2);
        validate_items(checker, ast, 1, 2);
    }
    if ((options & CEL_OPTION_FORMATS) && is_format(ast) && is_text_literal(ast->args[0]) &&
        ast->args[1]->kind == CEL_AST_LIST)
        validate_format(checker, ast);
    walk_children(checker, ast);
}

void cel_validate(struct cel_checker *checker, const struct cel_ast *ast)
{
    if (checker->env->options & (CEL_OPTION_HOMOGENEOUS | CEL_OPTION_LITERALS | CEL_OPTION_FORMATS))
        walk(checker, ast, false);
}
