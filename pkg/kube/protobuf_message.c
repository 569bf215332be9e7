#include <stdlib.h>

#include "base/arena.h"

#include "protobuf_message_priv.h"
#include "protobuf_wire_priv.h"

void kube_protobuf_note_unknown(struct kube_protobuf_decoder *decoder, const char *message,
                                uint32_t field)
{
    if (decoder->unknown.count++ > 0)
        return;
    decoder->unknown.message = message;
    decoder->unknown.field = field;
}

bool kube_protobuf_fail(struct kube_protobuf_decoder *decoder, const char *message, uint32_t field,
                        const char *what)
{
    (void)plim_err_set(decoder->err, PLIM_INVALID, "%s: field %u: %s", message, field, what);
    return false;
}

/* What is being read: for messages. */
struct place {
    const struct kube_protobuf_type *type;
    const struct kube_protobuf_field *field;
    uint32_t tag;
};

static bool fail(struct kube_protobuf_decoder *decoder, const struct place *place, const char *what)
{
    return kube_protobuf_fail(decoder, place->type->name, place->tag >> 3, what);
}

static bool is_there(const struct value *member)
{
    return member->kind != MEMBER_OMITTED;
}

static bool fill_members(struct kube_protobuf_decoder *decoder,
                         const struct kube_protobuf_type *type, struct plim_str bytes,
                         struct value *members);

static void clear_members(const struct kube_protobuf_type *type, struct value *members)
{
    for (size_t i = 0; i < type->member_len; i++)
        members[i].kind = MEMBER_OMITTED;
}

static bool enter(struct kube_protobuf_decoder *decoder, const struct kube_protobuf_type *type)
{
    if (decoder->depth < KUBE_PROTOBUF_DEPTH_MAX) {
        decoder->depth++;
        return true;
    }
    (void)plim_err_set(decoder->err, PLIM_LIMIT, "%s: messages are nested deeper than %d levels",
                       type->name, KUBE_PROTOBUF_DEPTH_MAX);
    return false;
}

/* What the member is though the wire does not have it; MEMBER_OMITTED when it is left out. */
static bool read_absent(struct kube_protobuf_decoder *decoder, const struct value *otherwise,
                        struct value *out)
{
    if (otherwise->kind == MEMBER_STRUCT)
        return kube_protobuf_read_message(decoder, kube_protobuf_type_at(otherwise->aux),
                                          (struct plim_str){0}, NULL, out);
    *out = *otherwise;
    return true;
}

static bool finish(struct kube_protobuf_decoder *decoder, const struct kube_protobuf_type *type,
                   const struct value *members, const struct value *head, struct value *out)
{
    size_t len = head ? head->len : 0;
    for (size_t i = 0; i < type->member_len; i++)
        if (is_there(&members[i]) || is_there(&type->members[i].value))
            len++;
    struct value_entry *entries = plim_arena_take(decoder->arena, len * sizeof *entries);
    len = 0;
    for (size_t i = 0; head && i < head->len; i++)
        entries[len++] = head->entries[i];
    for (size_t i = 0; i < type->member_len; i++) {
        const struct value_entry *member = &type->members[i];
        if (is_there(&members[i]))
            entries[len].value = members[i];
        else if (!is_there(&member->value))
            continue;
        else if (!read_absent(decoder, &member->value, &entries[len].value))
            return false;
        entries[len++].key = member->key;
    }
    *out = value_map(entries, len);
    return true;
}

bool kube_protobuf_read_message(struct kube_protobuf_decoder *decoder,
                                const struct kube_protobuf_type *type, struct plim_str bytes,
                                const struct value *head, struct value *out)
{
    struct value members[KUBE_PROTOBUF_MEMBERS_MAX];
    if (!enter(decoder, type))
        return false;
    clear_members(type, members);
    bool is_read =
        fill_members(decoder, type, bytes, members) && finish(decoder, type, members, head, out);
    decoder->depth--;
    return is_read;
}

