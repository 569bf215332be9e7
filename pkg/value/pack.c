/*
 * An item is a tag, then what the tag asks for:
 *
 *     null, false, true       nothing
 *     int, uint               a varint; of an int, zigzag
 *     double                  8 bytes
 *     text                    a varint length and the bytes: it is met for the first time
 *     known text              the varint number of a text that is kept
 *     list                    a varint length and the items
 *     map                     the varint number of a shape, the keys, and the values
 *
 * A text is kept from its second occurrence on: until then only its hash is remembered. Varints are
 * those of Protocol Buffers. Source: https://protobuf.dev/programming-guides/encoding/
 */
#include "value/pack.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

#include "pack_priv.h"

enum tag {
    TAG_NULL,
    TAG_FALSE,
    TAG_TRUE,
    TAG_INT,
    TAG_UINT,
    TAG_DOUBLE,
    TAG_LIST,
    TAG_MAP,
    TAG_STRING, /* of each text, one behind it is that of a known one */
    TAG_STRING_KNOWN,
    TAG_BYTES,
    TAG_BYTES_KNOWN,
    TAG_UNKNOWN,
    TAG_UNKNOWN_KNOWN,
    TAG_ERROR,
    TAG_ERROR_KNOWN,
};

enum { CHUNK_BYTES = 128 * 1024, VARINT_BYTES_MAX = 10, IS_PACK = UINT16_MAX };

struct value_pack *value_pack_new(void)
{
    struct value_pack *pack = plim_calloc(1, sizeof(*pack));
    pack->arena = plim_arena_new();
    return pack;
}

static void free_one(struct value_pack *pack)
{
    for (size_t i = 0; i < pack->chunk_len; i++)
        free(pack->chunks[i].bytes);
    free(pack->chunks);
    free(pack->starts);
    free(pack->texts);
    free(pack->text_table.slots);
    free(pack->shapes);
    free(pack->shape_table.slots);
    plim_arena_free(pack->arena);
    free(pack);
}

void value_pack_free(struct value_pack *pack)
{
    while (pack) {
        struct value_pack *next = pack->next;
        free_one(pack);
        pack = next;
    }
}

void value_pack_join(struct value_pack *pack, struct value_pack *more)
{
    while (pack->next)
        pack = pack->next;
    pack->next = more;
}

size_t value_pack_len(const struct value_pack *pack)
{
    size_t len = 0;
    for (; pack; pack = pack->next)
        len += pack->len;
    return len;
}

static size_t count_bytes(const struct value_pack *pack)
{
    size_t slots = pack->text_table.slot_count + pack->shape_table.slot_count;
    size_t bytes = plim_arena_bytes(pack->arena) + slots * sizeof(struct value_pack_slot) +
                   pack->text_cap * sizeof(*pack->texts) + pack->shape_cap * sizeof(*pack->shapes) +
                   pack->cap * sizeof(*pack->starts);
    for (size_t i = 0; i < pack->chunk_len; i++)
        bytes += pack->chunks[i].cap;
    return bytes;
}

size_t value_pack_bytes(const struct value_pack *pack)
{
    size_t bytes = 0;
    for (; pack; pack = pack->next)
        bytes += count_bytes(pack);
    return bytes;
}

/* ---- writing, at the end of the last chunk */

static unsigned char *reserve(struct value_pack *pack, size_t len)
{
    struct value_pack_chunk *chunk = &pack->chunks[pack->chunk_len - 1];
    while (chunk->cap - chunk->len < len)
        chunk->bytes = plim_grow(chunk->bytes, chunk->cap, &chunk->cap, 1);
    unsigned char *at = chunk->bytes + chunk->len;
    chunk->len += len;
    return at;
}

static void put_varint(struct value_pack *pack, uint64_t number)
{
    unsigned char bytes[VARINT_BYTES_MAX];
    size_t len = 0;
    for (; number > 0x7f; number >>= 7)
        bytes[len++] = (unsigned char)(number | 0x80);
    bytes[len++] = (unsigned char)number;
    memcpy(reserve(pack, len), bytes, len);
}

static void put_tag(struct value_pack *pack, enum tag tag)
{
    *reserve(pack, 1) = (unsigned char)tag;
}

