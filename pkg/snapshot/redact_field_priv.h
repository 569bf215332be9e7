/* What stands where in an object: by the name of the field, and of the one above it. */
#ifndef SNAPSHOT_REDACT_FIELD_PRIV_H
#define SNAPSHOT_REDACT_FIELD_PRIV_H

#include "base/str.h"
#include "value/value.h"

/* What the keys and values of a map are. */
enum snapshot_mode {
    SNAPSHOT_MODE_FIELDS,     /* keys are structure, values by their field */
    SNAPSHOT_MODE_LABELS,     /* keys are names of labels or annotations, values by their key */
    SNAPSHOT_MODE_DATA,       /* keys are names, values are one pseudonym each */
    SNAPSHOT_MODE_QUANTITIES, /* keys are names of resources, values quantities */
    SNAPSHOT_MODE_NAMED,      /* keys are names, values are fields */
    SNAPSHOT_MODE_SCHEMA,     /* of a custom kind: keys are keywords, most are dropped */
    SNAPSHOT_MODE_SCHEMAS,    /* keys are names, values schemas */
    SNAPSHOT_MODE_PROPERTIES, /* keys are structure, values schemas */
    SNAPSHOT_MODE_WRITTEN,    /* metadata.managedFields: "f:FIELD", "k:{...}" */
};

/* What a text is. */
enum snapshot_text {
    SNAPSHOT_TEXT_NAME, /* a constant of the API, a time, or a name */
    SNAPSHOT_TEXT_KIND, /* or a constant */
    SNAPSHOT_TEXT_IMAGE,
    SNAPSHOT_TEXT_VERSION,
    SNAPSHOT_TEXT_TAG,
    SNAPSHOT_TEXT_MANAGER,
    SNAPSHOT_TEXT_SHAPE, /* a number, quantity, duration or schedule; else a name */
    SNAPSHOT_TEXT_TARGET,
    SNAPSHOT_TEXT_PLAIN,  /* a name even where a constant of the API is called so */
    SNAPSHOT_TEXT_WHOLE,  /* data */
    SNAPSHOT_TEXT_REMARK, /* free text that nothing is compared with */
    SNAPSHOT_TEXT_KEPT,   /* words of documents of ours */
};

/* Where the value stands. */
struct snapshot_place {
    enum snapshot_mode mode;
    bool written;              /* below metadata.managedFields */
    struct plim_str field;     /* the nearest key that is structure */
    struct plim_str above;     /* and the one above it */
    struct plim_str key;       /* of labels: the key */
    enum snapshot_mode here;   /* of schemas: what texts of the schema are */
    enum snapshot_mode inside; /* of schemas: what its maps are */
};

enum snapshot_text snapshot_text_of(const struct snapshot_place *place);

/* The place of what stands under a key (without "f:") of a map at `place`. */
struct snapshot_place snapshot_place_below(const struct snapshot_place *place, struct plim_str key,
                                           const struct value *value);

#endif
