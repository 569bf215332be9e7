#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "http/client.h"
#include "http/transport.h"
#include "snapshot/reader.h"
#include "snapshot/store.h"
#include "snapshot/writer.h"
#include "support/loopback.h"
#include "support/plim_check.h"

#include "object_priv.h"
#include "reader_priv.h"

enum { QUESTIONS = 8 };

struct question {
    const char *target;
    const char *accept;
};

/* What is asked, live and again from the capture. */
static const struct question questions[QUESTIONS] = {
    {"/version", NULL},
    {"/api/v1/pods?limit=2", NULL},
    {"/api/v1/pods?limit=2&continue=x", NULL},
    {"/api/v1/pods?limit=2", "application/json;as=Table"},
    {"/forbidden", NULL},
    {"/lost", NULL},
    {"/busy", NULL},
    {"/api/v1/secrets", "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1"},
};

static char *directory;
static struct http_response live[QUESTIONS];
static struct http_response again[QUESTIONS];

static void answer(void *context, const struct loopback_exchange *exchange)
{
    (void)context;
    if (strcmp(exchange->target, "/forbidden") == 0)
        loopback_reply(exchange, 403, "Warning: 299 - \"one\", 299 - \"two\"\r\n",
                       "{\"kind\":\"Status\"}");
    else if (strcmp(exchange->target, "/lost") == 0)
        loopback_close(exchange);
    else if (strcmp(exchange->target, "/busy") == 0)
        loopback_reply(exchange, 429, "Retry-After: 1\r\n", "{}");
    else if (strcmp(exchange->target, "/api/v1/secrets") == 0)
        loopback_reply(exchange, 200, "",
                       "{\"kind\":\"PartialObjectMetadataList\",\"apiVersion\":\"meta.k8s.io/v1\","
                       "\"metadata\":{},\"items\":[{\"metadata\":{\"annotations\":{"
                       "\"kubectl.kubernetes.io/last-applied-configuration\":\"hunter2\"}}}]}");
    else
        loopback_reply(exchange, 200, "", exchange->target);
}

static void keep(void *context, const struct http_request *request, struct http_response *response)
{
    struct http_response *slot = context;
    ck_assert_str_eq(request->server, "prod");
    *slot = *response;
    *response = (struct http_response){0};
}

static void ask(struct http_transport *transport, const struct http_endpoint *endpoint,
                struct http_response *slots)
{
    for (size_t i = 0; i < QUESTIONS; i++) {
        struct http_request request = {.endpoint = endpoint,
                                       .server = "prod",
                                       .target = questions[i].target,
                                       .accept = questions[i].accept,
                                       .body_max = 100000};
        transport->submit(transport, &request, keep, &slots[i]);
    }
    transport->run(transport);
    transport->free(transport);
}

static void capture(void)
{
    struct plim_err err = {0};
    struct http_client_config config = {.retries_max = 1, .backoff_ms = 1, .retry_after_max_ms = 5};
    struct http_transport *client = NULL;
    struct loopback *server = loopback_new(answer, NULL);
    struct http_endpoint_config url = {.url = loopback_url(server),
                                       .authorization = "Bearer planted"};
    PLIM_CLEANUP(http_endpoint_freep) struct http_endpoint *endpoint = NULL;
    PLIM_CLEANUP(snapshot_writer_freep) struct snapshot_writer *writer = NULL;
    plim_assert_ok(http_endpoint_new(&url, &endpoint, &err), &err);
    plim_assert_ok(http_client_new(&config, &client, &err), &err);
    plim_assert_ok(snapshot_writer_new(directory, &writer, &err), &err);
    snapshot_writer_add_cluster(writer, "prod", http_endpoint_url(endpoint));
    ask(snapshot_writer_record(writer, client), endpoint, live);
    plim_assert_ok(snapshot_writer_finish(writer, 0, &err), &err);
    client->free(client);
    loopback_free(server);
}

static void replay(void)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(snapshot_reader_freep) struct snapshot_reader *reader = NULL;
    plim_assert_ok(snapshot_reader_open(directory, &reader, &err), &err);
    ask(snapshot_reader_replay(reader), NULL, again);
}

static void begin(void)
{
    struct plim_err err = {0};
    plim_assert_ok(http_library_init(&err), &err);
    plim_assert_ok(plim_dir_make_temporary(&directory, &err), &err);
    memset(live, 0, sizeof(live));
    memset(again, 0, sizeof(again));
    capture();
}

static void end(void)
{
    struct plim_err err = {0};
    for (size_t i = 0; i < QUESTIONS; i++) {
        http_response_release(&live[i]);
        http_response_release(&again[i]);
    }
    plim_assert_ok(plim_dir_remove(directory, &err), &err);
    plim_freep(&directory);
    http_library_release();
}

START_TEST(a_replay_answers_as_the_server_did)
{
    replay();
    ck_assert_int_eq(again[_i].status, live[_i].status);
    ck_assert_uint_eq(again[_i].bytes, live[_i].bytes);
    ck_assert_uint_eq(again[_i].retries, live[_i].retries);
    ck_assert_double_eq_tol(again[_i].throttled_seconds, live[_i].throttled_seconds, 1e-12);
    ck_assert(plim_str_equal(plim_buf_str(&again[_i].warnings), plim_buf_str(&live[_i].warnings)));
    ck_assert_int_eq(again[_i].err.code, live[_i].err.code);
    ck_assert_str_eq(again[_i].err.msg, live[_i].err.msg);
    bool is_secret = strcmp(questions[_i].target, "/api/v1/secrets") == 0;
    if (live[_i].status > 0 && !is_secret)
        ck_assert_str_eq(again[_i].body.text, live[_i].body.text);
}
END_TEST

