#include <stdlib.h>

#include "base/alloc.h"
#include "base/file.h"
#include "support/plim_check.h"
#include "value/yaml.h"

#include "cel_tree.h"
#include "checker.h"
#include "unparse.h"

static const struct {
    const char *source;
    const char *want; /* NULL: as it was written */
} cases[] = {
    {"null", NULL},
    {"true", NULL},
    {"-1", NULL},
    {"- 1", "-1"},
    {"0x1F", "31"},
    {"9223372036854775807", NULL},
    {"-9223372036854775808", NULL},
    {"1U", "1u"},
    {"1.0", NULL},
    {".5", "0.5"},
    {"1e100", "1e+100"},
    {"-0.0", NULL},
    {"'a\"b'", "\"a\\\"b\""},
    {"r'\\d'", "\"\\\\d\""},
    {"'''a\nb'''", "\"a\\nb\""},
    {"'\\u00e9\\t\\x00'", "\"\303\251\\t\\x00\""},
    {"b'a\\xff'", "b\"a\\xff\""},
    {"a", NULL},
    {".a", NULL},
    {"a . b . c", "a.b.c"},
    {"a.`b-c`.`in`", NULL},
    {"a.package.`b`", "a.package.b"},
    {"a.?b.?`c/d`", NULL},
    {"a[0][?'x']", "a[0][?\"x\"]"},
    {"(-1).b", NULL},
    {"(1.5).b()", NULL},
    {"1u.b()", "1u.b()"},
    {"'a'.b()", "\"a\".b()"},
    {"(a + b).c", NULL},
    {"(a ? b : c).d[e]", NULL},
    {"[1, 2,]", "[1, 2]"},
    {"[?a, b]", NULL},
    {"{'a': 1, ?b: c}", "{\"a\": 1, ?b: c}"},
    {"{}", NULL},
    {"a.B{c: 1, ?`d-e`: 2}", NULL},
    {"a.B{}", NULL},
    {"f()", NULL},
    {"f(a, b).g(c)", NULL},
    {"a.b.f(c)", NULL},
    {"a+b*c", "a + b * c"},
    {"(a+b)*c", "(a + b) * c"},
    {"a-(b-c)", "a - (b - c)"},
    {"(a-b)-c", "a - b - c"},
    {"a%b/c", "a % b / c"},
    {"a - -1", NULL},
    {"a - -b", NULL},
    {"-(1)", NULL},
    {"-(-1)", NULL},
    {"-(-a)", NULL},
    {"--a", "a"},
    {"-1u", NULL},
    {"!a", NULL},
    {"!(!a)", NULL},
    {"!!!a", "!a"},
    {"!(-1)", NULL},
    {"!(a == b)", NULL},
    {"-a.b", NULL},
    {"(-a).b", NULL},
    {"a == b == c", NULL},
    {"a == (b == c)", NULL},
    {"a in [b]", "a in [b]"},
    {"(a in b) == c", "a in b == c"},
    {"a < b + c", NULL},
    {"(a < b) + c", NULL},
    {"a && b && c", NULL},
    {"a && (b && c)", NULL},
    {"a || b && c", NULL},
    {"(a || b) && c", NULL},
    {"(a && b) || c", "a && b || c"},
    {"a || (b || c)", NULL},
    {"a ? b : c ? d : e", NULL},
    {"(a ? b : c) ? d : e", NULL},
    {"a ? (b ? c : d) : e", NULL},
    {"a || b ? c || d : e", NULL},
    {"(a ? b : c) || d", NULL},
    {"f(a ? b : c, d)", NULL},
    {"has(a.b)", NULL},
    {"has(a.`b-c`)", NULL},
    {"a.all(x, x > 1)", NULL},
    {"a.exists(i, x, i > x)", NULL},
    {"a.exists_one(x, x)", NULL},
    {"a.existsOne(x, x)", NULL},
    {"a.filter(x, x).map(x, x + 1)", NULL},
    {"a.map(x, x > 1, -x)", NULL},
    {"a.transformList(k, v, k + v)", NULL},
    {"a.transformList(k, v, k > v, v)", NULL},
    {"a.transformMap(k, v, v)", NULL},
    {"a.transformMapEntry(k, v, {v: k})", NULL},
    {"a.sortBy(x, -x)", NULL},
    {"(a + b).all(x, x ? y : z)", NULL},
    {"a.optMap(x, x + 1)", NULL},
    {"a.optFlatMap(x, x)", NULL},
    {"cel.bind(x, 1 + 2, x * x)", NULL},
    {"cel.bind(x, 1, cel.bind(y, x, x + y))", NULL},
    {"cel.block([1, cel.index(0) + 1], cel.index(0) + cel.index(1))", NULL},
    {"cel.block([1], cel.block([2], cel.index(0)))", NULL},
    {"a.all(cel.iterVar(0, 1), cel.iterVar(0, 1) > cel.accuVar(0, 1))", NULL},
    {"math.greatest(1, a, 2.0)", NULL},
    {"math.greatest(1, a)", NULL},
    {"math.least([1, 2])", NULL},
    {"math.greatest(a)", NULL},
    {"a // b\n + c", "a + c"},
};

