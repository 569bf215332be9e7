/* Tokens of an expression. Source: cel-spec doc/langdef.md, "Syntax". */
#ifndef PLIM_CEL_LEXER_H
#define PLIM_CEL_LEXER_H

#include "value/value.h"

#include "issues.h"

enum cel_token_kind {
    CEL_TOKEN_END,
    CEL_TOKEN_FAILED, /* an issue was noted */
    CEL_TOKEN_IDENT,
    CEL_TOKEN_QUOTED, /* `name` between backquotes */
    CEL_TOKEN_LITERAL,
    CEL_TOKEN_INT_MIN, /* 9223372036854775808: good only behind a minus */
    CEL_TOKEN_IN,
    CEL_TOKEN_OR,
    CEL_TOKEN_AND,
    CEL_TOKEN_EQUAL,
    CEL_TOKEN_NOT_EQUAL,
    CEL_TOKEN_LESS_EQUAL,
    CEL_TOKEN_GREATER_EQUAL,
    /* One character each; see cel_lexer_next. */
    CEL_TOKEN_PUNCTUATION,
};

struct cel_token {
    enum cel_token_kind kind;
    char mark; /* of punctuation */
    uint32_t offset;
    struct plim_str text;
    struct value literal;
};

struct cel_lexer {
    struct cel_source *source;
    size_t at;
};

struct cel_token cel_lexer_next(struct cel_lexer *lexer);

/* Words that must not name a variable; they may name fields and methods. */
bool cel_word_is_reserved(struct plim_str word);

/* A string or bytes literal from its prefix to its closing quote. False: an issue was noted. */
bool cel_literal_quoted(struct cel_source *source, struct plim_str text, struct value *value_out);

/* A number. False: an issue was noted. is_min_out: see CEL_TOKEN_INT_MIN. */
bool cel_literal_number(struct cel_source *source, struct plim_str text, struct value *value_out,
                        bool *is_min_out);

#endif
