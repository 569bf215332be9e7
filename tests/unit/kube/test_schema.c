#include "base/buf.h"
#include "cel/schema.h"
#include "cel/type.h"
#include "kube/schema.h"
#include "support/value_check.h"

static struct plim_arena *arena;
static const struct kube_schema_kind widget = {"example.com", "v1", "Widget"};

static void begin(void)
{
    arena = plim_arena_new();
}

static void end(void)
{
    plim_arena_free(arena);
}

#define GVK(kind) \
    "x-kubernetes-group-version-kind: [{group: example.com, version: v1, kind: " kind "}]"

#define WIDGET GVK("Widget")

/* What the API server writes: the metadata by $ref, alone or beside fields of its own. */
static const char document[] =
    "components:\n"
    "  schemas:\n"
    "    com.example.v1.WidgetList: {type: object, " GVK(
        "WidgetList") "}\n"
                      "    com.example.v1.Widget:\n"
                      "      type: object\n"
                      "      description: A widget.\n"
                      "      " WIDGET "\n"
                      "      properties:\n"
                      "        metadata:\n"
                      "          description: Of the object.\n"
                      "          allOf: [{$ref: '#/components/schemas/Meta'}]\n"
                      "          default: {}\n"
                      "        spec:\n"
                      "          type: object\n"
                      "          properties:\n"
                      "            description: {type: string, description: A field "
                      "of that name., default: x}\n"
                      "            open: {type: object, additionalProperties: true}\n"
                      "            child: {$ref: '#/components/schemas/Tree'}\n"
                      "            parts: {type: array, x-kubernetes-list-type: set, "
                      "items: {type: string}}\n"
                      "    Meta: {type: object, properties: {name: {type: string, "
                      "title: Name}}}\n"
                      "    Tree: {type: object, properties: {leaf: {type: string},"
                      " below: {$ref: '#/components/schemas/Tree'}}}\n";

static struct value schema_of(const char *yaml)
{
    struct plim_err err = {0};
    struct value schema = {0};
    struct value text = plim_value_from_yaml(arena, yaml);
    plim_assert_ok(kube_schema_of_openapi(arena, &text, &widget, &schema, &err), &err);
    return schema;
}

START_TEST(what_a_ref_names_stands_in_its_place_and_texts_are_left_out)
{
    struct value schema = schema_of(document);
    plim_assert_json(
        &schema,
        "{\"type\":\"object\",\"x-kubernetes-group-version-kind\":[{\"group\":\"example.com\","
        "\"version\":\"v1\",\"kind\":\"Widget\"}],\"properties\":{\"metadata\":{\"default\":{},"
        "\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"}}},"
        "\"spec\":{\"type\":\"object\",\"properties\":{"
        "\"description\":{\"type\":\"string\",\"default\":\"x\"},"
        "\"open\":{\"type\":\"object\",\"additionalProperties\":true},"
        "\"child\":{\"type\":\"object\",\"properties\":{\"leaf\":{\"type\":\"string\"},"
        "\"below\":{\"x-kubernetes-preserve-unknown-fields\":true}}},"
        "\"parts\":{\"type\":\"array\",\"x-kubernetes-list-type\":\"set\","
        "\"items\":{\"type\":\"string\"}}}}}}");
}
END_TEST

START_TEST(expressions_can_be_checked_against_it)
{
    struct plim_err err = {0};
    struct value schema = schema_of(document);
    const struct cel_schema_spec spec = {.schema = &schema, .name = "Widget", .is_resource = true};
    const struct cel_schema *made = NULL;
    plim_assert_ok(cel_schema_make(arena, &spec, &made, &err), &err);
    ck_assert_ptr_nonnull(cel_schema_type(made));
    struct value object = plim_value_from_yaml(arena, "{spec: {description: hello, parts: [a]}}");
    struct value seen = cel_schema_value(made, &object, arena);
    ck_assert(plim_str_is(value_get_text(&seen, "spec.description"), "hello"));
}
END_TEST

static const struct {
    const char *document;
    enum plim_code code;
    const char *message;
} refusals[] = {
    {"{}", PLIM_NOT_FOUND, "the OpenAPI document of example.com/v1 has no kind 'Widget'"},
    {"[components]", PLIM_NOT_FOUND, "the OpenAPI document of example.com/v1 has no kind 'Widget'"},
    {"{components: {schemas: [1, {a: b}]}}", PLIM_NOT_FOUND,
     "the OpenAPI document of example.com/v1 has no kind 'Widget'"},
    {"{components: {schemas: {W: {" WIDGET ", items: {$ref: '#/components/schemas/X'}}}}}",
     PLIM_INVALID, "the $ref '#/components/schemas/X' leads nowhere"},
    {"{components: {schemas: {W: {" WIDGET ", items: {$ref: 'http://example.com/'}}}}}",
     PLIM_INVALID, "the $ref 'http://example.com/' leads nowhere"},
};

START_TEST(a_document_without_the_kind_or_without_an_end_is_refused)
{
    struct plim_err err = {0};
    struct value schema = {0};
    struct value text = plim_value_from_yaml(arena, refusals[_i].document);
    plim_assert_fails(kube_schema_of_openapi(arena, &text, &widget, &schema, &err),
                      refusals[_i].code, &err, refusals[_i].message);
}
END_TEST

