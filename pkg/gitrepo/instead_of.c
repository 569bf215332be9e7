#include <string.h>

#include "failure_priv.h"
#include "instead_of_priv.h"

struct choice {
    struct plim_arena *arena;
    const char *url;
    const char *base; /* NULL none */
    size_t matched;   /* bytes of `url` */
};

static void free_config(git_config **config)
{
    git_config_free(*config);
}

static void free_iterator(git_config_iterator **iterator)
{
    git_config_iterator_free(*iterator);
}

static void consider(struct choice *choice, const git_config_entry *entry)
{
    struct plim_str name = plim_str_from(entry->name);
    struct plim_str start = PLIM_STR("url.");
    struct plim_str end = PLIM_STR(".insteadof");
    size_t len = entry->value ? strlen(entry->value) : 0;
    if (!plim_str_starts(name, start) || !plim_str_ends(name, end) ||
        name.len <= start.len + end.len || len <= choice->matched ||
        strncmp(choice->url, entry->value, len) != 0)
        return;
    choice->base =
        plim_arena_copy(choice->arena, name.text + start.len, name.len - start.len - end.len);
    choice->matched = len;
}

static int choose(git_repository *repository, struct choice *choice)
{
    PLIM_CLEANUP(free_config) git_config *config = NULL;
    PLIM_CLEANUP(free_iterator) git_config_iterator *iterator = NULL;
    git_config_entry *entry = NULL;
    int status = git_repository_config_snapshot(&config, repository);
    if (status == 0)
        status = git_config_iterator_new(&iterator, config);
    while (status == 0 && (status = git_config_next(&entry, iterator)) == 0)
        consider(choice, entry);
    return status == GIT_ITEROVER ? 0 : status;
}

enum plim_code gitrepo_instead_of(git_repository *repository, struct plim_arena *arena,
                                  struct gitrepo_location *location, struct plim_err *err)
{
    struct choice choice = {arena, location->url, NULL, 0};
    int status = choose(repository, &choice);
    if (status != 0)
        return gitrepo_fail(err, status, "read the configuration of Git");
    if (!choice.base)
        return PLIM_OK;
    const char *text =
        plim_arena_printf(arena, "%s%s", choice.base, location->url + choice.matched);
    struct gitrepo_location replaced;
    if (gitrepo_location_parse(arena, text, &replaced, err) != PLIM_OK)
        return plim_err_wrap(err, "url.insteadOf");
    bool states_nothing = replaced.user[0] == '\0' && replaced.password[0] == '\0';
    if (states_nothing && strcmp(replaced.host, location->host) == 0) {
        replaced.user = location->user;
        replaced.password = location->password;
    }
    *location = replaced;
    return PLIM_OK;
}
