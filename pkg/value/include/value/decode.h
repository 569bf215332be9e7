/*
 * Reading our own documents strictly: every field is known, of the right kind, and stands once.
 * Errors read "FILE:LINE:COLUMN: unknown field 'enviroments'; did you mean 'environments'?".
 *
 *     static const struct value_field fields[] = {
 *         {"name", VALUE_STRING, VALUE_FIELD_REQUIRED},
 *         {"production", VALUE_BOOL, 0},
 *     };
 *     struct value_node node = ...;
 *     if (value_node_check(&node, fields, PLIM_LEN(fields), err) != PLIM_OK) return err->code;
 *     struct plim_str name = value_node_text(&node, "name");
 */
#ifndef PLIM_VALUE_DECODE_H
#define PLIM_VALUE_DECODE_H

#include "base/err.h"
#include "value/value.h"

/* A value together with where it stands, for messages. Borrowed from the document's arena. */
struct value_node {
    const char *file;
    const struct value *value; /* NULL when absent */
    struct value_position position;
};

enum value_field_flag { VALUE_FIELD_REQUIRED = 1, VALUE_FIELD_NUMBER = 2 /* int or double */ };

struct value_field {
    const char *name;
    enum value_kind kind; /* VALUE_NULL: any kind */
    unsigned flags;
};

/* The node is a map, its keys are among `fields`, their kinds are right (null counts as absent),
 * and the required ones are there. Fails with PLIM_INVALID. */
PLIM_NODISCARD enum plim_code value_node_check(const struct value_node *node,
                                               const struct value_field *fields, size_t count,
                                               struct plim_err *err);

/* The head of a document of ours: apiVersion, kind, metadata and spec, and nothing else; and its
 * metadata: name, and perhaps labels and annotations. Both fail with PLIM_INVALID. */
PLIM_NODISCARD enum plim_code value_node_check_document(const struct value_node *node,
                                                        struct plim_err *err);
PLIM_NODISCARD enum plim_code value_node_check_metadata(const struct value_node *node,
                                                        struct plim_err *err);

struct value_node value_node_get(const struct value_node *map, const char *key);
struct value_node value_node_at(const struct value_node *list, size_t i); /* item, or map value */

/* The key as a string value. */
struct value_node value_node_key_at(const struct value_node *map, size_t i);
size_t value_node_len(const struct value_node *node);

/* Empty when absent. */
struct plim_str value_node_text(const struct value_node *map, const char *key);

/* The index of the node's text in `names`. Fails with PLIM_INVALID: "unknown severity 'hihg';
 * expected one of low, medium, high; did you mean 'high'?". */
PLIM_NODISCARD enum plim_code value_node_enum(const struct value_node *node, const char *what,
                                              const char *const *names, size_t count,
                                              unsigned *index_out, struct plim_err *err);

/* "FILE:LINE:COLUMN: message" with code PLIM_INVALID. */
enum plim_code value_node_fail(struct plim_err *err, const struct value_node *node, const char *fmt,
                               ...) PLIM_PRINTF(3, 4);

#endif
