#include <string.h>

#include "base/hmac.h"
#include "support/plim_check.h"

/* Of the label, a zero byte and the text; by Python's hmac. */
static const struct {
    const char *key, *label, *text, *digest;
} vectors[] = {
    {"key", "label", "text", "b70c303f630a2210b9270d64c4548d4d17caf94fbb7e5792bcce23cec750db81"},
    {"kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk"
     "k"
     "kkkkkk",
     "", "", "4199c70b0f65f52cfba7f4cca3b474c2bb6a8556b55b4c911f6c856057f6b4ea"},
};

static const char *digest_text(const char *key, const char *label, const char *text,
                               char out[2 * PLIM_HMAC_BYTES + 1])
{
    static const char digits[] = "0123456789abcdef";
    unsigned char digest[PLIM_HMAC_BYTES];
    struct plim_hmac *hmac = plim_hmac_new(plim_str_from(key));
    plim_hmac_digest(hmac, "other", PLIM_STR("before"), digest); /* leaves nothing behind */
    plim_hmac_digest(hmac, label, plim_str_from(text), digest);
    plim_hmac_free(hmac);
    for (size_t i = 0; i < sizeof(digest); i++) {
        out[2 * i] = digits[digest[i] >> 4];
        out[2 * i + 1] = digits[digest[i] & 0xf];
    }
    out[2 * sizeof(digest)] = '\0';
    return out;
}

START_TEST(the_digest_is_the_standard_one_whatever_the_key_is_long)
{
    char digest[2 * PLIM_HMAC_BYTES + 1];
    ck_assert_str_eq(digest_text(vectors[_i].key, vectors[_i].label, vectors[_i].text, digest),
                     vectors[_i].digest);
}
END_TEST

START_TEST(random_bytes_are_others_each_time)
{
    unsigned char first[32] = {0};
    unsigned char second[32] = {0};
    plim_random_bytes(first, sizeof(first));
    plim_random_bytes(second, sizeof(second));
    ck_assert_int_ne(memcmp(first, second, sizeof(first)), 0);
    plim_hmac_free(NULL);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, the_digest_is_the_standard_one_whatever_the_key_is_long, 0,
                        PLIM_LEN(vectors));
    tcase_add_test(tcase, random_bytes_are_others_each_time);
}

PLIM_CHECK_MAIN("base.hmac", add_cases)
