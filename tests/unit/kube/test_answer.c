#include <string.h>

#include "base/arena.h"
#include "http/transport.h"
#include "support/plim_check.h"

#include "answer_priv.h"
#include "protobuf_bytes.h"

static struct plim_arena *arena;

static void begin(void)
{
    arena = plim_arena_new();
}

static void end(void)
{
    plim_arena_free(arena);
}

static const struct {
    int status;
    const char *body;
    const char *reason;
} reasons[] = {
    {403, "{\"kind\":\"Status\",\"message\":\"no\\tand\\nno\"}", "HTTP 403: no and no"},
    {403, "{\"kind\":\"Status\"}", "HTTP 403"},
    {403, "{\"kind\":\"Pod\",\"message\":\"not ours\"}", "HTTP 403"},
    {403, "{", "HTTP 403"},
    {502, "  Bad gateway\nmore\n", "HTTP 502: Bad gateway"},
    {502, "<html>Bad gateway</html>", "HTTP 502"},
    {502, "\x01\x02", "HTTP 502"},
    {404, "", "HTTP 404"},
};

START_TEST(a_refusal_is_told_in_one_line)
{
    struct http_response response = {.status = reasons[_i].status};
    plim_buf_append_c(&response.body, reasons[_i].body);
    ck_assert_str_eq(kube_answer_reason(arena, &response), reasons[_i].reason);
    http_response_release(&response);
}
END_TEST

START_TEST(a_refusal_of_rights_names_the_rule_that_is_needed)
{
    struct http_response response = {.status = 403};
    ck_assert_str_eq(kube_answer_refusal(arena, &response, "list pods"),
                     "HTTP 403; needs: list pods");
    response.status = 500;
    ck_assert_str_eq(kube_answer_refusal(arena, &response, "list pods"), "HTTP 500");
}
END_TEST

static const struct kube_resource pods = {"", "v1", "Pod", "pods", true, true};
static const struct kube_resource jobs = {"batch", "v1", "Job", "jobs", true, true};
static const struct kube_resource nodes = {"", "v1", "Node", "nodes", false, true};

static const struct {
    struct kube_query query;
    const char *needs;
} rights[] = {
    {{.resource = &pods}, "list pods in the core group, cluster-wide"},
    {{.resource = &jobs}, "list jobs in the group batch, cluster-wide"},
    {{.resource = &pods, .namespace = "shop"},
     "list pods in the core group, in the namespace shop"},
    {{.resource = &nodes, .namespace = "shop"}, "list nodes in the core group, cluster-wide"},
};

START_TEST(the_right_that_a_list_needs_is_named)
{
    ck_assert_str_eq(kube_query_needs(arena, &rights[_i].query), rights[_i].needs);
}
END_TEST

static const struct {
    const char *target;
    const char *needs;
} documents[] = {
    {"/version", "get on the non-resource URL /version"},
    {"/apis/apps/v1", "get on the non-resource URL /apis/apps/v1"},
    {"/openapi/v3/apis/apps/v1?hash=A", "get on the non-resource URL /openapi/v3/apis/apps/v1"},
    {"/api/v1/namespaces/kube-system",
     "get namespaces in the core group, the one named kube-system"},
    {"/apis/g.io/v1/things/a.b", "get things in the group g.io, the one named a.b"},
};

START_TEST(the_right_that_a_document_needs_is_named)
{
    ck_assert_str_eq(kube_target_needs(arena, documents[_i].target), documents[_i].needs);
}
END_TEST

START_TEST(a_failure_is_told_in_its_own_words)
{
    struct http_response response = {.err = {PLIM_LIMIT, "too slow"}};
    ck_assert_str_eq(kube_answer_reason(arena, &response), "too slow");
}
END_TEST

START_TEST(a_long_reason_is_cut_between_characters)
{
    struct http_response response = {.status = 500};
    plim_buf_append_c(&response.body, "{\"kind\":\"Status\",\"message\":\"");
    plim_buf_repeat(&response.body, "\xc3\xa9", 1000);
    plim_buf_append_c(&response.body, "\"}");
    const char *reason = kube_answer_reason(arena, &response);
    size_t len = strlen(reason);
    ck_assert_uint_le(len, 404);
    ck_assert_str_eq(reason + len - 5, "\xc3\xa9...");
    http_response_release(&response);
}
END_TEST

