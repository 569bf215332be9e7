#include <string.h>

#include "base/file.h"
#include "value/build.h"
#include "value/json.h"
#include "value/yaml.h"

#include "document_priv.h"
#include "helm_priv.h"
#include "release_priv.h"

struct values {
    const struct manifest_building *building;
    struct plim_arena *arena;
    struct plim_str *texts;
    size_t len;
};

static const char *copy(struct plim_arena *arena, struct plim_str text)
{
    return plim_arena_copy(arena, text.text ? text.text : "", text.len);
}

static enum plim_code add_value(struct values *values, const struct value *value,
                                struct plim_err *err)
{
    struct plim_buf text = {.arena = values->arena};
    if (value_json_write(value, VALUE_JSON_COMPACT, &text, err) != PLIM_OK)
        return err->code;
    values->texts[values->len++] = plim_buf_str(&text);
    return PLIM_OK;
}

/* ---- valuesFrom. Source: helm.toolkit.fluxcd.io/v2 ValuesReference. */

static enum plim_code add_reference(struct values *values, const struct value *reference,
                                    struct plim_err *err)
{
    const struct manifest_building *building = values->building;
    struct manifest_wanted wanted = {"", copy(values->arena, value_get_text(reference, "kind")),
                                     building->recipe->namespace,
                                     copy(values->arena, value_get_text(reference, "name"))};
    struct plim_str key = value_get_text(reference, "valuesKey");
    if (value_get(reference, "targetPath"))
        return plim_err_set(err, PLIM_INVALID, "values for a 'targetPath' are not understood");
    if (strcmp(wanted.kind, "ConfigMap") != 0)
        return plim_err_set(err, PLIM_INVALID, "its values are kept in %s '%s/%s'", wanted.kind,
                            wanted.namespace, wanted.name);
    const struct value *found =
        manifest_documents_seek(building->documents, &wanted, building->from);
    const struct value *text =
        value_get_str(value_get(found, "data"), key.len > 0 ? key : PLIM_STR("values.yaml"));
    if (!found || manifest_document_is_encrypted(found) || !value_is(text, VALUE_STRING))
        return plim_err_set(err, PLIM_INVALID, "its values of %s '%s/%s' are not declared in Git",
                            wanted.kind, wanted.namespace, wanted.name);
    values->texts[values->len++] = value_str(text);
    return PLIM_OK;
}

static enum plim_code add_all(struct values *values, struct plim_err *err)
{
    const struct manifest_recipe *recipe = values->building->recipe;
    size_t count = value_is(recipe->values_from, VALUE_LIST) ? value_len(recipe->values_from) : 0;
    values->texts = plim_arena_array(values->arena, count + 1, sizeof(*values->texts));
    for (size_t i = 0; i < count; i++)
        if (add_reference(values, value_at(recipe->values_from, i), err) != PLIM_OK)
            return err->code;
    return value_len(recipe->values) > 0 ? add_value(values, recipe->values, err) : PLIM_OK;
}

/* ---- valuesFiles. */

/* As helm joins values: maps by their keys, everything else is replaced. */
static struct value join(struct plim_arena *arena, const struct value *old,
                         const struct value *added)
{
    struct value_map_builder made = {.arena = arena};
    if (!value_is(old, VALUE_MAP) || !value_is(added, VALUE_MAP))
        return *added;
    for (size_t i = 0; i < value_len(old); i++) {
        struct plim_str key = value_str(&old->entries[i].key);
        const struct value *by = value_get_str(added, key);
        value_map_add_str(&made, key, by ? join(arena, value_at(old, i), by) : *value_at(old, i));
    }
    for (size_t i = 0; i < value_len(added); i++)
        if (!value_get_str(old, value_str(&added->entries[i].key)))
            value_map_add_str(&made, value_str(&added->entries[i].key), *value_at(added, i));
    return value_map_finish(&made);
}

