#include <string.h>

#include "value/build.h"
#include "value/json.h"

#include "flux_priv.h"

static const char *text_at(struct plim_arena *arena, const struct value *root, const char *path)
{
    struct plim_str text = value_get_text(root, path);
    return plim_arena_copy(arena, text.text ? text.text : "", text.len);
}

bool manifest_is_flux_kustomization(const struct value *root)
{
    return manifest_is_of_group(root, "kustomize.toolkit.fluxcd.io") &&
           value_is_string(value_get(root, "kind"), "Kustomization");
}

/* ---- Kustomization. */

/* Flux sets common metadata on every object after it was built, not on templates: a patch does. */
static struct value metadata_patch(struct plim_arena *arena, const struct value *common)
{
    struct value_map_builder metadata = {.arena = arena};
    struct value_map_builder object = {.arena = arena};
    struct value_map_builder target = {.arena = arena};
    struct value_map_builder patch = {.arena = arena};
    struct plim_buf text = {.arena = arena};
    struct plim_err ignored;
    value_map_add(&metadata, "name", value_string_c("all"));
    for (size_t i = 0; i < value_len(common); i++)
        value_map_add_str(&metadata, value_str(&common->entries[i].key), *value_at(common, i));
    value_map_add(&object, "apiVersion", value_string_c("v1"));
    value_map_add(&object, "kind", value_string_c("All"));
    value_map_add(&object, "metadata", value_map_finish(&metadata));
    struct value whole = value_map_finish(&object);
    if (value_json_write(&whole, VALUE_JSON_COMPACT, &text, &ignored) != PLIM_OK)
        return value_null();
    value_map_add(&target, "name", value_string_c(".*"));
    value_map_add(&patch, "patch", value_string(plim_buf_str(&text)));
    value_map_add(&patch, "target", value_map_finish(&target));
    return value_map_finish(&patch);
}

static struct value read_patches(struct plim_arena *arena, const struct value *spec)
{
    struct value_list_builder patches = {.arena = arena};
    const struct value *stated = value_get(spec, "patches");
    const struct value *common = value_get(spec, "commonMetadata");
    for (size_t i = 0; i < (value_is(stated, VALUE_LIST) ? value_len(stated) : 0); i++)
        value_list_add(&patches, *value_at(stated, i));
    if (value_len(common) > 0)
        value_list_add(&patches, metadata_patch(arena, common));
    return value_list_finish(&patches);
}

static struct value read_changes(struct plim_arena *arena, const struct value *spec)
{
    static const char *const fields[][2] = {{"targetNamespace", "namespace"},
                                            {"namePrefix", "namePrefix"},
                                            {"nameSuffix", "nameSuffix"},
                                            {"patchesStrategicMerge", "patchesStrategicMerge"},
                                            {"patchesJson6902", "patchesJson6902"},
                                            {"images", "images"},
                                            {"components", "components"}};
    struct value_map_builder changes = {.arena = arena};
    for (size_t i = 0; i < PLIM_LEN(fields); i++) {
        const struct value *field = value_get(spec, fields[i][0]);
        if (value_len(field) > 0 || value_str(field).len > 0)
            value_map_add(&changes, fields[i][1], *field);
    }
    struct value patches = read_patches(arena, spec);
    if (value_len(&patches) > 0)
        value_map_add(&changes, "patches", patches);
    return value_map_finish(&changes);
}

/* kind, namespace and name; the object's own namespace where none is stated. */
static struct value read_reference(struct plim_arena *arena, const struct value *root,
                                   const struct value *reference)
{
    struct value_map_builder made = {.arena = arena};
    struct plim_str stated = value_get_text(reference, "namespace");
    struct plim_str own = value_get_text(root, "metadata.namespace");
    value_map_add(&made, "kind", value_string(value_get_text(reference, "kind")));
    value_map_add(&made, "namespace", value_string(stated.len > 0 ? stated : own));
    value_map_add(&made, "name", value_string(value_get_text(reference, "name")));
    return value_map_finish(&made);
}

