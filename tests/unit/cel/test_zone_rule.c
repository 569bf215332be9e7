#include "support/plim_check.h"

#include "zone_rule.h"

static const struct {
    const char *rule;
    int64_t seconds;
    int64_t offset;
} cases[] = {
    {"UTC0", 0, 0},
    {"<+0545>-5:45", 0, 20700},
    {"EST5EDT,M3.2.0,M11.1.0", 1710053999, -18000}, /* 2024-03-10T06:59:59Z */
    {"EST5EDT,M3.2.0,M11.1.0", 1710054000, -14400}, /* a second later */
    {"EST5EDT,M3.2.0,M11.1.0", 1730613599, -14400}, /* 2024-11-03T05:59:59Z */
    {"EST5EDT,M3.2.0,M11.1.0", 1730613600, -18000},
    {"AEST-10AEDT,M10.1.0,M4.1.0/3", 1704067200, 39600}, /* 2024-01-01: summer in the south */
    {"AEST-10AEDT,M10.1.0,M4.1.0/3", 1719792000, 36000}, /* 2024-07-01 */
    {"<-02>2<-01>,M3.5.0/-1,M10.5.0/0", 1719792000, -3600},
    {"STD0DST,J60,J300", 1709258400, 3600}, /* 2024-03-01T02:00Z: the 60th day but for leap days */
    {"STD0DST,59,300", 1709164800, 0},      /* 2024-02-29T00:00Z: two hours before the change */
};

START_TEST(rules_give_the_offset_of_a_moment)
{
    int64_t offset = -1;
    ck_assert(cel_zone_rule_offset(cases[_i].rule, cases[_i].seconds, &offset));
    ck_assert_int_eq(offset, cases[_i].offset);
}
END_TEST

static const char *const bad[] = {"", "EST", "EST5EDT", "EST5EDT,M13.1.0,M1.1.0", "EST5EDT,M3.2.0"};

START_TEST(malformed_rules_are_refused)
{
    int64_t offset = 0;
    ck_assert(!cel_zone_rule_offset(bad[_i], 0, &offset));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, rules_give_the_offset_of_a_moment, 0, (int)PLIM_LEN(cases));
    tcase_add_loop_test(tcase, malformed_rules_are_refused, 0, (int)PLIM_LEN(bad));
}

PLIM_CHECK_MAIN("cel.zone_rule", add_cases)
