#include "audit/fleet.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/file.h"
#include "gitrepo/repo.h"
#include "value/yaml.h"

#include "fleet_priv.h"

/* An array of `size` for each item of the list under `key`, zeroed. */
static void *make_items(struct plim_arena *arena, const struct value_node *map, const char *key,
                        size_t size, size_t *count_out)
{
    struct value_node list = value_node_get(map, key);
    *count_out = value_node_len(&list);
    return *count_out == 0 ? NULL : plim_arena_array(arena, *count_out, size);
}

/* A list of strings under `key`. */
static enum plim_code read_texts(struct plim_arena *arena, const struct value_node *map,
                                 const char *key, struct plim_str **texts_out, size_t *count_out,
                                 struct plim_err *err)
{
    size_t count = 0;
    struct plim_str *texts = make_items(arena, map, key, sizeof(*texts), &count);
    struct value_node list = value_node_get(map, key);
    for (size_t i = 0; i < count; i++) {
        struct value_node item = value_node_at(&list, i);
        if (!value_is(item.value, VALUE_STRING))
            return value_node_fail(err, &item, "'%s' holds strings, not a %s", key,
                                   value_kind_name(item.value->kind));
        texts[i] = value_str(item.value);
    }
    *texts_out = texts;
    *count_out = count;
    return PLIM_OK;
}

static enum plim_code read_labels(struct plim_arena *arena, const struct value_node *map,
                                  const char *key, struct audit_label **labels_out,
                                  size_t *count_out, struct plim_err *err)
{
    size_t count = 0;
    struct audit_label *labels = make_items(arena, map, key, sizeof(*labels), &count);
    struct value_node node = value_node_get(map, key);
    for (size_t i = 0; i < count; i++) {
        struct value_node name = value_node_key_at(&node, i);
        struct value_node text = value_node_at(&node, i);
        if (!value_is(text.value, VALUE_STRING))
            return value_node_fail(err, &text, "label '%.*s' must be a string",
                                   PLIM_STR_ARG(value_str(name.value)));
        labels[i] = (struct audit_label){value_str(name.value), value_str(text.value)};
    }
    *labels_out = labels;
    *count_out = count;
    return PLIM_OK;
}

static enum plim_code read_environment(struct plim_arena *arena, const struct value_node *node,
                                       struct audit_environment *environment, struct plim_err *err)
{
    static const struct value_field fields[] = {
        {"name", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"match", VALUE_MAP, 0},
        {"production", VALUE_BOOL, 0},
    };
    static const struct value_field match_fields[] = {
        {"cluster", VALUE_STRING, 0},
        {"labels", VALUE_MAP, 0},
    };
    if (value_node_check(node, fields, PLIM_LEN(fields), err) != PLIM_OK)
        return err->code;
    environment->name = value_node_text(node, "name");
    environment->production = value_bool_or(value_get(node->value, "production"), false);
    struct value_node match = value_node_get(node, "match");
    if (!match.value)
        return PLIM_OK;
    if (value_node_check(&match, match_fields, PLIM_LEN(match_fields), err) != PLIM_OK)
        return err->code;
    environment->cluster_pattern = value_node_text(&match, "cluster");
    return read_labels(arena, &match, "labels", &environment->labels, &environment->label_count,
                       err);
}

/* The index of the environment named by the node's text. */
static enum plim_code find_environment(const struct audit_fleet *fleet,
                                       const struct value_node *node, int *index_out,
                                       struct plim_err *err)
{
    struct plim_str name = value_str(node->value);
    for (size_t i = 0; i < fleet->environment_count; i++) {
        if (plim_str_equal(fleet->environments[i].name, name)) {
            *index_out = (int)i;
            return PLIM_OK;
        }
    }
    return value_node_fail(err, node, "no environment is named '%.*s'", PLIM_STR_ARG(name));
}

/* A relative path stands against the document's directory. */
static struct plim_str make_path(struct plim_arena *arena, const char *dir, struct plim_str text)
{
    if (text.len == 0)
        return text;
    return plim_str_from(plim_path_join(arena, dir, plim_arena_copy(arena, text.text, text.len)));
}

