/* What Git declares for each cluster: collected, parsed, and indexed by identity. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "gitrepo/facts.h"
#include "gitrepo/repo.h"
#include "gitrepo/tree.h"
#include "manifest/repository.h"
#include "manifest/undeclared.h"
#include "resource/kind.h"
#include "snapshot/reader.h"
#include "snapshot/writer.h"
#include "value/json.h"

#include "run_priv.h"

/* An open repository at its revision, while its sub-paths are collected. */
struct open_repository {
    struct audit_run *run;
    size_t index;
    struct gitrepo *repo; /* NULL when a capture is replayed */
    struct gitrepo_commit commit;
    struct gitrepo_tree tree; /* of the commit */
    const char *name;
};

static char *copy(struct plim_arena *arena, struct plim_str text)
{
    return plim_arena_copy(arena, text.text, text.len);
}

static char *document_name(const struct open_repository *open, const char *what,
                           const char *subpath)
{
    return plim_arena_printf(open->run->desired_arena, "repositories/%s/%s%s%s", open->name, what,
                             subpath[0] ? "/" : "", subpath);
}

static enum plim_code record_text(const struct open_repository *open, const char *what,
                                  const char *subpath, struct plim_str text, struct plim_err *err)
{
    struct snapshot_writer *writer = open->run->request->record;
    return writer ? snapshot_put(writer, document_name(open, what, subpath), text, err) : PLIM_OK;
}

static enum plim_code record_files(const struct open_repository *open, const char *subpath,
                                   const struct manifest_files *files, struct plim_err *err)
{
    if (!open->run->request->record)
        return PLIM_OK;
    PLIM_CLEANUP(plim_buf_release) struct plim_buf buf = {0};
    if (manifest_files_write(files, &buf, err) != PLIM_OK)
        return err->code;
    return record_text(open, "manifests", subpath, plim_buf_str(&buf), err);
}

/* The files below a sub-path, from the commit or from the capture. */
static enum plim_code collect(const struct open_repository *open, const char *subpath,
                              struct manifest_files *files_out, struct plim_err *err)
{
    struct audit_run *run = open->run;
    if (run->request->replay) {
        PLIM_CLEANUP(plim_buf_release) struct plim_buf buf = {0};
        const char *name = document_name(open, "manifests", subpath);
        if (snapshot_get(run->request->replay, name, &buf, err) != PLIM_OK)
            return err->code;
        return manifest_files_read(run->desired_arena, plim_buf_str(&buf), files_out, err);
    }
    struct plim_str url = run->fleet->repositories[open->index].url;
    struct manifest_source source = {open->repo, &open->commit, open->name, subpath,
                                     copy(run->desired_arena, url)};
    struct manifest_options options = {.kustomize = run->request->places.kustomize,
                                       .helm = run->request->places.helm,
                                       .cancel = run->request->cancel};
    return manifest_collect(run->desired_arena, &source, &options, files_out, err);
}

static enum plim_code read_source(const struct open_repository *open, struct audit_source *source,
                                  struct plim_err *err)
{
    struct audit_run *run = open->run;
    const char *subpath = copy(run->desired_arena, source->subpath);
    struct manifest_files files = {0};
    struct plim_err reason = {0};
    enum plim_code code = plim_cancel_check(run->request->cancel, &reason);
    if (code == PLIM_OK)
        code = collect(open, subpath, &files, &reason);
    if (code == PLIM_OK) {
        manifest_parse(&files, run->pool, &source->set);
        return record_files(open, subpath, &files, err);
    }
    if (run->request->replay &&
        snapshot_has(run->request->replay, document_name(open, "failure", subpath))) {
        PLIM_CLEANUP(plim_buf_release) struct plim_buf buf = {0};
        if (snapshot_get(run->request->replay, document_name(open, "failure", subpath), &buf,
                         err) != PLIM_OK)
            return err->code;
        source->failure = plim_arena_copy_str(run->desired_arena, plim_buf_str(&buf));
        return PLIM_OK;
    }
    source->failure = plim_str_from(plim_arena_copy_c(run->desired_arena, reason.msg));
    return record_text(open, "failure", subpath, source->failure, err);
}

