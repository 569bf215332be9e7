#include "address.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum { V4_BYTES = 4, V6_BYTES = 16, GROUPS = 8 };

static bool parse_v4(struct plim_str text, uint8_t bytes[V4_BYTES])
{
    for (int i = 0; i < V4_BYTES; i++) {
        struct plim_str field;
        unsigned number = 0;
        if (plim_str_cut(&text, '.', &field) != (i < V4_BYTES - 1))
            return false;
        if (field.len == 0 || field.len > 3)
            return false;
        if (field.len > 1 && field.text[0] == '0')
            return false;
        for (size_t k = 0; k < field.len; k++) {
            if (!isdigit((unsigned char)field.text[k]))
                return false;
            number = number * 10 + (unsigned)(field.text[k] - '0');
        }
        if (number > 255)
            return false;
        bytes[i] = (uint8_t)number;
    }
    return true;
}

/* The groups of an IPv6 text; gap is where "::" stands, or -1. */
struct groups {
    uint16_t items[GROUPS];
    int len;
    int gap;
};

static bool add_group(struct plim_str field, struct groups *groups)
{
    unsigned number = 0;
    if (field.len == 0)
        return false;
    if (field.len > 4)
        return false;
    for (size_t i = 0; i < field.len; i++) {
        unsigned char c = (unsigned char)field.text[i];
        if (!isxdigit(c))
            return false;
        number = number * 16 + (unsigned)(isdigit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
    }
    if (groups->len == GROUPS)
        return false;
    groups->items[groups->len++] = (uint16_t)number;
    return true;
}

static bool add_embedded_v4(struct plim_str field, struct groups *groups)
{
    uint8_t bytes[V4_BYTES];
    if (!parse_v4(field, bytes))
        return false;
    if (groups->len > GROUPS - 2)
        return false;
    groups->items[groups->len++] = (uint16_t)(bytes[0] << 8 | bytes[1]);
    groups->items[groups->len++] = (uint16_t)(bytes[2] << 8 | bytes[3]);
    return true;
}

static bool parse_groups(struct plim_str text, struct groups *groups)
{
    bool more = text.len > 0;
    if (plim_str_starts(text, PLIM_STR("::"))) {
        groups->gap = 0;
        text = (struct plim_str){text.text + 2, text.len - 2};
        more = text.len > 0;
    }
    while (more) {
        struct plim_str field;
        more = plim_str_cut(&text, ':', &field);
        bool is_v4 = !more && field.len > 0 && memchr(field.text, '.', field.len);
        if (!(is_v4 ? add_embedded_v4(field, groups) : add_group(field, groups)))
            return false;
        if (!more || text.len == 0 || text.text[0] != ':')
            continue;
        if (groups->gap >= 0)
            return false;
        groups->gap = groups->len;
        text = (struct plim_str){text.text + 1, text.len - 1};
        more = text.len > 0;
    }
    return true;
}

static bool parse_v6(struct plim_str text, uint8_t bytes[V6_BYTES])
{
    struct groups groups = {.gap = -1};
    if (!parse_groups(text, &groups))
        return false;
    if (groups.gap < 0 && groups.len < GROUPS)
        return false;
    if (groups.gap >= 0 && groups.len == GROUPS)
        return false;
    int skipped = GROUPS - groups.len;
    memset(bytes, 0, V6_BYTES);
    for (int i = 0; i < groups.len; i++) {
        size_t at = (size_t)(groups.gap >= 0 && i >= groups.gap ? i + skipped : i);
        bytes[2 * at] = (uint8_t)(groups.items[i] >> 8);
        bytes[2 * at + 1] = (uint8_t)(groups.items[i] & 0xff);
    }
    return true;
}

static bool is_mapped(const uint8_t bytes[V6_BYTES])
{
    static const uint8_t prefix[12] = {[10] = 0xff, [11] = 0xff};
    return memcmp(bytes, prefix, sizeof prefix) == 0;
}

bool cel_address_parse(struct plim_str text, struct cel_address *address_out)
{
    struct cel_address address = {0};
    address.is_v6 = text.len > 0 && memchr(text.text, ':', text.len);
    if (text.len > 0 && memchr(text.text, '%', text.len))
        return false;
    if (!(address.is_v6 ? parse_v6(text, address.bytes) : parse_v4(text, address.bytes)))
        return false;
    if (address.is_v6 && is_mapped(address.bytes))
        return false;
    *address_out = address;
    return true;
}

bool cel_network_parse(struct plim_str text, struct cel_network *network_out)
{
    struct cel_network network = {.bits = 0};
    size_t slash = text.len;
    while (slash > 0 && text.text[slash - 1] != '/')
        slash--;
    if (slash == 0)
        return false;
    struct plim_str bits = {text.text + slash, text.len - slash};
    if (!cel_address_parse((struct plim_str){text.text, slash - 1}, &network.address))
        return false;
    if (bits.len == 0 || bits.len > 3 || (bits.len > 1 && bits.text[0] == '0'))
        return false;
    for (size_t i = 0; i < bits.len; i++) {
        if (!isdigit((unsigned char)bits.text[i]))
            return false;
        network.bits = network.bits * 10 + (unsigned)(bits.text[i] - '0');
    }
    if (network.bits > (network.address.is_v6 ? 128U : 32U))
        return false;
    *network_out = network;
    return true;
}

static unsigned group_at(const struct cel_address *address, int i)
{
    const uint8_t *pair = &address->bytes[2 * (size_t)i];
    return (unsigned)pair[0] << 8 | pair[1];
}

/* The longest run of at least two zero groups; length 0 when there is none. */
static int zero_run(const struct cel_address *address, int *len_out)
{
    int best = 0;
    *len_out = 0;
    for (int i = 0; i < GROUPS; i++) {
        int end = i;
        while (end < GROUPS && group_at(address, end) == 0)
            end++;
        if (end - i > *len_out && end - i > 1) {
            best = i;
            *len_out = end - i;
        }
    }
    return best;
}

void cel_address_print(const struct cel_address *address, char text_out[CEL_ADDRESS_TEXT_BYTES])
{
    const uint8_t *b = address->bytes;
    if (!address->is_v6) {
        (void)snprintf(text_out, CEL_ADDRESS_TEXT_BYTES, "%u.%u.%u.%u", b[0], b[1], b[2], b[3]);
        return;
    }
    int run_len = 0;
    int run = zero_run(address, &run_len);
    size_t at = 0;
    text_out[0] = '\0';
    for (int i = 0; i < GROUPS;) {
        bool gap = run_len > 0 && i == run;
        const char *before = gap ? "::" : i > 0 && i != run + run_len ? ":" : "";
        if (run_len == 0 && i > 0)
            before = ":";
        int len = gap ? snprintf(text_out + at, CEL_ADDRESS_TEXT_BYTES - at, "%s", before)
                      : snprintf(text_out + at, CEL_ADDRESS_TEXT_BYTES - at, "%s%x", before,
                                 group_at(address, i));
        at += (size_t)(len > 0 ? len : 0);
        i += gap ? run_len : 1;
    }
}

static bool all_bytes(const struct cel_address *address, size_t begin, size_t end, uint8_t byte)
{
    for (size_t i = begin; i < end; i++)
        if (address->bytes[i] != byte)
            return false;
    return true;
}

static unsigned traits_v4(const struct cel_address *address)
{
    const uint8_t *b = address->bytes;
    unsigned traits = 0;
    bool multicast = b[0] >> 4 == 14;
    if (all_bytes(address, 0, V4_BYTES, 0))
        return CEL_ADDRESS_UNSPECIFIED;
    if (all_bytes(address, 0, V4_BYTES, 255))
        return 0;
    if (b[0] == 127)
        traits |= CEL_ADDRESS_LOOPBACK;
    if (b[0] == 224 && b[1] == 0 && b[2] == 0)
        traits |= CEL_ADDRESS_LINK_LOCAL_MULTICAST;
    if (b[0] == 169 && b[1] == 254)
        traits |= CEL_ADDRESS_LINK_LOCAL_UNICAST;
    return traits == 0 && !multicast ? CEL_ADDRESS_GLOBAL_UNICAST : traits;
}

unsigned cel_address_traits(const struct cel_address *address)
{
    const uint8_t *b = address->bytes;
    unsigned traits = 0;
    bool multicast = b[0] == 0xff;
    if (!address->is_v6)
        return traits_v4(address);
    if (all_bytes(address, 0, V6_BYTES, 0))
        return CEL_ADDRESS_UNSPECIFIED;
    if (all_bytes(address, 0, V6_BYTES - 1, 0) && b[15] == 1)
        traits |= CEL_ADDRESS_LOOPBACK;
    if (multicast && (b[1] & 0x0f) == 2)
        traits |= CEL_ADDRESS_LINK_LOCAL_MULTICAST;
    if (b[0] == 0xfe && (b[1] & 0xc0) == 0x80)
        traits |= CEL_ADDRESS_LINK_LOCAL_UNICAST;
    return traits == 0 && !multicast ? CEL_ADDRESS_GLOBAL_UNICAST : traits;
}

bool cel_address_equal(const struct cel_address *left, const struct cel_address *right)
{
    return left->is_v6 == right->is_v6 && memcmp(left->bytes, right->bytes, V6_BYTES) == 0;
}

void cel_address_mask(struct cel_address *address, unsigned bits)
{
    for (unsigned i = 0; i < V6_BYTES; i++) {
        unsigned kept = bits > i * 8 ? bits - i * 8 : 0;
        if (kept < 8)
            address->bytes[i] &= (uint8_t)(0xff00U >> kept);
    }
}

bool cel_network_contains(const struct cel_network *network, const struct cel_address *address)
{
    struct cel_address base = network->address;
    struct cel_address other = *address;
    cel_address_mask(&base, network->bits);
    cel_address_mask(&other, network->bits);
    return cel_address_equal(&base, &other);
}
