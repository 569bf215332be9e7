/* The words of Go's net/netip for a text that is no address: what cel_address_parse refuses. */
#include "address_fault.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "quote.h"

/* A fault, and the rest of the text from where it is; no rest: the text as a whole. */
struct fault {
    const char *message; /* NULL: none */
    struct plim_str rest;
};

static struct fault fault_at(const char *message, struct plim_str text, size_t at)
{
    return (struct fault){message, {text.text + at, text.len - at}};
}

static struct fault fault_of(const char *message)
{
    return (struct fault){message, {0}};
}

/* Source: parseIPv4Fields. */
static struct fault find_in_v4(struct plim_str text)
{
    unsigned value = 0;
    unsigned digits = 0;
    unsigned dots = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.text[i];
        if (isdigit((unsigned char)c)) {
            if (digits == 1 && value == 0)
                return fault_of("IPv4 field has octet with leading zero");
            value = value * 10 + (unsigned)(c - '0');
            digits++;
            if (value > 255)
                return fault_of("IPv4 field has value >255");
        } else if (c != '.') {
            return fault_at("unexpected character", text, i);
        } else if (i == 0 || i == text.len - 1 || text.text[i - 1] == '.') {
            return fault_at("IPv4 field must have at least one digit", text, i);
        } else if (dots++ == 3) {
            return fault_of("IPv4 address too long");
        } else {
            value = digits = 0;
        }
    }
    return fault_of(dots < 3 ? "IPv4 address too short" : NULL);
}

/* Groups of an IPv6 text on the way. */
struct reading {
    struct plim_str rest;
    int bytes;
    int gap; /* where "::" stands, or -1 */
    bool done;
};

static void skip(struct reading *reading, size_t len)
{
    reading->rest = (struct plim_str){reading->rest.text + len, reading->rest.len - len};
}

static struct fault find_in_embedded(struct reading *reading)
{
    if (reading->gap < 0 && reading->bytes != 12)
        return fault_at("embedded IPv4 address must replace the final 2 fields of the address",
                        reading->rest, 0);
    if (reading->bytes + 4 > 16)
        return fault_at("too many hex fields to fit an embedded IPv4 at the end of the address",
                        reading->rest, 0);
    struct fault fault = find_in_v4(reading->rest);
    skip(reading, reading->rest.len);
    reading->bytes += 4;
    reading->done = true;
    return fault;
}

/* What stands behind a group: nothing, or a colon and more. */
static struct fault find_behind_group(struct reading *reading)
{
    reading->done = reading->rest.len == 0;
    if (reading->done)
        return fault_of(NULL);
    if (reading->rest.text[0] != ':')
        return fault_at("unexpected character, want colon", reading->rest, 0);
    if (reading->rest.len == 1)
        return fault_at("colon must be followed by more characters", reading->rest, 0);
    skip(reading, 1);
    if (reading->rest.text[0] != ':')
        return fault_of(NULL);
    if (reading->gap >= 0)
        return fault_at("multiple :: in address", reading->rest, 0);
    reading->gap = reading->bytes;
    skip(reading, 1);
    reading->done = reading->rest.len == 0;
    return fault_of(NULL);
}

static struct fault find_in_group(struct reading *reading)
{
    size_t len = 0;
    while (len < reading->rest.len && isxdigit((unsigned char)reading->rest.text[len]))
        len++;
    if (len > 4)
        return fault_at("each group must have 4 or less digits", reading->rest, 0);
    if (len == 0)
        return fault_at("each colon-separated field must have at least one digit", reading->rest,
                        0);
    if (len < reading->rest.len && reading->rest.text[len] == '.')
        return find_in_embedded(reading);
    reading->bytes += 2;
    skip(reading, len);
    return find_behind_group(reading);
}

/* Source: parseIPv6, of a text without a zone. */
static struct fault find_in_v6(struct plim_str text)
{
    struct reading reading = {.rest = text, .gap = -1};
    if (plim_str_starts(text, PLIM_STR("::"))) {
        reading.gap = 0;
        skip(&reading, 2);
        if (reading.rest.len == 0)
            return fault_of(NULL);
    }
    while (reading.bytes < 16 && !reading.done) {
        struct fault fault = find_in_group(&reading);
        if (fault.message)
            return fault;
    }
    if (reading.rest.len > 0)
        return fault_at("trailing garbage after address", reading.rest, 0);
    if (reading.bytes < 16)
        return fault_of(reading.gap < 0 ? "address string too short" : NULL);
    return fault_of(reading.gap >= 0 ? "the :: must expand to at least one field of zeros" : NULL);
}

