/*
 * A whole hostile capture: the manifest, then objects, separated by lines "#". Objects lie under
 * the hashes that they have; "@0" to "@9" in any part stand for the hash of the part before, so
 * that what is named can be found. It is asked as a cluster, verified and pruned.
 */
#include <stdint.h>
#include <string.h>

#include "base/alloc.h"
#include "base/arena.h"
#include "base/file.h"
#include "http/transport.h"
#include "snapshot/store.h"

#include "captures_priv.h"
#include "object_priv.h"
#include "reader_priv.h"

enum { PARTS_MAX = 10, BODY_MAX = 100000 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct capture {
    struct plim_arena *arena;
    char *dir;
    struct snapshot_hash hashes[PARTS_MAX];
};

static void require(bool good)
{
    if (!good)
        __builtin_trap();
}

/* The part with hashes in place of "@N". */
static struct plim_str name_objects(const struct capture *capture, struct plim_str part)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    for (size_t i = 0; i < part.len; i++) {
        bool named = part.text[i] == '@' && i + 1 < part.len && part.text[i + 1] >= '0' &&
                     part.text[i + 1] <= '9';
        if (named)
            plim_buf_append_c(&text, capture->hashes[part.text[++i] - '0'].sha256);
        else
            plim_buf_append_char(&text, part.text[i]);
    }
    return (struct plim_str){plim_arena_copy(capture->arena, text.text ? text.text : "", text.len),
                             text.len};
}

/* The last part first: it names none of the others. */
static struct plim_str write_objects(struct capture *capture, struct plim_str parts[], size_t count)
{
    struct plim_err err = {0};
    for (size_t i = count - 1; i > 0; i--) {
        struct plim_str object = name_objects(capture, parts[i]);
        require(snapshot_object_write(capture->dir, object, capture->hashes[i].sha256, &err) ==
                PLIM_OK);
    }
    return name_objects(capture, parts[0]);
}

static void take(void *context, const struct http_request *request, struct http_response *response)
{
    require((response->status > 0) == (response->err.code == PLIM_OK));
    require(response->body.len <= request->body_max);
    ++*(size_t *)context;
}

static void ask(const struct snapshot_reader *reader)
{
    static const char *const targets[] = {"/version",
                                          "/api",
                                          "/apis",
                                          "/api/v1/pods?limit=500",
                                          "/api/v1/pods?limit=5&continue=t",
                                          "/api/v1/secrets?limit=500"};
    struct http_transport *replay = snapshot_reader_replay(reader);
    size_t asked = 0;
    size_t answered = 0;
    for (size_t i = 0; i < snapshot_reader_cluster_count(reader) && i < 3; i++) {
        for (size_t j = 0; j < PLIM_LEN(targets); j++, asked++) {
            struct http_request request = {.server = snapshot_reader_cluster_at(reader, i).name,
                                           .target = targets[j],
                                           .body_max = BODY_MAX};
            replay->submit(replay, &request, take, &answered);
        }
    }
    replay->run(replay);
    replay->free(replay);
    require(asked == answered);
}

static void read_documents(const struct snapshot_reader *reader)
{
    for (size_t i = 0; i < snapshot_reader_document_count(reader); i++) {
        struct plim_err err = {0};
        PLIM_CLEANUP(plim_buf_release) struct plim_buf bytes = {.max = BODY_MAX};
        const char *name = snapshot_reader_document_at(reader, i);
        enum plim_code code = snapshot_get(reader, name, &bytes, &err);
        require((code == PLIM_OK) == (err.msg[0] == '\0'));
    }
}

/* What is sound stays sound when everything that it does not need is removed. */
static void keep_house(const struct capture *capture)
{
    struct plim_err err = {0};
    struct snapshot_problems before = {0};
    struct snapshot_problems after = {0};
    struct snapshot_pruning pruning = {.keep = 1, .newest = INT64_MAX};
    struct snapshot_pruned pruned = {0};
    struct plim_arena *arena = capture->arena;
    require(snapshot_verify(arena, capture->dir, &before, &err) == PLIM_OK);
    bool done = snapshot_prune(capture->dir, &pruning, &pruned, &err) == PLIM_OK;
    require(done || before.len > 0);
    require(snapshot_verify(arena, capture->dir, &after, &err) == PLIM_OK);
    require(before.len == after.len && before.objects == after.objects);
}

static void write_manifest(const struct capture *capture, struct plim_str manifest)
{
    struct plim_err err = {0};
    const char *path = NULL;
    require(snapshot_captures_name(capture->arena, capture->dir, 0, manifest, &path, &err) ==
            PLIM_OK);
    path = plim_path_join(capture->arena, capture->dir, path);
    require(plim_dir_make(plim_path_dir(capture->arena, path), &err) == PLIM_OK &&
            plim_file_write(path, manifest.text, manifest.len, &err) == PLIM_OK);
}

static size_t split(struct plim_str text, struct plim_str parts[PARTS_MAX])
{
    size_t count = 0;
    size_t begin = 0;
    for (size_t i = 0; i < text.len && count < PARTS_MAX - 1; i++) {
        if (text.len - i < 3 || memcmp(text.text + i, "\n#\n", 3) != 0)
            continue;
        parts[count++] = (struct plim_str){text.text + begin, i - begin};
        begin = i + 3;
        i = begin - 1;
    }
    parts[count] = (struct plim_str){text.text + begin, text.len - begin};
    return count + 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    PLIM_CLEANUP(snapshot_reader_freep) struct snapshot_reader *reader = NULL;
    struct capture capture = {.arena = arena};
    struct plim_str parts[PARTS_MAX] = {0};
    size_t count = split((struct plim_str){(const char *)data, size}, parts);
    require(plim_dir_make_temporary(&capture.dir, &err) == PLIM_OK);
    write_manifest(&capture, write_objects(&capture, parts, count));
    if (snapshot_reader_open(capture.dir, &reader, &err) == PLIM_OK) {
        ask(reader);
        read_documents(reader);
    }
    keep_house(&capture);
    require(plim_dir_remove(capture.dir, &err) == PLIM_OK);
    plim_freep(&capture.dir);
    return 0;
}
