#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/defs.h"
#include "cel/authorizer.h"
#include "value/yaml.h"

#include "admission_priv.h"

/* A record whose fields live as long as the arena. */
static const struct cel_type *record(struct plim_arena *arena, const char *name,
                                     const struct cel_field *fields, size_t len)
{
    struct cel_field *kept = plim_arena_array(arena, len, sizeof(*kept));
    for (size_t i = 0; i < len; i++)
        kept[i] = fields[i];
    return cel_type_record(arena, name, kept, len);
}

/* {group, version, kind} or {group, version, resource}, under the name of the last. */
static const struct cel_type *kind_record(struct plim_arena *arena, const char *last)
{
    const struct cel_field fields[] = {
        {"group", cel_type_string()}, {"version", cel_type_string()}, {last, cel_type_string()}};
    return record(arena, last, fields, PLIM_LEN(fields));
}

static const struct cel_type *user_record(struct plim_arena *arena)
{
    const struct cel_type *texts = cel_type_list(arena, cel_type_string());
    const struct cel_field fields[] = {{"username", cel_type_string()},
                                       {"uid", cel_type_string()},
                                       {"groups", texts},
                                       {"extra", cel_type_map(arena, cel_type_string(), texts)}};
    return record(arena, "userInfo", fields, PLIM_LEN(fields));
}

/* The request as expressions see it. Source: k8s.io/apiserver/pkg/admission/plugin/cel/compile.go,
 * BuildRequestType. */
static const struct cel_type *request_record(struct plim_arena *arena)
{
    const struct cel_type *kind = kind_record(arena, "kind");
    const struct cel_type *resource = kind_record(arena, "resource");
    const struct cel_field fields[] = {
        {"kind", kind},
        {"resource", resource},
        {"subResource", cel_type_string()},
        {"requestKind", kind},
        {"requestResource", resource},
        {"requestSubResource", cel_type_string()},
        {"name", cel_type_string()},
        {"namespace", cel_type_string()},
        {"operation", cel_type_string()},
        {"userInfo", user_record(arena)},
        {"dryRun", cel_type_bool()},
        {"options", cel_type_dyn()},
    };
    return record(arena, "request", fields, PLIM_LEN(fields));
}

/* Source: Kyverno 1.19 pkg/cel/libs, Exception. */
/* Source: BuildNamespaceType, beside it. */
static const struct cel_type *namespace_record(struct plim_arena *arena)
{
    const struct cel_type *text = cel_type_string();
    const struct cel_type *texts = cel_type_list(arena, text);
    const struct cel_type *labels = cel_type_map(arena, text, text);
    const struct cel_field condition[] = {{"status", text},
                                          {"type", text},
                                          {"lastTransitionTime", cel_type_timestamp()},
                                          {"message", text},
                                          {"reason", text}};
    const struct cel_field status[] = {
        {"conditions",
         cel_type_list(arena, record(arena, "conditions", condition, PLIM_LEN(condition)))},
        {"phase", text}};
    const struct cel_field spec[] = {{"finalizers", texts}};
    const struct cel_field metadata[] = {
        {"name", text},
        {"generateName", text},
        {"namespace", text},
        {"labels", labels},
        {"annotations", labels},
        {"UID", text},
        {"creationTimestamp", cel_type_timestamp()},
        {"deletionGracePeriodSeconds", cel_type_int()},
        {"deletionTimestamp", cel_type_timestamp()},
        {"generation", cel_type_int()},
        {"resourceVersion", text},
        {"finalizers", texts},
    };
    const struct cel_field fields[] = {
        {"metadata", record(arena, "metadata", metadata, PLIM_LEN(metadata))},
        {"spec", record(arena, "spec", spec, PLIM_LEN(spec))},
        {"status", record(arena, "status", status, PLIM_LEN(status))},
    };
    return record(arena, "namespaceObject", fields, PLIM_LEN(fields));
}

static const struct cel_type *exceptions_record(struct plim_arena *arena)
{
    const struct cel_type *texts = cel_type_list(arena, cel_type_string());
    const struct cel_field fields[] = {{"allowedImages", texts}, {"allowedValues", texts}};
    return record(arena, "exceptions", fields, PLIM_LEN(fields));
}

