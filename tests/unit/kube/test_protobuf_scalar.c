#include "protobuf_bytes.h"
#include "protobuf_message_priv.h"

static const struct {
    enum kube_protobuf_field_kind kind;
    struct plim_str bytes;
    const char *json;
} scalars[] = {
    {FIELD_STRING, {"", 0}, "\"\""},
    {FIELD_STRING,
     {"a\xc3\xa9\xf0\x9f\x98\x80 long enough for words", 29},
     "\"a\xc3\xa9\xf0\x9f\x98\x80 long enough for words\""},
    /* Every byte that is not UTF-8 is replaced: a surrogate has three. */
    {FIELD_STRING,
     {"a\xff\x62", 3},
     "\"a\xef\xbf\xbd"
     "b\""},
    {FIELD_STRING, {"\xed\xa0\x80", 3}, "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\""},
    {FIELD_BYTES, {"\x00\xff", 2}, "\"AP8=\""},
    {FIELD_BYTES, {"", 0}, "\"\""},
    {FIELD_STRINGS,
     {"\x0a\x01"
      "a\x0a\x00",
      5},
     "[\"a\",\"\"]"},
    {FIELD_STRINGS, {"", 0}, "[]"},
    {FIELD_TIME, {"\x08\x01", 2}, "\"1970-01-01T00:00:01Z\""},
    {FIELD_TIME, {"\x08\x01\x10\x05", 4}, "\"1970-01-01T00:00:01Z\""},
    {FIELD_TIME, {"", 0}, "null"},
    {FIELD_MICRO_TIME, {"\x08\x01\x10\xe8\x07", 5}, "\"1970-01-01T00:00:01.000001Z\""},
    {FIELD_MICRO_TIME, {"", 0}, "null"},
    {FIELD_DURATION, {"\x08\x80\x94\xeb\xdc\x03", 6}, "\"1s\""},
    {FIELD_DURATION, {"", 0}, "\"0s\""},
    {FIELD_QUANTITY,
     {"\x0a\x03"
      "1Gi",
      5},
     "\"1Gi\""},
    {FIELD_QUANTITY, {"", 0}, "\"0\""},
    {FIELD_INT_OR_STRING, {"\x08\x00\x10\x50\x1a\x00", 6}, "80"},
    {FIELD_INT_OR_STRING,
     {"\x08\x01\x10\x00\x1a\x03"
      "25%",
      9},
     "\"25%\""},
    {FIELD_INT_OR_STRING, {"", 0}, "0"},
    {FIELD_RAW_JSON, {"\x0a\x09{\"a\":1.5}", 11}, "{\"a\":1.5}"},
    {FIELD_RAW_JSON, {"", 0}, "null"},
    {FIELD_MANAGED_SET, {"", 0}, "null"},
};

START_TEST(a_scalar_is_what_go_writes)
{
    struct protobuf_test test = protobuf_test_begin();
    struct kube_protobuf_decoder decoder = {test.arena, &test.options, {0}, 0, &test.err};
    char *padded = plim_arena_alloc(test.arena, scalars[_i].bytes.len + VALUE_JSON_PADDING);
    memcpy(padded, scalars[_i].bytes.text, scalars[_i].bytes.len);
    ck_assert(kube_protobuf_read_scalar(&decoder, scalars[_i].kind,
                                        (struct plim_str){padded, scalars[_i].bytes.len},
                                        &test.object));
    plim_assert_json(&test.object, scalars[_i].json);
    protobuf_test_end(&test);
}
END_TEST

static const struct {
    enum kube_protobuf_field_kind kind;
    struct plim_str bytes;
    const char *message;
} broken[] = {
    {FIELD_STRINGS, {"\x08\x01", 2}, "a list of strings: field 1: it is no string"},
    {FIELD_STRINGS, {"\x0a\x00\x12\x00", 4}, "a list of strings: field 1: it is no string"},
    {FIELD_TIME, {"\x08", 1}, "meta/v1 Timestamp: field 1: it is cut short"},
    {FIELD_TIME,
     {"\x08\xff\xff\xff\xff\xff\xff\xff\xff\x7f", 10},
     "meta/v1 Timestamp: field 1: it is not within the years 0 to 9999"},
    {FIELD_INT_OR_STRING,
     {"\x08\x02", 2},
     "util/intstr IntOrString: field 1: it is neither 0 nor 1"},
    {FIELD_QUANTITY, {"\x0a\x05", 2}, "api/resource Quantity: field 1: it is cut short"},
    {FIELD_RAW_JSON,
     {"\x0a\x01{", 3},
     "runtime RawExtension: the JSON in it cannot be read: JSON is malformed at "
     "byte 1: expected a key in double quotes"},
};

