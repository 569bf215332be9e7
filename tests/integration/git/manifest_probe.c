/*
 * The desired objects of a repository or a directory, as text, for the scripts beside it.
 * usage: manifest_probe KUSTOMIZE git LOCATION [SUBPATH] | manifest_probe KUSTOMIZE path PATH
 */
#include <stdio.h>
#include <string.h>

#include "gitrepo/repo.h"
#include "manifest/set.h"

static enum plim_code collect_commit(struct plim_arena *arena, const char *location,
                                     const char *subpath, const struct manifest_options *options,
                                     struct manifest_files *files, struct plim_err *err)
{
    PLIM_CLEANUP(gitrepo_freep) struct gitrepo *repo = NULL;
    struct gitrepo_commit commit;
    const struct gitrepo_options plain = {0};
    if (gitrepo_open(location, &plain, &repo, err) != PLIM_OK ||
        gitrepo_resolve(repo, "", &commit, err) != PLIM_OK)
        return err->code;
    const struct manifest_source source = {repo, &commit, "repository", subpath, NULL};
    return manifest_collect(arena, &source, options, files, err);
}

static void print_set(const struct manifest_set *set)
{
    for (size_t i = 0; i < set->len; i++) {
        const struct manifest_object *object = &set->objects[i];
        struct plim_str kind = value_get_text(&object->object, "kind");
        struct plim_str name = value_get_text(&object->object, "metadata.name");
        struct value_position at = manifest_object_position(object, PLIM_STR("spec.replicas"));
        printf("object %.*s/%.*s %s:%u replicas:%u\n", PLIM_STR_ARG(kind), PLIM_STR_ARG(name),
               object->path, object->line, at.line);
    }
    for (size_t i = 0; i < set->unreadable_count; i++)
        printf("unreadable %s: %s\n", set->unreadable[i].path, set->unreadable[i].reason);
    for (size_t i = 0; i < set->plain_secret_count; i++)
        printf("secret %s\n", set->plain_secrets[i]);
}

int main(int argc, char **argv)
{
    struct plim_err err = {0};
    if (argc < 4 || gitrepo_init(NULL, NULL, &err) != PLIM_OK) {
        fprintf(stderr, "usage: manifest_probe KUSTOMIZE git|path LOCATION [SUBPATH]\n");
        return 2;
    }
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    PLIM_CLEANUP(manifest_set_release) struct manifest_set set = {0};
    struct manifest_options options = {.kustomize = argv[1]};
    struct manifest_files files;
    enum plim_code code =
        strcmp(argv[2], "git") == 0
            ? collect_commit(arena, argv[3], argc > 4 ? argv[4] : "", &options, &files, &err)
            : manifest_collect_path(arena, argv[3], &options, &files, &err);
    if (code == PLIM_OK) {
        manifest_parse(&files, NULL, &set);
        print_set(&set);
    } else {
        fprintf(stderr, "code %d: %s\n", (int)code, err.msg);
    }
    gitrepo_shutdown();
    return code == PLIM_OK ? 0 : 1;
}
