#include "cel/explain.h"

#include "cel_partial.h"

/* "OFFSET=VALUE[,VALUE...][(COUNT)] ..." */
static void show(const struct cel_explanation *explanation, struct plim_buf *buf)
{
    for (size_t i = 0; i < explanation->len; i++) {
        const struct cel_part *part = &explanation->parts[i];
        plim_buf_printf(buf, "%s%u=", i > 0 ? " " : "", (unsigned)part->offset);
        for (size_t j = 0; j < part->len; j++) {
            plim_buf_append_c(buf, j > 0 ? "," : "");
            cel_show(&part->values[j], buf);
        }
        if (part->count > part->len)
            plim_buf_printf(buf, "(%zu)", part->count);
    }
}

static const struct cel_case cases[] = {
    {"y", "0=1"},
    {"1", ""},
    {"y + 1 == 2", "0=1 2=2 6=true"},
    {"object.spec.n",
     "0={\"kind\":\"Pod\",\"spec\":{\"n\":1,\"a/b\":2},\"items\":[{\"name\":\"a\"},"
     "{\"name\":\"b\"}]} 7={\"n\":1,\"a/b\":2} 12=1"},
    {"params . \n ?max", "0={\"max\":3,\"prefix\":\"a\",\"on\":true} 12=some"},
    {"params['max']", "0={\"max\":3,\"prefix\":\"a\",\"on\":true} 6=3"},
    /* What was not looked at has no value. */
    {"y == 2 && y == 3", "0=1 2=false 7=false 10= 12="},
    {"y == 1 ? y : -y", "0=1 2=true 7=1 9=1 13= 14="},
    /* Parts of literals alone are parts, too. */
    {"1 + 2 == 3", "2=3 6=true"},
    {"size([1, 2])", "0=2 5=[1,2]"},
    /* Loops give several values. */
    {"[1, 2].map(v, v + y)", "0=[1,2] 7=[2,3] 14=1,2 16=2,3 18=1,1"},
    {"lists.range(10).all(v, v < y + 99)",
     "6=[0,1,2,3,4,5,6,7,8,9] 16=true 23=0,1,2,3,4,5,6,7(10)"
     " 25=true,true,true,true,true,true,true,true(10) 27=1,1,1,1,1,1,1,1(10)"
     " 29=100,100,100,100,100,100,100,100(10)"},
    /* Errors and unknowns. */
    {"y / 0 == 1 || y == 1", "0=1 2=error: division by zero 6=error: division by zero 11=true "
                             "14=1 16=true"},
    {"x.a", "0=unknown: variable 'x' is not known 2=unknown: variable 'x' is not known"},
};

START_TEST(every_part_tells_its_values)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct plim_buf got = {0};
    struct cel_partial partial;
    struct cel_explanation explanation;
    cel_partial_init(&partial, arena, "");
    (void)cel_explain(cel_partial_compile(&partial, cases[_i].expression), &partial.bindings, arena,
                      &explanation);
    show(&explanation, &got);
    ck_assert_str_eq(got.text ? got.text : "", cases[_i].want);
    plim_buf_release(&got);
}
END_TEST

START_TEST(an_explained_result_is_the_same_as_an_evaluated_one)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct plim_buf plain = {0};
    struct plim_buf explained = {0};
    struct cel_partial partial;
    struct cel_explanation explanation;
    cel_partial_init(&partial, arena, "");
    const struct cel_program *program = cel_partial_compile(&partial, cases[_i].expression);
    struct value left = cel_eval(program, &partial.bindings, arena, NULL);
    struct value right = cel_explain(program, &partial.bindings, arena, &explanation);
    cel_show(&left, &plain);
    cel_show(&right, &explained);
    ck_assert_str_eq(explained.text, plain.text);
    plim_buf_release(&plain);
    plim_buf_release(&explained);
}
END_TEST

START_TEST(attributes_that_are_unknown_are_so_in_every_part)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct plim_buf got = {0};
    struct cel_partial partial;
    struct cel_explanation explanation;
    cel_partial_init(&partial, arena, "object.spec.n");
    (void)cel_explain(cel_partial_compile(&partial, "object.kind != '' && object.spec.n == y"),
                      &partial.bindings, arena, &explanation);
    show(&explanation, &got);
    ck_assert_str_eq(got.text, "0=unknown: variable 'object' is not known 7=\"Pod\" 12=true "
                               "18=unknown: 'object.spec.n' is not known "
                               "21=unknown: variable 'object' is not known "
                               "28=unknown: 'object.spec' is not known "
                               "33=unknown: 'object.spec.n' is not known "
                               "35=unknown: 'object.spec.n' is not known 38=1");
    plim_buf_release(&got);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, every_part_tells_its_values, 0, (int)PLIM_LEN(cases));
    tcase_add_loop_test(tcase, an_explained_result_is_the_same_as_an_evaluated_one, 0,
                        (int)PLIM_LEN(cases));
    tcase_add_test(tcase, attributes_that_are_unknown_are_so_in_every_part);
}

PLIM_CHECK_MAIN("cel.explain", add_cases)
