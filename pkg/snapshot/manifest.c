#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

#include "manifest_priv.h"

void snapshot_manifest_init(struct snapshot_manifest *manifest)
{
    *manifest = (struct snapshot_manifest){.arena = plim_arena_new()};
}

void snapshot_manifest_release(struct snapshot_manifest *manifest)
{
    for (size_t i = 0; i < manifest->server_len; i++) {
        struct snapshot_server *server = &manifest->servers[i];
        for (size_t j = 0; j < server->len; j++)
            snapshot_body_release(&server->requests[j].body);
        free(server->requests);
    }
    free(manifest->servers);
    free(manifest->documents);
    plim_arena_free(manifest->arena);
    *manifest = (struct snapshot_manifest){0};
}

struct snapshot_server *snapshot_manifest_server(struct snapshot_manifest *manifest,
                                                 const char *name)
{
    for (size_t i = 0; i < manifest->server_len; i++)
        if (strcmp(manifest->servers[i].name, name) == 0)
            return &manifest->servers[i];
    PLIM_GROW(manifest->servers, manifest->server_len, manifest->server_cap);
    struct snapshot_server *server = &manifest->servers[manifest->server_len++];
    *server =
        (struct snapshot_server){.name = plim_arena_copy_c(manifest->arena, name), .server = ""};
    return server;
}

/* ---- order */

/* What stands before the "limit=" of a target, and what behind it and its value. */
static void split_limit(const char *target, struct plim_str *head, const char **tail)
{
    const char *at = strstr(target, "?limit=");
    at = at ? at + 1 : strstr(target, "&limit=");
    *head = (struct plim_str){target, at ? (size_t)(at - target) : strlen(target)};
    *tail = at ? strchr(at, '&') : NULL;
    *tail = *tail ? *tail + 1 : "";
}

/* How many objects a page was to have is no part of what was asked: another version asks for
 * another number, and the pages follow one another by their tokens alone. */
static int compare_targets(const char *left, const char *right)
{
    struct plim_str heads[2];
    const char *tails[2];
    split_limit(left, &heads[0], &tails[0]);
    split_limit(right, &heads[1], &tails[1]);
    int by_head = plim_str_compare(heads[0], heads[1]);
    return by_head != 0 ? by_head : strcmp(tails[0], tails[1]);
}

static int compare_requests(const void *left, const void *right)
{
    const struct snapshot_request *one = left;
    const struct snapshot_request *other = right;
    int by_target = compare_targets(one->target, other->target);
    return by_target != 0 ? by_target : strcmp(one->accept, other->accept);
}

static int compare_servers(const void *left, const void *right)
{
    const struct snapshot_server *one = left;
    const struct snapshot_server *other = right;
    return strcmp(one->name, other->name);
}

static int compare_documents(const void *left, const void *right)
{
    const struct snapshot_document *one = left;
    const struct snapshot_document *other = right;
    return strcmp(one->name, other->name);
}

void snapshot_manifest_sort(struct snapshot_manifest *manifest)
{
    if (manifest->server_len > 1)
        qsort(manifest->servers, manifest->server_len, sizeof(*manifest->servers), compare_servers);
    if (manifest->document_len > 1)
        qsort(manifest->documents, manifest->document_len, sizeof(*manifest->documents),
              compare_documents);
    for (size_t i = 0; i < manifest->server_len; i++) {
        struct snapshot_server *server = &manifest->servers[i];
        if (server->len > 1)
            qsort(server->requests, server->len, sizeof(*server->requests), compare_requests);
    }
}

const struct snapshot_server *snapshot_manifest_find_server(
    const struct snapshot_manifest *manifest, const char *name)
{
    const struct snapshot_server wanted = {.name = name};
    if (manifest->server_len == 0)
        return NULL;
    return bsearch(&wanted, manifest->servers, manifest->server_len, sizeof(wanted),
                   compare_servers);
}

const struct snapshot_request *snapshot_server_find(const struct snapshot_server *server,
                                                    const char *target, const char *accept)
{
    const struct snapshot_request wanted = {.target = target, .accept = accept ? accept : ""};
    if (!server || server->len == 0)
        return NULL;
    return bsearch(&wanted, server->requests, server->len, sizeof(wanted), compare_requests);
}

const struct snapshot_document *snapshot_manifest_find_document(
    const struct snapshot_manifest *manifest, const char *name)
{
    const struct snapshot_document wanted = {.name = name};
    if (manifest->document_len == 0)
        return NULL;
    return bsearch(&wanted, manifest->documents, manifest->document_len, sizeof(wanted),
                   compare_documents);
}