static enum plim_code read_cluster(struct plim_arena *arena, const struct fleet_reader *reader,
                                   const struct value_node *node, struct audit_cluster *cluster,
                                   struct plim_err *err)
{
    static const struct value_field fields[] = {
        {"name", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"context", VALUE_STRING, 0},
        {"kubeconfig", VALUE_STRING, 0},
        {"snapshot", VALUE_STRING, 0},
        {"environment", VALUE_STRING, 0},
        {"labels", VALUE_MAP, 0},
    };
    if (value_node_check(node, fields, PLIM_LEN(fields), err) != PLIM_OK)
        return err->code;
    cluster->position = node->position;
    cluster->name = value_node_text(node, "name");
    cluster->context = value_node_text(node, "context");
    if (cluster->context.len == 0)
        cluster->context = cluster->name;
    cluster->kubeconfig = make_path(arena, reader->dir, value_node_text(node, "kubeconfig"));
    cluster->snapshot = make_path(arena, reader->dir, value_node_text(node, "snapshot"));
    cluster->environment = AUDIT_NO_ENVIRONMENT;
    struct value_node environment = value_node_get(node, "environment");
    if (environment.value &&
        find_environment(reader->fleet, &environment, &cluster->environment, err) != PLIM_OK)
        return err->code;
    return read_labels(arena, node, "labels", &cluster->labels, &cluster->label_count, err);
}

/* "paths: {dev: environments/dev}" or "path: deploy" for all. */
static enum plim_code read_paths(struct plim_arena *arena, const struct value_node *node,
                                 struct audit_repository *repository, struct plim_err *err)
{
    struct value_node paths = value_node_get(node, "paths");
    struct value_node single = value_node_get(node, "path");
    if (paths.value && single.value)
        return value_node_fail(err, &single, "'path' and 'paths' exclude each other");
    size_t count = paths.value ? value_node_len(&paths) : 1;
    repository->paths = plim_arena_array(arena, count, sizeof(*repository->paths));
    repository->path_count = count;
    if (!paths.value) {
        repository->paths[0].path = value_str(single.value);
        return PLIM_OK;
    }
    for (size_t i = 0; i < count; i++) {
        struct value_node scope = value_node_key_at(&paths, i);
        struct value_node path = value_node_at(&paths, i);
        if (!value_is(path.value, VALUE_STRING))
            return value_node_fail(err, &path, "the path of '%.*s' must be a string",
                                   PLIM_STR_ARG(value_str(scope.value)));
        repository->paths[i] = (struct audit_path){value_str(scope.value), value_str(path.value)};
    }
    return PLIM_OK;
}

static enum plim_code read_repository(struct plim_arena *arena, const struct fleet_reader *reader,
                                      const struct value_node *node,
                                      struct audit_repository *repository, struct plim_err *err)
{
    static const struct value_field fields[] = {
        {"name", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"url", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"revision", VALUE_STRING, 0},
        {"path", VALUE_STRING, 0},
        {"paths", VALUE_MAP, 0},
        {"images", VALUE_LIST, 0},
        {"manifests", VALUE_BOOL, 0},
    };
    if (value_node_check(node, fields, PLIM_LEN(fields), err) != PLIM_OK)
        return err->code;
    repository->name = value_node_text(node, "name");
    struct plim_str url = value_node_text(node, "url");
    bool remote = gitrepo_is_remote(plim_arena_copy(arena, url.text, url.len));
    repository->url = remote ? url : make_path(arena, reader->dir, url);
    repository->revision = value_node_text(node, "revision");
    if (repository->revision.len == 0)
        repository->revision = PLIM_STR("HEAD");
    repository->desired = value_bool_or(value_get(node->value, "manifests"), true);
    if (read_paths(arena, node, repository, err) != PLIM_OK)
        return err->code;
    return read_texts(arena, node, "images", &repository->images, &repository->image_count, err);
}

/* Each path's scope is an environment or a cluster; a misspelt one would silently hide manifests.
 */
static enum plim_code check_scopes(const struct audit_fleet *fleet, const struct value_node *node,
                                   const struct audit_repository *repository, struct plim_err *err)
{
    struct value_node paths = value_node_get(node, "paths");
    for (size_t i = 0; paths.value && i < repository->path_count; i++) {
        struct value_node scope = value_node_key_at(&paths, i);
        if (!audit_fleet_has_scope(fleet, repository->paths[i].scope))
            return value_node_fail(err, &scope, "no environment and no cluster is named '%.*s'",
                                   PLIM_STR_ARG(repository->paths[i].scope));
    }
    return PLIM_OK;
}

