#include "snapshot/reader.h"
#include "support/plim_check.h"

#define HEAD                                                           \
    "{\"apiVersion\":\"plimsoll.dev/v1alpha1\",\"kind\":\"Snapshot\"," \
    "\"createdAt\":\"2026-04-15T06:00:00Z\","
#define SHA "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

static const struct {
    const char *text;
    const char *message;
} refusals[] = {
    {"[]", "d/captures/x.json: expected a map, not a list"},
    {"{\"apiVersion\":\"v1\",\"kind\":\"Snapshot\",\"createdAt\":\"2026-04-15\",\"clusters\":[],"
     "\"documents\":[]}",
     "d/captures/x.json: expected a Snapshot of plimsoll.dev/v1alpha1"},
    {HEAD "\"clusters\":[],\"documents\":[],\"more\":1}",
     "d/captures/x.json: unknown field 'more'"},
    {HEAD "\"clusters\":[{\"name\":\"a\",\"server\":\"\"},{\"name\":\"a\",\"server\":\"\"}],"
          "\"documents\":[]}",
     "d/captures/x.json: the cluster 'a' stands twice"},
    {HEAD "\"clusters\":[{\"name\":\"a\",\"server\":\"\",\"requests\":[{\"target\":\"/\"}]}],"
          "\"documents\":[]}",
     "d/captures/x.json: a request needs either a status or an error"},
    {HEAD "\"clusters\":[{\"name\":\"a\",\"server\":\"\",\"requests\":[{\"target\":\"/\","
          "\"status\":200,\"sha256\":\"../../etc/passwd\"}]}],\"documents\":[]}",
     "d/captures/x.json: '../../etc/passwd' is not a sha256"},
    {HEAD "\"clusters\":[{\"name\":\"a\",\"server\":\"\",\"requests\":[{\"target\":\"/\","
          "\"status\":-200,\"sha256\":\"" SHA "\"}]}],\"documents\":[]}",
     "d/captures/x.json: 'status' is out of range"},
    {HEAD "\"clusters\":[{\"name\":\"a\",\"server\":\"\",\"requests\":[{\"target\":\"/\","
          "\"error\":{\"code\":\"ok\",\"message\":\"\"}}]}],\"documents\":[]}",
     "d/captures/x.json: an error cannot be 'ok'"},
    {HEAD "\"redacted\":true,\"clusters\":[],\"documents\":[]}",
     "d/captures/x.json: redacted and redactionKey go together"},
    {HEAD "\"redactionKey\":\"0123456789abcdef\",\"clusters\":[],\"documents\":[]}",
     "d/captures/x.json: redacted and redactionKey go together"},
    {HEAD "\"redacted\":true,\"redactionKey\":\"0123456789abcde\\u001b\",\"clusters\":[],"
          "\"documents\":[]}",
     "d/captures/x.json: redactionKey: expected 16 hexadecimal digits"},
};

START_TEST(a_malformed_manifest_is_refused)
{
    struct plim_err err = {0};
    struct snapshot_reader *reader = NULL;
    plim_assert_fails(snapshot_reader_parse("d", "captures/x.json",
                                            plim_str_from(refusals[_i].text), &reader, &err),
                      PLIM_INVALID, &err, refusals[_i].message);
    ck_assert_ptr_null(reader);
}
END_TEST

START_TEST(clusters_and_documents_come_sorted)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(snapshot_reader_freep) struct snapshot_reader *reader = NULL;
    plim_assert_ok(
        snapshot_reader_parse(
            "d", "captures/x.json",
            PLIM_STR(HEAD "\"clusters\":[{\"name\":\"b\",\"server\":\"https://b\"},"
                          "{\"name\":\"a\",\"server\":\"https://a\"}],"
                          "\"documents\":[{\"name\":\"x\",\"sha256\":\"" SHA "\",\"bytes\":3}]}"),
            &reader, &err),
        &err);
    ck_assert_uint_eq(snapshot_reader_cluster_count(reader), 2);
    ck_assert_str_eq(snapshot_reader_cluster_at(reader, 0).name, "a");
    ck_assert_str_eq(snapshot_reader_cluster_at(reader, 1).server, "https://b");
    ck_assert_int_eq(snapshot_reader_created_at(reader), 1776232800);
    ck_assert(snapshot_has(reader, "x"));
    ck_assert(!snapshot_has(reader, "y"));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, a_malformed_manifest_is_refused, 0, PLIM_LEN(refusals));
    tcase_add_test(tcase, clusters_and_documents_come_sorted);
}

PLIM_CHECK_MAIN("snapshot.manifest", add_cases)
