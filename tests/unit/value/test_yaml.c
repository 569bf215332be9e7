#include "support/value_check.h"

static struct plim_arena *arena;

static void make_arena(void)
{
    arena = plim_arena_new();
}

static void free_arena(void)
{
    plim_arena_free(arena);
}

static enum plim_code read_text(const char *text, enum value_yaml_dialect dialect,
                                struct value_yaml_list *list, struct plim_err *err)
{
    return value_yaml_read(arena, "a.yaml", plim_str_from(text), dialect, list, err);
}

static const struct {
    const char *text;
    const char *json;
} manifests[] = {
    {"a: &x {b: 1}\nc: *x", "{\"a\":{\"b\":1},\"c\":{\"b\":1}}"},
    {"a: &x 5\n*x : 3", "{\"a\":5,\"5\":3}"},
    {"a: &x 1\nb: &x 2\nc: *x", "{\"a\":1,\"b\":2,\"c\":2}"},
    {"a: 1\nb: 2\na: 3", "{\"b\":2,\"a\":3}"},
    {"{<<: {b: 1, c: 2}, b: 3}", "{\"c\":2,\"b\":3}"},
    {"{b: 3, <<: {b: 1}}", "{\"b\":1}"}, /* go-yaml v2 lets the later one win, merged or not */
    {"<<: [{b: 1}, {b: 2, c: 3}]", "{\"c\":3,\"b\":1}"},
    {"{'<<': {b: 1}}", "{\"<<\":{\"b\":1}}"},
    {"{!!merge <<: {b: 1}}", "{\"b\":1}"},
    {"base: &b {x: 1}\nuse:\n  <<: *b\n  z: 2", "{\"base\":{\"x\":1},\"use\":{\"x\":1,\"z\":2}}"},
    {"{\"kind\": \"List\",\n\t\"items\": []}", "{\"kind\":\"List\",\"items\":[]}"},
    {"{\"a\": \"\\ud83d\\ude00\"}", "{\"a\":\"\xf0\x9f\x98\x80\"}"}, /* libyaml refuses it */
    {"a: |\n  x\n  y\nb: >-\n  c\n  d", "{\"a\":\"x\\ny\\n\",\"b\":\"c d\"}"},
    {"- a\n-\n- [ ]", "[\"a\",null,[]]"},
    {"\xef\xbb\xbf"
     "a: b",
     "{\"a\":\"b\"}"},
};

START_TEST(manifests_are_read)
{
    struct value value = plim_value_from_yaml(arena, manifests[_i].text);
    plim_assert_json(&value, manifests[_i].json);
}
END_TEST

START_TEST(all_documents_but_the_empty_ones_are_read)
{
    struct plim_err err = {0};
    struct value_yaml_list list = {0};
    plim_assert_ok(read_text("# nothing\n---\n---\na: 1\n---\n~\n---\n# x\n---\n- b\n...\n",
                             VALUE_YAML_MANIFEST, &list, &err),
                   &err);
    ck_assert_uint_eq(list.len, 2);
    plim_assert_json(&list.items[0].root, "{\"a\":1}");
    plim_assert_json(&list.items[1].root, "[\"b\"]");
    ck_assert_uint_eq(list.items[0].position.line, 4);
    ck_assert_uint_eq(list.items[1].position.line, 10);
}
END_TEST

START_TEST(nothing_is_no_document)
{
    struct plim_err err = {0};
    struct value_yaml_list list = {.len = 9};
    plim_assert_ok(
        value_yaml_read(arena, "a.yaml", (struct plim_str){0}, VALUE_YAML_DOCUMENT, &list, &err),
        &err);
    ck_assert_uint_eq(list.len, 0);
}
END_TEST

START_TEST(anchors_end_with_their_document)
{
    struct plim_err err = {0};
    struct value_yaml_list list = {0};
    plim_assert_fails(read_text("a: &x 1\n---\nb: *x", VALUE_YAML_MANIFEST, &list, &err),
                      PLIM_INVALID, &err, "a.yaml:3:4: unknown anchor 'x'");
}
END_TEST

START_TEST(aliased_children_keep_the_place_of_their_anchor)
{
    struct value value = plim_value_from_yaml(arena, "a: &x\n  b: 1\nc: *x\n");
    ck_assert_uint_eq(value_position_at(&value, 1).line, 3);
    ck_assert_uint_eq(value_key_position_at(value_get(&value, "c"), 0).line, 2);
}
END_TEST

