/* The state of a reader, shared by its parts. */
#ifndef KUBE_READER_PRIV_H
#define KUBE_READER_PRIV_H

#include <pthread.h>

#include "base/arena.h"
#include "base/buf.h"
#include "kube/reader.h"

struct http_response;
struct kube_first_probes;
struct kube_legacy_probes;
struct kube_probe;
struct kube_reader_cluster;
struct kube_wanted_schema;
struct value_json_reader;

enum { KUBE_SPARES_MAX = 16 };

/* One list. What is under the reader's lock is marked. */
struct kube_reader_list {
    struct kube_reader_cluster *cluster;
    size_t index;            /* in the cluster's lists */
    struct kube_query query; /* its texts are the cluster arena's */
    const char *title;
    const char *target;            /* of the first page */
    bool refused;                  /* on the loop's thread; HTTP 403 */
    size_t next_page;              /* number of the page to ask for */
    size_t page_bytes;             /* of the last page: what the next may take */
    size_t page_objects;           /* how many to ask for with the next page */
    bool in_protobuf;              /* can be asked for and read so */
    bool in_part;                  /* the server is asked for metadata alone */
    unsigned expired;              /* how often the token was refused as too old */
    char *token;                   /* owned, lock; of the next page; NULL: the first */
    struct kube_reader_list *next; /* lock; in the queue of those that may be asked for a page */
    uint64_t objects;              /* lock */
    uint64_t remaining;            /* lock; what follows page `told`, as the server says */
    size_t told;                   /* lock; number of a page */
    size_t jobs;                   /* lock; of its pages, that workers have not finished */
    char *last;                    /* owned, lock; key of the greatest object delivered */
    char *skip;                    /* owned, lock; up to this key all were delivered before */
    bool asked_again;              /* lock; some page was asked for a second time */
    bool garbled;                  /* lock; since its protobuf made no sense */
    bool restarted;                /* on the loop's thread */
    bool waits;                    /* lock; to begin anew when its jobs are done */
    char *reason;                  /* owned, lock; NULL: nothing went wrong */
    bool finished;                 /* lock; its last page was read */
    size_t reason_page;            /* lock; of the earliest page that went wrong */
    struct kube_list_report report;
};

/* A page that is to be asked for once more, in JSON. */
struct kube_reader_again {
    struct kube_reader_again *next;
    struct kube_reader_list *list;
    size_t number;
    size_t objects; /* how many were asked for */
    char *token;    /* owned; NULL: the first page */
    bool went_on;   /* the first answer named the next page, or none */
};

/* What follows once every probe of the cluster is answered: it may ask for more of them and say
 * what follows then. On the loop's thread. */
typedef void kube_reader_step_fn(struct kube_reader_cluster *cluster);

struct kube_reader_cluster {
    struct kube_reader *reader;
    size_t index;
    const struct kube_cluster *cluster; /* borrowed */
    struct plim_arena *arena;           /* of the thread that calls the reader */
    struct kube_discovery discovery;
    struct kube_first_probes *first;    /* owned; of a discovery that is not finished */
    struct kube_legacy_probes *legacy;  /* the same */
    struct kube_wanted_schema *schemas; /* the arena's; see reader_schema.c */
    struct kube_probe *schema_index;    /* owned; while schemas are being read */
    kube_reader_step_fn *step;          /* NULL: no probe is needed */
    size_t probing;                     /* probes that are not answered; on the loop's thread */
    size_t queued;                      /* lock; pages that are to be asked for */
    size_t pages; /* lock; that were asked for and that workers have not finished */
    bool active;  /* something was asked since it was told to be drained */
    bool unreachable;
    const char *version;
    const char *uid;
    struct kube_unread *found; /* owned; what went wrong before any list */
    size_t found_len;
    size_t found_cap;
    struct kube_reader_list **lists; /* owned */
    size_t list_len;
    size_t list_cap;
    bool started;
    double started_at;
    struct kube_statistics statistics;
    uint64_t objects;      /* lock */
    uint64_t remaining;    /* lock; sum over the lists */
    const char **warnings; /* owned, of the arena's texts; each once */
    size_t warning_len;
    size_t warning_cap;
    struct kube_cluster_report report;
    struct kube_unread *unread; /* owned; the report's */
    size_t unread_len;
    size_t unread_cap;
};

struct kube_reader_worker {
    struct value_json_reader *json;
    struct plim_arena *arena;
};

