#include "support/plim_check.h"

#include "zone.h"

static const struct {
    const char *zone;
    int64_t seconds;
    int64_t offset;
} cases[] = {
    {"", 0, 0},
    {"UTC", 0, 0},
    {"+02:00", 0, 7200},
    {"-09:30", 0, -34200},
    {"02:00", 0, 7200},
    {"2:5", 0, 7500}, /* what cel-go takes besides */
    {"99:99", 0, 362340},
    {"-1:+5", 0, -3900},
    {"Asia/Kathmandu", 1234567890, 20700},
    {"US/Central", 1234567890, -21600},
    {"Europe/Berlin", 1719792000, 7200},
    {"Europe/Berlin", 4102444800, 3600},  /* 2100-01-01: past every listed change */
    {"Europe/Berlin", 4118083200, 7200},  /* 2100-07-01 */
    {"Europe/Berlin", -4000000000, 3208}, /* local mean time */
};

START_TEST(zones_are_known_by_name_and_by_offset)
{
    int64_t offset = -1;
    ck_assert(cel_zone_offset(plim_str_from(cases[_i].zone), cases[_i].seconds, &offset));
    ck_assert_int_eq(offset, cases[_i].offset);
}
END_TEST

static const char *const bad[] = {"Nowhere", "Europe/berlin", "+2", "1:", ":1", "+a:00", "+:"};

START_TEST(other_names_are_refused)
{
    int64_t offset = 0;
    ck_assert(!cel_zone_offset(plim_str_from(bad[_i]), 0, &offset));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, zones_are_known_by_name_and_by_offset, 0, (int)PLIM_LEN(cases));
    tcase_add_loop_test(tcase, other_names_are_refused, 0, (int)PLIM_LEN(bad));
}

PLIM_CHECK_MAIN("cel.zone", add_cases)
