/* The types of subject_table.c, taken apart. */
#ifndef PLIM_POLICY_RECORD_PRIV_H
#define PLIM_POLICY_RECORD_PRIV_H

#include <stdbool.h>

#include "policy/subject.h"

enum policy_type_kind {
    POLICY_TYPE_DYN,
    POLICY_TYPE_BOOL,
    POLICY_TYPE_INT,
    POLICY_TYPE_STRING,
    POLICY_TYPE_LIST,
    POLICY_TYPE_MAP, /* with string keys */
    POLICY_TYPE_RECORD,
};

struct policy_type {
    enum policy_type_kind kind;
    bool unknowable;                    /* '?' */
    struct plim_str item;               /* of a list or map: the type of its values */
    const struct policy_record *record; /* of a record */
};

/* The table is our own, so a type that makes no sense is a bug: it aborts. */
struct policy_type policy_type_parse(struct plim_str text);

const struct policy_record *policy_record_find(struct plim_str name); /* NULL: there is none */

#endif
