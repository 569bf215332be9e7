#include "base/str.h"
#include "support/plim_check.h"

#include "protobuf_time_priv.h"

static const struct {
    int64_t seconds;
    int64_t nanoseconds;
    bool micro;
    const char *text;
} times[] = {
    {0, 0, false, "1970-01-01T00:00:00Z"},
    {1776232800, 0, false, "2026-04-15T06:00:00Z"},
    {951782400, 0, false, "2000-02-29T00:00:00Z"},
    {951868800, 0, false, "2000-03-01T00:00:00Z"},
    {-1, 0, false, "1969-12-31T23:59:59Z"},
    {253402300799, 0, false, "9999-12-31T23:59:59Z"},
    {-62167219200, 0, false, "0000-01-01T00:00:00Z"},
    {-62162035201, 0, false, "0000-02-29T23:59:59Z"},
    {-62162035200, 0, false, "0000-03-01T00:00:00Z"},
    {-62135596799, 0, false, "0001-01-01T00:00:01Z"},
    {-62135596800, 0, false, ""}, /* Go's zero time */
    {-62135596800, 0, true, ""},
    {-62135596800, 1000, true, "0001-01-01T00:00:00.000001Z"},
    {1, 123456789, true, "1970-01-01T00:00:01.123456Z"},
    {1, 999, true, "1970-01-01T00:00:01.000000Z"},
    {1, -1000, true, "1970-01-01T00:00:00.999999Z"},
    {1, -999, true, "1970-01-01T00:00:01.000000Z"},
    {1, 2000000000, true, "1970-01-01T00:00:03.000000Z"},
};

START_TEST(a_time_is_written_as_go_writes_it)
{
    char text[KUBE_PROTOBUF_TIME_BYTES];
    size_t len = 0;
    ck_assert(kube_protobuf_time_text(times[_i].seconds, times[_i].nanoseconds, times[_i].micro,
                                      text, &len));
    ck_assert_msg(plim_str_is((struct plim_str){text, len}, times[_i].text), "%.*s", (int)len,
                  text);
}
END_TEST

static const int64_t beyond[] = {INT64_MIN, -62167219201, 253402300800, INT64_MAX};

START_TEST(a_year_of_more_than_four_digits_is_refused)
{
    char text[KUBE_PROTOBUF_TIME_BYTES];
    size_t len = 0;
    ck_assert(!kube_protobuf_time_text(beyond[_i], 0, true, text, &len));
}
END_TEST

static const struct {
    int64_t nanoseconds;
    const char *text;
} durations[] = {
    {0, "0s"},
    {1, "1ns"},
    {1100, "1.1\xc2\xb5s"},
    {2200000, "2.2ms"},
    {999999999, "999.999999ms"},
    {1000000000, "1s"},
    {3300000000, "3.3s"},
    {60000000000, "1m0s"},
    {245000000000, "4m5s"},
    {245001000000, "4m5.001s"},
    {18367001000000, "5h6m7.001s"},
    {480000000001, "8m0.000000001s"},
    {INT64_MAX, "2562047h47m16.854775807s"},
    {INT64_MIN, "-2562047h47m16.854775808s"},
};

START_TEST(a_duration_is_written_as_go_writes_it)
{
    char text[KUBE_PROTOBUF_TIME_BYTES];
    size_t len = kube_protobuf_duration_text(durations[_i].nanoseconds, text);
    ck_assert_msg(plim_str_is((struct plim_str){text, len}, durations[_i].text), "%.*s", (int)len,
                  text);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, a_time_is_written_as_go_writes_it, 0, PLIM_LEN(times));
    tcase_add_loop_test(tcase, a_year_of_more_than_four_digits_is_refused, 0, PLIM_LEN(beyond));
    tcase_add_loop_test(tcase, a_duration_is_written_as_go_writes_it, 0, PLIM_LEN(durations));
}

PLIM_CHECK_MAIN("kube.protobuf_time", add_cases)
