/* Source text to syntax tree, macros expanded. Source: cel-spec doc/langdef.md, "Syntax". */
#ifndef PLIM_CEL_PARSER_H
#define PLIM_CEL_PARSER_H

#include "ast.h"
#include "env_priv.h"
#include "issues.h"
#include "lexer.h"

struct cel_parser {
    struct cel_source *source;
    struct cel_lexer lexer;
    struct cel_token token; /* the next one */
    const struct cel_limits *limits;
    const struct cel_env *env;
    bool macros;
    unsigned depth; /* of the expression under way */
    uint32_t nodes; /* made so far */
};

/* NULL when there are issues. */
struct cel_ast *cel_parse(struct cel_parser *parser);

/* ---- For the files of the parser. A NULL operand or result means that an issue was noted. */
struct cel_ast *cel_parse_expression(struct cel_parser *parser);
struct cel_ast *cel_parse_primary(struct cel_parser *parser);
struct cel_ast *cel_parse_fail(struct cel_parser *parser, const char *wanted);
void cel_parse_advance(struct cel_parser *parser);
bool cel_parse_at(const struct cel_parser *parser, char mark);
bool cel_parse_accept(struct cel_parser *parser, char mark);

struct cel_ast *cel_ast_make(struct cel_parser *parser, enum cel_ast_kind kind, uint32_t offset);
/* Set args and len, and the depth. False when the tree is too deep. */
bool cel_ast_set_args(struct cel_parser *parser, struct cel_ast *ast, struct cel_ast *const *args,
                      size_t len);
bool cel_ast_set_target(struct cel_parser *parser, struct cel_ast *ast, struct cel_ast *target);
struct cel_ast *cel_ast_call(struct cel_parser *parser, uint32_t offset, const char *name,
                             struct cel_ast *const *args, size_t len);

/* A growing list of nodes. */
struct cel_ast_list {
    struct cel_ast **items;
    bool *maybe;
    size_t len;
    size_t cap;
    bool any_maybe;
};
void cel_ast_list_add(struct cel_parser *parser, struct cel_ast_list *list, struct cel_ast *item,
                      bool maybe);

/* ---- Macros. What they expand to, `call` itself when it is none, NULL on an issue. */
struct cel_ast *cel_macro_expand(struct cel_parser *parser, struct cel_ast *call);

#endif
