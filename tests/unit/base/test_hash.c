#include <string.h>

#include "base/hash.h"
#include "support/plim_check.h"

/* Source: FIPS 180-2, appendix B. */
static const struct {
    const char *text;
    const char *digest;
} vectors[] = {
    {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
};

START_TEST(text_is_the_standard_digest)
{
    char digest[PLIM_SHA256_TEXT_BYTES];
    const char *text = vectors[_i].text;
    ck_assert_str_eq(plim_sha256_text(text, strlen(text), digest), vectors[_i].digest);
}
END_TEST

/* Source: FIPS 180-2, appendix C. */
START_TEST(the_longer_digest_is_the_standard_one_too)
{
    char digest[PLIM_SHA512_TEXT_BYTES];
    ck_assert_str_eq(plim_sha512_text("abc", 3, digest),
                     "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                     "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
}
END_TEST

/* Source: FIPS 180-2, appendix A; RFC 1321, appendix A.5. */
START_TEST(older_digests_are_the_standard_ones)
{
    char sha1[PLIM_SHA1_TEXT_BYTES];
    char md5[PLIM_MD5_TEXT_BYTES];
    ck_assert_str_eq(plim_sha1_text("abc", 3, sha1), "a9993e364706816aba3e25717850c26c9cd0d89d");
    ck_assert_str_eq(plim_md5_text("abc", 3, md5), "900150983cd24fb0d6963f7d28e17f72");
}
END_TEST

START_TEST(pieces_give_the_digest_of_the_whole)
{
    char digest[PLIM_SHA256_TEXT_BYTES];
    struct plim_sha256 *hash = plim_sha256_new();
    plim_sha256_add(hash, "a", 1);
    plim_sha256_add(hash, "bc", 2);
    plim_sha256_finish(hash, digest);
    ck_assert_str_eq(digest, vectors[1].digest);
}
END_TEST

static void hash_parts(struct plim_str one, struct plim_str other,
                       char digest[PLIM_SHA256_TEXT_BYTES])
{
    struct plim_sha256 *hash = plim_sha256_new();
    plim_sha256_add_part(hash, one);
    plim_sha256_add_part(hash, other);
    plim_sha256_finish(hash, digest);
}

START_TEST(parts_differ_by_where_they_end)
{
    char left[PLIM_SHA256_TEXT_BYTES];
    char right[PLIM_SHA256_TEXT_BYTES];
    hash_parts(PLIM_STR("ab"), PLIM_STR("c"), left);
    hash_parts(PLIM_STR("a"), PLIM_STR("bc"), right);
    ck_assert_str_ne(left, right);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, text_is_the_standard_digest, 0, PLIM_LEN(vectors));
    tcase_add_test(tcase, the_longer_digest_is_the_standard_one_too);
    tcase_add_test(tcase, older_digests_are_the_standard_ones);
    tcase_add_test(tcase, pieces_give_the_digest_of_the_whole);
    tcase_add_test(tcase, parts_differ_by_where_they_end);
}

PLIM_CHECK_MAIN("base.hash", add_cases)
