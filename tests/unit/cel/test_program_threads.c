#include <pthread.h>

#include "cel/explain.h"
#include "cel/residual.h"
#include "cel/unknown.h"

#include "cel_partial.h"

/* Programs are made once; every thread evaluates them all, with an arena of its own. */

enum { THREADS = 4, ROUNDS = 50 };

static const char *const sources[] = {
    "object.items.all(i, i.name.matches('^[a-z]+$'))",
    "object.items.map(i, i.name + '-' + object.kind).join(',').size() > params.max",
    "object.spec.n == y && has(object.spec.n) && object.kind.endsWith('d')",
    "quantity('1Gi').isGreaterThan(quantity('1Mi')) && ip('10.0.0.1') == ip('10.0.0.1')",
    "'%s has %d'.format([object.kind, params.max]).split(' ').sortBy(w, w).size() == 3",
    "timestamp('2024-01-02T03:04:05Z').getHours('Europe/Berlin') == 4",
    "cel.bind(n, object.spec.n, {'a': n}.transformMap(k, v, v + n).a == 2 * n)",
    "x.max == 3 || object.kind.find('[A-Z]') == 'P'",
};

struct shared {
    struct cel_partial partial;
    const struct cel_program *programs[PLIM_LEN(sources)];
    struct cel_attribute hidden; /* object.kind */
};

/* How many evaluations came to something else than true. */
static size_t evaluate_all(const struct shared *shared, struct plim_arena *arena)
{
    size_t wrong = 0;
    struct cel_bindings partly = shared->partial.bindings;
    partly.unknowns = &shared->hidden;
    partly.unknown_count = 1;
    for (size_t i = 0; i < PLIM_LEN(sources); i++) {
        struct plim_buf rest = {0};
        struct plim_err err = {0};
        struct cel_explanation explanation;
        const struct cel_program *program = shared->programs[i];
        struct value plain = cel_eval(program, &shared->partial.bindings, arena, NULL);
        struct value explained =
            cel_explain(program, &shared->partial.bindings, arena, &explanation);
        struct value partial = cel_eval(program, &partly, arena, NULL);
        bool left = cel_residual(program, &partly, arena, &rest, &err) == PLIM_OK;
        wrong += !value_bool_or(&plain, false) || !value_bool_or(&explained, false) || !left ||
                 value_is(&partial, VALUE_ERROR);
        plim_buf_release(&rest);
    }
    return wrong;
}

static void *work(void *context)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    size_t wrong = 0;
    for (int i = 0; i < ROUNDS; i++) {
        plim_arena_reset(arena);
        wrong += evaluate_all(context, arena);
    }
    return wrong > 0 ? context : NULL;
}

START_TEST(programs_are_evaluated_by_several_threads_at_once)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct shared shared;
    struct plim_err err = {0};
    pthread_t threads[THREADS];
    size_t wrong = 0;
    cel_partial_init(&shared.partial, arena, "");
    plim_assert_ok(cel_attribute_parse(arena, shared.partial.env, PLIM_STR("object.kind"),
                                       &shared.hidden, &err),
                   &err);
    for (size_t i = 0; i < PLIM_LEN(sources); i++)
        shared.programs[i] = cel_partial_compile(&shared.partial, sources[i]);
    for (size_t i = 0; i < THREADS; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, work, &shared), 0);
    for (size_t i = 0; i < THREADS; i++) {
        void *failed = NULL;
        ck_assert_int_eq(pthread_join(threads[i], &failed), 0);
        wrong += failed ? 1 : 0;
    }
    ck_assert_uint_eq(wrong, 0);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_test(tcase, programs_are_evaluated_by_several_threads_at_once);
}

PLIM_CHECK_MAIN("cel.program_threads", add_cases)
