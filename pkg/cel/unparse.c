#include "unparse.h"

#include <stdio.h>

#include "literal_text.h"

/* How tightly what is written holds together. */
enum level { CONDITION, OR, AND, RELATION, SUM, PRODUCT, UNARY, PRIMARY };

static const struct {
    const char *function;
    const char *text;
    enum level level;
} operators[] = {
    {"_==_", " == ", RELATION}, {"_!=_", " != ", RELATION}, {"_<_", " < ", RELATION},
    {"_<=_", " <= ", RELATION}, {"_>_", " > ", RELATION},   {"_>=_", " >= ", RELATION},
    {"@in", " in ", RELATION},  {"_+_", " + ", SUM},        {"_-_", " - ", SUM},
    {"_*_", " * ", PRODUCT},    {"_/_", " / ", PRODUCT},    {"_%_", " % ", PRODUCT},
    {"!_", "!", UNARY},         {"-_", "-", UNARY},
};

enum { NO_OPERATOR = PLIM_LEN(operators) };

static size_t operator_of(const struct cel_ast *ast)
{
    size_t i = ast->kind == CEL_AST_CALL && !ast->target ? 0 : NO_OPERATOR;
    while (i < NO_OPERATOR && !plim_str_is(ast->name, operators[i].function))
        i++;
    return i;
}

static enum level level_of(const struct cel_ast *ast)
{
    size_t i = operator_of(ast);
    if (i < NO_OPERATOR)
        return operators[i].level;
    switch (ast->kind) {
    case CEL_AST_CONDITION:
        return CONDITION;
    case CEL_AST_OR:
        return OR;
    case CEL_AST_AND:
        return AND;
    case CEL_AST_LITERAL:
    case CEL_AST_IDENT:
    case CEL_AST_SELECT:
    case CEL_AST_INDEX:
    case CEL_AST_CALL:
    case CEL_AST_LIST:
    case CEL_AST_MAP:
    case CEL_AST_MESSAGE:
    case CEL_AST_FOLD:
    case CEL_AST_BIND:
    case CEL_AST_OPTIONAL:
        break;
    }
    return PRIMARY;
}

static void write_in_parentheses(const struct cel_ast *ast, struct plim_buf *buf)
{
    plim_buf_append_char(buf, '(');
    cel_unparse(ast, buf);
    plim_buf_append_char(buf, ')');
}

static void write_as(const struct cel_ast *ast, enum level least, struct plim_buf *buf)
{
    if (level_of(ast) < least)
        write_in_parentheses(ast, buf);
    else
        cel_unparse(ast, buf);
}

static bool is_signed_number(const struct cel_ast *ast)
{
    return ast->kind == CEL_AST_LITERAL &&
           (ast->literal.kind == VALUE_INT || ast->literal.kind == VALUE_DOUBLE);
}

/* What stands before a dot or a bracket: a number would take the dot, or its sign the rest. */
static void write_target(const struct cel_ast *ast, struct plim_buf *buf)
{
    if (is_signed_number(ast))
        write_in_parentheses(ast, buf);
    else
        write_as(ast, PRIMARY, buf);
}

static void write_operator(const struct cel_ast *ast, size_t i, struct plim_buf *buf)
{
    if (operators[i].level != UNARY) {
        write_as(ast->args[0], operators[i].level, buf);
        plim_buf_append_c(buf, operators[i].text);
        write_as(ast->args[1], operators[i].level + 1, buf);
        return;
    }
    plim_buf_append_c(buf, operators[i].text);
    write_target(ast->args[0], buf);
}

static void write_field(struct plim_str name, struct plim_buf *buf)
{
    bool plain = cel_is_identifier(name);
    plim_buf_printf(buf, plain ? "%.*s" : "`%.*s`", PLIM_STR_ARG(name));
}

