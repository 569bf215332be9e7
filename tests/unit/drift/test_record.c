#include "drift_fixture.h"

static struct drift_difference make_difference(void)
{
    return (struct drift_difference){
        .verdict = DRIFT_DIFFERS,
        .field = PLIM_STR("spec.replicas"),
        .expected = value_int(2),
        .actual = value_int(5),
        .manager = PLIM_STR("kubectl"),
    };
}

START_TEST(the_record_has_all_keys)
{
    struct drift_difference difference = make_difference();
    const struct drift_result result = {.state = DRIFT_CHANGED, .items = &difference, .len = 1};
    struct value record = drift_record(arena, &result);
    plim_assert_json(
        &record,
        "{\"state\":\"differs\",\"differences\":[{\"field\":\"spec.replicas\",\"verdict\":"
        "\"differs\","
        "\"expected\":2,\"actual\":5,\"manager\":\"kubectl\",\"operation\":\"\",\"time\":\"\"}]}");
}
END_TEST

START_TEST(what_could_not_be_compared_is_never_in_sync)
{
    const struct drift_result result = {.state = DRIFT_IN_SYNC, .unknown = PLIM_STR("not read")};
    struct value record = drift_record(arena, &result);
    ck_assert(value_is(value_get(&record, "state"), VALUE_UNKNOWN));
    ck_assert(value_is(value_get(&record, "differences"), VALUE_UNKNOWN));
}
END_TEST

START_TEST(a_proven_difference_stands_beside_the_unknown)
{
    struct drift_difference difference = make_difference();
    const struct drift_result result = {DRIFT_CHANGED, &difference, 1, PLIM_STR("not read")};
    struct value record = drift_record(arena, &result);
    ck_assert(value_is_string(value_get(&record, "state"), "differs"));
    ck_assert_uint_eq(value_len(value_get(&record, "differences")), 1);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, open_arena, close_arena);
    tcase_add_test(tcase, the_record_has_all_keys);
    tcase_add_test(tcase, what_could_not_be_compared_is_never_in_sync);
    tcase_add_test(tcase, a_proven_difference_stands_beside_the_unknown);
}

PLIM_CHECK_MAIN("drift.record", add_cases)
