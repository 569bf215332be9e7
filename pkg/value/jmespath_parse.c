/* Top-down by binding powers. Source: https://jmespath.org/specification.html, grammar. */
#include <stdlib.h>
#include <string.h>

#include "value/json.h"

#include "jmespath.h"

enum token {
    END,
    PIPE,
    OR,
    AND,
    COMPARATOR,
    FLATTEN,
    STAR,
    FILTER,
    DOT,
    NOT,
    BRACE,
    BRACKET,
    PAREN,
    IDENTIFIER,
    QUOTED,
    LITERAL,
    NUMBER,
    COLON,
    COMMA,
    CURRENT,
    REFERENCE,
    CLOSE_BRACKET,
    CLOSE_BRACE,
    CLOSE_PAREN,
};

static const unsigned char powers[CLOSE_PAREN + 1] = {
    [PIPE] = 1,    [OR] = 2,   [AND] = 3,  [COMPARATOR] = 5, [FLATTEN] = 9,  [STAR] = 20,
    [FILTER] = 21, [DOT] = 40, [NOT] = 45, [BRACE] = 50,     [BRACKET] = 55, [PAREN] = 60,
};

enum { PROJECTION_ENDS = 10 };

struct parsing {
    struct plim_arena *arena;
    struct plim_str text;
    size_t at, begin; /* of what follows the token; of the token */
    enum token token;
    struct plim_str value;
    struct value literal;
    unsigned depth;
    struct plim_err *err;
    bool failed;
};

static struct jmespath_node *parse(struct parsing *parsing, unsigned power);

static struct jmespath_node *make(const struct parsing *parsing, enum jmespath_kind kind)
{
    struct jmespath_node *node = plim_arena_alloc(parsing->arena, sizeof(*node));
    *node = (struct jmespath_node){.kind = kind};
    return node;
}

/* The parser goes on with a node that means nothing; the first failure is the one that is told. */
static struct jmespath_node *fail(struct parsing *parsing, const char *why)
{
    if (!parsing->failed)
        (void)plim_err_set(parsing->err, PLIM_INVALID, "column %zu: %s", parsing->begin + 1, why);
    parsing->failed = true;
    parsing->token = END;
    parsing->at = parsing->text.len;
    return make(parsing, JMESPATH_CURRENT);
}

static bool is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_';
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static void take_word(struct parsing *parsing, enum token token, bool letters)
{
    size_t end = parsing->at + 1;
    while (end < parsing->text.len &&
           (is_digit(parsing->text.text[end]) || (letters && is_letter(parsing->text.text[end]))))
        end++;
    parsing->token = token;
    parsing->value = (struct plim_str){parsing->text.text + parsing->at, end - parsing->at};
    parsing->at = end;
}

/* What stands between quotes; a quote inside has a backslash before it. */
static bool take_quoted(struct parsing *parsing, char quote)
{
    size_t end = parsing->at + 1;
    while (end < parsing->text.len && parsing->text.text[end] != quote)
        end += parsing->text.text[end] == '\\' ? 2 : 1;
    if (end >= parsing->text.len) {
        fail(parsing, "a quote is not closed");
        return false;
    }
    parsing->value = (struct plim_str){parsing->text.text + parsing->at + 1, end - parsing->at - 1};
    parsing->at = end + 1;
    return true;
}

static struct plim_str unescaped(const struct parsing *parsing, struct plim_str text, char quote)
{
    char *copy = plim_arena_copy(parsing->arena, text.text, text.len);
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.text[i] == '\\' && i + 1 < text.len &&
            (text.text[i + 1] == quote || (quote == '\'' && text.text[i + 1] == '\\')))
            i++;
        copy[len++] = text.text[i];
    }
    return (struct plim_str){copy, len};
}

static void take_json(struct parsing *parsing, struct plim_str text, enum token token)
{
    struct plim_err inner = {0};
    char *copy = plim_arena_copy(parsing->arena, text.text, text.len);
    struct plim_str kept = {copy, text.len};
    if (value_json_read(parsing->arena, kept, &parsing->literal, &inner) != PLIM_OK) {
        fail(parsing, "what is quoted is no JSON");
        return;
    }
    parsing->token = token;
    parsing->value = value_str(&parsing->literal);
}

