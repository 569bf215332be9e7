#include <stdio.h>

#include "base/arena.h"
#include "base/buf.h"
#include "support/plim_check.h"
#include "value/json.h"

#include "page_priv.h"

static const struct kube_resource pods = {"", "v1", "Pod", "pods", true, true};
static const struct kube_resource routes = {"example.org", "v2", "Route", "routes", true, true};
static const struct kube_resource secrets = {"", "v1", "Secret", "secrets", true, true};

static enum plim_code read_page(struct plim_arena *arena, const struct kube_query *query,
                                const char *text, struct plim_buf *items, struct plim_err *err)
{
    static const char padding[VALUE_JSON_PADDING] = {0};
    PLIM_CLEANUP(plim_buf_release) struct plim_buf body = {0};
    plim_buf_append_c(&body, text);
    plim_buf_append(&body, padding, sizeof(padding));
    body.len -= sizeof(padding);
    struct kube_page_content content = {0};
    struct value_json_reader *reader = value_json_reader_new();
    const struct kube_page_options options = {.json = reader};
    enum plim_code code =
        kube_page_read(&options, arena, plim_buf_str(&body), query, &content, err);
    if (code == PLIM_OK)
        code = value_json_write(&content.items, VALUE_JSON_COMPACT, items, err);
    value_json_reader_free(reader);
    return code;
}

static const struct {
    struct kube_query query;
    const char *text;
    const char *items;
} pages[] = {
    {{.resource = &pods},
     "{\"kind\":\"PodList\",\"items\":[{\"metadata\":{\"name\":\"a\"},\"spec\":{}}]}",
     "[{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"a\"},\"spec\":{}}]"},
    {{.resource = &routes},
     "{\"kind\":\"RouteList\",\"items\":[{\"kind\":\"Route\",\"spec\":1,\"apiVersion\":\"x\"}]}",
     "[{\"apiVersion\":\"example.org/v2\",\"kind\":\"Route\",\"spec\":1}]"},
    {{.resource = &pods}, "{\"kind\":\"PodList\",\"items\":[]}", "[]"},
    {{.resource = &pods}, "{\"kind\":\"PodList\",\"items\":null}", "[]"},
    {{.resource = &pods, .mode = KUBE_METADATA},
     "{\"kind\":\"PartialObjectMetadataList\",\"items\":[{\"kind\":\"PartialObjectMetadata\","
     "\"metadata\":{\"annotations\":{\"kubectl.kubernetes.io/last-applied-configuration\":\"x\"}},"
     "\"spec\":{}},{}]}",
     "[{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"annotations\":{"
     "\"kubectl.kubernetes.io/last-applied-configuration\":\"x\"}}},"
     "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{}}]"},
    {{.resource = &pods, .mode = KUBE_METADATA},
     "{\"kind\":\"PodList\",\"items\":[{\"metadata\":{\"name\":\"b\",\"labels\":{}},\"spec\":{}}]}",
     "[{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"b\",\"labels\":{}}}]"},
    {{.resource = &routes, .mode = KUBE_METADATA},
     "{\"kind\":\"RouteList\",\"items\":[{\"spec\":{},\"metadata\":{\"name\":\"a\",\"labels\":{},"
     "\"ownerReferences\":[{\"name\":\"x\",\"kind\":\"Y\"}]}}]}",
     "[{\"apiVersion\":\"example.org/v2\",\"kind\":\"Route\",\"metadata\":{\"labels\":{},\"name\":"
     "\"a\",\"ownerReferences\":[{\"kind\":\"Y\",\"name\":\"x\"}]}}]"},
    {{.resource = &secrets, .mode = KUBE_METADATA},
     "{\"kind\":\"PartialObjectMetadataList\",\"items\":[{\"data\":{\"a\":\"b\"},"
     "\"metadata\":{\"name\":\"a\",\"annotations\":{"
     "\"kubectl.kubernetes.io/last-applied-configuration\":\"x\",\"y\":\"z\"}}}]}",
     "[{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"a\","
     "\"annotations\":{\"y\":\"z\"}}}]"},
};

