#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "support/value_check.h"

static struct plim_arena *arena;

static void make_arena(void)
{
    arena = plim_arena_new();
}

static void free_arena(void)
{
    plim_arena_free(arena);
}

/* Text in, text out. */
static const struct {
    const char *text;
    const char *json;
} documents[] = {
    {"null", "null"},
    {" [ ] ", "[]"},
    {"{}", "{}"},
    {"true", "true"},
    {"\"\"", "\"\""},
    {"[false,1,-1,1.5,\"x\"]", "[false,1,-1,1.5,\"x\"]"},
    {"{\"z\":{\"y\":[{}]},\"a\":null}", "{\"z\":{\"y\":[{}]},\"a\":null}"},
    {"\"\\u00e9\\ud83d\\ude00\\n\\/\"", "\"\xc3\xa9\xf0\x9f\x98\x80\\n/\""},
    {"[\"a\\u0000b\"]", "[\"a\\u0000b\"]"},
    {"{\"a\":1,\"b\":2,\"a\":3}", "{\"b\":2,\"a\":3}"},
    {"9223372036854775807", "9223372036854775807"},
    {"-9223372036854775808", "-9223372036854775808"},
    {"9223372036854775808", "9223372036854775808"},
    {"18446744073709551615", "18446744073709551615"},
    {"18446744073709551616", "18446744073709552000.0"},
    {"-9223372036854775809", "-9223372036854776000.0"},
    {"{\"18446744073709551616\":[1e3,123456789012345678901234567890]}",
     "{\"18446744073709551616\":[1000.0,1.2345678901234568e+29]}"},
    /* The second words of these numbers look like strings on simdjson's tape. */
    {"[\"first\",2449958197289549824]", "[\"first\",2449958197289549824]"},
    {"[2449958197289549825,\"last\",2449958197289549826,7782220156096217088]",
     "[2449958197289549825,\"last\",2449958197289549826,7782220156096217088]"},
};

START_TEST(documents_come_out_as_they_went_in)
{
    struct plim_err err = {0};
    struct value value = {0};
    plim_assert_ok(value_json_read(arena, plim_str_from(documents[_i].text), &value, &err), &err);
    plim_assert_json(&value, documents[_i].json);
}
END_TEST

static const struct {
    const char *text;
    enum value_kind kind;
} kinds[] = {{"1", VALUE_INT},      {"-0", VALUE_INT},     {"9223372036854775808", VALUE_UINT},
             {"1.0", VALUE_DOUBLE}, {"1e2", VALUE_DOUBLE}, {"99999999999999999999", VALUE_DOUBLE}};

START_TEST(numbers_have_the_narrowest_kind)
{
    struct plim_err err = {0};
    struct value value = {0};
    plim_assert_ok(value_json_read(arena, plim_str_from(kinds[_i].text), &value, &err), &err);
    ck_assert_uint_eq(value.kind, kinds[_i].kind);
}
END_TEST

static const struct {
    const char *text;
    const char *message;
} malformed[] = {
    {"", "JSON is empty"},
    {"  ", "JSON is empty"},
    {"{\"a\":}", "JSON is malformed at byte 5: expected a value"},
    {"[1,]", "JSON is malformed at byte 3: expected a value"},
    {"[1 2]", "JSON is malformed at byte 3: expected ',' or ']'"},
    {"[1", "JSON is malformed at byte 2: expected ',' or ']'"},
    {"{\"a\":1 \"b\"}", "JSON is malformed at byte 7: expected ',' or '}'"},
    {"{\"a\" 1}", "JSON is malformed at byte 5: expected ':'"},
    {"{a:1}", "JSON is malformed at byte 1: expected a key in double quotes"},
    {"[1] x", "JSON is malformed at byte 4: text behind the document"},
    {"[\"a]", "JSON is malformed at byte 4: string without end"},
    {"[\"\\x\"]", "JSON is malformed at byte 3: unknown escape in a string"},
    {"[\"\\u12g4\"]", "JSON is malformed at byte 6: expected four hexadecimal digits"},
    {"[\"a\nb\"]", "JSON is malformed at byte 3: control character in a string"},
    {"[\"\xff\"]", "JSON is malformed at byte 2: not UTF-8"},
    {"[1e999]", "JSON is malformed at byte 1: number out of range"},
    {"[01]", "JSON is malformed at byte 2: expected ',' or ']'"},
    {"[-]", "JSON is malformed at byte 2: expected a digit"},
    {"[1.]", "JSON is malformed at byte 3: expected a digit"},
    {"[1e+]", "JSON is malformed at byte 4: expected a digit"},
    {"tru", "JSON is malformed at byte 0: expected a value"},
};