/* A variable's name; "@index0", "@it:0:1" and "@ac:0:1" are what cel.index and its kin name. */
static void write_name(struct plim_str name, struct plim_buf *buf)
{
    static const struct {
        const char *hidden;
        const char *macro;
    } names[] = {{"@index", "index"}, {"@it:", "iterVar"}, {"@ac:", "accuVar"}};
    for (size_t i = 0; i < PLIM_LEN(names); i++) {
        struct plim_str prefix = plim_str_from(names[i].hidden);
        if (!plim_str_starts(name, prefix))
            continue;
        struct plim_str rest = {name.text + prefix.len, name.len - prefix.len};
        struct plim_str first;
        bool two = plim_str_cut(&rest, ':', &first);
        plim_buf_printf(buf, "cel.%s(%.*s%s%.*s)", names[i].macro, PLIM_STR_ARG(first),
                        two ? ", " : "", PLIM_STR_ARG(rest));
        return;
    }
    plim_buf_append_str(buf, name);
}

static void write_list(struct cel_ast *const *items, size_t len, const bool *maybe,
                       struct plim_buf *buf)
{
    for (size_t i = 0; i < len; i++) {
        plim_buf_append_c(buf, i > 0 ? ", " : "");
        plim_buf_append_c(buf, maybe && maybe[i] ? "?" : "");
        cel_unparse(items[i], buf);
    }
}

static void write_entries(const struct cel_ast *ast, struct plim_buf *buf)
{
    plim_buf_append_char(buf, '{');
    for (size_t i = 0; i + 1 < ast->len; i += 2) {
        plim_buf_append_c(buf, i > 0 ? ", " : "");
        plim_buf_append_c(buf, ast->maybe && ast->maybe[i] ? "?" : "");
        if (ast->kind == CEL_AST_MESSAGE)
            write_field(value_str(&ast->args[i]->literal), buf);
        else
            cel_unparse(ast->args[i], buf);
        plim_buf_append_c(buf, ": ");
        cel_unparse(ast->args[i + 1], buf);
    }
    plim_buf_append_char(buf, '}');
}

/* math.greatest and math.least, of which the arguments may have become a list. */
static bool write_extreme(const struct cel_ast *ast, struct plim_buf *buf)
{
    bool least = plim_str_is(ast->name, "math.@min");
    if (!least && !plim_str_is(ast->name, "math.@max"))
        return false;
    const struct cel_ast *from = ast;
    plim_buf_append_c(buf, least ? "math.least(" : "math.greatest(");
    if (ast->len == 1 && ast->args[0]->kind == CEL_AST_LIST && (ast->args[0]->flags & CEL_AST_FLAT))
        from = ast->args[0];
    write_list(from->args, from->len, NULL, buf);
    plim_buf_append_char(buf, ')');
    return true;
}

static void write_call(const struct cel_ast *ast, struct plim_buf *buf)
{
    size_t i = operator_of(ast);
    size_t receiver = (ast->flags & CEL_AST_MEMBER) ? 1 : 0;
    if (i < NO_OPERATOR) {
        write_operator(ast, i, buf);
        return;
    }
    if (write_extreme(ast, buf))
        return;
    if (ast->target) {
        write_target(ast->target, buf);
        plim_buf_append_char(buf, '.');
    }
    plim_buf_append_str(buf, ast->name);
    plim_buf_append_char(buf, '(');
    write_list(ast->args + receiver, ast->len - receiver, NULL, buf);
    plim_buf_append_char(buf, ')');
}

static void write_select(const struct cel_ast *ast, struct plim_buf *buf)
{
    bool test = ast->flags & CEL_AST_TEST;
    plim_buf_append_c(buf, test ? "has(" : "");
    write_target(ast->target, buf);
    plim_buf_append_c(buf, (ast->flags & CEL_AST_MAYBE) ? ".?" : ".");
    write_field(ast->name, buf);
    plim_buf_append_c(buf, test ? ")" : "");
}

static void write_index(const struct cel_ast *ast, struct plim_buf *buf)
{
    write_target(ast->args[0], buf);
    plim_buf_append_c(buf, (ast->flags & CEL_AST_MAYBE) ? "[?" : "[");
    cel_unparse(ast->args[1], buf);
    plim_buf_append_char(buf, ']');
}

static void write_chain(const struct cel_ast *ast, const char *text, enum level level,
                        struct plim_buf *buf)
{
    for (size_t i = 0; i < ast->len; i++) {
        plim_buf_append_c(buf, i > 0 ? text : "");
        write_as(ast->args[i], level + 1, buf);
    }
}

