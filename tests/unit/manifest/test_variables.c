#include "support/plim_check.h"

#include "variables_priv.h"
#include "workspace.h"

static const struct manifest_variable items[] = {
    {{"name", 4}, {"shop", 4}, NULL},
    {{"token", 5}, {"", 0}, "its value is kept in Secret 'a/b'"},
};

static const struct {
    const char *text, *made;
} applied[] = {
    {"a: ${name}\n---\nb: $${name}\n", "a: shop\n---\nb: ${name}\n"},
    {"metadata: {labels: {kustomize.toolkit.fluxcd.io/substitute: disabled}}\na: ${name}\n",
     "metadata: {labels: {kustomize.toolkit.fluxcd.io/substitute: disabled}}\na: ${name}\n"},
    {"a: ${name}\n---\nkind: A\na: ${token}\n---\nc: ${name}\n",
     "a: shop\n--- {\"kind\":\"A\",\"a\":\"${token}\",\"metadata\":{\"annotations\":{"
     "\"plimsoll.dev/unknown\":\"variable 'token': its value is kept in Secret 'a/b'\"}}}\n\n\n"
     "---\nc: shop\n"},
};

START_TEST(variables_are_replaced_document_by_document)
{
    struct plim_err err = {0};
    struct manifest_variables given = {items, PLIM_LEN(items), NULL};
    struct plim_str text = plim_str_from(applied[_i].text);
    plim_assert_ok(manifest_variables_apply(workspace_arena(), &given, &text, &err), &err);
    ck_assert_msg(plim_str_is(text, applied[_i].made), "%.*s", PLIM_STR_ARG(text));
}
END_TEST

START_TEST(without_variables_nothing_is_replaced)
{
    struct plim_err err = {0};
    struct manifest_variables none = {NULL, 0, NULL};
    struct plim_str text = PLIM_STR("a: ${name} $${x}");
    plim_assert_ok(manifest_variables_apply(workspace_arena(), &none, &text, &err), &err);
    ck_assert(plim_str_is(text, "a: ${name} $${x}"));
}
END_TEST

START_TEST(a_name_that_is_none_is_refused)
{
    struct plim_err err = {0};
    struct manifest_variable odd = {{"a-b", 3}, {"", 0}, NULL};
    struct manifest_variables given = {&odd, 1, NULL};
    struct plim_str text = PLIM_STR("a");
    plim_assert_fails(manifest_variables_apply(workspace_arena(), &given, &text, &err),
                      PLIM_INVALID, &err, "'a-b' is no name of a variable");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, workspace_open, workspace_close);
    tcase_add_loop_test(tcase, variables_are_replaced_document_by_document, 0,
                        (int)PLIM_LEN(applied));
    tcase_add_test(tcase, without_variables_nothing_is_replaced);
    tcase_add_test(tcase, a_name_that_is_none_is_refused);
}

PLIM_CHECK_MAIN("variables", add_cases)
