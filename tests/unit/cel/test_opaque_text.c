#include "cel/plain.h"

#include "cel_check.h"

static const struct cel_case cases[] = {
    {"1", "1"},
    {"ip('2001:DB8::1')", "\"2001:db8::1\""},
    {"cidr('10.0.0.0/8')", "\"10.0.0.0/8\""},
    {"url('https://user:pw@example.com:80/a%20b?c=d#e')",
     "\"https://user:pw@example.com:80/a%20b?c=d#e\""},
    {"url('/a/b')", "\"/a/b\""},
    {"quantity('1Ki')", "\"1024\""},
    {"quantity('1500m')", "\"1.5\""},
    {"quantity('-20m')", "\"-0.02\""},
    {"quantity('5M')", "\"5000000\""},
    {"quantity('0')", "\"0\""},
    {"quantity('123456789012345678901234567890')", "\"123456789012345678901234567890\""},
    {"semver('1.2.3-rc.1')", "\"1.2.3-rc.1\""},
    {"format.dns1123Label()", "\"dns1123Label\""},
    {"[1, quantity('2k')]", "[1,\"2000\"]"},
    {"{'a': {'b': [semver('1.0.0')]}, 'c': null}", "{\"a\":{\"b\":[\"1.0.0\"]},\"c\":null}"},
    {"optional.of(quantity('1'))", "some"},
};

START_TEST(what_libraries_added_is_a_text_for_documents)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct plim_err err = {0};
    struct plim_buf got = {0};
    const struct cel_env *env = NULL;
    const struct cel_program *program = NULL;
    plim_assert_ok(cel_env_make(arena, &(struct cel_env_spec){0}, &env, &err), &err);
    plim_assert_ok(
        cel_compile(arena, env, plim_str_from(cases[_i].expression), NULL, &program, NULL, &err),
        &err);
    struct value value = cel_eval(program, NULL, arena, NULL);
    struct value plain = cel_plain(arena, &value);
    cel_show(&plain, &got);
    ck_assert_str_eq(got.text, cases[_i].want);
    plim_buf_release(&got);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, what_libraries_added_is_a_text_for_documents, 0,
                        (int)PLIM_LEN(cases));
}

PLIM_CHECK_MAIN("cel.opaque_text", add_cases)
