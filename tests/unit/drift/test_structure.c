#include "drift_fixture.h"

/* A custom resource that has a field of each type. */
static const char schema[] =
    "properties:\n"
    "  metadata: {type: object}\n"
    "  spec:\n"
    "    properties:\n"
    "      size: {type: integer, default: 3}\n"
    "      dnsPolicy: {type: string}\n"
    "      parts:\n"
    "        x-kubernetes-list-type: map\n"
    "        x-kubernetes-list-map-keys: [name, port]\n"
    "        items: {properties: {name: {}, port: {default: 80}, mode: {default: fast}}}\n"
    "      wide: {x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [a, b, c, d, e]}\n"
    "      tags: {x-kubernetes-list-type: set}\n"
    "      steps: {items: {properties: {retries: {default: 1}}}}\n"
    "      settings: {x-kubernetes-map-type: atomic, additionalProperties: {type: string}}\n"
    "      limits: {default: {}, properties: {cpu: {default: '1'}, memory: {default: 1Gi}}}\n";

#define WIDGET(spec) \
    "{apiVersion: example.com/v1, kind: Widget, metadata: {name: w}, spec: " spec "}"
/* As server-side apply leaves it. */
#define SERVED(spec)                                                                  \
    "{apiVersion: example.com/v1, kind: Widget, spec: " spec ", metadata: {name: w, " \
    "managedFields: [{manager: gitops, operation: Apply, fieldsV1: {'f:spec': {'f:size': {}}}}]}}"
#define WRITTEN(manager, fields, spec)                                                   \
    "{apiVersion: example.com/v1, kind: Widget, spec: " spec ", metadata: {name: w,"     \
    " managedFields: [{manager: git-applier, operation: Update, fieldsType: FieldsV1,"   \
    "  fieldsV1: {'f:spec': {'f:size': {}}}}, {manager: " manager ", operation: Update," \
    "  fieldsType: FieldsV1, fieldsV1: {'f:spec': " fields "}}]}}"

static const struct {
    const char *desired;
    const char *live;
    const char *differences; /* with the schema */
    const char *blind;       /* without */
} cases[] = {
    {WIDGET("{parts: [{name: a}, {name: b}]}"),
     SERVED("{parts: [{name: a, port: 80, mode: fast}, {name: b, port: 80, mode: fast}]}"), "", ""},
    {WIDGET("{parts: [{name: a}, {name: b}]}"),
     SERVED("{parts: [{name: b, port: 80}, {name: a, port: 80}]}"),
     "differs spec.parts: [{\"name\":\"a\"},{\"name\":\"b\"}] -> "
     "[{\"name\":\"b\",\"port\":80},{\"name\":\"a\",\"port\":80}]\n",
     "differs spec.parts[0].name: \"a\" -> \"b\"\ndiffers spec.parts[1].name: \"b\" -> \"a\"\n"},
    {WIDGET("{parts: [{name: a, port: 81}]}"), SERVED("{parts: [{name: a, port: 80}]}"),
     "missing spec.parts[name=a]: {\"name\":\"a\",\"port\":81} -> null\n",
     "differs spec.parts[0].port: 81 -> 80\n"},
    {WIDGET("{parts: [{name: a, mode: slow}]}"),
     SERVED("{parts: [{name: z, port: 80}, {name: a, port: 80, mode: fast}]}"),
     "differs spec.parts[name=a].mode: \"slow\" -> \"fast\"\n",
     "differs spec.parts: [{\"name\":\"a\",\"mode\":\"slow\"}] -> "
     "[{\"name\":\"z\",\"port\":80},{\"name\":\"a\",\"port\":80,\"mode\":\"fast\"}]\n"},
    {WIDGET("{tags: [v, x]}"), SERVED("{tags: [v, z, x]}"), "",
     "differs spec.tags: [\"v\",\"x\"] -> [\"v\",\"z\",\"x\"]\n"},
    {WIDGET("{tags: [x, v]}"), SERVED("{tags: [v, x]}"),
     "differs spec.tags: [\"x\",\"v\"] -> [\"v\",\"x\"]\n",
     "differs spec.tags[0]: \"x\" -> \"v\"\ndiffers spec.tags[1]: \"v\" -> \"x\"\n"},
    /* a JSON merge patch knows no keys */
    {WIDGET("{parts: [{name: a}]}"), WIDGET("{parts: [{name: a, mode: slow, port: 80}]}"),
     "differs spec.parts[0].mode: null -> \"slow\"\n", ""},
    /* what the schema does not know is not kept; what it keeps is kept as it is */
    {WIDGET("{other: 1}"), WIDGET("{}"), "", "missing spec.other: 1 -> null\n"},
    {WIDGET("{limits: {}}"), WIDGET("{x: 1}"), "missing spec.limits: {} -> null\n",
     "missing spec.limits: {} -> null\n"},
    {WIDGET("{steps: [a, b]}"), WIDGET("{steps: [b, a]}"),
     "differs spec.steps[0]: \"a\" -> \"b\"\ndiffers spec.steps[1]: \"b\" -> \"a\"\n",
     "differs spec.steps[0]: \"a\" -> \"b\"\ndiffers spec.steps[1]: \"b\" -> \"a\"\n"},
    {WIDGET("{wide: [{a: 1}]}"), WIDGET("{wide: [{a: 1}, {a: 2}]}"),
     "differs spec.wide: [{\"a\":1}] -> [{\"a\":1},{\"a\":2}]\n",
     "differs spec.wide: [{\"a\":1}] -> [{\"a\":1},{\"a\":2}]\n"},
    /* a hand wrote the defaults: nothing is extra by them, but a value that only a built-in type
     * has as its default is */
    {WIDGET("{size: 1}"),
     WRITTEN("kubectl-edit", "{'f:limits': {}, 'f:dnsPolicy': {}}",
             "{size: 1, limits: {cpu: '1', memory: 1Gi}, dnsPolicy: ClusterFirst}"),
     "extra spec.dnsPolicy: null -> \"ClusterFirst\" (kubectl-edit)\n",
     "extra spec.limits: null -> {\"cpu\":\"1\",\"memory\":\"1Gi\"} (kubectl-edit)\n"},
    {WIDGET("{size: 1}"),
     WRITTEN("kubectl-edit", "{'f:limits': {}}", "{size: 1, limits: {cpu: '2', memory: 1Gi}}"),
     "extra spec.limits: null -> {\"cpu\":\"2\",\"memory\":\"1Gi\"} (kubectl-edit)\n",
     "extra spec.limits: null -> {\"cpu\":\"2\",\"memory\":\"1Gi\"} (kubectl-edit)\n"},
    /* a map that is written whole by those who apply on the server side */
    {WIDGET("{size: 1, settings: {a: x}}"),
     WRITTEN("kubectl-edit", "{'f:settings': {}}", "{size: 1, settings: {a: x, b: z}}"), "", ""},
    {WIDGET("{size: 1, settings: {a: x}}"), SERVED("{size: 1, settings: {a: x, b: z}}"),
     "differs spec.settings.b: null -> \"z\"\n", ""},
};