static enum plim_code read_file(const struct manifest_tree *tree, const char *name,
                                struct value *root_out, struct plim_err *err)
{
    struct manifest_listing listing;
    struct value_yaml_list documents = {0};
    struct plim_str text;
    const char *path = manifest_path_resolve(tree->arena, "", name);
    if (!path)
        return plim_err_set(err, PLIM_INVALID, "'%.200s' is outside of its source", name);
    if (tree->list(tree, path, &listing, err) != PLIM_OK)
        return plim_err_wrap(err, "'%.200s'", name);
    if (!listing.is_file)
        return plim_err_set(err, PLIM_INVALID, "'%.200s' is no file", name);
    if (tree->read(tree, &listing.nodes[0], &text, err) != PLIM_OK ||
        value_yaml_read(tree->arena, path, text, VALUE_YAML_MANIFEST, &documents, err) != PLIM_OK)
        return err->code;
    *root_out = documents.len > 0 ? documents.items[0].root : value_map(NULL, 0);
    return PLIM_OK;
}

/* What stands for the chart's own values.yaml; empty when that is it. */
static enum plim_code read_files(const struct values *values, struct plim_str *text_out,
                                 struct plim_err *err)
{
    const struct value *files = values->building->recipe->values_files;
    struct plim_buf text = {.arena = values->arena};
    struct value joined = value_map(NULL, 0);
    *text_out = (struct plim_str){"", 0};
    if (!value_is(files, VALUE_LIST) || value_len(files) == 0)
        return PLIM_OK;
    for (size_t i = 0; i < value_len(files); i++) {
        struct value root = value_map(NULL, 0);
        const char *name = copy(values->arena, value_str(value_at(files, i)));
        if (read_file(values->building->collector->tree, name, &root, err) != PLIM_OK)
            return err->code;
        joined = join(values->arena, &joined, &root);
    }
    if (value_json_write(&joined, VALUE_JSON_PRETTY, &text, err) != PLIM_OK)
        return err->code;
    *text_out = plim_buf_str(&text);
    return PLIM_OK;
}

/* ---- Argo CD's. Source: argoproj.io/v1alpha1 ApplicationSourceHelm. */

/* A file of the chart's directory, or "/..." of the repository. */
static enum plim_code add_file(struct values *values, const char *name, struct plim_err *err)
{
    struct value root = value_map(NULL, 0);
    const char *path =
        name[0] == '/' ? name + 1 : plim_path_join(values->arena, values->building->dir, name);
    if (name[0] == '$')
        return plim_err_set(err, PLIM_INVALID,
                            "the values '%.200s' of another source are not understood", name);
    if (read_file(values->building->collector->tree, path, &root, err) != PLIM_OK)
        return err->code;
    return add_value(values, &root, err);
}

static enum plim_code add_files(struct values *values, const struct value *helm,
                                struct plim_err *err)
{
    const struct value *files = value_get(helm, "valueFiles");
    bool lenient = value_bool_or(value_get(helm, "ignoreMissingValueFiles"), false);
    for (size_t i = 0; i < (value_is(files, VALUE_LIST) ? value_len(files) : 0); i++) {
        const char *name = copy(values->arena, value_str(value_at(files, i)));
        enum plim_code code = add_file(values, name, err);
        if (code != PLIM_OK && !(lenient && code == PLIM_NOT_FOUND))
            return code;
    }
    return PLIM_OK;
}

static enum plim_code add_argo(struct values *values, struct plim_err *err)
{
    const struct value *helm = values->building->recipe->helm;
    size_t most = value_len(value_get(helm, "valueFiles")) + 2;
    struct plim_str text = value_get_text(helm, "values");
    const struct value *object = value_get(helm, "valuesObject");
    values->texts = plim_arena_array(values->arena, most, sizeof(*values->texts));
    if (value_len(value_get(helm, "fileParameters")) > 0)
        return plim_err_set(err, PLIM_INVALID, "its 'fileParameters' are not understood");
    if (add_files(values, helm, err) != PLIM_OK)
        return err->code;
    if (value_is(object, VALUE_MAP))
        return add_value(values, object, err);
    if (text.len > 0)
        values->texts[values->len++] = text;
    return PLIM_OK;
}