static bool has_directory(const struct open_repository *open, struct plim_arena *arena,
                          const char *path)
{
    const struct snapshot_reader *replay = open->run->request->replay;
    if (replay)
        return snapshot_has(replay, document_name(open, "manifests", path)) ||
               snapshot_has(replay, document_name(open, "failure", path));
    struct gitrepo_tree tree = {0};
    struct plim_err err = {0};
    return gitrepo_list(open->repo, arena, &open->commit, path, &tree, &err) == PLIM_OK;
}

static bool find_folder(const struct open_repository *open, struct plim_str environment,
                        struct plim_str *path_out)
{
    static const char *const parents[] = {"",          "environments/", "envs/",
                                          "overlays/", "clusters/",     "deploy/"};
    struct plim_arena *arena = open->run->desired_arena;
    for (size_t i = 0; i < PLIM_LEN(parents) && environment.len > 0; i++) {
        char *path = plim_arena_printf(arena, "%s%.*s", parents[i], PLIM_STR_ARG(environment));
        if (has_directory(open, arena, path)) {
            *path_out = plim_str_from(path);
            return true;
        }
    }
    return false;
}

/* From flags nobody says which folder is whose: the usual layouts are tried, in this order. Where
 * some environment has a folder, one without a folder has nothing there; else all is for all. */
static bool guess_path(const struct open_repository *open, struct plim_str environment,
                       struct plim_str *path_out)
{
    const struct audit_fleet *fleet = open->run->fleet;
    struct plim_str other = {0};
    *path_out = (struct plim_str){0};
    if (find_folder(open, environment, path_out))
        return true;
    for (size_t i = 0; i < fleet->environment_count; i++) {
        if (find_folder(open, fleet->environments[i].name, &other))
            return false;
    }
    return true;
}

/* "clusters/prod" as Flux's bootstrap leaves it. A capture has it when it was chosen. */
static bool is_bootstrapped(const struct open_repository *open, struct plim_str name,
                            struct plim_str *path_out)
{
    struct plim_arena *arena = open->run->desired_arena;
    char *path = plim_arena_printf(arena, "clusters/%.*s", PLIM_STR_ARG(name));
    const char *mark =
        open->run->request->replay ? path : plim_path_join(arena, path, "flux-system");
    if (name.len == 0 || !has_directory(open, arena, mark))
        return false;
    *path_out = plim_str_from(path);
    return true;
}

static struct plim_str expand(struct plim_arena *arena, struct plim_str path,
                              const char *placeholder, struct plim_str by)
{
    size_t len = strlen(placeholder);
    for (size_t i = 0; i + len <= path.len; i++) {
        if (memcmp(path.text + i, placeholder, len) == 0)
            return plim_str_from(plim_arena_printf(arena, "%.*s%.*s%.*s", (int)i, path.text,
                                                   PLIM_STR_ARG(by), (int)(path.len - i - len),
                                                   path.text + i + len));
    }
    return path;
}

/* The sub-path for a cluster: its own, its environment's, or the one for all. False: none. */
static bool choose_path(const struct open_repository *open, const struct audit_cluster_run *cluster,
                        struct plim_str *path_out)
{
    const struct audit_fleet *fleet = open->run->fleet;
    const struct audit_repository *repository = &fleet->repositories[open->index];
    struct plim_str name = fleet->clusters[cluster->index].name;
    struct plim_str environment = audit_fleet_environment_name(fleet, cluster->index);
    const struct audit_path *best = NULL;
    for (size_t i = 0; i < repository->path_count; i++) {
        const struct audit_path *path = &repository->paths[i];
        bool exact = plim_str_equal(path->scope, name) && name.len > 0;
        bool fits = exact || path->scope.len == 0 || plim_str_equal(path->scope, environment);
        if (fits && (!best || exact))
            best = path;
    }
    if (!best)
        return false;
    bool from_flags = !fleet->document.value;
    if (from_flags && best->path.len == 0)
        return guess_path(open, environment, path_out);
    if (best->path.len == 0 &&
        (is_bootstrapped(open, name, path_out) || is_bootstrapped(open, environment, path_out)))
        return true;
    struct plim_str path =
        expand(open->run->desired_arena, best->path, "{environment}", environment);
    *path_out = expand(open->run->desired_arena, path, "{cluster}", name);
    return true;
}