START_TEST(a_replay_that_is_cancelled_answers_nothing_more)
{
    struct plim_err err = {0};
    struct plim_cancel cancel = {0};
    PLIM_CLEANUP(snapshot_reader_freep) struct snapshot_reader *reader = NULL;
    plim_assert_ok(plim_cancel_init(&cancel, 0, &err), &err);
    plim_assert_ok(snapshot_reader_open(directory, &reader, &err), &err);
    struct http_transport *transport = snapshot_reader_replay(reader);
    transport->cancel = &cancel;
    plim_cancel_set(&cancel);
    ask(transport, NULL, again);
    ck_assert_int_eq(again[0].status, 0);
    ck_assert_str_eq(again[0].err.msg, "interrupted");
    plim_cancel_release(&cancel);
}
END_TEST

START_TEST(warnings_are_kept)
{
    ck_assert_str_eq(live[4].warnings.text, "one\ntwo\n");
}
END_TEST

START_TEST(values_of_secrets_are_not_replayed)
{
    replay();
    ck_assert_ptr_nonnull(strstr(live[QUESTIONS - 1].body.text, "hunter2"));
    ck_assert_ptr_null(strstr(again[QUESTIONS - 1].body.text, "hunter2"));
}
END_TEST

START_TEST(what_was_not_captured_is_an_error)
{
    struct plim_err err = {0};
    struct http_response response = {0};
    char message[512];
    PLIM_CLEANUP(snapshot_reader_freep) struct snapshot_reader *reader = NULL;
    plim_assert_ok(snapshot_reader_open(directory, &reader, &err), &err);
    struct http_transport *transport = snapshot_reader_replay(reader);
    struct http_request request = {.server = "prod", .target = "/other", .body_max = 1000};
    transport->submit(transport, &request, keep, &response);
    transport->run(transport);
    transport->free(transport);
    (void)snprintf(message, sizeof(message), "the snapshot '%s' does not have it", directory);
    plim_assert_fails(response.err.code, PLIM_NOT_FOUND, &response.err, message);
    ck_assert_int_eq(response.status, 0);
}
END_TEST

/* The requests, as they lie on the disk. */
static void read_table(struct plim_buf *table)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(snapshot_reader_freep) struct snapshot_reader *reader = NULL;
    plim_assert_ok(snapshot_reader_open(directory, &reader, &err), &err);
    const struct snapshot_table *named = &reader->manifest.servers[0].table;
    plim_assert_ok(
        snapshot_object_read(directory, named->sha256, (size_t)named->bytes, table, &err), &err);
    ck_assert_ptr_nonnull(strstr(table->text, "/version"));
}

START_TEST(credentials_do_not_enter)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    PLIM_CLEANUP(plim_freep) char *text = NULL;
    PLIM_CLEANUP(plim_buf_release) struct plim_buf table = {0};
    struct snapshot_summary *summaries = NULL;
    size_t count = 0;
    plim_assert_ok(snapshot_list(arena, directory, &summaries, &count, &err), &err);
    plim_assert_ok(plim_file_read(plim_path_join(arena, directory, summaries[0].path), 100000,
                                  &text, NULL, &err),
                   &err);
    read_table(&table);
    ck_assert_ptr_null(strstr(text, "planted"));
    ck_assert_ptr_null(strstr(text, "hunter2"));
    ck_assert_ptr_null(strstr(table.text, "planted"));
    ck_assert_ptr_null(strstr(table.text, "hunter2"));
}
END_TEST

START_TEST(a_missing_body_is_an_error_of_its_request_alone)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    PLIM_CLEANUP(snapshot_reader_freep) struct snapshot_reader *reader = NULL;
    plim_assert_ok(snapshot_reader_open(directory, &reader, &err), &err);
    const struct snapshot_request *lost =
        snapshot_server_find(&reader->manifest.servers[0], questions[0].target, NULL);
    const char *object = snapshot_object_name(arena, lost->body.sha256);
    ck_assert_int_eq(unlink(plim_path_join(arena, directory, object)), 0);
    replay();
    ck_assert_int_eq(again[0].err.code, PLIM_NOT_FOUND);
    ck_assert_ptr_nonnull(strstr(again[0].err.msg, "/objects/"));
    ck_assert_int_eq(again[5].err.code, PLIM_UNAVAILABLE);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, begin, end);
    tcase_add_loop_test(tcase, a_replay_answers_as_the_server_did, 0, QUESTIONS);
    tcase_add_test(tcase, a_replay_that_is_cancelled_answers_nothing_more);
    tcase_add_test(tcase, warnings_are_kept);
    tcase_add_test(tcase, values_of_secrets_are_not_replayed);
    tcase_add_test(tcase, what_was_not_captured_is_an_error);
    tcase_add_test(tcase, credentials_do_not_enter);
    tcase_add_test(tcase, a_missing_body_is_an_error_of_its_request_alone);
}

PLIM_CHECK_MAIN("snapshot.replay", add_cases)
