/* A file that another tool is said to have left, asked as a cluster. */
#include <stdint.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "http/transport.h"
#include "value/json.h"

#include "foreign_priv.h"

enum { BODY_MAX = 1 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool good)
{
    if (!good)
        __builtin_trap();
}

/* An answer is JSON; and of Secrets it has no values. */
static void take(void *context, const struct http_request *request, struct http_response *response)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct plim_err err = {0};
    struct value root = {0};
    bool secrets = strncmp(request->target, "/api/v1/secrets", sizeof("/api/v1/secrets") - 1) == 0;
    ++*(size_t *)context;
    require((response->status > 0) == (response->err.code == PLIM_OK));
    if (response->status == 0)
        return;
    require(value_json_read(arena, plim_buf_str(&response->body), &root, &err) == PLIM_OK);
    const struct value *items = value_get(&root, "items");
    for (size_t i = 0; secrets && i < value_len(items); i++)
        require(!value_get(value_at(items, i), "data") &&
                !value_get(value_at(items, i), "stringData"));
}

static void submit(struct http_transport *replay, const char *target, size_t *answered)
{
    struct http_request request = {.server = "x", .target = target, .body_max = BODY_MAX};
    replay->submit(replay, &request, take, answered);
}

static void ask(const struct snapshot_foreign *foreign)
{
    static const char *const targets[] = {"/api", "/apis", "/version",
                                          "/apis?limit=500&continue=x"};
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct http_transport *replay = snapshot_foreign_replay(foreign);
    size_t answered = 0;
    for (size_t i = 0; i < PLIM_LEN(targets); i++)
        submit(replay, targets[i], &answered);
    for (size_t i = 0; i < foreign->len; i++) {
        const struct snapshot_foreign_kind *kind = &foreign->kinds[i];
        bool core = kind->group[0] == '\0';
        submit(replay,
               plim_arena_printf(arena, "%s%s/%s/%s?limit=500", core ? "/api" : "/apis/",
                                 kind->group, kind->version, kind->resource),
               &answered);
    }
    replay->run(replay);
    replay->free(replay);
    require(answered == PLIM_LEN(targets) + foreign->len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    PLIM_CLEANUP(snapshot_foreign_freep) struct snapshot_foreign *foreign = NULL;
    PLIM_CLEANUP(plim_freep) char *dir = NULL;
    require(plim_dir_make_temporary(&dir, &err) == PLIM_OK);
    const char *file = plim_path_join(arena, dir, "objects.yaml");
    require(plim_file_write(file, (const char *)data, size, &err) == PLIM_OK);
    if (snapshot_foreign_open(dir, &foreign, &err) == PLIM_OK)
        ask(foreign);
    else
        require(err.msg[0] != '\0');
    require(plim_dir_remove(dir, &err) == PLIM_OK);
    return 0;
}
