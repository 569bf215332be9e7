/* IP addresses and networks. Source: k8s.io/apiserver/pkg/cel/library/ip.go, cidr.go. */
#include "address.h"
#include "address_fault.h"
#include "environment.h"
#include "library.h"
#include "opaque.h"

static const struct cel_address *address_of(const struct value *value)
{
    return value->opaque;
}

static const struct cel_network *network_of(const struct value *value)
{
    return value->opaque;
}

static struct value make(const struct cel_frame *frame, enum cel_opaque opaque, const void *content)
{
    struct value value = cel_opaque_value(opaque, content);
    if (frame->options & CEL_OPTION_LENIENT_ADDRESS)
        value.flags = CEL_OPAQUE_LENIENT;
    return value;
}

static struct value make_address(struct cel_frame *frame, const struct cel_address *address)
{
    struct cel_address *copy = plim_arena_take(frame->arena, sizeof *copy);
    *copy = *address;
    return make(frame, CEL_OPAQUE_IP, copy);
}

static struct value make_network(struct cel_frame *frame, const struct cel_network *network)
{
    struct cel_network *copy = plim_arena_take(frame->arena, sizeof *copy);
    *copy = *network;
    return make(frame, CEL_OPAQUE_CIDR, copy);
}

static struct value address_failure(struct cel_frame *frame, const struct value *text)
{
    struct plim_buf why = {.arena = frame->arena};
    cel_address_fault(value_str(text), &why);
    return cel_fail(frame, "%.*s", PLIM_STR_ARG(plim_buf_str(&why)));
}

static struct value network_failure(struct cel_frame *frame, const struct value *text)
{
    struct plim_buf why = {.arena = frame->arena};
    cel_network_fault(value_str(text), &why);
    return cel_fail(frame, "%.*s", PLIM_STR_ARG(plim_buf_str(&why)));
}

static struct value ip(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    struct cel_address address;
    return cel_address_parse(value_str(&args[0]), &address) ? make_address(frame, &address)
                                                            : address_failure(frame, &args[0]);
}

static struct value is_ip(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    struct cel_address address;
    return value_bool(cel_address_parse(value_str(&args[0]), &address));
}

static struct value ip_text(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    char text[CEL_ADDRESS_TEXT_BYTES];
    cel_address_print(address_of(&args[0]), text);
    return cel_text(frame, plim_str_from(text));
}

static struct value is_canonical(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    char text[CEL_ADDRESS_TEXT_BYTES];
    struct cel_address address;
    if (!cel_address_parse(value_str(&args[0]), &address))
        return address_failure(frame, &args[0]);
    cel_address_print(&address, text);
    return value_bool(value_is_string(&args[0], text));
}

static struct value family(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    return value_int(address_of(&args[0])->is_v6 ? 6 : 4);
}

static struct value has_traits(const struct value *address, unsigned traits)
{
    return value_bool((cel_address_traits(address_of(address)) & traits) != 0);
}

static struct value is_unspecified(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    return has_traits(&args[0], CEL_ADDRESS_UNSPECIFIED);
}

static struct value is_loopback(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    return has_traits(&args[0], CEL_ADDRESS_LOOPBACK);
}

static struct value is_link_local_multicast(struct cel_frame *frame, const struct value *args,
                                            size_t len)
{
    (void)frame;
    (void)len;
    return has_traits(&args[0], CEL_ADDRESS_LINK_LOCAL_MULTICAST);
}

static struct value is_link_local_unicast(struct cel_frame *frame, const struct value *args,
                                          size_t len)
{
    (void)frame;
    (void)len;
    return has_traits(&args[0], CEL_ADDRESS_LINK_LOCAL_UNICAST);
}

static struct value is_global_unicast(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    return has_traits(&args[0], CEL_ADDRESS_GLOBAL_UNICAST);
}

static struct value cidr(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    struct cel_network network;
    if (cel_network_parse(value_str(&args[0]), &network))
        return make_network(frame, &network);
    struct value why = network_failure(frame, &args[0]);
    return cel_fail(frame, "network address parse error during conversion from string: %.*s",
                    (int)why.len, why.text);
}

static struct value is_cidr(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    struct cel_network network;
    return value_bool(cel_network_parse(value_str(&args[0]), &network));
}

static struct value cidr_text(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    char text[CEL_ADDRESS_TEXT_BYTES];
    const struct cel_network *network = network_of(&args[0]);
    cel_address_print(&network->address, text);
    return value_string_c(plim_arena_printf(frame->arena, "%s/%u", text, network->bits));
}

static struct value contains_ip(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    struct cel_address address;
    if (args[1].kind == VALUE_OPAQUE)
        return value_bool(cel_network_contains(network_of(&args[0]), address_of(&args[1])));
    return cel_address_parse(value_str(&args[1]), &address)
               ? value_bool(cel_network_contains(network_of(&args[0]), &address))
               : address_failure(frame, &args[1]);
}