/* JSONSchemaPropsOrBool and its like: what the last field says, else the one before it. */
static bool read_choice(struct kube_protobuf_decoder *decoder,
                        const struct kube_protobuf_type *type, struct plim_str bytes,
                        struct value *out)
{
    struct value members[KUBE_PROTOBUF_MEMBERS_MAX];
    if (!enter(decoder, type))
        return false;
    clear_members(type, members);
    bool is_read = fill_members(decoder, type, bytes, members);
    decoder->depth--;
    size_t i = type->member_len - 1U;
    while (is_read && i > 0 && !is_there(&members[i]))
        i--;
    if (is_read)
        *out = is_there(&members[i]) ? members[i] : type->members[0].value;
    return is_read;
}

static bool is_number(enum kube_protobuf_field_kind kind)
{
    return kind < FIELD_STRING;
}

/* What has a length, from its bytes. */
static bool read_sized(struct kube_protobuf_decoder *decoder,
                       const struct kube_protobuf_field *field, struct plim_str bytes,
                       struct value *out)
{
    if (field->kind == FIELD_STRING) {
        *out = kube_protobuf_text(decoder, bytes);
        return true;
    }
    if (field->kind == FIELD_MESSAGE || field->kind == FIELD_MANAGED)
        return kube_protobuf_read_message(decoder, kube_protobuf_type_at(field->type), bytes, NULL,
                                          out);
    if (field->kind == FIELD_CHOICE)
        return read_choice(decoder, kube_protobuf_type_at(field->type), bytes, out);
    return kube_protobuf_read_scalar(decoder, field->kind, bytes, out);
}

/* One number of a list, or the only one. */
static bool read_number(struct kube_protobuf_decoder *decoder, const struct place *place,
                        struct wire *wire, struct value *out)
{
    uint64_t bits = 0;
    bool is_double = place->field->kind == FIELD_DOUBLE;
    if (!(is_double ? wire_fixed64(wire, &bits) : wire_varint(wire, &bits)))
        return fail(decoder, place, "it is cut short");
    if (!kube_protobuf_number(decoder, place->field->kind, bits, out))
        return fail(decoder, place, "it is not a finite number");
    return true;
}

static bool read_one(struct kube_protobuf_decoder *decoder, const struct place *place,
                     struct wire *wire, struct value *out)
{
    enum kube_protobuf_field_kind kind = place->field->kind;
    unsigned expected = kind == FIELD_DOUBLE ? WIRE_64 : is_number(kind) ? WIRE_VARINT : WIRE_BYTES;
    struct plim_str bytes = {0};
    if ((place->tag & 7) != expected)
        return fail(decoder, place, "it has another wire type than ours");
    if (is_number(kind))
        return read_number(decoder, place, wire, out);
    if (!wire_bytes(wire, &bytes))
        return fail(decoder, place, "it is cut short");
    return read_sized(decoder, place->field, bytes, out);
}

/* Numbers of a list with one tag and one length for all. */
static bool read_packed(struct kube_protobuf_decoder *decoder, const struct place *place,
                        struct wire *wire, struct value *out)
{
    struct plim_str bytes = {0};
    if (!wire_bytes(wire, &bytes))
        return fail(decoder, place, "it is cut short");
    struct wire inside = wire_of(bytes);
    size_t len = place->field->kind == FIELD_DOUBLE ? bytes.len / sizeof(uint64_t) : 0;
    for (const uint8_t *at = inside.at; at < inside.end && place->field->kind != FIELD_DOUBLE; at++)
        len += *at < 0x80 ? 1 : 0;
    struct value *items = plim_arena_take(decoder->arena, len * sizeof *items);
    for (size_t i = 0; i < len; i++)
        if (!read_number(decoder, place, &inside, &items[i]))
            return false;
    if (inside.at != inside.end)
        return fail(decoder, place, "it is cut short");
    *out = value_list(items, len);
    return true;
}