static enum plim_code read_allowance(const struct value_node *node,
                                     struct audit_allowance *allowance, struct plim_err *err)
{
    static const struct value_field fields[] = {
        {"application", VALUE_STRING, 0}, {"field", VALUE_STRING, 0},
        {"kind", VALUE_STRING, 0},        {"reason", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"expires", VALUE_STRING, 0},
    };
    if (value_node_check(node, fields, PLIM_LEN(fields), err) != PLIM_OK)
        return err->code;
    *allowance = (struct audit_allowance){.application = value_node_text(node, "application"),
                                          .field = value_node_text(node, "field"),
                                          .kind = value_node_text(node, "kind"),
                                          .reason = value_node_text(node, "reason")};
    struct value_node expires = value_node_get(node, "expires");
    if (!expires.value)
        return PLIM_OK;
    if (plim_time_parse(value_str(expires.value), &allowance->expires, err) != PLIM_OK)
        return value_node_fail(err, &expires, "'expires' must be a date such as '2027-03-31'");
    return PLIM_OK;
}

static enum plim_code read_policies(struct plim_arena *arena, const struct fleet_reader *reader,
                                    const struct value_node *spec, struct plim_err *err)
{
    static const struct value_field fields[] = {{"disable", VALUE_LIST, 0},
                                                {"directories", VALUE_LIST, 0}};
    struct audit_fleet *fleet = reader->fleet;
    struct value_node node = value_node_get(spec, "policies");
    if (!node.value)
        return PLIM_OK;
    if (value_node_check(&node, fields, PLIM_LEN(fields), err) != PLIM_OK ||
        read_texts(arena, &node, "disable", &fleet->disabled_policies,
                   &fleet->disabled_policy_count, err) != PLIM_OK ||
        read_texts(arena, &node, "directories", &fleet->policy_directories,
                   &fleet->policy_directory_count, err) != PLIM_OK)
        return err->code;
    for (size_t i = 0; i < fleet->policy_directory_count; i++)
        fleet->policy_directories[i] = make_path(arena, reader->dir, fleet->policy_directories[i]);
    return PLIM_OK;
}

static enum plim_code read_files(struct plim_arena *arena, const struct fleet_reader *reader,
                                 const struct value_node *spec, const char *key,
                                 struct plim_str **files_out, size_t *count_out,
                                 struct plim_err *err)
{
    if (read_texts(arena, spec, key, files_out, count_out, err) != PLIM_OK)
        return err->code;
    for (size_t i = 0; i < *count_out; i++)
        (*files_out)[i] = make_path(arena, reader->dir, (*files_out)[i]);
    return PLIM_OK;
}

static enum plim_code read_models(struct plim_arena *arena, const struct fleet_reader *reader,
                                  const struct value_node *spec, struct plim_err *err)
{
    struct audit_fleet *fleet = reader->fleet;
    if (read_texts(arena, spec, "models", &fleet->models, &fleet->model_count, err) != PLIM_OK ||
        read_files(arena, reader, spec, "modelFiles", &fleet->model_files, &fleet->model_file_count,
                   err) != PLIM_OK ||
        read_files(arena, reader, spec, "libraryFiles", &fleet->library_files,
                   &fleet->library_file_count, err) != PLIM_OK)
        return err->code;
    return read_files(arena, reader, spec, "attestations", &fleet->attestation_files,
                      &fleet->attestation_file_count, err);
}

static enum plim_code read_environments(struct plim_arena *arena, const struct fleet_reader *reader,
                                        const struct value_node *spec, struct plim_err *err)
{
    struct audit_fleet *fleet = reader->fleet;
    fleet->environments = make_items(arena, spec, "environments", sizeof(*fleet->environments),
                                     &fleet->environment_count);
    struct value_node list = value_node_get(spec, "environments");
    for (size_t i = 0; i < fleet->environment_count; i++) {
        struct value_node node = value_node_at(&list, i);
        if (read_environment(arena, &node, &fleet->environments[i], err) != PLIM_OK)
            return err->code;
        for (size_t k = 0; k < i; k++) {
            if (plim_str_equal(fleet->environments[i].name, fleet->environments[k].name))
                return value_node_fail(err, &node, "environment '%.*s' stands twice",
                                       PLIM_STR_ARG(fleet->environments[i].name));
        }
    }
    return PLIM_OK;
}

