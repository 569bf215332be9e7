#include "parser.h"

#include <string.h>

#include "utf8.h"

/* Chains such as a + b + c + ... are as deep as they are long, without being nested: this many
 * times the limit of nesting is allowed for them. */
enum { CHAIN_FACTOR = 4 };

void cel_parse_advance(struct cel_parser *parser)
{
    if (parser->token.kind != CEL_TOKEN_FAILED)
        parser->token = cel_lexer_next(&parser->lexer);
}

bool cel_parse_at(const struct cel_parser *parser, char mark)
{
    return parser->token.kind == CEL_TOKEN_PUNCTUATION && parser->token.mark == mark;
}

bool cel_parse_accept(struct cel_parser *parser, char mark)
{
    if (!cel_parse_at(parser, mark))
        return false;
    cel_parse_advance(parser);
    return true;
}

struct cel_ast *cel_parse_fail(struct cel_parser *parser, const char *wanted)
{
    const struct cel_token *token = &parser->token;
    if (token->kind == CEL_TOKEN_FAILED || parser->source->code != PLIM_OK)
        return NULL;
    if (token->kind == CEL_TOKEN_END)
        cel_issue_add(parser->source, token->offset,
                      "syntax error: %s expected, but the expression ends", wanted);
    else
        cel_issue_add(parser->source, token->offset, "syntax error: %s expected instead of '%.*s'",
                      wanted, PLIM_STR_ARG(token->text));
    return NULL;
}

struct cel_ast *cel_ast_make(struct cel_parser *parser, enum cel_ast_kind kind, uint32_t offset)
{
    struct cel_ast *ast = plim_arena_alloc(parser->source->arena, sizeof *ast);
    ast->kind = kind;
    ast->depth = 1;
    ast->offset = offset;
    ast->id = parser->nodes++;
    return ast;
}

static bool deepen(struct cel_parser *parser, struct cel_ast *ast, const struct cel_ast *child)
{
    if (child->depth >= ast->depth)
        ast->depth = (uint16_t)(child->depth + 1);
    if (ast->depth <= parser->limits->depth * CHAIN_FACTOR)
        return true;
    cel_issue_limit(parser->source, ast->offset, "expression is nested more than %u deep",
                    parser->limits->depth * CHAIN_FACTOR);
    return false;
}

bool cel_ast_set_args(struct cel_parser *parser, struct cel_ast *ast, struct cel_ast *const *args,
                      size_t len)
{
    ast->args = plim_arena_array(parser->source->arena, len + 1, sizeof(struct cel_ast *));
    ast->len = len;
    for (size_t i = 0; i < len; i++) {
        ast->args[i] = args[i];
        if (!args[i] || !deepen(parser, ast, args[i]))
            return false;
    }
    return true;
}

bool cel_ast_set_target(struct cel_parser *parser, struct cel_ast *ast, struct cel_ast *target)
{
    ast->target = target;
    return target && deepen(parser, ast, target);
}

struct cel_ast *cel_ast_call(struct cel_parser *parser, uint32_t offset, const char *name,
                             struct cel_ast *const *args, size_t len)
{
    struct cel_ast *call = cel_ast_make(parser, CEL_AST_CALL, offset);
    call->name = plim_str_from(name);
    return cel_ast_set_args(parser, call, args, len) ? call : NULL;
}

void cel_ast_list_add(struct cel_parser *parser, struct cel_ast_list *list, struct cel_ast *item,
                      bool maybe)
{
    if (list->len == list->cap) {
        size_t cap = list->cap ? list->cap * 2 : 2;
        struct cel_ast **items =
            plim_arena_array(parser->source->arena, cap, sizeof(struct cel_ast *));
        bool *flags = plim_arena_array(parser->source->arena, cap, sizeof(bool));
        for (size_t i = 0; i < list->len; i++) {
            items[i] = list->items[i];
            flags[i] = list->maybe[i];
        }
        list->items = items;
        list->maybe = flags;
        list->cap = cap;
    }
    list->maybe[list->len] = maybe;
    list->items[list->len++] = item;
    list->any_maybe = list->any_maybe || maybe;
}

/* A run of '!' or '-'; pairs of them cancel out, as in the reference parser. */
static struct cel_ast *parse_unary(struct cel_parser *parser)
{
    char mark = (char)(cel_parse_at(parser, '!') ? '!' : cel_parse_at(parser, '-') ? '-' : '\0');
    uint32_t offset = parser->token.offset;
    size_t count = 0;
    while (mark && cel_parse_accept(parser, mark))
        count++;
    bool negative = mark == '-' && count % 2 == 1;
    if (negative && parser->token.kind == CEL_TOKEN_INT_MIN) {
        parser->token.kind = CEL_TOKEN_LITERAL;
        return cel_parse_primary(parser);
    }
    bool folds =
        negative && parser->token.kind == CEL_TOKEN_LITERAL &&
        (parser->token.literal.kind == VALUE_INT || parser->token.literal.kind == VALUE_DOUBLE);
    if (folds && parser->token.literal.kind == VALUE_INT)
        parser->token.literal.integer = -parser->token.literal.integer;
    else if (folds)
        parser->token.literal.real = -parser->token.literal.real;
    struct cel_ast *operand = cel_parse_primary(parser);
    if (!operand || count % 2 == 0 || folds)
        return operand;
    return cel_ast_call(parser, offset, mark == '!' ? "!_" : "-_", &operand, 1);
}

struct binary {
    enum cel_token_kind token;
    char mark;
    const char *function;
};

