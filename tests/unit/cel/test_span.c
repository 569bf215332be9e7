#include "support/plim_check.h"

#include "span.h"

static void assert_span(struct cel_span span, uint64_t min, uint64_t max)
{
    ck_assert_uint_eq(span.min, min);
    ck_assert_uint_eq(span.max, max);
}

START_TEST(arithmetic_ends_where_numbers_do)
{
    const struct cel_span some = {2, 5};
    assert_span(cel_span_add(some, cel_span_of(3)), 5, 8);
    assert_span(cel_span_add(some, cel_span_any()), 2, UINT64_MAX);
    assert_span(cel_span_times(some, some), 4, 25);
    assert_span(cel_span_times(cel_span_any(), some), 0, UINT64_MAX);
    assert_span(cel_span_join(some, cel_span_of(9)), 2, 9);
}
END_TEST

START_TEST(scaling_rounds_up)
{
    const struct cel_span some = {1, 21};
    assert_span(cel_span_scale(some, 0.1), 1, 3);
    assert_span(cel_span_scale(cel_span_of(10), 0.1), 1, 1);
    assert_span(cel_span_scale(cel_span_any(), 1), 0, UINT64_MAX);
    assert_span(cel_span_scale(cel_span_any(), 0.1), 0, 1844674407370955264U);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_test(tcase, arithmetic_ends_where_numbers_do);
    tcase_add_test(tcase, scaling_rounds_up);
}

PLIM_CHECK_MAIN("cel.span", add_cases)
