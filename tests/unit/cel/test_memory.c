/* An evaluation takes no more memory than it may. */
#include <string.h>

#include "cel_check.h"

enum {
    LIMIT_BYTES = 1 << 18,
    TEXT_BYTES = 25 * 1024,
    SLACK_BYTES = 2 * LIMIT_BYTES, /* for what is counted once it is made */
};

static const char *const hungry[] = {
    "lists.range(100000).size() > 0",
    "lists.range(15000).map(x, [x, x, x, x]).size() > 0",
    "lists.range(15000).map(x, x).map(x, x).size() > 0",
    "lists.range(10000).filter(x, x >= 0).sortBy(x, -x).size() > 0",
    "lists.range(1000).map(x, lists.range(1000)).flatten().size() > 0",
    "lists.range(5000).transformMap(i, x, x).size() > 0",
    "lists.range(5000).transformMapEntry(i, x, {i: x}).size() > 0",
    "lists.range(8000).map(x, string(x) + 'suffix of some length').size() > 0",
    "[text, text, text, text, text, text, text, text, text, text, text].join('') != ''",
    "(text + text + text + text + text + text + text).size() > 0",
    "text.replace('a', 'aaaaaaaaaaaaaaaaaaaa') != ''",
    "regex.replace(text, 'a', 'aaaaaaaaaaaaaaaaaaaa') != ''",
    "text.split('').size() > 0",
    "regex.extractAll(text, 'a').size() > 0",
    "'%s%s%s%s%s%s%s%s%s%s%s'.format(lists.range(11).map(i, text)) != ''",
    "'%s'.format([{'a': {'a': {'a': {'a': {'a': {'a': {'a': {'a': text}}}}}}}}]) != ''",
    "[1, 2, 3, 4, 5, 6].map(x, text.upperAscii() + text.lowerAscii()).size() > 0",
    "[1, 2, 3, 4, 5, 6, 7, 8, 9].map(x, base64.encode(bytes(text))).size() > 0",
    "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11].map(x, text.reverse()).size() > 0",
    "[1, 2, 3, 4, 5, 6].map(x, strings.quote(text)).size() > 0",
    "lists.range(8000).reverse().reverse().size() > 0",
    "lists.range(100000).size() > 0 || true",
    "true || lists.range(100000).size() > 0 ? lists.range(100000).size() > 0 : true",
};

static const struct cel_program *compile(struct plim_arena *arena, const char *source, size_t bytes)
{
    struct plim_err err = {0};
    const struct cel_variable variable = {"text", cel_type_string()};
    const struct cel_env_spec spec = {.variables = &variable, .len = 1};
    const struct cel_env *env = NULL;
    const struct cel_program *program = NULL;
    struct cel_limits limits = cel_default_limits;
    limits.bytes = bytes;
    limits.cost = 0;
    plim_assert_ok(cel_env_make(arena, &spec, &env, &err), &err);
    plim_assert_ok(cel_compile(arena, env, plim_str_from(source), &limits, &program, NULL, &err),
                   &err);
    return program;
}

static struct value evaluate(struct plim_arena *arena, const char *source, size_t bytes)
{
    const struct cel_program *program = compile(arena, source, bytes);
    char *letters = plim_arena_take(arena, TEXT_BYTES);
    memset(letters, 'a', TEXT_BYTES);
    const struct value text = value_string((struct plim_str){letters, TEXT_BYTES});
    const struct value *const values[] = {&text};
    const struct cel_bindings bindings = {.values = values, .len = 1};
    size_t before = plim_arena_bytes(arena);
    struct value value = cel_eval(program, &bindings, arena, NULL);
    if (bytes > 0)
        ck_assert_uint_le(plim_arena_bytes(arena) - before, bytes + SLACK_BYTES);
    return value;
}

START_TEST(what_needs_too_much_memory_is_an_error_that_nothing_absorbs)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct plim_buf buf = {0};
    struct value value = evaluate(arena, hungry[_i], LIMIT_BYTES);
    cel_show(&value, &buf);
    ck_assert_str_eq(buf.text,
                     "error: evaluation needs more than its limit of 262144 bytes of memory");
    plim_buf_release(&buf);
}
END_TEST

START_TEST(the_same_with_memory_enough_is_no_error)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct value value = evaluate(arena, hungry[_i], 0);
    ck_assert_int_eq(value.kind, VALUE_BOOL);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, what_needs_too_much_memory_is_an_error_that_nothing_absorbs, 0,
                        PLIM_LEN(hungry));
    tcase_add_loop_test(tcase, the_same_with_memory_enough_is_no_error, 0, PLIM_LEN(hungry));
}

PLIM_CHECK_MAIN("cel.memory", add_cases)
