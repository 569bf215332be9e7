/*
 * What the module reads of a repository, as text, for the scripts beside it.
 * usage: gitrepo_probe LOCATION CACHE_DIR HOME TIMEOUT_MS [CA_FILE]
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "gitrepo/facts.h"
#include "gitrepo/repo.h"
#include "gitrepo/tree.h"

static enum plim_code print_files(struct gitrepo *repo, struct plim_arena *arena,
                                  const struct gitrepo_commit *commit, struct plim_err *err)
{
    struct gitrepo_tree tree;
    if (gitrepo_list(repo, arena, commit, "", &tree, err) != PLIM_OK)
        return err->code;
    for (size_t i = 0; i < tree.len; i++) {
        struct plim_str text = {0};
        if (tree.items[i].id[0] != '\0' &&
            gitrepo_read(repo, arena, tree.items[i].id, 1 << 20, &text, err) != PLIM_OK)
            return err->code;
        printf("file %s %zu\n", tree.items[i].path, text.len);
    }
    return PLIM_OK;
}

static void print_facts(const struct gitrepo_facts *facts)
{
    for (size_t i = 0; i < facts->branch_count; i++)
        printf("branch %s %s\n", facts->branches[i].name, facts->branches[i].commit);
    for (size_t i = 0; i < facts->tag_count; i++)
        printf("tag %s %s%s\n", facts->tags[i].name, facts->tags[i].commit,
               facts->tags[i].annotated ? " annotated" : "");
    printf("commits %zu\n", facts->log_count);
    for (size_t i = 0; i < facts->branch_count; i++)
        printf("head %s %" PRId64 "\n", facts->branches[i].name, facts->branches[i].time);
    for (size_t i = 0; i < facts->unowned_count; i++)
        printf("unowned %s\n", facts->unowned[i]);
    for (size_t i = 0; i < facts->large_count; i++)
        printf("large %s %zu\n", facts->large[i].path, facts->large[i].bytes);
}

static enum plim_code probe(struct plim_arena *arena, const char *location,
                            const struct gitrepo_options *options, struct plim_err *err)
{
    PLIM_CLEANUP(gitrepo_freep) struct gitrepo *repo = NULL;
    struct gitrepo_commit commit;
    struct gitrepo_facts facts;
    if (gitrepo_open(location, options, &repo, err) != PLIM_OK ||
        gitrepo_resolve(repo, "", &commit, err) != PLIM_OK ||
        gitrepo_facts_read(repo, arena, &commit, 0, &facts, err) != PLIM_OK)
        return err->code;
    printf("url %s\ncommit %s\n", gitrepo_url(repo), commit.id);
    print_facts(&facts);
    return print_files(repo, arena, &commit, err);
}

int main(int argc, char **argv)
{
    struct plim_err err = {0};
    if (argc < 5) {
        fprintf(stderr, "usage: gitrepo_probe LOCATION CACHE_DIR HOME TIMEOUT_MS [CA_FILE]\n");
        return 2;
    }
    if (gitrepo_init(argv[3], argc > 5 ? argv[5] : NULL, &err) != PLIM_OK) {
        fprintf(stderr, "%s\n", err.msg);
        return 2;
    }
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct gitrepo_options options = {
        .cache_dir = argv[2], .home = argv[3], .timeout_ms = (unsigned)strtoul(argv[4], NULL, 10)};
    enum plim_code code = probe(arena, argv[1], &options, &err);
    if (code != PLIM_OK)
        fprintf(stderr, "code %d: %s\n", (int)code, err.msg);
    gitrepo_shutdown();
    return code == PLIM_OK ? 0 : 1;
}
