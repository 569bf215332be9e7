#include "case_file.h"

#include "base/defs.h"
#include "resource/identity.h"
#include "value/build.h"

static const struct value_field case_fields[] = {
    {"apiVersion", VALUE_STRING, VALUE_FIELD_REQUIRED},
    {"kind", VALUE_STRING, VALUE_FIELD_REQUIRED},
    {"metadata", VALUE_MAP, 0},
    {"bindings", VALUE_MAP, VALUE_FIELD_REQUIRED},
    {"expect", VALUE_MAP, 0},
};

static const struct value_field expect_fields[] = {
    {"messages", VALUE_LIST, VALUE_FIELD_REQUIRED},
};

static bool is_wrapper(const struct value *document)
{
    return value_is_string(value_get(document, "kind"), "Case") &&
           value_is_string(value_get(document, "apiVersion"), "plimsoll.dev/v1alpha1");
}

/* {NAME: document}, as a Case would bind it. */
static struct value_node wrap(struct plim_arena *arena, const char *name,
                              const struct value_node *document)
{
    struct value_map_builder map = {.arena = arena};
    value_map_add(&map, name, *document->value);
    struct value *made = plim_arena_alloc(arena, sizeof(*made));
    *made = value_map_finish(&map);
    return (struct value_node){document->file, made, document->position};
}

static enum plim_code read_wrapper(const struct value_node *document, struct value_node *bindings,
                                   struct value_node *messages, struct plim_err *err)
{
    enum plim_code code = value_node_check(document, case_fields, PLIM_LEN(case_fields), err);
    if (code != PLIM_OK)
        return code;
    *bindings = value_node_get(document, "bindings");
    struct value_node expect = value_node_get(document, "expect");
    if (expect.value == NULL)
        return PLIM_OK;
    code = value_node_check(&expect, expect_fields, PLIM_LEN(expect_fields), err);
    if (code == PLIM_OK)
        *messages = value_node_get(&expect, "messages");
    return code;
}

static enum plim_code complete(struct plim_arena *arena, const char *record,
                               const struct value_node *partial, struct value *value_out,
                               struct plim_err *err)
{
    struct plim_err failure = {0};
    if (policy_record_complete(arena, record, partial->value, value_out, &failure) == PLIM_OK)
        return PLIM_OK;
    return value_node_fail(err, partial, "%s", failure.msg);
}

/* These are made by the session when the case does not bind them. */
static bool is_made(size_t slot)
{
    return slot == POLICY_SLOT_OLD_OBJECT || slot == POLICY_SLOT_REQUEST ||
           slot == POLICY_SLOT_PARAMS || slot == POLICY_SLOT_ORIGIN ||
           slot == POLICY_SLOT_OLD_APIS ||
           (slot >= POLICY_SLOT_POD_SPEC && slot <= POLICY_SLOT_CONTAINERS);
}

static enum plim_code read_object(struct plim_arena *arena, const struct value_node *bindings,
                                  struct policy_case *made, struct plim_err *err)
{
    struct value all;
    enum plim_code code = complete(arena, "object", bindings, &all, err);
    if (code != PLIM_OK)
        return code;
    const struct value *given = bindings->value;
    for (size_t i = 0; i < POLICY_OBJECT_SLOTS; i++) {
        made->made[i] = *value_at(&all, i);
        bool stated = value_get_str(given, value_str(&all.entries[i].key)) != NULL;
        made->values[i] = stated || !is_made(i) ? &made->made[i] : NULL;
    }
    struct policy_input *input = &made->input;
    input->from_git = value_is_string(value_get(given, "origin"), "git");
    if (value_get(given, "object") == NULL) {
        made->values[POLICY_SLOT_OBJECT] = made->values[POLICY_SLOT_DESIRED];
        input->from_git = true;
    }
    struct resource_identity identity = resource_identity_of(made->values[POLICY_SLOT_OBJECT]);
    input->group = identity.group;
    input->version = identity.version;
    input->kind = identity.kind;
    return PLIM_OK;
}

static enum plim_code read_record(struct plim_arena *arena, const struct value_node *bindings,
                                  struct policy_case *made, struct plim_err *err)
{
    const char *name = policy_subject_records[made->input.subject];
    const struct value_field fields[] = {
        {name, VALUE_MAP, VALUE_FIELD_REQUIRED},
        {"params", VALUE_MAP, 0},
    };
    enum plim_code code = value_node_check(bindings, fields, PLIM_LEN(fields), err);
    if (code != PLIM_OK)
        return code;
    struct value_node record = value_node_get(bindings, name);
    if (record.position.line == 0)
        record.position = bindings->position;
    made->values[POLICY_SLOT_RECORD] = &made->made[POLICY_SLOT_RECORD];
    made->values[POLICY_SLOT_RECORD_PARAMS] = value_get(bindings->value, "params");
    return complete(arena, name, &record, &made->made[POLICY_SLOT_RECORD], err);
}

enum plim_code policy_case_read(struct plim_arena *arena, enum policy_subject subject,
                                const struct value_node *document, struct policy_case *case_out,
                                struct plim_err *err)
{
    *case_out = (struct policy_case){.input = {.subject = subject}};
    case_out->input.values = case_out->values;
    if (!value_is(document->value, VALUE_MAP))
        return value_node_fail(err, document, "a case is a map");
    struct value_node bindings = {0};
    if (!is_wrapper(document->value)) {
        bindings = wrap(arena, policy_subject_records[subject], document);
    } else {
        enum plim_code code = read_wrapper(document, &bindings, &case_out->messages, err);
        if (code != PLIM_OK)
            return code;
    }
    return subject == POLICY_OBJECT ? read_object(arena, &bindings, case_out, err)
                                    : read_record(arena, &bindings, case_out, err);
}
