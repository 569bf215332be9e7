/*
 * Reads many clusters at once: all requests on one transport, pages decoded on the workers of a
 * pool while the next ones arrive, never more in memory than the budget.
 *
 *     reader = kube_reader_new(&config);
 *     size_t prod = kube_reader_add(reader, cluster);              for each cluster
 *     kube_reader_discover(reader);                                 what do they serve?
 *     kube_reader_list(reader, prod, &(struct kube_query){...});    for each kind that is needed
 *     kube_reader_run(reader);                                      pages reach config.page
 *     kube_reader_list_at(reader, prod, i)->complete                what was not read, and why
 *
 * What could not be read never fails the run: it is recorded with its reason. `list` and `run` may
 * be repeated.
 */
#ifndef PLIM_KUBE_READER_H
#define PLIM_KUBE_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "kube/cluster.h"
#include "kube/discovery.h"
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

/* KUBE_METADATA: apiVersion, kind and metadata, however much was sent; of kinds that are not built
 * in with keys in order. Live servers are asked for no more, unless `json_only`, but of Secrets. */
enum kube_mode { KUBE_FULL, KUBE_METADATA };

struct kube_query {
    const struct kube_resource *resource; /* of the cluster's discovery */
    enum kube_mode mode;        /* Secrets are read as KUBE_METADATA whatever stands here */
    const char *namespace;      /* NULL: all */
    const char *label_selector; /* NULL: none; as in URLs' labelSelector, not encoded */
    const char *field_selector;
    bool may_be_refused; /* a 403 goes without saying: another list's reason covers it */
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

/* For a line of progress: "discovery", "deployments.apps". On the thread of discover and run. */
typedef void kube_progress_fn(void *context, size_t cluster, const char *what, uint64_t objects);

struct kube_reader_config {
    struct http_transport *transport; /* borrowed; live, recording or replaying */
    struct plim_pool *pool;           /* borrowed */
    const struct plim_clock *clock;   /* borrowed; for kube_statistics.seconds */
    kube_page_fn *page;
    kube_progress_fn *progress; /* may be NULL */
    void *context;              /* of both */
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

/* Version, uid and kinds of every cluster added since the last call. */
void kube_reader_discover(struct kube_reader *reader);

/* Queue a list; returns its index in the cluster's lists. */
size_t kube_reader_list(struct kube_reader *reader, size_t cluster, const struct kube_query *query);
void kube_reader_run(struct kube_reader *reader);

enum kube_state {
    KUBE_COMPLETE,
    KUBE_PARTIAL,    /* something is in `unread` */
    KUBE_UNREACHABLE /* no answer, or none that we may use: nothing is known */
};

struct kube_unread {
    const char *resource; /* "deployments.apps", "secrets", "discovery", "metrics.k8s.io/v1beta1" */
    const char *reason;   /* "HTTP 403: pods is forbidden: ..." */
};

struct kube_statistics {
    uint64_t objects;
    uint64_t requests;
    uint64_t bytes; /* of bodies, decoded */
    double throttled_seconds;
    double seconds; /* from the first request to the last answer; 0 with a fixed clock */
};

struct kube_cluster_report {
    const struct kube_cluster *cluster;
    enum kube_state state;
    const char *version; /* "v1.34.1"; NULL when not known */
    const char *uid;     /* of the namespace kube-system; NULL when not known */
    const struct kube_discovery *discovery;
    const struct kube_unread *unread; /* by resource, then reason */
    size_t unread_len;
    const char *const *warnings; /* of the server, and of garbled answers that came well when they
                                    were asked for again; sorted, each once; printable ASCII */
    size_t warning_len;
    struct kube_statistics statistics;
    size_t list_count;
};

struct kube_list_report {
    const struct kube_resource *resource;
    enum kube_mode mode;
    bool complete;
    const char *reason; /* NULL when complete. Some objects may have been delivered all the same */
    bool refused;       /* HTTP 403: `reason` names the rule that is needed */
    const char *target; /* path and query of its first page */
    uint64_t objects;
};

/* Valid until the next call of add, discover, list or run. */
size_t kube_reader_count(const struct kube_reader *reader);
const struct kube_cluster_report *kube_reader_report(struct kube_reader *reader, size_t cluster);
const struct kube_list_report *kube_reader_list_at(struct kube_reader *reader, size_t cluster,
                                                   size_t list);

#endif
