/* The loop: each cluster goes its own way, whatever the others do. */
#include "http/transport.h"

#include "reader_priv.h"

/* ---- one cluster */

bool kube_reader_is_busy(const struct kube_reader_cluster *cluster)
{
    return cluster->queued > 0 || cluster->pages > 0;
}

static bool is_busy(const struct kube_reader_cluster *cluster)
{
    struct kube_reader *reader = cluster->reader;
    (void)pthread_mutex_lock(&reader->lock);
    bool busy = kube_reader_is_busy(cluster);
    (void)pthread_mutex_unlock(&reader->lock);
    return busy;
}

/* Returns whether there was anything to do. */
static bool take_step(struct kube_reader_cluster *cluster)
{
    const struct kube_reader_config *config = &cluster->reader->config;
    kube_reader_step_fn *step = cluster->step;
    if (cluster->probing > 0)
        return false;
    if (step) {
        cluster->step = NULL;
        step(cluster);
        return true;
    }
    if (!cluster->active || is_busy(cluster))
        return false;
    cluster->active = false;
    if (config->drained)
        config->drained(config->context, cluster->index);
    return true;
}

void kube_reader_advance(struct kube_reader_cluster *cluster)
{
    while (take_step(cluster)) {
    }
    kube_reader_start_more(cluster->reader);
}

/* ---- all of them */

void kube_reader_wake(struct kube_reader *reader)
{
    reader->woken = true;
    (void)pthread_cond_signal(&reader->changed);
    http_transport_wake(reader->config.transport);
}

static bool take_wakeup(struct kube_reader *reader)
{
    (void)pthread_mutex_lock(&reader->lock);
    bool woken = reader->woken;
    reader->woken = false;
    (void)pthread_mutex_unlock(&reader->lock);
    return woken;
}

/* No server is waited for: whatever is left waits for a worker. Returns whether one called. */
static bool wait_for_workers(struct kube_reader *reader)
{
    (void)pthread_mutex_lock(&reader->lock);
    while (reader->jobs > 0 && !reader->woken)
        (void)pthread_cond_wait(&reader->changed, &reader->lock);
    bool woken = reader->woken;
    reader->woken = false;
    (void)pthread_mutex_unlock(&reader->lock);
    return woken;
}

/* Until everything is answered or a worker calls. Returns whether anything came: a transport that
 * answers nothing is left. A call that was late, for what the loop has seen already, ends one run
 * that brings nothing; the second one tells. */
static bool wait_for_servers(struct kube_reader *reader)
{
    struct http_transport *transport = reader->config.transport;
    size_t before = reader->answered;
    bool woken = false;
    for (size_t i = 0; i < 2 && !woken && reader->answered == before; i++) {
        transport->run(transport);
        woken = take_wakeup(reader);
    }
    return woken || reader->answered > before || wait_for_workers(reader);
}

void kube_reader_run(struct kube_reader *reader)
{
    bool more = true;
    while (more) {
        for (size_t i = 0; i < reader->cluster_len; i++)
            kube_reader_advance(reader->clusters[i]);
        more = reader->asked > 0 ? wait_for_servers(reader) : wait_for_workers(reader);
    }
    kube_reader_rest(reader);
}
