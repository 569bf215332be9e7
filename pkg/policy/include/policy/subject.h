/*
 * What policies see: the subjects, their variables, and the records these are made of. One static
 * table (pkg/policy/subject_table.c) from which the types of expressions, the defaults of cases and
 * the tables of SUBJECTS.md come.
 */
#ifndef PLIM_POLICY_SUBJECT_H
#define PLIM_POLICY_SUBJECT_H

#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "value/value.h"

enum policy_subject {
    POLICY_OBJECT,
    POLICY_IMAGE,
    POLICY_APPLICATION,
    POLICY_PARITY,
    POLICY_REPOSITORY,
    POLICY_CLUSTER,
    POLICY_ACCOUNT,
    POLICY_FLEET,
    POLICY_RELATION,
    POLICY_EXEMPTION,
    POLICY_NAMESPACE,
};
enum { POLICY_SUBJECTS = 11 };

extern const char *const policy_subject_names[POLICY_SUBJECTS]; /* "object", "image", ... */

/* Its record, and the variable that holds it: the same, but for `ns`, since CEL reserves the word
 * `namespace`. */
extern const char *const policy_subject_records[POLICY_SUBJECTS];

/* Where each variable of the subject `object` stands in policy_input.values. */
enum policy_object_slot {
    POLICY_SLOT_OBJECT,
    POLICY_SLOT_OLD_OBJECT,       /* NULL: null */
    POLICY_SLOT_REQUEST,          /* NULL: made from the object; who asks is unknown */
    POLICY_SLOT_PARAMS,           /* NULL: the policy's own spec.params */
    POLICY_SLOT_NAMESPACE_OBJECT, /* NULL: unknown */
    POLICY_SLOT_CLUSTER,
    POLICY_SLOT_ENVIRONMENT,
    POLICY_SLOT_PRODUCTION,
    POLICY_SLOT_ORIGIN,   /* NULL: from policy_input.from_git */
    POLICY_SLOT_POD_SPEC, /* NULL: found in the object, null when it has none */
    POLICY_SLOT_POD_PATH, /* NULL: as POLICY_SLOT_POD_SPEC, and the next two */
    POLICY_SLOT_POD_METADATA,
    POLICY_SLOT_CONTAINERS,
    POLICY_SLOT_KUBERNETES_VERSION,
    POLICY_SLOT_OLD_APIS, /* NULL: found in the object and in POLICY_SLOT_DESIRED */
    POLICY_SLOT_DESIRED,
    POLICY_SLOT_DRIFT,
    POLICY_SLOT_OWNER,
    POLICY_SLOT_APPLICATION,
};
enum { POLICY_OBJECT_SLOTS = 19 };

/* Of every other subject: the record itself, then `params`. */
enum policy_record_slot { POLICY_SLOT_RECORD, POLICY_SLOT_RECORD_PARAMS };
enum { POLICY_RECORD_SLOTS = 2 };

struct policy_field {
    const char *name;
    const char *type;      /* "string", "list(difference)", ...; a final '?': may be unknown */
    const char *otherwise; /* as YAML, where the default is not the type's zero; else NULL */
    const char *doc;
};

struct policy_record {
    const char *name; /* "image", "difference", ... */
    const char *doc;
    const struct policy_field *fields;
    size_t len;
};

/* All records, in the order of the documentation. The variables of `object` are the record
 * "object". */
const struct policy_record *policy_records(size_t *count_out);

/*
 * The value of a variable with everything that `partial` leaves out filled from the table: false,
 * 0, "", empty lists and maps, null for dyn, or the default that stands there.
 *
 * partial  a map; {$unknown: REASON} anywhere in it becomes an unknown value
 * Fails with PLIM_INVALID: a field that the table does not have, or a value of another type.
 */
PLIM_NODISCARD enum plim_code policy_record_complete(struct plim_arena *arena, const char *record,
                                                     const struct value *partial,
                                                     struct value *value_out, struct plim_err *err);

/* Every field of the table is there with its type, and no other: what makers of subjects promise.
 * Fails with PLIM_INVALID: "image.tag: missing". */
PLIM_NODISCARD enum plim_code policy_record_check(const char *record, const struct value *value,
                                                  struct plim_err *err);

/* The tables of SUBJECTS.md, as Markdown. */
void policy_records_print(struct plim_buf *buf);

#endif
