/* The expressions of a rule, compiled; what is wrong is blamed where it stands. */
#include <string.h>

#include "base/buf.h"
#include "base/defs.h"
#include "cel/authorizer.h"
#include "cel/reads.h"
#include "value/position.h"

#include "admission_priv.h"

enum { SHOWN_BYTES_MAX = 400 }; /* of a message with the line that it is about */

static const struct value_field named_fields[] = {
    {"name", VALUE_STRING, VALUE_FIELD_REQUIRED},
    {"expression", VALUE_STRING, VALUE_FIELD_REQUIRED},
};

static const struct value_field validation_fields[] = {
    {"expression", VALUE_STRING, VALUE_FIELD_REQUIRED},
    {"message", VALUE_STRING, 0},
    {"messageExpression", VALUE_STRING, 0},
    {"reason", VALUE_STRING, 0},
};

struct compiling {
    const struct admission_reading *reading;
    const struct admission_parts *parts;
    struct cel_variable *variables;
    size_t len;
    const struct cel_env *env;
    const struct cel_env *message_env;
};

static enum plim_code blame(const struct compiling *compiling, const struct value_node *node,
                            const struct cel_issue *issue, struct plim_err *err)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    struct plim_str source = value_str(node->value);
    struct value_position place = {issue->line, issue->column};
    struct value_node at = *node;
    plim_buf_append_c(&text, issue->message);
    if (compiling->parts->form == ADMISSION_FORM_OBJECT) {
        size_t len = text.len;
        at.position =
            value_position_inside(compiling->reading->text, node->position, source, place);
        cel_caret_print(source, place, &text);
        if (text.len > SHOWN_BYTES_MAX)
            text.text[len] = '\0';
    }
    return value_node_fail(err, &at, "%s", text.text);
}

/* The API server takes no dyn where it wants a bool. */
static enum plim_code check_type(const struct compiling *compiling, const struct value_node *node,
                                 const struct cel_program *program, const char *wanted)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf type = {0};
    if (wanted == NULL)
        return PLIM_OK;
    cel_type_print(cel_program_type(program), &type);
    if (plim_str_is(plim_buf_str(&type), wanted))
        return PLIM_OK;
    return value_node_fail(compiling->reading->err, node,
                           "the expression must yield %s, but yields %.*s", wanted,
                           PLIM_STR_ARG(plim_buf_str(&type)));
}

static enum plim_code compile(const struct compiling *compiling, const struct value_node *node,
                              const char *wanted, const struct cel_program **program_out)
{
    const struct admission_reading *reading = compiling->reading;
    struct cel_issues issues = {.len = 0};
    struct plim_err failure = {0};
    struct plim_str source = admission_rewrite(reading->set->arena, value_str(node->value),
                                               compiling->parts->form, reading->format);
    enum plim_code code = cel_compile(reading->set->arena, compiling->env, source,
                                      &cel_default_limits, program_out, &issues, &failure);
    if (code == PLIM_INVALID && issues.len > 0)
        return blame(compiling, node, &issues.items[0], reading->err);
    if (code != PLIM_OK)
        return value_node_fail(reading->err, node, "%s", failure.msg);
    return check_type(compiling, node, *program_out, wanted);
}

static enum plim_code make_env(const struct compiling *compiling,
                               const struct cel_variable *variables, const struct cel_env **env_out)
{
    const struct admission_reading *reading = compiling->reading;
    static const char *const names[] = {"kubernetes", "kyverno"};
    size_t which = reading->format == ADMISSION_KYVERNO_VALIDATING;
    const struct cel_env **base = &reading->set->bases[which];
    if (*base == NULL) {
        const struct cel_env_spec plain = {.environment = names[which]};
        enum plim_code code = cel_env_make(reading->set->arena, &plain, base, reading->err);
        if (code != PLIM_OK)
            return code;
    }
    const struct cel_env_spec spec = {.base = *base, .variables = variables, .len = compiling->len};
    return cel_env_make(reading->set->arena, &spec, env_out, reading->err);
}

/* Messages of the API server's policies may not ask the authorizer: its names are taken away, and
 * the others keep their places. */
static enum plim_code make_message_env(struct compiling *compiling,
                                       const struct admission_logic *logic)
{
    struct cel_variable *variables =
        plim_arena_array(compiling->reading->set->arena, compiling->len, sizeof(*variables));
    compiling->message_env = compiling->env;
    if (compiling->reading->format != ADMISSION_VAP)
        return PLIM_OK;
    memcpy(variables, compiling->variables, compiling->len * sizeof(*variables));
    for (size_t i = 0; i < logic->slots; i++) {
        if (logic->given[i] == ADMISSION_SLOT_AUTHORIZER)
            variables[i].name = "#";
        else if (logic->given[i] == ADMISSION_SLOT_CHECK)
            variables[i].name = "##";
    }
    return make_env(compiling, variables, &compiling->message_env);
}

