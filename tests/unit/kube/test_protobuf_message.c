#include "protobuf_bytes.h"
#include "protobuf_message_priv.h"

static const struct {
    const char *api_version;
    const char *kind;
    struct plim_str raw;
    const char *json; /* behind kind and apiVersion */
} objects[] = {
    /* omitempty leaves out what is empty, sent or not; a struct is never empty. */
    {"v1", "ConfigMap", {"\x0a\x02\x0a\x00", 4}, "\"metadata\":{}"},
    {"v1", "ConfigMap", {"", 0}, "\"metadata\":{}"},
    {"v1", "Service", {"", 0}, "\"metadata\":{},\"spec\":{},\"status\":{\"loadBalancer\":{}}"},
    /* A pointer that is there is written, whatever it points to. */
    {"v1", "ConfigMap", {"\x20\x00", 2}, "\"metadata\":{},\"immutable\":false"},
    /* Without omitempty there is null, or the zero value. */
    {"rbac.authorization.k8s.io/v1", "ClusterRole", {"", 0}, "\"metadata\":{},\"rules\":null"},
    {"rbac.authorization.k8s.io/v1",
     "ClusterRoleBinding",
     {"", 0},
     "\"metadata\":{},\"roleRef\":{\"apiGroup\":\"\",\"kind\":\"\",\"name\":\"\"}"},
    /* Maps are sorted. */
    {"v1",
     "ConfigMap",
     {"\x12\x06\x0a\x01z\x12\x01"
      "1\x12\x05\x12\x01"
      "2\x0a\x00",
      15},
     "\"metadata\":{},\"data\":{\"\":\"2\",\"z\":\"1\"}"},
    /* A message whose members belong to the one around it: the volume's source. */
    {"v1",
     "Pod",
     {"\x12\x09\x0a\x07\x0a\x01"
      "v\x12\x02\x12\x00",
      11},
     "\"metadata\":{},\"spec\":{\"volumes\":[{\"name\":\"v\",\"emptyDir\":{}}],"
     "\"containers\":null},\"status\":{}"},
    /* Numbers one by one, and packed. */
    {"v1",
     "Pod",
     {"\x12\x06\x72\x04\x20\x05\x20\x06", 8},
     "\"metadata\":{},\"spec\":{\"containers\":null,\"securityContext\":"
     "{\"supplementalGroups\":[5,6]}},\"status\":{}"},
    {"v1",
     "Pod",
     {"\x12\x06\x72\x04\x22\x02\x05\x06", 8},
     "\"metadata\":{},\"spec\":{\"containers\":null,\"securityContext\":"
     "{\"supplementalGroups\":[5,6]}},\"status\":{}"},
    /* What the server names in JSON though protobuf has no place for it. */
    {"apps/v1",
     "StatefulSet",
     {"\x12\x02\x22\x00", 4},
     "\"metadata\":{},\"spec\":{\"selector\":null,\"template\":{\"metadata\":{},\"spec\":"
     "{\"containers\":null}},\"volumeClaimTemplates\":[{\"kind\":\"PersistentVolumeClaim\","
     "\"apiVersion\":\"v1\",\"metadata\":{},\"spec\":{\"resources\":{}},\"status\":{}}],"
     "\"serviceName\":\"\",\"updateStrategy\":{}},\"status\":{\"replicas\":0,"
     "\"availableReplicas\":0}"},
};

START_TEST(an_object_is_what_its_json_would_be)
{
    struct protobuf_test test = protobuf_test_begin();
    char *want = plim_arena_printf(test.arena, "{\"kind\":\"%s\",\"apiVersion\":\"%s\",%s}",
                                   objects[_i].kind, objects[_i].api_version, objects[_i].json);
    plim_assert_ok(
        protobuf_test_read(&test, objects[_i].api_version, objects[_i].kind, objects[_i].raw),
        &test.err);
    plim_assert_json(&test.object, want);
    ck_assert_uint_eq(test.unknown.count, 0);
    protobuf_test_end(&test);
}
END_TEST

START_TEST(fields_of_a_newer_server_are_told)
{
    /* Field 30 of ConfigMap, a varint; field 31 of its metadata, four bytes. */
    static const char raw[] = "\xf0\x01\x05\x0a\x06\xfd\x01"
                              "abcd";
    struct protobuf_test test = protobuf_test_begin();
    plim_assert_ok(
        protobuf_test_read(&test, "v1", "ConfigMap", (struct plim_str){raw, sizeof raw - 1}),
        &test.err);
    ck_assert_uint_eq(test.unknown.count, 2);
    ck_assert_str_eq(test.unknown.message, "core/v1 ConfigMap");
    ck_assert_uint_eq(test.unknown.field, 30);
    protobuf_test_end(&test);
}
END_TEST

