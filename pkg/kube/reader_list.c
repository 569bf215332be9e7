#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "http/transport.h"
#include "value/json.h"

#include "answer_priv.h"
#include "list_head_priv.h"
#include "page_priv.h"
#include "protobuf_priv.h"
#include "reader_priv.h"

enum {
    FIRST_PAGE_BYTES = 256 * 1024, /* what a page is taken to need before one was seen */
    EXPIRED_MAX = 16,              /* how often one list may be resumed */
    FORBIDDEN = 403,
    GONE = 410
};

/* ---- the queue of lists that may be asked for a page; with the lock held */

static bool is_starved(const struct kube_reader_cluster *cluster)
{
    return cluster->queued > 0 && cluster->pages == 0;
}

void kube_reader_count(struct kube_reader_cluster *cluster, int queued, int pages)
{
    size_t before = is_starved(cluster) ? 1 : 0;
    cluster->queued = (size_t)((ptrdiff_t)cluster->queued + queued);
    cluster->pages = (size_t)((ptrdiff_t)cluster->pages + pages);
    cluster->reader->starved += is_starved(cluster) ? 1 : 0;
    cluster->reader->starved -= before;
}

void kube_reader_list_enqueue(struct kube_reader_list *list)
{
    struct kube_reader *reader = list->cluster->reader;
    kube_reader_count(list->cluster, 1, 0);
    list->next = NULL;
    *reader->ready_end = list;
    reader->ready_end = &list->next;
}

void kube_reader_list_continue(struct kube_reader_list *list, struct plim_str token)
{
    struct kube_reader *reader = list->cluster->reader;
    free(list->token);
    list->token = plim_copy(token.text, token.len);
    kube_reader_count(list->cluster, 1, 0);
    list->next = reader->ready_first;
    if (!reader->ready_first)
        reader->ready_end = &list->next;
    reader->ready_first = list;
}

const char *kube_reader_list_is_endless(const struct kube_reader_list *list, struct plim_str token)
{
    if (token.len > 0 && list->token && plim_str_is(token, list->token))
        return "the server repeats a page without end";
    if (token.len > 0 && list->next_page >= KUBE_PAGES_MAX)
        return "the list has more pages than any list may have";
    return NULL;
}

static size_t expected_bytes(const struct kube_reader_list *list)
{
    return list->page_bytes > 0 ? list->page_bytes : FIRST_PAGE_BYTES;
}

/* Whether a page of the list fits into the budget; one page at a time always does. Half as much
 * again is for clusters of which no page is under way: what others do not answer is not theirs to
 * wait for.
 */
static bool fits(const struct kube_reader *reader, const struct kube_reader_list *list)
{
    size_t most = reader->config.memory_max;
    if (list->cluster->pages == 0)
        most += most / 2;
    return reader->reserved == 0 ||
           (reader->reserved < most && expected_bytes(list) <= most - reader->reserved);
}

/* Where in the queue the list stands that may be asked for a page; NULL: none may. */
static struct kube_reader_list **find_ready(struct kube_reader *reader)
{
    struct kube_reader_list **link = &reader->ready_first;
    if (*link && !fits(reader, *link) && reader->starved == 0)
        return NULL;
    while (*link && !fits(reader, *link))
        link = &(*link)->next;
    return *link ? link : NULL;
}

void kube_reader_list_expect(struct kube_reader_list *list, size_t page, uint64_t remaining)
{
    if (page < list->told)
        return;
    list->told = page;
    list->cluster->remaining += remaining;
    list->cluster->remaining -= list->remaining;
    list->remaining = remaining;
}

void kube_reader_list_fail(struct kube_reader_list *list, size_t page, const char *reason)
{
    struct kube_reader *reader = list->cluster->reader;
    (void)pthread_mutex_lock(&reader->lock);
    if (!list->reason || page < list->reason_page) {
        free(list->reason);
        list->reason = plim_copy_c(reason);
        list->reason_page = page;
    }
    kube_reader_list_expect(list, page, 0);
    (void)pthread_mutex_unlock(&reader->lock);
}

/* ---- one page's request */

struct page_request {
    struct kube_reader_list *list;
    size_t number;
    size_t objects;
    char *token;  /* owned; NULL: the first page */
    bool again;   /* in JSON */
    bool went_on; /* as in kube_reader_again */
    size_t reserved;
};

static void free_request(struct page_request *request)
{
    free(request->token);
    free(request);
}

