/*
 * Answers in application/vnd.kubernetes.protobuf, which cost an API server a fraction of JSON: the
 * same trees as value_json_reader_read gives for the same objects in JSON, key for key.
 *
 * Only what protobuf_table.inc knows can be read so. A newer server may send fields that it does
 * not know: they are passed over and told, so that the caller can ask for JSON instead.
 * Source: https://kubernetes.io/docs/reference/using-api/api-concepts/#protobuf-encoding
 */
#ifndef KUBE_PROTOBUF_PRIV_H
#define KUBE_PROTOBUF_PRIV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "value/value.h"

struct kube_resource;
struct plim_arena;
struct value_json_reader;

/* Messages inside messages; a schema of a CustomResourceDefinition takes one for each level. */
enum { KUBE_PROTOBUF_DEPTH_MAX = 256 };

/* What becomes of metadata.managedFields, which are half of most objects. */
enum kube_protobuf_managed {
    KUBE_PROTOBUF_MANAGED_PARSED, /* as JSON has them */
    KUBE_PROTOBUF_MANAGED_TEXT,   /* each fieldsV1 is a string: its JSON, not looked at */
    KUBE_PROTOBUF_MANAGED_LEFT_OUT,
};

struct kube_protobuf_options {
    struct value_json_reader
        *json; /* borrowed; for the JSON that some fields hold; NULL: a slower one
                */
    enum kube_protobuf_managed managed;
    bool borrow; /* strings point into the body, which outlives them; else it is copied at once */
    const struct value_entry *head; /* head_len entries that every item of a list begins with */
    size_t head_len;
};

/* The first field that the table does not know, and how many there were. */
struct kube_protobuf_unknown {
    const char *message; /* "core/v1 PodSpec"; static; NULL when everything is known */
    uint32_t field;      /* its number */
    size_t count;
};

/*
 * Read one answer: a list, a Status or an object, as the JSON would be, with kind and apiVersion.
 * The items of a list have neither, as in JSON, but what `head` says. Differences: items of a
 * PartialObjectMetadataList have neither where JSON repeats them; a list without items has [].
 *
 * body         with VALUE_JSON_PADDING readable bytes behind it
 * unknown_out  also set when fields are missing from the tree because of it: never NULL
 * Fails with PLIM_INVALID (not this encoding, cut short, a kind that is not in the table, JSON
 * inside that is none) or PLIM_LIMIT (depth).
 */
PLIM_NODISCARD enum plim_code kube_protobuf_read(struct plim_arena *arena, struct plim_str body,
                                                 const struct kube_protobuf_options *options,
                                                 struct value *object_out,
                                                 struct kube_protobuf_unknown *unknown_out,
                                                 struct plim_err *err);

/* Whether the body says of itself that it is in this encoding. */
bool kube_protobuf_is(struct plim_str body);

/* Whether lists of this kind can be read; of others JSON is to be asked for. Metadata alone can be
 * read of any kind. */
bool kube_protobuf_knows(const struct kube_resource *resource);

/*
 * The metadata.continue of a list, without decoding it: kube_list_head_continue for protobuf.
 *
 * token_out  borrowed from `body`; empty on the last page
 * Returns false when the text does not tell, which is no error: decode it.
 */
bool kube_protobuf_head_continue(struct plim_str body, struct plim_str *token_out);

#endif