static const struct cel_env *make_env(struct plim_arena *arena)
{
    struct plim_err err = {0};
    const struct cel_env *env = NULL;
    const struct cel_env_spec spec = {0};
    plim_assert_ok(cel_env_make(arena, &spec, &env, &err), &err);
    return env;
}

static void expect_round_trip(struct plim_arena *arena, const struct cel_env *env,
                              struct cel_ast *ast, struct plim_buf *text)
{
    cel_unparse(ast, text);
    struct cel_ast *again = cel_tree_parse(arena, env, plim_buf_str(text));
    ck_assert_msg(cel_tree_same(ast, again), "written as %s", text->text);
}

START_TEST(an_expression_is_written_in_its_canonical_form)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    const struct cel_env *env = make_env(arena);
    struct plim_buf text = {0};
    struct cel_ast *ast = cel_tree_parse(arena, env, plim_str_from(cases[_i].source));
    ck_assert_ptr_nonnull(ast);
    expect_round_trip(arena, env, ast, &text);
    ck_assert_str_eq(text.text, cases[_i].want ? cases[_i].want : cases[_i].source);
    plim_buf_release(&text);
}
END_TEST

START_TEST(a_checked_tree_is_written_like_the_parsed_one)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    const struct cel_env *env = make_env(arena);
    struct plim_buf before = {0};
    struct plim_buf after = {0};
    struct cel_issues issues = {.len = 0};
    struct cel_ast *ast = cel_tree_parse(arena, env, plim_str_from(cases[_i].source));
    cel_unparse(ast, &before);
    struct cel_source source = {
        .arena = arena, .text = plim_str_from(cases[_i].source), .issues = &issues};
    struct cel_checker checker = {.source = &source,
                                  .env = env,
                                  .limits = &cel_default_limits,
                                  .types = {.arena = arena},
                                  .lenient = true};
    (void)cel_check(&checker, ast);
    cel_unparse(ast, &after);
    ck_assert_str_eq(after.text, before.text);
    plim_buf_release(&before);
    plim_buf_release(&after);
}
END_TEST

/* ---- Every text in a directory of documents that is an expression. */

static size_t try_text(struct plim_arena *arena, const struct cel_env *env, struct plim_str text)
{
    struct plim_buf buf = {0};
    struct cel_ast *ast = cel_tree_parse(arena, env, text);
    if (ast)
        expect_round_trip(arena, env, ast, &buf);
    plim_buf_release(&buf);
    return ast ? 1 : 0;
}

static size_t try_value(struct plim_arena *arena, const struct cel_env *env,
                        const struct value *value)
{
    size_t count = value->kind == VALUE_STRING ? try_text(arena, env, value_str(value)) : 0;
    for (size_t i = 0; i < value_len(value); i++)
        count += try_value(arena, env, value_at(value, i));
    return count;
}

static size_t try_file(const char *path)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    PLIM_CLEANUP(plim_freep) char *text = NULL;
    struct plim_err err = {0};
    struct value_yaml_list documents = {0};
    size_t len = 0;
    size_t count = 0;
    plim_assert_ok(plim_file_read(path, (size_t)16 << 20, &text, &len, &err), &err);
    if (value_yaml_read(arena, path, (struct plim_str){text, len}, VALUE_YAML_MANIFEST, &documents,
                        &err) != PLIM_OK)
        return 0; /* no document */
    const struct cel_env *env = make_env(arena);
    for (size_t i = 0; i < documents.len; i++)
        count += try_value(arena, env, &documents.items[i].root);
    return count;
}

static size_t try_directory(struct plim_arena *arena, const char *path)
{
    struct plim_err err = {0};
    struct plim_dir_entry *entries = NULL;
    size_t len = 0;
    size_t count = 0;
    plim_assert_ok(plim_dir_list(arena, path, &entries, &len, &err), &err);
    for (size_t i = 0; i < len; i++) {
        const char *inner = plim_path_join(arena, path, entries[i].name);
        count += entries[i].is_dir ? try_directory(arena, inner) : try_file(inner);
    }
    return count;
}

static const struct {
    const char *path;
    size_t least; /* expressions */
} directories[] = {{PLIM_SOURCE_DIR "/policies", 300},
                   {PLIM_SOURCE_DIR "/tests/conformance/cel", 300}};

START_TEST(every_expression_in_our_documents_survives_being_written)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    ck_assert_uint_ge(try_directory(arena, directories[_i].path), directories[_i].least);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, an_expression_is_written_in_its_canonical_form, 0,
                        (int)PLIM_LEN(cases));
    tcase_add_loop_test(tcase, a_checked_tree_is_written_like_the_parsed_one, 0,
                        (int)PLIM_LEN(cases));
    tcase_add_loop_test(tcase, every_expression_in_our_documents_survives_being_written, 0,
                        (int)PLIM_LEN(directories));
}

PLIM_CHECK_MAIN("cel.unparse", add_cases)