static void take_text(struct parsing *parsing, char quote)
{
    const char *begin = parsing->text.text + parsing->at;
    if (!take_quoted(parsing, quote))
        return;
    if (quote == '"') {
        take_json(parsing, (struct plim_str){begin, parsing->value.len + 2}, QUOTED);
    } else if (quote == '`') {
        take_json(parsing, unescaped(parsing, parsing->value, '`'), LITERAL);
    } else {
        parsing->literal = value_string(unescaped(parsing, parsing->value, '\''));
        parsing->token = LITERAL;
    }
}

static const struct {
    const char *text;
    enum token token;
} signs[] = {
    {"||", OR},           {"|", PIPE},        {"&&", AND},        {"==", COMPARATOR},
    {"!=", COMPARATOR},   {"<=", COMPARATOR}, {">=", COMPARATOR}, {"<", COMPARATOR},
    {">", COMPARATOR},    {"[]", FLATTEN},    {"[?", FILTER},     {"[", BRACKET},
    {"]", CLOSE_BRACKET}, {"{", BRACE},       {"}", CLOSE_BRACE}, {"(", PAREN},
    {")", CLOSE_PAREN},   {"*", STAR},        {".", DOT},         {"!", NOT},
    {":", COLON},         {",", COMMA},       {"@", CURRENT},     {"&", REFERENCE},
};

static void take_sign(struct parsing *parsing)
{
    struct plim_str rest = {parsing->text.text + parsing->at, parsing->text.len - parsing->at};
    for (size_t i = 0; i < PLIM_LEN(signs); i++) {
        if (!plim_str_starts(rest, plim_str_from(signs[i].text)))
            continue;
        parsing->token = signs[i].token;
        parsing->value = plim_str_from(signs[i].text);
        parsing->at += strlen(signs[i].text);
        return;
    }
    fail(parsing, "unexpected character");
}

static void advance(struct parsing *parsing)
{
    struct plim_str text = parsing->text;
    while (parsing->at < text.len && strchr(" \t\r\n", text.text[parsing->at]) != NULL)
        parsing->at++;
    parsing->begin = parsing->at;
    if (parsing->at >= text.len) {
        parsing->token = END;
        return;
    }
    char byte = text.text[parsing->at];
    if (is_letter(byte))
        take_word(parsing, IDENTIFIER, true);
    else if (is_digit(byte) || byte == '-')
        take_word(parsing, NUMBER, false);
    else if (byte == '"' || byte == '\'' || byte == '`')
        take_text(parsing, byte);
    else
        take_sign(parsing);
}

static bool expect(struct parsing *parsing, enum token token, const char *why)
{
    if (parsing->token != token) {
        fail(parsing, why);
        return false;
    }
    advance(parsing);
    return true;
}

static struct jmespath_node *join(const struct parsing *parsing, enum jmespath_kind kind,
                                  const struct jmespath_node *left,
                                  const struct jmespath_node *right)
{
    struct jmespath_node *node = make(parsing, kind);
    node->left = left;
    node->right = right;
    return node;
}

static struct jmespath_node *parse_list(struct parsing *parsing, enum jmespath_kind kind,
                                        enum token close)
{
    struct jmespath_node *list = make(parsing, kind);
    struct jmespath_node **last = &list->nodes;
    bool more = parsing->token != close || kind != JMESPATH_CALL;
    while (more && !parsing->failed) {
        struct plim_str key = parsing->value;
        if (kind == JMESPATH_MAP) {
            if (parsing->token != IDENTIFIER && parsing->token != QUOTED)
                return fail(parsing, "expected a key");
            advance(parsing);
            if (!expect(parsing, COLON, "expected ':'"))
                return list;
        }
        struct jmespath_node *item = make(parsing, JMESPATH_PIPE);
        item->left = make(parsing, JMESPATH_CURRENT);
        item->right = parse(parsing, 0);
        item->text = key;
        *last = item;
        last = &item->next;
        more = parsing->token == COMMA;
        if (more)
            advance(parsing);
    }
    (void)expect(parsing, close, "expected ',' or the end of the list");
    return list;
}

