#include "kube/discovery.h"

#include "protobuf_bytes.h"

/* metadata: resourceVersion 7, continue "next"; two ConfigMaps "a" and "b". */
static const char list_raw[] = "\x0a\x09\x12\x01"
                               "7\x1a\x04next"
                               "\x12\x05\x0a\x03\x0a\x01"
                               "a\x12\x05\x0a\x03\x0a\x01"
                               "b";

static struct plim_str list_bytes(void)
{
    return (struct plim_str){list_raw, sizeof list_raw - 1};
}

START_TEST(a_list_is_what_its_json_would_be)
{
    struct protobuf_test test = protobuf_test_begin();
    plim_assert_ok(protobuf_test_read(&test, "v1", "ConfigMapList", list_bytes()), &test.err);
    plim_assert_json(&test.object,
                     "{\"kind\":\"ConfigMapList\",\"apiVersion\":\"v1\",\"metadata\":"
                     "{\"resourceVersion\":\"7\",\"continue\":\"next\"},\"items\":["
                     "{\"metadata\":{\"name\":\"a\"}},{\"metadata\":{\"name\":\"b\"}}]}");
    ck_assert_uint_eq(test.unknown.count, 0);
    protobuf_test_end(&test);
}
END_TEST

START_TEST(items_begin_with_what_the_caller_says)
{
    struct protobuf_test test = protobuf_test_begin();
    struct value_entry head[] = {{value_string_c("kind"), value_string_c("ConfigMap")}};
    test.options.head = head;
    test.options.head_len = PLIM_LEN(head);
    plim_assert_ok(protobuf_test_read(&test, "v1", "ConfigMapList", list_bytes()), &test.err);
    plim_assert_json(value_at(value_get(&test.object, "items"), 1),
                     "{\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"b\"}}");
    protobuf_test_end(&test);
}
END_TEST

START_TEST(a_list_without_items_is_empty)
{
    struct protobuf_test test = protobuf_test_begin();
    plim_assert_ok(protobuf_test_read(&test, "apps/v1", "DeploymentList", PLIM_STR("")), &test.err);
    plim_assert_json(&test.object, "{\"kind\":\"DeploymentList\",\"apiVersion\":\"apps/v1\","
                                   "\"metadata\":{},\"items\":[]}");
    protobuf_test_end(&test);
}
END_TEST

START_TEST(a_copied_body_may_go_away)
{
    struct protobuf_test test = protobuf_test_begin();
    struct plim_str body = protobuf_body(test.arena, "v1", "ConfigMapList", list_bytes());
    char *gone = plim_arena_copy(test.arena, body.text, body.len);
    test.options.borrow = false;
    plim_assert_ok(kube_protobuf_read(test.arena, (struct plim_str){gone, body.len}, &test.options,
                                      &test.object, &test.unknown, &test.err),
                   &test.err);
    memset(gone, 'x', body.len);
    ck_assert(plim_str_is(value_get_text(&test.object, "metadata.continue"), "next"));
    protobuf_test_end(&test);
}
END_TEST

START_TEST(a_refusal_is_a_status)
{
    static const char raw[] = "\x0a\x00\x12\x07"
                              "Failure\x1a\x03old\x22\x07"
                              "Expired\x30\x9a\x03";
    struct protobuf_test test = protobuf_test_begin();
    plim_assert_ok(
        protobuf_test_read(&test, "v1", "Status", (struct plim_str){raw, sizeof raw - 1}),
        &test.err);
    plim_assert_json(&test.object, "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},"
                                   "\"status\":\"Failure\",\"message\":\"old\","
                                   "\"reason\":\"Expired\",\"code\":410}");
    protobuf_test_end(&test);
}
END_TEST

START_TEST(a_kind_that_is_not_built_in_is_refused)
{
    struct protobuf_test test = protobuf_test_begin();
    plim_assert_fails(protobuf_test_read(&test, "example.org/v1", "WidgetList", list_bytes()),
                      PLIM_INVALID, &test.err,
                      "'WidgetList' of 'example.org/v1' cannot be read as protobuf");
    protobuf_test_end(&test);
}
END_TEST

static const struct {
    struct plim_str body;
    const char *message;
} refused[] = {
    {{"", 0}, "it is not Kubernetes' protobuf"},
    {{"{\"kind\":\"List\"}", 15}, "it is not Kubernetes' protobuf"},
    {{"k8s\0\x0a\x7f", 6}, "the protobuf is cut short"},
    {{"k8s\0\x12", 5}, "the protobuf is cut short"},
    {{"k8s\0\x1a\x04gzip", 10}, "the protobuf is encoded once more: 'gzip'"},
    {{"k8s\0", 4}, "'' of '' cannot be read as protobuf"},
};

