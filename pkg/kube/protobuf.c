#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "kube/discovery.h"
#include "value/json.h"

#include "list_head_priv.h"
#include "protobuf_message_priv.h"
#include "protobuf_priv.h"
#include "protobuf_wire_priv.h"

/* "k8s" and a NUL, then a runtime.Unknown.
 * Source: k8s.io/apimachinery/pkg/runtime/serializer/protobuf/protobuf.go. */
static const char magic[4] = {'k', '8', 's', '\0'};

/* Numbers of the envelope's fields, and of a list's. */
enum { UNKNOWN_TYPE = 1, UNKNOWN_RAW = 2, UNKNOWN_ENCODING = 3, UNKNOWN_CONTENT = 4 };
enum { TYPE_API_VERSION = 1, TYPE_KIND = 2 };
enum { LIST_META = 1, LIST_ITEMS = 2, META_CONTINUE = 3 };

struct envelope {
    struct plim_str api_version;
    struct plim_str kind;
    struct plim_str raw;
    struct plim_str encoding;
};

bool kube_protobuf_is(struct plim_str body)
{
    return body.len >= sizeof magic && memcmp(body.text, magic, sizeof magic) == 0;
}

static bool tag_is(uint32_t tag, uint32_t number)
{
    return tag == (number << 3 | WIRE_BYTES);
}

/* What has a length goes where `targets` says, by number; all else is passed over. */
static bool read_strings(struct plim_str bytes, struct plim_str *const *targets, size_t count)
{
    struct wire wire = wire_of(bytes);
    while (wire.at < wire.end) {
        uint32_t tag = 0;
        if (!wire_tag(&wire, &tag))
            return false;
        struct plim_str *target = tag >> 3 < count ? targets[tag >> 3] : NULL;
        bool is_wanted = target && (tag & 7) == WIRE_BYTES;
        if (!(is_wanted ? wire_bytes(&wire, target) : wire_skip(&wire, tag)))
            return false;
    }
    return true;
}

static bool open_envelope(struct plim_str body, struct envelope *envelope)
{
    struct plim_str type = {0};
    struct plim_str *const fields[] = {[UNKNOWN_TYPE] = &type,
                                       [UNKNOWN_RAW] = &envelope->raw,
                                       [UNKNOWN_ENCODING] = &envelope->encoding};
    struct plim_str *const names[] = {
        [TYPE_API_VERSION] = &envelope->api_version, [TYPE_KIND] = &envelope->kind};
    struct plim_str inside = {body.text + sizeof magic, body.len - sizeof magic};
    return read_strings(inside, fields, PLIM_LEN(fields)) &&
           read_strings(type, names, PLIM_LEN(names));
}

static bool read_list(struct kube_protobuf_decoder *decoder, const struct kube_protobuf_type *type,
                      struct plim_str raw, struct value_entry *metadata, struct value_entry *items)
{
    struct wire wire = wire_of(raw);
    struct plim_str meta = {0};
    items->value = value_list(NULL, 0);
    while (wire.at < wire.end) {
        uint32_t tag = 0;
        if (!wire_tag(&wire, &tag))
            return kube_protobuf_fail(decoder, "a list", 0, "its number cannot be read");
        bool is_read = true;
        if (tag_is(tag, LIST_META) && meta.text)
            return kube_protobuf_fail(decoder, "a list", LIST_META, "it stands twice");
        if (tag_is(tag, LIST_META))
            is_read = wire_bytes(&wire, &meta);
        else if (tag_is(tag, LIST_ITEMS) && items->value.len > 0)
            return kube_protobuf_fail(decoder, "a list", LIST_ITEMS,
                                      "its items do not stand together");
        else if (tag_is(tag, LIST_ITEMS)) {
            if (!kube_protobuf_read_messages(decoder, type, &wire, tag, &items->value))
                return false;
        } else {
            kube_protobuf_note_unknown(decoder, "a list", tag >> 3);
            is_read = wire_skip(&wire, tag);
        }
        if (!is_read)
            return kube_protobuf_fail(decoder, "a list", tag >> 3, "it is cut short");
    }
    return kube_protobuf_read_message(decoder, kube_protobuf_list_meta(), meta, NULL,
                                      &metadata->value);
}

