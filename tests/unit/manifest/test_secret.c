#include <string.h>

#include "support/plim_check.h"

#include "secret_priv.h"

#define BLANK "UkVEQUNURUQ="

static const struct {
    const char *text;
    const char *want;
} texts[] = {
    {"kind: Service\n", "kind: Service\n"},
    {"kind: SecretStore\napiVersion: x/v1\ndata: {a: b}\n",
     "kind: SecretStore\napiVersion: x/v1\ndata: {a: b}\n"},
    {"apiVersion: v1\nkind: Secret\ndata:\n  a: c2VjcmV0\n  b: ''\n",
     "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"data\":{\"a\":\"" BLANK
     "\",\"b\":\"\"}}\n\n\n\n\n"},
    {"a: 1\n---\n# note\napiVersion: v1\nkind: Secret\nstringData: {p: w}\n---\nb: 2\n",
     "a: 1\n---\n# note\n{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"stringData\":{\"p\":\"" BLANK
     "\"}}\n\n\n---\nb: 2\n"},
    {"--- {apiVersion: v1, kind: Secret, data: {p: w}}\n--- {b: Secret}\n",
     "--- {\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"data\":{\"p\":\"" BLANK
     "\"}}\n--- {b: Secret}\n"},
    {"{apiVersion: v1, kind: SecretList, items: [{data: {p: w}}]}",
     "{\"apiVersion\":\"v1\",\"kind\":\"SecretList\",\"items\":[{\"data\":{\"p\":\"" BLANK
     "\"}}]}"},
    {"{apiVersion: v1, kind: List, items: [{apiVersion: v1, kind: Secret, data: {p: w}}, {a: 1}]}",
     "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":[{\"apiVersion\":\"v1\",\"kind\":"
     "\"Secret\","
     "\"data\":{\"p\":\"" BLANK "\"}},{\"a\":1}]}"},
    {"{apiVersion: v1, kind: Secret, metadata: {name: x, annotations: "
     "{kubectl.kubernetes.io/last-applied-configuration: w, a: b}}}",
     "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"x\",\"annotations\":{"
     "\"a\":"
     "\"b\"}}}"},
};

START_TEST(the_values_of_secrets_are_blanked_and_lines_stay)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct plim_err err = {0};
    struct plim_str out;
    plim_assert_ok(
        manifest_secret_blank(arena, "x.yaml", plim_str_from(texts[_i].text), &out, &err), &err);
    ck_assert_str_eq(plim_arena_copy(arena, out.text, out.len), texts[_i].want);
}
END_TEST

START_TEST(a_text_that_cannot_be_parsed_is_not_kept)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct plim_err err = {0};
    struct plim_str out;
    struct plim_str text = PLIM_STR("kind: Secret\ndata: {a: hunter2\n");
    ck_assert_int_eq((int)manifest_secret_blank(arena, "x.yaml", text, &out, &err),
                     (int)PLIM_INVALID);
    ck_assert_ptr_nonnull(strstr(err.msg, "x.yaml:"));
    ck_assert_ptr_null(strstr(err.msg, "hunter2"));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, the_values_of_secrets_are_blanked_and_lines_stay, 0,
                        (int)PLIM_LEN(texts));
    tcase_add_test(tcase, a_text_that_cannot_be_parsed_is_not_kept);
}

PLIM_CHECK_MAIN("secret", add_cases)
