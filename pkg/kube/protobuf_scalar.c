/* Field types whose JSON is not that of a message. Sources: the MarshalJSON and Unmarshal methods
 * in k8s.io/apimachinery (time.go, micro_time_proto.go, duration.go, quantity_proto.go, intstr.go,
 * extension.go, helpers.go) and Go's encoding/json. */
#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/base64.h"
#include "value/json.h"
#include "value/utf8.h"

#include "protobuf_message_priv.h"
#include "protobuf_time_priv.h"
#include "protobuf_wire_priv.h"

static bool is_ascii(struct plim_str text)
{
    uint64_t seen = 0;
    uint64_t word = 0;
    size_t i = 0;
    for (; i + sizeof word <= text.len; i += sizeof word) {
        memcpy(&word, text.text + i, sizeof word);
        seen |= word;
    }
    for (; i < text.len; i++)
        seen |= (uint8_t)text.text[i];
    return (seen & UINT64_C(0x8080808080808080)) == 0;
}

/* Every byte that is not part of a character becomes U+FFFD. */
static struct value replace_invalid(struct plim_arena *arena, struct plim_str text)
{
    static const char replacement[] = "\xef\xbf\xbd";
    char *copy = plim_arena_take(arena, text.len * (sizeof replacement - 1) + 1);
    size_t used = 0;
    while (text.len > 0) {
        size_t len = value_utf8_char_len(text);
        memcpy(copy + used, len > 0 ? text.text : replacement, len > 0 ? len : 3);
        used += len > 0 ? len : 3;
        text.text += len > 0 ? len : 1;
        text.len -= len > 0 ? len : 1;
    }
    return value_string((struct plim_str){copy, used});
}

struct value kube_protobuf_text(struct kube_protobuf_decoder *decoder, struct plim_str text)
{
    if (!is_ascii(text) && !value_utf8_is_valid(text))
        return replace_invalid(decoder->arena, text);
    return value_string(text);
}

static struct value encode_bytes(struct kube_protobuf_decoder *decoder, struct plim_str bytes)
{
    struct plim_buf text = {0};
    plim_base64_encode(bytes, &text);
    struct plim_str copy = plim_arena_copy_str(decoder->arena, plim_buf_str(&text));
    plim_buf_release(&text);
    return value_string(copy);
}

/* Above 2^53 the fewest digits that read back the same are not the number itself: Go writes
 * 9223372036854776000 for 2^63, and our JSON reader takes that for an integer. */
static struct value read_back(struct kube_protobuf_decoder *decoder, struct value real)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    struct plim_err err = {0};
    struct value back = real;
    if (value_json_write(&real, VALUE_JSON_COMPACT, &text, &err) != PLIM_OK)
        return real;
    struct plim_str digits = plim_buf_str(&text);
    if (plim_str_ends(digits, PLIM_STR(".0")))
        digits.len -= 2;
    return value_json_read(decoder->arena, digits, &back, &err) == PLIM_OK ? back : real;
}

/* Go writes whole numbers below 1e21 without a fraction. */
static bool read_double(struct kube_protobuf_decoder *decoder, uint64_t bits, struct value *out)
{
    double real = 0;
    memcpy(&real, &bits, sizeof real);
    if (!isfinite(real))
        return false;
    bool is_whole = !(fabs(real - trunc(real)) > 0);
    if (is_whole && fabs(real) <= 0x1p53)
        *out = value_int((int64_t)real);
    else if (is_whole && fabs(real) < 1e21)
        *out = read_back(decoder, value_double(real));
    else
        *out = value_double(real);
    return true;
}

bool kube_protobuf_number(struct kube_protobuf_decoder *decoder, enum kube_protobuf_field_kind kind,
                          uint64_t bits, struct value *out)
{
    if (kind == FIELD_DOUBLE)
        return read_double(decoder, bits, out);
    if (kind == FIELD_BOOL)
        *out = value_bool(bits != 0);
    else
        *out = value_int(kind == FIELD_INT32 ? (int32_t)(uint32_t)bits : (int64_t)bits);
    return true;
}

/* A small message that has nothing but varints and bytes. */
struct small {
    uint64_t numbers[4];
    struct plim_str bytes[4];
    bool has[4];
};

static bool read_small(struct kube_protobuf_decoder *decoder, const char *message,
                       struct plim_str bytes, struct small *small)
{
    struct wire wire = wire_of(bytes);
    while (wire.at < wire.end) {
        uint32_t tag = 0;
        bool is_read = wire_tag(&wire, &tag);
        uint32_t number = tag >> 3;
        bool is_known = is_read && number < PLIM_LEN(small->has);
        if (is_known && (tag & 7) == WIRE_VARINT)
            is_read = wire_varint(&wire, &small->numbers[number]);
        else if (is_known && (tag & 7) == WIRE_BYTES)
            is_read = wire_bytes(&wire, &small->bytes[number]);
        else if (is_read)
            is_read = wire_skip(&wire, tag);
        if (!is_read)
            return kube_protobuf_fail(decoder, message, number, "it is cut short");
        if (is_known)
            small->has[number] = true;
        else
            kube_protobuf_note_unknown(decoder, message, number);
    }
    return true;
}