static enum plim_code read_clusters(struct plim_arena *arena, const struct fleet_reader *reader,
                                    const struct value_node *spec, struct plim_err *err)
{
    struct audit_fleet *fleet = reader->fleet;
    fleet->clusters =
        make_items(arena, spec, "clusters", sizeof(*fleet->clusters), &fleet->cluster_count);
    struct value_node list = value_node_get(spec, "clusters");
    for (size_t i = 0; i < fleet->cluster_count; i++) {
        struct value_node node = value_node_at(&list, i);
        if (read_cluster(arena, reader, &node, &fleet->clusters[i], err) != PLIM_OK)
            return err->code;
        for (size_t k = 0; k < i; k++) {
            if (plim_str_equal(fleet->clusters[i].name, fleet->clusters[k].name))
                return value_node_fail(err, &node, "cluster '%.*s' stands twice",
                                       PLIM_STR_ARG(fleet->clusters[i].name));
        }
    }
    return PLIM_OK;
}

static enum plim_code read_repositories(struct plim_arena *arena, const struct fleet_reader *reader,
                                        const struct value_node *spec, struct plim_err *err)
{
    struct audit_fleet *fleet = reader->fleet;
    fleet->repositories = make_items(arena, spec, "repositories", sizeof(*fleet->repositories),
                                     &fleet->repository_count);
    struct value_node list = value_node_get(spec, "repositories");
    for (size_t i = 0; i < fleet->repository_count; i++) {
        struct value_node node = value_node_at(&list, i);
        struct audit_repository *repository = &fleet->repositories[i];
        if (read_repository(arena, reader, &node, repository, err) != PLIM_OK ||
            check_scopes(fleet, &node, repository, err) != PLIM_OK)
            return err->code;
        for (size_t k = 0; k < i; k++) {
            if (plim_str_equal(repository->name, fleet->repositories[k].name))
                return value_node_fail(err, &node, "repository '%.*s' stands twice",
                                       PLIM_STR_ARG(repository->name));
        }
    }
    return PLIM_OK;
}

static enum plim_code read_parity(struct plim_arena *arena, const struct fleet_reader *reader,
                                  const struct value_node *spec, struct plim_err *err)
{
    static const struct value_field fields[] = {{"allowances", VALUE_LIST, 0}};
    struct audit_fleet *fleet = reader->fleet;
    struct value_node node = value_node_get(spec, "parity");
    if (!node.value)
        return PLIM_OK;
    if (value_node_check(&node, fields, PLIM_LEN(fields), err) != PLIM_OK)
        return err->code;
    fleet->allowances =
        make_items(arena, &node, "allowances", sizeof(*fleet->allowances), &fleet->allowance_count);
    struct value_node list = value_node_get(&node, "allowances");
    for (size_t i = 0; i < fleet->allowance_count; i++) {
        struct value_node item = value_node_at(&list, i);
        if (read_allowance(&item, &fleet->allowances[i], err) != PLIM_OK)
            return err->code;
    }
    return PLIM_OK;
}

static enum plim_code read_applications(const struct fleet_reader *reader,
                                        const struct value_node *spec, struct plim_err *err)
{
    static const struct value_field fields[] = {{"label", VALUE_STRING, VALUE_FIELD_REQUIRED}};
    struct value_node node = value_node_get(spec, "applications");
    if (!node.value)
        return PLIM_OK;
    if (value_node_check(&node, fields, PLIM_LEN(fields), err) != PLIM_OK)
        return err->code;
    reader->fleet->application_label = value_node_text(&node, "label");
    return PLIM_OK;
}

