#include "base/base64.h"
#include "support/plim_check.h"

/* Source: RFC 4648, section 10. */
static const struct {
    const char *bytes;
    const char *text;
} vectors[] = {{"f", "Zg=="},        {"fo", "Zm8="},        {"foo", "Zm9v"},
               {"foob", "Zm9vYg=="}, {"fooba", "Zm9vYmE="}, {"foobar", "Zm9vYmFy"}};

START_TEST(encode_pads)
{
    struct plim_buf text = {0};
    plim_base64_encode(plim_str_from(vectors[_i].bytes), &text);
    ck_assert_str_eq(text.text, vectors[_i].text);
    plim_buf_release(&text);
}
END_TEST

START_TEST(decode_reverses_encode)
{
    struct plim_err err = {0};
    struct plim_buf bytes = {0};
    plim_assert_ok(plim_base64_decode(plim_str_from(vectors[_i].text), &bytes, &err), &err);
    ck_assert_str_eq(bytes.text, vectors[_i].bytes);
    plim_buf_release(&bytes);
}
END_TEST

START_TEST(decode_skips_line_ends_and_takes_missing_padding)
{
    struct plim_err err = {0};
    struct plim_buf bytes = {0};
    plim_assert_ok(plim_base64_decode(PLIM_STR("Zm9v\r\nYg\n"), &bytes, &err), &err);
    ck_assert_str_eq(bytes.text, "foob");
    plim_buf_release(&bytes);
}
END_TEST

static const struct {
    const char *text;
    const char *message;
} malformed[] = {{"Zm9-", "base64 is malformed at byte 3"},
                 {"Zg==Zg==", "base64 is malformed at byte 4"},
                 {"Z", "base64 ends too early"},
                 {"Zg=", "base64 ends too early"},
                 {"Zm9v====", "base64 ends too early"}};

START_TEST(decode_refuses)
{
    struct plim_err err = {0};
    struct plim_buf bytes = {0};
    plim_assert_fails(plim_base64_decode(plim_str_from(malformed[_i].text), &bytes, &err),
                      PLIM_INVALID, &err, malformed[_i].message);
    plim_buf_release(&bytes);
}
END_TEST

START_TEST(decode_respects_the_limit)
{
    struct plim_err err = {0};
    struct plim_buf bytes = {.max = 2};
    plim_assert_fails(plim_base64_decode(PLIM_STR("Zm9v"), &bytes, &err), PLIM_LIMIT, &err,
                      "decode base64: larger than 2 bytes");
    plim_buf_release(&bytes);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, encode_pads, 0, PLIM_LEN(vectors));
    tcase_add_loop_test(tcase, decode_reverses_encode, 0, PLIM_LEN(vectors));
    tcase_add_test(tcase, decode_skips_line_ends_and_takes_missing_padding);
    tcase_add_loop_test(tcase, decode_refuses, 0, PLIM_LEN(malformed));
    tcase_add_test(tcase, decode_respects_the_limit);
}

PLIM_CHECK_MAIN("base.base64", add_cases)
