#include "kube/cache.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "base/arena.h"
#include "http/client.h"

#include "answer_priv.h"
#include "cache_dir_priv.h"

/* A request that the cache has to do with. */
struct question {
    struct question *next; /* among those that are answered from a file */
    struct cache *cache;
    http_done_fn *done;
    void *context;
    bool immutable; /* an OpenAPI document, named by its digest */
    char key[PLIM_SHA256_TEXT_BYTES];
    struct kube_cache_entry entry; /* what was kept; no etag: nothing */
    struct http_request request;   /* of one that is answered from a file; its texts are owned */
    struct plim_arena *texts;      /* by this */
};

struct cache {
    struct http_transport transport; /* first: the vtable is the cache */
    struct http_transport *live;
    struct kube_cache_dir *dir;
    struct question *first; /* to be answered from files, in order */
    struct question *last;
};

static void free_question(struct question *question)
{
    plim_buf_release(&question->entry.body);
    plim_arena_free(question->texts);
    free(question);
}

static bool is_discovery(const struct http_request *request)
{
    return request->accept && strcmp(request->accept, kube_accept_discovery) == 0;
}

/* The digest in "/openapi/v3/...?hash=DIGEST"; NULL for anything else. */
static const char *find_digest(const char *target)
{
    static const char prefix[] = "/openapi/v3/";
    static const char parameter[] = "?hash=";
    const char *query = strstr(target, parameter);
    if (strncmp(target, prefix, sizeof(prefix) - 1) != 0 || !query)
        return NULL;
    const char *digest = query + sizeof(parameter) - 1;
    return strlen(digest) == PLIM_SHA512_TEXT_BYTES - 1 ? digest : NULL;
}

static bool has_digest(struct plim_str body, const char *digest)
{
    char text[PLIM_SHA512_TEXT_BYTES];
    return strcasecmp(plim_sha512_text(body.text, body.len, text), digest) == 0;
}

static void make_key(const struct http_request *request, char key[PLIM_SHA256_TEXT_BYTES])
{
    struct plim_sha256 *hash = plim_sha256_new();
    plim_sha256_add_part(hash, plim_str_from(http_endpoint_url(request->endpoint)));
    plim_sha256_add_part(hash, plim_str_from(request->target));
    plim_sha256_add_part(hash, plim_str_from(request->accept));
    plim_sha256_finish(hash, key);
}

/* ---- answers */

static void give(struct question *question, const struct http_request *request,
                 struct http_response *response)
{
    plim_buf_release(&response->body);
    response->status = 200;
    response->body = question->entry.body;
    response->bytes = response->body.len;
    question->entry.body = (struct plim_buf){0};
    question->done(question->context, request, response);
}

static void keep(struct question *question, const struct http_request *request,
                 const struct http_response *response)
{
    struct plim_str body = plim_buf_str(&response->body);
    if (question->immutable && !has_digest(body, find_digest(request->target)))
        return; /* some servers hash otherwise: their documents are asked for each time */
    kube_cache_dir_save(question->cache->dir, question->key, response->etag, body);
}

static void take_answer(void *context, const struct http_request *request,
                        struct http_response *response)
{
    struct question *question = context;
    if (response->status == 304 && question->entry.etag[0]) {
        give(question, request, response);
    } else {
        if (response->status == 200)
            keep(question, request, response);
        question->done(question->context, request, response);
    }
    free_question(question);
}

/* ---- questions */

static void answer_later(struct cache *cache, struct question *question,
                         const struct http_request *request)
{
    question->texts = plim_arena_new();
    question->request = *request;
    question->request.server = plim_arena_copy_c(question->texts, request->server);
    question->request.target = plim_arena_copy_c(question->texts, request->target);
    if (request->accept)
        question->request.accept = plim_arena_copy_c(question->texts, request->accept);
    question->request.spare = NULL;
    if (cache->last)
        cache->last->next = question;
    else
        cache->first = question;
    cache->last = question;
}

/* The kept body, if it may be the answer. */
static void load(struct question *question, const struct http_request *request)
{
    struct kube_cache_entry entry = {0};
    if (!kube_cache_dir_load(question->cache->dir, question->key, &entry))
        return;
    bool usable = entry.body.len <= request->body_max &&
                  (!question->immutable ||
                   has_digest(plim_buf_str(&entry.body), find_digest(request->target)));
    if (usable)
        question->entry = entry;
    else
        plim_buf_release(&entry.body);
}

static void submit(struct http_transport *transport, const struct http_request *request,
                   http_done_fn *done, void *context)
{
    struct cache *cache = (struct cache *)(void *)transport;
    bool immutable = find_digest(request->target) != NULL;
    if (!cache->dir || !request->endpoint || (!immutable && !is_discovery(request))) {
        cache->live->submit(cache->live, request, done, context);
        return;
    }
    struct question *question = plim_calloc(1, sizeof(*question));
    question->cache = cache;
    question->done = done;
    question->context = context;
    question->immutable = immutable;
    make_key(request, question->key);
    load(question, request);
    if (immutable && question->entry.etag[0]) {
        answer_later(cache, question, request);
        http_transport_wake(cache->live);
        return;
    }
    struct http_request asked = *request;
    asked.if_none_match = question->entry.etag[0] ? question->entry.etag : NULL;
    cache->live->submit(cache->live, &asked, take_answer, question);
}

static struct question *pop(struct cache *cache)
{
    struct question *question = cache->first;
    if (!question)
        return NULL;
    cache->first = question->next;
    if (!cache->first)
        cache->last = NULL;
    return question;
}

static void answer_from_files(struct cache *cache)
{
    for (struct question *question; (question = pop(cache));) {
        struct http_response response = {0};
        give(question, &question->request, &response);
        http_response_release(&response);
        free_question(question);
    }
}

/* Whoever is answered may ask again. */
static void run(struct http_transport *transport)
{
    struct cache *cache = (struct cache *)(void *)transport;
    do {
        answer_from_files(cache);
        cache->live->run(cache->live);
    } while (cache->first);
}

static void wake(struct http_transport *transport)
{
    http_transport_wake(((struct cache *)(void *)transport)->live);
}

static void free_cache(struct http_transport *transport)
{
    struct cache *cache = (struct cache *)(void *)transport;
    for (struct question *question; (question = pop(cache));)
        free_question(question);
    kube_cache_dir_free(cache->dir);
    free(cache);
}

struct http_transport *kube_cache_new(struct http_transport *live, const char *dir)
{
    struct cache *cache = plim_calloc(1, sizeof(*cache));
    cache->transport =
        (struct http_transport){.submit = submit, .run = run, .wake = wake, .free = free_cache};
    cache->live = live;
    cache->dir = kube_cache_dir_open(dir);
    return &cache->transport;
}
