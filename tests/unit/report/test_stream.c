#include <string.h>

#include "support/plim_check.h"
#include "value/value.h"

#include "stream_priv.h"

struct taken {
    size_t calls;
    size_t bytes;
    size_t fails_at; /* the call that fails; 0: none */
};

static enum plim_code take(void *context, const char *bytes, size_t len, struct plim_err *err)
{
    struct taken *taken = context;
    (void)bytes;
    taken->bytes += len;
    if (++taken->calls == taken->fails_at)
        return plim_err_set(err, PLIM_IO, "the disk is full");
    return PLIM_OK;
}

enum { MUCH = 100 * 1024 };

static void write_much(struct report_stream *stream)
{
    for (size_t i = 0; i < MUCH; i++)
        report_stream_add_c(stream, "12345678");
}

START_TEST(a_long_report_is_written_in_pieces)
{
    struct plim_err err = {0};
    struct taken taken = {0};
    struct plim_sink sink = {take, &taken};
    struct report_stream stream;
    report_stream_open(&stream, &sink, &err);
    write_much(&stream);
    report_stream_printf(&stream, "%d", 42);
    struct value text = value_string_c("a");
    report_stream_json(&stream, &text);
    plim_assert_ok(report_stream_close(&stream), &err);
    ck_assert_uint_eq(taken.bytes, 8 * (size_t)MUCH + 5);
    ck_assert_uint_gt(taken.calls, 5);
}
END_TEST

START_TEST(after_a_failure_nothing_is_written)
{
    struct plim_err err = {0};
    struct taken taken = {.fails_at = 2};
    struct plim_sink sink = {take, &taken};
    struct report_stream stream;
    report_stream_open(&stream, &sink, &err);
    write_much(&stream);
    plim_assert_fails(report_stream_close(&stream), PLIM_IO, &err, "the disk is full");
    ck_assert_uint_eq(taken.calls, 2);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_test(tcase, a_long_report_is_written_in_pieces);
    tcase_add_test(tcase, after_a_failure_nothing_is_written);
}

PLIM_CHECK_MAIN("report.stream", add_cases)
