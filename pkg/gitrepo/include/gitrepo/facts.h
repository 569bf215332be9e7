/* What a repository tells about how it is worked with. Facts only, no judgement. */
#ifndef PLIM_GITREPO_FACTS_H
#define PLIM_GITREPO_FACTS_H

#include <stdint.h>

#include "gitrepo/repo.h"
#include "gitrepo/tree.h"

enum {
    GITREPO_LOG_MAX = 100000, /* commits of one log */
    GITREPO_LARGE_BYTES = 1 << 20,
    GITREPO_SIZED_FILES_MAX = 50000, /* in larger trees sizes are not asked for */
};

struct gitrepo_person {
    const char *name;
    const char *email;
    int64_t time; /* seconds since the epoch */
};

struct gitrepo_tag {
    const char *name;              /* without refs/tags/ */
    char commit[GITREPO_ID_BYTES]; /* "" when it does not lead to a commit */
    bool annotated;
    bool is_signed;               /* carries a signature block; it is not verified */
    bool by_automation;           /* by gitrepo_is_automation(): a proxy */
    struct gitrepo_person tagger; /* of a lightweight tag: empty, and `time` is the commit's */
};

struct gitrepo_branch {
    const char *name; /* without refs/heads/ */
    char commit[GITREPO_ID_BYTES];
    int64_t time; /* of the commit, by its committer; 0 not known */
};

struct gitrepo_large {
    const char *path;
    size_t bytes; /* GITREPO_LARGE_BYTES at least */
};

struct gitrepo_log_entry {
    char id[GITREPO_ID_BYTES];
    struct gitrepo_person author;
    struct gitrepo_person committer;
    bool merge;     /* more than one parent */
    bool is_signed; /* has a signature header; it is not verified */
};

struct gitrepo_facts {
    struct gitrepo_commit commit;
    struct gitrepo_person last; /* committer of `commit` */
    bool shallow;
    bool readme;              /* README, README.* at the top */
    struct gitrepo_tag *tags; /* by name */
    size_t tag_count;
    struct gitrepo_branch *branches; /* by name; of a mirror, those of the remote */
    size_t branch_count;
    struct gitrepo_log_entry *log; /* first parents of `commit`, newest first */
    size_t log_count;
    const char **pipelines; /* paths of pipeline definitions, sorted */
    size_t pipeline_count;
    const char **owners; /* paths of CODEOWNERS and OWNERS files, sorted */
    size_t owner_count;
    const char **unowned; /* YAML and JSON files to which none of these gives an owner, sorted */
    size_t unowned_count;
    const char *unowned_unknown; /* why that could not be told; NULL: it could */
    struct gitrepo_large *large; /* by path */
    size_t large_count;
    const char *large_unknown; /* the same */
    struct gitrepo_tree tree;  /* the whole commit */
};

/*
 * Everything above, in the arena.
 *
 * since  the log ends before the first commit with an earlier committer time; seconds since the
 * epoch Fails with PLIM_NOT_FOUND, PLIM_LIMIT (GITREPO_LOG_MAX, GITREPO_TREE_ENTRIES_MAX) or
 * PLIM_IO.
 */
PLIM_NODISCARD enum plim_code gitrepo_facts_read(struct gitrepo *repo, struct plim_arena *arena,
                                                 const struct gitrepo_commit *commit, int64_t since,
                                                 struct gitrepo_facts *facts_out,
                                                 struct plim_err *err);

/* The name or address looks like that of a program ("[bot]", "renovate", "ci@", ...). A proxy: a
 * person may call themselves so, and a pipeline may use a person's name. */
bool gitrepo_is_automation(const char *name, const char *email);

#endif
