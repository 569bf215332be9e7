/* What an API server does not take of a ValidatingAdmissionPolicy, beside its expressions.
 * Source: k8s.io/kubernetes/pkg/apis/admissionregistration/validation. */
#include <ctype.h>

#include "base/defs.h"

#include "admission_priv.h"

static enum plim_code check_word(const struct value_node *map, const char *key,
                                 const char *const *words, size_t count, struct plim_err *err)
{
    struct value_node node = value_node_get(map, key);
    unsigned index = 0;
    return node.value == NULL ? PLIM_OK : value_node_enum(&node, key, words, count, &index, err);
}

/* Each item has a text of its own under the key. */
static enum plim_code check_names(const struct value_node *list, const char *key,
                                  struct plim_err *err)
{
    for (size_t i = 0; i < value_node_len(list); i++) {
        struct value_node item = value_node_at(list, i);
        struct plim_str name = value_node_text(&item, key);
        if (name.len == 0)
            return value_node_fail(err, &item, "'%s' is missing", key);
        for (size_t j = 0; j < i; j++) {
            struct value_node other = value_node_at(list, j);
            if (plim_str_equal(value_node_text(&other, key), name))
                return value_node_fail(err, &item, "%s '%.*s' stands twice", key,
                                       PLIM_STR_ARG(name));
        }
    }
    return PLIM_OK;
}

static bool is_identifier(struct plim_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.text[i];
        if (!isalpha(c) && c != '_' && (i == 0 || !isdigit(c)))
            return false;
    }
    return text.len > 0;
}

static enum plim_code check_variables(const struct value_node *list, struct plim_err *err)
{
    for (size_t i = 0; i < value_node_len(list); i++) {
        struct value_node item = value_node_at(list, i);
        struct value_node name = value_node_get(&item, "name");
        if (!is_identifier(value_str(name.value)))
            return value_node_fail(err, name.value != NULL ? &name : &item,
                                   "a variable's name must be an identifier");
    }
    return PLIM_OK;
}

static enum plim_code check_validations(const struct value_node *list, struct plim_err *err)
{
    static const char *const reasons[] = {"Forbidden", "Invalid", "RequestEntityTooLarge"};
    enum plim_code code = PLIM_OK;
    for (size_t i = 0; i < value_node_len(list) && code == PLIM_OK; i++) {
        struct value_node item = value_node_at(list, i);
        struct value_node message = value_node_get(&item, "message");
        struct plim_str text = value_str(message.value);
        if (text.len > 0 && plim_str_trim(text).len == 0)
            return value_node_fail(err, &message, "the message is blank");
        if (plim_str_contains(plim_str_trim(text), PLIM_STR("\n")))
            return value_node_fail(err, &message, "the message must be a single line");
        code = check_word(&item, "reason", reasons, PLIM_LEN(reasons), err);
    }
    return code;
}

static enum plim_code check_rules(const struct value_node *rules, struct plim_err *err)
{
    static const char *const scopes[] = {"*", "Cluster", "Namespaced"};
    static const char *const known[] = {"*", "CONNECT", "CREATE", "DELETE", "UPDATE"};
    enum plim_code code = PLIM_OK;
    for (size_t i = 0; i < value_node_len(rules) && code == PLIM_OK; i++) {
        struct value_node rule = value_node_at(rules, i);
        struct value_node operations = value_node_get(&rule, "operations");
        code = check_word(&rule, "scope", scopes, PLIM_LEN(scopes), err);
        for (size_t j = 0; j < value_node_len(&operations) && code == PLIM_OK; j++) {
            struct value_node operation = value_node_at(&operations, j);
            unsigned index = 0;
            code = value_node_enum(&operation, "operation", known, PLIM_LEN(known), &index, err);
        }
    }
    return code;
}

enum plim_code admission_policy_check(const struct admission_reading *reading)
{
    static const char *const failures[] = {"Fail", "Ignore"};
    static const char *const policies[] = {"Equivalent", "Exact"};
    const struct value_node *spec = &reading->spec;
    struct value_node match = value_node_get(spec, "matchConstraints");
    struct value_node rules = value_node_get(&match, "resourceRules");
    struct value_node excluded = value_node_get(&match, "excludeResourceRules");
    struct value_node conditions = value_node_get(spec, "matchConditions");
    struct value_node variables = value_node_get(spec, "variables");
    struct value_node validations = value_node_get(spec, "validations");
    struct value_node annotations = value_node_get(spec, "auditAnnotations");
    struct plim_err *err = reading->err;
    enum plim_code code = check_word(spec, "failurePolicy", failures, PLIM_LEN(failures), err);
    if (code == PLIM_OK)
        code = check_word(&match, "matchPolicy", policies, PLIM_LEN(policies), err);
    if (code == PLIM_OK)
        code = check_rules(&rules, err);
    if (code == PLIM_OK)
        code = check_rules(&excluded, err);
    if (code == PLIM_OK)
        code = check_names(&conditions, "name", err);
    if (code == PLIM_OK)
        code = check_variables(&variables, err);
    if (code == PLIM_OK)
        code = check_validations(&validations, err);
    return code != PLIM_OK ? code : check_names(&annotations, "key", err);
}