START_TEST(items_know_what_they_are)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    PLIM_CLEANUP(plim_buf_release) struct plim_buf items = {0};
    plim_assert_ok(read_page(arena, &pages[_i].query, pages[_i].text, &items, &err), &err);
    ck_assert_str_eq(items.text, pages[_i].items);
}
END_TEST

static const struct {
    const char *text;
    const struct kube_resource *resource;
    const char *message;
} refusals[] = {
    {"{\"kind\":\"Pod\",\"items\":[]}", &pods, "the answer is not a list: its kind is 'Pod'"},
    {"{\"kind\":\"PodList\"}", &pods, "the answer is not a list: its kind is 'PodList'"},
    {"{\"kind\":\"PodList\",\"items\":{}}", &pods,
     "the answer is not a list: its kind is 'PodList'"},
    {"[]", &pods, "the answer is not a list: its kind is ''"},
    {"{\"kind\":\"PodList\",\"items\":[{},1]}", &pods, "item 1 of the list is not an object"},
    {"{\"kind\":\"PodList\",\"items\":[]}", &secrets,
     "the server sent whole objects where only metadata were asked for"},
};

START_TEST(what_is_no_list_is_refused)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    PLIM_CLEANUP(plim_buf_release) struct plim_buf items = {0};
    const struct kube_query query = {.resource = refusals[_i].resource, .mode = KUBE_METADATA};
    plim_assert_fails(read_page(arena, &query, refusals[_i].text, &items, &err), PLIM_INVALID, &err,
                      refusals[_i].message);
}
END_TEST

static bool is_named_b(const void *context, const struct kube_resource *resource,
                       const struct value *object)
{
    ck_assert_ptr_eq(context, &pods);
    ck_assert_ptr_eq(resource, &pods);
    return plim_str_is(value_get_text(object, "metadata.name"), "b");
}

START_TEST(items_that_the_query_does_not_select_are_left_out)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    PLIM_CLEANUP(plim_buf_release) struct plim_buf items = {0};
    const struct kube_query query = {
        .resource = &pods, .selects = is_named_b, .select_context = &pods};
    plim_assert_ok(read_page(arena, &query,
                             "{\"kind\":\"PodList\",\"items\":[{\"metadata\":{\"name\":\"a\"}},"
                             "{\"metadata\":{\"name\":\"b\"}}]}",
                             &items, &err),
                   &err);
    ck_assert_str_eq(items.text, "[{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":"
                                 "\"b\"}}]");
}
END_TEST

static const struct {
    const char *count;
    uint64_t remaining;
} counts[] = {
    {"5", 5},
    {"100000000", 100000000},
    {"100000001", 0},
    {"0", 0},
    {"-1", 0},
    {"9223372036854775807", 0},
    {"18446744073709551615", 0},
    {"1e3", 0},
    {"\"5\"", 0},
    {"null", 0},
};

START_TEST(what_a_server_says_is_left_is_believed_within_reason)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct plim_err err = {0};
    struct kube_page_content content = {0};
    struct value_json_reader *reader = value_json_reader_new();
    char body[256 + VALUE_JSON_PADDING] = {0};
    int len = snprintf(
        body, 256, "{\"kind\":\"PodList\",\"metadata\":{\"remainingItemCount\":%s},\"items\":[]}",
        counts[_i].count);
    plim_assert_ok(kube_page_read(&(struct kube_page_options){.json = reader}, arena,
                                  (struct plim_str){body, (size_t)len},
                                  &(struct kube_query){.resource = &pods}, &content, &err),
                   &err);
    ck_assert_uint_eq(content.remaining, counts[_i].remaining);
    value_json_reader_free(reader);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, items_know_what_they_are, 0, PLIM_LEN(pages));
    tcase_add_test(tcase, items_that_the_query_does_not_select_are_left_out);
    tcase_add_loop_test(tcase, what_is_no_list_is_refused, 0, PLIM_LEN(refusals));
    tcase_add_loop_test(tcase, what_a_server_says_is_left_is_believed_within_reason, 0,
                        PLIM_LEN(counts));
}

PLIM_CHECK_MAIN("kube.page", add_cases)