START_TEST(the_fresh_token_is_in_the_refusal)
{
    struct http_response response = {.status = 410};
    ck_assert_ptr_null(kube_answer_fresh_token(arena, &response));
    plim_buf_append_c(&response.body, "{\"kind\":\"Status\",\"metadata\":{\"continue\":\"next\"}}");
    ck_assert_str_eq(kube_answer_fresh_token(arena, &response), "next");
    http_response_release(&response);
}
END_TEST

/* Where lists are asked for in protobuf, refusals are protobuf too. */
static void answer_in_protobuf(struct http_response *response)
{
    static const char raw[] = "\x0a\x06\x1a\x04next\x12\x07"
                              "Failure\x1a\x07too old\x22\x07"
                              "Expired\x30\x9a\x03";
    struct plim_str body = protobuf_body(arena, "v1", "Status", PLIM_STR(raw));
    response->status = 410;
    plim_buf_append_str(&response->body, body);
}

START_TEST(a_refusal_in_protobuf_says_the_same)
{
    struct http_response response = {0};
    answer_in_protobuf(&response);
    ck_assert_str_eq(kube_answer_reason(arena, &response), "HTTP 410: too old");
    ck_assert_str_eq(kube_answer_fresh_token(arena, &response), "next");
    http_response_release(&response);
}
END_TEST

START_TEST(a_refusal_in_broken_protobuf_says_nothing)
{
    struct http_response response = {0};
    answer_in_protobuf(&response);
    response.body.len -= 9;
    ck_assert_str_eq(kube_answer_reason(arena, &response), "HTTP 410");
    ck_assert_ptr_null(kube_answer_fresh_token(arena, &response));
    http_response_release(&response);
}
END_TEST

static const struct kube_resource routes = {"example.org", "v2", "Route", "routes", true, true};

static const struct {
    struct kube_query query;
    const char *token;
    const char *target;
    const char *title;
} targets[] = {
    {{.resource = &pods}, NULL, "/api/v1/pods?limit=500", "pods"},
    {{.resource = &pods}, "a+b/c=", "/api/v1/pods?limit=500&continue=a%2Bb%2Fc%3D", "pods"},
    {{.resource = &nodes, .namespace = "shop"}, NULL, "/api/v1/nodes?limit=500", "nodes"},
    {{.resource = &routes, .namespace = "a/b", .label_selector = "x in (y,z)"},
     NULL,
     "/apis/example.org/v2/namespaces/a%2Fb/routes?limit=500&labelSelector=x%20in%20%28y%2Cz%29",
     "routes.example.org"},
};

START_TEST(a_query_has_one_target)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf target = {0};
    kube_query_target(&targets[_i].query, 500, targets[_i].token, &target);
    ck_assert_str_eq(target.text, targets[_i].target);
    ck_assert_str_eq(kube_resource_title(arena, targets[_i].query.resource), targets[_i].title);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, begin, end);
    tcase_add_loop_test(tcase, a_refusal_is_told_in_one_line, 0, PLIM_LEN(reasons));
    tcase_add_test(tcase, a_refusal_of_rights_names_the_rule_that_is_needed);
    tcase_add_loop_test(tcase, the_right_that_a_list_needs_is_named, 0, PLIM_LEN(rights));
    tcase_add_loop_test(tcase, the_right_that_a_document_needs_is_named, 0, PLIM_LEN(documents));
    tcase_add_test(tcase, a_failure_is_told_in_its_own_words);
    tcase_add_test(tcase, a_long_reason_is_cut_between_characters);
    tcase_add_test(tcase, the_fresh_token_is_in_the_refusal);
    tcase_add_test(tcase, a_refusal_in_protobuf_says_the_same);
    tcase_add_test(tcase, a_refusal_in_broken_protobuf_says_nothing);
    tcase_add_loop_test(tcase, a_query_has_one_target, 0, PLIM_LEN(targets));
}

PLIM_CHECK_MAIN("kube.answer", add_cases)
