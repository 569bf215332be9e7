#include <arpa/inet.h>
#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/str.h"

#include "proxy_priv.h"

enum { HOST_BYTES_MAX = 256, ADDRESS_BYTES = 16, IPV4_PREFIX_BITS = 96 };

/* IPv4 addresses are mapped into IPv6: both compare as one kind. */
struct address {
    unsigned char bytes[ADDRESS_BYTES];
};

static bool parse_address(const char *text, struct address *address)
{
    static const unsigned char mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    if (inet_pton(AF_INET6, text, address->bytes) == 1)
        return true;
    memcpy(address->bytes, mapped, sizeof(mapped));
    return inet_pton(AF_INET, text, address->bytes + sizeof(mapped)) == 1;
}

static bool share_prefix(const struct address *one, const struct address *other, unsigned bits)
{
    unsigned whole = bits / 8;
    unsigned rest = bits % 8;
    if (memcmp(one->bytes, other->bytes, whole) != 0)
        return false;
    return rest == 0 || (one->bytes[whole] ^ other->bytes[whole]) >> (8 - rest) == 0;
}

static bool is_loopback(const struct address *address)
{
    static const char *const loopbacks[] = {"127.0.0.0", "::1"};
    static const unsigned bits[] = {IPV4_PREFIX_BITS + 8, 128};
    for (size_t i = 0; i < PLIM_LEN(loopbacks); i++) {
        struct address loopback = {{0}};
        if (parse_address(loopbacks[i], &loopback) && share_prefix(address, &loopback, bits[i]))
            return true;
    }
    return false;
}

static bool parse_number(const char *text, unsigned most, unsigned *number_out)
{
    unsigned number = 0;
    if (!*text)
        return false;
    for (; *text; text++) {
        if (*text < '0' || *text > '9' || number > most)
            return false;
        number = number * 10 + (unsigned)(*text - '0');
    }
    *number_out = number;
    return number <= most;
}

/* "10.0.0.0/8", "fd00::/8". False: it is not of that form. */
static bool is_network(char *entry, const struct address *address, bool *matches_out)
{
    char *slash = strchr(entry, '/');
    struct address network = {{0}};
    unsigned bits = 0;
    if (!slash)
        return false;
    *slash = '\0';
    bool is_ipv4 = !strchr(entry, ':');
    bool good =
        parse_address(entry, &network) && parse_number(slash + 1, is_ipv4 ? 32 : 128, &bits);
    *slash = '/';
    *matches_out =
        good && address && share_prefix(address, &network, bits + (is_ipv4 ? IPV4_PREFIX_BITS : 0));
    return good;
}

/* "host:port" and "[ipv6]:port" into their parts; NULL: no port. */
static char *cut_port(char *entry, char **host_out)
{
    char *colon = strrchr(entry, ':');
    *host_out = entry;
    if (entry[0] == '[') {
        char *end = strchr(entry, ']');
        if (!end || (end[1] != ':' && end[1] != '\0'))
            return NULL;
        *end = '\0';
        *host_out = entry + 1;
        return end[1] == ':' ? end + 2 : NULL;
    }
    if (!colon || strchr(entry, ':') != colon) /* none, or a bare IPv6 address */
        return NULL;
    *colon = '\0';
    return colon + 1;
}

/* "example.org" is itself and what is below it; ".example.org" and "*.example.org" only the
 * latter. */
static bool is_domain(const char *entry, const char *host)
{
    if (strncmp(entry, "*.", 2) == 0)
        entry++;
    bool itself = entry[0] != '.';
    size_t len = strlen(entry);
    size_t host_len = strlen(host);
    if (host_len < len || strcmp(host + host_len - len, entry) != 0)
        return false;
    if (!itself)
        return true;
    return host_len == len || host[host_len - len - 1] == '.';
}

static bool matches(char *entry, const struct http_proxy_target *target,
                    const struct address *address)
{
    bool in_network = false;
    if (is_network(entry, address, &in_network))
        return in_network;
    char *host = NULL;
    const char *port_text = cut_port(entry, &host);
    unsigned port = 0;
    bool any_port = !port_text || !*port_text;
    if (!*host ||
        (!any_port && (!parse_number(port_text, UINT16_MAX, &port) || port != target->port)))
        return false;
    struct address other = {{0}};
    if (parse_address(host, &other))
        return address && share_prefix(address, &other, 128);
    return !address && is_domain(host, target->host);
}

static bool is_exempt(const char *no_proxy, const struct http_proxy_target *target,
                      const struct address *address)
{
    struct plim_str rest = plim_str_from(no_proxy ? no_proxy : "");
    struct plim_str item = {0};
    while (rest.len > 0) {
        (void)plim_str_cut(&rest, ',', &item);
        item = plim_str_trim(item);
        char entry[HOST_BYTES_MAX];
        if (item.len == 0 || item.len >= sizeof(entry))
            continue;
        for (size_t i = 0; i < item.len; i++)
            entry[i] = (char)tolower((unsigned char)item.text[i]);
        entry[item.len] = '\0';
        if (strcmp(entry, "*") == 0 || matches(entry, target, address))
            return true;
    }
    return false;
}

const char *http_proxy_choose(const struct http_proxy_environment *environment,
                              const struct http_proxy_target *target)
{
    if (!environment)
        return NULL;
    const char *proxy = target->is_tls ? environment->https_proxy : environment->http_proxy;
    if (!proxy || !*proxy || strcmp(target->host, "localhost") == 0)
        return NULL;
    struct address address = {{0}};
    bool is_address = parse_address(target->host, &address);
    if ((is_address && is_loopback(&address)) ||
        is_exempt(environment->no_proxy, target, is_address ? &address : NULL))
        return NULL;
    return proxy;
}

enum plim_code http_proxy_copy(const char *url, char **copy_out, struct plim_err *err)
{
    static const struct {
        const char *prefix;
        const char *ours;
    } schemes[] = {
        {"http://", "http://"},
        {"https://", "https://"},
        /* Names are resolved by the proxy, as Go's socks5 does it: curl calls that socks5h. */
        {"socks5://", "socks5h://"},
        {"socks5h://", "socks5h://"},
    };
    const char *colon = strstr(url, "://");
    if (!colon) { /* "host:port", as Go has it in the environment */
        *copy_out = plim_copy_c(url);
        return PLIM_OK;
    }
    for (size_t i = 0; i < PLIM_LEN(schemes); i++) {
        size_t len = strlen(schemes[i].prefix);
        if (strncmp(url, schemes[i].prefix, len) != 0)
            continue;
        struct plim_buf text = {0};
        plim_buf_printf(&text, "%s%s", schemes[i].ours, url + len);
        *copy_out = plim_buf_steal(&text);
        return PLIM_OK;
    }
    return plim_err_set(err, PLIM_INVALID,
                        "proxy url: scheme '%.*s' is none of http, https and socks5",
                        (int)(colon - url), url);
}
