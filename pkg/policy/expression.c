#include "expression.h"

#include "base/buf.h"
#include "value/position.h"

enum { SHOWN_BYTES_MAX = 400 }; /* of a message with the line that it is about */

/* The text that stands around an expression when more than its own rules are checked. */
struct wrapping {
    const char *before;
    const char *after;
    const char *complaint;
};

static const struct wrapping yields[] = {
    [POLICY_YIELD_ANY] = {"", "", ""},
    [POLICY_YIELD_BOOL] = {"(", ") || true", "the expression must yield true or false"},
    [POLICY_YIELD_STRING] = {"(", ") + ''", "the expression must yield a string"},
    [POLICY_YIELD_LIST] = {"(", ").all(x, true)", "the expression must yield a list"},
};

static enum plim_code blame(const struct policy_compiler *compiler, const struct value_node *node,
                            struct value_position place, const char *message, struct plim_err *err)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    struct value_node at = *node;
    at.position =
        value_position_inside(compiler->text, node->position, value_str(node->value), place);
    plim_buf_append_c(&text, message);
    size_t len = text.len;
    cel_caret_print(value_str(node->value), (struct value_position){place.line, place.column},
                    &text);
    if (text.len > SHOWN_BYTES_MAX) /* it would be cut off */
        text.text[len] = '\0';
    return value_node_fail(err, &at, "%s", text.text);
}

static uint32_t count_lines(struct plim_str text)
{
    uint32_t lines = 0;
    for (size_t i = 0; i < text.len; i++)
        lines += text.text[i] == '\n';
    return lines;
}

/*
 * Compile the expression inside other text, to see whether that passes too. The expression keeps
 * its columns because it begins a line; `first_line_out` tells which.
 */
static enum plim_code check_wrapped(const struct policy_compiler *compiler,
                                    const struct value_node *node, const struct wrapping *wrapping,
                                    struct cel_issues *issues, uint32_t *first_line_out)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    if (compiler->outer != NULL) {
        plim_buf_append_c(&text, "(");
        plim_buf_append_str(&text, compiler->each);
        plim_buf_append_c(&text, "\n).map(item,");
    }
    plim_buf_append_c(&text, wrapping->before);
    plim_buf_append_c(&text, "\n");
    *first_line_out = count_lines(plim_buf_str(&text)) + 1;
    plim_buf_append_str(&text, value_str(node->value));
    plim_buf_append_c(&text, "\n");
    plim_buf_append_c(&text, wrapping->after);
    if (compiler->outer != NULL)
        plim_buf_append_c(&text, ")");
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *scratch = plim_arena_new();
    const struct cel_program *program = NULL;
    struct plim_err ignored = {0};
    enum plim_code code =
        cel_compile(scratch, compiler->outer != NULL ? compiler->outer : compiler->env,
                    plim_buf_str(&text), &cel_default_limits, &program, issues, &ignored);
    if (code == PLIM_INVALID && issues->len > 0)
        issues->items[0].message = plim_arena_copy_c(compiler->arena, issues->items[0].message);
    return code;
}

/* An issue inside the expression's own lines is shown there; any other at its beginning. */
static enum plim_code blame_wrapped(const struct policy_compiler *compiler,
                                    const struct value_node *node, const struct cel_issues *issues,
                                    uint32_t first_line, struct plim_err *err)
{
    const struct cel_issue *issue = &issues->items[0];
    uint32_t lines = count_lines(value_str(node->value)) + 1;
    struct value_position place = {1, 1};
    if (issue->line >= first_line && issue->line < first_line + lines)
        place = (struct value_position){issue->line - first_line + 1, issue->column};
    return blame(compiler, node, place, issue->message, err);
}

/* With the type of the items; the environment itself can only call `item` dyn. */
static enum plim_code check_item(const struct policy_compiler *compiler,
                                 const struct value_node *node, struct plim_err *err)
{
    struct cel_issues issues = {.len = 0};
    uint32_t first_line = 0;
    enum plim_code code =
        check_wrapped(compiler, node, &yields[POLICY_YIELD_ANY], &issues, &first_line);
    if (code == PLIM_INVALID && issues.len > 0)
        return blame_wrapped(compiler, node, &issues, first_line, err);
    return PLIM_OK;
}

static enum plim_code check_yield(const struct policy_compiler *compiler,
                                  const struct value_node *node, enum policy_yield yield,
                                  struct plim_err *err)
{
    struct cel_issues issues = {.len = 0};
    uint32_t first_line = 0;
    const struct wrapping *wrapping = &yields[yield];
    if (check_wrapped(compiler, node, wrapping, &issues, &first_line) == PLIM_INVALID)
        return blame(compiler, node, (struct value_position){1, 1}, wrapping->complaint, err);
    return PLIM_OK;
}

enum plim_code policy_expression_compile(const struct policy_compiler *compiler,
                                         const struct value_node *node, enum policy_yield yield,
                                         const struct cel_program **program_out,
                                         struct plim_err *err)
{
    struct cel_issues issues = {.len = 0};
    struct plim_err failure = {0};
    enum plim_code code = cel_compile(compiler->arena, compiler->env, value_str(node->value),
                                      &cel_default_limits, program_out, &issues, &failure);
    if (code == PLIM_INVALID && issues.len > 0) {
        const struct cel_issue *issue = &issues.items[0];
        return blame(compiler, node, (struct value_position){issue->line, issue->column},
                     issue->message, err);
    }
    if (code != PLIM_OK)
        return value_node_fail(err, node, "%s", failure.msg);
    code = compiler->outer != NULL ? check_item(compiler, node, err) : PLIM_OK;
    if (code != PLIM_OK || yield == POLICY_YIELD_ANY)
        return code;
    return check_yield(compiler, node, yield, err);
}
