#include "cel_schema_check.h"

#define OBJECT(properties) "{\"type\": \"object\", \"properties\": {" properties "}}"
#define TYPE(name)         "{\"type\": \"" name "\"}"

static const struct schema_case typed[] = {
    {OBJECT("\"a\":" TYPE("integer")), "{\"a\": 3}", {"self.a + 1", "4"}},
    {OBJECT("\"a\":" TYPE("integer")),
     "{}",
     {"self.a + 'x'", "1:8: found no matching overload for '_+_' applied to '(int, string)'..."}},
    {OBJECT("\"replicas\":" TYPE("integer")),
     "{}",
     {"self.replcas > 1", "1:5: undefined field 'replcas' of 'self'; did you mean 'replicas'?"}},
    {OBJECT("\"a\":" OBJECT("\"b\":" TYPE("string"))),
     "{}",
     {"self.a.c == ''", "1:7: undefined field 'c' of 'self.a'"}},
    {OBJECT("\"a\":" OBJECT("")),
     "{}",
     {"self.a == {}",
      "1:8: found no matching overload for '_==_' applied to '(self.a, map(dyn, dyn))'..."}},
    {OBJECT("\"a\":" OBJECT("")),
     "{}",
     {"self.a.all(x, true)", "1:5: expression of type 'self.a' cannot be range of a comprehension "
                             "(must be list, map, or dynamic)"}},
    {OBJECT("\"a-b\":" TYPE("boolean")), "{\"a-b\": true}", {"self.a__dash__b", "true"}},
    {OBJECT("\"namespace\":" TYPE("string")),
     "{\"namespace\": \"x\"}",
     {"self.namespace", "\"x\""}},
    {OBJECT("\"namespace\":" TYPE("string")),
     "{\"namespace\": \"x\"}",
     {"self.__namespace__", "\"x\""}},
    {OBJECT("\"a\": {\"x-kubernetes-int-or-string\": true}"),
     "{\"a\": \"5%\"}",
     {"self.a == 5 || self.a == '5%'", "true"}},
    {OBJECT("\"a\": {\"type\": \"array\", \"items\":" TYPE("integer") "}"),
     "{\"a\": [1, 2]}",
     {"self.a.sum()", "3"}},
    {"{\"type\": \"object\", \"additionalProperties\":" TYPE("string") "}",
     "{\"k\": \"v\"}",
     {"self['k'] + self.k", "\"vv\""}},
    {"{\"x-kubernetes-preserve-unknown-fields\": true}", "{\"a\": 1}", {"self.a", "1"}},
};

START_TEST(expressions_are_checked_against_the_schema)
{
    schema_expect(&typed[_i]);
}
END_TEST

START_TEST(resources_have_their_metadata)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct plim_err err = {0};
    struct plim_buf buf = {0};
    const struct cel_schema *schema = NULL;
    const struct cel_schema_spec spec = {
        .schema = keep_json(arena, OBJECT("\"metadata\":" TYPE("object"))), .is_resource = true};
    plim_assert_ok(cel_schema_make(arena, &spec, &schema, &err), &err);
    const struct cel_type *type = cel_schema_type(schema);
    for (size_t i = 0; i < type->field_count; i++)
        plim_buf_printf(&buf, "%s %s;", type->fields[i].name, type->fields[i].type->name);
    ck_assert_str_eq(buf.text, "apiVersion string;kind string;metadata object.metadata;");
    plim_buf_release(&buf);
}
END_TEST

static const char document[] =
    "{\"s\": {\"Node\": {\"type\": \"object\", \"properties\": {\"next\": {\"$ref\": \"#/s/Node\"},"
    "\"leaf\": {\"allOf\": [{\"$ref\": \"#/s/Leaf\"}], \"default\": {}}}},"
    "\"Leaf\": {\"type\": \"integer\"}, \"Lost\": {\"$ref\": \"#/s/Nowhere\"}}}";

