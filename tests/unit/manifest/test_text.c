#include "support/plim_check.h"

#include "text_priv.h"

static const struct {
    struct plim_str text;
    bool valid;
} texts[] = {
    {{"plain", 5}, true},         {{"", 0}, true},
    {{"\xc3\xb6", 2}, true},      {{"\xf0\x9f\x9a\xa2", 4}, true},
    {{"a\0b", 3}, false},         {{"\xff", 1}, false},
    {{"\xc3", 1}, false},         {{"\xc0\xaf", 2}, false},
    {{"\xed\xa0\x80", 3}, false}, {{"\xf4\x90\x80\x80", 4}, false},
    {{"\xe2\x82x", 3}, false},    {{"\xe0\x80\x80", 3}, false},
};

START_TEST(only_utf8_without_nul_is_text)
{
    ck_assert_int_eq(manifest_text_is_utf8(texts[_i].text), texts[_i].valid);
}
END_TEST

static const struct {
    const char *text;
    const char *word;
    bool found;
} words[] = {
    {"kind: Secret", "Secret", true},
    {"SSecret", "Secret", true},
    {"Secre", "Secret", false},
    {"", "Secret", false},
    {"Secret", "", false},
};

START_TEST(a_word_is_found_anywhere)
{
    ck_assert_int_eq(
        manifest_text_contains(plim_str_from(words[_i].text), plim_str_from(words[_i].word)),
        words[_i].found);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, only_utf8_without_nul_is_text, 0, (int)PLIM_LEN(texts));
    tcase_add_loop_test(tcase, a_word_is_found_anywhere, 0, (int)PLIM_LEN(words));
}

PLIM_CHECK_MAIN("text", add_cases)
