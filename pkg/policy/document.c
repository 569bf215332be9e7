#include "base/defs.h"
#include "value/decode.h"
#include "value/json.h"

#include "params.h"
#include "reading.h"

enum { TITLE_MAX = 80, ID_MAX = 64 };

static const struct value_field spec_fields[] = {
    {"title", VALUE_STRING, VALUE_FIELD_REQUIRED},
    {"subject", VALUE_STRING, VALUE_FIELD_REQUIRED},
    {"severity", VALUE_STRING, VALUE_FIELD_REQUIRED},
    {"category", VALUE_STRING, VALUE_FIELD_REQUIRED},
    {"sets", VALUE_LIST, 0},
    {"why", VALUE_STRING, VALUE_FIELD_REQUIRED},
    {"remediation", VALUE_STRING, VALUE_FIELD_REQUIRED},
    {"references", VALUE_LIST, 0},
    {"celEnvironment", VALUE_STRING, 0},
    {"match", VALUE_MAP, 0},
    {"matchConditions", VALUE_LIST, 0},
    {"params", VALUE_MAP, 0},
    {"paramsSchema", VALUE_MAP, 0},
    {"variables", VALUE_LIST, 0},
    {"validations", VALUE_LIST, VALUE_FIELD_REQUIRED},
    {"unit", VALUE_STRING, 0},
};

struct plim_str policy_reading_keep(const struct policy_reading *reading,
                                    const struct value_node *map, const char *key)
{
    return plim_arena_copy_str(reading->set->arena, value_node_text(map, key));
}

static bool is_id(struct plim_str text, bool dots)
{
    for (size_t i = 0; i < text.len; i++) {
        char byte = text.text[i];
        bool inner = i > 0 && (byte == '-' || (dots && byte == '.'));
        if (!(byte >= 'a' && byte <= 'z') && !(byte >= '0' && byte <= '9') && !inner)
            return false;
    }
    return text.len > 0 && text.len <= ID_MAX;
}

static enum plim_code read_metadata(const struct policy_reading *reading,
                                    const struct value_node *node)
{
    enum plim_code code = value_node_check_metadata(node, reading->err);
    if (code != PLIM_OK)
        return code;
    struct value_node name = value_node_get(node, "name");
    if (!is_id(value_str(name.value), true))
        return value_node_fail(reading->err, &name,
                               "'%.*s' is not an id: lower-case letters, digits, '-' and '.', "
                               "at most %d",
                               PLIM_STR_ARG(value_str(name.value)), ID_MAX);
    reading->policy->info.id = policy_reading_keep(reading, node, "name");
    return PLIM_OK;
}

static enum plim_code read_choices(const struct policy_reading *reading,
                                   const struct value_node *spec)
{
    static const char *const units[] = {"subject", "item"};
    struct policy_info *info = &reading->policy->info;
    unsigned index = 0;
    struct value_node node = value_node_get(spec, "subject");
    enum plim_code code = value_node_enum(&node, "subject", policy_subject_names, POLICY_SUBJECTS,
                                          &index, reading->err);
    if (code != PLIM_OK)
        return code;
    info->subject = (enum policy_subject)index;
    node = value_node_get(spec, "severity");
    code = value_node_enum(&node, "severity", finding_severity_names, FINDING_SEVERITIES, &index,
                           reading->err);
    if (code != PLIM_OK)
        return code;
    info->severity = (enum finding_severity)index;
    node = value_node_get(spec, "unit");
    if (node.value == NULL)
        return PLIM_OK;
    code = value_node_enum(&node, "unit", units, PLIM_LEN(units), &index, reading->err);
    if (code == PLIM_OK)
        info->unit = (enum policy_unit)index;
    return code;
}

static enum plim_code read_texts(const struct policy_reading *reading,
                                 const struct value_node *spec)
{
    struct policy_info *info = &reading->policy->info;
    struct value_node title = value_node_get(spec, "title");
    if (value_str(title.value).len > TITLE_MAX)
        return value_node_fail(reading->err, &title, "title is longer than %d bytes", TITLE_MAX);
    struct value_node category = value_node_get(spec, "category");
    if (!is_id(value_str(category.value), false))
        return value_node_fail(reading->err, &category,
                               "'%.*s' is not a category: lower-case letters, digits and '-'",
                               PLIM_STR_ARG(value_str(category.value)));
    struct value_node sets = value_node_get(spec, "sets");
    for (size_t i = 0; i < value_node_len(&sets); i++) {
        struct value_node item = value_node_at(&sets, i);
        if (!is_id(value_str(item.value), false))
            return value_node_fail(reading->err, &item,
                                   "'sets' holds names: lower-case letters, digits and '-'");
    }
    struct value_node references = value_node_get(spec, "references");
    for (size_t i = 0; i < value_node_len(&references); i++) {
        struct value_node item = value_node_at(&references, i);
        if (!value_is(item.value, VALUE_STRING))
            return value_node_fail(reading->err, &item, "'references' holds URLs");
    }
    info->title = policy_reading_keep(reading, spec, "title");
    info->category = policy_reading_keep(reading, spec, "category");
    info->why = policy_reading_keep(reading, spec, "why");
    info->remediation = policy_reading_keep(reading, spec, "remediation");
    info->references = references.value;
    info->sets = sets.value;
    return PLIM_OK;
}

