#include "expression.h"

#include "base/buf.h"
#include "cel/type.h"
#include "value/position.h"

enum { SHOWN_BYTES_MAX = 400 }; /* of a message with the line that it is about */

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

static const char *complaint(const struct cel_type *type, enum policy_yield yield)
{
    switch (yield) {
    case POLICY_YIELD_ANY:
        break;
    case POLICY_YIELD_BOOL:
        return cel_type_may_be(type, cel_type_bool()) ? NULL
                                                      : "the expression must yield true or false";
    case POLICY_YIELD_STRING:
        return cel_type_may_be(type, cel_type_string()) ? NULL
                                                        : "the expression must yield a string";
    case POLICY_YIELD_LIST:
        return cel_type_is_iterable(type) ? NULL : "the expression must yield a list";
    }
    return NULL;
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
    const char *wrong = complaint(cel_program_type(*program_out), yield);
    return wrong == NULL ? PLIM_OK
                         : blame(compiler, node, (struct value_position){1, 1}, wrong, err);
}
