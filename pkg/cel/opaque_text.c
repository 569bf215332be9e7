#include <inttypes.h>

#include "base/buf.h"
#include "cel/plain.h"

#include "address.h"
#include "image_reference.h"
#include "named_format.h"
#include "opaque.h"
#include "quantity.h"
#include "semver.h"
#include "url.h"

static void print_address(const struct cel_address *address, struct plim_buf *buf)
{
    char text[CEL_ADDRESS_TEXT_BYTES];
    cel_address_print(address, text);
    plim_buf_append_c(buf, text);
}

static void print_network(const struct cel_network *network, struct plim_buf *buf)
{
    print_address(&network->address, buf);
    plim_buf_printf(buf, "/%u", network->bits);
}

static void print_part(const char *before, struct plim_str part, struct plim_buf *buf)
{
    if (part.len == 0)
        return;
    plim_buf_append_c(buf, before);
    plim_buf_append_str(buf, part);
}

static void print_url(const struct cel_url *url, struct plim_buf *buf)
{
    print_part("", url->scheme, buf);
    plim_buf_append_c(buf, url->scheme.len > 0 ? ":" : "");
    print_part("", url->opaque, buf);
    if (url->host.len > 0 || url->user.len > 0) {
        print_part("//", url->user, buf);
        plim_buf_append_c(buf, url->user.len > 0 ? "@" : "//");
    }
    print_part("", url->host, buf);
    print_part("", url->path, buf);
    print_part("?", url->query, buf);
    print_part("#", url->fragment, buf);
}

/* Digits, and a point where the exponent puts it, as far as anything stands behind it. */
static void print_decimal(const struct cel_decimal *decimal, struct plim_buf *buf)
{
    enum { ZEROS_MAX = 64 };
    struct plim_str digits = {decimal->digits, decimal->len};
    int64_t exponent = decimal->exponent;
    plim_buf_append_c(buf, decimal->negative && digits.len > 0 ? "-" : "");
    for (; exponent < 0 && digits.len > 0 && digits.text[digits.len - 1] == '0'; exponent++)
        digits.len--;
    if (digits.len == 0) {
        plim_buf_append_char(buf, '0');
    } else if (exponent > ZEROS_MAX || exponent < -ZEROS_MAX) {
        plim_buf_printf(buf, "%.*se%" PRId64, PLIM_STR_ARG(digits), exponent);
    } else if (exponent >= 0) {
        plim_buf_append_str(buf, digits);
        plim_buf_repeat(buf, "0", (size_t)exponent);
    } else if ((size_t)-exponent >= digits.len) {
        plim_buf_append_c(buf, "0.");
        plim_buf_repeat(buf, "0", (size_t)-exponent - digits.len);
        plim_buf_append_str(buf, digits);
    } else {
        size_t whole = digits.len - (size_t)-exponent;
        plim_buf_append(buf, digits.text, whole);
        plim_buf_append_char(buf, '.');
        plim_buf_append(buf, digits.text + whole, digits.len - whole);
    }
}

static void print_quantity(struct plim_arena *arena, const struct cel_quantity *quantity,
                           struct plim_buf *buf)
{
    struct cel_decimal decimal =
        quantity->is_small ? cel_decimal_from_int(arena, quantity->integer, quantity->scale)
                           : quantity->decimal;
    print_decimal(&decimal, buf);
}

static void print_version(const struct cel_semver *version, struct plim_buf *buf)
{
    plim_buf_printf(buf, "%" PRIu64 ".%" PRIu64 ".%" PRIu64, version->numbers[0],
                    version->numbers[1], version->numbers[2]);
    print_part("-", version->prerelease, buf);
}

static struct value text_of(struct plim_arena *arena, const struct value *value)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf buf = {0};
    if (value->aux == CEL_OPAQUE_IP)
        print_address(value->opaque, &buf);
    else if (value->aux == CEL_OPAQUE_CIDR)
        print_network(value->opaque, &buf);
    else if (value->aux == CEL_OPAQUE_URL)
        print_url(value->opaque, &buf);
    else if (value->aux == CEL_OPAQUE_QUANTITY)
        print_quantity(arena, value->opaque, &buf);
    else if (value->aux == CEL_OPAQUE_SEMVER)
        print_version(value->opaque, &buf);
    else if (value->aux == CEL_OPAQUE_IMAGE)
        plim_buf_append_str(&buf, ((const struct cel_image *)value->opaque)->reference);
    else if (value->aux == CEL_OPAQUE_FORMAT)
        plim_buf_append_c(&buf, cel_named_format_name(value->opaque));
    else
        plim_buf_append_c(&buf, cel_opaque_name(value->aux));
    return value_string(plim_arena_copy_str(arena, plim_buf_str(&buf)));
}

static bool has_opaque(const struct value *value)
{
    if (value->kind == VALUE_OPTIONAL)
        return value->len > 0 && has_opaque(&value->items[0]);
    for (size_t i = 0; i < value_len(value); i++)
        if (has_opaque(value_at(value, i)))
            return true;
    return value->kind == VALUE_OPAQUE;
}

static struct value plain_map(struct plim_arena *arena, const struct value *map)
{
    struct value_entry *entries =
        plim_arena_array(arena, (size_t)map->len + 1, sizeof(struct value_entry));
    for (uint32_t i = 0; i < map->len; i++)
        entries[i] =
            (struct value_entry){map->entries[i].key, cel_plain(arena, &map->entries[i].value)};
    return value_map(entries, map->len);
}

struct value cel_plain(struct plim_arena *arena, const struct value *value)
{
    if (value->kind == VALUE_OPAQUE)
        return text_of(arena, value);
    if (!has_opaque(value))
        return *value;
    if (value->kind == VALUE_MAP)
        return plain_map(arena, value);
    struct value *items = plim_arena_array(arena, (size_t)value->len + 1, sizeof(struct value));
    for (uint32_t i = 0; i < value->len; i++)
        items[i] = cel_plain(arena, &value->items[i]);
    struct value made = value_list(items, value->len);
    made.kind = value->kind; /* an optional has an item, too */
    return made;
}
