#include "resource/image.h"

#include "resource_fixture.h"

static const struct {
    const char *text;
    int64_t major, minor, patch;
    const char *prerelease;
} versions[] = {
    {"1.4.0", 1, 4, 0, ""},           {"v0.10.20", 0, 10, 20, ""},
    {"1.0.0-rc.1", 1, 0, 0, "rc.1"},  {"v2.0.0-alpha-7.x", 2, 0, 0, "alpha-7.x"},
    {"1.0.0+build.007", 1, 0, 0, ""}, {"1.0.0-rc.1+b", 1, 0, 0, "rc.1"},
};

START_TEST(a_release_version_is_read)
{
    struct resource_version version = {0};
    ck_assert(resource_version_parse(plim_str_from(versions[_i].text), &version));
    ck_assert_int_eq(version.major, versions[_i].major);
    ck_assert_int_eq(version.minor, versions[_i].minor);
    ck_assert_int_eq(version.patch, versions[_i].patch);
    plim_assert_text(version.prerelease, versions[_i].prerelease);
}
END_TEST

static const char *const no_versions[] = {
    "",        "v",      "1",        "1.2",
    "1.2.3.4", "latest", "01.2.3",   "2024.01.05",
    "1.2.x",   "1.2.3-", "1.2.3-01", "1.2.3-a..b",
    "1.2.3+",  "V1.2.3", "1.2.3 ",   "99999999999999999999.0.0",
    "vv1.2.3",
};

START_TEST(anything_else_is_no_version)
{
    struct resource_version version = {.major = 7};
    ck_assert(!resource_version_parse(plim_str_from(no_versions[_i]), &version));
    ck_assert_int_eq(version.major, 7);
}
END_TEST

/* Each precedes the next. Source: Semantic Versioning 2.0.0, section 11. */
static const char *const ascending[] = {
    "0.9.9",      "1.0.0-alpha",  "1.0.0-alpha.1", "1.0.0-alpha.beta",
    "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1",
    "1.0.0",      "v1.0.1",       "1.2.0",         "1.10.0",
    "2.0.0",
};

START_TEST(versions_have_an_order)
{
    struct resource_version lower = {0};
    struct resource_version upper = {0};
    ck_assert(resource_version_parse(plim_str_from(ascending[_i]), &lower));
    ck_assert(resource_version_parse(plim_str_from(ascending[_i + 1]), &upper));
    ck_assert_int_lt(resource_version_compare(&lower, &upper), 0);
    ck_assert_int_gt(resource_version_compare(&upper, &lower), 0);
    ck_assert_int_eq(resource_version_compare(&lower, &lower), 0);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, open_arena, close_arena);
    tcase_add_loop_test(tcase, a_release_version_is_read, 0, PLIM_LEN(versions));
    tcase_add_loop_test(tcase, anything_else_is_no_version, 0, PLIM_LEN(no_versions));
    tcase_add_loop_test(tcase, versions_have_an_order, 0, PLIM_LEN(ascending) - 1);
}

PLIM_CHECK_MAIN("resource.version", add_cases)