static enum plim_code declare(struct compiling *compiling, const struct value_node *node,
                              const struct cel_program *program)
{
    struct plim_str name = value_node_text(node, "name");
    const char *full =
        plim_arena_printf(compiling->reading->set->arena, "variables.%.*s", PLIM_STR_ARG(name));
    for (size_t i = 0; i < compiling->len; i++) {
        if (strcmp(compiling->variables[i].name, full) == 0)
            return value_node_fail(compiling->reading->err, node,
                                   "variable '%.*s' is declared twice", PLIM_STR_ARG(name));
    }
    compiling->variables[compiling->len++] = (struct cel_variable){full, cel_program_type(program)};
    return make_env(compiling, compiling->variables, &compiling->env);
}

static bool is_given(const struct compiling *compiling, enum admission_slot slot)
{
    if (slot == ADMISSION_SLOT_IMAGES && compiling->parts->payloads)
        return false;
    if (slot == ADMISSION_SLOT_IMAGES || slot == ADMISSION_SLOT_EXCEPTIONS)
        return compiling->reading->format == ADMISSION_KYVERNO_VALIDATING;
    return slot != ADMISSION_SLOT_PARAMS || compiling->parts->params;
}

static enum plim_code give_slots(struct compiling *compiling, struct admission_logic *logic)
{
    size_t most = ADMISSION_SLOTS + value_node_len(&compiling->parts->variables);
    compiling->variables =
        plim_arena_array(compiling->reading->set->arena, most, sizeof(*compiling->variables));
    for (unsigned i = 0; i < ADMISSION_SLOTS; i++) {
        enum admission_slot slot = (enum admission_slot)i;
        if (!is_given(compiling, slot))
            continue;
        logic->given[logic->slots] = slot;
        compiling->variables[logic->slots++] = compiling->reading->set->plain[slot];
    }
    compiling->len = logic->slots;
    return make_env(compiling, compiling->variables, &compiling->env);
}

/* A variable may use those above it. */
static enum plim_code read_variables(struct compiling *compiling, struct admission_logic *logic)
{
    const struct value_node *list = &compiling->parts->variables;
    struct plim_arena *arena = compiling->reading->set->arena;
    size_t count = value_node_len(list);
    if (count > ADMISSION_VARIABLES_MAX)
        return value_node_fail(compiling->reading->err, list, "more than %d variables",
                               ADMISSION_VARIABLES_MAX);
    logic->variables = plim_arena_array(arena, count, sizeof(*logic->variables));
    enum plim_code code = PLIM_OK;
    for (size_t i = 0; i < count && code == PLIM_OK; i++) {
        struct value_node item = value_node_at(list, i);
        struct value_node expression = value_node_get(&item, "expression");
        code =
            value_node_check(&item, named_fields, PLIM_LEN(named_fields), compiling->reading->err);
        if (code == PLIM_OK)
            code = compile(compiling, &expression, NULL, &logic->variables[i].program);
        if (code == PLIM_OK)
            code = declare(compiling, &item, logic->variables[i].program);
        logic->variables[i].name = value_node_text(&item, "name");
        logic->variables[i].text = value_str(expression.value);
    }
    logic->variables_len = count;
    return code;
}

static enum plim_code read_conditions(const struct compiling *compiling,
                                      struct admission_logic *logic)
{
    const struct value_node *list = &compiling->parts->conditions;
    enum plim_code code = PLIM_OK;
    logic->conditions_len = value_node_len(list);
    logic->conditions = plim_arena_array(compiling->reading->set->arena, logic->conditions_len,
                                         sizeof(*logic->conditions));
    for (size_t i = 0; i < logic->conditions_len && code == PLIM_OK; i++) {
        struct value_node item = value_node_at(list, i);
        struct value_node expression = value_node_get(&item, "expression");
        logic->conditions[i].name = value_node_text(&item, "name");
        logic->conditions[i].text =
            admission_rewrite(compiling->reading->set->arena, value_str(expression.value),
                              compiling->parts->form, compiling->reading->format);
        code =
            value_node_check(&item, named_fields, PLIM_LEN(named_fields), compiling->reading->err);
        if (code == PLIM_OK)
            code = compile(compiling, &expression, "bool", &logic->conditions[i].program);
    }
    return code;
}

/* Where it asks others, what they say may be what is wrong. */
static struct plim_str field_of(const struct compiling *compiling,
                                const struct admission_validation *validation)
{
    static const char *const others[] = {"resource.", "globalContext.", "http.", "image("};
    static const char *const beside[] = {"params", "oldObject"};
    struct plim_buf path = {.arena = compiling->reading->set->arena};
    for (size_t i = 0; i < PLIM_LEN(others); i++) {
        if (plim_str_contains(validation->expression, plim_str_from(others[i])))
            return (struct plim_str){0};
    }
    (void)cel_program_only_place(validation->program, "object", beside, PLIM_LEN(beside), &path);
    return plim_buf_str(&path);
}