static void put_text(struct value_pack *pack, enum tag tag, struct plim_str text)
{
    uint32_t number = text.len > 0 ? value_pack_text(pack, text) : 0;
    if (number > 0) {
        put_tag(pack, tag + 1);
        put_varint(pack, number);
        return;
    }
    put_tag(pack, tag);
    put_varint(pack, text.len);
    if (text.len > 0)
        memcpy(reserve(pack, text.len), text.text, text.len);
}

static void put(struct value_pack *pack, const struct value *value);

static void put_children(struct value_pack *pack, const struct value *value)
{
    bool is_map = value->kind == VALUE_MAP;
    put_tag(pack, is_map ? TAG_MAP : TAG_LIST);
    put_varint(pack, is_map ? value_pack_shape(pack, value) : value->len);
    for (uint32_t i = 0; i < value->len; i++)
        put(pack, value_at(value, i));
}

static void put_double(struct value_pack *pack, double real)
{
    put_tag(pack, TAG_DOUBLE);
    memcpy(reserve(pack, sizeof(real)), &real, sizeof(real));
}

static void put(struct value_pack *pack, const struct value *value)
{
    const struct plim_str text = {value->text, value->len};
    uint64_t bits = value->unsigned_integer;
    switch ((enum value_kind)value->kind) {
    case VALUE_BOOL:
        put_tag(pack, value->boolean ? TAG_TRUE : TAG_FALSE);
        return;
    case VALUE_INT:
        put_tag(pack, TAG_INT);
        put_varint(pack, (bits << 1) ^ (value->integer < 0 ? UINT64_MAX : 0));
        return;
    case VALUE_UINT:
        put_tag(pack, TAG_UINT);
        put_varint(pack, bits);
        return;
    case VALUE_DOUBLE:
        put_double(pack, value->real);
        return;
    case VALUE_STRING:
        put_text(pack, TAG_STRING, text);
        return;
    case VALUE_BYTES:
        put_text(pack, TAG_BYTES, text);
        return;
    case VALUE_UNKNOWN:
        put_text(pack, TAG_UNKNOWN, text);
        return;
    case VALUE_ERROR:
        put_text(pack, TAG_ERROR, text);
        return;
    case VALUE_LIST:
    case VALUE_MAP:
        put_children(pack, value);
        return;
    case VALUE_NULL:
    case VALUE_TIMESTAMP:
    case VALUE_DURATION:
    case VALUE_TYPE:
    case VALUE_OPTIONAL:
    case VALUE_OPAQUE:
        put_tag(pack, TAG_NULL);
        return;
    }
}

void value_pack_add(struct value_pack *pack, const struct value *item)
{
    const struct value_pack_chunk *last =
        pack->chunk_len > 0 ? &pack->chunks[pack->chunk_len - 1] : NULL;
    if (!last || last->len >= CHUNK_BYTES) {
        PLIM_GROW(pack->chunks, pack->chunk_len, pack->chunk_cap);
        pack->chunks[pack->chunk_len++] = (struct value_pack_chunk){
            .bytes = plim_calloc(CHUNK_BYTES + CHUNK_BYTES / 8, 1),
            .cap = CHUNK_BYTES + CHUNK_BYTES / 8,
        };
    }
    PLIM_GROW(pack->starts, pack->len, pack->cap);
    pack->starts[pack->len++] =
        ((uint64_t)(pack->chunk_len - 1) << 32) | pack->chunks[pack->chunk_len - 1].len;
    put(pack, item);
}

/* ---- reading what was written here */

struct reading {
    const struct value_pack *pack;
    struct plim_arena *arena;
    const unsigned char *at;
};

static uint64_t take_varint(struct reading *reading)
{
    uint64_t number = 0;
    for (unsigned shift = 0;; shift += 7) {
        unsigned char byte = *reading->at++;
        number |= (uint64_t)(byte & 0x7fU) << shift;
        if (byte < 0x80)
            return number;
    }
}

static struct plim_str take_text(struct reading *reading, bool is_known)
{
    uint64_t number = take_varint(reading);
    if (is_known)
        return reading->pack->texts[number - 1];
    struct plim_str text = {(const char *)reading->at, number};
    reading->at += number;
    return text;
}

