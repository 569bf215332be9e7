#include "admission_fixture.h"
#include "precondition.h"

#define ROOT                                                                       \
    "{request: {object: {name: cart, labels: {a: x}, list: [1, 2], size: 5, ref: " \
    "'{{request.op}}'}, "                                                          \
    "oldObject: {name: old}, op: CREATE, key: name}}"

static const struct {
    const char *document;
    const char *found;
} cases[] = {
    {"plain", "\"plain\""},
    {"5", "5"},
    {"'{{ request.object.name }}'", "\"cart\""},
    {"'a-{{request.object.name}}-{{request.op}}'", "\"a-cart-CREATE\""},
    {"'{{request.object.list}}'", "[1,2]"},
    {"'x {{request.object.labels}}'", "\"x {\\\"a\\\":\\\"x\\\"}\""},
    {"'n{{request.object.size}}'", "\"n5\""},
    {"'{{ request.object.{{request.key}} }}'", "\"cart\""},
    {"'{{ request.object.nope || `1` }}'", "1"},
    {"\"{{ request.object.nope || 'none' }}\"", "\"none\""},
    {"'{{ request.object.{a: name} }}'", "{\"a\":\"cart\"}"},
    {"'\\{{ request.op }}'", "\"{{ request.op }}\""},
    {"'x{{- request.object.ref }}'", "\"x{{request.op}}\""},
    {"'x{{ request.object.ref }}'", "\"xCREATE\""},
    {"['{{request.op}}', {k: '{{request.op}}'}]", "[\"CREATE\",{\"k\":\"CREATE\"}]"},
    {"{'{{request.op}}': 1}", "{\"CREATE\":1}"},
    {"'{{ @ }}'", "{\"name\":\"cart\",\"labels\":{\"a\":\"x\"},\"list\":[1,2],\"size\":5,\"ref\":"
                  "\"{{request.op}}\"}"},
    {"'{{ to_upper(request.op) }}'", "\"CREATE\""},
    {"'{{ request.op'", "\"{{ request.op\""},
};

static struct value substitute(struct plim_arena *arena, const char *yaml, bool deletes)
{
    static const struct admission_preconditions preconditions = {
        .functions = {admission_kyverno_call}};
    struct value root = plim_value_from_yaml(arena, ROOT);
    struct value document = plim_value_from_yaml(arena, yaml);
    const struct admission_substitution substitution = {arena, &root, &preconditions.functions,
                                                        deletes};
    return admission_substitute(&substitution, &document);
}

START_TEST(variables_are_put_in)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct value found = substitute(arena, cases[_i].document, false);
    plim_assert_json(&found, cases[_i].found);
}
END_TEST

START_TEST(of_a_deletion_the_object_is_the_old_one)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct value found = substitute(arena, "'{{request.object.name}}'", true);
    plim_assert_json(&found, "\"old\"");
}
END_TEST

static const struct {
    const char *document;
    enum value_kind kind;
    const char *why;
} failures[] = {
    {"'{{request.nope}}'", VALUE_ERROR,
     "failed to resolve request.nope at path : JMESPath query failed: Unknown key \"nope\" in "
     "path"},
    {"'{{ }}'", VALUE_ERROR, "failed to resolve  at path : invalid query (nil)"},
    {"'$(a)'", VALUE_UNKNOWN, "references, $(...), are not evaluated"},
    {"'{{ random(request.op) }}'", VALUE_UNKNOWN, "random() is not evaluated"},
};

START_TEST(what_cannot_be_put_in_says_why)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct value found = substitute(arena, failures[_i].document, false);
    ck_assert_int_eq(found.kind, failures[_i].kind);
    ck_assert_msg(plim_str_is((struct plim_str){found.text, found.len}, failures[_i].why), "%.*s",
                  (int)found.len, found.text);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, variables_are_put_in, 0, (int)PLIM_LEN(cases));
    tcase_add_test(tcase, of_a_deletion_the_object_is_the_old_one);
    tcase_add_loop_test(tcase, what_cannot_be_put_in_says_why, 0, (int)PLIM_LEN(failures));
}

PLIM_CHECK_MAIN("admission.substitute", add_cases)
