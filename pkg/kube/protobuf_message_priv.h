/* One message of the wire into one map. Functions return false once the decoder's error is set. */
#ifndef KUBE_PROTOBUF_MESSAGE_PRIV_H
#define KUBE_PROTOBUF_MESSAGE_PRIV_H

#include "protobuf_priv.h"
#include "protobuf_types_priv.h"

/* Of the largest message, those of its inline messages included. */
enum { KUBE_PROTOBUF_MEMBERS_MAX = 64 };

struct kube_protobuf_decoder {
    struct plim_arena *arena;
    const struct kube_protobuf_options *options;
    struct kube_protobuf_unknown unknown;
    unsigned depth;
    struct plim_err *err;
};

/* A map that begins with the head's entries (none: NULL, 0), then the message's members. */
bool kube_protobuf_read_message(struct kube_protobuf_decoder *decoder,
                                const struct kube_protobuf_type *type, struct plim_str bytes,
                                const struct value *head, struct value *out);

/* Fields of the message that stand together: `tag` was just read from `wire`, each is a message of
 * `type`. The list's items begin with the head's entries. */
struct wire;
bool kube_protobuf_read_messages(struct kube_protobuf_decoder *decoder,
                                 const struct kube_protobuf_type *type, struct wire *wire,
                                 uint32_t tag, struct value *list_out);

void kube_protobuf_note_unknown(struct kube_protobuf_decoder *decoder, const char *message,
                                uint32_t field);

/* PLIM_INVALID: "core/v1 PodSpec: field 3: what is wrong". Returns false. */
bool kube_protobuf_fail(struct kube_protobuf_decoder *decoder, const char *message, uint32_t field,
                        const char *what);

/* A string of the body; what is not UTF-8 in it is replaced as Go's JSON does. */
struct value kube_protobuf_text(struct kube_protobuf_decoder *decoder, struct plim_str text);

/* A scalar that has a length, or a message with a JSON of its own: not FIELD_MESSAGE,
 * FIELD_MANAGED, FIELD_INLINE or FIELD_CHOICE. Of no bytes, what Go gives for the type's zero
 * value. */
bool kube_protobuf_read_scalar(struct kube_protobuf_decoder *decoder,
                               enum kube_protobuf_field_kind kind, struct plim_str bytes,
                               struct value *out);

/* A scalar without a length from the bits of its varint or its eight bytes. */
bool kube_protobuf_number(struct kube_protobuf_decoder *decoder, enum kube_protobuf_field_kind kind,
                          uint64_t bits, struct value *out);

#endif
