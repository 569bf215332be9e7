/* Evaluations take no heap once their arena is warm. */
#include <stdlib.h>

#include "base/defs.h"
#include "value/json.h"

#include "cel_check.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define COUNTS 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define COUNTS 0
#endif
#endif
#ifndef COUNTS
#define COUNTS 1
#endif

static unsigned long allocations;

#if COUNTS
/* The C library's own, under the names it gives those who stand in for them. */
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *memory, size_t size);

void *malloc(size_t size)
{
    allocations++;
    return __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    allocations++;
    return __libc_calloc(count, size);
}

void *realloc(void *memory, size_t size)
{
    allocations++;
    return __libc_realloc(memory, size);
}
#endif

static const char pod[] =
    "{\"metadata\": {\"name\": \"web-1\", \"labels\": {\"app\": \"web\", \"tier\": \"front\"}},"
    " \"spec\": {\"hostNetwork\": false, \"volumes\": [{\"name\": \"a\", \"hostPath\": {\"path\": "
    "\"/var\"}}, {\"name\": \"b\"}], \"containers\": [{\"name\": \"web\", \"image\": "
    "\"registry.example.com/web:v1.2.3\", \"resources\": {\"limits\": {\"memory\": \"512Mi\", "
    "\"cpu\": \"250m\"}}, \"env\": [{\"name\": \"A\", \"value\": \"1\"}, {\"name\": \"TOKEN\", "
    "\"value\": \"x\"}]}]}}";

static const char *const expressions[] = {
    "object.spec.containers.all(c, c.image.endsWith(':v1.2.3'))",
    "has(object.spec.hostNetwork) && object.spec.hostNetwork",
    "has(object.metadata.labels) && has(object.metadata.labels.app)",
    "object.metadata.name.matches('^[a-z]+-[0-9]+$')",
    "matches(object.metadata.name, '(a|w)(e|b)+')",
    "object.spec.containers.all(c, c.name.find('[a-z]+') == c.name)",
    "object.spec.containers[0].image.findAll('[a-z]+').size() > 1",
    "object.metadata.labels['app'] == 'web' && object.metadata.labels.tier != 'back'",
    "object.metadata.labels.?owner.orValue('none') == 'none'",
    "object.metadata.?labels.?app.optMap(a, a + '-1') == optional.of(object.metadata.name)",
    "object.spec.containers.all(c, quantity(c.resources.limits.memory).isInteger())",
    "quantity(object.spec.containers[0].resources.limits.memory).isLessThan(quantity('1Gi'))",
    "quantity(object.spec.containers[0].resources.limits.cpu).compareTo(quantity('1')) < 0",
    "object.spec.volumes.exists(v, has(v.hostPath))",
    "object.spec.volumes.exists_one(v, v.name == 'a')",
    "object.spec.containers.map(c, c.name).filter(n, n.startsWith('w')).size() == 1",
    "object.spec.containers.filter(c, c.env.exists(e, e.name in ['TOKEN', 'KEY'])).size() > 0",
    "object.spec.volumes.map(v, v.name).sort() == ['a', 'b']",
    "object.metadata.labels.all(k, v, k.size() + v.size() < 64)",
    "object.spec.volumes.transformMap(i, v, v.name) == {0: 'a', 1: 'b'}",
    "!format.dns1123Label().validate(object.metadata.name).hasValue()",
    "format.qualifiedName().validate('a b').hasValue()",
    "'%s-%d'.format([object.metadata.name, 3]) == 'web-1-3'",
    "object.metadata.name.split('-').join('.') == 'web.1'",
    "object.metadata.name.replace('-', '_').upperAscii() == 'WEB_1'",
    "ip('10.1.2.3').family() == 4 && cidr('10.0.0.0/8').containsIP('10.1.2.3')",
    "url('https://example.com/a?b=c').getHost() == 'example.com'",
    "semver('1.2.3').isLessThan(semver('1.10.0'))",
    "timestamp('2024-01-31T00:00:00Z') + duration('1h') > timestamp('2024-01-30T00:00:00Z')",
    "string(object.spec.containers.size()) == '1' && int('12') == 12 && double('1.5') > 1.0",
    "sets.contains(['a', 'b'], object.spec.volumes.map(v, v.name))",
    "object.spec.missing == 1 || true",
    "dyn(object).spec.containers[0].env[1].value == 'x' ? true : false",
};

struct scene {
    struct plim_arena *arena;
    struct value object;
    const struct cel_program *program;
};

static void compile(struct scene *scene, const char *expression)
{
    static const struct cel_variable variables[] = {{"object", NULL}};
    const struct cel_env_spec spec = {.variables = variables, .len = 1};
    const struct cel_env *env = NULL;
    struct plim_err err = {0};
    plim_assert_ok(value_json_read(scene->arena, PLIM_STR(pod), &scene->object, &err), &err);
    plim_assert_ok(cel_env_make(scene->arena, &spec, &env, &err), &err);
    plim_assert_ok(cel_compile(scene->arena, env, plim_str_from(expression), NULL, &scene->program,
                               NULL, &err),
                   &err);
}

/* Allocations of one evaluation, and whether it gave a bool. */
static unsigned long evaluate(const struct scene *scene, struct plim_arena *scratch, bool *bool_out)
{
    const struct value *const values[] = {&scene->object};
    const struct cel_bindings bindings = {.values = values, .len = 1};
    plim_arena_reset(scratch);
    unsigned long before = allocations;
    *bool_out = cel_eval(scene->program, &bindings, scratch, NULL).kind == VALUE_BOOL;
    return allocations - before;
}

START_TEST(evaluations_take_no_heap)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *scratch = plim_arena_new();
    struct scene scene = {.arena = arena};
    bool is_bool = false;
    compile(&scene, expressions[_i]);
    (void)evaluate(&scene, scratch, &is_bool); /* what is lazy is there then */
    unsigned long count = evaluate(&scene, scratch, &is_bool);
    ck_assert_msg(is_bool && count == 0, "%s\n  allocates %lu times", expressions[_i], count);
}
END_TEST

START_TEST(allocations_are_counted)
{
    unsigned long before = allocations;
    free(malloc(1));
    unsigned long count = allocations - before;
    ck_assert_uint_eq(count, COUNTS);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, evaluations_take_no_heap, 0, (int)PLIM_LEN(expressions));
    tcase_add_test(tcase, allocations_are_counted);
}

PLIM_CHECK_MAIN("cel.eval_heap", add_cases)
