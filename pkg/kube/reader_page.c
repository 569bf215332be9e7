#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/pool.h"
#include "value/json.h"

#include "list_head_priv.h"
#include "page_priv.h"
#include "protobuf_priv.h"
#include "reader_priv.h"

/* Keep the memory for the next page, or give it back. With the lock held. */
static void recycle(struct kube_reader *reader, struct plim_buf *body)
{
    size_t kept = 0;
    for (size_t i = 0; i < reader->spare_len; i++)
        kept += reader->spares[i].cap;
    bool fits = reader->spare_len < KUBE_SPARES_MAX &&
                reader->reserved <= reader->config.memory_max &&
                kept + body->cap <= reader->config.memory_max - reader->reserved;
    if (fits) {
        reader->spares[reader->spare_len++] = *body;
        *body = (struct plim_buf){0};
    } else {
        plim_buf_release(body);
    }
}

/* What the decoded page says about the next one. With the lock held. */
static const char *follow(const struct kube_reader_page *page, struct plim_str token)
{
    struct kube_reader_list *list = page->list;
    if (page->went_on)
        return NULL;
    if (page->has_token)
        return plim_str_equal(page->token, token) ? NULL
                                                  : "the list contradicts itself: it names "
                                                    "two next pages";
    if (token.len == 0) {
        list->finished = true;
        return NULL;
    }
    if (!kube_token_is_sound(token))
        return "the server's continue token cannot be sent back";
    const char *endless = kube_reader_list_is_endless(list, token);
    if (!endless)
        kube_reader_list_continue(list, token);
    return endless;
}

static void deliver(const struct kube_reader_page *page, size_t worker, const struct value *items,
                    struct plim_arena *arena)
{
    const struct kube_reader_list *list = page->list;
    const struct kube_reader_config *config = &list->cluster->reader->config;
    struct kube_page delivered = {
        .cluster = list->cluster->index,
        .list = list->index,
        .number = page->number,
        .resource = list->query.resource,
        .mode = list->query.mode,
        .items = items,
        .arena = arena,
    };
    config->page(config->context, worker, &delivered);
}

static enum plim_code decode(const struct kube_reader_page *page,
                             const struct kube_reader_worker *own,
                             struct kube_page_content *content, struct plim_err *err)
{
    const struct kube_page_options options = {
        .json = own->json,
        .managed_fields_text = page->list->cluster->reader->config.managed_fields_text,
    };
    struct plim_str body = plim_buf_str(&page->body);
    /* It would be asked for again, and so without end. */
    if (page->again && kube_protobuf_is(body))
        return plim_err_set(err, PLIM_INVALID,
                            "the answer cannot be read: protobuf came where JSON was asked for");
    return kube_page_read(&options, own->arena, body, &page->list->query, content, err);
}

/* The answer has fields that we do not know, or makes no sense: what it says is asked for in JSON.
 * With the lock held. */
static void ask_again(struct kube_reader *reader, struct kube_reader_page *page, bool went_on)
{
    struct kube_reader_again *again = plim_calloc(1, sizeof(*again));
    *again = (struct kube_reader_again){.next = reader->again,
                                        .list = page->list,
                                        .number = page->number,
                                        .objects = page->objects,
                                        .token = PLIM_STEAL(page->asked_token),
                                        .went_on = went_on};
    reader->again = again;
    page->list->asked_again = true;
    kube_reader_count(page->list->cluster, 1, 0);
}

/* ---- lists that begin anew: where they were */

/* "NAMESPACE/NAME", as the objects of a kind are ordered by. Source: the keys of kubernetes
 * apiserver, registry/generic/registry/store.go, NamespaceKeyFunc. */
static char *key_of(struct plim_arena *arena, const struct value *item)
{
    struct plim_str namespace = value_get_text(item, "metadata.namespace");
    struct plim_str name = value_get_text(item, "metadata.name");
    return plim_arena_printf(arena, "%.*s%s%.*s", PLIM_STR_ARG(namespace),
                             namespace.len > 0 ? "/" : "", PLIM_STR_ARG(name));
}

/* With the lock held. */
static void keep_last(struct kube_reader_list *list, struct plim_arena *arena,
                      const struct value *items)
{
    if (items->len == 0)
        return;
    const char *key = key_of(arena, value_at(items, items->len - 1));
    if (list->last && strcmp(list->last, key) >= 0)
        return;
    free(list->last);
    list->last = plim_copy_c(key);
}