struct kube_reader {
    struct kube_reader_config config;
    struct kube_reader_cluster **clusters; /* owned */
    size_t cluster_len;
    size_t cluster_cap;
    size_t asked;    /* requests that were made and not answered; on the loop's thread */
    size_t answered; /* since the beginning; the same */
    struct kube_reader_worker *workers; /* owned; one for each of the pool's */
    pthread_mutex_t lock;
    pthread_cond_t changed; /* a page was decoded or dealt with */
    /* Under the lock: */
    struct kube_reader_list *ready_first;
    struct kube_reader_list **ready_end; /* where the next one goes */
    size_t starved;                      /* clusters with pages to ask for and none under way */
    struct kube_reader_again *again;     /* owned; comes before those */
    size_t reserved;                     /* bytes of pages on their way, or waiting to be decoded */
    size_t jobs;                         /* pages that workers have not finished */
    bool woken;                          /* since the loop looked, a worker did what it waits for */
    struct plim_buf spares[KUBE_SPARES_MAX];
    size_t spare_len;
};

/* Ask for as many pages as the budget allows. */
void kube_reader_start_more(struct kube_reader *reader);

/* Take every step that the cluster can take now; on the loop's thread, within a run. */
void kube_reader_advance(struct kube_reader_cluster *cluster);

/* A worker has given memory back, or something to ask for: let the loop look. With the lock held.
 */
void kube_reader_wake(struct kube_reader *reader);

/* Of what a discovery, or reading schemas, left unfinished. */
void kube_reader_discovery_release(struct kube_reader_cluster *cluster);
void kube_reader_schemas_release(struct kube_reader_cluster *cluster);

/* Give back what only pages in work need. No job may be left. */
void kube_reader_rest(struct kube_reader *reader);

/* Count an answer; on the loop's thread. */
void kube_reader_count_start(struct kube_reader_cluster *cluster);
void kube_reader_count_answer(struct kube_reader_cluster *cluster,
                              const struct http_response *response);
void kube_reader_tell(struct kube_reader_cluster *cluster, const char *what);

/* On the loop's thread; `sort` before they are reported. */
void kube_reader_keep_warnings(struct kube_reader_cluster *cluster,
                               const struct http_response *response);
void kube_reader_sort_warnings(struct kube_reader_cluster *cluster);
/* Warn of pages whose protobuf made no sense: that JSON stood in for them hides no fault. */
void kube_reader_warn_of_garbled(struct kube_reader_cluster *cluster);

/* Something of the cluster that no list covers. */
void kube_reader_note(struct kube_reader_cluster *cluster, const char *resource,
                      const char *reason);

/* So many pages more, or fewer, are to be asked for and are under way. With the lock held. */
void kube_reader_count(struct kube_reader_cluster *cluster, int queued, int pages);

/* Whether any is. With the lock held. */
bool kube_reader_is_busy(const struct kube_reader_cluster *cluster);

/* So many objects follow this page; forgotten if a later one has said so. With the lock held. */
void kube_reader_list_expect(struct kube_reader_list *list, size_t page, uint64_t remaining);

/* Remember why the list is not complete; the earliest page's reason stays. Any thread. */
void kube_reader_list_fail(struct kube_reader_list *list, size_t page, const char *reason);

/* Let the list be asked for its next page with `token`, copied. Continued lists come before new
 * ones: their tokens age. Call with the lock held. */
void kube_reader_list_continue(struct kube_reader_list *list, struct plim_str token);
/* Why the token must not be followed, or NULL. */
const char *kube_reader_list_is_endless(const struct kube_reader_list *list, struct plim_str token);
void kube_reader_list_enqueue(struct kube_reader_list *list);

/* Begin anew from the first page, once what was read is decoded; objects up to the last one that
 * was delivered are left out then. API servers list by key: namespace, name. */
void kube_reader_list_restart(struct kube_reader_list *list);

/* Hand a page's body, padded, to a worker; takes it over.
 *
 * has_token  the list has been continued with `token`, or ended if it is empty; false: the worker
 * finds out */
struct kube_reader_page {
    struct kube_reader_list *list;
    size_t number;
    size_t objects;    /* how many were asked for */
    char *asked_token; /* owned; what it was asked for with; NULL: the first page */
    bool again;        /* in JSON */
    bool went_on;      /* then: the list did so with the first answer */
    struct plim_buf body;
    bool has_token;
    struct plim_str token; /* borrowed from the body */
};
void kube_reader_page_submit(const struct kube_reader_page *page);

#endif
