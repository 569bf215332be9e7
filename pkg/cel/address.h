/* IP addresses and networks, as Go's netip reads and writes them. */
#ifndef PLIM_CEL_ADDRESS_H
#define PLIM_CEL_ADDRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

struct cel_address {
    bool is_v6;
    uint8_t bytes[16]; /* the first four of an IPv4 address */
};

struct cel_network {
    struct cel_address address; /* as written: not masked */
    unsigned bits;
};

enum { CEL_ADDRESS_TEXT_BYTES = 64 };

enum cel_address_trait {
    CEL_ADDRESS_UNSPECIFIED = 1,
    CEL_ADDRESS_LOOPBACK = 2,
    CEL_ADDRESS_LINK_LOCAL_MULTICAST = 4,
    CEL_ADDRESS_LINK_LOCAL_UNICAST = 8,
    CEL_ADDRESS_GLOBAL_UNICAST = 16,
};

/* Zones and IPv4-mapped IPv6 addresses are refused; address_fault.h tells why. */
bool cel_address_parse(struct plim_str text, struct cel_address *address_out);
bool cel_network_parse(struct plim_str text, struct cel_network *network_out);

/* RFC 5952: lower case, the longest run of zeros as "::". */
void cel_address_print(const struct cel_address *address, char text_out[CEL_ADDRESS_TEXT_BYTES]);
unsigned cel_address_traits(const struct cel_address *address);
bool cel_address_equal(const struct cel_address *left, const struct cel_address *right);
void cel_address_mask(struct cel_address *address, unsigned bits);
bool cel_network_contains(const struct cel_network *network, const struct cel_address *address);

#endif