START_TEST(a_custom_resource_is_compared_as_its_schema_says)
{
    struct value structure = plim_value_from_yaml(arena, schema);
    const struct drift_options options = {.schema = &structure};
    ck_assert_str_eq(describe_drift(cases[_i].desired, cases[_i].live, &options),
                     cases[_i].differences);
}
END_TEST

START_TEST(without_a_schema_its_lists_are_atomic)
{
    ck_assert_str_eq(describe_drift(cases[_i].desired, cases[_i].live, NULL), cases[_i].blind);
}
END_TEST

#define BLIND "unknown: no rights\n"

static const struct {
    const char *desired;
    const char *live;
    const char *differences;
} unread[] = {
    {WIDGET("{size: 1, tags: [x]}"), WIDGET("{size: 1, tags: [x]}"), ""},
    {WIDGET("{size: 1}"), WIDGET("{size: 2}"), "differs spec.size: 1 -> 2\n"},
    {WIDGET("{tags: [x, v]}"), WIDGET("{tags: [v, x]}"), BLIND},
    {WIDGET("{parts: [{name: a}]}"), WIDGET("{}"), BLIND},
    {WIDGET("{size: 1, tags: [x]}"), WIDGET("{size: 2, tags: [v]}"),
     "differs spec.size: 1 -> 2\n" BLIND},
    {WIDGET("{size: 1}"), WRITTEN("kubectl-edit", "{'f:mode': {}}", "{size: 1, mode: a}"), BLIND},
};

START_TEST(what_a_schema_that_could_not_be_read_would_decide_is_unknown)
{
    const struct drift_options options = {.schema_unknown = PLIM_STR("no rights")};
    ck_assert_str_eq(describe_drift(unread[_i].desired, unread[_i].live, &options),
                     unread[_i].differences);
}
END_TEST

START_TEST(a_built_in_type_needs_no_schema)
{
    struct value structure = plim_value_from_yaml(arena, "{properties: {spec: {properties: {ports: "
                                                         "{x-kubernetes-list-type: atomic}}}}}");
    const struct drift_options options = {.schema = &structure};
    static const char desired[] =
        "{apiVersion: v1, kind: Service, spec: {ports: [{port: 80}, {port: 81}]}}";
    static const char live[] =
        "{apiVersion: v1, kind: Service, spec: {ports: "
        "[{port: 80, protocol: TCP}, {port: 9, protocol: TCP}, {port: 81, protocol: TCP}]}}";
    ck_assert_str_eq(describe_drift(desired, live, &options), "");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, open_arena, close_arena);
    tcase_add_loop_test(tcase, a_custom_resource_is_compared_as_its_schema_says, 0,
                        PLIM_LEN(cases));
    tcase_add_loop_test(tcase, without_a_schema_its_lists_are_atomic, 0, PLIM_LEN(cases));
    tcase_add_loop_test(tcase, what_a_schema_that_could_not_be_read_would_decide_is_unknown, 0,
                        PLIM_LEN(unread));
    tcase_add_test(tcase, a_built_in_type_needs_no_schema);
}

PLIM_CHECK_MAIN("drift.structure", add_cases)
