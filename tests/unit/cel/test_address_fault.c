#include "base/defs.h"
#include "support/plim_check.h"

#include "address_fault.h"

#define PARSING(text) \
    "IP Address \"" text "\" parse error during conversion from string: ParseAddr(\"" text "\"): "
#define PREFIX(text) \
    "network address parse error during conversion from string: netip.ParsePrefix(\"" text "\"): "

static const struct {
    const char *text;
    const char *why;
} addresses[] = {
    {"", PARSING("") "unable to parse IP"},
    {"web", PARSING("web") "unable to parse IP"},
    {"%x", PARSING("%x") "missing IPv6 address"},
    {"1.2.3", PARSING("1.2.3") "IPv4 address too short"},
    {"1.2.3.4.5", PARSING("1.2.3.4.5") "IPv4 address too long"},
    {"01.2.3.4", PARSING("01.2.3.4") "IPv4 field has octet with leading zero"},
    {"1.2.3.256", PARSING("1.2.3.256") "IPv4 field has value >255"},
    {"1.2..4", PARSING("1.2..4") "IPv4 field must have at least one digit (at \".4\")"},
    {"1.2.3.x", PARSING("1.2.3.x") "unexpected character (at \"x\")"},
    {":::", PARSING(":::") "each colon-separated field must have at least one digit (at \":\")"},
    {"1::2::3", PARSING("1::2::3") "multiple :: in address (at \":3\")"},
    {"12345::", PARSING("12345::") "each group must have 4 or less digits (at \"12345::\")"},
    {"1:2", PARSING("1:2") "address string too short"},
    {"1:2:3:4:5:6:7:8:9", PARSING("1:2:3:4:5:6:7:8:9") "trailing garbage after address (at \"9\")"},
    {"1:2:3:4:5:6:7::8",
     PARSING("1:2:3:4:5:6:7::8") "the :: must expand to at least one field of zeros"},
    {"1x::", PARSING("1x::") "unexpected character, want colon (at \"x::\")"},
    {"1:", PARSING("1:") "colon must be followed by more characters (at \":\")"},
    {"1:2.3.4.5",
     PARSING("1:2.3.4.5") "embedded IPv4 address must replace the final 2 fields of the "
                          "address (at \"2.3.4.5\")"},
    {"::1.2.3", PARSING("::1.2.3") "IPv4 address too short"},
    {"fe80::1%", PARSING("fe80::1%") "zone must be a non-empty string"},
    {"fe80::1%eth0", "IP address \"fe80::1%eth0\" with zone value is not allowed"},
    {"::ffff:1.2.3.4", "IPv4-mapped IPv6 address \"::ffff:1.2.3.4\" is not allowed"},
};

static const struct {
    const char *text;
    const char *why;
} networks[] = {
    {"v1", PREFIX("v1") "no '/'"},
    {"a/1", PREFIX("a/1") "ParseAddr(\"a\"): unable to parse IP"},
    {"10.0.0.0/", PREFIX("10.0.0.0/") "bad bits after slash: \"\""},
    {"10.0.0.0/08", PREFIX("10.0.0.0/08") "bad bits after slash: \"08\""},
    {"10.0.0.0/33", PREFIX("10.0.0.0/33") "prefix length out of range"},
    {"::/1000", PREFIX("::/1000") "prefix length out of range"},
    {"::1%a/1", PREFIX("::1%a/1") "IPv6 zones cannot be present in a prefix"},
    {"::ffff:1.2.3.4/128", "IPv4-mapped IPv6 address \"::ffff:1.2.3.4/128\" is not allowed"},
};

static void expect(void (*explain)(struct plim_str text, struct plim_buf *buf), const char *text,
                   const char *why)
{
    struct plim_buf said = {0};
    explain(plim_str_from(text), &said);
    ck_assert_msg(plim_str_is(plim_buf_str(&said), why), "%.*s, not %s",
                  PLIM_STR_ARG(plim_buf_str(&said)), why);
    plim_buf_release(&said);
}

START_TEST(what_is_no_address_is_told_as_go_tells_it)
{
    expect(cel_address_fault, addresses[_i].text, addresses[_i].why);
}
END_TEST

START_TEST(what_is_no_network_is_told_as_go_tells_it)
{
    expect(cel_network_fault, networks[_i].text, networks[_i].why);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, what_is_no_address_is_told_as_go_tells_it, 0,
                        (int)PLIM_LEN(addresses));
    tcase_add_loop_test(tcase, what_is_no_network_is_told_as_go_tells_it, 0,
                        (int)PLIM_LEN(networks));
}

PLIM_CHECK_MAIN("cel.address_fault", add_cases)
