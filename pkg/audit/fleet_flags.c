#include "gitrepo/repo.h"

#include "fleet_priv.h"

/* The last `byte` of the text, or its length. */
static size_t find_last(struct plim_str text, char byte)
{
    for (size_t i = text.len; i > 0; i--) {
        if (text.text[i - 1] == byte)
            return i - 1;
    }
    return text.len;
}

static enum plim_code parse_repo(struct plim_arena *arena, const char *flag,
                                 struct audit_repository *repository, struct plim_err *err)
{
    struct gitrepo_spec spec = {0};
    if (gitrepo_spec_parse(arena, flag, &spec, err) != PLIM_OK)
        return plim_err_wrap(err, "repository '%s'", flag);
    repository->url = plim_str_from(spec.location);
    repository->revision = plim_str_from(spec.revision[0] ? spec.revision : "HEAD");
    repository->paths = plim_arena_array(arena, 1, sizeof(*repository->paths));
    repository->paths[0].path = plim_str_from(spec.subpath);
    repository->path_count = 1;
    repository->desired = true;
    return PLIM_OK;
}

/* "https://host/team/shop.git" is called "shop"; "." by its directory's name as far as it is
 * written. */
static struct plim_str name_repository(const struct audit_repository *repository)
{
    struct plim_str name = repository->url;
    while (name.len > 1 && name.text[name.len - 1] == '/')
        name.len--;
    size_t slash = find_last(name, '/');
    if (slash < name.len)
        name = (struct plim_str){name.text + slash + 1, name.len - slash - 1};
    size_t colon = find_last(name, ':');
    if (colon < name.len)
        name = (struct plim_str){name.text + colon + 1, name.len - colon - 1};
    if (plim_str_ends(name, PLIM_STR(".git")) && name.len > 4)
        name.len -= 4;
    return name;
}

static bool is_taken(const struct audit_fleet *fleet, size_t count, struct plim_str name)
{
    for (size_t i = 0; i < count; i++) {
        if (plim_str_equal(fleet->repositories[i].name, name))
            return true;
    }
    return false;
}

/* The second "deploy" is "deploy-2": captures and reports know repositories by name. */
static struct plim_str make_unique(struct plim_arena *arena, const struct audit_fleet *fleet,
                                   size_t count, struct plim_str name)
{
    struct plim_str unique = name;
    for (unsigned i = 2; is_taken(fleet, count, unique); i++)
        unique = plim_str_from(plim_arena_printf(arena, "%.*s-%u", PLIM_STR_ARG(name), i));
    return unique;
}

static enum plim_code add_contexts(struct plim_arena *arena, const char *const *contexts,
                                   size_t count, struct audit_fleet *fleet, struct plim_err *err)
{
    fleet->clusters = plim_arena_array(arena, count, sizeof(*fleet->clusters));
    fleet->environments = plim_arena_array(arena, count, sizeof(*fleet->environments));
    for (size_t i = 0; i < count; i++) {
        struct plim_str name = plim_str_from(contexts[i]);
        for (size_t k = 0; k < i; k++) {
            if (plim_str_equal(fleet->clusters[k].name, name))
                return plim_err_set(err, PLIM_INVALID, "context '%s' is given twice", contexts[i]);
        }
        fleet->clusters[i] =
            (struct audit_cluster){.name = name, .context = name, .environment = (int)i};
        fleet->environments[i] = (struct audit_environment){.name = name};
    }
    fleet->cluster_count = count;
    fleet->environment_count = count;
    return PLIM_OK;
}

enum plim_code audit_fleet_from_flags(struct plim_arena *arena, const struct audit_flags *flags,
                                      struct audit_fleet *fleet_out, struct plim_err *err)
{
    struct audit_fleet fleet = {.file = "flags", .name = PLIM_STR("flags")};
    if (add_contexts(arena, flags->contexts, flags->context_count, &fleet, err) != PLIM_OK)
        return err->code;
    fleet.repositories = plim_arena_array(arena, flags->repo_count, sizeof(*fleet.repositories));
    fleet.repository_count = flags->repo_count;
    for (size_t i = 0; i < flags->repo_count; i++) {
        if (parse_repo(arena, flags->repos[i], &fleet.repositories[i], err) != PLIM_OK)
            return err->code;
        fleet.repositories[i].name =
            make_unique(arena, &fleet, i, name_repository(&fleet.repositories[i]));
    }
    *fleet_out = fleet;
    return PLIM_OK;
}
