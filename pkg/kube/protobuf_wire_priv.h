/* Protobuf's wire format, read forward. In the header, since it is done for every field.
 * Source: https://protobuf.dev/programming-guides/encoding/ */
#ifndef KUBE_PROTOBUF_WIRE_PRIV_H
#define KUBE_PROTOBUF_WIRE_PRIV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/str.h"

enum wire_type { WIRE_VARINT = 0, WIRE_64 = 1, WIRE_BYTES = 2, WIRE_32 = 5 };

struct wire {
    const uint8_t *at;
    const uint8_t *end;
};

static inline struct wire wire_of(struct plim_str bytes)
{
    static const uint8_t none[1] = {0};
    const uint8_t *at = (const uint8_t *)bytes.text;
    return at ? (struct wire){at, at + bytes.len} : (struct wire){none, none};
}

/* At most ten bytes; what is above 64 bits is dropped, as Go does. */
static inline bool wire_long_varint(struct wire *wire, uint64_t *number_out)
{
    uint64_t number = 0;
    for (unsigned shift = 0; shift < 70; shift += 7) {
        if (wire->at == wire->end)
            return false;
        uint8_t byte = *wire->at++;
        if (shift < 64)
            number |= (uint64_t)(byte & 0x7f) << shift;
        if (byte < 0x80) {
            *number_out = number;
            return true;
        }
    }
    return false;
}

static inline bool wire_varint(struct wire *wire, uint64_t *number_out)
{
    if (wire->at < wire->end && *wire->at < 0x80) {
        *number_out = *wire->at++;
        return true;
    }
    return wire_long_varint(wire, number_out);
}

static inline bool wire_fixed64(struct wire *wire, uint64_t *bits_out)
{
    if (wire->end - wire->at < 8)
        return false;
    *bits_out = 0;
    for (unsigned i = 0; i < 8; i++)
        *bits_out |= (uint64_t)wire->at[i] << (8 * i);
    wire->at += 8;
    return true;
}

/* A field's number and how it is written. */
static inline bool wire_tag(struct wire *wire, uint32_t *tag_out)
{
    uint64_t tag = 0;
    if (!wire_varint(wire, &tag) || tag > UINT32_MAX || tag >> 3 == 0)
        return false;
    *tag_out = (uint32_t)tag;
    return true;
}

static inline bool wire_bytes(struct wire *wire, struct plim_str *bytes_out)
{
    uint64_t len = 0;
    if (!wire_varint(wire, &len) || len > (uint64_t)(wire->end - wire->at))
        return false;
    *bytes_out = (struct plim_str){(const char *)wire->at, (size_t)len};
    wire->at += len;
    return true;
}

/* Groups (3 and 4) are none of Kubernetes'. */
static inline bool wire_skip(struct wire *wire, uint32_t tag)
{
    uint64_t number = 0;
    struct plim_str bytes;
    switch (tag & 7) {
    case WIRE_VARINT:
        return wire_varint(wire, &number);
    case WIRE_64:
        return wire_fixed64(wire, &number);
    case WIRE_BYTES:
        return wire_bytes(wire, &bytes);
    case WIRE_32:
        if (wire->end - wire->at < 4)
            return false;
        wire->at += 4;
        return true;
    default:
        return false;
    }
}

/* How many fields with this tag follow each other, the first of which was just read up to its tag.
 * 0 when one of them is cut short. */
static inline size_t wire_count(struct wire wire, uint32_t tag)
{
    size_t count = 0;
    uint32_t next = tag;
    while (next == tag) {
        if (!wire_skip(&wire, tag))
            return 0;
        count++;
        if (wire.at == wire.end || !wire_tag(&wire, &next))
            break;
    }
    return count;
}

#endif