static struct jmespath_node *parse_behind_dot(struct parsing *parsing, unsigned power)
{
    if (parsing->token == IDENTIFIER || parsing->token == QUOTED || parsing->token == STAR)
        return parse(parsing, power);
    if (parsing->token == BRACKET) {
        advance(parsing);
        return parse_list(parsing, JMESPATH_LIST, CLOSE_BRACKET);
    }
    if (parsing->token == BRACE) {
        advance(parsing);
        return parse_list(parsing, JMESPATH_MAP, CLOSE_BRACE);
    }
    return fail(parsing, "expected a key, '*', '[' or '{'");
}

/* What is done with each item of a projection. */
static struct jmespath_node *parse_of_each(struct parsing *parsing, unsigned power)
{
    if (powers[parsing->token] < PROJECTION_ENDS)
        return make(parsing, JMESPATH_CURRENT);
    if (parsing->token == BRACKET || parsing->token == FILTER)
        return parse(parsing, power);
    if (!expect(parsing, DOT, "expected '.' or '['"))
        return make(parsing, JMESPATH_CURRENT);
    return parse_behind_dot(parsing, power);
}

/* "1]", "1:2]" or ":]", behind the bracket. */
static struct jmespath_node *parse_index(struct parsing *parsing, const struct jmespath_node *left)
{
    struct jmespath_node *node = make(parsing, JMESPATH_INDEX);
    size_t part = 0;
    while (parsing->token == NUMBER || parsing->token == COLON) {
        if (parsing->token == COLON) {
            node->kind = JMESPATH_SLICE;
            part++;
        } else if (part < 3 && !node->given[part] && parsing->value.len < 10) {
            char text[16] = "";
            memcpy(text, parsing->value.text, parsing->value.len);
            node->bounds[part] = strtoll(text, NULL, 10);
            node->given[part] = true;
        } else {
            part = 3;
        }
        if (part > 2)
            return fail(parsing, "expected an index or a slice");
        advance(parsing);
    }
    if (node->given[2] && node->bounds[2] == 0)
        return fail(parsing, "a slice cannot have the step 0");
    if (!expect(parsing, CLOSE_BRACKET, "expected ']'"))
        return node;
    struct jmespath_node *sub = join(parsing, JMESPATH_SUB, left, node);
    return node->kind == JMESPATH_INDEX
               ? sub
               : join(parsing, JMESPATH_ITEMS, sub, parse_of_each(parsing, powers[STAR]));
}

static struct jmespath_node *parse_bracket(struct parsing *parsing,
                                           const struct jmespath_node *left, bool first)
{
    if (parsing->token == NUMBER || parsing->token == COLON)
        return parse_index(parsing, left);
    size_t at = parsing->at;
    if (parsing->token == STAR && at < parsing->text.len && parsing->text.text[at] == ']') {
        advance(parsing);
        advance(parsing);
        return join(parsing, JMESPATH_ITEMS, left, parse_of_each(parsing, powers[STAR]));
    }
    return first ? parse_list(parsing, JMESPATH_LIST, CLOSE_BRACKET)
                 : fail(parsing, "expected an index, a slice or '*'");
}

static struct jmespath_node *parse_filter(struct parsing *parsing, const struct jmespath_node *left)
{
    const struct jmespath_node *condition = parse(parsing, 0);
    if (!expect(parsing, CLOSE_BRACKET, "expected ']'"))
        return make(parsing, JMESPATH_CURRENT);
    const struct jmespath_node *right = parsing->token == FLATTEN
                                            ? make(parsing, JMESPATH_CURRENT)
                                            : parse_of_each(parsing, powers[FILTER]);
    struct jmespath_node *node = join(parsing, JMESPATH_FILTER, left, right);
    node->condition = condition;
    return node;
}

static struct jmespath_node *parse_flatten(struct parsing *parsing,
                                           const struct jmespath_node *left)
{
    const struct jmespath_node *flat = join(parsing, JMESPATH_FLATTEN, left, NULL);
    return join(parsing, JMESPATH_ITEMS, flat, parse_of_each(parsing, powers[FLATTEN]));
}

static struct jmespath_node *parse_name(struct parsing *parsing, enum token token,
                                        struct plim_str name)
{
    struct jmespath_node *node = make(parsing, JMESPATH_FIELD);
    if (parsing->token == PAREN && token == IDENTIFIER) {
        advance(parsing);
        node = parse_list(parsing, JMESPATH_CALL, CLOSE_PAREN);
    }
    node->text = name;
    return node;
}

