#include <stdatomic.h>

#include "base/alloc.h"
#include "base/pool.h"

#include "parse_priv.h"
#include "secret_priv.h"
#include "take_priv.h"
#include "text_priv.h"

enum { FILES_PER_JOB = 32 };

void manifest_take_text(struct plim_arena *arena, struct plim_str text, struct manifest_file *file)
{
    struct plim_err why;
    file->text = text;
    if (!manifest_text_is_utf8(text))
        file->error = "not UTF-8";
    else if (manifest_secret_blank(arena, file->path, text, &file->text, &why) != PLIM_OK)
        file->error = plim_arena_copy_c(arena, manifest_reason_without_path(why.msg, file->path));
    if (file->error[0] != '\0')
        file->text = (struct plim_str){"", 0};
}

void manifest_take_node(const struct manifest_tree *tree, const struct manifest_node *node,
                        struct manifest_taken *taken_out)
{
    struct plim_str text;
    struct plim_err why;
    *taken_out = (struct manifest_taken){.file = {.kind = MANIFEST_FILE_PLAIN,
                                                  .path = tree->display(tree, node->path),
                                                  .origin = "",
                                                  .text = {"", 0},
                                                  .error = ""}};
    if (node->kind == MANIFEST_NODE_UNREADABLE) {
        taken_out->file.error = node->reason;
    } else if (tree->read(tree, node, &text, &why) != PLIM_OK) {
        taken_out->file.error = plim_arena_copy_c(tree->arena, why.msg);
    } else {
        taken_out->bytes = text.len;
        manifest_take_text(tree->arena, text, &taken_out->file);
    }
}

struct taking {
    const struct manifest_tree *trees; /* one for each thread */
    const struct manifest_node *const *nodes;
    struct manifest_taken *taken;
    atomic_size_t *bytes;
    size_t len;
};

static void run_taking(void *job, size_t worker)
{
    const struct taking *taking = job;
    for (size_t i = 0; i < taking->len && atomic_load(taking->bytes) <= MANIFEST_TOTAL_MAX; i++) {
        manifest_take_node(&taking->trees[worker], taking->nodes[i], &taking->taken[i]);
        atomic_fetch_add(taking->bytes, taking->taken[i].bytes);
    }
}

static void release_arena(void *arena)
{
    plim_arena_free(arena);
}

/* Trees that allocate for themselves; what they allocate lives as long as the tree's own arena. */
static struct manifest_tree *copy_tree(const struct manifest_tree *tree, size_t count)
{
    struct manifest_tree *copies = plim_arena_array(tree->arena, count, sizeof(*copies));
    for (size_t i = 0; i < count; i++) {
        copies[i] = *tree;
        copies[i].arena = plim_arena_new();
        plim_arena_own(tree->arena, release_arena, copies[i].arena);
    }
    return copies;
}

void manifest_take_all(const struct manifest_tree *tree, struct plim_pool *pool,
                       const struct manifest_node *const *nodes, size_t count,
                       struct manifest_taken *taken_out)
{
    atomic_size_t bytes = 0;
    bool shared = pool && tree->concurrent && count > FILES_PER_JOB;
    size_t job_count = (count + FILES_PER_JOB - 1) / FILES_PER_JOB;
    PLIM_CLEANUP(plim_freep) struct taking *jobs = plim_calloc(job_count + 1, sizeof(*jobs));
    const struct manifest_tree *trees = shared ? copy_tree(tree, plim_pool_threads(pool)) : tree;
    for (size_t i = 0; i < job_count; i++) {
        size_t from = i * FILES_PER_JOB;
        size_t left = count - from;
        jobs[i] = (struct taking){trees, nodes + from, taken_out + from, &bytes,
                                  left < FILES_PER_JOB ? left : FILES_PER_JOB};
        if (shared)
            plim_pool_submit(pool, run_taking, &jobs[i]);
        else
            run_taking(&jobs[i], 0);
    }
    if (shared)
        plim_pool_wait(pool);
}