struct admission_set *admission_set_new(void)
{
    struct admission_set *set = plim_calloc(1, sizeof(*set));
    set->arena = plim_arena_new();
    set->plain[ADMISSION_SLOT_OBJECT].name = "object";
    set->plain[ADMISSION_SLOT_OLD_OBJECT].name = "oldObject";
    set->plain[ADMISSION_SLOT_REQUEST] =
        (struct cel_variable){"request", request_record(set->arena)};
    set->plain[ADMISSION_SLOT_NAMESPACE] =
        (struct cel_variable){"namespaceObject", namespace_record(set->arena)};
    set->plain[ADMISSION_SLOT_AUTHORIZER] =
        (struct cel_variable){"authorizer", cel_type_authorizer()};
    set->plain[ADMISSION_SLOT_CHECK] =
        (struct cel_variable){"authorizer.requestResource", cel_type_resource_check()};
    set->plain[ADMISSION_SLOT_PARAMS].name = "params";
    set->plain[ADMISSION_SLOT_EXCEPTIONS] =
        (struct cel_variable){"exceptions", exceptions_record(set->arena)};
    set->plain[ADMISSION_SLOT_IMAGES] =
        (struct cel_variable){"images", cel_type_map(set->arena, cel_type_string(),
                                                     cel_type_list(set->arena, cel_type_string()))};
    return set;
}

void admission_set_free(struct admission_set *set)
{
    if (set == NULL)
        return;
    plim_arena_free(set->arena);
    free(set);
}

void admission_set_freep(struct admission_set **set)
{
    admission_set_free(*set);
}

bool admission_set_has(const struct admission_set *set, struct plim_str policy)
{
    for (size_t i = 0; i < set->len; i++) {
        if (plim_str_equal(set->rules[i]->policy, policy))
            return true;
    }
    return false;
}

size_t admission_set_policies(const struct admission_set *set)
{
    return set->policies;
}

size_t admission_set_documents(const struct admission_set *set)
{
    return set->documents;
}

void admission_set_append(struct admission_set *set, struct admission_rule *rule)
{
    if (!admission_choice_has(set->choice, rule->about->id)) {
        set->left_out = true;
        return;
    }
    if (set->len == set->cap) {
        size_t cap = set->cap == 0 ? 8 : 2 * set->cap;
        struct admission_rule **rules =
            plim_arena_array(set->arena, cap, sizeof(struct admission_rule *));
        for (size_t i = 0; i < set->len; i++)
            rules[i] = set->rules[i];
        set->rules = rules;
        set->cap = cap;
    }
    set->rules[set->len++] = rule;
    if (rule->format == ADMISSION_VAP)
        admission_binding_attach(set, rule);
    admission_exceptions_attach(set, rule);
}

struct admission_rule *admission_rule_new(const struct admission_reading *reading)
{
    struct admission_rule *rule = plim_arena_alloc(reading->set->arena, sizeof(*rule));
    *rule = (struct admission_rule){
        .format = reading->format,
        .kind = value_node_text(&reading->document, "kind"),
        .spec = reading->spec,
        .about = admission_about_make(reading, (struct plim_str){0}),
        .policy = value_node_text(&reading->metadata, "name"),
        .namespace = value_node_text(&reading->metadata, "namespace"),
    };
    rule->match.namespace = rule->namespace;
    const struct value *annotations = value_get(reading->metadata.value, "annotations");
    rule->unscored = reading->format != ADMISSION_VAP &&
                     value_is_string(value_get(annotations, "policies.kyverno.io/scored"), "false");
    return rule;
}

