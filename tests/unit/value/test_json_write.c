#include <math.h>

#include "support/value_check.h"

START_TEST(pretty_is_indented_by_two)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct plim_err err = {0};
    struct plim_buf text = {0};
    struct value value = plim_value_from_yaml(arena, "{a: [1, {b: 2}], c: {}, d: []}");
    plim_assert_ok(value_json_write(&value, VALUE_JSON_PRETTY, &text, &err), &err);
    ck_assert_str_eq(text.text, "{\n  \"a\": [\n    1,\n    {\n      \"b\": 2\n    }\n  ],\n"
                                "  \"c\": {},\n  \"d\": []\n}");
    plim_buf_release(&text);
}
END_TEST

START_TEST(doubles_that_json_lacks_are_strings)
{
    struct value nan = value_double((double)NAN);
    struct value high = value_double(HUGE_VAL);
    struct value low = value_double(-HUGE_VAL);
    plim_assert_json(&nan, "\"NaN\"");
    plim_assert_json(&high, "\"Infinity\"");
    plim_assert_json(&low, "\"-Infinity\"");
}
END_TEST

static const struct {
    struct value value;
    const char *json;
} times[] = {
    {{.kind = VALUE_TIMESTAMP, .integer = 1776232800}, "\"2026-04-15T06:00:00Z\""},
    {{.kind = VALUE_TIMESTAMP, .integer = 0, .len = 500000000}, "\"1970-01-01T00:00:00.500Z\""},
    {{.kind = VALUE_TIMESTAMP, .integer = 0, .len = 1000}, "\"1970-01-01T00:00:00.000001Z\""},
    {{.kind = VALUE_TIMESTAMP, .integer = 0, .len = 1}, "\"1970-01-01T00:00:00.000000001Z\""},
    {{.kind = VALUE_DURATION, .integer = 90}, "\"90s\""},
    {{.kind = VALUE_DURATION, .integer = -1, .len = (uint32_t)-500000000}, "\"-1.500s\""},
    {{.kind = VALUE_DURATION, .integer = 0, .len = (uint32_t)-1}, "\"-0.000000001s\""},
};

START_TEST(times_have_their_proto_form)
{
    plim_assert_json(&times[_i].value, times[_i].json);
}
END_TEST

START_TEST(the_other_kinds_have_a_form)
{
    struct value item = value_int(1);
    struct value bytes = {.kind = VALUE_BYTES, .len = 3, .text = "\xff\0x"};
    struct value type = {.kind = VALUE_TYPE, .len = 3, .text = "int"};
    struct value some = {.kind = VALUE_OPTIONAL, .len = 1, .items = &item};
    struct value none = {.kind = VALUE_OPTIONAL};
    struct value opaque = {.kind = VALUE_OPAQUE};
    struct value unknown = value_unknown(PLIM_STR("403"));
    struct value error = {.kind = VALUE_ERROR, .len = 11, .text = "no such key"};
    plim_assert_json(&bytes, "\"/wB4\"");
    plim_assert_json(&type, "\"int\"");
    plim_assert_json(&some, "1");
    plim_assert_json(&none, "null");
    plim_assert_json(&opaque, "null");
    plim_assert_json(&unknown, "\"unknown: 403\"");
    plim_assert_json(&error, "\"error: no such key\"");
}
END_TEST

START_TEST(keys_of_any_kind_become_strings)
{
    struct value_entry entries[] = {{value_bool(true), value_int(1)},
                                    {value_int(-2), value_int(2)},
                                    {value_uint(3), value_int(3)},
                                    {value_string(PLIM_STR("a\0b")), value_int(4)}};
    struct value map = value_map(entries, PLIM_LEN(entries));
    plim_assert_json(&map, "{\"true\":1,\"-2\":2,\"3\":3,\"a\xef\xbf\xbd"
                           "b\":4}");
}
END_TEST

START_TEST(a_string_literal_escapes_what_json_forbids)
{
    struct plim_buf text = {0};
    value_json_write_string(PLIM_STR("a\"b\\c/\n\x01\xc3\xa9"), &text);
    ck_assert_str_eq(text.text, "\"a\\\"b\\\\c/\\n\\u0001\xc3\xa9\"");
    plim_buf_release(&text);
}
END_TEST

START_TEST(a_full_buffer_is_reported)
{
    struct plim_err err = {0};
    struct plim_buf text = {.max = 3};
    struct value value = value_string_c("long");
    plim_assert_fails(value_json_write(&value, VALUE_JSON_COMPACT, &text, &err), PLIM_LIMIT, &err,
                      "write JSON: larger than 3 bytes");
    plim_buf_release(&text);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_test(tcase, pretty_is_indented_by_two);
    tcase_add_test(tcase, doubles_that_json_lacks_are_strings);
    tcase_add_loop_test(tcase, times_have_their_proto_form, 0, PLIM_LEN(times));
    tcase_add_test(tcase, the_other_kinds_have_a_form);
    tcase_add_test(tcase, keys_of_any_kind_become_strings);
    tcase_add_test(tcase, a_string_literal_escapes_what_json_forbids);
    tcase_add_test(tcase, a_full_buffer_is_reported);
}

PLIM_CHECK_MAIN("value.json_write", add_cases)