static enum plim_code read_language(struct policy_reading *reading, const struct value_node *spec)
{
    struct value_node node = value_node_get(spec, "celEnvironment");
    struct plim_err failure = {0};
    enum plim_code code =
        policy_language_find(reading->set, value_str(node.value), &reading->language, &failure);
    return code != PLIM_OK ? value_node_fail(reading->err, &node, "%s", failure.msg) : PLIM_OK;
}

static enum plim_code read_params(const struct policy_reading *reading,
                                  const struct value_node *spec)
{
    struct policy *policy = reading->policy;
    struct value_node params = value_node_get(spec, "params");
    struct value_node schema = value_node_get(spec, "paramsSchema");
    policy->params = params.value != NULL ? *params.value : value_map(NULL, 0);
    policy->info.params = &policy->params;
    policy->info.params_schema = schema.value;
    if (schema.value == NULL) {
        struct value *inferred = plim_arena_alloc(reading->set->arena, sizeof(*inferred));
        *inferred = policy_schema_infer(reading->set->arena, &policy->params);
        policy->info.params_schema = inferred;
        return PLIM_OK;
    }
    if (policy_schema_read(&schema, reading->err) != PLIM_OK)
        return reading->err->code;
    params = params.value != NULL ? params : *spec;
    params.value = &policy->params;
    return policy_schema_check(schema.value, &params, reading->err);
}

static enum plim_code read_spec(struct policy_reading *reading, const struct value_node *spec)
{
    struct policy *policy = reading->policy;
    enum plim_code code = value_node_check(spec, spec_fields, PLIM_LEN(spec_fields), reading->err);
    if (code == PLIM_OK)
        code = read_choices(reading, spec);
    if (code == PLIM_OK)
        code = read_texts(reading, spec);
    if (code == PLIM_OK)
        code = read_language(reading, spec);
    if (code != PLIM_OK)
        return code;
    struct value_node match = value_node_get(spec, "match");
    if (match.value != NULL && policy->info.subject != POLICY_OBJECT)
        return value_node_fail(reading->err, &match,
                               "'match' is for the subject 'object'; use 'matchConditions'");
    code = read_params(reading, spec);
    if (code == PLIM_OK)
        code = policy_match_read(reading->set->arena, &match, &policy->match, reading->err);
    return code != PLIM_OK ? code : policy_reading_logic(reading, spec);
}

/* The content decides, not its layout or the name of the file. */
void policy_document_hash(const struct value *root, char text_out[PLIM_SHA256_TEXT_BYTES])
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf buf = {0};
    struct plim_err ignored = {0};
    (void)!value_json_write(root, VALUE_JSON_COMPACT, &buf, &ignored);
    plim_sha256_text(buf.text, buf.len, text_out);
}

enum plim_code policy_document_read(struct policy_set *set, const struct value_node *document,
                                    struct plim_str text, struct policy **policy_out,
                                    struct plim_err *err)
{
    struct policy *policy = plim_arena_alloc(set->arena, sizeof(*policy));
    *policy = (struct policy){0};
    struct policy_reading reading = {.set = set, .policy = policy, .text = text, .err = err};
    enum plim_code code = value_node_check_document(document, err);
    if (code != PLIM_OK)
        return code;
    struct value_node metadata = value_node_get(document, "metadata");
    struct value_node spec = value_node_get(document, "spec");
    code = read_metadata(&reading, &metadata);
    if (code == PLIM_OK)
        code = read_spec(&reading, &spec);
    if (code != PLIM_OK)
        return code;
    policy_reach_measure(set->arena, policy);
    policy->info.file = plim_arena_copy_str(set->arena, plim_str_from(document->file));
    policy->info.position = document->position;
    policy->document = *document;
    policy->document.file = policy->info.file.text;
    policy_document_hash(document->value, policy->digest);
    *policy_out = policy;
    return PLIM_OK;
}