/* The documents that are policies here, or change what they say, by group and kind. */
static const struct {
    const char *group;
    const char *kind;
    enum admission_format format;
    enum plim_code (*load)(struct admission_reading *reading);
} kinds[] = {
    {"admissionregistration.k8s.io", "ValidatingAdmissionPolicy", ADMISSION_VAP,
     admission_constraints_load},
    {"admissionregistration.k8s.io", "ValidatingAdmissionPolicyBinding", ADMISSION_VAP,
     admission_binding_load},
    {"policies.kyverno.io", "PolicyException", ADMISSION_KYVERNO_VALIDATING,
     admission_exception_load},
    {"kyverno.io", "PolicyException", ADMISSION_KYVERNO_RULE, admission_exception_load},
    {"policies.kyverno.io", "ValidatingPolicy", ADMISSION_KYVERNO_VALIDATING,
     admission_constraints_load},
    {"policies.kyverno.io", "NamespacedValidatingPolicy", ADMISSION_KYVERNO_VALIDATING,
     admission_constraints_load},
    {"kyverno.io", "ClusterPolicy", ADMISSION_KYVERNO_RULE, admission_rules_load},
    {"kyverno.io", "Policy", ADMISSION_KYVERNO_RULE, admission_rules_load},
};

bool admission_is_document(const struct resource_identity *identity)
{
    for (size_t i = 0; i < PLIM_LEN(kinds); i++) {
        if (plim_str_is(identity->group, kinds[i].group) &&
            plim_str_is(identity->kind, kinds[i].kind))
            return true;
    }
    return false;
}

static const struct value_field document_fields[] = {
    {"apiVersion", VALUE_STRING, VALUE_FIELD_REQUIRED},
    {"kind", VALUE_STRING, VALUE_FIELD_REQUIRED},
    {"metadata", VALUE_MAP, VALUE_FIELD_REQUIRED},
    {"spec", VALUE_MAP, VALUE_FIELD_REQUIRED},
    {"status", VALUE_MAP, 0},
};

static enum plim_code load(struct admission_reading *reading)
{
    struct resource_identity identity = resource_identity_of(reading->document.value);
    for (size_t i = 0; i < PLIM_LEN(kinds); i++) {
        if (!plim_str_is(identity.group, kinds[i].group) ||
            !plim_str_is(identity.kind, kinds[i].kind))
            continue;
        enum plim_code code = value_node_check(&reading->document, document_fields,
                                               PLIM_LEN(document_fields), reading->err);
        if (code != PLIM_OK)
            return code;
        if (identity.name.len == 0)
            return value_node_fail(reading->err, &reading->metadata, "'metadata.name' is missing");
        reading->format = kinds[i].format;
        reading->set->documents++;
        reading->set->policies +=
            kinds[i].load == admission_constraints_load || kinds[i].load == admission_rules_load;
        return kinds[i].load(reading);
    }
    return PLIM_OK;
}

static enum plim_code load_document(struct admission_reading *reading,
                                    const struct value_node *document)
{
    reading->document = *document;
    reading->metadata = value_node_get(document, "metadata");
    reading->spec = value_node_get(document, "spec");
    return load(reading);
}

/* A list stands for what is in it. */
static enum plim_code load_each(struct admission_reading *reading)
{
    const struct value_node document = reading->document;
    struct value_node items = value_node_get(&document, "items");
    enum plim_code code = PLIM_OK;
    if (!plim_str_ends(value_node_text(&document, "kind"), PLIM_STR("List")) ||
        !value_is(items.value, VALUE_LIST))
        return load_document(reading, &document);
    for (size_t i = 0; i < value_node_len(&items) && code == PLIM_OK; i++) {
        struct value_node item = value_node_at(&items, i);
        code = load_document(reading, &item);
    }
    return code;
}

enum plim_code admission_set_add(struct admission_set *set, const char *file, struct plim_str text,
                                 struct plim_err *err)
{
    struct value_yaml_list list = {0};
    file = plim_arena_copy(set->arena, file, strlen(file));
    enum plim_code code = value_yaml_read(set->arena, file, text, VALUE_YAML_MANIFEST, &list, err);
    for (size_t i = 0; i < list.len && code == PLIM_OK; i++) {
        struct admission_reading reading = {.set = set, .text = text, .err = err};
        reading.document = (struct value_node){file, &list.items[i].root, list.items[i].position};
        code = load_each(&reading);
    }
    return code;
}
