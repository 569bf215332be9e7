#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "support/plim_check.h"

#include "options.h"

struct settings {
    bool quick;
    const char *file;
    char *token;
    struct option_list contexts;
};

static const struct option options[] = {
    {"quick", 'q', OPTION_SWITCH, offsetof(struct settings, quick), NULL, "be quick"},
    {"file", 'f', OPTION_TEXT, offsetof(struct settings, file), "FILE", "read it"},
    {"context", 0, OPTION_LIST, offsetof(struct settings, contexts), "NAME", "repeats"},
    {"token", 0, OPTION_SECRET, offsetof(struct settings, token), "TOKEN", "a secret"},
    {0},
};

enum { WORDS_MAX = 6 };

static struct settings settings;
static struct option_list arguments;
static struct options_line line;

static void start(void)
{
    settings = (struct settings){0};
    arguments = (struct option_list){0};
}

static void stop(void)
{
    options_release(options, &settings);
    option_list_release(&arguments);
}

static enum plim_code parse(const char *const words[WORDS_MAX], struct plim_err *err)
{
    static char copies[WORDS_MAX][64];
    static char *argv[WORDS_MAX];
    int argc = 0;
    for (; argc < WORDS_MAX && words[argc]; argc++) {
        (void)snprintf(copies[argc], sizeof(copies[argc]), "%s", words[argc]);
        argv[argc] = copies[argc];
    }
    line = (struct options_line){options, argc, argv, false};
    return options_parse(&line, &settings, &arguments, err);
}

static const char *const spellings[][WORDS_MAX] = {
    {"--file", "a", "-q"}, {"--file=a", "--quick"}, {"-f", "a", "-q"},
    {"-fa", "-q"},         {"-f=a", "-q"},          {"--file", "b", "--quick", "--file", "a"},
};

START_TEST(flags_are_read_in_every_spelling)
{
    struct plim_err err = {0};
    plim_assert_ok(parse(spellings[_i], &err), &err);
    ck_assert_str_eq(settings.file, "a");
    ck_assert(settings.quick);
    ck_assert_uint_eq(arguments.len, 0);
}
END_TEST

START_TEST(lists_keep_every_value_in_order)
{
    struct plim_err err = {0};
    plim_assert_ok(parse((const char *const[WORDS_MAX]){"--context", "a", "--context=b"}, &err),
                   &err);
    ck_assert_uint_eq(settings.contexts.len, 2);
    ck_assert_str_eq(settings.contexts.items[0], "a");
    ck_assert_str_eq(settings.contexts.items[1], "b");
}
END_TEST

START_TEST(what_is_no_flag_is_an_argument)
{
    struct plim_err err = {0};
    plim_assert_ok(parse((const char *const[WORDS_MAX]){"x", "-", "--", "-q"}, &err), &err);
    ck_assert_uint_eq(arguments.len, 3);
    ck_assert_str_eq(arguments.items[1], "-");
    ck_assert_str_eq(arguments.items[2], "-q");
    ck_assert(!settings.quick);
}
END_TEST

START_TEST(help_ends_the_reading)
{
    struct plim_err err = {0};
    plim_assert_ok(parse((const char *const[WORDS_MAX]){"--help", "--nonsense"}, &err), &err);
    ck_assert(line.help);
}
END_TEST

static const char *const secrets[][WORDS_MAX] = {
    {"--token", "hunter2"}, {"--token=hunter2"}, {"--token", "hunter1", "--token", "hunter2"}};

START_TEST(a_secret_is_moved_away_from_the_command_line)
{
    struct plim_err err = {0};
    plim_assert_ok(parse(secrets[_i], &err), &err);
    ck_assert_str_eq(settings.token, "hunter2");
    for (int i = 0; i < line.argc; i++)
        ck_assert_ptr_null(strstr(line.argv[i], "hunter"));
}
END_TEST

static const struct {
    const char *words[WORDS_MAX];
    const char *message;
} refused[] = {
    {{"--flie", "a"}, "unknown flag '--flie'; did you mean '--file'?"},
    {{"--nonsense"}, "unknown flag '--nonsense'; see --help"},
    {{"-x"}, "unknown flag '-x'; see --help"},
    {{"--file"}, "flag '--file' needs a value: FILE"},
    {{"-f"}, "flag '--file' needs a value: FILE"},
    {{"--quick=yes"}, "flag '--quick' takes no value"},
    {{"-qx"}, "flag '-q' takes no value"},
};

START_TEST(a_bad_flag_is_named)
{
    struct plim_err err = {0};
    plim_assert_fails(parse(refused[_i].words, &err), PLIM_INVALID, &err, refused[_i].message);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, start, stop);
    tcase_add_loop_test(tcase, flags_are_read_in_every_spelling, 0, PLIM_LEN(spellings));
    tcase_add_test(tcase, lists_keep_every_value_in_order);
    tcase_add_test(tcase, what_is_no_flag_is_an_argument);
    tcase_add_test(tcase, help_ends_the_reading);
    tcase_add_loop_test(tcase, a_secret_is_moved_away_from_the_command_line, 0, PLIM_LEN(secrets));
    tcase_add_loop_test(tcase, a_bad_flag_is_named, 0, PLIM_LEN(refused));
}

PLIM_CHECK_MAIN("cmd.options", add_cases)