static void write_condition(const struct cel_ast *ast, struct plim_buf *buf)
{
    write_as(ast->args[0], OR, buf);
    plim_buf_append_c(buf, " ? ");
    write_as(ast->args[1], OR, buf);
    plim_buf_append_c(buf, " : ");
    cel_unparse(ast->args[2], buf);
}

static void write_fold(const struct cel_ast *ast, struct plim_buf *buf)
{
    const struct cel_fold *fold = ast->fold;
    const struct cel_ast *const parts[] = {fold->predicate, fold->transform};
    write_target(ast->target, buf);
    plim_buf_printf(buf, ".%.*s(", PLIM_STR_ARG(ast->name));
    write_name(fold->names[0], buf);
    if (fold->names[1].len > 0) {
        plim_buf_append_c(buf, ", ");
        write_name(fold->names[1], buf);
    }
    for (size_t i = 0; i < PLIM_LEN(parts); i++) {
        if (!parts[i])
            continue;
        plim_buf_append_c(buf, ", ");
        cel_unparse(parts[i], buf);
    }
    plim_buf_append_char(buf, ')');
}

static bool is_indexed(const struct cel_ast *ast, size_t i)
{
    char name[32];
    (void)snprintf(name, sizeof name, "@index%zu", i);
    return ast->kind == CEL_AST_BIND && plim_str_is(ast->name, name);
}

/* cel.block became nested binds. */
static void write_block(const struct cel_ast *ast, struct plim_buf *buf)
{
    plim_buf_append_c(buf, "cel.block([");
    for (size_t i = 0; is_indexed(ast, i); ast = ast->args[1], i++) {
        plim_buf_append_c(buf, i > 0 ? ", " : "");
        cel_unparse(ast->args[0], buf);
    }
    plim_buf_append_c(buf, "], ");
    cel_unparse(ast, buf);
    plim_buf_append_char(buf, ')');
}

static void write_bind(const struct cel_ast *ast, struct plim_buf *buf)
{
    if (is_indexed(ast, 0)) {
        write_block(ast, buf);
        return;
    }
    plim_buf_append_c(buf, "cel.bind(");
    write_name(ast->name, buf);
    plim_buf_append_c(buf, ", ");
    write_list(ast->args, 2, NULL, buf);
    plim_buf_append_char(buf, ')');
}

static void write_optional(const struct cel_ast *ast, struct plim_buf *buf)
{
    write_target(ast->target, buf);
    plim_buf_append_c(buf, (ast->flags & CEL_AST_FLAT) ? ".optFlatMap(" : ".optMap(");
    write_name(ast->name, buf);
    plim_buf_append_c(buf, ", ");
    cel_unparse(ast->args[0], buf);
    plim_buf_append_char(buf, ')');
}

void cel_unparse(const struct cel_ast *ast, struct plim_buf *buf)
{
    switch (ast->kind) {
    case CEL_AST_LITERAL:
        (void)cel_literal_print(&ast->literal, buf);
        return;
    case CEL_AST_IDENT:
        plim_buf_append_c(buf, (ast->flags & CEL_AST_ROOT) ? "." : "");
        write_name(ast->name, buf);
        return;
    case CEL_AST_SELECT:
        write_select(ast, buf);
        return;
    case CEL_AST_INDEX:
        write_index(ast, buf);
        return;
    case CEL_AST_CALL:
        write_call(ast, buf);
        return;
    case CEL_AST_AND:
        write_chain(ast, " && ", AND, buf);
        return;
    case CEL_AST_OR:
        write_chain(ast, " || ", OR, buf);
        return;
    case CEL_AST_CONDITION:
        write_condition(ast, buf);
        return;
    case CEL_AST_LIST:
        plim_buf_append_char(buf, '[');
        write_list(ast->args, ast->len, ast->maybe, buf);
        plim_buf_append_char(buf, ']');
        return;
    case CEL_AST_MESSAGE:
        plim_buf_append_str(buf, ast->name);
        write_entries(ast, buf);
        return;
    case CEL_AST_MAP:
        write_entries(ast, buf);
        return;
    case CEL_AST_FOLD:
        write_fold(ast, buf);
        return;
    case CEL_AST_BIND:
        write_bind(ast, buf);
        return;
    case CEL_AST_OPTIONAL:
        write_optional(ast, buf);
        return;
    }
}
