#include <stdlib.h>

#include "base/alloc.h"
#include "value/pack.h"

#include "ranges_priv.h"
#include "run_priv.h"

enum { FEW = 64 }; /* not worth a second worker */

struct job {
    struct audit_range range;
    audit_range_fn *work;
};

static void run_job(void *context, size_t worker)
{
    const struct job *job = context;
    job->work(&job->range, &job->range.run->workers[worker]);
}

void audit_ranges_run(struct audit_run *run, size_t count, struct value_pack *pack,
                      audit_range_fn *work, const void *context)
{
    size_t parts = count > FEW ? run->worker_count : 1;
    PLIM_CLEANUP(plim_freep) struct job *jobs = plim_calloc(parts, sizeof(*jobs));
    for (size_t i = 0; i < parts; i++) {
        jobs[i].work = work;
        jobs[i].range = (struct audit_range){
            .run = run,
            .context = context,
            .first = count * i / parts,
            .end = count * (i + 1) / parts,
            .pack = pack ? value_pack_new() : NULL,
        };
        plim_pool_submit(run->pool, run_job, &jobs[i]);
    }
    plim_pool_wait(run->pool);
    for (size_t i = 0; pack && i < parts; i++)
        value_pack_join(pack, jobs[i].range.pack);
}
