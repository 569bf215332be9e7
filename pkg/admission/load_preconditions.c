/* Source: Kyverno 1.19 api/kyverno/v1/wrappers.go, common_types.go; pkg/validation/policy. */
#include "base/defs.h"
#include "value/build.h"

#include "precondition.h"

static const struct value_field block_fields[] = {{"any", VALUE_LIST, 0}, {"all", VALUE_LIST, 0}};

static const struct value_field condition_fields[] = {
    {"key", VALUE_NULL, VALUE_FIELD_REQUIRED},
    {"operator", VALUE_STRING, VALUE_FIELD_REQUIRED},
    {"value", VALUE_NULL, VALUE_FIELD_REQUIRED},
    {"message", VALUE_STRING, 0},
};

/* What generated rules make of it: texts are rewritten wherever they stand. */
static struct value rewrite(const struct admission_reading *reading, const struct value *value,
                            enum admission_form form)
{
    struct plim_arena *arena = reading->set->arena;
    struct value_list_builder list = {.arena = arena};
    struct value_map_builder map = {.arena = arena};
    if (form == ADMISSION_FORM_OBJECT)
        return *value;
    if (value_is(value, VALUE_STRING))
        return value_string(admission_rewrite(arena, value_str(value), form, reading->format));
    if (value_is(value, VALUE_LIST)) {
        for (size_t i = 0; i < value_len(value); i++)
            value_list_add(&list, rewrite(reading, value_at(value, i), form));
        return value_list_finish(&list);
    }
    if (!value_is(value, VALUE_MAP))
        return *value;
    for (size_t i = 0; i < value_len(value); i++)
        value_map_add_str(
            &map,
            admission_rewrite(arena, value_str(&value->entries[i].key), form, reading->format),
            rewrite(reading, &value->entries[i].value, form));
    return value_map_finish(&map);
}

/* A number that stands alone becomes a double there, which prints in another way than an integer
 * in a list. Source: Kyverno 1.19 pkg/engine/jsonutils, DocumentToUntyped. */
static struct value read_side(const struct admission_reading *reading, const struct value *value,
                              enum admission_form form)
{
    return value_is(value, VALUE_INT) ? value_double((double)value->integer)
                                      : rewrite(reading, value, form);
}

static enum plim_code read_condition(const struct admission_reading *reading,
                                     const struct value_node *node, enum admission_form form,
                                     struct admission_condition *condition)
{
    unsigned operator= 0;
    struct value_node named = value_node_get(node, "operator");
    enum plim_code code =
        value_node_check(node, condition_fields, PLIM_LEN(condition_fields), reading->err);
    if (code == PLIM_OK)
        code = value_node_enum(&named, "operator", admission_operator_names, ADMISSION_OPERATORS,
                               &operator, reading->err);
    if (code != PLIM_OK)
        return code;
    *condition = (struct admission_condition){
        .key = read_side(reading, value_get(node->value, "key"), form),
        .value = read_side(reading, value_get(node->value, "value"), form),
        .operator=(enum admission_operator) operator,
        .message = value_node_text(node, "message"),
    };
    return PLIM_OK;
}

static enum plim_code read_list(const struct admission_reading *reading,
                                const struct value_node *list, enum admission_form form,
                                struct admission_condition_list *list_out)
{
    size_t len = value_node_len(list);
    struct admission_condition *items = plim_arena_array(reading->set->arena, len, sizeof(*items));
    enum plim_code code = PLIM_OK;
    for (size_t i = 0; i < len && code == PLIM_OK; i++) {
        struct value_node item = value_node_at(list, i);
        code = read_condition(reading, &item, form, &items[i]);
    }
    *list_out = (struct admission_condition_list){items, len, value_is(list->value, VALUE_LIST)};
    return code;
}

/* How Kyverno's regex_match is answered. */
static enum plim_code compile_matches(const struct admission_reading *reading,
                                      const struct cel_program **program_out)
{
    static const struct cel_variable variables[] = {{"text", NULL}, {"pattern", NULL}};
    const struct cel_env *env = NULL;
    const struct cel_env_spec spec = {
        .environment = "cel", .variables = variables, .len = PLIM_LEN(variables)};
    enum plim_code code = cel_env_make(reading->set->arena, &spec, &env, reading->err);
    return code != PLIM_OK
               ? code
               : cel_compile(reading->set->arena, env, PLIM_STR("text.matches(pattern)"),
                             &cel_default_limits, program_out, NULL, reading->err);
}

enum plim_code admission_preconditions_read(
    const struct admission_reading *reading, const struct value_node *node,
    enum admission_form form, const struct admission_preconditions **preconditions_out)
{
    struct admission_preconditions *made = plim_arena_alloc(reading->set->arena, sizeof(*made));
    struct value_node any = value_node_get(node, "any");
    struct value_node all = value_node_get(node, "all");
    *made = (struct admission_preconditions){.functions = {admission_kyverno_call}};
    enum plim_code code = compile_matches(reading, &made->matches);
    if (code == PLIM_OK && value_is(node->value, VALUE_LIST))
        code = read_list(reading, node, form, &made->all);
    else if (code == PLIM_OK) {
        code = value_node_check(node, block_fields, PLIM_LEN(block_fields), reading->err);
        if (code == PLIM_OK)
            code = read_list(reading, &any, form, &made->any);
        if (code == PLIM_OK)
            code = read_list(reading, &all, form, &made->all);
    }
    *preconditions_out = made;
    return code;
}
