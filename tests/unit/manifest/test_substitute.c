#include "support/plim_check.h"

#include "substitute_priv.h"

static const struct manifest_variable variables[] = {
    {{"name", 4}, {"old", 3}, NULL},
    {{"name", 4}, {"shop", 4}, NULL},
    {{"mixed", 5}, {"abcABC123ABCabc", 15}, NULL},
    {{"file", 4}, {"bash.string.txt", 15}, NULL},
    {{"path", 4}, {"path/to/file", 12}, NULL},
    {{"hidden", 6}, {"", 0}, "its value is kept in Secret 'a/b'"},
};

static const char *substitute(struct plim_arena *arena, const char *text, const char *others,
                              const char **unknown_out)
{
    struct manifest_variables given = {variables, PLIM_LEN(variables), others};
    struct plim_buf out = {.arena = arena};
    struct plim_err err = {0};
    plim_assert_ok(manifest_substitute(arena, plim_str_from(text), &given, &out, unknown_out, &err),
                   &err);
    return plim_arena_copy(arena, out.text ? out.text : "", out.len);
}

/* Most are examples of fluxcd/pkg's own tests and of bash's manual. */
static const struct {
    const char *text, *made;
} given[] = {
    {"plain $name $ $1", "plain $name $ $1"},
    {"${name}-${missing}.", "shop-."},
    {"$${name} $$x", "${name} $x"},
    {"${missing:=a b}${missing:-c}${missing=d}${name:-e}", "a bcdshop"},
    {"${missing:=${name}-x}", "shop-x"},
    {"${missing:=${other:-${name}}}", "shop"},
    {"${missing:-}", ""},
    {"${#name}", "4"},
    {"${name^}${name^^}${mixed,,}", "ShopSHOPabcabc123abcabc"},
    {"${mixed:3}|${mixed:3:3}|${mixed:-3}|${mixed:1:-1}|${mixed:99}",
     "ABC123ABCabc|ABC|abcABC123ABCabc|bcABC123ABCab|"},
    {"${mixed/ABC/x}|${mixed//ABC/x}|${mixed/#abc/x}|${mixed/%abc/x}",
     "abcx123ABCabc|abcx123xabc|xABC123ABCabc|abcABC123ABCx"},
    {"${path/\\//-}|${path//\\//-}|${name/o/}", "path-to/file|path-to-file|shp"},
    {"${file#*.}|${file##*.}|${file%.*}|${file%%.*}", "string.txt|txt|bash.string|bash"},
};

START_TEST(forms_are_those_of_bash)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    const char *unknown = NULL;
    ck_assert_str_eq(substitute(arena, given[_i].text, NULL, &unknown), given[_i].made);
    ck_assert_ptr_null(unknown);
}
END_TEST

START_TEST(a_value_that_is_not_known_is_told)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    const char *unknown = NULL;
    (void)substitute(arena, "a: ${hidden}", NULL, &unknown);
    ck_assert_str_eq(unknown, "variable 'hidden': its value is kept in Secret 'a/b'");
    (void)substitute(arena, "a: ${name} ${missing:-x}", "ConfigMap 'a/c' is not declared",
                     &unknown);
    ck_assert_str_eq(unknown, "variable 'missing': ConfigMap 'a/c' is not declared");
}
END_TEST

static const struct {
    const char *text, *message;
} broken[] = {
    {"${", "a variable cannot be read before ''"},
    {"${}", "a variable cannot be read before '}'"},
    {"${name", "a variable cannot be read before ''"},
    {"${name:=x", "a variable cannot be read before ''"},
    {"${ name}", "a variable cannot be read before ' name}'"},
    {"${name-x}\nmore", "a variable cannot be read before '-x}'"},
};

START_TEST(what_is_no_form_is_refused)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct manifest_variables none = {NULL, 0, NULL};
    struct plim_buf out = {.arena = arena};
    const char *unknown = NULL;
    struct plim_err err = {0};
    enum plim_code code =
        manifest_substitute(arena, plim_str_from(broken[_i].text), &none, &out, &unknown, &err);
    ck_assert_int_eq(code, PLIM_INVALID);
    ck_assert_str_eq(err.msg, broken[_i].message);
}
END_TEST

START_TEST(depth_is_limited)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct manifest_variables none = {NULL, 0, NULL};
    struct plim_buf text = {.arena = arena};
    struct plim_buf out = {.arena = arena};
    const char *unknown = NULL;
    struct plim_err err = {0};
    plim_buf_repeat(&text, "${a:=", 100);
    enum plim_code code =
        manifest_substitute(arena, plim_buf_str(&text), &none, &out, &unknown, &err);
    plim_assert_fails(code, PLIM_LIMIT, &err, "variables nested deeper than 16");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, forms_are_those_of_bash, 0, PLIM_LEN(given));
    tcase_add_test(tcase, a_value_that_is_not_known_is_told);
    tcase_add_loop_test(tcase, what_is_no_form_is_refused, 0, PLIM_LEN(broken));
    tcase_add_test(tcase, depth_is_limited);
}

PLIM_CHECK_MAIN("substitute", add_cases)