/* The index of the source, read when it is new. */
static enum plim_code take_source(const struct open_repository *open, struct plim_str path,
                                  size_t *index_out, struct plim_err *err)
{
    struct audit_run *run = open->run;
    for (size_t i = 0; i < run->source_count; i++) {
        const struct audit_source *source = &run->sources[i];
        if (source->repository == open->index && plim_str_equal(source->subpath, path)) {
            *index_out = i;
            return PLIM_OK;
        }
    }
    PLIM_GROW(run->sources, run->source_count, run->source_cap);
    *index_out = run->source_count++;
    struct audit_source *source = &run->sources[*index_out];
    *source = (struct audit_source){.repository = open->index, .subpath = path};
    return read_source(open, source, err);
}

static enum plim_code read_sources(const struct open_repository *open, struct plim_err *err)
{
    struct audit_run *run = open->run;
    for (size_t i = 0; i < run->cluster_count; i++) {
        struct audit_cluster_run *cluster = &run->clusters[i];
        struct plim_str path = {0};
        size_t source = 0;
        if (!choose_path(open, cluster, &path))
            continue;
        if (take_source(open, path, &source, err) != PLIM_OK)
            return err->code;
        PLIM_GROW(cluster->sources, cluster->source_count, cluster->source_cap);
        cluster->sources[cluster->source_count++] = source;
    }
    return PLIM_OK;
}

/* What the paths leave out, once what they refer to is known. */
static void find_undeclared(const struct open_repository *open)
{
    struct audit_run *run = open->run;
    struct plim_arena *arena = run->desired_arena;
    const char **subpaths = plim_arena_array(arena, run->source_count, sizeof(*subpaths));
    const struct manifest_set **sets =
        plim_arena_array(arena, run->source_count, sizeof(const struct manifest_set *));
    struct manifest_coverage coverage = {
        .repo = open->repo, .tree = &open->tree, .subpaths = subpaths, .sets = sets};
    for (size_t i = 0; i < run->source_count; i++) {
        if (run->sources[i].repository != open->index)
            continue;
        subpaths[coverage.subpath_count++] = copy(arena, run->sources[i].subpath);
        if (run->sources[i].failure.len == 0)
            sets[coverage.set_count++] = &run->sources[i].set;
    }
    if (coverage.subpath_count == 0)
        return;
    struct manifest_undeclared found = manifest_undeclared_find(arena, &coverage);
    struct value *facts = &run->repository_facts[open->index];
    *facts = manifest_repository_declared(arena, facts, subpaths, coverage.subpath_count, &found);
}

static struct manifest_repository describe(struct audit_run *run,
                                           const struct open_repository *open)
{
    const struct audit_repository *repository = &run->fleet->repositories[open->index];
    struct plim_arena *arena = run->desired_arena;
    return (struct manifest_repository){
        .name = open->name,
        .url = gitrepo_redact(arena, copy(arena, repository->url)),
        .revision = copy(arena, repository->revision),
    };
}

static enum plim_code record_facts(const struct open_repository *open, const struct value *facts,
                                   struct plim_err *err)
{
    if (!open->run->request->record)
        return PLIM_OK;
    PLIM_CLEANUP(plim_buf_release) struct plim_buf buf = {0};
    if (value_json_write(facts, VALUE_JSON_PRETTY, &buf, err) != PLIM_OK)
        return err->code;
    return record_text(open, "facts.json", "", plim_buf_str(&buf), err);
}