/* Without those that were delivered before the list began anew. With the lock held. */
static struct value without_delivered(const struct kube_reader_list *list, struct plim_arena *arena,
                                      const struct value *items)
{
    if (!list->skip)
        return *items;
    struct value *kept = plim_arena_array(arena, items->len, sizeof(*kept));
    size_t len = 0;
    for (size_t i = 0; i < items->len; i++) {
        if (strcmp(key_of(arena, value_at(items, i)), list->skip) > 0)
            kept[len++] = *value_at(items, i);
    }
    return value_list(kept, len);
}

static void begin_anew(struct kube_reader_list *list)
{
    list->waits = false;
    if (list->asked_again)
        return;
    free(list->token);
    list->token = NULL;
    free(list->skip);
    list->skip = PLIM_STEAL(list->last);
    kube_reader_list_enqueue(list);
}

void kube_reader_list_restart(struct kube_reader_list *list)
{
    struct kube_reader *reader = list->cluster->reader;
    (void)pthread_mutex_lock(&reader->lock);
    list->waits = list->jobs > 0;
    if (!list->waits)
        begin_anew(list);
    (void)pthread_mutex_unlock(&reader->lock);
}

/* With the lock held. */
static void give_back(struct kube_reader *reader, struct kube_reader_page *page, size_t len)
{
    reader->reserved -= len;
    recycle(reader, &page->body);
    if (reader->again || reader->ready_first)
        kube_reader_wake(reader);
}

static void deliver_and_give_back(struct kube_reader_page *page, size_t worker,
                                  const struct kube_page_content *content, size_t len)
{
    struct kube_reader *reader = page->list->cluster->reader;
    struct plim_arena *arena = reader->workers[worker].arena;
    if (content->items.len > 0 && !content->lacks_fields)
        deliver(page, worker, &content->items, arena);
    plim_arena_reset(arena);
    if (!page->body.text)
        return;
    (void)pthread_mutex_lock(&reader->lock);
    give_back(reader, page, len);
    (void)pthread_mutex_unlock(&reader->lock);
}

/* Decode and continue; the items; and when nothing borrows from it any more, the body's memory. */
static void work_on(struct kube_reader_page *page, size_t worker)
{
    struct kube_reader_list *list = page->list;
    struct kube_reader *reader = list->cluster->reader;
    struct kube_reader_worker *own = &reader->workers[worker];
    struct kube_page_content content = {0};
    struct plim_err err = {0};
    if (!own->json) {
        own->json = value_json_reader_new();
        own->arena = plim_arena_new();
    }
    size_t len = page->body.len;
    enum plim_code code = decode(page, own, &content, &err);
    const char *contradiction = NULL;
    (void)pthread_mutex_lock(&reader->lock);
    if (code == PLIM_OK) {
        contradiction = follow(page, content.token);
        content.items = without_delivered(list, own->arena, &content.items);
        keep_last(list, own->arena, &content.items);
        kube_reader_list_expect(list, page->number, content.remaining);
        list->objects += content.lacks_fields ? 0 : content.items.len;
        list->cluster->objects += content.lacks_fields ? 0 : content.items.len;
        if (content.lacks_fields)
            ask_again(reader, page, true);
    } else if (content.garbled) {
        list->garbled = true;
        ask_again(reader, page, page->has_token);
    }
    if (!content.borrows)
        give_back(reader, page, len);
    (void)pthread_mutex_unlock(&reader->lock);
    if (code != PLIM_OK && !content.garbled)
        kube_reader_list_fail(list, page->number, err.msg);
    else if (contradiction)
        kube_reader_list_fail(list, page->number, contradiction);
    deliver_and_give_back(page, worker, &content, len);
}

static void run_job(void *job, size_t worker)
{
    struct kube_reader_page *page = job;
    struct kube_reader_list *list = page->list;
    struct kube_reader *reader = list->cluster->reader;
    work_on(page, worker);
    free(page->asked_token);
    free(page);
    (void)pthread_mutex_lock(&reader->lock);
    reader->jobs--;
    list->jobs--;
    if (list->waits && list->jobs == 0)
        begin_anew(list);
    kube_reader_count(list->cluster, 0, -1);
    if (!kube_reader_is_busy(list->cluster) || reader->again || reader->ready_first)
        kube_reader_wake(reader);
    (void)pthread_cond_signal(&reader->changed);
    (void)pthread_mutex_unlock(&reader->lock);
}

void kube_reader_page_submit(const struct kube_reader_page *page)
{
    struct kube_reader_page *job = plim_calloc(1, sizeof(*job));
    *job = *page;
    plim_pool_submit(page->list->cluster->reader->config.pool, run_job, job);
}
