#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "support/plim_check.h"

#include "object_priv.h"
#include "table_priv.h"

static char *directory;
static struct plim_arena *arena;
static struct snapshot_manifest manifest;

static void begin(void)
{
    struct plim_err err = {0};
    arena = plim_arena_new();
    plim_assert_ok(plim_dir_make_temporary(&directory, &err), &err);
    snapshot_manifest_init(&manifest);
}

static void end(void)
{
    struct plim_err err = {0};
    snapshot_manifest_release(&manifest);
    plim_assert_ok(plim_dir_remove(directory, &err), &err);
    plim_freep(&directory);
    plim_arena_free(arena);
}

/* A list in two pages at that version. */
static void add_pages(struct snapshot_server *server, const char *version, const char *note)
{
    const char *head = plim_arena_printf(
        arena, "{\"metadata\":{\"resourceVersion\":\"%s\",\"continue\":\"t%s\"%s},\"items\":[",
        version, version, note);
    const char *targets[] = {
        "/api/v1/pods?limit=5",
        plim_arena_printf(manifest.arena, "/api/v1/pods?limit=5&continue=t%s", version)};
    for (size_t i = 0; i < PLIM_LEN(targets); i++) {
        PLIM_GROW(server->requests, server->len, server->cap);
        server->requests[server->len++] = (struct snapshot_request){
            .target = targets[i],
            .accept = "",
            .status = 200,
            .body = {.is_list = true, .head = plim_copy_c(head), .tail = plim_copy_c("]}\n")}};
    }
}

static const struct snapshot_server *write_pages(const char *name, const char *version,
                                                 const char *note)
{
    struct plim_err err = {0};
    struct snapshot_server *server = snapshot_manifest_server(&manifest, name);
    add_pages(server, version, note);
    size_t i = (size_t)(server - manifest.servers);
    plim_assert_ok(snapshot_table_write(directory, &manifest, i, &err), &err);
    return &manifest.servers[i];
}

/* The same server again, by what was kept of it. */
static void read_again(const struct snapshot_server *kept, struct snapshot_manifest *again)
{
    struct plim_err err = {0};
    snapshot_manifest_init(again);
    struct snapshot_server *server = snapshot_manifest_server(again, kept->name);
    server->table = kept->table;
    plim_assert_ok(snapshot_table_read(directory, again, 0, &err), &err);
}

START_TEST(versions_and_tokens_do_not_make_another_table)
{
    char first[PLIM_SHA256_TEXT_BYTES];
    const struct snapshot_server *server = write_pages("a", "99", "");
    ck_assert_str_eq(server->table.varying, "99 t99 t99 99 t99");
    memcpy(first, server->table.sha256, sizeof(first));
    ck_assert_str_eq(write_pages("b", "100", "")->table.sha256, first);
    ck_assert_str_ne(write_pages("c", "100", ",\"more\":1")->table.sha256, first);
}
END_TEST

/* What a server may write into its heads. */
static const char *const notes[] = {"", ",\"remainingItemCount\":3", ",\"x\":\"${}\"",
                                    ",\"resourceVersion\":\"\\\"\""};

START_TEST(what_was_kept_comes_back)
{
    struct snapshot_manifest again;
    const struct snapshot_server *server = write_pages("a", "99", notes[_i]);
    read_again(server, &again);
    ck_assert_uint_eq(again.servers[0].len, server->len);
    for (size_t i = 0; i < server->len; i++) {
        ck_assert_str_eq(again.servers[0].requests[i].target, server->requests[i].target);
        ck_assert_str_eq(again.servers[0].requests[i].body.head, server->requests[i].body.head);
    }
    snapshot_manifest_release(&again);
}
END_TEST

static const struct {
    const char *text;
    const char *varying;
    const char *filled; /* NULL: fails so */
    const char *message;
} fills[] = {
    {"a${}b${}", "1 2", "a1b2", NULL},
    {"a${}b", "", "a${}b", NULL},
    {"a$b{}", "", "a$b{}", NULL},
    {"a${}b${}", "1", NULL, "t: expected a version or token for each place, not ''"},
    {"a${}", "1 2", NULL, "t: more versions and tokens than places"},
    {"a${}", "\"", NULL, "t: expected a version or token for each place, not '\"'"},
    {"a${}${}", " 1", NULL, "t: expected a version or token for each place, not ''"},
};

START_TEST(each_place_gets_its_word)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(plim_buf_release) struct plim_buf filled = {0};
    enum plim_code code =
        snapshot_table_fill("t", plim_str_from(fills[_i].text), fills[_i].varying, &filled, &err);
    if (fills[_i].filled)
        ck_assert_str_eq(filled.text, fills[_i].filled);
    else
        plim_assert_fails(code, PLIM_INVALID, &err, fills[_i].message);
}
END_TEST

START_TEST(a_document_that_is_no_table_is_refused)
{
    struct plim_err err = {0};
    struct snapshot_server *server = snapshot_manifest_server(&manifest, "a");
    server->table = (struct snapshot_table){.bytes = 64, .varying = ""};
    plim_assert_ok(snapshot_object_write(directory,
                                         PLIM_STR("{\"apiVersion\":\"v1\",\"kind\":\"List\","
                                                  "\"requests\":[]}"),
                                         server->table.sha256, &err),
                   &err);
    ck_assert_int_eq(snapshot_table_read(directory, &manifest, 0, &err), PLIM_INVALID);
    ck_assert_ptr_nonnull(strstr(err.msg, ".zst: expected SnapshotRequests"));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, begin, end);
    tcase_add_test(tcase, versions_and_tokens_do_not_make_another_table);
    tcase_add_loop_test(tcase, what_was_kept_comes_back, 0, PLIM_LEN(notes));
    tcase_add_loop_test(tcase, each_place_gets_its_word, 0, PLIM_LEN(fills));
    tcase_add_test(tcase, a_document_that_is_no_table_is_refused);
}

PLIM_CHECK_MAIN("snapshot.table", add_cases)