static struct fault find(struct plim_str text)
{
    struct plim_str zone = text;
    struct plim_str address;
    for (size_t i = 0; i < text.len; i++) {
        if (text.text[i] == '.')
            return find_in_v4(text);
        if (text.text[i] == '%')
            return fault_of("missing IPv6 address");
        if (text.text[i] != ':')
            continue;
        if (plim_str_cut(&zone, '%', &address) && zone.len == 0)
            return fault_of("zone must be a non-empty string");
        return find_in_v6(address);
    }
    return fault_of("unable to parse IP");
}

static bool append_address_fault(struct plim_str text, struct plim_buf *buf)
{
    struct fault fault = find(text);
    if (!fault.message)
        return false;
    plim_buf_append_c(buf, "ParseAddr(");
    cel_quote_go(text, buf);
    plim_buf_printf(buf, "): %s", fault.message);
    if (fault.rest.len > 0) {
        plim_buf_append_c(buf, " (at ");
        cel_quote_go(fault.rest, buf);
        plim_buf_append_c(buf, ")");
    }
    return true;
}

static void append_mapped(struct plim_str text, struct plim_buf *buf)
{
    plim_buf_append_c(buf, "IPv4-mapped IPv6 address ");
    cel_quote_go(text, buf);
    plim_buf_append_c(buf, " is not allowed");
}

void cel_address_fault(struct plim_str text, struct plim_buf *buf)
{
    bool has_zone = text.len > 0 && memchr(text.text, '%', text.len);
    size_t begin = buf->len;
    plim_buf_append_c(buf, "IP Address ");
    cel_quote_go(text, buf);
    plim_buf_append_c(buf, " parse error during conversion from string: ");
    if (append_address_fault(text, buf))
        return;
    buf->len = begin;
    if (!has_zone) {
        append_mapped(text, buf);
        return;
    }
    plim_buf_append_c(buf, "IP address ");
    cel_quote_go(text, buf);
    plim_buf_append_c(buf, " with zone value is not allowed");
}

static bool is_number(struct plim_str bits)
{
    for (size_t i = 0; i < bits.len; i++) {
        if (!isdigit((unsigned char)bits.text[i]))
            return false;
    }
    return bits.len > 0 && (bits.len == 1 || bits.text[0] != '0');
}

/* Source: ParsePrefix. False: as that is concerned it is a network. */
static bool append_network_fault(struct plim_str text, size_t slash, struct plim_buf *buf)
{
    struct plim_str address = {text.text, slash};
    struct plim_str bits = {text.text + slash + 1, text.len - slash - 1};
    unsigned long most = slash > 0 && memchr(text.text, ':', slash) ? 128 : 32;
    if (append_address_fault(address, buf))
        return true;
    if (slash > 0 && memchr(text.text, '%', slash)) {
        plim_buf_append_c(buf, "IPv6 zones cannot be present in a prefix");
    } else if (!is_number(bits)) {
        plim_buf_append_c(buf, "bad bits after slash: ");
        cel_quote_go(bits, buf);
    } else if (bits.len > 3 || strtoul(bits.text, NULL, 10) > most) {
        plim_buf_append_c(buf, "prefix length out of range");
    } else {
        return false;
    }
    return true;
}

void cel_network_fault(struct plim_str text, struct plim_buf *buf)
{
    size_t slash = text.len;
    size_t begin = buf->len;
    while (slash > 0 && text.text[slash - 1] != '/')
        slash--;
    plim_buf_append_c(
        buf, "network address parse error during conversion from string: netip.ParsePrefix(");
    cel_quote_go(text, buf);
    plim_buf_append_c(buf, "): ");
    if (slash == 0) {
        plim_buf_append_c(buf, "no '/'");
        return;
    }
    if (append_network_fault(text, slash - 1, buf))
        return;
    buf->len = begin;
    append_mapped(text, buf);
}
