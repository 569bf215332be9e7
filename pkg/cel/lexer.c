#include "lexer.h"

#include <ctype.h>
#include <string.h>

#include "utf8.h"

static const char *const reserved[] = {
    "as",  "break", "const",   "continue",  "else",   "for", "function", "if",   "import",
    "let", "loop",  "package", "namespace", "return", "var", "void",     "while"};

bool cel_word_is_reserved(struct plim_str word)
{
    if (word.len == 0)
        return false;
    for (size_t i = 0; i < PLIM_LEN(reserved); i++)
        if (reserved[i][0] == word.text[0] && plim_str_is(word, reserved[i]))
            return true;
    return false;
}

static char peek(const struct cel_lexer *lexer, size_t ahead)
{
    size_t at = lexer->at + ahead;
    return (char)(at < lexer->source->text.len ? lexer->source->text.text[at] : '\0');
}

static void skip_blanks(struct cel_lexer *lexer)
{
    for (;;) {
        char c = peek(lexer, 0);
        if (c == '/' && peek(lexer, 1) == '/') {
            while (lexer->at < lexer->source->text.len && peek(lexer, 0) != '\n')
                lexer->at++;
        } else if (c != '\0' && strchr(" \t\r\n\f", c)) {
            lexer->at++;
        } else {
            return;
        }
    }
}

static struct plim_str span(const struct cel_lexer *lexer, size_t len)
{
    return (struct plim_str){lexer->source->text.text + lexer->at, len};
}

