#include "base/arena.h"
#include "base/defs.h"
#include "kube/schema_store.h"
#include "support/value_check.h"

static const char openapi[] =
    "{\"paths\": {"
    "\"/apis/apps/v1/namespaces/{namespace}/deployments\": {\"parameters\": [], \"post\": "
    "{\"x-kubernetes-group-version-kind\": {\"group\": \"apps\", \"version\": \"v1\", \"kind\": "
    "\"Deployment\"}}},"
    "\"/apis/apps/v1/namespaces/{namespace}/deployments/{name}/scale\": {\"get\": "
    "{\"x-kubernetes-group-version-kind\": {\"group\": \"autoscaling\", \"version\": \"v1\", "
    "\"kind\": \"Scale\"}}}},"
    "\"components\": {\"schemas\": {\"x\": {\"type\": \"object\", "
    "\"x-kubernetes-group-version-kind\": [{\"group\": \"apps\", \"version\": \"v1\", \"kind\": "
    "\"Deployment\"}], \"properties\": {\"a\": {\"type\": \"string\"}}}}}}";

#define DEFINITION(indent)                                                                      \
    indent "apiVersion: apiextensions.k8s.io/v1\n" indent                                       \
           "kind: CustomResourceDefinition\n" indent                                            \
           "spec: {group: x.io, names: {plural: gauges, kind: Gauge}, versions: [{name: "       \
           "v1, schema: {openAPIV3Schema: {type: object, properties: {b: {type: integer}}}}}, " \
           "{name: v2}]}\n"

static const char documents[] = "kind: ConfigMap\n---\n" DEFINITION("");
static const char list[] = "kind: List\nitems:\n-\n" DEFINITION("  ");

static const struct {
    const char *text;
    const char *group, *version, *resource, *kind;
    const char *found; /* the kind, and the one field of its schema */
} lookups[] = {
    {openapi, "apps", "v1", "deployments", "", "Deployment a"},
    {openapi, "apps", "v1", "", "Deployment", "Deployment a"},
    {openapi, "apps", "v2", "deployments", "", " "},
    {openapi, "apps", "v2", "", "Deployment", "Deployment "},
    {openapi, "apps", "v1", "ments", "", " "},
    {openapi, "apps", "v1", "scale", "", " "},
    {documents, "x.io", "v1", "gauges", "", "Gauge b"},
    {documents, "x.io", "v1", "", "Gauge", "Gauge b"},
    {documents, "x.io", "v2", "gauges", "", "Gauge "}, /* has no schema */
    {documents, "y.io", "v1", "gauges", "", " "},
    {list, "x.io", "v1", "gauges", "", "Gauge b"},
};

START_TEST(schema_is_found_by_plural_and_by_kind)
{
    struct plim_err err = {0};
    struct kube_schema_store *store = kube_schema_store_new();
    struct plim_buf found = {0};
    size_t count = 0;
    plim_assert_ok(kube_schema_store_add(store, "f", plim_str_from(lookups[_i].text), &count, &err),
                   &err);
    ck_assert_uint_eq(count, 1);
    for (int again = 0; again < 2; again++) {
        struct kube_stored_schema it = kube_schema_store_find(
            store, plim_str_from(lookups[_i].group), plim_str_from(lookups[_i].version),
            plim_str_from(lookups[_i].resource), plim_str_from(lookups[_i].kind));
        const struct value *fields = value_get(it.schema, "properties");
        struct plim_str field =
            fields != NULL ? value_str(&fields->entries[0].key) : (struct plim_str){0};
        plim_buf_clear(&found);
        plim_buf_printf(&found, "%.*s %.*s", PLIM_STR_ARG(it.kind), PLIM_STR_ARG(field));
        ck_assert_str_eq(found.text, lookups[_i].found);
    }
    plim_buf_release(&found);
    kube_schema_store_free(store);
}
END_TEST

START_TEST(what_is_added_later_is_found_too)
{
    struct plim_err err = {0};
    const struct plim_str group = PLIM_STR("x.io");
    const struct plim_str version = PLIM_STR("v1");
    const struct plim_str kind = PLIM_STR("Gauge");
    const struct plim_str none = {0};
    struct kube_schema_store *store = kube_schema_store_new();
    ck_assert_ptr_null(kube_schema_store_find(store, group, version, none, kind).schema);
    plim_assert_ok(kube_schema_store_add(store, "f", plim_str_from(documents), NULL, &err), &err);
    ck_assert_ptr_nonnull(kube_schema_store_find(store, group, version, none, kind).schema);
    kube_schema_store_free(store);
}
END_TEST

static const struct {
    const char *text;
    size_t count;
    const char *said; /* NULL: it is taken */
} texts[] = {
    {"a: b\n", 0, NULL},
    {"", 0, NULL},
    {"{}", 0, NULL},
    {"{\"components\": {\"schemas\": 1}}", 0, NULL},
    {"{", 0, "f: JSON is malformed at byte 1"},
    {"a: [\n", 0, "f:2:1: "},
};

START_TEST(text_without_schemas_is_passed_over_and_one_that_is_none_refused)
{
    struct plim_err err = {0};
    struct kube_schema_store *store = kube_schema_store_new();
    size_t count = 7;
    enum plim_code code =
        kube_schema_store_add(store, "f", plim_str_from(texts[_i].text), &count, &err);
    if (texts[_i].said == NULL) {
        plim_assert_ok(code, &err);
        ck_assert_uint_eq(count, texts[_i].count);
    } else {
        ck_assert_int_eq(code, PLIM_INVALID);
        ck_assert_msg(strncmp(err.msg, texts[_i].said, strlen(texts[_i].said)) == 0, "%s", err.msg);
    }
    kube_schema_store_free(store);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, schema_is_found_by_plural_and_by_kind, 0, PLIM_LEN(lookups));
    tcase_add_test(tcase, what_is_added_later_is_found_too);
    tcase_add_loop_test(tcase, text_without_schemas_is_passed_over_and_one_that_is_none_refused, 0,
                        PLIM_LEN(texts));
}

PLIM_CHECK_MAIN("kube.schema_store", add_cases)