/* Each of six schemas names the next one ten times. */
START_TEST(a_schema_that_grows_without_bound_is_refused)
{
    struct plim_err err = {0};
    struct value schema = {0};
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    plim_buf_printf(&text, "{components: {schemas: {S6: {type: string}");
    for (int i = 0; i < 6; i++) {
        plim_buf_printf(&text, ", S%d: {%s, properties: {", i, i == 0 ? WIDGET : "type: object");
        for (int k = 0; k < 10; k++)
            plim_buf_printf(&text, "%sp%d: {$ref: '#/components/schemas/S%d'}", k > 0 ? ", " : "",
                            k, i + 1);
        plim_buf_append_c(&text, "}}");
    }
    plim_buf_append_c(&text, "}}}");
    struct value growing = plim_value_from_yaml(arena, text.text);
    plim_assert_fails(kube_schema_of_openapi(arena, &growing, &widget, &schema, &err), PLIM_LIMIT,
                      &err, "the schema is larger than 524288 values");
}
END_TEST

START_TEST(a_schema_that_is_too_deep_is_refused)
{
    struct plim_err err = {0};
    struct value schema = {0};
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    plim_buf_printf(&text, "{components: {schemas: {W: {%s", WIDGET);
    for (int i = 0; i < KUBE_SCHEMA_DEPTH_MAX; i++)
        plim_buf_append_c(&text, ", items: {type: array");
    for (int i = 0; i < KUBE_SCHEMA_DEPTH_MAX + 4; i++)
        plim_buf_append_c(&text, "}");
    struct value deep = plim_value_from_yaml(arena, text.text);
    plim_assert_fails(kube_schema_of_openapi(arena, &deep, &widget, &schema, &err), PLIM_LIMIT,
                      &err, "the schema is deeper than 100 schemas");
}
END_TEST

static const char definition[] =
    "{kind: CustomResourceDefinition, spec: {group: example.com, names: {kind: Widget}, versions: ["
    " {name: v1beta1, schema: {openAPIV3Schema: {type: object}}},"
    " {name: v1, schema: {openAPIV3Schema: {type: object, description: d, properties: {"
    "   spec: {type: object, default: {description: kept}}}}}}, {name: v2}]}}";

START_TEST(a_definition_has_the_schema_of_each_version)
{
    struct plim_err err = {0};
    struct value schema = {0};
    struct value text = plim_value_from_yaml(arena, definition);
    plim_assert_ok(kube_schema_of_definition(arena, &text, &widget, &schema, &err), &err);
    plim_assert_json(&schema, "{\"type\":\"object\",\"properties\":{\"spec\":{\"type\":\"object\","
                              "\"default\":{\"description\":\"kept\"}}}}");
    const struct kube_schema_kind none = {"example.com", "v2", "Widget"};
    plim_assert_fails(
        kube_schema_of_definition(arena, &text, &none, &schema, &err), PLIM_NOT_FOUND, &err,
        "the CustomResourceDefinition has no schema of example.com/v2, kind 'Widget'");
}
END_TEST

#define INDEX(target) "{paths: {apis/example.com/v1: {serverRelativeURL: '" target "'}}}"
#define NO_PLACE      "the index of OpenAPI documents has no usable place for 'apis/example.com/v1'"

static const struct {
    const char *index;
    enum plim_code code;
    const char *outcome; /* the target, or the message */
} indexes[] = {
    {INDEX("/openapi/v3/apis/example.com/v1?hash=AB12"), PLIM_OK,
     "/openapi/v3/apis/example.com/v1?hash=AB12"},
    {"{paths: {}}", PLIM_NOT_FOUND, "the index of OpenAPI documents has no 'apis/example.com/v1'"},
    {"{}", PLIM_INVALID, "not an index of OpenAPI documents: no 'paths'"},
    {INDEX("/api/v1/secrets"), PLIM_INVALID, NO_PLACE},
    {INDEX("http://example.org/openapi/v3/x"), PLIM_INVALID, NO_PLACE},
    {INDEX("/openapi/v3/a b"), PLIM_INVALID, NO_PLACE},
    {"{paths: {apis/example.com/v1: 7}}", PLIM_INVALID, NO_PLACE},
};

START_TEST(the_index_tells_where_a_document_is)
{
    struct plim_err err = {0};
    const char *target = NULL;
    struct value index = plim_value_from_yaml(arena, indexes[_i].index);
    enum plim_code code = kube_schema_target(arena, &index, &widget, &target, &err);
    ck_assert_int_eq(code, indexes[_i].code);
    ck_assert_str_eq(code == PLIM_OK ? target : err.msg, indexes[_i].outcome);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, begin, end);
    tcase_add_test(tcase, what_a_ref_names_stands_in_its_place_and_texts_are_left_out);
    tcase_add_test(tcase, expressions_can_be_checked_against_it);
    tcase_add_loop_test(tcase, a_document_without_the_kind_or_without_an_end_is_refused, 0,
                        PLIM_LEN(refusals));
    tcase_add_test(tcase, a_schema_that_grows_without_bound_is_refused);
    tcase_add_test(tcase, a_schema_that_is_too_deep_is_refused);
    tcase_add_test(tcase, a_definition_has_the_schema_of_each_version);
    tcase_add_loop_test(tcase, the_index_tells_where_a_document_is, 0, PLIM_LEN(indexes));
}

PLIM_CHECK_MAIN("kube.schema", add_cases)
