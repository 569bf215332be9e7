/* Repositories of a Fleet document. */
#include "gitrepo/repo.h"

#include "fleet_priv.h"

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
    repository->url = remote ? url : audit_fleet_path(arena, reader->dir, url);
    repository->revision = value_node_text(node, "revision");
    if (repository->revision.len == 0)
        repository->revision = PLIM_STR("HEAD");
    repository->desired = value_bool_or(value_get(node->value, "manifests"), true);
    if (read_paths(arena, node, repository, err) != PLIM_OK)
        return err->code;
    return audit_fleet_texts(arena, node, "images", &repository->images, &repository->image_count,
                             err);
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

enum plim_code audit_fleet_read_repositories(struct plim_arena *arena,
                                             const struct fleet_reader *reader,
                                             const struct value_node *spec, struct plim_err *err)
{
    struct audit_fleet *fleet = reader->fleet;
    fleet->repositories = audit_fleet_items(arena, spec, "repositories",
                                            sizeof(*fleet->repositories), &fleet->repository_count);
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