static bool contains(const struct cel_network *outer, const struct cel_network *inner)
{
    return inner->bits >= outer->bits && cel_network_contains(outer, &inner->address);
}

static struct value contains_cidr(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    struct cel_network network;
    if (args[1].kind == VALUE_OPAQUE)
        return value_bool(contains(network_of(&args[0]), network_of(&args[1])));
    return cel_network_parse(value_str(&args[1]), &network)
               ? value_bool(contains(network_of(&args[0]), &network))
               : network_failure(frame, &args[1]);
}

static struct value network_ip(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    return make_address(frame, &network_of(&args[0])->address);
}

/* No bit set past the prefix. */
static struct value is_mask(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    const struct cel_network *network = network_of(&args[0]);
    struct cel_address masked = network->address;
    cel_address_mask(&masked, network->bits);
    return value_bool(cel_address_equal(&network->address, &masked));
}

static struct value masked(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    struct cel_network network = *network_of(&args[0]);
    cel_address_mask(&network.address, network.bits);
    return make_network(frame, &network);
}

static struct value prefix_length(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    return value_int((int64_t)network_of(&args[0])->bits);
}

static const struct cel_function ip_functions[] = {
    {"ip", "(string) -> net.IP", ip, CEL_COST_PARSE, 0, 0,
     "an address from its text; IPv4-mapped ones and zones are refused"},
    {"isIP", "(string) -> bool", is_ip, CEL_COST_PARSE, 0, 0, "the text is an address"},
    {"string", "(net.IP) -> string", ip_text, CEL_COST_ONE, 0, 0, "as text"},
    {"ip.isCanonical", "(string) -> bool", is_canonical, CEL_COST_CANONICAL, 0, 0,
     "the text is how the address is printed; an error when it is none"},
    {"family", "net.IP.() -> int", family, CEL_COST_ONE, 0, 0, "4 or 6"},
    {"isUnspecified", "net.IP.() -> bool", is_unspecified, CEL_COST_ONE, 0, 0, "0.0.0.0 or ::"},
    {"isLoopback", "net.IP.() -> bool", is_loopback, CEL_COST_ONE, 0, 0, "127.0.0.0/8 or ::1"},
    {"isLinkLocalMulticast", "net.IP.() -> bool", is_link_local_multicast, CEL_COST_ONE, 0, 0,
     "224.0.0.0/24 or ff02::/16"},
    {"isLinkLocalUnicast", "net.IP.() -> bool", is_link_local_unicast, CEL_COST_ONE, 0, 0,
     "169.254.0.0/16 or fe80::/10"},
    {"isGlobalUnicast", "net.IP.() -> bool", is_global_unicast, CEL_COST_ONE, 0, 0,
     "none of the special ones"},
};

const struct cel_functions cel_functions_ip = {ip_functions, PLIM_LEN(ip_functions)};

static const struct cel_function cidr_functions[] = {
    {"cidr", "(string) -> net.CIDR", cidr, CEL_COST_PARSE, 0, 0, "a network from its text"},
    {"isCIDR", "(string) -> bool", is_cidr, CEL_COST_PARSE, 0, 0, "the text is a network"},
    {"string", "(net.CIDR) -> string", cidr_text, CEL_COST_ONE, 0, 0, "as text"},
    {"containsIP", "net.CIDR.(net.IP) -> bool", contains_ip, CEL_COST_HOLDS_IP, 0, 0,
     "the address is in the network"},
    {"containsIP", "net.CIDR.(string) -> bool", contains_ip, CEL_COST_HOLDS_IP_TEXT, 0, 0, NULL},
    {"containsCIDR", "net.CIDR.(net.CIDR) -> bool", contains_cidr, CEL_COST_HOLDS_CIDR, 0, 0,
     "the whole network is in the network"},
    {"containsCIDR", "net.CIDR.(string) -> bool", contains_cidr, CEL_COST_HOLDS_CIDR_TEXT, 0, 0,
     NULL},
    {"ip", "net.CIDR.() -> net.IP", network_ip, CEL_COST_ONE, 0, 0, "its address"},
    {"masked", "net.CIDR.() -> net.CIDR", masked, CEL_COST_ONE, 0, 0,
     "the network without the bits of its host"},
    {"prefixLength", "net.CIDR.() -> int", prefix_length, CEL_COST_ONE, 0, 0,
     "the bits of its mask"},
};

const struct cel_functions cel_functions_cidr = {cidr_functions, PLIM_LEN(cidr_functions)};

static const struct cel_function mask_functions[] = {
    {"isMask", "net.CIDR.() -> bool", is_mask, CEL_COST_ONE, 0, 0,
     "no bit of its address is behind the mask"},
};

const struct cel_functions cel_functions_mask = {mask_functions, PLIM_LEN(mask_functions)};