static enum plim_code read_kustomization(struct plim_arena *arena, const struct value *root,
                                         struct manifest_recipe *recipe_out, struct plim_err *err)
{
    const struct value *spec = value_get(root, "spec");
    const char *path = text_at(arena, spec, "path");
    while (*path == '/')
        path++;
    *recipe_out = (struct manifest_recipe){
        .kind = "Kustomization",
        .namespace = text_at(arena, root, "metadata.namespace"),
        .name = text_at(arena, root, "metadata.name"),
        .path = manifest_path_resolve(arena, "", path),
        .source = read_reference(arena, root, value_get(spec, "sourceRef")),
        .changes = read_changes(arena, spec),
        .post_build = value_get(spec, "postBuild"),
        .suspended = value_bool_or(value_get(spec, "suspend"), false),
        .prunes = value_bool_or(value_get(spec, "prune"), false),
        .elsewhere = value_get(spec, "kubeConfig") != NULL,
        .target_namespace = "",
    };
    if (!recipe_out->path)
        return plim_err_set(err, PLIM_INVALID, "the path '%.200s' leads outside of its source",
                            path);
    return PLIM_OK;
}

/* ---- HelmRelease. Source: helm.toolkit.fluxcd.io/v2. */

bool manifest_is_flux_release(const struct value *root)
{
    return manifest_is_of_group(root, "helm.toolkit.fluxcd.io") &&
           value_is_string(value_get(root, "kind"), "HelmRelease");
}

/* The name of the release: with the target namespace in front where there is one. */
static const char *release_name(struct plim_arena *arena, const struct value *root)
{
    const char *stated = text_at(arena, root, "spec.releaseName");
    const char *target = text_at(arena, root, "spec.targetNamespace");
    const char *name = text_at(arena, root, "metadata.name");
    if (stated[0] != '\0')
        return stated;
    return target[0] != '\0' ? plim_arena_printf(arena, "%s-%s", target, name) : name;
}

static enum plim_code check_release(const struct value *root, const struct manifest_recipe *recipe,
                                    struct plim_err *err)
{
    const struct value *spec = value_get(root, "spec");
    const struct value *reference = value_get(spec, "chartRef");
    struct plim_str kind = value_get_text(&recipe->source, "kind");
    if (reference)
        return plim_err_set(err, PLIM_INVALID, "its chart is in %.*s '%.*s', not in Git",
                            PLIM_STR_ARG(value_get_text(reference, "kind")),
                            PLIM_STR_ARG(value_get_text(reference, "name")));
    if (!plim_str_is(kind, "GitRepository"))
        return plim_err_set(err, PLIM_INVALID, "its chart '%.*s' is in %.*s '%.*s', not in Git",
                            PLIM_STR_ARG(value_get_text(spec, "chart.spec.chart")),
                            PLIM_STR_ARG(kind),
                            PLIM_STR_ARG(value_get_text(&recipe->source, "name")));
    if (!recipe->path)
        return plim_err_set(err, PLIM_INVALID, "its chart is outside of its source");
    if (value_len(value_get(spec, "postRenderers")) > 0)
        return plim_err_set(err, PLIM_INVALID, "its post-renderers are not understood");
    return PLIM_OK;
}

static enum plim_code read_release(struct plim_arena *arena, const struct value *root,
                                   struct manifest_recipe *recipe_out, struct plim_err *err)
{
    const struct value *spec = value_get(root, "spec");
    const struct value *chart = value_get_path(spec, "chart.spec");
    const char *target = text_at(arena, spec, "targetNamespace");
    const char *path = text_at(arena, chart, "chart");
    while (*path == '/')
        path++;
    *recipe_out = (struct manifest_recipe){
        .kind = "HelmRelease",
        .namespace = text_at(arena, root, "metadata.namespace"),
        .name = text_at(arena, root, "metadata.name"),
        .path = manifest_path_resolve(arena, "", path),
        .source = read_reference(arena, root, value_get(chart, "sourceRef")),
        .suspended = value_bool_or(value_get(spec, "suspend"), false),
        .prunes = true,
        .elsewhere = value_get(spec, "kubeConfig") != NULL,
        .chart = true,
        .release = release_name(arena, root),
        .values = value_get(spec, "values"),
        .values_from = value_get(spec, "valuesFrom"),
        .values_files = value_get(chart, "valuesFiles"),
    };
    recipe_out->target_namespace = target[0] != '\0' ? target : recipe_out->namespace;
    return check_release(root, recipe_out, err);
}

enum plim_code manifest_flux_read(struct plim_arena *arena, const struct value *root,
                                  struct manifest_recipe *recipe_out, struct plim_err *err)
{
    return manifest_is_flux_release(root) ? read_release(arena, root, recipe_out, err)
                                          : read_kustomization(arena, root, recipe_out, err);
}

/* ---- Sources. */

