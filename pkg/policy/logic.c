#include "base/defs.h"
#include "cel/env.h"
#include "value/decode.h"

#include "expression.h"
#include "reading.h"

static const struct value_field named_fields[] = {
    {"name", VALUE_STRING, VALUE_FIELD_REQUIRED},
    {"expression", VALUE_STRING, VALUE_FIELD_REQUIRED},
};

static const struct value_field validation_fields[] = {
    {"each", VALUE_STRING, 0},       {"expression", VALUE_STRING, VALUE_FIELD_REQUIRED},
    {"message", VALUE_STRING, 0},    {"messageExpression", VALUE_STRING, 0},
    {"field", VALUE_STRING, 0},      {"expected", VALUE_STRING, 0},
    {"actual", VALUE_STRING, 0},     {"container", VALUE_STRING, 0},
    {"manager", VALUE_STRING, 0},    {"changedAt", VALUE_STRING, 0},
    {"reportedBy", VALUE_STRING, 0},
};

/* The environment of the first `len` variables. */
static enum plim_code make_env(const struct policy_reading *reading, size_t len,
                               const struct cel_env **env_out)
{
    const struct cel_env_spec spec = {
        .base = reading->language->base, .variables = reading->variables, .len = len};
    return cel_env_make(reading->set->arena, &spec, env_out, reading->err);
}

/* What all expressions but variables may use; shared by policies of one language without variables
 * of their own. */
static enum plim_code shared_env(const struct policy_reading *reading,
                                 const struct cel_env **env_out)
{
    const struct policy *policy = reading->policy;
    size_t len = policy_item_slot(reading->set, policy);
    const struct cel_env **plain = &reading->language->plain[policy->info.subject];
    if (policy->variables_len > 0)
        return make_env(reading, len, env_out);
    enum plim_code code = *plain != NULL ? PLIM_OK : make_env(reading, len, plain);
    if (code == PLIM_OK)
        *env_out = *plain;
    return code;
}

/* Names as in CEL, so that `variables.NAME` can be written. */
static bool is_identifier(struct plim_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.text[i];
        bool letter = (byte | 0x20U) >= 'a' && (byte | 0x20U) <= 'z';
        if (!letter && byte != '_' && !(i > 0 && byte >= '0' && byte <= '9'))
            return false;
    }
    return text.len > 0;
}

static enum plim_code name_variable(const struct policy_reading *reading,
                                    const struct value_node *node, struct cel_variable *variables,
                                    size_t at)
{
    struct plim_str name = value_node_text(node, "name");
    struct value_node where = value_node_get(node, "name");
    if (!is_identifier(name))
        return value_node_fail(reading->err, &where, "'%.*s' is not a name of a variable",
                               PLIM_STR_ARG(name));
    const struct plim_str parts[] = {PLIM_STR("variables"), name};
    variables[at].name = plim_arena_join(reading->set->arena, parts, PLIM_LEN(parts), '.');
    for (size_t i = 0; i < at; i++) {
        if (plim_str_is(plim_str_from(variables[i].name), variables[at].name))
            return value_node_fail(reading->err, &where, "variable '%.*s' is declared twice",
                                   PLIM_STR_ARG(name));
    }
    return PLIM_OK;
}

/* A variable may use those above it, so none can use itself. */
static enum plim_code read_variables(struct policy_reading *reading, const struct value_node *list)
{
    struct policy *policy = reading->policy;
    const struct policy_environment *base = &reading->set->environments[policy->info.subject];
    size_t count = value_node_len(list);
    if (count > POLICY_VARIABLES_MAX)
        return value_node_fail(reading->err, list, "more than %d variables", POLICY_VARIABLES_MAX);
    struct cel_variable *variables =
        plim_arena_array(reading->set->arena, base->len + count + 1, sizeof(*variables));
    for (size_t i = 0; i < base->len; i++)
        variables[i] = base->variables[i];
    reading->variables = variables;
    policy->variables_len = count;
    policy->variables = plim_arena_array(reading->set->arena, count, sizeof(struct cel_program *));
    for (size_t i = 0; i < count; i++) {
        struct value_node node = value_node_at(list, i);
        struct policy_compiler compiler = {.arena = reading->set->arena, .text = reading->text};
        enum plim_code code =
            value_node_check(&node, named_fields, PLIM_LEN(named_fields), reading->err);
        if (code == PLIM_OK)
            code = name_variable(reading, &node, variables, base->len + i);
        if (code == PLIM_OK)
            code = make_env(reading, base->len + i, &compiler.env);
        struct value_node expression = value_node_get(&node, "expression");
        if (code == PLIM_OK)
            code = policy_expression_compile(&compiler, &expression, POLICY_YIELD_ANY,
                                             &policy->variables[i], reading->err);
        if (code != PLIM_OK)
            return code;
        variables[base->len + i].type = cel_program_type(policy->variables[i]);
    }
    variables[base->len + count].name = "item";
    return PLIM_OK;
}

