#include <string.h>

#include "base/file.h"
#include "gitrepo/tree.h"

#include "owners_priv.h"
#include "ownership_priv.h"

enum { COMPARISONS_MAX = 100000000 /* of a path with a rule of a section */ };

/* Where each host looks, the first one first. What a place alone does not tell, the pipeline does.
 * Sources: the documentation of GitHub and GitLab. */
static const char *const github_paths[] = {".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"};
static const char *const gitlab_paths[] = {"CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"};

/* Their rules are regular expressions, or patterns of another kind. */
static const char *const other_paths[] = {".gitea/", ".forgejo/", ".bitbucket/",
                                          "bitbucket-pipelines.yml"};

struct reading {
    struct gitrepo *repo;
    struct plim_arena *arena;
    const struct gitrepo_tree *tree;
    struct gitrepo_facts *facts;
    struct gitrepo_owners rules;       /* of CODEOWNERS */
    struct gitrepo_owners directories; /* of OWNERS files */
};

static bool has_prefix(const struct gitrepo_tree *tree, const char *prefix)
{
    for (size_t i = 0; i < tree->len; i++) {
        if (strncmp(tree->items[i].path, prefix, strlen(prefix)) == 0)
            return true;
    }
    return false;
}

static const struct gitrepo_entry *find_first(const struct reading *reading,
                                              const char *const *paths, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < reading->tree->len; k++) {
            const struct gitrepo_entry *entry = &reading->tree->items[k];
            if (strcmp(entry->path, paths[i]) == 0 && entry->id[0] != '\0')
                return entry;
        }
    }
    return NULL;
}

static bool is_codeowners(const char *path)
{
    return strcmp(plim_path_name(path), "CODEOWNERS") == 0;
}

static enum plim_code read_codeowners(struct reading *reading, struct plim_err *err)
{
    bool wanted = false;
    for (size_t i = 0; i < reading->facts->owner_count; i++)
        wanted = wanted || is_codeowners(reading->facts->owners[i]);
    if (!wanted)
        return PLIM_OK;
    for (size_t i = 0; i < PLIM_LEN(other_paths); i++) {
        if (has_prefix(reading->tree, other_paths[i]))
            return plim_err_set(err, PLIM_INVALID, "only GitHub's and GitLab's are understood");
    }
    bool gitlab = has_prefix(reading->tree, ".gitlab");
    const struct gitrepo_entry *entry =
        gitlab ? find_first(reading, gitlab_paths, PLIM_LEN(gitlab_paths))
               : find_first(reading, github_paths, PLIM_LEN(github_paths));
    struct plim_str text = {0};
    if (!entry)
        return PLIM_OK;
    if (gitrepo_read(reading->repo, reading->arena, entry->id, GITREPO_OWNERS_BYTES_MAX, &text,
                     err) != PLIM_OK)
        return err->code;
    return gitrepo_owners_parse(reading->arena, text,
                                gitlab ? GITREPO_OWNERS_GITLAB : GITREPO_OWNERS_GITHUB,
                                &reading->rules, err);
}

static enum plim_code add_directories(struct reading *reading, struct plim_err *err)
{
    for (size_t i = 0; i < reading->facts->owner_count; i++) {
        const char *path = reading->facts->owners[i];
        if (is_codeowners(path))
            continue;
        const char *dir = strchr(path, '/') ? plim_path_dir(reading->arena, path) : "";
        if (gitrepo_owners_add_directory(reading->arena, dir, &reading->directories, err) !=
            PLIM_OK)
            return err->code;
    }
    return PLIM_OK;
}

/* What can be a manifest: hidden files and directories are tools' own. */
static bool is_candidate(const struct gitrepo_entry *entry)
{
    struct plim_str path = plim_str_from(entry->path);
    if (entry->kind != GITREPO_ENTRY_FILE && entry->kind != GITREPO_ENTRY_LINK_FILE)
        return false;
    return entry->path[0] != '.' && !strstr(entry->path, "/.") &&
           (plim_str_ends(path, PLIM_STR(".yaml")) || plim_str_ends(path, PLIM_STR(".yml")) ||
            plim_str_ends(path, PLIM_STR(".json")));
}

static enum plim_code list_unowned(struct reading *reading, struct plim_err *err)
{
    struct gitrepo_facts *facts = reading->facts;
    const struct gitrepo_tree *tree = reading->tree;
    size_t each = reading->rules.len * (reading->rules.sections + 1) + reading->directories.len;
    size_t most = COMPARISONS_MAX / (each + 1);
    facts->unowned = plim_arena_array(reading->arena, tree->len, sizeof(*facts->unowned));
    for (size_t i = 0; i < tree->len; i++) {
        if (!is_candidate(&tree->items[i]))
            continue;
        if (most-- == 0)
            return plim_err_set(err, PLIM_LIMIT, "too many files and rules");
        const char *path = tree->items[i].path;
        if (!gitrepo_owners_cover(&reading->rules, path) &&
            !gitrepo_owners_cover(&reading->directories, path))
            facts->unowned[facts->unowned_count++] = path;
    }
    return PLIM_OK;
}

void gitrepo_ownership_read(struct gitrepo *repo, struct plim_arena *arena,
                            const struct gitrepo_tree *tree, struct gitrepo_facts *facts)
{
    struct plim_err err = {0};
    struct reading reading = {.repo = repo, .arena = arena, .tree = tree, .facts = facts};
    if (facts->owner_count == 0) {
        facts->unowned_unknown = "no file says who owns what";
        return;
    }
    if (read_codeowners(&reading, &err) == PLIM_OK && add_directories(&reading, &err) == PLIM_OK &&
        list_unowned(&reading, &err) == PLIM_OK)
        return;
    facts->unowned_count = 0;
    facts->unowned_unknown = plim_arena_printf(arena, "CODEOWNERS: %s", err.msg);
}
