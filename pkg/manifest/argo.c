#include <string.h>

#include "resource/image.h"
#include "value/build.h"

#include "argo_priv.h"

static const char *text_at(struct plim_arena *arena, const struct value *root, const char *path)
{
    struct plim_str text = value_get_text(root, path);
    return plim_arena_copy(arena, text.text ? text.text : "", text.len);
}

static bool is_kind(const struct value *root, const char *kind)
{
    return manifest_is_of_group(root, "argoproj.io") &&
           value_is_string(value_get(root, "kind"), kind);
}

bool manifest_is_argo_application(const struct value *root)
{
    return is_kind(root, "Application");
}

bool manifest_is_argo_set(const struct value *root)
{
    return is_kind(root, "ApplicationSet");
}

/* ---- Sources. */

static bool makes_objects(const struct value *source)
{
    return value_get_text(source, "path").len > 0 || value_get_text(source, "chart").len > 0 ||
           value_get_text(source, "ref").len == 0;
}

/* NULL when there are no more. */
static const struct value *find_source(const struct value *root, size_t index)
{
    const struct value *sources = value_get_path(root, "spec.sources");
    if (!value_is(sources, VALUE_LIST) || value_len(sources) == 0)
        return index == 0 ? value_get_path(root, "spec.source") : NULL;
    for (size_t i = 0; i < value_len(sources); i++)
        if (makes_objects(value_at(sources, i)) && index-- == 0)
            return value_at(sources, i);
    return NULL;
}

size_t manifest_argo_count(const struct value *root)
{
    size_t count = 0;
    while (find_source(root, count))
        count++;
    return count;
}

/* Another cluster than the one that Argo CD itself is in. */
static bool is_elsewhere(const struct value *root)
{
    struct plim_str server = value_get_text(root, "spec.destination.server");
    struct plim_str name = value_get_text(root, "spec.destination.name");
    return (server.len > 0 && !plim_str_is(server, "https://kubernetes.default.svc")) ||
           (name.len > 0 && !plim_str_is(name, "in-cluster"));
}

static bool is_fixed(struct plim_str revision)
{
    struct resource_version version;
    bool hexadecimal = revision.len == 40;
    for (size_t i = 0; hexadecimal && i < revision.len; i++)
        hexadecimal = strchr("0123456789abcdef", revision.text[i]) != NULL;
    return hexadecimal || resource_version_parse(revision, &version);
}

static enum plim_code check_source(const struct value *source, struct plim_err *err)
{
    struct plim_str revision = value_get_text(source, "targetRevision");
    if (!source)
        return plim_err_set(err, PLIM_INVALID, "it has no source");
    if (value_get_text(source, "chart").len > 0)
        return plim_err_set(err, PLIM_INVALID, "its chart '%.*s' is in %.*s, not in Git",
                            PLIM_STR_ARG(value_get_text(source, "chart")),
                            PLIM_STR_ARG(value_get_text(source, "repoURL")));
    if (value_get(source, "plugin"))
        return plim_err_set(err, PLIM_INVALID, "a plugin makes its objects");
    if (value_get_path(source, "directory.jsonnet"))
        return plim_err_set(err, PLIM_INVALID, "jsonnet makes its objects");
    if (is_fixed(revision))
        return plim_err_set(err, PLIM_INVALID,
                            "its source is at '%.*s', which need not be the revision that was read",
                            PLIM_STR_ARG(revision));
    return PLIM_OK;
}

/* ---- kustomize. */

/* "old=new:tag", "name:tag", "name@digest". Source: kustomize edit set image. */
static struct value read_image(struct plim_arena *arena, struct plim_str text)
{
    struct value_map_builder image = {.arena = arena};
    struct plim_str rest = text;
    struct plim_str name = {0};
    struct plim_str digest = {0};
    bool renamed = plim_str_cut(&rest, '=', &name);
    rest = renamed ? rest : text;
    struct plim_str place = {0};
    if (plim_str_cut(&rest, '@', &place))
        digest = rest;
    size_t colon = place.len;
    while (colon > 0 && place.text[colon - 1] != ':' && place.text[colon - 1] != '/')
        colon--;
    bool tagged = colon > 0 && place.text[colon - 1] == ':';
    struct plim_str target = {place.text, tagged ? colon - 1 : place.len};
    value_map_add(&image, "name", value_string(renamed ? name : target));
    if (renamed)
        value_map_add(&image, "newName", value_string(target));
    if (tagged)
        value_map_add(&image, "newTag",
                      value_string((struct plim_str){place.text + colon, place.len - colon}));
    value_map_add_text(&image, "digest", digest);
    return value_map_finish(&image);
}

