#include "support/plim_check.h"

#include "address.h"

static const struct {
    const char *text;
    const char *printed; /* NULL: refused */
    unsigned traits;
} cases[] = {
    {"0.0.0.0", "0.0.0.0", CEL_ADDRESS_UNSPECIFIED},
    {"255.255.255.255", "255.255.255.255", 0},
    {"127.0.0.1", "127.0.0.1", CEL_ADDRESS_LOOPBACK},
    {"224.0.0.5", "224.0.0.5", CEL_ADDRESS_LINK_LOCAL_MULTICAST},
    {"239.0.0.1", "239.0.0.1", 0},
    {"10.0.0.1", "10.0.0.1", CEL_ADDRESS_GLOBAL_UNICAST},
    {"::", "::", CEL_ADDRESS_UNSPECIFIED},
    {"::1", "::1", CEL_ADDRESS_LOOPBACK},
    {"1::", "1::", CEL_ADDRESS_GLOBAL_UNICAST},
    {"fe80::1", "fe80::1", CEL_ADDRESS_LINK_LOCAL_UNICAST},
    {"ff02::1", "ff02::1", CEL_ADDRESS_LINK_LOCAL_MULTICAST},
    {"2001:DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1", CEL_ADDRESS_GLOBAL_UNICAST},
    {"1:0:2:3:4:5:6:7", "1:0:2:3:4:5:6:7", CEL_ADDRESS_GLOBAL_UNICAST},
    {"::1.2.3.4", "::102:304", CEL_ADDRESS_GLOBAL_UNICAST},
    {"1.2.3", NULL, 0},
    {"1.2.3.4.5", NULL, 0},
    {"01.2.3.4", NULL, 0},
    {"1.2.3.256", NULL, 0},
    {"1.2.3.x", NULL, 0},
    {"", NULL, 0},
    {":::", NULL, 0},
    {"1::2::3", NULL, 0},
    {"12345::", NULL, 0},
    {"1:2:3:4:5:6:7", NULL, 0},
    {"1:2:3:4:5:6:7:8:9", NULL, 0},
    {"1:2:3:4:5:6:7::8", NULL, 0},
    {"g::", NULL, 0},
    {"fe80::1%eth0", NULL, 0},
    {"::ffff:1.2.3.4", NULL, 0},
};

START_TEST(addresses_print_canonically_and_have_traits)
{
    char text[CEL_ADDRESS_TEXT_BYTES];
    struct cel_address address;
    bool read = cel_address_parse(plim_str_from(cases[_i].text), &address);
    ck_assert_msg(read == (cases[_i].printed != NULL), "%s", cases[_i].text);
    if (!read)
        return;
    cel_address_print(&address, text);
    ck_assert_str_eq(text, cases[_i].printed);
    ck_assert_uint_eq(cel_address_traits(&address), cases[_i].traits);
}
END_TEST

static const char *const bad_networks[] = {"10.0.0.0",   "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/08",
                                           "10.0.0.0/x", "::/129",    "10.0/8",      "::/1000"};

START_TEST(networks_need_an_address_and_bits)
{
    struct cel_network network;
    ck_assert(!cel_network_parse(plim_str_from(bad_networks[_i]), &network));
}
END_TEST

START_TEST(networks_contain_what_has_their_prefix)
{
    struct cel_network network;
    struct cel_address inside;
    struct cel_address outside;
    ck_assert(cel_network_parse(PLIM_STR("10.1.2.3/12"), &network));
    ck_assert(cel_address_parse(PLIM_STR("10.15.0.1"), &inside));
    ck_assert(cel_address_parse(PLIM_STR("10.16.0.1"), &outside));
    ck_assert(cel_network_contains(&network, &inside));
    ck_assert(!cel_network_contains(&network, &outside));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, addresses_print_canonically_and_have_traits, 0,
                        (int)PLIM_LEN(cases));
    tcase_add_loop_test(tcase, networks_need_an_address_and_bits, 0, (int)PLIM_LEN(bad_networks));
    tcase_add_test(tcase, networks_contain_what_has_their_prefix);
}

PLIM_CHECK_MAIN("cel.address", add_cases)