static enum plim_code read_validation(const struct compiling *compiling,
                                      const struct value_node *item,
                                      struct admission_validation *validation)
{
    enum plim_code code = value_node_check(item, validation_fields, PLIM_LEN(validation_fields),
                                           compiling->reading->err);
    if (code != PLIM_OK)
        return code;
    struct value_node expression = value_node_get(item, "expression");
    struct value_node message = value_node_get(item, "messageExpression");
    validation->expression =
        admission_rewrite(compiling->reading->set->arena, value_str(expression.value),
                          compiling->parts->form, compiling->reading->format);
    validation->message = value_node_text(item, "message");
    validation->reason = value_node_text(item, "reason");
    if (validation->message.len == 0)
        validation->message = compiling->parts->message;
    code = compile(compiling, &expression, "bool", &validation->program);
    if (code == PLIM_OK)
        validation->field = field_of(compiling, validation);
    struct compiling of_message = *compiling;
    of_message.env = compiling->message_env;
    if (code == PLIM_OK && message.value != NULL)
        code = compile(&of_message, &message, "string", &validation->message_program);
    return code;
}

static enum plim_code read_validations(const struct compiling *compiling,
                                       struct admission_logic *logic)
{
    const struct value_node *list = &compiling->parts->validations;
    size_t count = value_node_len(list);
    bool annotates = value_node_len(&compiling->parts->annotations) > 0;
    if ((count == 0 && !annotates && !compiling->parts->conditions_only) ||
        count > ADMISSION_VALIDATIONS_MAX)
        return value_node_fail(compiling->reading->err, list, "expected 1 to %d validations",
                               ADMISSION_VALIDATIONS_MAX);
    logic->validations_len = count;
    logic->validations =
        plim_arena_array(compiling->reading->set->arena, count, sizeof(*logic->validations));
    enum plim_code code = PLIM_OK;
    for (size_t i = 0; i < count && code == PLIM_OK; i++) {
        struct value_node item = value_node_at(list, i);
        code = read_validation(compiling, &item, &logic->validations[i]);
    }
    return code;
}

/* Source: k8s.io/apiserver/pkg/admission/plugin/policy/validating: the return types of an
 * AuditAnnotationCondition. */
static enum plim_code check_annotation(const struct compiling *compiling,
                                       const struct value_node *node,
                                       const struct cel_program *program)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf type = {0};
    cel_type_print(cel_program_type(program), &type);
    if (plim_str_is(plim_buf_str(&type), "null"))
        return PLIM_OK;
    return check_type(compiling, node, program, "string");
}

static enum plim_code read_annotations(const struct compiling *compiling,
                                       struct admission_logic *logic)
{
    static const struct value_field fields[] = {
        {"key", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"valueExpression", VALUE_STRING, VALUE_FIELD_REQUIRED},
    };
    const struct value_node *list = &compiling->parts->annotations;
    size_t count = value_node_len(list);
    enum plim_code code = PLIM_OK;
    if (count > ADMISSION_ANNOTATIONS_MAX)
        return value_node_fail(compiling->reading->err, list, "more than %d annotations",
                               ADMISSION_ANNOTATIONS_MAX);
    logic->annotations =
        plim_arena_array(compiling->reading->set->arena, count, sizeof(*logic->annotations));
    for (size_t i = 0; i < count && code == PLIM_OK; i++) {
        struct value_node item = value_node_at(list, i);
        struct value_node expression = value_node_get(&item, "valueExpression");
        code = value_node_check(&item, fields, PLIM_LEN(fields), compiling->reading->err);
        logic->annotations[i].name = value_node_text(&item, "key");
        logic->annotations[i].text = value_str(expression.value);
        if (code == PLIM_OK)
            code = compile(compiling, &expression, NULL, &logic->annotations[i].program);
        if (code == PLIM_OK)
            code = check_annotation(compiling, &expression, logic->annotations[i].program);
    }
    logic->annotations_len = count;
    return code;
}

enum plim_code admission_logic_read(const struct admission_reading *reading,
                                    const struct admission_parts *parts,
                                    struct admission_logic *logic_out)
{
    struct compiling compiling = {.reading = reading, .parts = parts};
    struct admission_logic logic = {0};
    bool early =
        reading->format == ADMISSION_VAP; /* the API server's conditions know no variables */
    enum plim_code code = give_slots(&compiling, &logic);
    if (code == PLIM_OK && early)
        code = read_conditions(&compiling, &logic);
    if (code == PLIM_OK)
        code = read_variables(&compiling, &logic);
    if (code == PLIM_OK && !early)
        code = read_conditions(&compiling, &logic);
    if (code == PLIM_OK)
        code = make_message_env(&compiling, &logic);
    if (code == PLIM_OK)
        code = read_validations(&compiling, &logic);
    if (code == PLIM_OK)
        code = read_annotations(&compiling, &logic);
    if (code == PLIM_OK)
        *logic_out = logic;
    return code;
}
