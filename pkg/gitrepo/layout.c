#include <string.h>
#include <strings.h>

#include "base/file.h"
#include "base/str.h"

#include "layout_priv.h"

/* Where the makers of these systems look for a pipeline's definition. '*' also runs over '/'. */
static const char *const pipeline_patterns[] = {
    ".github/workflows/*.yml",
    ".github/workflows/*.yaml",
    ".gitea/workflows/*.y*ml",
    ".forgejo/workflows/*.y*ml",
    ".gitlab-ci.yml",
    ".circleci/config.yml",
    "azure-pipelines*.yml",
    ".azure-pipelines/*.yml",
    "bitbucket-pipelines.yml",
    ".drone.yml",
    ".woodpecker.y*ml",
    ".woodpecker/*.y*ml",
    ".travis.yml",
    ".buildkite/*.y*ml",
    ".cirrus.yml",
    "cloudbuild*.y*ml",
    "buildspec*.y*ml",
    "appveyor.yml",
    ".appveyor.yml",
    ".semaphore/*.yml",
    ".tekton/*.y*ml",
    ".prow.yaml",
    ".prow/*.yaml",
    "Jenkinsfile*",
    "*/Jenkinsfile",
    ".teamcity/*",
    ".harness/*.y*ml",
};

/* Source: the documentation of GitHub, GitLab and Bitbucket; OWNERS is Kubernetes' (Prow's) file.
 */
static const char *const owner_paths[] = {
    "CODEOWNERS",          ".github/CODEOWNERS",    ".gitlab/CODEOWNERS",
    "docs/CODEOWNERS",     ".bitbucket/CODEOWNERS", ".gitea/CODEOWNERS",
    ".forgejo/CODEOWNERS",
};

static bool is_pipeline(const char *path)
{
    for (size_t i = 0; i < PLIM_LEN(pipeline_patterns); i++)
        if (plim_str_matches_glob(plim_str_from(path), plim_str_from(pipeline_patterns[i])))
            return true;
    return false;
}

static bool is_owners(const char *path)
{
    for (size_t i = 0; i < PLIM_LEN(owner_paths); i++)
        if (strcmp(path, owner_paths[i]) == 0)
            return true;
    return strcmp(plim_path_name(path), "OWNERS") == 0;
}

static bool is_readme(const char *path)
{
    return strncasecmp(path, "README", 6) == 0 && (path[6] == '\0' || path[6] == '.') &&
           !strchr(path, '/');
}

void gitrepo_layout_read(struct plim_arena *arena, const struct gitrepo_tree *tree,
                         struct gitrepo_facts *facts)
{
    facts->pipelines = plim_arena_array(arena, tree->len, sizeof(*facts->pipelines));
    facts->owners = plim_arena_array(arena, tree->len, sizeof(*facts->owners));
    for (size_t i = 0; i < tree->len; i++) {
        const struct gitrepo_entry *entry = &tree->items[i];
        if (entry->kind != GITREPO_ENTRY_FILE && entry->kind != GITREPO_ENTRY_LINK_FILE)
            continue;
        if (is_pipeline(entry->path))
            facts->pipelines[facts->pipeline_count++] = entry->path;
        if (is_owners(entry->path))
            facts->owners[facts->owner_count++] = entry->path;
        facts->readme = facts->readme || is_readme(entry->path);
    }
}
