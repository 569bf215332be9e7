#include "gitrepo/facts.h"

#include <git2.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/map.h"
#include "gitrepo/tree.h"

#include "failure_priv.h"
#include "layout_priv.h"
#include "ownership_priv.h"
#include "repo_priv.h"
#include "sizes_priv.h"
#include "text_priv.h"

static void free_commit(git_commit **commit)
{
    git_commit_free(*commit);
}

static void free_object(git_object **object)
{
    git_object_free(*object);
}

static void free_iterator(git_branch_iterator **iterator)
{
    git_branch_iterator_free(*iterator);
}

static struct gitrepo_person read_person(struct plim_arena *arena, const git_signature *signature)
{
    if (!signature)
        return (struct gitrepo_person){"", "", 0};
    return (struct gitrepo_person){gitrepo_text_copy(arena, signature->name),
                                   gitrepo_text_copy(arena, signature->email),
                                   (int64_t)signature->when.time};
}

/* ---- Tags. */

struct tags {
    git_repository *repository;
    struct plim_arena *arena;
    struct gitrepo_tag *items; /* owned */
    size_t len;
    size_t cap;
};

static void release_tags(struct tags *tags)
{
    plim_freep(&tags->items);
}

/* Source: git-tag(1), gpg.format: OpenPGP, SSH and X.509. */
static bool has_signature(const char *message)
{
    return message && (strstr(message, "-----BEGIN PGP SIGNATURE-----") ||
                       strstr(message, "-----BEGIN SSH SIGNATURE-----") ||
                       strstr(message, "-----BEGIN SIGNED MESSAGE-----"));
}

static void read_annotation(struct tags *tags, const git_oid *id, struct gitrepo_tag *tag)
{
    git_tag *annotation = NULL;
    if (git_tag_lookup(&annotation, tags->repository, id) == 0) {
        tag->annotated = true;
        tag->is_signed = has_signature(git_tag_message(annotation));
        tag->tagger = read_person(tags->arena, git_tag_tagger(annotation));
    }
    git_tag_free(annotation);
}

/* Of a lightweight tag nothing tells who set it: the commit's committer stands in. */
static int add_tag(const char *name, git_oid *id, void *payload)
{
    struct tags *tags = payload;
    PLIM_CLEANUP(free_object) git_object *object = NULL;
    PLIM_CLEANUP(free_object) git_object *target = NULL;
    struct gitrepo_tag tag = {.name = gitrepo_text_copy(tags->arena, name + strlen("refs/tags/")),
                              .tagger = {"", "", 0}};
    int status = git_object_lookup(&object, tags->repository, id, GIT_OBJECT_ANY);
    if (status != 0)
        return status;
    if (git_object_type(object) == GIT_OBJECT_TAG)
        read_annotation(tags, id, &tag);
    struct gitrepo_person person = tag.tagger;
    if (git_object_peel(&target, object, GIT_OBJECT_COMMIT) == 0) {
        (void)git_oid_tostr(tag.commit, sizeof(tag.commit), git_object_id(target));
        git_commit *commit = NULL;
        if (!tag.annotated && git_commit_lookup(&commit, tags->repository, id) == 0) {
            person = read_person(tags->arena, git_commit_committer(commit));
            tag.tagger.time = person.time;
        }
        git_commit_free(commit);
    }
    tag.by_automation = gitrepo_is_automation(person.name, person.email);
    PLIM_GROW(tags->items, tags->len, tags->cap);
    tags->items[tags->len++] = tag;
    return 0;
}

static int compare_tags(const void *left, const void *right)
{
    const struct gitrepo_tag *a = left;
    const struct gitrepo_tag *b = right;
    return strcmp(a->name, b->name);
}

static enum plim_code read_tags(struct gitrepo *repo, struct plim_arena *arena,
                                struct gitrepo_facts *facts, struct plim_err *err)
{
    PLIM_CLEANUP(release_tags) struct tags tags = {repo->repository, arena, NULL, 0, 0};
    int status = git_tag_foreach(repo->repository, add_tag, &tags);
    if (status != 0)
        return gitrepo_fail(err, status, "read the tags");
    facts->tags = plim_arena_array(arena, tags.len, sizeof(*facts->tags));
    facts->tag_count = tags.len;
    if (tags.len == 0)
        return PLIM_OK;
    memcpy(facts->tags, tags.items, tags.len * sizeof(*tags.items));
    qsort(facts->tags, tags.len, sizeof(*facts->tags), compare_tags);
    return PLIM_OK;
}

/* ---- Branches. */

static bool read_branch(struct plim_arena *arena, git_reference *reference, git_branch_t type,
                        struct gitrepo_branch *branch)
{
    PLIM_CLEANUP(free_object) git_object *commit = NULL;
    const char *name = git_reference_shorthand(reference);
    if (type == GIT_BRANCH_REMOTE) {
        name = strchr(name, '/');
        if (!name || strcmp(name + 1, "HEAD") == 0)
            return false;
        name++;
    }
    *branch = (struct gitrepo_branch){.name = gitrepo_text_copy(arena, name)};
    if (git_reference_peel(&commit, reference, GIT_OBJECT_COMMIT) == 0) {
        (void)git_oid_tostr(branch->commit, sizeof(branch->commit), git_object_id(commit));
        branch->time = (int64_t)git_commit_time((const git_commit *)commit);
    }
    return true;
}