static enum plim_code read_spec(struct plim_arena *arena, const struct fleet_reader *reader,
                                const struct value_node *spec, struct plim_err *err)
{
    static const struct value_field fields[] = {
        {"environments", VALUE_LIST, 0}, {"clusters", VALUE_LIST, 0},
        {"repositories", VALUE_LIST, 0}, {"policies", VALUE_MAP, 0},
        {"models", VALUE_LIST, 0},       {"modelFiles", VALUE_LIST, 0},
        {"libraryFiles", VALUE_LIST, 0}, {"maturity", VALUE_MAP, 0},
        {"attestations", VALUE_LIST, 0}, {"parity", VALUE_MAP, 0},
        {"applications", VALUE_MAP, 0},
    };
    if (value_node_check(spec, fields, PLIM_LEN(fields), err) != PLIM_OK ||
        read_environments(arena, reader, spec, err) != PLIM_OK ||
        read_clusters(arena, reader, spec, err) != PLIM_OK ||
        read_repositories(arena, reader, spec, err) != PLIM_OK ||
        read_policies(arena, reader, spec, err) != PLIM_OK ||
        read_models(arena, reader, spec, err) != PLIM_OK ||
        read_parity(arena, reader, spec, err) != PLIM_OK)
        return err->code;
    return read_applications(reader, spec, err);
}

static enum plim_code check_head(const struct value_node *root, struct plim_err *err)
{
    static const struct value_field fields[] = {
        {"apiVersion", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"kind", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"metadata", VALUE_MAP, VALUE_FIELD_REQUIRED},
        {"spec", VALUE_MAP, VALUE_FIELD_REQUIRED},
    };
    static const struct value_field metadata_fields[] = {
        {"name", VALUE_STRING, VALUE_FIELD_REQUIRED}};
    if (value_node_check(root, fields, PLIM_LEN(fields), err) != PLIM_OK)
        return err->code;
    struct value_node version = value_node_get(root, "apiVersion");
    struct value_node kind = value_node_get(root, "kind");
    struct value_node metadata = value_node_get(root, "metadata");
    if (!value_is_string(version.value, "plimsoll.dev/v1alpha1"))
        return value_node_fail(err, &version, "expected apiVersion 'plimsoll.dev/v1alpha1'");
    if (!value_is_string(kind.value, "Fleet"))
        return value_node_fail(err, &kind, "expected kind 'Fleet', not '%.*s'",
                               PLIM_STR_ARG(value_str(kind.value)));
    return value_node_check(&metadata, metadata_fields, PLIM_LEN(metadata_fields), err);
}

enum plim_code audit_fleet_parse(struct plim_arena *arena, const char *file, const char *dir,
                                 struct plim_str text, struct audit_fleet *fleet_out,
                                 struct plim_err *err)
{
    struct value_yaml_list documents = {0};
    if (value_yaml_read(arena, file, text, VALUE_YAML_DOCUMENT, &documents, err) != PLIM_OK)
        return err->code;
    if (documents.len != 1)
        return plim_err_set(err, PLIM_INVALID,
                            "%s:1:1: expected one document of kind Fleet, not %zu", file,
                            documents.len);
    struct value *root_value = plim_arena_alloc(arena, sizeof(*root_value));
    *root_value = documents.items[0].root;
    struct value_node root = {file, root_value, documents.items[0].position};
    if (check_head(&root, err) != PLIM_OK)
        return err->code;

    struct audit_fleet fleet = {.file = file, .document = root};
    struct value_node metadata = value_node_get(&root, "metadata");
    struct value_node spec = value_node_get(&root, "spec");
    fleet.name = value_node_text(&metadata, "name");
    struct fleet_reader reader = {.fleet = &fleet, .dir = dir};
    if (read_spec(arena, &reader, &spec, err) != PLIM_OK ||
        audit_fleet_match(&fleet, err) != PLIM_OK)
        return err->code;
    *fleet_out = fleet;
    return PLIM_OK;
}

enum plim_code audit_fleet_load(struct plim_arena *arena, const char *path,
                                struct audit_fleet *fleet_out, struct plim_err *err)
{
    PLIM_CLEANUP(plim_freep) char *text = NULL;
    size_t len = 0;
    if (plim_file_read(path, AUDIT_FLEET_BYTES_MAX, &text, &len, err) != PLIM_OK)
        return err->code;
    return audit_fleet_parse(arena, plim_arena_copy_c(arena, path), plim_path_dir(arena, path),
                             (struct plim_str){text, len}, fleet_out, err);
}