/* "https://user@host:1/Owner/name.git/" without scheme, user and ending. */
static struct plim_str plain_url(struct plim_str url)
{
    for (size_t i = 0; i + 3 <= url.len; i++)
        if (memcmp(url.text + i, "://", 3) == 0) {
            url = (struct plim_str){url.text + i + 3, url.len - i - 3};
            break;
        }
    const char *at = url.len > 0 ? memchr(url.text, '@', url.len) : NULL;
    if (at)
        url = (struct plim_str){at + 1, url.len - (size_t)(at + 1 - url.text)};
    while (url.len > 0 && url.text[url.len - 1] == '/')
        url.len--;
    if (plim_str_ends(url, PLIM_STR(".git")))
        url.len -= strlen(".git");
    return url;
}

static struct plim_str last_part(struct plim_str url)
{
    size_t at = url.len;
    while (at > 0 && url.text[at - 1] != '/' && url.text[at - 1] != ':')
        at--;
    return (struct plim_str){url.text + at, url.len - at};
}

bool manifest_is_same_url(struct plim_str one, struct plim_str other)
{
    return plim_str_equal(plain_url(one), plain_url(other));
}

bool manifest_is_same_repository(struct plim_str one, struct plim_str other)
{
    struct plim_str left = last_part(plain_url(one));
    return left.len > 0 && plim_str_equal(left, last_part(plain_url(other)));
}

/* Every repository that is declared has one and the same URL. */
static bool is_only_one(const struct manifest_documents *documents, struct plim_str url)
{
    for (size_t i = 0; i < documents->len; i++) {
        const struct value *root = &documents->items[i].root;
        if (value_is_string(value_get(root, "kind"), "GitRepository") &&
            !plim_str_equal(plain_url(value_get_text(root, "spec.url")), plain_url(url)))
            return false;
    }
    return true;
}

static bool is_bootstrap(struct plim_str namespace, struct plim_str name)
{
    return plim_str_is(namespace, "flux-system") && plim_str_is(name, "flux-system");
}

static enum plim_code check_revision(const struct value *repository, const char *shown,
                                     struct plim_err *err)
{
    static const char *const fixed[] = {"tag", "semver", "commit", "name"};
    for (size_t i = 0; i < PLIM_LEN(fixed); i++) {
        struct plim_str value =
            value_str(value_get(value_get_path(repository, "spec.ref"), fixed[i]));
        if (value.len > 0)
            return plim_err_set(err, PLIM_INVALID,
                                "%s is at %s '%.*s', which need not be the revision that was read",
                                shown, fixed[i], PLIM_STR_ARG(value));
    }
    return PLIM_OK;
}

static enum plim_code locate_repository(struct plim_arena *arena,
                                        const struct manifest_asking *asking,
                                        const struct manifest_wanted *wanted, struct plim_err *err)
{
    struct manifest_wanted root = *wanted;
    root.namespace = root.name = "flux-system";
    const char *shown = plim_arena_printf(arena, "the source %s '%s/%s'", wanted->kind,
                                          wanted->namespace, wanted->name);
    if (is_bootstrap(plim_str_from(wanted->namespace), plim_str_from(wanted->name)))
        return PLIM_OK;
    const struct value *found = manifest_documents_find(asking->documents, wanted, asking->from);
    if (!found)
        return plim_err_set(err, PLIM_NOT_FOUND, "%s is not declared here", shown);
    struct plim_str url = value_get_text(found, "spec.url");
    const struct value *bootstrap = manifest_documents_find(asking->documents, &root, asking->from);
    bool same = (bootstrap && plim_str_equal(plain_url(value_get_text(bootstrap, "spec.url")),
                                             plain_url(url))) ||
                (asking->url && manifest_is_same_repository(plim_str_from(asking->url), url)) ||
                (!bootstrap && !asking->url && is_only_one(asking->documents, url));
    if (!same)
        return plim_err_set(err, PLIM_INVALID, "%s is another repository: %.*s", shown,
                            PLIM_STR_ARG(url));
    return check_revision(found, shown, err);
}

/* "@alias/apps/base/[star][star]" of a copy into "apps/base"; NULL when it is not all of a
 * directory. */
static const char *copied_dir(struct plim_arena *arena, struct plim_str text,
                              struct plim_str *alias, bool whole)
{
    struct plim_str rest = text;
    if (!plim_str_starts(text, PLIM_STR("@")) || !plim_str_cut(&rest, '/', alias))
        return NULL;
    if (whole && !plim_str_ends(rest, PLIM_STR("**")))
        return NULL;
    rest.len -= whole ? strlen("**") : 0;
    return manifest_path_resolve(arena, "", plim_arena_copy(arena, rest.text, rest.len));
}