START_TEST(malformed_text_is_refused_with_its_place)
{
    struct plim_err err = {0};
    struct value value = value_int(7);
    plim_assert_fails(value_json_read(arena, plim_str_from(malformed[_i].text), &value, &err),
                      PLIM_INVALID, &err, malformed[_i].message);
    ck_assert_int_eq(value_int_or(&value, 0), 7);
}
END_TEST

static enum plim_code read_nested(size_t depth, struct plim_err *err)
{
    struct plim_buf text = {0};
    struct value value = {0};
    plim_buf_repeat(&text, "[", depth);
    plim_buf_repeat(&text, "]", depth);
    enum plim_code code = value_json_read(arena, plim_buf_str(&text), &value, err);
    plim_buf_release(&text);
    return code;
}

START_TEST(depth_is_limited)
{
    struct plim_err err = {0};
    plim_assert_ok(read_nested(VALUE_JSON_DEPTH_MAX - 1, &err), &err);
    plim_assert_fails(read_nested(VALUE_JSON_DEPTH_MAX + 1, &err), PLIM_LIMIT, &err,
                      "JSON is nested deeper than 512 levels");
}
END_TEST

static void append_numbered_keys(struct plim_buf *text, size_t count)
{
    for (size_t i = 0; i < count; i++)
        plim_buf_printf(text, "%s\"k%zu\":%zu", i > 0 ? "," : "{", i, i);
    plim_buf_append_c(text, "}");
}

START_TEST(a_reader_serves_documents_of_growing_size)
{
    struct plim_err err = {0};
    struct plim_buf text = {0};
    struct value value = {0};
    struct value_json_reader *reader = value_json_reader_new();
    append_numbered_keys(&text, (size_t)3 << _i * 4);
    size_t len = text.len;
    plim_buf_repeat(&text, " ", VALUE_JSON_PADDING);
    struct plim_str document = {text.text, len};
    plim_assert_ok(value_json_reader_read(reader, arena, document, &value, &err), &err);
    memset(text.text, 'x', text.len);
    plim_assert_ok(value_json_read(arena, PLIM_STR("1"), &(struct value){0}, &err), &err);
    ck_assert_uint_eq(value_len(&value), (size_t)3 << _i * 4);
    ck_assert_int_eq(value_int_or(value_get(&value, "k2"), -1), 2);
    plim_buf_release(&text);
    value_json_reader_free(reader);
}
END_TEST

START_TEST(free_takes_null)
{
    value_json_reader_free(NULL);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, make_arena, free_arena);
    tcase_add_loop_test(tcase, documents_come_out_as_they_went_in, 0, PLIM_LEN(documents));
    tcase_add_loop_test(tcase, numbers_have_the_narrowest_kind, 0, PLIM_LEN(kinds));
    tcase_add_loop_test(tcase, malformed_text_is_refused_with_its_place, 0, PLIM_LEN(malformed));
    tcase_add_test(tcase, depth_is_limited);
    tcase_add_loop_test(tcase, a_reader_serves_documents_of_growing_size, 0, 5);
    tcase_add_test(tcase, free_takes_null);
}

PLIM_CHECK_MAIN("value.json_read", add_cases)
