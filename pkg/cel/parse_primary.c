/* Names, literals, lists, maps, and what may follow them: selections, calls, indices. */
#include <string.h>

#include "parser.h"

static struct cel_ast *finish(struct cel_parser *parser, struct cel_ast *ast,
                              const struct cel_ast_list *list)
{
    if (!cel_ast_set_args(parser, ast, list->items, list->len))
        return NULL;
    ast->maybe = list->any_maybe ? list->maybe : NULL;
    return ast;
}

/* Items up to `close`, whose opening mark was taken. A trailing comma is fine where `trailing`. */
static bool parse_items(struct cel_parser *parser, char close, bool trailing,
                        struct cel_ast_list *list)
{
    bool more = !cel_parse_at(parser, close);
    while (more) {
        bool maybe = trailing && cel_parse_accept(parser, '?');
        struct cel_ast *item = cel_parse_expression(parser);
        if (!item)
            return false;
        cel_ast_list_add(parser, list, item, maybe);
        more = cel_parse_accept(parser, ',') && !(trailing && cel_parse_at(parser, close));
    }
    if (cel_parse_accept(parser, close))
        return true;
    (void)cel_parse_fail(parser, close == ')' ? "',' or ')'" : "',' or ']'");
    return false;
}

static struct cel_ast *parse_list(struct cel_parser *parser)
{
    struct cel_ast *ast = cel_ast_make(parser, CEL_AST_LIST, parser->token.offset);
    struct cel_ast_list list = {0};
    cel_parse_advance(parser);
    return parse_items(parser, ']', true, &list) ? finish(parser, ast, &list) : NULL;
}

/* The key of a map entry, or the name of a message's field. */
static struct cel_ast *parse_key(struct cel_parser *parser, bool is_message)
{
    if (!is_message)
        return cel_parse_expression(parser);
    if (parser->token.kind != CEL_TOKEN_IDENT && parser->token.kind != CEL_TOKEN_QUOTED)
        return cel_parse_fail(parser, "a field name");
    struct cel_ast *key = cel_ast_make(parser, CEL_AST_LITERAL, parser->token.offset);
    key->literal = value_string(parser->token.text);
    cel_parse_advance(parser);
    return key;
}

/* At '{'; `ast` is a map or a message. */
static struct cel_ast *parse_entries(struct cel_parser *parser, struct cel_ast *ast)
{
    struct cel_ast_list list = {0};
    cel_parse_advance(parser);
    while (!cel_parse_at(parser, '}')) {
        bool maybe = cel_parse_accept(parser, '?');
        struct cel_ast *key = parse_key(parser, ast->kind == CEL_AST_MESSAGE);
        if (!key)
            return NULL;
        if (!cel_parse_accept(parser, ':'))
            return cel_parse_fail(parser, "':'");
        struct cel_ast *item = cel_parse_expression(parser);
        if (!item)
            return NULL;
        cel_ast_list_add(parser, &list, key, maybe);
        cel_ast_list_add(parser, &list, item, maybe);
        if (!cel_parse_accept(parser, ','))
            break;
    }
    if (!cel_parse_accept(parser, '}'))
        return cel_parse_fail(parser, "',' or '}'");
    return finish(parser, ast, &list);
}

/* At '(' behind a function's name. */
static struct cel_ast *parse_call(struct cel_parser *parser, struct cel_ast *target,
                                  struct plim_str name, uint32_t offset)
{
    struct cel_ast *call = cel_ast_make(parser, CEL_AST_CALL, offset);
    struct cel_ast_list args = {0};
    call->name = name;
    cel_parse_advance(parser);
    if (target && !cel_ast_set_target(parser, call, target))
        return NULL;
    if (!parse_items(parser, ')', false, &args) || !finish(parser, call, &args))
        return NULL;
    return parser->macros ? cel_macro_expand(parser, call) : call;
}

static struct cel_ast *parse_name(struct cel_parser *parser)
{
    uint32_t offset = parser->token.offset;
    bool root = cel_parse_accept(parser, '.');
    if (parser->token.kind != CEL_TOKEN_IDENT)
        return cel_parse_fail(parser, root ? "a name" : "an operand");
    if (cel_word_is_reserved(parser->token.text)) {
        cel_issue_add(parser->source, parser->token.offset,
                      "syntax error: '%.*s' is a reserved word", PLIM_STR_ARG(parser->token.text));
        return NULL;
    }
    struct plim_str name = parser->token.text;
    cel_parse_advance(parser);
    if (cel_parse_at(parser, '('))
        return parse_call(parser, NULL, name, offset);
    struct cel_ast *ast = cel_ast_make(parser, CEL_AST_IDENT, offset);
    ast->name = name;
    ast->flags = root ? CEL_AST_ROOT : 0;
    return ast;
}

