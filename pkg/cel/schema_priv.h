/* The inside of a schema: a tree of nodes, each with its type. */
#ifndef PLIM_CEL_SCHEMA_PRIV_H
#define PLIM_CEL_SCHEMA_PRIV_H

#include "cel/schema.h"
#include "cel/type.h"

#include "typed_list.h"

enum cel_schema_kind {
    CEL_SCHEMA_ANY, /* nothing is known: values stay as they are */
    CEL_SCHEMA_INT_OR_STRING,
    CEL_SCHEMA_OBJECT, /* `fields` */
    CEL_SCHEMA_MAP,    /* `item` */
    CEL_SCHEMA_LIST,   /* `item`, `list` */
    CEL_SCHEMA_STRING,
    CEL_SCHEMA_BYTES,
    CEL_SCHEMA_DATE,
    CEL_SCHEMA_DATE_TIME,
    CEL_SCHEMA_DURATION,
    CEL_SCHEMA_BOOL,
    CEL_SCHEMA_INT,
    CEL_SCHEMA_DOUBLE,
};

struct cel_schema_field {
    struct plim_str name;
    struct plim_str escaped; /* the name itself where it cannot be spelt */
    const struct cel_schema *schema;
};

struct cel_schema {
    enum cel_schema_kind kind;
    bool is_nullable;
    const struct cel_type *type; /* NULL when it is not exposed */
    const struct cel_schema *item;
    const struct cel_schema_field *fields; /* by name */
    size_t field_count;
    const struct cel_list_rule *list; /* NULL: an ordinary list */
};

#endif
