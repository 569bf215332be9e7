/* Shapes of expressions that would cost a careless compiler more than their size. */
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "cel/env.h"
#include "cel/program.h"
#include "support/plim_check.h"

/* The bound is 1 ms; what is beyond it here is for machines that do other things at the same time,
 * and for builds that are not optimized or watch every access. */
#ifdef __OPTIMIZE__
#define MS_PER_KIB 3.0
#else
#define MS_PER_KIB 60.0
#endif

enum {
    SOURCE_BYTES = 24 * 1024,
    BYTES_PER_BYTE = 1024, /* of memory for each of source */
    RUNS_MAX = 5,
};

/* begin, then `open` and afterwards `close` as often as there is room, with `middle` between; or,
 * with `close` NULL, `open` numbered. */
struct shape {
    const char *name;
    const char *begin;
    const char *open;
    const char *middle;
    const char *close;
    const char *end;
    size_t most; /* repetitions; 0: as many as fit */
};

static const struct shape shapes[] = {
    {"parentheses", "", "(", "1", ")", "", 0},
    {"parentheses that hold", "", "(", "1", ")", "", 240},
    {"lists in lists", "", "[", "", "]", "", 0},
    {"lists in lists that hold", "", "[", "", "]", "", 240},
    {"maps in maps", "", "{1:", "1", "}", "", 240},
    {"maps as keys", "", "{", "1", ":1}", "", 240},
    {"brackets", "", "v[", "1", "]", "", 0},
    {"calls in calls", "", "size(", "v", ")", "", 240},
    {"open braces", "", "{", "", "", "", 0},
    {"nots", "", "!", "v", "", "", 0},
    {"minuses", "", "-", "v", "", "", 0},
    {"conditions", "", "v?1:", "1", "", "", 0},
    {"conditions to the left", "", "(v?", "1", ":1)", "", 240},
    {"sum", "1", "+1", "", "", "", 0},
    {"sum that holds", "1", "+1", "", "", "", 900},
    {"sum of dyn", "v", "+v", "", "", "", 0},
    {"sum of dyn that holds", "v", "+v", "", "", "", 900},
    {"comparisons of dyn", "true", "&&v<v", "", "", "", 0},
    {"sum of texts", "'a'", "+'a'", "", "", "", 900},
    {"sum of lists", "[1]", "+[1]", "", "", "", 900},
    {"sum of empty lists", "[]", "+[]", "", "", "", 900},
    {"and", "v", "&&v", "", "", "", 0},
    {"or of errors", "1", "||1", "", "", "", 0},
    {"ors of comparisons", "v==1", "||v==1", "", "", "", 0},
    {"in", "v", " in v", "", "", "", 900},
    {"selections", "v", ".a", "", "", "", 0},
    {"selections that hold", "v", ".a", "", "", "", 900},
    {"optional selections", "v", ".?a", "", "", "", 900},
    {"selections of nothing", "x", ".a", "", "", "", 900},
    {"indices", "v", "[0]", "", "", "", 900},
    {"methods", "v", ".size()", "", "", "", 900},
    {"undeclared methods", "v", ".sizes()", "", "", "", 900},
    {"list", "[1", ",1", "", "", "]", 0},
    {"list of dyn", "[v", ",v", "", "", "]", 0},
    {"list of texts", "['a'", ",'a'", "", "", "]", 0},
    {"mixed list", "[1", ",'a',1", "", "", "]", 0},
    {"list of lists", "[[]", ",[]", "", "", "]", 0},
    {"list of lists of lists", "[[[1]]", ",[[1]]", "", "", "]", 0},
    {"list of mixed lists", "[[]", ",[1],['a'],[[]]", "", "", "]", 0},
    {"map of lists", "{1:[]", ",1:[[]]", "", "", "}", 0},
    {"numbered map", "{0:0", ",%zu:1", "", NULL, "}", 0},
    {"numbered texts", "{'':0", ",'k%zu':1", "", NULL, "}", 0},
    {"numbered names", "v", "+n%zu", "", NULL, "", 900},
    {"list of numbered names", "[v", ",n%zu", "", NULL, "]", 0},
    {"numbered calls", "[v", ",f%zu()", "", NULL, "]", 0},
    {"numbered fields", "[v", ",v.f%zu", "", NULL, "]", 0},
    {"near names", "[v", ",startWith%zu()", "", NULL, "]", 0},
    {"wrong calls", "[v", ",'a'.startsWith(1)", "", "", "]", 0},
    {"wrong sums", "[v", ",1+'a'", "", "", "]", 0},
    {"wrong indices", "[v", ",{1:1}['a']", "", "", "]", 0},
    {"wrong calls of empty lists", "[v", ",[].startsWith([])", "", "", "]", 0},
    {"empty lists compared", "[v", ",[]==[]", "", "", "]", 0},
    {"sets of empty lists", "[v", ",sets.contains([[]],[])", "", "", "]", 0},
    {"empty lists that grow", "v?[]:", "v?[[]]:", "[]", "", "", 240},
    {"types that double", "{[]:[],1:", "{[]:[],1:", "1", "}", "}", 100},
    {"optionals in optionals", "", "optional.of(", "1", ")", "", 240},
    {"pairs in pairs", "", "{", "v", ":[{1:1}]}", "", 100},
    {"loops", "v", ".map(x,x)", "", "", "", 240},
    {"loops in loops", "", "v.map(x,", "x", ")", "", 12},
    {"too many loops in loops", "", "v.map(x,", "x", ")", "", 0},
    {"loops beside loops", "[v", ",v.all(x,x>1)", "", "", "]", 0},
    {"binds in binds", "", "cel.bind(x,1,", "x", ")", "", 240},
    {"binds that double", "", "cel.bind(x,[x,x],", "x", ")", "", 60},
    {"lists that double", "cel.bind(x,[1],", "cel.bind(x,[x,x],", "x", ")", ")", 60},
    {"maps that double", "cel.bind(x,{1:1},", "cel.bind(x,{x:x},", "x", ")", ")", 60},
    {"block", "cel.block([1", ",1", "", "", "],1)", 0},
    {"text", "'", "a", "", "", "'", 0},
    {"escapes", "'", "\\u00e9", "", "", "'", 0},
    {"open text", "'", "a", "", "", "", 0},
    {"open texts", "", "'\n", "", "", "", 0},
    {"open triple text", "'''", "'\n", "", "", "", 0},
    {"raw text", "r'''", "\\'", "", "", "'''", 0},
    {"backquotes", "v", ".`a`", "", "", "", 0},
    {"open backquotes", "", "` ", "", "", "", 0},
    {"digits", "", "9", "", "", "", 0},
    {"fraction", "0.", "9", "", "", "", 0},
    {"hexadecimal", "0x", "f", "", "", "", 0},
    {"one name", "", "a", "", "", "", 0},
    {"blanks", "", " ", "1", "", "", 0},
    {"lines", "", "\n", "1", "", "", 0},
    {"comments", "", "//\n", "1", "", "", 0},
    {"bytes that are no text", "", "\377", "", "", "", 0},
    {"controls", "", "\001", "", "", "", 0},
    {"format", "'", "%d", "' .format([1])", "", "", 0},
    {"format with arguments", "'%s'.format([1", ",1", "", "", "])", 0},
    {"pattern", "v.matches('", "(a|b)*", "", "", "')", 1000},
    {"pattern of groups", "v.matches('", "(", "a", ")", "')", 0},
    {"repeated pattern", "v.matches('", "(a", "", "){1000}", "')", 30},
    {"message", "a.b{c:1", ",c:1", "", "", "}", 0},
    {"messages", "a", ".b{}", "", "", "", 0},
    {"tests", "", "has(", "v.a", ")", "", 240},
    {"tests of tests", "true", "&&has(v.a.b.c)", "", "", "", 0},
};