static const struct binary products[] = {{CEL_TOKEN_PUNCTUATION, '*', "_*_"},
                                         {CEL_TOKEN_PUNCTUATION, '/', "_/_"},
                                         {CEL_TOKEN_PUNCTUATION, '%', "_%_"},
                                         {CEL_TOKEN_END, 0, NULL}};
static const struct binary sums[] = {{CEL_TOKEN_PUNCTUATION, '+', "_+_"},
                                     {CEL_TOKEN_PUNCTUATION, '-', "_-_"},
                                     {CEL_TOKEN_END, 0, NULL}};
static const struct binary relations[] = {{CEL_TOKEN_EQUAL, 0, "_==_"},
                                          {CEL_TOKEN_NOT_EQUAL, 0, "_!=_"},
                                          {CEL_TOKEN_LESS_EQUAL, 0, "_<=_"},
                                          {CEL_TOKEN_GREATER_EQUAL, 0, "_>=_"},
                                          {CEL_TOKEN_IN, 0, "@in"},
                                          {CEL_TOKEN_PUNCTUATION, '<', "_<_"},
                                          {CEL_TOKEN_PUNCTUATION, '>', "_>_"},
                                          {CEL_TOKEN_END, 0, NULL}};

static const struct binary *binary_at(const struct cel_parser *parser, const struct binary *table)
{
    for (; table->function; table++)
        if (parser->token.kind == table->token &&
            (table->token != CEL_TOKEN_PUNCTUATION || parser->token.mark == table->mark))
            return table;
    return NULL;
}

static const struct binary *const levels[] = {relations, sums, products, NULL};

/* One level of left-associative operators; the tightest level has the highest number. */
static struct cel_ast *parse_binary(struct cel_parser *parser, size_t level)
{
    const struct binary *table = levels[level];
    if (!table)
        return parse_unary(parser);
    struct cel_ast *left = parse_binary(parser, level + 1);
    const struct binary *found = NULL;
    while (left && (found = binary_at(parser, table))) {
        uint32_t offset = parser->token.offset;
        cel_parse_advance(parser);
        struct cel_ast *args[] = {left, parse_binary(parser, level + 1)};
        left = cel_ast_call(parser, offset, found->function, args, 2);
    }
    return left;
}

static struct cel_ast *parse_logic(struct cel_parser *parser, enum cel_token_kind token);

static struct cel_ast *parse_logic_operand(struct cel_parser *parser, enum cel_token_kind token)
{
    return token == CEL_TOKEN_OR ? parse_logic(parser, CEL_TOKEN_AND) : parse_binary(parser, 0);
}

/* a && b && c is one node, however long. */
static struct cel_ast *parse_logic(struct cel_parser *parser, enum cel_token_kind token)
{
    struct cel_ast_list operands = {0};
    struct cel_ast *operand = parse_logic_operand(parser, token);
    uint32_t offset = parser->token.offset;
    if (!operand || parser->token.kind != token)
        return operand;
    cel_ast_list_add(parser, &operands, operand, false);
    while (parser->token.kind == token) {
        cel_parse_advance(parser);
        operand = parse_logic_operand(parser, token);
        if (!operand)
            return NULL;
        cel_ast_list_add(parser, &operands, operand, false);
    }
    struct cel_ast *ast =
        cel_ast_make(parser, token == CEL_TOKEN_OR ? CEL_AST_OR : CEL_AST_AND, offset);
    return cel_ast_set_args(parser, ast, operands.items, operands.len) ? ast : NULL;
}

static struct cel_ast *parse_condition(struct cel_parser *parser)
{
    struct cel_ast *condition = parse_logic(parser, CEL_TOKEN_OR);
    uint32_t offset = parser->token.offset;
    if (!condition || !cel_parse_accept(parser, '?'))
        return condition;
    struct cel_ast *yes = parse_logic(parser, CEL_TOKEN_OR);
    if (!yes)
        return NULL;
    if (!cel_parse_accept(parser, ':'))
        return cel_parse_fail(parser, "':'");
    struct cel_ast *args[] = {condition, yes, cel_parse_expression(parser)};
    struct cel_ast *ast = cel_ast_make(parser, CEL_AST_CONDITION, offset);
    return cel_ast_set_args(parser, ast, args, 3) ? ast : NULL;
}

struct cel_ast *cel_parse_expression(struct cel_parser *parser)
{
    if (parser->depth >= parser->limits->depth) {
        cel_issue_limit(parser->source, parser->token.offset,
                        "expression is nested more than %u deep", parser->limits->depth);
        return NULL;
    }
    parser->depth++;
    struct cel_ast *ast = parse_condition(parser);
    parser->depth--;
    return ast;
}

struct cel_ast *cel_parse(struct cel_parser *parser)
{
    struct cel_source *source = parser->source;
    if (source->text.len > parser->limits->source_bytes) {
        cel_issue_limit(source, 0, "expression is longer than %zu bytes",
                        parser->limits->source_bytes);
        return NULL;
    }
    if (!cel_utf8_is_valid(source->text)) {
        cel_issue_add(source, 0, "syntax error: expression is not UTF-8");
        return NULL;
    }
    parser->lexer = (struct cel_lexer){.source = source};
    cel_parse_advance(parser);
    struct cel_ast *ast = cel_parse_expression(parser);
    if (ast && parser->token.kind != CEL_TOKEN_END)
        return cel_parse_fail(parser, "an operator or the end");
    return source->code == PLIM_OK ? ast : NULL;
}
