#include "validate.h"

#include <ctype.h>
#include <string.h>

#include "format.h"
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
    return literal->kind != VALUE_INT && (literal->kind != VALUE_STRING ||
                                          cel_duration_parse(value_str(literal), &seconds, &nanos));
}

static bool reads_as_pattern(const struct value *literal)
{
    char why[CEL_PATTERN_WHY_BYTES];
    return literal->kind != VALUE_STRING || cel_pattern_cached(literal->text, literal->len, why);
}

static void validate_call(struct cel_checker *checker, const struct cel_ast *ast)
{
    static const struct {
        const char *name;
        bool (*reads)(const struct value *literal);
    } readers[] = {{"timestamp", reads_as_timestamp},
                   {"duration", reads_as_duration},
                   {"matches", reads_as_pattern}};
    /* The first between the parentheses: of matches(text, pattern) it is the text. */
    size_t first = ast->flags & CEL_AST_MEMBER ? 1 : 0;
    const struct cel_ast *arg = ast->len > first ? ast->args[first] : NULL;
    for (size_t i = 0; i < PLIM_LEN(readers); i++)
        if (arg && arg->kind == CEL_AST_LITERAL && plim_str_is(ast->name, readers[i].name) &&
            !readers[i].reads(&arg->literal))
            cel_check_issue(checker, arg, "invalid %s argument", readers[i].name);
}

static const struct cel_type *final_type(struct cel_checker *checker, const struct cel_ast *ast)
{
    return cel_types_resolve(&checker->types, ast->type, true);
}

/* Of what is written with '?', what it holds. */
static const struct cel_type *entry_type(struct cel_checker *checker, const struct cel_ast *ast,
                                         size_t i, size_t stride)
{
    const struct cel_type *type = cel_types_outer(&checker->types, ast->args[i]->type);
    bool maybe = ast->maybe && ast->maybe[i] && i % stride == stride - 1;
    return maybe && cel_type_is_optional(type) ? type->params[0] : type;
}

/* Every `stride`th argument from `begin` on has one type. */
static void validate_items(struct cel_checker *checker, const struct cel_ast *ast, size_t begin,
                           size_t stride)
{
    for (size_t i = begin + stride; i < ast->len; i += stride) {
        const struct cel_type *before = entry_type(checker, ast, i - stride, stride);
        const struct cel_type *type = entry_type(checker, ast, i, stride);
        if (cel_types_same(&checker->types, before, type))
            continue;
        cel_check_issue(checker, ast->args[i], "expected type '%s' but found '%s'",
                        cel_check_type_text(checker, before), cel_check_type_text(checker, type));
        return;
    }
}

#define TYPE(kind) (1U << CEL_TYPE_##kind)

enum {
    INTEGERS = TYPE(INT) | TYPE(UINT),
    NUMBERS = INTEGERS | TYPE(DOUBLE),
    SHOWABLE = NUMBERS | TYPE(NULL) | TYPE(BOOL) | TYPE(STRING) | TYPE(BYTES) | TYPE(TIMESTAMP) |
               TYPE(DURATION) | TYPE(TYPE) | TYPE(LIST) | TYPE(MAP) | TYPE(RECORD),
};

/* What each clause takes; in the first versions of the library numbers past all bounds may come as
 * texts. The types of a list's items are not looked at. */
static const struct {
    char letter;
    unsigned types;
    unsigned first;
} clauses[] = {
    {'s', SHOWABLE, SHOWABLE},
    {'d', NUMBERS, INTEGERS},
    {'o', INTEGERS, INTEGERS},
    {'b', INTEGERS | TYPE(BOOL), INTEGERS | TYPE(BOOL)},
    {'x', INTEGERS | TYPE(STRING) | TYPE(BYTES), INTEGERS | TYPE(STRING) | TYPE(BYTES)},
    {'X', INTEGERS | TYPE(STRING) | TYPE(BYTES), INTEGERS | TYPE(STRING) | TYPE(BYTES)},
    {'f', NUMBERS, TYPE(DOUBLE) | TYPE(STRING)},
    {'e', NUMBERS, TYPE(DOUBLE) | TYPE(STRING)},
};

/* Is this the format of the library's first versions? */
static bool is_first(const struct cel_ast *ast)
{
    return ast->overload_count > 0 && ast->overloads[0]->function->call == cel_format_first;
}

