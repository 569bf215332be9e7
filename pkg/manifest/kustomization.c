#include <string.h>

#include "value/yaml.h"

#include "kustomization_priv.h"
#include "parse_priv.h"
#include "text_priv.h"
#include "tree_priv.h"

/* Fields that name files or directories to be loaded, of which directories are kustomizations
 * again. Source: the Kustomization type of kustomize's api module. */
static const char *const reference_fields[] = {
    "resources", "bases", "components", "generators", "transformers", "validators",
};

/* Keys whose strings kustomize opens, wherever they stand; it would fetch a URL. */
static const char *const file_keys[] = {
    "resources",
    "bases",
    "components",
    "generators",
    "transformers",
    "validators",
    "configurations",
    "crds",
    "files",
    "envs",
    "env",
    "path",
    "patchesStrategicMerge",
    "valuesFile",
    "additionalValuesFiles",
};

static const char *const helm_keys[] = {"helmCharts", "helmChartInflationGenerator", "helmGlobals"};

bool manifest_is_kustomization_name(const char *name)
{
    return strcmp(name, "kustomization.yaml") == 0 || strcmp(name, "kustomization.yml") == 0 ||
           strcmp(name, "Kustomization") == 0;
}

static bool contains(struct plim_str text, const char *part)
{
    return manifest_text_contains(text, plim_str_from(part));
}

/* kustomize takes such a name for a repository or a download, even if a directory is called so. */
static bool is_remote(struct plim_str reference)
{
    static const char *const parts[] = {
        "://", "?ref=", "?version=", "?timeout=", "?submodules=", ".git/", "//", "/_git/"};
    static const char *const starts[] = {
        "git@", "git::", "gh:", "github.com", "gitlab.com", "bitbucket.org", "ssh.dev.azure.com"};
    for (size_t i = 0; i < PLIM_LEN(parts); i++)
        if (contains(reference, parts[i]))
            return true;
    for (size_t i = 0; i < PLIM_LEN(starts); i++)
        if (plim_str_starts(reference, plim_str_from(starts[i])))
            return true;
    return plim_str_ends(reference, PLIM_STR(".git"));
}

/* An inline document instead of a path. */
static bool is_inline(struct plim_str text)
{
    return contains(text, "\n") || contains(text, "{") || contains(text, ": ");
}

static bool is_file_key(struct plim_str key)
{
    for (size_t i = 0; i < PLIM_LEN(file_keys); i++)
        if (plim_str_is(key, file_keys[i]))
            return true;
    return false;
}

static const struct value *find_remote(const struct value *node, bool names_file);

static const struct value *find_remote_in(const struct value *node, bool names_file)
{
    bool is_map = value_is(node, VALUE_MAP);
    for (size_t i = 0; i < value_len(node); i++) {
        bool names = is_map ? is_file_key(value_str(&node->entries[i].key)) : names_file;
        const struct value *found = find_remote(value_at(node, i), names);
        if (found)
            return found;
    }
    return NULL;
}

/* The first text that kustomize would fetch, or NULL. Fields of a path that is one of an object
 * ("/spec/replicas") do not look like one. */
static const struct value *find_remote(const struct value *node, bool names_file)
{
    if (value_is(node, VALUE_STRING))
        return names_file && !is_inline(value_str(node)) && is_remote(value_str(node)) ? node
                                                                                       : NULL;
    return value_is(node, VALUE_MAP) || value_is(node, VALUE_LIST)
               ? find_remote_in(node, names_file)
               : NULL;
}

static void read_references(struct plim_arena *arena, const struct value *root,
                            struct manifest_kustomization *kustomization)
{
    size_t most = 0;
    for (size_t i = 0; i < PLIM_LEN(reference_fields); i++)
        most += value_len(value_get(root, reference_fields[i]));
    kustomization->references = plim_arena_array(arena, most, sizeof(char *));
    for (size_t i = 0; i < PLIM_LEN(reference_fields); i++) {
        const struct value *list = value_get(root, reference_fields[i]);
        for (size_t k = 0; k < (value_is(list, VALUE_LIST) ? value_len(list) : 0); k++) {
            struct plim_str text = value_str(value_at(list, k));
            if (text.len > 0 && !is_inline(text))
                kustomization->references[kustomization->reference_count++] =
                    plim_arena_copy(arena, text.text, text.len);
        }
    }
}

static const char *find_error(struct plim_arena *arena, const struct value *root)
{
    for (size_t i = 0; i < PLIM_LEN(helm_keys); i++)
        if (value_get(root, helm_keys[i]))
            return "it uses a Helm chart, and Helm charts come later";
    const struct value *remote = find_remote(root, false);
    if (remote)
        return plim_arena_printf(arena, "'%.*s' is remote, and nothing is fetched",
                                 PLIM_STR_ARG(value_str(remote)));
    return "";
}

/* A line of block style fits behind a document of block style only. */
static bool is_block_style(struct plim_str text)
{
    struct plim_str rest = text;
    while (rest.len > 0) {
        struct plim_str line;
        (void)plim_str_cut(&rest, '\n', &line);
        struct plim_str content = plim_str_trim(line);
        if (content.len == 0 || content.text[0] == '#' || plim_str_is(content, "---"))
            continue;
        return content.text == line.text && content.text[0] != '{' && !contains(text, "\n...");
    }
    return false;
}

bool manifest_kustomization_parse(struct plim_arena *arena, const char *path, struct plim_str text,
                                  struct manifest_kustomization *kustomization_out)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *parsed = plim_arena_new();
    struct value_yaml_list documents;
    struct plim_err why;
    *kustomization_out = (struct manifest_kustomization){
        .path = path, .dir = manifest_path_dir(arena, path), .error = "", .text = text};
    if (value_yaml_read(parsed, path, text, VALUE_YAML_MANIFEST, &documents, &why) != PLIM_OK) {
        kustomization_out->error =
            plim_arena_copy_c(arena, manifest_reason_without_path(why.msg, path));
        return true;
    }
    if (documents.len != 1) {
        kustomization_out->error = "it is not one document";
        return true;
    }
    const struct value *root = &documents.items[0].root;
    struct plim_str api_version = value_get_text(root, "apiVersion");
    if (api_version.len > 0 && !plim_str_starts(api_version, PLIM_STR("kustomize.config.k8s.io/")))
        return false;
    kustomization_out->component = value_is_string(value_get(root, "kind"), "Component");
    kustomization_out->traces = !value_get(root, "buildMetadata") && is_block_style(text);
    kustomization_out->error = find_error(arena, root);
    read_references(arena, root, kustomization_out);
    return true;
}