static struct value take(struct reading *reading);

static struct value take_list(struct reading *reading)
{
    size_t len = take_varint(reading);
    struct value *items = plim_arena_take(reading->arena, len * sizeof(*items));
    for (size_t i = 0; i < len; i++)
        items[i] = take(reading);
    return value_list(items, len);
}

static struct value take_map(struct reading *reading)
{
    const struct value_pack_shape *shape = &reading->pack->shapes[take_varint(reading) - 1];
    struct value_entry *entries = plim_arena_take(reading->arena, shape->len * sizeof(*entries));
    for (uint32_t i = 0; i < shape->len; i++) {
        entries[i].key = shape->keys[i];
        entries[i].value = take(reading);
    }
    return value_map(entries, shape->len);
}

static struct value take_double(struct reading *reading)
{
    double real;
    memcpy(&real, reading->at, sizeof(real));
    reading->at += sizeof(real);
    return value_double(real);
}

static struct value take_int(struct reading *reading)
{
    uint64_t zigzag = take_varint(reading);
    return value_int((int64_t)((zigzag >> 1) ^ (~(zigzag & 1) + 1)));
}

static struct value make_text(enum value_kind kind, struct plim_str text)
{
    struct value value = value_string(text);
    value.kind = (uint8_t)kind;
    return value;
}

static struct value take(struct reading *reading)
{
    enum tag tag = (enum tag) * reading->at++;
    switch (tag) {
    case TAG_NULL:
        break;
    case TAG_FALSE:
    case TAG_TRUE:
        return value_bool(tag == TAG_TRUE);
    case TAG_INT:
        return take_int(reading);
    case TAG_UINT:
        return value_uint(take_varint(reading));
    case TAG_DOUBLE:
        return take_double(reading);
    case TAG_LIST:
        return take_list(reading);
    case TAG_MAP:
        return take_map(reading);
    case TAG_STRING:
    case TAG_STRING_KNOWN:
        return make_text(VALUE_STRING, take_text(reading, tag == TAG_STRING_KNOWN));
    case TAG_BYTES:
    case TAG_BYTES_KNOWN:
        return make_text(VALUE_BYTES, take_text(reading, tag == TAG_BYTES_KNOWN));
    case TAG_UNKNOWN:
    case TAG_UNKNOWN_KNOWN:
        return make_text(VALUE_UNKNOWN, take_text(reading, tag == TAG_UNKNOWN_KNOWN));
    case TAG_ERROR:
    case TAG_ERROR_KNOWN:
        return make_text(VALUE_ERROR, take_text(reading, tag == TAG_ERROR_KNOWN));
    }
    return value_null();
}

/* ---- as a list */

struct value value_pack_list(const struct value_pack *pack)
{
    return (struct value){.kind = VALUE_OPAQUE, .aux = IS_PACK, .opaque = pack};
}

static const struct value_pack *as_pack(const struct value *list)
{
    return value_is(list, VALUE_OPAQUE) && list->aux == IS_PACK ? list->opaque : NULL;
}

bool value_is_packed(const struct value *list)
{
    return as_pack(list) != NULL;
}

size_t value_list_len(const struct value *list)
{
    const struct value_pack *pack = as_pack(list);
    if (pack)
        return value_pack_len(pack);
    return value_is(list, VALUE_LIST) ? list->len : 0;
}

const struct value *value_list_item(const struct value *list, size_t i, struct plim_arena *arena)
{
    const struct value_pack *pack = as_pack(list);
    if (!pack)
        return value_is(list, VALUE_LIST) ? value_at(list, i) : NULL;
    while (pack && i >= pack->len) {
        i -= pack->len;
        pack = pack->next;
    }
    if (!pack)
        return NULL;
    const struct value_pack_chunk *chunk = &pack->chunks[pack->starts[i] >> 32];
    struct reading reading = {pack, arena, chunk->bytes + (uint32_t)pack->starts[i]};
    struct value *item = plim_arena_take(arena, sizeof(*item));
    *item = take(&reading);
    return item;
}