static void append(struct plim_buf *buf, const char *text, size_t i)
{
    const char *mark = strstr(text, "%zu");
    if (!mark) {
        plim_buf_append_c(buf, text);
        return;
    }
    plim_buf_append(buf, text, (size_t)(mark - text));
    plim_buf_printf(buf, "%zu%s", i, mark + 3);
}

static void build(const struct shape *shape, struct plim_buf *buf)
{
    size_t one = strlen(shape->open) + (shape->close ? strlen(shape->close) : 4);
    size_t count = SOURCE_BYTES / one;
    if (shape->most > 0 && shape->most < count)
        count = shape->most;
    plim_buf_append_c(buf, shape->begin);
    for (size_t i = 0; i < count; i++) {
        if (shape->close)
            plim_buf_append_c(buf, shape->open);
        else
            append(buf, shape->open, i);
    }
    plim_buf_append_c(buf, shape->middle);
    for (size_t i = 0; i < count && shape->close; i++)
        plim_buf_append_c(buf, shape->close);
    plim_buf_append_c(buf, shape->end);
}

static double seconds(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* What one compilation took; bytes_out: of the arena. */
static double compile(const struct cel_env *env, struct plim_str source, size_t *bytes_out)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct plim_err err = {0};
    const struct cel_program *program = NULL;
    double begin = seconds();
    enum plim_code code = cel_compile(arena, env, source, NULL, &program, NULL, &err);
    double took = seconds() - begin;
    ck_assert(code == PLIM_OK || code == PLIM_INVALID || code == PLIM_LIMIT);
    *bytes_out = plim_arena_bytes(arena);
    return took;
}

static void assert_cheap(const char *environment, const struct shape *shape, struct plim_str source)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct plim_err err = {0};
    const struct cel_variable variable = {"v", NULL};
    const struct cel_env_spec spec = {.environment = environment, .variables = &variable, .len = 1};
    const struct cel_env *env = NULL;
    size_t bytes = 0;
    double kib = source.len > 1024 ? (double)source.len / 1024 : 1;
    double best = 1;
    plim_assert_ok(cel_env_make(arena, &spec, &env, &err), &err);
    for (int i = 0; i < RUNS_MAX && best > kib * MS_PER_KIB / 1e3; i++) {
        double took = compile(env, source, &bytes);
        best = took < best ? took : best;
    }
    ck_assert_msg(best <= kib * MS_PER_KIB / 1e3, "%s, %s: %.1f ms for %.1f KiB", shape->name,
                  environment, best * 1e3, kib);
    ck_assert_msg(bytes <= (size_t)(kib * 1024) * BYTES_PER_BYTE, "%s, %s: %zu bytes for %.1f KiB",
                  shape->name, environment, bytes, kib);
}

START_TEST(a_hostile_shape_is_cheap_to_compile)
{
    struct plim_buf buf = {0};
    build(&shapes[_i], &buf);
    assert_cheap("cel", &shapes[_i], plim_buf_str(&buf));
    assert_cheap("kubernetes", &shapes[_i], plim_buf_str(&buf));
    plim_buf_release(&buf);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, a_hostile_shape_is_cheap_to_compile, 0, PLIM_LEN(shapes));
}

PLIM_CHECK_MAIN("cel.hostile", add_cases)
