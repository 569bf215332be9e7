/* A fixed set of worker threads and a queue of jobs. */
#ifndef PLIM_BASE_POOL_H
#define PLIM_BASE_POOL_H

#include <stddef.h>

struct plim_pool;

/* A job. `worker` is 0..threads-1: the index of whatever belongs to one thread. */
typedef void plim_job_fn(void *job, size_t worker);

/* `threads` 0 means one per available core. */
struct plim_pool *plim_pool_new(size_t threads);
size_t plim_pool_threads(const struct plim_pool *pool);
void plim_pool_submit(struct plim_pool *pool, plim_job_fn *run, void *job); /* `job` is borrowed */
void plim_pool_wait(struct plim_pool *pool); /* until every submitted job has run */
void plim_pool_free(struct plim_pool *pool); /* waits first; NULL is a no-op */

#endif