static bool has_type_of(struct cel_checker *checker, const struct cel_ast *ast, unsigned types)
{
    const struct cel_type *type = final_type(checker, ast);
    return cel_type_is_dyn(type) || (types & (1U << type->kind));
}

/* The items of a literal are looked at too, where they are shown. */
static bool is_taken(struct cel_checker *checker, const struct cel_ast *ast, unsigned types)
{
    if (!has_type_of(checker, ast, types))
        return false;
    if (ast->kind != CEL_AST_LIST && ast->kind != CEL_AST_MAP)
        return true;
    for (size_t i = 0; i < ast->len; i++)
        if (!is_taken(checker, ast->args[i], types))
            return false;
    return true;
}

/* The letter of the clause behind text[*at], a '%'; '\0' when there is none. */
static char clause_letter(struct plim_str text, size_t *at, bool first)
{
    enum { PRECISION_MAX = 100 };
    ++*at;
    if (*at < text.len && text.text[*at] == '.') {
        unsigned precision = 0;
        size_t begin = ++*at;
        for (; *at < text.len && isdigit((unsigned char)text.text[*at]); ++*at)
            if (precision <= PRECISION_MAX)
                precision = precision * 10 + (unsigned)(text.text[*at] - '0');
        if (*at == begin || (precision > PRECISION_MAX && !first))
            return '\0';
    }
    return (char)(*at < text.len ? text.text[*at] : '\0');
}

/* False when the format has an issue. */
static bool validate_clause(struct cel_checker *checker, const struct cel_ast *ast, char letter,
                            size_t used)
{
    const struct cel_ast *list = ast->args[1];
    size_t i = 0;
    while (i < PLIM_LEN(clauses) && clauses[i].letter != letter)
        i++;
    if (i == PLIM_LEN(clauses) && letter) {
        cel_check_issue(checker, ast->args[0],
                        "could not parse formatting clause: unrecognized formatting clause \"%c\"",
                        letter);
        return false;
    }
    if (!letter) {
        cel_check_issue(checker, ast->args[0],
                        "could not parse formatting clause: unexpected end of string");
        return false;
    }
    if (used >= list->len) {
        cel_check_issue(checker, ast->args[0], "index %zu out of range", used);
        return false;
    }
    if (is_taken(checker, list->args[used], is_first(ast) ? clauses[i].first : clauses[i].types))
        return true;
    cel_check_issue(checker, list->args[used],
                    "error during formatting: clause '%%%c' cannot be used on '%s'", letter,
                    cel_check_type_text(checker, list->args[used]->type));
    return false;
}

static void validate_format(struct cel_checker *checker, const struct cel_ast *ast)
{
    struct plim_str text = value_str(&ast->args[0]->literal);
    size_t used = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.text[i] != '%')
            continue;
        if (i + 1 < text.len && text.text[i + 1] == '%') {
            i++;
            continue;
        }
        if (!validate_clause(checker, ast, clause_letter(text, &i, is_first(ast)), used++))
            return;
    }
    if (used < ast->args[1]->len)
        cel_check_issue(checker, ast->args[1],
                        "too many arguments supplied to string.format (expected %zu, got %zu)",
                        used, ast->args[1]->len);
}

static bool is_format(const struct cel_ast *ast)
{
    return ast->kind == CEL_AST_CALL && ast->len == 2 && (ast->flags & CEL_AST_MEMBER) &&
           plim_str_is(ast->name, "format");
}

/* exempt  inside of a format, where lists may be mixed */
static void walk_children(struct cel_checker *checker, const struct cel_ast *ast, bool exempt)
{
    exempt = exempt || is_format(ast);
    if (ast->target && !(ast->flags & CEL_AST_MEMBER) && ast->target->type)
        walk(checker, ast->target, exempt);
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
    if (ast->kind == CEL_AST_MAP && homogeneous && !exempt) {
        validate_items(checker, ast, 0, 2);
        validate_items(checker, ast, 1, 2);
    }
    if ((options & CEL_OPTION_FORMATS) && is_format(ast) && is_text_literal(ast->args[0]) &&
        ast->args[1]->kind == CEL_AST_LIST)
        validate_format(checker, ast);
    walk_children(checker, ast, exempt);
}

void cel_validate(struct cel_checker *checker, const struct cel_ast *ast)
{
    if (checker->env->options & (CEL_OPTION_HOMOGENEOUS | CEL_OPTION_LITERALS | CEL_OPTION_FORMATS))
        walk(checker, ast, false);
}
