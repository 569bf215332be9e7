/* What the protobuf reader knows of Kubernetes' types: protobuf_table.inc, written by hack/protobuf
 * from the Go types. */
#ifndef KUBE_PROTOBUF_TYPES_PRIV_H
#define KUBE_PROTOBUF_TYPES_PRIV_H

#include <stdint.h>

#include "base/str.h"
#include "value/value.h"

/* How a field is written, and what it is in JSON. */
enum kube_protobuf_field_kind {
    FIELD_UNKNOWN = 0, /* a number that no field has */
    FIELD_BOOL,
    FIELD_INT32,
    FIELD_INT64,
    FIELD_DOUBLE,
    /* From here on with a length. */
    FIELD_STRING,
    FIELD_BYTES,         /* base64 */
    FIELD_MESSAGE,       /* an object */
    FIELD_MANAGED,       /* the same: an entry of managedFields */
    FIELD_INLINE,        /* a message whose members are those of the message around it */
    FIELD_CHOICE,        /* a message that is the last of its members that is there */
    FIELD_STRINGS,       /* a message of strings: a list */
    FIELD_TIME,          /* metav1.Time: RFC 3339, seconds; null when zero */
    FIELD_MICRO_TIME,    /* metav1.MicroTime: the same with microseconds */
    FIELD_DURATION,      /* metav1.Duration: Go's "1h2m3s" */
    FIELD_QUANTITY,      /* resource.Quantity: the canonical text, which is what is written */
    FIELD_INT_OR_STRING, /* intstr.IntOrString */
    FIELD_RAW_JSON,      /* runtime.RawExtension, apiextensions JSON: the JSON itself */
    FIELD_MANAGED_SET,   /* metav1.FieldsV1 */
};

enum kube_protobuf_field_flag {
    FIELD_LIST = 1,
    FIELD_MAP = 2,        /* from string */
    FIELD_OMIT_EMPTY = 4, /* an empty one is as good as none: Go's omitempty of what is no pointer
                           */
};

struct kube_protobuf_field {
    uint8_t kind;  /* enum kube_protobuf_field_kind */
    uint8_t flags; /* enum kube_protobuf_field_flag */
    uint8_t slot;  /* which member it is; of FIELD_INLINE the first one */
    uint16_t type; /* of FIELD_MESSAGE and its like: the message */
};

/* Kinds that stand in the `value` of a member in the table, and in members being read. */
enum {
    MEMBER_OMITTED = 0xff, /* absent: left out */
    MEMBER_STRUCT = 0xfe,  /* absent: the message `aux` without any field */
};

struct kube_protobuf_type {
    const char *name;                         /* "core/v1 PodSpec" */
    const struct kube_protobuf_field *fields; /* by number */
    const struct value_entry *members; /* in JSON's order: the key, and what it is when absent */
    uint16_t field_len;                /* the highest number + 1 */
    uint16_t member_len;
};

const struct kube_protobuf_type *kube_protobuf_type_at(uint16_t type);
const struct kube_protobuf_type *kube_protobuf_list_meta(void);

/* The message of a kind, or NULL. api_version is "v1" or "apps/v1". */
const struct kube_protobuf_type *kube_protobuf_type_find(struct plim_str api_version,
                                                         struct plim_str kind);

#endif