/* All fields of a list stand together: that is how API servers write them. */
static bool read_list(struct kube_protobuf_decoder *decoder, const struct place *place,
                      struct wire *wire, struct value *out)
{
    if (is_number(place->field->kind) && (place->tag & 7) == WIRE_BYTES)
        return read_packed(decoder, place, wire, out);
    uint32_t tag = place->tag;
    size_t len = wire_count(*wire, tag);
    if (len == 0)
        return fail(decoder, place, "it is cut short");
    struct value *items = plim_arena_take(decoder->arena, len * sizeof *items);
    for (size_t i = 0; i < len; i++)
        if ((i > 0 && !wire_tag(wire, &tag)) || !read_one(decoder, place, wire, &items[i]))
            return false;
    *out = value_list(items, len);
    return true;
}

bool kube_protobuf_read_messages(struct kube_protobuf_decoder *decoder,
                                 const struct kube_protobuf_type *type, struct wire *wire,
                                 uint32_t tag, struct value *list_out)
{
    size_t len = wire_count(*wire, tag);
    if (len == 0)
        return kube_protobuf_fail(decoder, "a list", tag >> 3, "it is cut short");
    const struct value head = value_map(decoder->options->head, decoder->options->head_len);
    struct value *items = plim_arena_take(decoder->arena, len * sizeof *items);
    for (size_t i = 0; i < len; i++) {
        struct plim_str bytes = {0};
        if (i > 0)
            (void)wire_tag(wire, &tag);
        (void)wire_bytes(wire, &bytes);
        if (!kube_protobuf_read_message(decoder, type, bytes, &head, &items[i]))
            return false;
    }
    *list_out = value_list(items, len);
    return true;
}

/* A map's value that the wire leaves out. */
static bool read_zero(struct kube_protobuf_decoder *decoder,
                      const struct kube_protobuf_field *field, struct value *out)
{
    if (is_number(field->kind))
        return kube_protobuf_number(decoder, field->kind, 0, out);
    return read_sized(decoder, field, (struct plim_str){0}, out);
}

static bool read_entry(struct kube_protobuf_decoder *decoder, const struct place *place,
                       struct plim_str bytes, struct value_entry *out)
{
    enum { KEY_TAG = 1 << 3 | WIRE_BYTES, VALUE_NUMBER = 2 };
    struct wire wire = wire_of(bytes);
    struct plim_str key = {0};
    bool has_value = false;
    while (wire.at < wire.end) {
        uint32_t tag = 0;
        bool is_read = wire_tag(&wire, &tag);
        if (is_read && tag == KEY_TAG)
            is_read = wire_bytes(&wire, &key);
        else if (is_read && tag >> 3 == VALUE_NUMBER) {
            struct place value = {place->type, place->field, place->tag >> 3 << 3 | (tag & 7)};
            if (!read_one(decoder, &value, &wire, &out->value))
                return false;
            has_value = true;
        } else
            is_read = false;
        if (!is_read)
            return fail(decoder, place, "it is no entry of a map");
    }
    out->key = kube_protobuf_text(decoder, key);
    return has_value || read_zero(decoder, place->field, &out->value);
}

static int compare_keys(const struct value_entry *left, const struct value_entry *right)
{
    return plim_str_compare((struct plim_str){left->key.text, left->key.len},
                            (struct plim_str){right->key.text, right->key.len});
}

static int order_entries(const void *left, const void *right)
{
    return compare_keys(left, right);
}

/* As Go's JSON has them. API servers write them so; others need not. */
static bool sort_entries(struct value_entry *entries, size_t len)
{
    bool is_sorted = true;
    for (size_t i = 1; i < len && is_sorted; i++)
        is_sorted = compare_keys(&entries[i - 1], &entries[i]) < 0;
    if (is_sorted)
        return true;
    qsort(entries, len, sizeof *entries, order_entries);
    for (size_t i = 1; i < len; i++)
        if (compare_keys(&entries[i - 1], &entries[i]) == 0)
            return false;
    return true;
}

