#include <string.h>

#include "cel/env.h"
#include "cel/program.h"
#include "cel/reads.h"
#include "support/plim_check.h"

static const char *const allowed[] = {"apiVersion", "kind", "metadata"};

static const struct {
    const char *place;
    const char *expression;
    const char *beyond; /* NULL: nothing; "": the whole */
} programs[] = {
    {"object", "object.metadata.name == 'a' && object['kind'] == 'B'", NULL},
    {"object", "object.?metadata.labels.orValue({}).exists(l, l == 'x')", NULL},
    {"object", "has(object.metadata.labels) && object[?'apiVersion'].hasValue()", NULL},
    {"object", "[1].all(object, object > 0)", NULL},
    {"object", "other.spec == 1 && variables.object.spec == 2", NULL},
    {"object", "{'object': 'spec'}.object == 'spec'", NULL},
    {"object", "object.spec.replicas > 1", "spec"},
    {"object", "object.metadata.name != '' || has(object.status)", "status"},
    {"object", "object[?'data'].hasValue()", "data"},
    {"object", "[1, 2].map(i, object.data)", "data"},
    {"object", "['a'].filter(k, k in object.data)", "data"},
    {"object", "{'a': [object.data]}", "data"},
    {"object", "other.x ? object.type : 'b'", "type"},
    {"object", "object", ""},
    {"object", "object == other", ""},
    {"object", "'spec' in object", ""},
    {"object", "object.exists(k, k == 'spec')", ""},
    {"object", "object[other.x]", ""},
    {"object", "[object][0].metadata", ""},
    {"object", "cel.bind(o, object, o.metadata.name)", ""},
    {"object", "optional.of(object).optMap(o, o.metadata)", ""},
    {"object", "other.?x.optMap(o, object.spec)", "spec"},
    {"object", "string(object.metadata.name) + string(object)", ""},
    {"object", "other.spec", NULL},
    {"object.kind", "object.metadata.name == '' && object.spec == 1", NULL},
    {"object.kind", "object.kind.metadata.a == 1", NULL},
    {"object.kind", "object.kind.spec.a == 1", "spec"},
    {"object.kind", "object.kind == 'a'", ""},
    {"object.kind", "object['kind'][?'spec'].hasValue()", "spec"},
    {"object.kind", "object.exists(k, k == '')", ""},
    {"variables.object", "variables . object.spec == 1", "spec"},
    {"variables.object", "variables.object", ""},
    {"variables.object", "other.object.spec == 1 || object.spec == 1", NULL},
    {"nothing.kind", "object.spec", NULL},
    {"nothing", "object.spec", NULL},
};

static const struct cel_env *make_env(struct plim_arena *arena)
{
    static const struct cel_variable variables[] = {
        {.name = "other"}, {.name = "object"}, {.name = "variables.object"}};
    const struct cel_env_spec spec = {
        .environment = "plimsoll", .variables = variables, .len = PLIM_LEN(variables)};
    const struct cel_env *env = NULL;
    struct plim_err err = {0};
    plim_assert_ok(cel_env_make(arena, &spec, &env, &err), &err);
    return env;
}

START_TEST(whatever_is_looked_at_beyond_some_fields_is_found)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    const struct cel_program *program = NULL;
    struct plim_err err = {0};
    struct plim_str what = PLIM_STR("nothing");
    plim_assert_ok(cel_compile(arena, make_env(arena), plim_str_from(programs[_i].expression), NULL,
                               &program, NULL, &err),
                   &err);
    bool beyond =
        cel_program_reads_beyond(program, programs[_i].place, allowed, PLIM_LEN(allowed), &what);
    const char *want = programs[_i].beyond ? programs[_i].beyond : "nothing";
    ck_assert_msg(plim_str_is(what, want), "%s: %.*s", programs[_i].expression, PLIM_STR_ARG(what));
    ck_assert_int_eq(beyond, programs[_i].beyond != NULL);
}
END_TEST

static void note_asked(void *context, struct plim_str api_version, struct plim_str kind,
                       struct plim_str plural)
{
    plim_buf_printf(context, "%.*s %.*s%.*s;", PLIM_STR_ARG(api_version), PLIM_STR_ARG(kind),
                    PLIM_STR_ARG(plural));
}

START_TEST(kinds_that_are_asked_for_by_constants_are_found)
{
    static const char *const text =
        "[1].all(x, resource.Get('v1', 'configmaps', 'a', 'b') != dyn(x)) && "
        "size(resource.List({'apiVersion': 'apps/v1', 'kind': 'Deployment'}).items) > 0";
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    PLIM_CLEANUP(plim_buf_release) struct plim_buf found = {0};
    const struct cel_env_spec spec = {.environment = "kyverno"};
    const struct cel_env *env = NULL;
    const struct cel_program *program = NULL;
    struct plim_err err = {0};
    plim_assert_ok(cel_env_make(arena, &spec, &env, &err), &err);
    plim_assert_ok(cel_compile(arena, env, plim_str_from(text), NULL, &program, NULL, &err), &err);
    cel_program_visit_asked(program, note_asked, &found);
    ck_assert_ptr_nonnull(strstr(found.text, "v1 configmaps;"));
    ck_assert_ptr_nonnull(strstr(found.text, "apps/v1 Deployment;"));
}
END_TEST

static void add(TCase *tcase)
{
    tcase_add_test(tcase, kinds_that_are_asked_for_by_constants_are_found);
    tcase_add_loop_test(tcase, whatever_is_looked_at_beyond_some_fields_is_found, 0,
                        PLIM_LEN(programs));
}

PLIM_CHECK_MAIN("cel.reads", add)
