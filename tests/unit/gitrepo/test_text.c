#include "support/plim_check.h"

#include "text_priv.h"

static const struct {
    const char *text;
    const char *want;
} texts[] = {
    {"Ann Example", "Ann Example"},
    {"J\xc3\xb6rg \xf0\x9f\x9a\xa2", "J\xc3\xb6rg \xf0\x9f\x9a\xa2"},
    {"J\xf6rg", "J?rg"},
    {"a\tb\x7f", "a?b?"},
    {"\xc0\xaf", "??"},
    {"\xed\xa0\x80", "???"},
    {"cut \xe2\x82", "cut ??"},
    {"", ""},
};

START_TEST(what_is_not_utf8_becomes_question_marks)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    ck_assert_str_eq(gitrepo_text_copy(arena, texts[_i].text), texts[_i].want);
}
END_TEST

START_TEST(an_absent_text_is_empty)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    ck_assert_str_eq(gitrepo_text_copy(arena, NULL), "");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, what_is_not_utf8_becomes_question_marks, 0, (int)PLIM_LEN(texts));
    tcase_add_test(tcase, an_absent_text_is_empty);
}

PLIM_CHECK_MAIN("text", add_cases)
