#include "drift_fixture.h"

/* Lists of a container's variables: [A, B] stands for elements of these names. */
#define POD(list)   "{apiVersion: v1, kind: Pod, spec: {containers: [{name: c, env: [" list "]}]}}"
#define A           "{name: A}"
#define B           "{name: B}"
#define X           "{name: X}"
#define CLAIM(list) "{apiVersion: v1, kind: PersistentVolumeClaim, spec: {accessModes: " list "}}"
#define KEPT(list)  "{apiVersion: v1, kind: ConfigMap, metadata: {finalizers: " list "}}"

static const struct {
    const char *desired;
    const char *live;
    const char *fields; /* that differ or are missing */
} cases[] = {
    {POD(A ", " B), POD(A ", " B), ""},
    /* what Git does not state stays, wherever it stands */
    {POD(A ", " B), POD(X ", " A ", " B), ""},
    {POD(A ", " B), POD(A ", " X ", " B), ""},
    {POD(A ", " B), POD(A ", " B ", " X), ""},
    {POD(A ", " B), POD(B ", " A), "differs env\n"},
    {POD(A ", " B), POD(B ", " X ", " A), "differs env\n"},
    {POD(A ", " B), POD(B), "missing env[name=A]\n"},
    {CLAIM("[a, b]"), CLAIM("[a, b]"), ""},
    {CLAIM("[a]"), CLAIM("[a, b]"), "differs spec.accessModes\n"},
    {CLAIM("[a, b]"), CLAIM("[b, a]"),
     "differs spec.accessModes[0]\ndiffers spec.accessModes[1]\n"},
    {KEPT("[a, b]"), KEPT("[a, x, b]"), ""},
    {KEPT("[a, b]"), KEPT("[b, a]"), "differs metadata.finalizers\n"},
    {KEPT("[a, b]"), KEPT("[b]"), "missing metadata.finalizers[0]\n"},
};

/* Without what leads to the list of variables. */
static struct plim_str shorten(struct plim_str field)
{
    struct plim_str start = PLIM_STR("spec.containers[name=c].");
    bool below = plim_str_starts(field, start);
    return below ? (struct plim_str){field.text + start.len, field.len - start.len} : field;
}

static const char *describe_fields(const char *desired, const char *live)
{
    static const struct drift_options none = {0};
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    struct value wanted = plim_value_from_yaml(arena, desired);
    struct value got = plim_value_from_yaml(arena, live);
    struct drift_result result = drift_compare(arena, &wanted, &got, &none);
    for (size_t i = 0; i < result.len; i++)
        plim_buf_printf(&text, "%s %.*s\n", drift_verdict_names[result.items[i].verdict],
                        PLIM_STR_ARG(shorten(result.items[i].field)));
    return plim_arena_copy(arena, text.text ? text.text : "", text.len);
}

START_TEST(a_list_is_compared_with_what_applying_would_make_of_it)
{
    ck_assert_str_eq(describe_fields(cases[_i].desired, cases[_i].live), cases[_i].fields);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, open_arena, close_arena);
    tcase_add_loop_test(tcase, a_list_is_compared_with_what_applying_would_make_of_it, 0,
                        PLIM_LEN(cases));
}

PLIM_CHECK_MAIN("drift.list", add_cases)