static bool read_time(struct kube_protobuf_decoder *decoder, enum kube_protobuf_field_kind kind,
                      struct plim_str bytes, struct value *out)
{
    struct small small = {0};
    *out = value_null();
    if (bytes.len == 0)
        return true;
    if (!read_small(decoder, "meta/v1 Timestamp", bytes, &small))
        return false;
    bool is_micro = kind == FIELD_MICRO_TIME;
    int64_t nanoseconds = is_micro ? (int32_t)(uint32_t)small.numbers[2] : 0;
    char *text = plim_arena_take(decoder->arena, KUBE_PROTOBUF_TIME_BYTES);
    size_t len = 0;
    if (!kube_protobuf_time_text((int64_t)small.numbers[1], nanoseconds, is_micro, text, &len))
        return kube_protobuf_fail(decoder, "meta/v1 Timestamp", 1,
                                  "it is not within the years 0 to 9999");
    if (len > 0)
        *out = value_string((struct plim_str){text, len});
    return true;
}

static bool read_json(struct kube_protobuf_decoder *decoder, const char *message,
                      struct plim_str text, struct value *out)
{
    struct plim_err err = {0};
    if (text.len == 0) {
        *out = value_null();
        return true;
    }
    struct value_json_reader *reader = decoder->options->json;
    enum plim_code code = reader ? value_json_reader_read(reader, decoder->arena, text, out, &err)
                                 : value_json_read(decoder->arena, text, out, &err);
    if (code == PLIM_OK)
        return true;
    (void)plim_err_set(decoder->err, err.code, "%s: the JSON in it cannot be read: %s", message,
                       err.msg);
    return false;
}

static bool read_managed_set(struct kube_protobuf_decoder *decoder, struct plim_str text,
                             struct value *out)
{
    if (decoder->options->managed == KUBE_PROTOBUF_MANAGED_PARSED || text.len == 0)
        return read_json(decoder, "meta/v1 FieldsV1", text, out);
    *out = kube_protobuf_text(decoder, text);
    return true;
}

static bool read_int_or_string(struct kube_protobuf_decoder *decoder, const struct small *small,
                               struct value *out)
{
    enum { TYPE_INT, TYPE_STRING };
    int32_t type = (int32_t)(uint32_t)small->numbers[1];
    if (type != TYPE_INT && type != TYPE_STRING)
        return kube_protobuf_fail(decoder, "util/intstr IntOrString", 1, "it is neither 0 nor 1");
    if (type == TYPE_STRING)
        *out = kube_protobuf_text(decoder, small->bytes[3]);
    else
        *out = value_int((int32_t)(uint32_t)small->numbers[2]);
    return true;
}

static struct value duration(struct kube_protobuf_decoder *decoder, int64_t nanoseconds)
{
    char *text = plim_arena_take(decoder->arena, KUBE_PROTOBUF_TIME_BYTES);
    size_t len = kube_protobuf_duration_text(nanoseconds, text);
    return value_string((struct plim_str){text, len});
}

static bool read_strings(struct kube_protobuf_decoder *decoder, struct plim_str bytes,
                         struct value *out)
{
    enum { ITEM_TAG = 1 << 3 | WIRE_BYTES };
    struct wire wire = wire_of(bytes);
    uint32_t tag = 0;
    *out = value_list(NULL, 0);
    if (bytes.len == 0)
        return true;
    size_t len = wire_tag(&wire, &tag) && tag == ITEM_TAG ? wire_count(wire, tag) : 0;
    struct value *items = plim_arena_take(decoder->arena, len * sizeof *items);
    for (size_t i = 0; i < len; i++) {
        struct plim_str text = {0};
        if (i > 0)
            (void)wire_tag(&wire, &tag);
        (void)wire_bytes(&wire, &text);
        items[i] = kube_protobuf_text(decoder, text);
    }
    if (len == 0 || wire.at != wire.end)
        return kube_protobuf_fail(decoder, "a list of strings", tag >> 3, "it is no string");
    *out = value_list(items, len);
    return true;
}

/* What is a message on the wire and one value in JSON. */
static bool read_wrapped(struct kube_protobuf_decoder *decoder, enum kube_protobuf_field_kind kind,
                         struct plim_str bytes, struct value *out)
{
    static const char *const names[] = {
        [FIELD_DURATION] = "meta/v1 Duration",
        [FIELD_QUANTITY] = "api/resource Quantity",
        [FIELD_INT_OR_STRING] = "util/intstr IntOrString",
        [FIELD_RAW_JSON] = "runtime RawExtension",
        [FIELD_MANAGED_SET] = "meta/v1 FieldsV1",
    };
    struct small small = {0};
    if (!read_small(decoder, names[kind], bytes, &small))
        return false;
    if (kind == FIELD_DURATION)
        *out = duration(decoder, (int64_t)small.numbers[1]);
    else if (kind == FIELD_QUANTITY)
        *out = small.bytes[1].len > 0 ? kube_protobuf_text(decoder, small.bytes[1])
                                      : value_string(PLIM_STR("0"));
    else if (kind == FIELD_INT_OR_STRING)
        return read_int_or_string(decoder, &small, out);
    else if (kind == FIELD_RAW_JSON)
        return read_json(decoder, names[kind], small.bytes[1], out);
    else
        return read_managed_set(decoder, small.bytes[1], out);
    return true;
}

bool kube_protobuf_read_scalar(struct kube_protobuf_decoder *decoder,
                               enum kube_protobuf_field_kind kind, struct plim_str bytes,
                               struct value *out)
{
    if (kind == FIELD_STRING) {
        *out = kube_protobuf_text(decoder, bytes);
        return true;
    }
    if (kind == FIELD_BYTES) {
        *out = encode_bytes(decoder, bytes);
        return true;
    }
    if (kind == FIELD_STRINGS)
        return read_strings(decoder, bytes, out);
    if (kind == FIELD_TIME || kind == FIELD_MICRO_TIME)
        return read_time(decoder, kind, bytes, out);
    return read_wrapped(decoder, kind, bytes, out);
}
