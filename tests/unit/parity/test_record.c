#include "parity_fixture.h"

static const char *const keys[] = {"application", "environments", "differences", "sameVersion",
                                   "sameDigest",  "sameConfig",   "promotion"};

START_TEST(the_record_has_every_key)
{
    add_cart(DEV, "1", "");
    struct value record = build_parity();
    ck_assert_msg(value_get(&record, keys[_i]) != NULL, "no '%s'", keys[_i]);
}
END_TEST

START_TEST(environments_come_in_promotion_order)
{
    add_cart(PROD, "1", "");
    struct value record = build_parity();
    const struct value *list = value_get(&record, "environments");
    ck_assert_uint_eq(value_len(list), ENVIRONMENTS);
    ck_assert(value_is_string(value_get(value_at(list, 0), "name"), "dev"));
    ck_assert(value_is_string(value_get(value_at(list, 2), "name"), "prod"));
}
END_TEST

START_TEST(what_is_seen_in_a_half_read_environment_is_present)
{
    add_cart(DEV, "1", "");
    fleet[DEV].workloads_unknown = PLIM_STR("cronjobs: forbidden");
    struct value record = build_parity();
    const struct value *dev = value_at(value_get(&record, "environments"), DEV);
    plim_assert_json(value_get(dev, "present"), "true");
    ck_assert(value_is(value_get(dev, "versions"), VALUE_UNKNOWN));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, open_fleet, close_fleet);
    tcase_add_loop_test(tcase, the_record_has_every_key, 0, PLIM_LEN(keys));
    tcase_add_test(tcase, environments_come_in_promotion_order);
    tcase_add_test(tcase, what_is_seen_in_a_half_read_environment_is_present);
}

PLIM_CHECK_MAIN("parity.record", add_cases)