static struct value read_changes(struct plim_arena *arena, const struct value *kustomize)
{
    static const char *const fields[] = {"namespace",    "namePrefix",       "nameSuffix",
                                         "patches",      "components",       "replicas",
                                         "commonLabels", "commonAnnotations"};
    struct value_map_builder changes = {.arena = arena};
    struct value_list_builder images = {.arena = arena};
    const struct value *stated = value_get(kustomize, "images");
    for (size_t i = 0; i < PLIM_LEN(fields); i++) {
        const struct value *field = value_get(kustomize, fields[i]);
        if (value_len(field) > 0 || value_str(field).len > 0)
            value_map_add(&changes, fields[i], *field);
    }
    for (size_t i = 0; i < (value_is(stated, VALUE_LIST) ? value_len(stated) : 0); i++)
        value_list_add(&images, read_image(arena, value_str(value_at(stated, i))));
    if (images.len > 0)
        value_map_add(&changes, "images", value_list_finish(&images));
    return value_map_finish(&changes);
}

/* ---- The application. */

static const char *or_else(const char *text, const char *otherwise)
{
    return text[0] != '\0' ? text : otherwise;
}

enum plim_code manifest_argo_read(struct plim_arena *arena, const struct value *root, size_t index,
                                  struct manifest_recipe *recipe_out, struct plim_err *err)
{
    const struct value *source = find_source(root, index);
    const struct value *helm = value_get(source, "helm");
    const char *name = text_at(arena, root, "metadata.name");
    const char *path = text_at(arena, source, "path");
    while (*path == '/')
        path++;
    *recipe_out = (struct manifest_recipe){
        .kind = manifest_is_argo_set(root) ? "ApplicationSet" : "Application",
        .namespace = or_else(text_at(arena, root, "metadata.namespace"), "argocd"),
        .name = name,
        .path = manifest_path_resolve(arena, "", path),
        .url = text_at(arena, source, "repoURL"),
        .changes = read_changes(arena, value_get(source, "kustomize")),
        .prunes = value_bool_or(value_get_path(root, "spec.syncPolicy.automated.prune"), false),
        .elsewhere = is_elsewhere(root),
        .argo = true,
        .directory = value_get(source, "directory"),
        .release = or_else(text_at(arena, helm, "releaseName"), name),
        .target_namespace = text_at(arena, root, "spec.destination.namespace"),
        .helm = helm,
    };
    if (manifest_is_argo_set(root))
        return plim_err_set(err, PLIM_INVALID, "the Applications that it generates are not known");
    if (!recipe_out->path)
        return plim_err_set(err, PLIM_INVALID, "the path '%.200s' leads outside of its source",
                            path);
    return check_source(source, err);
}

/* Every Application takes its manifests from one and the same URL. */
static bool is_only_one(const struct manifest_documents *documents, struct plim_str url)
{
    for (size_t i = 0; i < documents->len; i++) {
        const struct value *root = &documents->items[i].root;
        const struct value *source = NULL;
        if (!manifest_is_argo_application(root))
            continue;
        for (size_t k = 0; (source = find_source(root, k)) != NULL; k++)
            if (value_get_text(source, "chart").len == 0 &&
                !manifest_is_same_url(value_get_text(source, "repoURL"), url))
                return false;
    }
    return true;
}

enum plim_code manifest_argo_locate(const struct manifest_asking *asking,
                                    const struct manifest_recipe *recipe, struct plim_err *err)
{
    struct plim_str url = plim_str_from(recipe->url);
    bool same = asking->url ? manifest_is_same_repository(plim_str_from(asking->url), url)
                            : is_only_one(asking->documents, url);
    if (!same)
        return plim_err_set(err, PLIM_INVALID, "its source is another repository: %s", recipe->url);
    return PLIM_OK;
}