static struct cel_ast *parse_operand(struct cel_parser *parser)
{
    uint32_t offset = parser->token.offset;
    if (parser->token.kind == CEL_TOKEN_LITERAL) {
        struct cel_ast *ast = cel_ast_make(parser, CEL_AST_LITERAL, offset);
        ast->literal = parser->token.literal;
        cel_parse_advance(parser);
        return ast;
    }
    if (parser->token.kind == CEL_TOKEN_INT_MIN) {
        cel_issue_add(parser->source, offset, "syntax error: '%.*s' is out of range of int",
                      PLIM_STR_ARG(parser->token.text));
        return NULL;
    }
    if (cel_parse_at(parser, '['))
        return parse_list(parser);
    if (cel_parse_at(parser, '{'))
        return parse_entries(parser, cel_ast_make(parser, CEL_AST_MAP, offset));
    if (!cel_parse_accept(parser, '('))
        return parse_name(parser);
    struct cel_ast *ast = cel_parse_expression(parser);
    if (ast && !cel_parse_accept(parser, ')'))
        return cel_parse_fail(parser, "')'");
    return ast;
}

static struct cel_ast *parse_index(struct cel_parser *parser, struct cel_ast *target)
{
    struct cel_ast *ast = cel_ast_make(parser, CEL_AST_INDEX, parser->token.offset);
    cel_parse_advance(parser);
    ast->flags = cel_parse_accept(parser, '?') ? CEL_AST_MAYBE : 0;
    struct cel_ast *args[] = {target, cel_parse_expression(parser)};
    if (!cel_ast_set_args(parser, ast, args, 2))
        return NULL;
    return cel_parse_accept(parser, ']') ? ast : cel_parse_fail(parser, "']'");
}

static struct cel_ast *parse_member(struct cel_parser *parser, struct cel_ast *target)
{
    uint32_t offset = parser->token.offset;
    cel_parse_advance(parser);
    bool maybe = cel_parse_accept(parser, '?');
    bool quoted = parser->token.kind == CEL_TOKEN_QUOTED;
    if (quoted && !(parser->env->options & CEL_OPTION_BACKQUOTES))
        cel_issue_add(parser->source, parser->token.offset, "unsupported syntax: '`'");
    if (!quoted && parser->token.kind != CEL_TOKEN_IDENT)
        return cel_parse_fail(parser, "a field name");
    struct plim_str name = parser->token.text;
    cel_parse_advance(parser);
    if (!quoted && !maybe && cel_parse_at(parser, '('))
        return parse_call(parser, target, name, offset);
    struct cel_ast *ast = cel_ast_make(parser, CEL_AST_SELECT, offset);
    ast->name = name;
    ast->flags = maybe ? CEL_AST_MAYBE : 0;
    return cel_ast_set_target(parser, ast, target) ? ast : NULL;
}

/* "a.b.c" as one name, or an empty text when `ast` is anything else; a name between backquotes is
 * no part of one. */
static struct plim_str message_name(const struct cel_ast *ast)
{
    const struct cel_ast *step = ast;
    while (step->kind == CEL_AST_SELECT && !(step->flags & CEL_AST_MAYBE))
        step = step->target;
    if (step->kind != CEL_AST_IDENT)
        return (struct plim_str){0};
    const char *begin = step->name.text;
    const char *end = ast->name.text + ast->name.len;
    size_t len = (size_t)(end - begin);
    return (struct plim_str){begin, memchr(begin, '`', len) ? 0 : len};
}

struct cel_ast *cel_parse_primary(struct cel_parser *parser)
{
    struct cel_ast *ast = parse_operand(parser);
    while (ast) {
        if (cel_parse_at(parser, '.')) {
            ast = parse_member(parser, ast);
        } else if (cel_parse_at(parser, '[')) {
            ast = parse_index(parser, ast);
        } else if (cel_parse_at(parser, '{') && message_name(ast).len > 0) {
            struct cel_ast *message = cel_ast_make(parser, CEL_AST_MESSAGE, ast->offset);
            message->name = message_name(ast);
            ast = parse_entries(parser, message);
        } else {
            break;
        }
    }
    return ast;
}
