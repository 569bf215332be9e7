#include "base/defs.h"

#include "cel_estimate_check.h"

static const struct cel_estimated calls[] = {
    {"self.name.startsWith('abc')", 3, 3},
    {"self.name.matches('[a-z]+')", 4, 54},
    {"matches(self.name, '[a-z]+')", 3, 3},
    {"self.name.find('[a-z]+') == 'x'", 5, 55},
    {"self.name.contains('abc')", 2, 28},
    {"self.name.upperAscii() == self.name", 5, 56},
    {"self.name.replace('a', 'bc') == self.name", 5, 82},
    {"self.name.replace(self.name, '') == self.name", 7, 84},
    {"self.name.split(',')[0] == 'x'", 4, 56},
    {"self.name.split(',', 3).size()", 3, 55},
    {"self.tags.join(',') == 'x'", 3, 84},
    {"self.name + 'x' == self.name", 6, 56},
    {"'a' in self.tags", 2, 12},
    {"any in any", 2, UINT64_MAX},
    {"bytes(self.name) == b'a'", 3, 29},
    {"string(b'abc') == self.name", 4, 4},
    {"strings.quote(self.name) == self.name", 5, 56},
    {"'%s'.format([self.name])", 13, 13},
    {"self.tags.indexOf('a')", 2, 92},
    {"self.tags.isSorted()", 2, 92},
    {"self.name.indexOf('a')", 2, 28},
    {"quantity(self.name) == quantity('1')", 4, 30},
    {"url(self.name) == url(self.name)", 5, 82},
    {"isIP(self.name)", 2, 28},
    {"ip.isCanonical(self.name)", 2, 54},
    {"cidr('10.0.0.0/8').containsIP(self.name)", 4, 33},
    {"cidr('10.0.0.0/8').containsIP(ip('10.1.1.1'))", 3, 6},
    {"cidr('10.0.0.0/8').containsCIDR(self.name)", 6, 36},
    {"cidr('10.0.0.0/8').containsCIDR(cidr('10.1.0.0/16'))", 6, 10},
    {"format.dns1123Label().validate(self.name)", 3, 835},
    {"format.dns1123Label() == format.dns1123Subdomain()", 3, 9},
    {"jsonpatch.escapeKey(self.name) == self.name", 5, 56},
};

START_TEST(calls_are_estimated_by_the_rule_of_their_function)
{
    cel_expect_estimate("kubernetes", &calls[_i]);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, calls_are_estimated_by_the_rule_of_their_function, 0,
                        (int)PLIM_LEN(calls));
}

PLIM_CHECK_MAIN("cel.estimate_call", add_cases)