/* The map with its entries: kind, apiVersion, metadata, items. */
static bool read_whole_list(struct kube_protobuf_decoder *decoder,
                            const struct kube_protobuf_type *type, struct plim_str raw,
                            const struct value *head, struct value *out)
{
    struct value_entry *entries = plim_arena_take(decoder->arena, 4 * sizeof *entries);
    entries[0] = head->entries[0];
    entries[1] = head->entries[1];
    entries[2].key = value_string(PLIM_STR("metadata"));
    entries[3].key = value_string(PLIM_STR("items"));
    *out = value_map(entries, 4);
    return read_list(decoder, type, raw, &entries[2], &entries[3]);
}

static bool read_body(struct kube_protobuf_decoder *decoder, const struct envelope *envelope,
                      struct value *out)
{
    static const struct plim_str list = {"List", 4};
    struct value_entry *entries = plim_arena_take(decoder->arena, 2 * sizeof *entries);
    entries[0] = (struct value_entry){value_string(PLIM_STR("kind")),
                                      kube_protobuf_text(decoder, envelope->kind)};
    entries[1] = (struct value_entry){value_string(PLIM_STR("apiVersion")),
                                      kube_protobuf_text(decoder, envelope->api_version)};
    struct value head = value_map(entries, 2);
    struct plim_str kind = envelope->kind;
    const struct kube_protobuf_type *type = kube_protobuf_type_find(envelope->api_version, kind);
    if (type)
        return kube_protobuf_read_message(decoder, type, envelope->raw, &head, out);
    if (plim_str_ends(kind, list)) {
        kind.len -= list.len;
        type = kube_protobuf_type_find(envelope->api_version, kind);
    }
    if (type)
        return read_whole_list(decoder, type, envelope->raw, &head, out);
    (void)plim_err_set(decoder->err, PLIM_INVALID, "'%.*s' of '%.*s' cannot be read as protobuf",
                       PLIM_STR_ARG(envelope->kind), PLIM_STR_ARG(envelope->api_version));
    return false;
}

/* With the padding that the JSON inside needs. */
static struct plim_str copy_body(struct plim_arena *arena, struct plim_str body)
{
    char *copy = plim_arena_take(arena, body.len + VALUE_JSON_PADDING);
    memcpy(copy, body.text, body.len);
    memset(copy + body.len, 0, VALUE_JSON_PADDING);
    return (struct plim_str){copy, body.len};
}

enum plim_code kube_protobuf_read(struct plim_arena *arena, struct plim_str body,
                                  const struct kube_protobuf_options *options,
                                  struct value *object_out,
                                  struct kube_protobuf_unknown *unknown_out, struct plim_err *err)
{
    struct envelope envelope = {0};
    struct value object = {0};
    if (!kube_protobuf_is(body))
        return plim_err_set(err, PLIM_INVALID, "it is not Kubernetes' protobuf");
    struct plim_str kept = options->borrow ? body : copy_body(arena, body);
    if (!open_envelope(kept, &envelope))
        return plim_err_set(err, PLIM_INVALID, "the protobuf is cut short");
    if (envelope.encoding.len > 0)
        return plim_err_set(err, PLIM_INVALID, "the protobuf is encoded once more: '%.*s'",
                            PLIM_STR_ARG(envelope.encoding));
    struct kube_protobuf_decoder decoder = {.arena = arena, .options = options, .err = err};
    if (!read_body(&decoder, &envelope, &object))
        return err->code;
    *object_out = object;
    *unknown_out = decoder.unknown;
    return PLIM_OK;
}

bool kube_protobuf_knows(const struct kube_resource *resource)
{
    char text[256];
    int len = snprintf(text, sizeof text, "%s%s%s", resource->group, *resource->group ? "/" : "",
                       resource->version);
    if (len < 0 || (size_t)len >= sizeof text)
        return false;
    return kube_protobuf_type_find(plim_str_from(text), plim_str_from(resource->kind)) != NULL;
}

bool kube_protobuf_head_continue(struct plim_str body, struct plim_str *token_out)
{
    struct envelope envelope = {0};
    struct plim_str meta = {0};
    struct plim_str token = {0};
    struct plim_str *const fields[] = {[META_CONTINUE] = &token};
    uint32_t tag = 0;
    if (!kube_protobuf_is(body) || !open_envelope(body, &envelope))
        return false;
    struct wire wire = wire_of(envelope.raw);
    if (wire.at == wire.end || !wire_tag(&wire, &tag) || !tag_is(tag, LIST_META) ||
        !wire_bytes(&wire, &meta) || !read_strings(meta, fields, PLIM_LEN(fields)))
        return false;
    bool is_told = token.len == 0 || kube_token_is_sound(token);
    if (is_told)
        *token_out = token;
    return is_told;
}
