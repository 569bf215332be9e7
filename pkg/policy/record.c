#include <stdlib.h>

#include "base/defs.h"
#include "policy/subject.h"

#include "record_priv.h"

const struct policy_record *policy_record_find(struct plim_str name)
{
    size_t count = 0;
    const struct policy_record *records = policy_records(&count);
    for (size_t i = 0; i < count; i++) {
        if (plim_str_is(name, records[i].name))
            return &records[i];
    }
    return NULL;
}

static const struct {
    const char *name;
    enum policy_type_kind kind;
} type_names[] = {
    {"dyn", POLICY_TYPE_DYN},       {"bool", POLICY_TYPE_BOOL}, {"int", POLICY_TYPE_INT},
    {"string", POLICY_TYPE_STRING}, {"list", POLICY_TYPE_LIST}, {"map", POLICY_TYPE_MAP},
};

static bool type_kind(struct plim_str name, enum policy_type_kind *kind_out)
{
    for (size_t i = 0; i < PLIM_LEN(type_names); i++) {
        if (plim_str_is(name, type_names[i].name)) {
            *kind_out = type_names[i].kind;
            return true;
        }
    }
    return false;
}

struct policy_type policy_type_parse(struct plim_str text)
{
    struct policy_type type = {0};
    if (plim_str_ends(text, PLIM_STR("?"))) {
        type.unknowable = true;
        text.len--;
    }
    struct plim_str rest = text;
    struct plim_str name = {0};
    if (plim_str_cut(&rest, '(', &name))
        type.item = (struct plim_str){rest.text, rest.len - 1};
    if (type_kind(name, &type.kind))
        return type;
    type.kind = POLICY_TYPE_RECORD;
    type.record = policy_record_find(name);
    if (type.record == NULL)
        abort();
    return type;
}