static const struct {
    enum value_yaml_dialect dialect;
    const char *text;
    const char *message;
} malformed[] = {
    {VALUE_YAML_MANIFEST, "a: [1",
     "a.yaml:2:1: did not find expected ',' or ']' while parsing a "
     "flow sequence"},
    {VALUE_YAML_MANIFEST, "a: b: c", "a.yaml:1:5: mapping values are not allowed in this context"},
    {VALUE_YAML_MANIFEST, "a: 1\n\tb: 2",
     "a.yaml:2:1: found a tab character that violates indentation "
     "while scanning a plain scalar"},
    {VALUE_YAML_MANIFEST, "a: x\nb: \xff", "a.yaml:2:4: invalid leading UTF-8 octet"},
    {VALUE_YAML_MANIFEST, "a: \x01", "a.yaml:1:4: control characters are not allowed"},
    {VALUE_YAML_MANIFEST, "a: *x", "a.yaml:1:4: unknown anchor 'x'"},
    {VALUE_YAML_MANIFEST, "a: &x [*x]", "a.yaml:1:8: an alias inside its own anchor 'x'"},
    {VALUE_YAML_MANIFEST, "{[a]: b}", "a.yaml:1:2: a map key must be a string"},
    {VALUE_YAML_MANIFEST, "{~: b}", "a.yaml:1:2: a map key must be a string"},
    {VALUE_YAML_MANIFEST, "x: &a {b: 1}\n*a : 2", "a.yaml:2:1: a map key must be a string"},
    {VALUE_YAML_MANIFEST, "a: {<<: 5}", "a.yaml:1:9: a merge key needs a map or a list of maps"},
    {VALUE_YAML_MANIFEST, "a: {<<: [5]}", "a.yaml:1:9: a merge key needs a map or a list of maps"},
    {VALUE_YAML_MANIFEST, "a: .inf", "a.yaml:1:4: neither infinity nor NaN has a JSON form"},
    {VALUE_YAML_MANIFEST, "a: !!int x", "a.yaml:1:4: 'x' is no tag:yaml.org,2002:int"},
    {VALUE_YAML_MANIFEST, "a: !!binary '-'", "a.yaml:1:4: '-' is no tag:yaml.org,2002:binary"},
    {VALUE_YAML_DOCUMENT, "a: 1\nb: 2\na: 3", "a.yaml:3:1: duplicate key 'a'"},
    {VALUE_YAML_DOCUMENT, "a: &x 1", "a.yaml:1:4: anchors are not allowed here"},
    {VALUE_YAML_DOCUMENT, "a: *x", "a.yaml:1:4: aliases are not allowed here"},
    {VALUE_YAML_DOCUMENT, "a: !!str 1", "a.yaml:1:4: tags are not allowed here"},
    {VALUE_YAML_DOCUMENT, "a: &x [1]", "a.yaml:1:4: anchors are not allowed here"},
};

START_TEST(malformed_text_is_refused_with_its_place)
{
    struct plim_err err = {0};
    struct value_yaml_list list = {.len = 9};
    plim_assert_fails(read_text(malformed[_i].text, malformed[_i].dialect, &list, &err),
                      PLIM_INVALID, &err, malformed[_i].message);
    ck_assert_uint_eq(list.len, 9);
}
END_TEST

START_TEST(documents_have_text_as_keys)
{
    struct plim_err err = {0};
    struct value_yaml_list list = {0};
    plim_assert_ok(read_text("n: 1\n1.50: 2\n<<: 3\n.inf: .inf", VALUE_YAML_DOCUMENT, &list, &err),
                   &err);
    plim_assert_json(&list.items[0].root, "{\"n\":1,\"1.50\":2,\"<<\":3,\".inf\":\"Infinity\"}");
}
END_TEST

static char *nested(const char *opening, const char *closing, size_t depth)
{
    struct plim_buf text = {0};
    plim_buf_repeat(&text, opening, depth);
    plim_buf_repeat(&text, closing, depth);
    char *copy = plim_arena_copy(arena, text.text, text.len);
    plim_buf_release(&text);
    return copy;
}

START_TEST(depth_is_limited)
{
    struct plim_err err = {0};
    struct value_yaml_list list = {0};
    plim_assert_ok(read_text(nested("[", "]", 128), VALUE_YAML_MANIFEST, &list, &err), &err);
    plim_assert_fails(read_text(nested("[", "]", 129), VALUE_YAML_MANIFEST, &list, &err),
                      PLIM_LIMIT, &err, "a.yaml:1:129: nested deeper than 128 levels");
}
END_TEST

/* Each level holds the one above ten times: 10^9 nodes in 200 bytes. */
START_TEST(a_billion_laughs_are_refused)
{
    struct plim_err err = {0};
    struct value_yaml_list list = {0};
    struct plim_buf text = {0};
    plim_buf_append_c(&text, "a0: &a0 [x]\n");
    for (int i = 1; i < 10; i++)
        plim_buf_printf(&text, "a%d: &a%d [*a%d,*a%d,*a%d,*a%d,*a%d,*a%d,*a%d,*a%d,*a%d,*a%d]\n", i,
                        i, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1);
    plim_assert_fails(read_text(text.text, VALUE_YAML_MANIFEST, &list, &err), PLIM_LIMIT, &err,
                      "a.yaml:8:42: more than 20000000 nodes");
    plim_buf_release(&text);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, make_arena, free_arena);
    tcase_add_loop_test(tcase, manifests_are_read, 0, PLIM_LEN(manifests));
    tcase_add_test(tcase, all_documents_but_the_empty_ones_are_read);
    tcase_add_test(tcase, nothing_is_no_document);
    tcase_add_test(tcase, anchors_end_with_their_document);
    tcase_add_test(tcase, aliased_children_keep_the_place_of_their_anchor);
    tcase_add_loop_test(tcase, malformed_text_is_refused_with_its_place, 0, PLIM_LEN(malformed));
    tcase_add_test(tcase, documents_have_text_as_keys);
    tcase_add_test(tcase, depth_is_limited);
    tcase_add_test(tcase, a_billion_laughs_are_refused);
}

PLIM_CHECK_MAIN("value.yaml", add_cases)