START_TEST(a_broken_scalar_is_refused)
{
    struct protobuf_test test = protobuf_test_begin();
    struct kube_protobuf_decoder decoder = {test.arena, &test.options, {0}, 0, &test.err};
    char *padded = plim_arena_alloc(test.arena, broken[_i].bytes.len + VALUE_JSON_PADDING);
    memcpy(padded, broken[_i].bytes.text, broken[_i].bytes.len);
    ck_assert(!kube_protobuf_read_scalar(
        &decoder, broken[_i].kind, (struct plim_str){padded, broken[_i].bytes.len}, &test.object));
    plim_assert_fails(test.err.code, PLIM_INVALID, &test.err, broken[_i].message);
    protobuf_test_end(&test);
}
END_TEST

static const struct {
    double real;
    const char *json;
} doubles[] = {
    {0.0, "0"},
    {-0.0, "0"},
    {1.0, "1"},
    {-3.0, "-3"},
    {0.5, "0.5"},
    {1e20, "100000000000000000000.0"},
    {0x1p53, "9007199254740992"},
    {0x1p63, "9223372036854776000"},
    {1e19, "10000000000000000000"},
};

START_TEST(a_whole_double_is_an_integer)
{
    struct protobuf_test test = protobuf_test_begin();
    struct kube_protobuf_decoder decoder = {test.arena, &test.options, {0}, 0, &test.err};
    uint64_t bits = 0;
    memcpy(&bits, &doubles[_i].real, sizeof bits);
    ck_assert(kube_protobuf_number(&decoder, FIELD_DOUBLE, bits, &test.object));
    plim_assert_json(&test.object, doubles[_i].json);
    protobuf_test_end(&test);
}
END_TEST

START_TEST(numbers_that_json_does_not_have_are_refused)
{
    struct protobuf_test test = protobuf_test_begin();
    struct kube_protobuf_decoder decoder = {test.arena, &test.options, {0}, 0, &test.err};
    ck_assert(
        !kube_protobuf_number(&decoder, FIELD_DOUBLE, UINT64_C(0x7ff0000000000000), &test.object));
    ck_assert(
        !kube_protobuf_number(&decoder, FIELD_DOUBLE, UINT64_C(0x7ff8000000000000), &test.object));
    protobuf_test_end(&test);
}
END_TEST

START_TEST(integers_have_their_width)
{
    struct protobuf_test test = protobuf_test_begin();
    struct kube_protobuf_decoder decoder = {test.arena, &test.options, {0}, 0, &test.err};
    ck_assert(kube_protobuf_number(&decoder, FIELD_INT32, UINT64_MAX, &test.object));
    ck_assert_int_eq(test.object.integer, -1);
    ck_assert(kube_protobuf_number(&decoder, FIELD_INT64, UINT64_C(1) << 40, &test.object));
    ck_assert_int_eq(test.object.integer, INT64_C(1) << 40);
    ck_assert(kube_protobuf_number(&decoder, FIELD_BOOL, 2, &test.object));
    ck_assert(test.object.boolean);
    protobuf_test_end(&test);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, a_scalar_is_what_go_writes, 0, PLIM_LEN(scalars));
    tcase_add_loop_test(tcase, a_broken_scalar_is_refused, 0, PLIM_LEN(broken));
    tcase_add_loop_test(tcase, a_whole_double_is_an_integer, 0, PLIM_LEN(doubles));
    tcase_add_test(tcase, numbers_that_json_does_not_have_are_refused);
    tcase_add_test(tcase, integers_have_their_width);
}

PLIM_CHECK_MAIN("kube.protobuf_scalar", add_cases)