START_TEST(a_body_that_is_something_else_is_refused)
{
    struct protobuf_test test = protobuf_test_begin();
    plim_assert_fails(kube_protobuf_read(test.arena, refused[_i].body, &test.options, &test.object,
                                         &test.unknown, &test.err),
                      PLIM_INVALID, &test.err, refused[_i].message);
    protobuf_test_end(&test);
}
END_TEST

static const struct {
    struct plim_str raw;
    const char *message;
} broken[] = {
    {{"\x12\x05\x0a", 3}, "a list: field 2: it is cut short"},
    {{"\x0a\x05\x0a", 3}, "a list: field 1: it is cut short"},
    {{"\x0a\x00\x0a\x00", 4}, "a list: field 1: it stands twice"},
    {{"\x12\x00\x0a\x00\x12\x00", 6}, "a list: field 2: its items do not stand together"},
    {{"\x80", 1}, "a list: field 0: its number cannot be read"},
    {{"\x12\x03\x0a\x7f\x0a", 5}, "core/v1 ConfigMap: field 1: it is cut short"},
};

START_TEST(a_broken_list_is_refused)
{
    struct protobuf_test test = protobuf_test_begin();
    plim_assert_fails(protobuf_test_read(&test, "v1", "ConfigMapList", broken[_i].raw),
                      PLIM_INVALID, &test.err, broken[_i].message);
    protobuf_test_end(&test);
}
END_TEST

START_TEST(the_next_page_is_known_before_the_items)
{
    struct protobuf_test test = protobuf_test_begin();
    struct plim_str body = protobuf_body(test.arena, "v1", "ConfigMapList", list_bytes());
    struct plim_str token = {0};
    ck_assert(kube_protobuf_head_continue(body, &token));
    ck_assert(plim_str_is(token, "next"));
    body = protobuf_body(test.arena, "v1", "ConfigMapList", PLIM_STR("\x0a\x00"));
    ck_assert(kube_protobuf_head_continue(body, &token));
    ck_assert_uint_eq(token.len, 0);
    protobuf_test_end(&test);
}
END_TEST

START_TEST(a_token_that_cannot_be_sent_back_is_not_told)
{
    struct protobuf_test test = protobuf_test_begin();
    struct plim_str token = {0};
    struct plim_str body = protobuf_body(test.arena, "v1", "ConfigMapList",
                                         PLIM_STR("\x0a\x05\x1a\x03"
                                                  "a b"));
    ck_assert(!kube_protobuf_head_continue(body, &token));
    ck_assert(!kube_protobuf_head_continue(PLIM_STR("{}"), &token));
    protobuf_test_end(&test);
}
END_TEST

static const struct {
    struct kube_resource resource;
    bool known;
} resources[] = {
    {{"", "v1", "Pod", "pods", true, true}, true},
    {{"apps", "v1", "Deployment", "deployments", true, true}, true},
    {{"networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies", true, true}, true},
    {{"apps", "v2", "Deployment", "deployments", true, true}, false},
    {{"apps", "v1beta1", "Deployment", "deployments", true, true}, false}, /* gone since 1.16 */
    {{"metrics.k8s.io", "v1beta1", "PodMetrics", "pods", true, true}, false},
    {{"example.org", "v1", "Widget", "widgets", true, true}, false},
};

START_TEST(kinds_that_are_built_in_are_known)
{
    ck_assert_int_eq(kube_protobuf_knows(&resources[_i].resource), resources[_i].known);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_test(tcase, a_list_is_what_its_json_would_be);
    tcase_add_test(tcase, items_begin_with_what_the_caller_says);
    tcase_add_test(tcase, a_list_without_items_is_empty);
    tcase_add_test(tcase, a_copied_body_may_go_away);
    tcase_add_test(tcase, a_refusal_is_a_status);
    tcase_add_test(tcase, a_kind_that_is_not_built_in_is_refused);
    tcase_add_loop_test(tcase, a_body_that_is_something_else_is_refused, 0, PLIM_LEN(refused));
    tcase_add_loop_test(tcase, a_broken_list_is_refused, 0, PLIM_LEN(broken));
    tcase_add_test(tcase, the_next_page_is_known_before_the_items);
    tcase_add_test(tcase, a_token_that_cannot_be_sent_back_is_not_told);
    tcase_add_loop_test(tcase, kinds_that_are_built_in_are_known, 0, PLIM_LEN(resources));
}

PLIM_CHECK_MAIN("kube.protobuf", add_cases)
