#include "cel_check.h"

static const struct cel_case addresses_are_read_and_classed_cases[] = {
    {"ip('10.0.0.1')", "a net.IP"},
    {"string(ip('2001:DB8::1'))", "\"2001:db8::1\""},
    {"ip('1.2.3')", "error: IP Address \"1.2.3\" parse error during conversion from string: "
                    "ParseAddr(\"1.2.3\"): IPv4 address too short"},
    {"isIP('::1')", "true"},
    {"isIP('::ffff:1.2.3.4')", "false"},
    {"ip.isCanonical('2001:DB8::1')", "false"},
    {"ip.isCanonical('x')", "error: IP Address \"x\" parse error during conversion from string: "
                            "ParseAddr(\"x\"): unable to parse IP"},
    {"ip('10.0.0.1').family()", "4"},
    {"ip('::').isUnspecified()", "true"},
    {"ip('127.0.0.1').isLoopback()", "true"},
    {"ip('224.0.0.1').isLinkLocalMulticast()", "true"},
    {"ip('169.254.0.1').isLinkLocalUnicast()", "true"},
    {"ip('8.8.8.8').isGlobalUnicast()", "true"},
    {"ip('::1') == ip('0:0::1')", "true"},
    {"type(ip('::1')) == net.IP", "true"},
};

START_TEST(addresses_are_read_and_classed)
{
    cel_expect("plimsoll", &addresses_are_read_and_classed_cases[_i]);
}
END_TEST

static const struct cel_case networks_contain_addresses_cases[] = {
    {"cidr('10.0.0.0/8').isMask()", "true"},
    {"cidr('10.0.0.5/8').isMask()", "false"},
    {"string(cidr('10.0.0.7/8').masked())", "\"10.0.0.0/8\""},
    {"string(cidr('10.0.0.7/8'))", "\"10.0.0.7/8\""},
    {"cidr('10.0.0.0/33')", "error: network address parse error during conversion from string: "
                            "network address parse error during conversion from string: "
                            "netip.ParsePrefix(\"10.0.0.0/33\"): prefix length out of range"},
    {"isCIDR('10.0.0.0/8')", "true"},
    {"cidr('10.0.0.0/8').containsIP('10.1.2.3')", "true"},
    {"cidr('10.0.0.0/8').containsIP(ip('11.1.2.3'))", "false"},
    {"cidr('10.0.0.0/8').containsIP('x')", "error: IP Address \"x\" parse error during conversion "
                                           "from string: ParseAddr(\"x\"): unable to parse IP"},
    {"cidr('10.0.0.0/8').containsCIDR('10.1.0.0/16')", "true"},
    {"cidr('10.0.0.0/8').containsCIDR(cidr('0.0.0.0/0'))", "false"},
    {"cidr('10.0.0.0/8').containsCIDR('x')", "error: network address parse error during conversion "
                                             "from string: netip.ParsePrefix(\"x\"): no '/'"},
    {"string(cidr('10.0.0.7/8').ip())", "\"10.0.0.7\""},
    {"cidr('10.0.0.0/8').prefixLength()", "8"},
    {"cidr('10.0.0.5/8') == cidr('10.0.0.0/8')", "false"},
};

START_TEST(networks_contain_addresses)
{
    cel_expect("plimsoll", &networks_contain_addresses_cases[_i]);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, addresses_are_read_and_classed, 0,
                        (int)PLIM_LEN(addresses_are_read_and_classed_cases));
    tcase_add_loop_test(tcase, networks_contain_addresses, 0,
                        (int)PLIM_LEN(networks_contain_addresses_cases));
}

PLIM_CHECK_MAIN("cel.lib_network", add_cases)
