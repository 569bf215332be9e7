#include "support/plim_check.h"

#include "redact_shape_priv.h"

typedef bool shape_fn(struct plim_str text);

static const struct {
    shape_fn *is;
    const char *text;
    bool good;
} shapes[] = {
    {snapshot_shape_is_uuid, "00000000-1111-2222-3333-44444444444f", true},
    {snapshot_shape_is_uuid, "00000000-1111-2222-3333-44444444444g", false},
    {snapshot_shape_is_uuid, "00000000-1111-2222-3333-44444444444", false},
    {snapshot_shape_is_digest, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", true},
    {snapshot_shape_is_digest, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaag", false},
    {snapshot_shape_is_digest, "abc", false},
    {snapshot_shape_is_digits, "0123", true},
    {snapshot_shape_is_digits, "", false},
    {snapshot_shape_is_digits, "1a", false},
    {snapshot_shape_is_address, "10.0.0.1", true},
    {snapshot_shape_is_address, "10.0.0", false},
    {snapshot_shape_is_address, "10.0.0.1.2", false},
    {snapshot_shape_is_address, "10.0.0.1234", false},
    {snapshot_shape_is_address, "::1", true},
    {snapshot_shape_is_address, "fd00::10.0.0.1", true},
    {snapshot_shape_is_address, "a:b", false},
    {snapshot_shape_is_address, "x::1", false},
    {snapshot_shape_is_api_version, "v1", true},
    {snapshot_shape_is_api_version, "v2beta1", true},
    {snapshot_shape_is_api_version, "v1alpha", false},
    {snapshot_shape_is_api_version, "v1acme1", false},
    {snapshot_shape_is_api_version, "v", false},
    {snapshot_shape_is_api_version, "v1234", false},
    {snapshot_shape_is_time, "2026-11-20T10:00:00Z", true},
    {snapshot_shape_is_time, "2026-11-20T10:00:00.123456+01:00", true},
    {snapshot_shape_is_time, "2026-11-20T10:00:00", false},
    {snapshot_shape_is_time, "2026-11-20T10:00:00Zacme", false},
    {snapshot_shape_is_number, "100m", true},
    {snapshot_shape_is_number, "1.5Gi", true},
    {snapshot_shape_is_number, "25%", true},
    {snapshot_shape_is_number, "1h30m", true},
    {snapshot_shape_is_number, "36+", true},
    {snapshot_shape_is_number, "-1", true},
    {snapshot_shape_is_number, "", false},
    {snapshot_shape_is_number, "-", false},
    {snapshot_shape_is_number, "1acme", false},
    {snapshot_shape_is_number, "acme1", false},
    {snapshot_shape_is_schedule, "*/5 0 * * 1-5", true},
    {snapshot_shape_is_schedule, "@daily", false},
    {snapshot_shape_is_safe, "5d8f76c9b4", true},
    {snapshot_shape_is_safe, "x2k4j", true},
    {snapshot_shape_is_safe, "carts", false},
    {snapshot_shape_is_safe, "grpc", false},
    {snapshot_shape_is_schedule_time, "29756160", true},
    {snapshot_shape_is_schedule_time, "1785000000", true},
    {snapshot_shape_is_schedule_time, "5551234567", false},
};

START_TEST(a_shape_is_told_by_every_byte)
{
    ck_assert_int_eq(shapes[_i].is(plim_str_from(shapes[_i].text)), shapes[_i].good);
}
END_TEST

static const struct {
    const char *text;
    size_t len;
} versions[] = {
    {"1.2.3", 5}, {"v1.2", 4},   {"1.2-rc", 3}, {"1.2.3.4.5", 7}, {"1", 0},
    {"v1", 0},    {"cart-1", 0}, {"1.x", 0},    {"", 0},          {"123456789.1", 0},
};

START_TEST(a_version_has_two_numbers_or_more)
{
    ck_assert_uint_eq(snapshot_shape_version(plim_str_from(versions[_i].text)), versions[_i].len);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, a_shape_is_told_by_every_byte, 0, PLIM_LEN(shapes));
    tcase_add_loop_test(tcase, a_version_has_two_numbers_or_more, 0, PLIM_LEN(versions));
}

PLIM_CHECK_MAIN("snapshot.redact_shape", add_cases)