static struct jmespath_node *parse_first(struct parsing *parsing)
{
    const enum token token = parsing->token;
    const struct plim_str name = parsing->value;
    const struct value literal = parsing->literal;
    const struct jmespath_node *current = make(parsing, JMESPATH_CURRENT);
    struct jmespath_node *node = make(parsing, JMESPATH_CURRENT);
    if (token == IDENTIFIER || token == QUOTED) {
        advance(parsing);
        return parse_name(parsing, token, name);
    }
    if (token != LITERAL && token != CURRENT && token != REFERENCE && token != STAR &&
        token != FILTER && token != FLATTEN && token != NOT && token != BRACE && token != BRACKET &&
        token != PAREN)
        return fail(parsing, token == END ? "expected an expression" : "unexpected token");
    advance(parsing);
    if (token == LITERAL) {
        node->kind = JMESPATH_LITERAL;
        node->literal = literal;
    } else if (token == STAR) {
        node = join(parsing, JMESPATH_VALUES, current, parse_of_each(parsing, powers[STAR]));
    } else if (token == FILTER) {
        node = parse_filter(parsing, current);
    } else if (token == FLATTEN) {
        node = parse_flatten(parsing, current);
    } else if (token == NOT) {
        node = join(parsing, JMESPATH_NOT, parse(parsing, powers[NOT]), NULL);
    } else if (token == REFERENCE) {
        node = join(parsing, JMESPATH_REFERENCE, NULL, parse(parsing, 0));
    } else if (token == BRACE) {
        node = parse_list(parsing, JMESPATH_MAP, CLOSE_BRACE);
    } else if (token == BRACKET) {
        node = parse_bracket(parsing, current, true);
    } else if (token == PAREN) {
        node = parse(parsing, 0);
        (void)expect(parsing, CLOSE_PAREN, "expected ')'");
    }
    return node;
}

static struct jmespath_node *parse_next(struct parsing *parsing, const struct jmespath_node *left)
{
    const enum token token = parsing->token;
    const struct plim_str sign = parsing->value;
    advance(parsing);
    if (token == DOT && parsing->token == STAR) {
        advance(parsing);
        return join(parsing, JMESPATH_VALUES, left, parse_of_each(parsing, powers[STAR]));
    }
    if (token == DOT)
        return join(parsing, JMESPATH_SUB, left, parse_behind_dot(parsing, powers[DOT]));
    if (token == PIPE)
        return join(parsing, JMESPATH_PIPE, left, parse(parsing, powers[PIPE]));
    if (token == OR || token == AND)
        return join(parsing, token == OR ? JMESPATH_OR : JMESPATH_AND, left,
                    parse(parsing, powers[token]));
    if (token == COMPARATOR) {
        struct jmespath_node *node =
            join(parsing, JMESPATH_COMPARE, left, parse(parsing, powers[COMPARATOR]));
        node->text = sign;
        return node;
    }
    if (token == FILTER)
        return parse_filter(parsing, left);
    if (token == FLATTEN)
        return parse_flatten(parsing, left);
    return token == BRACKET ? parse_bracket(parsing, left, false)
                            : fail(parsing, "unexpected token");
}

static struct jmespath_node *parse(struct parsing *parsing, unsigned power)
{
    if (++parsing->depth > VALUE_JMESPATH_DEPTH_MAX)
        return fail(parsing, "nested too deeply");
    struct jmespath_node *left = parse_first(parsing);
    for (unsigned links = 0; !parsing->failed && power < powers[parsing->token]; links++) {
        if (links >= VALUE_JMESPATH_DEPTH_MAX)
            return fail(parsing, "too long");
        left = parse_next(parsing, left);
    }
    parsing->depth--;
    return left;
}

enum plim_code value_jmespath_parse(struct plim_arena *arena, struct plim_str text,
                                    const struct jmespath_node **node_out, struct plim_err *err)
{
    struct parsing parsing = {.arena = arena, .text = text, .err = err};
    if (text.len > VALUE_JMESPATH_BYTES_MAX)
        return plim_err_set(err, PLIM_LIMIT, "a path of more than %d bytes",
                            VALUE_JMESPATH_BYTES_MAX);
    advance(&parsing);
    *node_out = parse(&parsing, 0);
    if (!parsing.failed && parsing.token != END)
        fail(&parsing, "unexpected token");
    return parsing.failed ? PLIM_INVALID : PLIM_OK;
}