static int add_branches(struct gitrepo *repo, struct plim_arena *arena, git_branch_t wanted,
                        struct plim_map *branches)
{
    PLIM_CLEANUP(free_iterator) git_branch_iterator *iterator = NULL;
    int status = git_branch_iterator_new(&iterator, repo->repository, wanted);
    git_reference *reference = NULL;
    git_branch_t type = wanted;
    while (status == 0 && (status = git_branch_next(&reference, &type, iterator)) == 0) {
        struct gitrepo_branch *branch = plim_arena_array(arena, 1, sizeof(*branch));
        if (read_branch(arena, reference, type, branch) && !plim_map_get(branches, branch->name))
            plim_map_set(branches, branch->name, branch);
        git_reference_free(reference);
    }
    return status == GIT_ITEROVER ? 0 : status;
}

static int compare_branches(const void *left, const void *right)
{
    const struct gitrepo_branch *a = left;
    const struct gitrepo_branch *b = right;
    return strcmp(a->name, b->name);
}

/* In a plain clone most branches are known as "origin/NAME" only; they are the repository's all the
 * same. */
static enum plim_code read_branches(struct gitrepo *repo, struct plim_arena *arena,
                                    struct gitrepo_facts *facts, struct plim_err *err)
{
    PLIM_CLEANUP(plim_map_freep) struct plim_map *branches = plim_map_new();
    int status = add_branches(repo, arena, GIT_BRANCH_LOCAL, branches);
    if (status == 0)
        status = add_branches(repo, arena, GIT_BRANCH_REMOTE, branches);
    if (status != 0)
        return gitrepo_fail(err, status, "read the branches");
    facts->branch_count = plim_map_len(branches);
    facts->branches = plim_arena_array(arena, facts->branch_count, sizeof(*facts->branches));
    for (size_t i = 0; i < facts->branch_count; i++)
        facts->branches[i] = *(const struct gitrepo_branch *)plim_map_value_at(branches, i);
    if (facts->branch_count > 0)
        qsort(facts->branches, facts->branch_count, sizeof(*facts->branches), compare_branches);
    return PLIM_OK;
}

/* ---- The log. */

static bool is_signed(git_commit *commit)
{
    git_buf signature = {0};
    bool found = git_commit_header_field(&signature, commit, "gpgsig") == 0;
    git_buf_dispose(&signature);
    return found;
}

static struct gitrepo_log_entry read_entry(struct plim_arena *arena, git_commit *commit)
{
    struct gitrepo_log_entry entry = {
        .author = read_person(arena, git_commit_author(commit)),
        .committer = read_person(arena, git_commit_committer(commit)),
        .merge = git_commit_parentcount(commit) > 1,
        .is_signed = is_signed(commit),
    };
    (void)git_oid_tostr(entry.id, sizeof(entry.id), git_commit_id(commit));
    return entry;
}

/* False at the end of the history, which in a shallow repository is where it is cut off. */
static bool go_to_parent(git_commit **commit, bool shallow, int *status_out)
{
    git_commit *parent = NULL;
    if (git_commit_parentcount(*commit) == 0)
        return false;
    int status = git_commit_parent(&parent, *commit, 0);
    git_commit_free(*commit);
    *commit = parent;
    *status_out = shallow && status == GIT_ENOTFOUND ? 0 : status;
    return status == 0;
}

static enum plim_code read_log(struct gitrepo *repo, struct plim_arena *arena, int64_t since,
                               struct gitrepo_facts *facts, struct plim_err *err)
{
    PLIM_CLEANUP(free_commit) git_commit *commit = NULL;
    PLIM_CLEANUP(plim_freep) struct gitrepo_log_entry *log = NULL;
    size_t len = 0;
    size_t cap = 0;
    git_oid id;
    int status = git_oid_fromstr(&id, facts->commit.id);
    if (status == 0)
        status = git_commit_lookup(&commit, repo->repository, &id);
    if (status != 0)
        return gitrepo_fail(err, status, "read commit '%s'", facts->commit.id);
    facts->last = read_person(arena, git_commit_committer(commit));
    do {
        if ((int64_t)git_commit_time(commit) < since)
            break;
        if (len == GITREPO_LOG_MAX)
            return plim_err_set(err, PLIM_LIMIT, "more than %d commits in the log",
                                GITREPO_LOG_MAX);
        PLIM_GROW(log, len, cap);
        log[len++] = read_entry(arena, commit);
    } while (go_to_parent(&commit, facts->shallow, &status));
    if (status != 0)
        return gitrepo_fail(err, status, "read the log");
    facts->log = plim_arena_array(arena, len, sizeof(*facts->log));
    facts->log_count = len;
    if (len > 0)
        memcpy(facts->log, log, len * sizeof(*log));
    return PLIM_OK;
}

enum plim_code gitrepo_facts_read(struct gitrepo *repo, struct plim_arena *arena,
                                  const struct gitrepo_commit *commit, int64_t since,
                                  struct gitrepo_facts *facts_out, struct plim_err *err)
{
    struct gitrepo_facts facts = {.commit = *commit, .shallow = gitrepo_is_shallow(repo)};
    if (read_log(repo, arena, since, &facts, err) != PLIM_OK ||
        read_tags(repo, arena, &facts, err) != PLIM_OK ||
        read_branches(repo, arena, &facts, err) != PLIM_OK ||
        gitrepo_list(repo, arena, commit, "", &facts.tree, err) != PLIM_OK)
        return err->code;
    gitrepo_layout_read(arena, &facts.tree, &facts);
    gitrepo_ownership_read(repo, arena, &facts.tree, &facts);
    gitrepo_sizes_read(repo, arena, &facts.tree, &facts);
    *facts_out = facts;
    return PLIM_OK;
}