static enum plim_code read_facts(struct open_repository *open, struct plim_err *err)
{
    struct audit_run *run = open->run;
    const struct audit_repository *repository = &run->fleet->repositories[open->index];
    struct gitrepo_options options = {.cache_dir = run->request->places.cache_dir,
                                      .home = run->request->places.home,
                                      .cancel = run->request->cancel};
    struct gitrepo_facts facts = {0};
    if (gitrepo_open(copy(run->desired_arena, repository->url), &options, &open->repo, err) !=
            PLIM_OK ||
        gitrepo_resolve(open->repo, copy(run->desired_arena, repository->revision), &open->commit,
                        err) != PLIM_OK ||
        gitrepo_facts_read(open->repo, run->desired_arena, &open->commit,
                           run->now - MANIFEST_WINDOW_SECONDS, &facts, err) != PLIM_OK)
        return err->code;
    struct manifest_repository description = describe(run, open);
    open->tree = facts.tree;
    run->repository_facts[open->index] =
        manifest_repository_facts(run->desired_arena, &description, &facts);
    return PLIM_OK;
}

static enum plim_code replay_facts(const struct open_repository *open, struct plim_err *err)
{
    struct audit_run *run = open->run;
    PLIM_CLEANUP(plim_buf_release) struct plim_buf buf = {0};
    struct value facts = {0};
    const char *failure = document_name(open, "failure.txt", "");
    bool failed = snapshot_has(run->request->replay, failure);
    const char *name = failed ? failure : document_name(open, "facts.json", "");
    if (snapshot_get(run->request->replay, name, &buf, err) != PLIM_OK)
        return err->code;
    if (failed)
        return plim_err_set(err, PLIM_UNAVAILABLE, "%.*s", PLIM_STR_ARG(plim_buf_str(&buf)));
    if (value_json_read(run->desired_arena, plim_buf_str(&buf), &facts, err) != PLIM_OK)
        return plim_err_wrap(err, "capture: '%s'", name);
    run->repository_facts[open->index] = facts;
    return PLIM_OK;
}

/* A repository that cannot be read makes what it declares unknown; it does not end the run. */
static enum plim_code read_repository(struct audit_run *run, size_t index, struct plim_err *err)
{
    struct open_repository open = {.run = run, .index = index};
    open.name = copy(run->desired_arena, run->fleet->repositories[index].name);
    struct plim_err reason = {0};
    enum plim_code code = plim_cancel_check(run->request->cancel, &reason);
    if (code == PLIM_OK)
        code = run->request->replay ? replay_facts(&open, &reason) : read_facts(&open, &reason);
    if (code == PLIM_OK) {
        if (run->fleet->repositories[index].desired)
            code = read_sources(&open, err);
        if (code == PLIM_OK && run->fleet->repositories[index].desired && open.repo)
            find_undeclared(&open);
        if (code == PLIM_OK)
            code = record_facts(&open, &run->repository_facts[index], err);
        gitrepo_free(open.repo);
        return code;
    }
    gitrepo_free(open.repo);
    struct manifest_repository description = describe(run, &open);
    const char *why = plim_arena_copy_c(run->desired_arena, reason.msg);
    run->repository_failures[index] = plim_str_from(why);
    run->repository_facts[index] =
        manifest_repository_unknown(run->desired_arena, &description, why);
    return record_text(&open, "failure.txt", "", plim_str_from(why), err);
}

enum plim_code audit_desired_read(struct audit_run *run, struct plim_err *err)
{
    size_t count = run->fleet->repository_count;
    run->repository_facts = plim_arena_array(run->arena, count, sizeof(*run->repository_facts));
    run->repository_failures =
        plim_arena_array(run->arena, count, sizeof(*run->repository_failures));
    for (size_t i = 0; i < count; i++) {
        if (read_repository(run, i, err) != PLIM_OK)
            return err->code;
    }
    return PLIM_OK;
}

void audit_desired_release(struct audit_run *run)
{
    for (size_t i = 0; i < run->source_count; i++)
        manifest_set_release(&run->sources[i].set);
    for (size_t i = 0; i < run->cluster_count; i++)
        free(run->clusters[i].sources);
    free(run->sources);
}
