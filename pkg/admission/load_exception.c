/* PolicyExceptions of both groups.
 * Source: Kyverno 1.19 api/kyverno/v2/policy_exception_types.go;
 * api/policies.kyverno.io/v1/policy_exception.go. */
#include "base/defs.h"

#include "precondition.h"

static const struct value_field match_fields[] = {
    {"background", VALUE_BOOL, 0},
    {"conditions", VALUE_MAP, 0},
    {"match", VALUE_MAP, VALUE_FIELD_REQUIRED},
    {"exceptions", VALUE_LIST, VALUE_FIELD_REQUIRED},
    {"podSecurity", VALUE_LIST, 0},
};

static const struct value_field named_fields[] = {
    {"policyName", VALUE_STRING, VALUE_FIELD_REQUIRED},
    {"ruleNames", VALUE_LIST, VALUE_FIELD_REQUIRED},
};

static const struct value_field cel_fields[] = {
    {"policyRefs", VALUE_LIST, VALUE_FIELD_REQUIRED},
    {"matchConditions", VALUE_LIST, 0},
    {"images", VALUE_LIST, 0},
    {"allowedValues", VALUE_LIST, 0},
    {"reportResult", VALUE_STRING, 0},
};

static const struct value_field ref_fields[] = {
    {"name", VALUE_STRING, VALUE_FIELD_REQUIRED},
    {"kind", VALUE_STRING, VALUE_FIELD_REQUIRED},
};

static enum plim_code check_each(const struct value_node *list, const struct value_field *fields,
                                 size_t len, struct plim_err *err)
{
    enum plim_code code = PLIM_OK;
    if (value_node_len(list) == 0)
        return value_node_fail(err, list, "it names no policy");
    for (size_t i = 0; i < value_node_len(list) && code == PLIM_OK; i++) {
        struct value_node item = value_node_at(list, i);
        code = value_node_check(&item, fields, len, err);
    }
    return code;
}

/* kyverno.io: with blocks, like a rule. */
static enum plim_code read_blocks(const struct admission_reading *reading,
                                  struct admission_exception *exception)
{
    struct value_node match = value_node_get(&reading->spec, "match");
    struct value_node named = value_node_get(&reading->spec, "exceptions");
    enum plim_code code =
        value_node_check(&reading->spec, match_fields, PLIM_LEN(match_fields), reading->err);
    if (code == PLIM_OK)
        code = admission_blocks_check(&match, reading->err);
    if (code == PLIM_OK)
        code = check_each(&named, named_fields, PLIM_LEN(named_fields), reading->err);
    exception->named = named.value;
    exception->match.blocks = match.value;
    struct value_node conditions = value_node_get(&reading->spec, "conditions");
    if (code == PLIM_OK && value_node_len(&conditions) > 0)
        code = admission_preconditions_read(reading, &conditions, ADMISSION_FORM_OBJECT,
                                            &exception->preconditions);
    return code;
}

/* policies.kyverno.io: with conditions in CEL. */
static enum plim_code read_conditions(const struct admission_reading *reading,
                                      struct admission_exception *exception)
{
    static const char *const results[] = {"skip", "pass"};
    struct value_node named = value_node_get(&reading->spec, "policyRefs");
    struct value_node result = value_node_get(&reading->spec, "reportResult");
    const struct admission_parts parts = {
        .conditions = value_node_get(&reading->spec, "matchConditions"), .conditions_only = true};
    unsigned index = 0;
    enum plim_code code =
        value_node_check(&reading->spec, cel_fields, PLIM_LEN(cel_fields), reading->err);
    if (code == PLIM_OK)
        code = check_each(&named, ref_fields, PLIM_LEN(ref_fields), reading->err);
    if (code == PLIM_OK && result.value != NULL)
        code = value_node_enum(&result, "reportResult", results, PLIM_LEN(results), &index,
                               reading->err);
    if (code == PLIM_OK)
        code = admission_logic_read(reading, &parts, &exception->logic);
    exception->named = named.value;
    exception->images = value_get(reading->spec.value, "images");
    exception->values = value_get(reading->spec.value, "allowedValues");
    exception->passes = index == 1;
    return code;
}

static bool names_rule(const struct value *rules, struct plim_str name)
{
    for (size_t i = 0; i < value_len(rules); i++) {
        if (plim_str_matches_glob(name, value_str(value_at(rules, i))))
            return true;
    }
    return false;
}

/* "NAMESPACE/NAME" of a policy in a namespace. */
static bool is_named(struct plim_str text, const struct admission_rule *rule)
{
    struct plim_str namespace;
    struct plim_str name = text;
    if (rule->namespace.len == 0)
        return plim_str_equal(text, rule->policy);
    return plim_str_cut(&name, '/', &namespace) && plim_str_equal(name, rule->policy) &&
           plim_str_equal(namespace, rule->namespace);
}

static bool concerns(const struct admission_exception *exception, const struct admission_rule *rule)
{
    if (exception->format != rule->format)
        return false;
    for (size_t i = 0; i < value_len(exception->named); i++) {
        const struct value *named = value_at(exception->named, i);
        bool found = rule->format == ADMISSION_KYVERNO_RULE
                         ? is_named(value_get_text(named, "policyName"), rule) &&
                               names_rule(value_get(named, "ruleNames"), rule->name)
                         : plim_str_equal(value_get_text(named, "name"), rule->policy) &&
                               plim_str_equal(value_get_text(named, "kind"), rule->kind);
        if (found)
            return true;
    }
    return false;
}

static void attach(struct admission_set *set, const struct admission_exception *exception,
                   struct admission_rule *rule)
{
    struct admission_waiver **end = &rule->waivers;
    if (!concerns(exception, rule))
        return;
    while (*end != NULL)
        end = &(*end)->next;
    *end = plim_arena_alloc(set->arena, sizeof(**end));
    **end = (struct admission_waiver){.exception = exception};
}

void admission_exceptions_attach(struct admission_set *set, struct admission_rule *rule)
{
    for (const struct admission_exception *at = set->exceptions; at != NULL; at = at->next)
        attach(set, at, rule);
}

enum plim_code admission_exception_load(struct admission_reading *reading)
{
    struct admission_set *set = reading->set;
    struct plim_str name = value_node_text(&reading->metadata, "name");
    struct plim_str namespace = value_node_text(&reading->metadata, "namespace");
    struct admission_exception *exception = plim_arena_alloc(set->arena, sizeof(*exception));
    *exception = (struct admission_exception){
        .format = reading->format,
        .name = plim_str_from(plim_arena_printf(set->arena, "%.*s%s%.*s", PLIM_STR_ARG(namespace),
                                                namespace.len > 0 ? "/" : "", PLIM_STR_ARG(name))),
    };
    enum plim_code code = reading->format == ADMISSION_KYVERNO_RULE
                              ? read_blocks(reading, exception)
                              : read_conditions(reading, exception);
    if (code != PLIM_OK)
        return code;
    struct admission_exception **end = &set->exceptions;
    while (*end != NULL)
        end = &(*end)->next;
    *end = exception;
    for (size_t i = 0; i < set->len; i++)
        attach(set, exception, set->rules[i]);
    return PLIM_OK;
}
