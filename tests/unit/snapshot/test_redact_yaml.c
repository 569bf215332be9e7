#include "support/plim_check.h"
#include "value/yaml.h"

#include "redaction.h"

static const struct {
    const char *text, *made;
} texts[] = {
    {"", ""},
    {"kind: Service # of acme\nmetadata:\n  name: cart\n",
     " {\"kind\": \"Service\", \n \"metadata\": \n {\"name\": \"<cart>\"}}\n"},
    {"# acme\n\nkind: A\n", "\n\n  {\"kind\": \"<A>\"}\n"},
    {"kind: A\n---\nkind: B\n", " {\"kind\": \"<A>\"}\n \n--- {\"kind\": \"<B>\"}\n"},
    {"a: [1, 2,\n 3.5]\n", " {\"<a>\": [1, 2, \n 3.5]}\n"},
    {"data:\n  x: |\n    one\n    two\n  z: b\n",
     " {\"data\": \n {\"<x>\": \"<one\ntwo\n>\", \n\n\n \"<z>\": \"<b>\"}}\n"},
    {"{{ acme }}: [\n", "redacted"},
    {"apiVersion: {{ acme }}: [\n", "{apiVersion: [redacted"},
};

START_TEST(values_stand_in_their_lines)
{
    PLIM_CLEANUP(snapshot_redactor_freep)
    struct snapshot_redactor *redactor = snapshot_redactor_new(redaction_key);
    PLIM_CLEANUP(plim_buf_release) struct plim_buf made = {0};
    snapshot_redact_yaml(redactor, plim_str_from(texts[_i].text), &made);
    ck_assert_str_eq(made.text ? made.text : "", redaction_expand(redactor, texts[_i].made));
}
END_TEST

START_TEST(the_result_is_yaml_with_the_same_positions)
{
    PLIM_CLEANUP(snapshot_redactor_freep)
    struct snapshot_redactor *redactor = snapshot_redactor_new(redaction_key);
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    PLIM_CLEANUP(plim_buf_release) struct plim_buf made = {0};
    struct value_yaml_list list = {0};
    struct plim_err err = {0};
    snapshot_redact_yaml(
        redactor, PLIM_STR("---\n# one\nkind: A\n---\n\n\nkind: B\nspec:\n  replicas: 2\n"), &made);
    plim_assert_ok(
        value_yaml_read(arena, "", plim_buf_str(&made), VALUE_YAML_MANIFEST, &list, &err), &err);
    ck_assert_uint_eq(list.len, 2);
    ck_assert_uint_eq(list.items[0].position.line, 3);
    ck_assert_uint_eq(list.items[1].position.line, 7);
    const struct value *spec = value_get(&list.items[1].root, "spec");
    ck_assert_uint_eq(value_position_at(spec, 0).line, 9);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, values_stand_in_their_lines, 0, PLIM_LEN(texts));
    tcase_add_test(tcase, the_result_is_yaml_with_the_same_positions);
}

PLIM_CHECK_MAIN("snapshot.redact_yaml", add_cases)