/* "--set=name=value"; a comma would begin another one. */
static void add_parameter(struct values *values, const struct value *parameter, const char **flag)
{
    struct plim_buf text = {.arena = values->arena};
    struct plim_str value = value_get_text(parameter, "value");
    bool forced = value_bool_or(value_get(parameter, "forceString"), false);
    plim_buf_append_c(&text, forced ? "--set-string=" : "--set=");
    plim_buf_append_str(&text, value_get_text(parameter, "name"));
    plim_buf_append_char(&text, '=');
    for (size_t i = 0; i < value.len; i++) {
        if (value.text[i] == ',')
            plim_buf_append_char(&text, '\\');
        plim_buf_append_char(&text, value.text[i]);
    }
    *flag = text.text;
}

static void read_flags(struct values *values, struct manifest_release *release)
{
    const struct value *helm = values->building->recipe->helm;
    const struct value *parameters = value_get(helm, "parameters");
    size_t count = value_is(parameters, VALUE_LIST) ? value_len(parameters) : 0;
    /* NOLINTNEXTLINE(bugprone-sizeof-expression): an array of pointers */
    const char **flags = plim_arena_array(values->arena, count + 1, sizeof(*flags));
    for (size_t i = 0; i < count; i++)
        add_parameter(values, value_at(parameters, i), &flags[i]);
    if (value_bool_or(value_get(helm, "skipCrds"), false))
        flags[count++] = "--skip-crds";
    release->flags = flags;
    release->flag_count = count;
}

/* ---- The release. */

static enum plim_code add_text(struct manifest_collector *collector,
                               const struct manifest_listing *listing, size_t application,
                               struct plim_str text, struct plim_err *err)
{
    const struct manifest_tree *tree = collector->tree;
    const char *path = plim_path_join(tree->arena, listing->path, "Chart.yaml");
    struct manifest_taken taken = {.file = {.kind = MANIFEST_FILE_RENDERED,
                                            .path = tree->display(tree, path),
                                            .origin = manifest_show_dir(tree, listing->path),
                                            .error = "",
                                            .application = application},
                                   .bytes = text.len};
    manifest_take_text(tree->arena, text, &taken.file);
    return manifest_collector_add(collector, &taken, path, err);
}

enum plim_code manifest_release_build(const struct manifest_building *building,
                                      const struct manifest_listing *listing,
                                      const char **reason_out, struct plim_err *err)
{
    const struct manifest_tree *tree = building->collector->tree;
    const struct manifest_recipe *recipe = building->recipe;
    struct values values = {.building = building, .arena = tree->arena};
    struct manifest_release release = {.name = recipe->release,
                                       .namespace = recipe->target_namespace};
    struct plim_str text = {0};
    struct plim_err why;
    enum plim_code code = PLIM_OK;
    if (!manifest_is_chart(listing))
        code = plim_err_set(&why, PLIM_INVALID, "not rendered: '%s' is no chart", building->dir);
    if (code == PLIM_OK)
        code = recipe->argo ? add_argo(&values, &why) : add_all(&values, &why);
    if (recipe->argo)
        read_flags(&values, &release);
    if (code == PLIM_OK)
        code = read_files(&values, &release.chart_values, &why);
    release.values = values.texts;
    release.value_count = values.len;
    if (code == PLIM_OK)
        code = manifest_helm_template(tree, listing, &release, building->collector->options, &text,
                                      &why);
    if (code == PLIM_OK)
        return add_text(building->collector, listing, building->application, text, err);
    *reason_out = plim_arena_copy_c(tree->arena, why.msg);
    return PLIM_OK;
}

enum plim_code manifest_release_alone(struct manifest_collector *collector, const char *dir,
                                      const char **reason_out, struct plim_err *err)
{
    const struct manifest_tree *tree = collector->tree;
    struct manifest_listing listing;
    struct plim_str text = {0};
    struct plim_err why;
    const char *name = plim_path_name(manifest_show_dir(tree, dir));
    struct manifest_release release = {.name = strcmp(name, ".") == 0 ? "release" : name,
                                       .namespace = ""};
    *reason_out = "";
    if (tree->list(tree, dir, &listing, &why) == PLIM_OK &&
        manifest_helm_template(tree, &listing, &release, collector->options, &text, &why) ==
            PLIM_OK)
        return add_text(collector, &listing, 0, text, err);
    *reason_out = plim_arena_copy_c(tree->arena, why.msg);
    return PLIM_OK;
}
