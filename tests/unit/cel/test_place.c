#include "cel/env.h"
#include "cel/program.h"
#include "cel/reads.h"
#include "support/plim_check.h"

static const struct {
    const char *expression;
    const char *path; /* NULL: none, or more than one */
} programs[] = {
    {"object.spec.replicas <= 5", "spec.replicas"},
    {"has(object.spec.replicas)", "spec.replicas"},
    {"has(object.spec) && has(object.spec.replicas) && object.spec.replicas <= 5", "spec.replicas"},
    {"!has(object.spec.host) || object.spec.host == false", "spec.host"},
    {"object.spec.replicas <= 5 && has(object.spec)", "spec.replicas"},
    {"object.spec.replicas <= params.most", "spec.replicas"},
    {"object.spec.replicas == oldObject.spec.replicas", "spec.replicas"},
    {"object.metadata.labels['a/b'] == 'x'", "metadata.labels['a/b']"},
    {"object.?spec.?replicas.orValue(1) > 0", "spec.replicas"},
    {"object.spec.containers.all(c, c.image != '')", "spec.containers"},
    {"object.spec.containers[0].image != ''", "spec.containers"},
    {"[1, 2].exists(i, i == object.spec.replicas)", "spec.replicas"},
    {"object.spec.a == object.spec.b", NULL},
    {"has(object.spec.a) || object.spec.b == 1", NULL},
    {"object.spec.a == 1 && size(object.spec) > 1", NULL},
    {"object.spec.a == 1 && object == oldObject", NULL},
    {"params.limits[object.metadata.namespace] > 1", NULL},
    {"object.spec.a == variables.a", NULL},
    {"object[params.name] == 1", NULL},
    {"object.spec.a == 1 && request.name == 'b'", NULL},
    {"params.on == true", NULL},
    {"true", NULL},
};

static const struct cel_env *make_env(struct plim_arena *arena)
{
    static const struct cel_variable variables[] = {{.name = "object"},
                                                    {.name = "oldObject"},
                                                    {.name = "params"},
                                                    {.name = "request"},
                                                    {.name = "variables.a"}};
    const struct cel_env_spec spec = {
        .environment = "kubernetes", .variables = variables, .len = PLIM_LEN(variables)};
    const struct cel_env *env = NULL;
    struct plim_err err = {0};
    plim_assert_ok(cel_env_make(arena, &spec, &env, &err), &err);
    return env;
}

START_TEST(the_one_place_that_is_looked_at_is_found)
{
    static const char *const beside[] = {"params", "oldObject"};
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    const struct cel_program *program = NULL;
    struct plim_buf path = {.arena = arena};
    struct plim_err err = {0};
    plim_assert_ok(cel_compile(arena, make_env(arena), plim_str_from(programs[_i].expression), NULL,
                               &program, NULL, &err),
                   &err);
    bool found = cel_program_only_place(program, "object", beside, PLIM_LEN(beside), &path);
    ck_assert_msg(found == (programs[_i].path != NULL), "%s", programs[_i].expression);
    if (found)
        ck_assert_msg(plim_str_is(plim_buf_str(&path), programs[_i].path), "%s: %.*s",
                      programs[_i].expression, PLIM_STR_ARG(plim_buf_str(&path)));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, the_one_place_that_is_looked_at_is_found, 0,
                        (int)PLIM_LEN(programs));
}

PLIM_CHECK_MAIN("cel.place", add_cases)