static enum plim_code make_ref(struct plim_arena *arena, const char *ref,
                               const struct cel_schema **schema_out, struct plim_err *err)
{
    const struct cel_schema_spec spec = {.schema = keep_json(arena, ref),
                                         .document = keep_json(arena, document)};
    return cel_schema_make(arena, &spec, schema_out, err);
}

START_TEST(references_are_followed_and_circles_end_in_dyn)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct plim_err err = {0};
    const struct cel_schema *schema = NULL;
    plim_assert_ok(make_ref(arena, "{\"$ref\": \"#/s/Node\"}", &schema, &err), &err);
    const struct cel_type *type = cel_schema_type(schema);
    ck_assert_str_eq(type->fields[0].type->name, "int");
    ck_assert_str_eq(type->fields[1].type->name, "dyn");
}
END_TEST

static const struct {
    const char *schema;
    const char *want;
} refused[] = {
    {"{\"$ref\": \"#/s/Lost\"}", "schema of 'object': its $ref leads nowhere"},
    {"{\"$ref\": \"http://example.com\"}", "schema of 'object': its $ref leads nowhere"},
    {"[]", "schema of 'object': must be a map"},
    {OBJECT("\"a\": 1"), "schema of 'object.a': must be a map"},
    {"{\"type\": \"array\", \"items\": {}, \"x-kubernetes-list-type\": \"bag\"}",
     "schema of 'object': x-kubernetes-list-type must be one of atomic, map, set"},
    {"{\"type\": \"array\", \"items\": {}, \"x-kubernetes-list-type\": \"map\"}",
     "schema of 'object': a list of type map needs x-kubernetes-list-map-keys"},
};

START_TEST(schemas_without_sense_are_refused)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct plim_err err = {0};
    const struct cel_schema *schema = NULL;
    ck_assert_int_eq(make_ref(arena, refused[_i].schema, &schema, &err), PLIM_INVALID);
    ck_assert_str_eq(err.msg, refused[_i].want);
}
END_TEST

/* A schema of `depth` lists, or one of 2^depth objects by way of references. */
START_TEST(schemas_too_deep_or_too_large_are_refused)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct plim_err err = {0};
    struct plim_buf buf = {0};
    const struct cel_schema *schema = NULL;
    for (int i = 0; i < 200; i++)
        plim_buf_append_c(&buf, "{\"type\": \"array\", \"items\":");
    plim_buf_append_c(&buf, TYPE("string"));
    plim_buf_repeat(&buf, "}", 200);
    ck_assert_int_eq(make_ref(arena, buf.text, &schema, &err), PLIM_LIMIT);
    plim_buf_clear(&buf);
    plim_buf_append_c(&buf, "{\"t0\": {\"type\": \"string\"}");
    for (int i = 1; i < 40; i++)
        plim_buf_printf(&buf,
                        ",\"t%d\": {\"type\": \"object\", \"properties\": {"
                        "\"l\": {\"$ref\": \"#/t%d\"}, \"r\": {\"$ref\": \"#/t%d\"}}}",
                        i, i - 1, i - 1);
    plim_buf_append_c(&buf, "}");
    const struct value *whole = keep_json(arena, buf.text);
    const struct cel_schema_spec spec = {.schema = value_get(whole, "t39"), .document = whole};
    ck_assert_int_eq(cel_schema_make(arena, &spec, &schema, &err), PLIM_LIMIT);
    plim_buf_release(&buf);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, expressions_are_checked_against_the_schema, 0, PLIM_LEN(typed));
    tcase_add_test(tcase, resources_have_their_metadata);
    tcase_add_test(tcase, references_are_followed_and_circles_end_in_dyn);
    tcase_add_loop_test(tcase, schemas_without_sense_are_refused, 0, PLIM_LEN(refused));
    tcase_add_test(tcase, schemas_too_deep_or_too_large_are_refused);
}

PLIM_CHECK_MAIN("cel.schema", add_cases)
