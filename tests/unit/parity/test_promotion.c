#include "parity_fixture.h"

#define ENTRY(environment, before, version)                     \
    "{\"environment\":\"" environment "\",\"before\":\"" before \
    "\",\"container\":\"cart\",\"version\":\"" version "\"}"

/* Versions in dev, stage, prod; NULL is not there. */
static const struct {
    const char *versions[ENVIRONMENTS];
    const char *promotion;
} fleets[] = {
    {{"1.4.0", "1.4.0", "1.4.0"}, "[]"},
    {{"1.6.0", "1.5.0", "1.4.0"}, "[]"},
    {{"1.5.0", "1.4.0", "1.5.0"}, "[" ENTRY("prod", "stage", "1.5.0") "]"},
    {{"1.4.0", "1.5.0", "1.5.0"}, "[" ENTRY("stage", "dev", "1.5.0") "]"},
    {{"1.4.0", NULL, "1.4.0"}, "[" ENTRY("prod", "stage", "1.4.0") "]"},
    {{NULL, NULL, "1.4.0"}, "[]"},
    {{NULL, "1.4.0", "1.4.0"}, "[]"},
    {{"1.5.0-rc.1", "1.4.0", "1.4.0"}, "[]"},
    {{"1.5.0-rc.1", "1.5.0", "1.4.0"}, "[" ENTRY("stage", "dev", "1.5.0") "]"},
    {{"main-abc", "main-def", "main-ghi"}, "[]"}, /* cannot be told */
    {{"v1.10.0", "1.9.0", "v1.9.0"}, "[]"},
};

START_TEST(a_version_that_skipped_an_environment_is_listed)
{
    for (size_t i = 0; i < ENVIRONMENTS; i++) {
        if (fleets[_i].versions[i])
            add_cart(i, fleets[_i].versions[i], "");
    }
    struct value record = build_parity();
    plim_assert_json(value_get(&record, "promotion"), fleets[_i].promotion);
}
END_TEST

START_TEST(an_unread_environment_accuses_nobody)
{
    add_cart(DEV, "1.4.0", "");
    add_cart(PROD, "1.5.0", "");
    fleet[STAGE].workloads_unknown = PLIM_STR("forbidden");
    struct value record = build_parity();
    plim_assert_json(value_get(&record, "promotion"), "[]");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, open_fleet, close_fleet);
    tcase_add_loop_test(tcase, a_version_that_skipped_an_environment_is_listed, 0,
                        PLIM_LEN(fleets));
    tcase_add_test(tcase, an_unread_environment_accuses_nobody);
}

PLIM_CHECK_MAIN("parity.promotion", add_cases)