static const struct {
    struct plim_str raw;
    const char *message;
} broken[] = {
    {{"\x0a\x00\x0a\x00", 4}, "core/v1 ConfigMap: field 1: it stands twice"},
    {{"\x08\x00", 2}, "core/v1 ConfigMap: field 1: it has another wire type than ours"},
    {{"\x20", 1}, "core/v1 ConfigMap: field 4: it is cut short"},
    {{"\x20\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 12},
     "core/v1 ConfigMap: field 4: it is cut short"},
    {{"\x0a\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 11},
     "core/v1 ConfigMap: field 1: it is cut short"},
    {{"\x12\x01\x0a", 3}, "core/v1 ConfigMap: field 2: it is no entry of a map"},
    {{"\x12\x02\x1a\x00", 4}, "core/v1 ConfigMap: field 2: it is no entry of a map"},
    {{"\x10\x00", 2}, "core/v1 ConfigMap: field 2: it is no map, or cut short"},
    {{"\x12\x00\x12\x00", 4}, "core/v1 ConfigMap: field 2: a key stands twice"},
    {{"\x12\x00\x0a\x00\x12\x00", 6}, "core/v1 ConfigMap: field 2: it stands twice"},
    {{"\xf3\x01", 2}, "core/v1 ConfigMap: field 30: it is cut short"},
    {{"\x02", 1}, "core/v1 ConfigMap: field 0: its number cannot be read"},
    {{"\xff\xff\xff\xff\xff\x01", 6}, "core/v1 ConfigMap: field 0: its number cannot be read"},
};

START_TEST(a_broken_message_is_refused_with_its_place)
{
    struct protobuf_test test = protobuf_test_begin();
    plim_assert_fails(protobuf_test_read(&test, "v1", "ConfigMap", broken[_i].raw), PLIM_INVALID,
                      &test.err, broken[_i].message);
    protobuf_test_end(&test);
}
END_TEST

/* managedFields: manager "m", fieldsV1 {"f:a":{}}. */
static const char managed[] = "\x0a\x16\x8a\x01\x13\x0a\x01m\x3a\x0e\x0a\x0c{\"f:a\":null}";

static const struct {
    enum kube_protobuf_managed how;
    const char *metadata;
} managed_ways[] = {
    {KUBE_PROTOBUF_MANAGED_PARSED,
     "{\"managedFields\":[{\"manager\":\"m\",\"fieldsV1\":{\"f:a\":null}}]}"},
    {KUBE_PROTOBUF_MANAGED_TEXT,
     "{\"managedFields\":[{\"manager\":\"m\",\"fieldsV1\":\"{\\\"f:a\\\":null}\"}]}"},
    {KUBE_PROTOBUF_MANAGED_LEFT_OUT, "{}"},
};

START_TEST(managed_fields_come_as_they_are_wanted)
{
    struct protobuf_test test = protobuf_test_begin();
    test.options.managed = managed_ways[_i].how;
    plim_assert_ok(protobuf_test_read(&test, "v1", "ConfigMap",
                                      (struct plim_str){managed, sizeof managed - 1}),
                   &test.err);
    plim_assert_json(value_get(&test.object, "metadata"), managed_ways[_i].metadata);
    protobuf_test_end(&test);
}
END_TEST

START_TEST(json_inside_needs_no_reader)
{
    struct protobuf_test test = protobuf_test_begin();
    struct value_json_reader *reader = test.options.json;
    test.options.json = NULL;
    plim_assert_ok(protobuf_test_read(&test, "v1", "ConfigMap",
                                      (struct plim_str){managed, sizeof managed - 1}),
                   &test.err);
    plim_assert_json(value_get(&test.object, "metadata"), managed_ways[0].metadata);
    test.options.json = reader;
    protobuf_test_end(&test);
}
END_TEST

/* A schema in the `not` (field 28) of a schema, `levels` times, from the inside out. */
static struct plim_str nested(struct plim_arena *arena, size_t levels)
{
    static const char tag[2] = {'\xe2', '\x01'};
    struct plim_str inner = {0};
    for (size_t i = 0; i < levels; i++) {
        size_t size = inner.len < 128 ? 1 : inner.len < 16384 ? 2 : 3;
        char *outer = plim_arena_alloc(arena, inner.len + 2 + size);
        memcpy(outer, tag, sizeof tag);
        for (size_t j = 0; j < size; j++)
            outer[2 + j] = (char)((inner.len >> (7 * j) & 0x7f) | (j + 1 < size ? 0x80 : 0));
        if (inner.len > 0)
            memcpy(outer + 2 + size, inner.text, inner.len);
        inner = (struct plim_str){outer, inner.len + 2 + size};
    }
    return inner;
}

static enum plim_code read_nested(struct protobuf_test *test, size_t levels)
{
    struct kube_protobuf_decoder decoder = {test->arena, &test->options, {0}, 0, &test->err};
    const struct kube_protobuf_type *definition = kube_protobuf_type_find(
        PLIM_STR("apiextensions.k8s.io/v1"), PLIM_STR("CustomResourceDefinition"));
    const struct kube_protobuf_type *type = kube_protobuf_type_at(definition->fields[2].type);
    type = kube_protobuf_type_at(type->fields[7].type); /* versions */
    type = kube_protobuf_type_at(type->fields[4].type); /* schema */
    type = kube_protobuf_type_at(type->fields[1].type); /* openAPIV3Schema */
    bool is_read = kube_protobuf_read_message(&decoder, type, nested(test->arena, levels), NULL,
                                              &test->object);
    return is_read ? PLIM_OK : test->err.code;
}

START_TEST(nesting_has_a_limit)
{
    struct protobuf_test test = protobuf_test_begin();
    plim_assert_ok(read_nested(&test, KUBE_PROTOBUF_DEPTH_MAX - 1), &test.err);
    plim_assert_fails(read_nested(&test, KUBE_PROTOBUF_DEPTH_MAX), PLIM_LIMIT, &test.err,
                      "apiextensions/v1 JSONSchemaProps: messages are nested deeper than 256 "
                      "levels");
    protobuf_test_end(&test);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, an_object_is_what_its_json_would_be, 0, PLIM_LEN(objects));
    tcase_add_test(tcase, fields_of_a_newer_server_are_told);
    tcase_add_loop_test(tcase, a_broken_message_is_refused_with_its_place, 0, PLIM_LEN(broken));
    tcase_add_loop_test(tcase, managed_fields_come_as_they_are_wanted, 0, PLIM_LEN(managed_ways));
    tcase_add_test(tcase, json_inside_needs_no_reader);
    tcase_add_test(tcase, nesting_has_a_limit);
}

PLIM_CHECK_MAIN("kube.protobuf_message", add_cases)
