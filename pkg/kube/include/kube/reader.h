/*
 * Reads many clusters at once: all requests on one transport, pages decoded on the workers of a
 * pool while the next ones arrive, never more in memory than the budget.
 *
 *     reader = kube_reader_new(&config);
 *     size_t prod = kube_reader_add(reader, cluster);               for each cluster
 *     kube_reader_discover(reader, prod);                           what does it serve?
 *     kube_reader_run(reader);                                      calls config.drained, which
 * asks: kube_reader_list(reader, prod, &(struct kube_query){...});    pages reach config.page
 *     kube_reader_list_at(reader, prod, i)->complete                what was not read, and why
 *
 * No cluster waits for another. What could not be read never fails the run: it is recorded with its
 * reason. All of it may be repeated.
 */
#ifndef PLIM_KUBE_READER_H
#define PLIM_KUBE_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "kube/cluster.h"
#include "kube/discovery.h"
#include "kube/query.h"
#include "kube/report.h"
#include "value/value.h"

struct http_transport;
struct kube_reader;
struct plim_arena;
struct plim_pool;

enum {
    KUBE_PAGES_MAX = 100000,    /* of one list */
    KUBE_WARNINGS_MAX = 100,    /* kept of one cluster */
    KUBE_PAGE_OBJECTS = 100,    /* asked for with the first page of a list */
    KUBE_PAGE_OBJECTS_MIN = 50, /* and with the others, by the size of the page before: */
    KUBE_PAGE_OBJECTS_MAX = 1000,
    KUBE_PAGE_BYTES = 1024 * 1024,             /* so many bytes in a page, about */
    KUBE_PAGE_BYTES_MAX = 512 * 1024 * 1024,   /* of one page */
    KUBE_READER_MEMORY_MAX = 24 * 1024 * 1024, /* of page bodies on their way or in work */
};

/* Some objects of one list. Pages of one list may be delivered at once and in any order. */
struct kube_page {
    size_t cluster;                       /* index */
    size_t list;                          /* index in the cluster's lists */
    size_t number;                        /* of the page in its list, from 0 */
    const struct kube_resource *resource; /* lives as long as the reader */
    enum kube_mode mode;
    const struct value *items; /* a list of maps, each with its apiVersion and kind */
    struct plim_arena *arena;  /* of the items; reset after the call: copy what must stay */
};

/* Runs on a worker, of plim_pool_threads(pool); several at once. */
typedef void kube_page_fn(void *context, size_t worker, const struct kube_page *page);

/* For a line of progress: "discovery", "deployments.apps"; how many objects were read, and about
 * how many there are in the lists that were begun, as servers say: at least as many. On the thread
 * of run. */
typedef void kube_progress_fn(void *context, size_t cluster, const char *what, uint64_t objects,
                              uint64_t expected);

/* Everything that was asked of the cluster is answered and delivered, and its reports are valid.
 * What is asked here belongs to the same run. On its thread. */
typedef void kube_drained_fn(void *context, size_t cluster);

struct kube_reader_config {
    struct http_transport *transport; /* borrowed; live, recording or replaying */
    struct plim_pool *pool;           /* borrowed */
    const struct plim_clock *clock;   /* borrowed; for kube_statistics.seconds */
    kube_page_fn *page;
    kube_drained_fn *drained;   /* may be NULL */
    kube_progress_fn *progress; /* may be NULL */
    void *context;              /* of all of them */
    size_t page_objects;        /* of every page; 0: by size, as above */
    size_t page_bytes_max;      /* 0: KUBE_PAGE_BYTES_MAX */
    size_t memory_max;          /* 0: KUBE_READER_MEMORY_MAX */
    bool json_only;             /* ask live clusters for whole objects in JSON: answers are kept */
    bool managed_fields_text;   /* fieldsV1 in managedFields may be strings, their JSON */
};

struct kube_reader *kube_reader_new(const struct kube_reader_config *config);
void kube_reader_free(struct kube_reader *reader); /* NULL is a no-op */

/* Returns the cluster's index. The cluster is borrowed. */
size_t kube_reader_add(struct kube_reader *reader, const struct kube_cluster *cluster);

/* Have its version, uid and kinds read by the next run. */
void kube_reader_discover(struct kube_reader *reader, size_t cluster);
/* Queue a list; returns its index in the cluster's lists. */
size_t kube_reader_list(struct kube_reader *reader, size_t cluster, const struct kube_query *query);
/* Until nothing is left to ask or to deliver. */
void kube_reader_run(struct kube_reader *reader);

/* Valid until something else is asked of the cluster; not while anything is. */
const struct kube_cluster_report *kube_reader_report(struct kube_reader *reader, size_t cluster);
const struct kube_list_report *kube_reader_list_at(struct kube_reader *reader, size_t cluster,
                                                   size_t list);

#endif
