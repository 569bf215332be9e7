#include "cel_check.h"

static const struct cel_case texts_have_digests_cases[] = {
    {"md5('')", "\"d41d8cd98f00b204e9800998ecf8427e\""},
    {"sha1('abc')", "\"a9993e364706816aba3e25717850c26c9cd0d89d\""},
    {"sha256('abc')", "\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\""},
    {"hash.md5('abc')", "\"900150983cd24fb0d6963f7d28e17f72\""},
    {"hash.sha1('') == sha1('') && hash.sha256('') == sha256('')", "true"},
};

START_TEST(texts_have_digests)
{
    cel_expect("kyverno", &texts_have_digests_cases[_i]);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, texts_have_digests, 0, (int)PLIM_LEN(texts_have_digests_cases));
}

PLIM_CHECK_MAIN("cel.lib_kyverno_hash", add_cases)