static struct page_request take_again(struct kube_reader *reader)
{
    struct kube_reader_again *again = reader->again;
    struct page_request page = {.list = again->list,
                                .number = again->number,
                                .objects = again->objects,
                                .token = PLIM_STEAL(again->token),
                                .again = true,
                                .went_on = again->went_on};
    reader->again = again->next;
    free(again);
    return page;
}

static struct page_request take_list(struct kube_reader *reader, struct kube_reader_list **link)
{
    struct kube_reader_list *list = *link;
    char *token = list->token ? plim_copy_c(list->token) : NULL;
    *link = list->next;
    if (reader->ready_end == &list->next)
        reader->ready_end = link;
    return (struct page_request){
        .list = list, .number = list->next_page, .objects = list->page_objects, .token = token};
}

/* The next that fits into the budget; NULL: none does. With the lock held. */
static struct page_request *take_request(struct kube_reader *reader)
{
    bool again = reader->again && fits(reader, reader->again->list);
    struct kube_reader_list **link = again ? NULL : find_ready(reader);
    if (!again && !link)
        return NULL;
    struct page_request *page = plim_calloc(1, sizeof(*page));
    *page = again ? take_again(reader) : take_list(reader, link);
    page->reserved = expected_bytes(page->list);
    reader->reserved += page->reserved;
    kube_reader_count(page->list->cluster, -1, 1);
    return page;
}

/* The list goes on from a newer state of the cluster, with the token that the refusal carries.
 * Source: kubernetes apiserver, storage/etcd3/errors.go, handleCompactedErrorForPaging. */
static bool resume(struct kube_reader_list *list, const struct page_request *page,
                   const struct http_response *response)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    const char *token = kube_answer_fresh_token(arena, response);
    if (!token || list->expired >= EXPIRED_MAX)
        return false;
    list->expired++;
    kube_reader_list_fail(list, page->number,
                          "the list expired between its pages and was resumed at a newer state: "
                          "objects that changed in between may be missing (HTTP 410)");
    struct kube_reader *reader = list->cluster->reader;
    (void)pthread_mutex_lock(&reader->lock);
    kube_reader_list_continue(list, plim_str_from(token));
    (void)pthread_mutex_unlock(&reader->lock);
    return true;
}

/* Without a token the list begins anew, once, in smaller pages: never as one unbounded list. */
static bool restart(struct kube_reader_list *list, const struct page_request *page)
{
    struct kube_reader *reader = list->cluster->reader;
    (void)pthread_mutex_lock(&reader->lock);
    bool possible = !list->restarted && !list->asked_again;
    (void)pthread_mutex_unlock(&reader->lock);
    if (!possible)
        return false;
    list->restarted = true;
    size_t half = list->page_objects / 2;
    list->page_objects = half > KUBE_PAGE_OBJECTS_MIN ? half : KUBE_PAGE_OBJECTS_MIN;
    kube_reader_list_fail(list, page->number,
                          "the list expired between its pages and was begun anew at a newer state: "
                          "objects that changed in between may be missing (HTTP 410)");
    kube_reader_list_restart(list);
    return true;
}

static void take_refusal(const struct page_request *page, const struct http_response *response)
{
    struct kube_reader_list *list = page->list;
    if (response->status == GONE && list->token && !page->again &&
        (resume(list, page, response) || restart(list, page)))
        return;
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    list->refused = response->status == FORBIDDEN;
    const char *needs = kube_query_needs(arena, &list->query);
    kube_reader_list_fail(list, page->number, kube_answer_refusal(arena, response, needs));
}

/* As many objects as make a page of the wanted size, going by the page that came: a full one, since
 * another follows. Depends on nothing but the answer, so that a replay asks for the same. */
static void size_next_page(struct kube_reader_list *list)
{
    if (list->cluster->reader->config.page_objects > 0 || list->page_bytes == 0)
        return;
    size_t objects = list->page_objects * KUBE_PAGE_BYTES / list->page_bytes;
    if (objects < KUBE_PAGE_OBJECTS_MIN)
        objects = KUBE_PAGE_OBJECTS_MIN;
    list->page_objects = objects < KUBE_PAGE_OBJECTS_MAX ? objects : KUBE_PAGE_OBJECTS_MAX;
}

static void pad(struct plim_buf *body)
{
    static const char padding[VALUE_JSON_PADDING] = {0};
    size_t len = body->len;
    body->max = len + sizeof(padding);
    plim_buf_append(body, padding, sizeof(padding));
    body->len = len;
}

/* The token of the next page, without decoding this one. */
static bool find_token(struct plim_str body, struct plim_str *token_out)
{
    return kube_protobuf_is(body) ? kube_protobuf_head_continue(body, token_out)
                                  : kube_list_head_continue(body, token_out);
}