/* What stands before the destination when the copy keeps its place in the tree: "apps" for
 * "apps/base" to "base". NULL when it does not. */
static const char *moved_from(struct plim_arena *arena, const char *from, const char *to)
{
    size_t len = strlen(from);
    size_t tail = strlen(to);
    if (tail == 0)
        return from;
    if (len < tail || strcmp(from + len - tail, to) != 0 ||
        (len > tail && from[len - tail - 1] != '/'))
        return NULL;
    return plim_arena_copy(arena, from, len == tail ? 0 : len - tail - 1);
}

static const struct value *find_field(const struct value *list, const char *field,
                                      struct plim_str text)
{
    for (size_t i = 0; i < (value_is(list, VALUE_LIST) ? value_len(list) : 0); i++)
        if (plim_str_equal(value_get_text(value_at(list, i), field), text))
            return value_at(list, i);
    return NULL;
}

/* One directory of the repository has everything where the artifact has it. */
static enum plim_code locate_artifact(struct plim_arena *arena,
                                      const struct manifest_asking *asking,
                                      const struct value *generator, const struct value *artifact,
                                      const char **dir_out, struct plim_err *err)
{
    const struct value *copies = value_get(artifact, "copy");
    const char *dir = NULL;
    for (size_t i = 0; i < value_len(copies); i++) {
        const struct value *one = value_at(copies, i);
        struct plim_str alias = {0};
        struct plim_str target = {0};
        const char *to = copied_dir(arena, value_get_text(one, "to"), &target, false);
        const char *from = copied_dir(arena, value_get_text(one, "from"), &alias, true);
        const char *moved = from && to ? moved_from(arena, from, to) : NULL;
        if (!moved || value_get(one, "exclude") || (dir && strcmp(dir, moved) != 0))
            return plim_err_set(err, PLIM_INVALID, "its artifact puts files to other places");
        dir = moved;
        alias = (struct plim_str){alias.text + 1, alias.len - 1};
        const struct value *source =
            find_field(value_get_path(generator, "spec.sources"), "alias", alias);
        struct value reference = read_reference(arena, generator, source);
        const char *top = "";
        if (manifest_flux_locate(arena, asking, &reference, &top, err) != PLIM_OK)
            return err->code;
    }
    *dir_out = dir ? dir : "";
    return PLIM_OK;
}

static enum plim_code find_artifact(struct plim_arena *arena, const struct manifest_asking *asking,
                                    const struct manifest_wanted *wanted, const char **dir_out,
                                    struct plim_err *err)
{
    const struct manifest_documents *documents = asking->documents;
    struct plim_str name = plim_str_from(wanted->name);
    for (size_t i = 0; i < documents->len; i++) {
        struct plim_str generator = value_get_text(&documents->items[i].root, "metadata.name");
        struct manifest_wanted one = {"source.extensions.fluxcd.io", "ArtifactGenerator",
                                      wanted->namespace,
                                      plim_arena_copy(arena, generator.text, generator.len)};
        const struct value *found = manifest_is_of_group(&documents->items[i].root, one.group)
                                        ? manifest_documents_find(documents, &one, asking->from)
                                        : NULL;
        const struct value *artifact =
            find_field(value_get_path(found, "spec.artifacts"), "name", name);
        if (artifact)
            return locate_artifact(arena, asking, found, artifact, dir_out, err);
    }
    return plim_err_set(err, PLIM_NOT_FOUND,
                        "the source ExternalArtifact '%s/%s' is not declared here",
                        wanted->namespace, wanted->name);
}

enum plim_code manifest_flux_locate(struct plim_arena *arena, const struct manifest_asking *asking,
                                    const struct value *source, const char **dir_out,
                                    struct plim_err *err)
{
    struct manifest_wanted wanted = {"source.toolkit.fluxcd.io", text_at(arena, source, "kind"),
                                     text_at(arena, source, "namespace"),
                                     text_at(arena, source, "name")};
    *dir_out = "";
    if (strcmp(wanted.kind, "GitRepository") == 0)
        return locate_repository(arena, asking, &wanted, err);
    if (strcmp(wanted.kind, "ExternalArtifact") == 0)
        return find_artifact(arena, asking, &wanted, dir_out, err);
    return plim_err_set(err, PLIM_INVALID, "the source %s '%s/%s' is not Git", wanted.kind,
                        wanted.namespace, wanted.name);
}
