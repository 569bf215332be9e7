#include "base/pool.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/alloc.h"

struct job {
    plim_job_fn *run;
    void *job;
};

struct worker {
    struct plim_pool *pool;
    pthread_t thread;
    size_t index;
};

struct plim_pool {
    pthread_mutex_t lock;
    pthread_cond_t has_jobs; /* or stops */
    pthread_cond_t is_idle;
    struct worker *workers;
    size_t worker_count;
    /* Under the lock: */
    struct job *jobs; /* the queue is jobs[first..len) */
    size_t first;
    size_t len;
    size_t cap;
    size_t running;
    bool stops;
};

/* The next job, or false when the pool ends. Called with the lock held. */
static bool take_job(struct plim_pool *pool, struct job *job_out)
{
    while (pool->first == pool->len && !pool->stops)
        (void)pthread_cond_wait(&pool->has_jobs, &pool->lock);
    if (pool->first == pool->len)
        return false;
    *job_out = pool->jobs[pool->first++];
    if (pool->first == pool->len)
        pool->first = pool->len = 0;
    pool->running++;
    return true;
}

static void *work(void *argument)
{
    const struct worker *worker = argument;
    struct plim_pool *pool = worker->pool;
    (void)pthread_mutex_lock(&pool->lock);
    for (struct job job; take_job(pool, &job);) {
        (void)pthread_mutex_unlock(&pool->lock);
        job.run(job.job, worker->index);
        (void)pthread_mutex_lock(&pool->lock);
        pool->running--;
        if (pool->running == 0 && pool->first == pool->len)
            (void)pthread_cond_broadcast(&pool->is_idle);
    }
    (void)pthread_mutex_unlock(&pool->lock);
    return NULL;
}

static size_t count_cores(void)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    return cores > 0 ? (size_t)cores : 1;
}

struct plim_pool *plim_pool_new(size_t threads)
{
    size_t wanted = threads > 0 ? threads : count_cores();
    struct plim_pool *pool = plim_calloc(1, sizeof(*pool));
    (void)pthread_mutex_init(&pool->lock, NULL);
    (void)pthread_cond_init(&pool->has_jobs, NULL);
    (void)pthread_cond_init(&pool->is_idle, NULL);
    pool->workers = plim_calloc(wanted, sizeof(*pool->workers));
    for (size_t i = 0; i < wanted; i++) {
        struct worker *worker = &pool->workers[i];
        *worker = (struct worker){.pool = pool, .index = i};
        /* Fewer threads than asked for are slower, not wrong; without any, submit runs the job. */
        if (pthread_create(&worker->thread, NULL, work, worker) != 0)
            break;
        pool->worker_count++;
    }
    return pool;
}

size_t plim_pool_threads(const struct plim_pool *pool)
{
    return pool->worker_count > 0 ? pool->worker_count : 1;
}

void plim_pool_submit(struct plim_pool *pool, plim_job_fn *run, void *job)
{
    if (pool->worker_count == 0) {
        run(job, 0);
        return;
    }
    (void)pthread_mutex_lock(&pool->lock);
    PLIM_GROW(pool->jobs, pool->len, pool->cap);
    pool->jobs[pool->len++] = (struct job){run, job};
    (void)pthread_cond_signal(&pool->has_jobs);
    (void)pthread_mutex_unlock(&pool->lock);
}

void plim_pool_wait(struct plim_pool *pool)
{
    (void)pthread_mutex_lock(&pool->lock);
    while (pool->running > 0 || pool->first < pool->len)
        (void)pthread_cond_wait(&pool->is_idle, &pool->lock);
    (void)pthread_mutex_unlock(&pool->lock);
}

void plim_pool_free(struct plim_pool *pool)
{
    if (!pool)
        return;
    plim_pool_wait(pool);
    (void)pthread_mutex_lock(&pool->lock);
    pool->stops = true;
    (void)pthread_cond_broadcast(&pool->has_jobs);
    (void)pthread_mutex_unlock(&pool->lock);
    for (size_t i = 0; i < pool->worker_count; i++)
        (void)pthread_join(pool->workers[i].thread, NULL);
    (void)pthread_cond_destroy(&pool->is_idle);
    (void)pthread_cond_destroy(&pool->has_jobs);
    (void)pthread_mutex_destroy(&pool->lock);
    free(pool->workers);
    free(pool->jobs);
    free(pool);
}