static bool is_word_byte(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

static size_t word_len(const struct cel_lexer *lexer)
{
    size_t len = 0;
    while (is_word_byte(peek(lexer, len)))
        len++;
    return len;
}

static bool digits(const struct cel_lexer *lexer, size_t *len)
{
    size_t before = *len;
    while (isdigit((unsigned char)peek(lexer, *len)))
        ++*len;
    return *len > before;
}

static size_t number_len(const struct cel_lexer *lexer)
{
    size_t len = 0;
    if (peek(lexer, 0) == '0' && peek(lexer, 1) == 'x' && isxdigit((unsigned char)peek(lexer, 2))) {
        len = 2;
        while (isxdigit((unsigned char)peek(lexer, len)))
            len++;
        return len + (peek(lexer, len) == 'u' || peek(lexer, len) == 'U');
    }
    bool real = false;
    (void)digits(lexer, &len);
    if (peek(lexer, len) == '.' && isdigit((unsigned char)peek(lexer, len + 1))) {
        len++;
        real = digits(lexer, &len);
    }
    size_t exponent = len + 1;
    if ((peek(lexer, len) | 0x20) == 'e') {
        exponent += peek(lexer, exponent) == '+' || peek(lexer, exponent) == '-';
        if (digits(lexer, &exponent)) {
            len = exponent;
            real = true;
        }
    }
    return len + (!real && (peek(lexer, len) | 0x20) == 'u');
}

/* Bytes of the prefix (r, b, rb ...) when a quoted literal begins here; -1 when none does. */
static int quote_prefix(const struct cel_lexer *lexer)
{
    int len = 0;
    bool raw = false;
    bool bytes = false;
    for (; len < 2; len++) {
        char c = (char)(peek(lexer, (size_t)len) | 0x20);
        if (c == 'r' && !raw)
            raw = true;
        else if (c == 'b' && !bytes)
            bytes = true;
        else
            break;
    }
    char quote = peek(lexer, (size_t)len);
    return quote == '"' || quote == '\'' ? len : -1;
}

/* Length of the quoted literal that begins here, or 0 when it is not closed. */
static size_t quoted_len(const struct cel_lexer *lexer, size_t prefix)
{
    bool raw = (peek(lexer, 0) | 0x20) == 'r' || (prefix == 2 && (peek(lexer, 1) | 0x20) == 'r');
    char quote = peek(lexer, prefix);
    size_t quotes = peek(lexer, prefix + 1) == quote && peek(lexer, prefix + 2) == quote ? 3 : 1;
    size_t at = prefix + quotes;
    while (lexer->at + at < lexer->source->text.len) {
        char c = peek(lexer, at);
        if (c == '\\' && !raw) {
            at += 2;
            continue;
        }
        if (quotes == 1 && (c == '\n' || c == '\r'))
            return 0;
        if (c == quote &&
            (quotes == 1 || (peek(lexer, at + 1) == quote && peek(lexer, at + 2) == quote)))
            return at + quotes;
        at++;
    }
    return 0;
}

static struct cel_token make(struct cel_lexer *lexer, enum cel_token_kind kind, size_t len)
{
    struct cel_token token = {
        .kind = kind, .offset = (uint32_t)lexer->at, .text = span(lexer, len)};
    lexer->at += len;
    return token;
}

static struct cel_token lex_quoted(struct cel_lexer *lexer, size_t prefix)
{
    size_t len = quoted_len(lexer, prefix);
    if (len == 0) {
        cel_issue_add(lexer->source, (uint32_t)lexer->at, "syntax error: string is not closed");
        return make(lexer, CEL_TOKEN_FAILED, 0);
    }
    struct value value;
    bool good = cel_literal_quoted(lexer->source, span(lexer, len), &value);
    struct cel_token token = make(lexer, good ? CEL_TOKEN_LITERAL : CEL_TOKEN_FAILED, len);
    if (good)
        token.literal = value;
    return token;
}

static struct cel_token lex_number(struct cel_lexer *lexer)
{
    size_t len = number_len(lexer);
    struct value value = {0};
    bool is_min = false;
    if (!cel_literal_number(lexer->source, span(lexer, len), &value, &is_min))
        return make(lexer, CEL_TOKEN_FAILED, len);
    struct cel_token token = make(lexer, is_min ? CEL_TOKEN_INT_MIN : CEL_TOKEN_LITERAL, len);
    token.literal = value;
    return token;
}

static struct cel_token lex_word(struct cel_lexer *lexer)
{
    struct cel_token token = make(lexer, CEL_TOKEN_IDENT, word_len(lexer));
    if (plim_str_is(token.text, "in")) {
        token.kind = CEL_TOKEN_IN;
    } else if (plim_str_is(token.text, "true") || plim_str_is(token.text, "false")) {
        token.kind = CEL_TOKEN_LITERAL;
        token.literal = value_bool(token.text.text[0] == 't');
    } else if (plim_str_is(token.text, "null")) {
        token.kind = CEL_TOKEN_LITERAL;
        token.literal = value_null();
    }
    return token;
}

static struct cel_token lex_backquoted(struct cel_lexer *lexer)
{
    size_t len = 1;
    while (is_word_byte(peek(lexer, len)) || (peek(lexer, len) && strchr(".-/ ", peek(lexer, len))))
        len++;
    if (len == 1 || peek(lexer, len) != '`') {
        cel_issue_add(
            lexer->source, (uint32_t)lexer->at,
            "syntax error: a quoted name is letters, digits and any of '_.-/ ' between '`'");
        return make(lexer, CEL_TOKEN_FAILED, 0);
    }
    struct cel_token token = make(lexer, CEL_TOKEN_QUOTED, len + 1);
    token.text = (struct plim_str){token.text.text + 1, len - 1};
    return token;
}

static struct cel_token lex_operator(struct cel_lexer *lexer)
{
    static const struct {
        char text[3];
        enum cel_token_kind kind;
    } pairs[] = {{"||", CEL_TOKEN_OR},         {"&&", CEL_TOKEN_AND},
                 {"==", CEL_TOKEN_EQUAL},      {"!=", CEL_TOKEN_NOT_EQUAL},
                 {"<=", CEL_TOKEN_LESS_EQUAL}, {">=", CEL_TOKEN_GREATER_EQUAL}};
    for (size_t i = 0; i < PLIM_LEN(pairs); i++)
        if (peek(lexer, 0) == pairs[i].text[0] && peek(lexer, 1) == pairs[i].text[1])
            return make(lexer, pairs[i].kind, 2);
    char c = peek(lexer, 0);
    if (c != '\0' && strchr("()[]{}.,?:+-*/%!<>", c)) {
        struct cel_token token = make(lexer, CEL_TOKEN_PUNCTUATION, 1);
        token.mark = c;
        return token;
    }
    uint32_t point = 0;
    size_t len = cel_utf8_decode(
        (struct plim_str){span(lexer, 0).text, lexer->source->text.len - lexer->at}, &point);
    if (len > 0 && point >= 0x20)
        cel_issue_add(lexer->source, (uint32_t)lexer->at,
                      "syntax error: unexpected character '%.*s'", (int)len, span(lexer, len).text);
    else
        cel_issue_add(lexer->source, (uint32_t)lexer->at, "syntax error: unexpected byte 0x%02x",
                      (unsigned)(unsigned char)c);
    return make(lexer, CEL_TOKEN_FAILED, 0);
}

struct cel_token cel_lexer_next(struct cel_lexer *lexer)
{
    skip_blanks(lexer);
    if (lexer->at >= lexer->source->text.len)
        return make(lexer, CEL_TOKEN_END, 0);
    int prefix = quote_prefix(lexer);
    if (prefix >= 0)
        return lex_quoted(lexer, (size_t)prefix);
    char c = peek(lexer, 0);
    if (isalpha((unsigned char)c) || c == '_')
        return lex_word(lexer);
    if (isdigit((unsigned char)c) || (c == '.' && isdigit((unsigned char)peek(lexer, 1))))
        return lex_number(lexer);
    return c == '`' ? lex_backquoted(lexer) : lex_operator(lexer);
}
