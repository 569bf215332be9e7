#include <stdio.h>

#include "support/plim_check.h"

#include "schema_format.h"
#include "time_text.h"

struct text_case {
    cel_format_fn *read;
    const char *text;
    const char *want; /* NULL: malformed */
};

static const struct text_case texts[] = {
    {cel_format_date_time, "2024-01-02T03:04:05Z", "2024-01-02T03:04:05Z"},
    {cel_format_date_time, "2024-01-02T03:04:05.25+02:00", "2024-01-02T03:04:05.25+02:00"},
    {cel_format_date_time, "2024-01-02T03:04:05", "2024-01-02T03:04:05Z"},
    {cel_format_date_time, "", "1970-01-01T00:00:00Z"},
    {cel_format_date_time, "2024-01-02", NULL},
    {cel_format_date_time, "yesterday", NULL},
    {cel_format_date, "2024-02-29", "2024-02-29T00:00:00Z"},
    {cel_format_date, "2023-02-29", NULL},
    {cel_format_date, "2024-01-02T03:04:05Z", NULL},
    {cel_format_date, "", NULL},
    {cel_format_duration, "1h30m", "5400s"},
    {cel_format_duration, "0", "0s"},
    {cel_format_duration, "2 days", "172800s"},
    {cel_format_duration, "1 Week 3hrs", "604800s"},
    {cel_format_duration, "5minutes 2 seconds and 3 fortnights", "302s"},
    {cel_format_duration, "7 \302\265s", "0.000007s"},
    {cel_format_duration, "99999999999999999999 days", NULL},
    {cel_format_duration, "99999999999 weeks", NULL},
    {cel_format_duration, "3 fortnights", NULL},
    {cel_format_duration, "soon", NULL},
    {cel_format_bytes, "aGk=", "hi"},
    {cel_format_bytes, "_-8=", "\377\357"},
    {cel_format_bytes, "/+8=", NULL},
    {cel_format_bytes, "aGk", NULL},
    {cel_format_bytes, "", ""},
};

static void show(const struct value *value, char text_out[CEL_NUMBER_TEXT_BYTES])
{
    if (value->kind == VALUE_TIMESTAMP)
        cel_timestamp_print(value, text_out);
    else if (value->kind == VALUE_DURATION)
        cel_duration_print(value, text_out);
    else
        (void)snprintf(text_out, CEL_NUMBER_TEXT_BYTES, "%.*s", (int)value->len, value->text);
}

START_TEST(texts_are_read_as_the_api_server_does)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    const struct text_case *c = &texts[_i];
    struct value value = {0};
    char got[CEL_NUMBER_TEXT_BYTES];
    ck_assert_int_eq(c->read(arena, plim_str_from(c->text), &value), c->want != NULL);
    if (!c->want)
        return;
    show(&value, got);
    ck_assert_str_eq(got, c->want);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, texts_are_read_as_the_api_server_does, 0, PLIM_LEN(texts));
}

PLIM_CHECK_MAIN("cel.schema_format", add_cases)