static bool read_map(struct kube_protobuf_decoder *decoder, const struct place *place,
                     struct wire *wire, struct value *out)
{
    uint32_t tag = place->tag;
    size_t len = (tag & 7) == WIRE_BYTES ? wire_count(*wire, tag) : 0;
    if (len == 0)
        return fail(decoder, place, "it is no map, or cut short");
    struct value_entry *entries = plim_arena_take(decoder->arena, len * sizeof *entries);
    for (size_t i = 0; i < len; i++) {
        struct plim_str bytes = {0};
        if ((i > 0 && !wire_tag(wire, &tag)) || !wire_bytes(wire, &bytes) ||
            !read_entry(decoder, place, bytes, &entries[i]))
            return false;
    }
    if (!sort_entries(entries, len))
        return fail(decoder, place, "a key stands twice");
    *out = value_map(entries, len);
    return true;
}

/* Go's isEmptyValue, and IsZero of a time. */
static bool is_empty(const struct value *value)
{
    switch ((enum value_kind)value->kind) {
    case VALUE_NULL:
        return true;
    case VALUE_BOOL:
        return !value->boolean;
    case VALUE_INT:
        return value->integer == 0;
    case VALUE_STRING:
    case VALUE_LIST:
    case VALUE_MAP:
        return value->len == 0;
    case VALUE_UINT:
    case VALUE_DOUBLE:
    case VALUE_BYTES:
    case VALUE_TIMESTAMP:
    case VALUE_DURATION:
    case VALUE_TYPE:
    case VALUE_OPTIONAL:
    case VALUE_OPAQUE:
    case VALUE_UNKNOWN:
    case VALUE_ERROR:
        return false;
    }
    return false;
}

static bool read_field(struct kube_protobuf_decoder *decoder, const struct place *place,
                       struct wire *wire, struct value *members)
{
    const struct kube_protobuf_field *field = place->field;
    struct value *member = &members[field->slot];
    if (field->kind == FIELD_INLINE) {
        struct plim_str bytes = {0};
        if ((place->tag & 7) != WIRE_BYTES || !wire_bytes(wire, &bytes))
            return fail(decoder, place, "it is no message, or cut short");
        return fill_members(decoder, kube_protobuf_type_at(field->type), bytes, member);
    }
    if (is_there(member))
        return fail(decoder, place, "it stands twice");
    bool is_read = false;
    if (field->flags & FIELD_MAP)
        is_read = read_map(decoder, place, wire, member);
    else if (field->flags & FIELD_LIST)
        is_read = read_list(decoder, place, wire, member);
    else
        is_read = read_one(decoder, place, wire, member);
    if (is_read && (field->flags & FIELD_OMIT_EMPTY) && is_empty(member))
        member->kind = MEMBER_OMITTED;
    return is_read;
}

static bool fill_members(struct kube_protobuf_decoder *decoder,
                         const struct kube_protobuf_type *type, struct plim_str bytes,
                         struct value *members)
{
    struct wire wire = wire_of(bytes);
    bool skips_managed = decoder->options->managed == KUBE_PROTOBUF_MANAGED_LEFT_OUT;
    while (wire.at < wire.end) {
        uint32_t tag = 0;
        if (!wire_tag(&wire, &tag))
            return kube_protobuf_fail(decoder, type->name, 0, "its number cannot be read");
        uint32_t number = tag >> 3;
        struct place place = {type, NULL, tag};
        if (number < type->field_len)
            place.field = &type->fields[number];
        bool is_known = place.field && place.field->kind != FIELD_UNKNOWN;
        if (!is_known)
            kube_protobuf_note_unknown(decoder, type->name, number);
        if (!is_known || (skips_managed && place.field->kind == FIELD_MANAGED)) {
            if (!wire_skip(&wire, tag))
                return fail(decoder, &place, "it is cut short");
        } else if (!read_field(decoder, &place, &wire, members)) {
            return false;
        }
    }
    return true;
}
