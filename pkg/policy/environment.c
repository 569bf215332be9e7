#include "cel/env.h"

#include "policy_priv.h"
#include "record_priv.h"

/* The types of all records, made as they are needed. */
struct types {
    struct plim_arena *arena;
    const struct policy_record *records;
    const struct cel_type **made; /* by record */
};

static const struct cel_type *type_of(struct types *types, struct plim_str text);

static const struct cel_type *record_type(struct types *types, const struct policy_record *record)
{
    size_t at = (size_t)(record - types->records);
    if (types->made[at] != NULL)
        return types->made[at];
    struct cel_field *fields = plim_arena_array(types->arena, record->len, sizeof(*fields));
    for (size_t i = 0; i < record->len; i++) {
        const struct policy_field *field = &record->fields[i];
        fields[i].name = field->name;
        fields[i].type = type_of(types, plim_str_from(field->type));
    }
    types->made[at] = cel_type_record(types->arena, record->name, fields, record->len);
    return types->made[at];
}

static const struct cel_type *type_of(struct types *types, struct plim_str text)
{
    struct policy_type type = policy_type_parse(text);
    switch (type.kind) {
    case POLICY_TYPE_DYN:
        return cel_type_dyn();
    case POLICY_TYPE_BOOL:
        return cel_type_bool();
    case POLICY_TYPE_INT:
        return cel_type_int();
    case POLICY_TYPE_STRING:
        return cel_type_string();
    case POLICY_TYPE_LIST:
        return cel_type_list(types->arena, type_of(types, type.item));
    case POLICY_TYPE_MAP:
        return cel_type_map(types->arena, cel_type_string(), type_of(types, type.item));
    case POLICY_TYPE_RECORD:
        return record_type(types, type.record);
    }
    return cel_type_dyn();
}

/* The fields of the record "object" are variables of their own. */
static struct policy_environment object_environment(struct types *types,
                                                    const struct policy_record *record)
{
    struct cel_variable *variables =
        plim_arena_array(types->arena, record->len, sizeof(*variables));
    for (size_t i = 0; i < record->len; i++) {
        variables[i].name = record->fields[i].name;
        variables[i].type = type_of(types, plim_str_from(record->fields[i].type));
    }
    return (struct policy_environment){variables, record->len};
}

static struct policy_environment record_environment(struct types *types,
                                                    const struct policy_record *record)
{
    struct cel_variable *variables =
        plim_arena_array(types->arena, POLICY_RECORD_SLOTS, sizeof(*variables));
    variables[POLICY_SLOT_RECORD].name = record->name;
    variables[POLICY_SLOT_RECORD].type = record_type(types, record);
    variables[POLICY_SLOT_RECORD_PARAMS].name = "params";
    variables[POLICY_SLOT_RECORD_PARAMS].type = cel_type_dyn();
    return (struct policy_environment){variables, POLICY_RECORD_SLOTS};
}

void policy_environments_make(struct policy_set *set)
{
    size_t count = 0;
    struct types types = {.arena = set->arena, .records = policy_records(&count)};
    types.made = plim_arena_array(set->arena, count, sizeof(struct cel_type *));
    for (size_t i = 0; i < POLICY_SUBJECTS; i++) {
        const struct policy_record *record =
            policy_record_find(plim_str_from(policy_subject_records[i]));
        set->environments[i] = i == POLICY_OBJECT ? object_environment(&types, record)
                                                  : record_environment(&types, record);
    }
}
