#include "policy/embedded.h"

#include <string.h>

#include "base/defs.h"
#include "base/file.h"
#include "base/pool.h"

#include "policy_priv.h"
#include "source.h"

enum { THREADS_MAX = 8 }; /* with more, starting them takes longer than they save */

/* A run of the files, read and compiled by one thread into a set of its own. */
struct share {
    const struct policy_file *files;
    size_t len;
    struct policy_set *set;
    enum plim_code code;
    struct plim_err err;
};

static bool is_policy(const struct policy_file *file)
{
    return strcmp(plim_path_name(file->path), "policy.yaml") == 0;
}

static void read_share(void *job, size_t worker)
{
    struct share *share = job;
    (void)worker;
    for (size_t i = 0; i < share->len && share->code == PLIM_OK; i++) {
        const struct policy_file *file = &share->files[i];
        struct policy_source source = {
            .file = file->path, .text = {file->text, file->len}, .embedded = true};
        if (is_policy(file))
            share->code = policy_source_add(share->set, &source, &share->err);
    }
}

/* Where the files of the share end that begins at `from`: it holds no more than `most` bytes of
 * policies, or one. */
static size_t end_of_share(const struct policy_file *files, size_t from, size_t count, size_t most)
{
    size_t bytes = 0;
    size_t at = from;
    for (; at < count; at++) {
        size_t more = is_policy(&files[at]) ? files[at].len : 0;
        if (bytes > 0 && bytes + more > most)
            break;
        bytes += more;
    }
    return at;
}

/* In order of the files, whoever was ready first. */
static enum plim_code take_share(struct policy_set *set, struct share *share)
{
    for (size_t i = 0; i < share->set->len && share->code == PLIM_OK; i++)
        share->code = policy_set_insert(set, share->set->items[i], &share->err);
    policy_set_own(set, share->set);
    return share->code;
}

/* Returns how many shares there are. */
static size_t start(struct plim_pool *pool, const struct policy_set *set,
                    struct share shares[static THREADS_MAX])
{
    const struct policy_file *files = NULL;
    size_t count = 0;
    size_t bytes = 0;
    size_t len = 0;
    policy_embedded(&files, &count);
    for (size_t i = 0; i < count; i++)
        bytes += is_policy(&files[i]) ? files[i].len : 0;
    size_t threads = plim_pool_threads(pool) < THREADS_MAX ? plim_pool_threads(pool) : THREADS_MAX;
    for (size_t from = 0; from < count; len++) {
        bool last = len == threads - 1;
        size_t end = last ? count : end_of_share(files, from, count, bytes / threads);
        shares[len] =
            (struct share){.files = &files[from], .len = end - from, .set = policy_set_new()};
        shares[len].set->sources = set->sources;
        plim_pool_submit(pool, read_share, &shares[len]);
        from = end;
    }
    return len;
}

enum plim_code policy_set_add_embedded(struct policy_set *set, struct plim_err *err)
{
    struct share shares[THREADS_MAX] = {0};
    enum plim_code code = PLIM_OK;
    set->sources++;
    struct plim_pool *pool = plim_pool_new(0);
    size_t len = start(pool, set, shares);
    plim_pool_free(pool);
    for (size_t i = 0; i < len; i++) {
        enum plim_code taken = take_share(set, &shares[i]);
        if (taken == PLIM_OK || code != PLIM_OK)
            continue;
        code = taken;
        *err = shares[i].err;
    }
    return code;
}