static enum plim_code read_conditions(const struct policy_reading *reading,
                                      const struct value_node *list, const struct cel_env *env)
{
    struct policy *policy = reading->policy;
    struct policy_compiler compiler = {
        .arena = reading->set->arena, .text = reading->text, .env = env};
    size_t count = value_node_len(list);
    struct policy_condition *conditions =
        plim_arena_array(reading->set->arena, count, sizeof(*conditions));
    for (size_t i = 0; i < count; i++) {
        struct value_node node = value_node_at(list, i);
        enum plim_code code =
            value_node_check(&node, named_fields, PLIM_LEN(named_fields), reading->err);
        if (code != PLIM_OK)
            return code;
        struct value_node expression = value_node_get(&node, "expression");
        conditions[i].name = policy_reading_keep(reading, &node, "name");
        conditions[i].text = value_str(expression.value);
        code = policy_expression_compile(&compiler, &expression, POLICY_YIELD_BOOL,
                                         &conditions[i].program, reading->err);
        if (code != PLIM_OK)
            return code;
    }
    policy->language = reading->language->name;
    policy->conditions = conditions;
    policy->conditions_len = count;
    return PLIM_OK;
}

/* The optional expressions of a validation. */
static enum plim_code read_details(const struct policy_reading *reading,
                                   const struct policy_compiler *compiler,
                                   const struct value_node *node,
                                   struct policy_validation *validation)
{
    const struct {
        const char *key;
        enum policy_yield yield;
        const struct cel_program **program;
    } details[] = {
        {"expression", POLICY_YIELD_BOOL, &validation->expression},
        {"messageExpression", POLICY_YIELD_STRING, &validation->message_expression},
        {"field", POLICY_YIELD_STRING, &validation->field},
        {"expected", POLICY_YIELD_ANY, &validation->expected},
        {"actual", POLICY_YIELD_ANY, &validation->actual},
        {"container", POLICY_YIELD_STRING, &validation->container},
        {"manager", POLICY_YIELD_STRING, &validation->manager},
        {"changedAt", POLICY_YIELD_STRING, &validation->changed_at},
    };
    for (size_t i = 0; i < PLIM_LEN(details); i++) {
        struct value_node expression = value_node_get(node, details[i].key);
        if (expression.value == NULL)
            continue;
        enum plim_code code = policy_expression_compile(compiler, &expression, details[i].yield,
                                                        details[i].program, reading->err);
        if (code != PLIM_OK)
            return code;
    }
    return PLIM_OK;
}

/* With `item`, of the type that the items of `each` have. */
static enum plim_code item_env(const struct policy_reading *reading, const struct cel_program *each,
                               const struct cel_env **env_out)
{
    size_t slot = policy_item_slot(reading->set, reading->policy);
    reading->variables[slot].type = cel_type_item(cel_program_type(each));
    return make_env(reading, slot + 1, env_out);
}

static enum plim_code read_validation(const struct policy_reading *reading,
                                      const struct value_node *node, const struct cel_env *env,
                                      struct policy_validation *validation)
{
    enum plim_code code =
        value_node_check(node, validation_fields, PLIM_LEN(validation_fields), reading->err);
    if (code != PLIM_OK)
        return code;
    validation->message = policy_reading_keep(reading, node, "message");
    validation->reported_by = policy_reading_keep(reading, node, "reportedBy");
    if (validation->message.len == 0 && value_node_text(node, "messageExpression").len == 0)
        return value_node_fail(reading->err, node, "'message' or 'messageExpression' is missing");
    struct policy_compiler compiler = {
        .arena = reading->set->arena, .text = reading->text, .env = env};
    struct value_node each = value_node_get(node, "each");
    if (each.value != NULL) {
        code = policy_expression_compile(&compiler, &each, POLICY_YIELD_LIST, &validation->each,
                                         reading->err);
        if (code == PLIM_OK)
            code = item_env(reading, validation->each, &compiler.env);
    }
    return code != PLIM_OK ? code : read_details(reading, &compiler, node, validation);
}

static enum plim_code read_validations(const struct policy_reading *reading,
                                       const struct value_node *list, const struct cel_env *env)
{
    struct policy *policy = reading->policy;
    size_t count = value_node_len(list);
    if (count == 0 || count > POLICY_VALIDATIONS_MAX)
        return value_node_fail(reading->err, list, "expected 1 to %d validations",
                               POLICY_VALIDATIONS_MAX);
    policy->validations =
        plim_arena_array(reading->set->arena, count, sizeof(*policy->validations));
    policy->validations_len = count;
    bool iterates = false;
    for (size_t i = 0; i < count; i++) {
        struct value_node node = value_node_at(list, i);
        enum plim_code code = read_validation(reading, &node, env, &policy->validations[i]);
        if (code != PLIM_OK)
            return code;
        iterates = iterates || policy->validations[i].each != NULL;
    }
    if (policy->info.unit == POLICY_UNIT_ITEM && !iterates)
        return value_node_fail(reading->err, list, "unit 'item' needs a validation with 'each'");
    return PLIM_OK;
}

enum plim_code policy_reading_logic(struct policy_reading *reading, const struct value_node *spec)
{
    struct value_node variables = value_node_get(spec, "variables");
    struct value_node conditions = value_node_get(spec, "matchConditions");
    struct value_node validations = value_node_get(spec, "validations");
    const struct cel_env *env = NULL;
    enum plim_code code = read_variables(reading, &variables);
    if (code == PLIM_OK)
        code = shared_env(reading, &env);
    if (code == PLIM_OK)
        code = read_conditions(reading, &conditions, env);
    if (code == PLIM_OK)
        code = read_validations(reading, &validations, env);
    return code;
}