/* What the first answer lacked. */
static void take_page_again(struct kube_reader_page *page, bool went_on)
{
    struct kube_reader *reader = page->list->cluster->reader;
    page->again = true;
    page->went_on = went_on;
    (void)pthread_mutex_lock(&reader->lock);
    reader->reserved += page->body.len;
    reader->jobs++;
    page->list->jobs++;
    kube_reader_count(page->list->cluster, 0, 1);
    (void)pthread_mutex_unlock(&reader->lock);
    kube_reader_page_submit(page);
}

static void take_page(struct page_request *request, struct http_response *response)
{
    struct kube_reader_list *list = request->list;
    struct kube_reader *reader = list->cluster->reader;
    struct kube_reader_page page = {.list = list,
                                    .number = request->number,
                                    .objects = request->objects,
                                    .asked_token = PLIM_STEAL(request->token)};
    page.body = response->body;
    response->body = (struct plim_buf){0};
    pad(&page.body);
    if (request->again) {
        take_page_again(&page, request->went_on);
        return;
    }
    page.has_token = find_token(plim_buf_str(&page.body), &page.token);
    list->page_bytes = page.body.len;
    size_next_page(list);
    list->next_page++;
    const char *endless = kube_reader_list_is_endless(list, page.token);
    (void)pthread_mutex_lock(&reader->lock);
    reader->reserved += page.body.len;
    reader->jobs++;
    list->jobs++;
    kube_reader_count(list->cluster, 0, 1);
    if (page.has_token && page.token.len == 0)
        list->finished = true;
    else if (page.has_token && !endless)
        kube_reader_list_continue(list, page.token);
    (void)pthread_mutex_unlock(&reader->lock);
    if (endless)
        kube_reader_list_fail(list, request->number, endless);
    kube_reader_page_submit(&page);
}

static void take_answer(void *context, const struct http_request *asked,
                        struct http_response *response)
{
    struct page_request *request = context;
    struct kube_reader_list *list = request->list;
    struct kube_reader *reader = list->cluster->reader;
    (void)asked;
    reader->asked--;
    reader->answered++;
    kube_reader_count_answer(list->cluster, response);
    kube_reader_tell(list->cluster, list->title);
    (void)pthread_mutex_lock(&reader->lock);
    reader->reserved -= request->reserved;
    (void)pthread_mutex_unlock(&reader->lock);
    if (response->status == 200)
        take_page(request, response);
    else
        take_refusal(request, response);
    free_request(request);
    (void)pthread_mutex_lock(&reader->lock);
    kube_reader_count(list->cluster, 0, -1);
    (void)pthread_mutex_unlock(&reader->lock);
    kube_reader_advance(list->cluster);
}

static const char *accepts(const struct kube_reader_list *list, bool in_json)
{
    bool secret = kube_resource_is_secret(list->query.resource);
    if (in_json || !list->in_protobuf) {
        if (secret)
            return kube_accept_metadata_list;
        return list->in_part ? kube_accept_metadata_or_more : NULL;
    }
    if (secret)
        return kube_accept_protobuf_metadata_list;
    return list->in_part ? kube_accept_protobuf_metadata_or_more : kube_accept_protobuf_list;
}

static void ask(struct page_request *page, struct plim_buf *spare)
{
    const struct kube_reader_list *list = page->list;
    struct kube_reader *reader = list->cluster->reader;
    const struct kube_cluster *cluster = list->cluster->cluster;
    PLIM_CLEANUP(plim_buf_release) struct plim_buf target = {0};
    kube_query_target(&list->query, page->objects, page->token, &target);
    struct http_request request = {
        .endpoint = cluster->endpoint,
        .server = cluster->name,
        .target = target.text,
        .accept = accepts(list, page->again),
        .body_max = reader->config.page_bytes_max,
        .spare = spare,
    };
    kube_reader_count_start(list->cluster);
    reader->asked++;
    reader->config.transport->submit(reader->config.transport, &request, take_answer, page);
}

void kube_reader_start_more(struct kube_reader *reader)
{
    (void)pthread_mutex_lock(&reader->lock);
    for (struct page_request *page; (page = take_request(reader));) {
        struct plim_buf spare = {0};
        if (reader->spare_len > 0)
            spare = reader->spares[--reader->spare_len];
        (void)pthread_mutex_unlock(&reader->lock);
        ask(page, &spare);
        plim_buf_release(&spare);
        (void)pthread_mutex_lock(&reader->lock);
    }
    (void)pthread_mutex_unlock(&reader->lock);
}
