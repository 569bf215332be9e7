#include <string.h>

#include "protobuf_message_priv.h"
#include "protobuf_types_priv.h"

/* The table's words. */
#define LIST FIELD_LIST
#define MAP  FIELD_MAP
#define OMIT FIELD_OMIT_EMPTY
#define KEY(name)                                                     \
    {                                                                 \
        .kind = VALUE_STRING, .len = sizeof(name) - 1, .text = (name) \
    }
#define TEXT(text_) KEY(text_)
#define OMITTED                \
    {                          \
        .kind = MEMBER_OMITTED \
    }
#define STRUCT(t)                         \
    {                                     \
        .kind = MEMBER_STRUCT, .aux = (t) \
    }
#define NONE               \
    {                      \
        .kind = VALUE_NULL \
    }
#define NO                 \
    {                      \
        .kind = VALUE_BOOL \
    }
#define ZERO              \
    {                     \
        .kind = VALUE_INT \
    }
#define TYPE(name, fields, members)                                \
    {                                                              \
        name, fields, members, PLIM_LEN(fields), PLIM_LEN(members) \
    }
#define EMPTY(text, fields_, members_) \
    {                                  \
        .name = (text)                 \
    }

struct kind_row {
    const char *kind;
    const char *api_version;
    uint16_t type;
};

#include "protobuf_table.inc"

_Static_assert((int)MEMBERS_MAX <= (int)KUBE_PROTOBUF_MEMBERS_MAX, "members of a message");
_Static_assert(PLIM_LEN(types) <= UINT16_MAX, "messages");

const struct kube_protobuf_type *kube_protobuf_type_at(uint16_t type)
{
    return &types[type];
}

const struct kube_protobuf_type *kube_protobuf_list_meta(void)
{
    return &types[T_META_V1_LISTMETA];
}

static int compare(const struct kind_row *row, struct plim_str api_version, struct plim_str kind)
{
    int order = plim_str_compare(plim_str_from(row->kind), kind);
    return order != 0 ? order : plim_str_compare(plim_str_from(row->api_version), api_version);
}

const struct kube_protobuf_type *kube_protobuf_type_find(struct plim_str api_version,
                                                         struct plim_str kind)
{
    size_t low = 0;
    size_t high = PLIM_LEN(kinds);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = compare(&kinds[middle], api_version, kind);
        if (order == 0)
            return &types[kinds[middle].type];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}
