/* What Git declares, as agents would apply it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gitrepo/repo.h"
#include "manifest/set.h"
#include "value/build.h"
#include "value/json.h"
#include "value/yaml_write.h"

#include "command.h"
#include "libraries.h"

struct settings {
    const char *path, *repository, *output, *cache_dir, *kustomize, *helm, *kube_version;
    bool all;
};

static const struct option options[] = {
    {"filename", 'f', OPTION_TEXT, offsetof(struct settings, path), "PATH",
     "directory or file of manifests (default: .)"},
    {"repo", 0, OPTION_TEXT, offsetof(struct settings, repository),
     "PATH_OR_URL[@REVISION][:SUBPATH]", "a Git repository instead"},
    {"all", 0, OPTION_SWITCH, offsetof(struct settings, all), NULL,
     "print every object, also those of no application"},
    {"output", 'o', OPTION_TEXT, offsetof(struct settings, output), "FORMAT",
     "yaml (the default) or json"},
    {"cache-dir", 0, OPTION_TEXT, offsetof(struct settings, cache_dir), "DIR",
     "mirrors of remote repositories (default: ~/.cache/plimsoll)"},
    {"kustomize", 0, OPTION_TEXT, offsetof(struct settings, kustomize), "PROGRAM",
     "kustomize to run (default: the one in PATH)"},
    {"helm", 0, OPTION_TEXT, offsetof(struct settings, helm), "PROGRAM",
     "helm to run (default: the one in PATH)"},
    {"kube-version", 0, OPTION_TEXT, offsetof(struct settings, kube_version), "VERSION",
     "that charts are rendered for (default: " MANIFEST_KUBE_VERSION ")"},
    {0},
};

static const char *text_or(const char *text, const char *otherwise)
{
    return text ? text : otherwise;
}

static struct manifest_options make_options(const struct settings *settings)
{
    return (struct manifest_options){
        .kustomize = settings->kustomize ? settings->kustomize : getenv("PLIMSOLL_KUSTOMIZE"),
        .helm = settings->helm ? settings->helm : getenv("PLIMSOLL_HELM"),
        .kube_version = settings->kube_version,
        .charts_alone = settings->repository == NULL,
    };
}

/* ---- Reading. */

static enum plim_code read_commit(struct plim_arena *arena, const struct settings *settings,
                                  struct manifest_files *files_out, struct plim_err *err)
{
    PLIM_CLEANUP(gitrepo_freep) struct gitrepo *repo = NULL;
    struct manifest_options how = make_options(settings);
    struct gitrepo_spec spec = {0};
    struct gitrepo_commit commit;
    const char *home = getenv("HOME");
    const char *cache = settings->cache_dir;
    if (!cache && home)
        cache = plim_arena_printf(arena, "%s/.cache/plimsoll", home);
    struct gitrepo_options where = {.cache_dir = cache, .home = home};
    if (gitrepo_spec_parse(arena, settings->repository, &spec, err) != PLIM_OK ||
        gitrepo_open(spec.location, &where, &repo, err) != PLIM_OK ||
        gitrepo_resolve(repo, spec.revision[0] ? spec.revision : "HEAD", &commit, err) != PLIM_OK)
        return plim_err_wrap(err, "--repo '%.200s'", settings->repository);
    struct manifest_source source = {repo, &commit, spec.location, spec.subpath, spec.location};
    return manifest_collect(arena, &source, &how, files_out, err);
}

static enum plim_code read_set(struct plim_arena *arena, const struct settings *settings,
                               struct manifest_set *set_out, struct plim_err *err)
{
    struct manifest_files files = {0};
    struct manifest_options how = make_options(settings);
    enum plim_code code =
        settings->repository
            ? read_commit(arena, settings, &files, err)
            : manifest_collect_path(arena, text_or(settings->path, "."), &how, &files, err);
    if (code == PLIM_OK)
        manifest_parse(&files, NULL, set_out);
    return code;
}

/* ---- The list. */

static size_t count_objects(const struct manifest_set *set,
                            const struct manifest_application *application)
{
    size_t count = 0;
    for (size_t i = 0; i < set->len; i++)
        count += set->objects[i].application == application ? 1 : 0;
    return count;
}

static const char *state_of(const struct manifest_application *application)
{
    if (application->error[0] != '\0')
        return application->error;
    if (application->elsewhere)
        return "goes to another cluster";
    return application->suspended ? "suspended" : "";
}

static void print_list(const struct manifest_set *set)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    size_t width = strlen("APPLICATION");
    const char **names = plim_arena_array(arena, set->application_count, sizeof(*names));
    for (size_t i = 0; i < set->application_count; i++) {
        const struct manifest_application *one = &set->applications[i];
        names[i] = plim_arena_printf(arena, "%s %s/%s", one->kind, one->namespace, one->name);
        width = strlen(names[i]) > width ? strlen(names[i]) : width;
    }
    printf("%-*s  OBJECTS  MADE OF\n", (int)width, "APPLICATION");
    for (size_t i = 0; i < set->application_count; i++) {
        const struct manifest_application *one = &set->applications[i];
        const char *state = state_of(one);
        printf("%-*s  %7zu  %s%s%s\n", (int)width, names[i], count_objects(set, one),
               one->source[0] ? one->source : one->path, state[0] ? ": " : "", state);
    }
    printf("%-*s  %7zu\n", (int)width, "(none)", count_objects(set, NULL));
    for (size_t i = 0; i < set->unreadable_count; i++)
        printf("unknown: %s: %s\n", set->unreadable[i].path, set->unreadable[i].reason);
}

/* ---- Objects. */

/* "name", "namespace/name" or "kind/namespace/name". */
static bool is_named(struct plim_arena *arena, const struct manifest_application *application,
                     const char *text)
{
    const char *whole = plim_arena_printf(arena, "%s/%s/%s", application->kind,
                                          application->namespace, application->name);
    const char *pair = whole + strlen(application->kind) + 1;
    return strcmp(text, whole) == 0 || strcmp(text, pair) == 0 ||
           strcmp(text, application->name) == 0;
}

static bool is_chosen(struct plim_arena *arena, const struct manifest_application *application,
                      const struct option_list *names)
{
    for (size_t i = 0; application && i < names->len; i++)
        if (is_named(arena, application, names->items[i]))
            return true;
    return false;
}

static enum plim_code check_names(struct plim_arena *arena, const struct manifest_set *set,
                                  const struct option_list *names, struct plim_err *err)
{
    for (size_t i = 0; i < names->len; i++) {
        bool found = false;
        for (size_t k = 0; k < set->application_count; k++)
            found = found || is_named(arena, &set->applications[k], names->items[i]);
        if (!found)
            return plim_err_set(err, PLIM_NOT_FOUND, "no application is called '%.200s'",
                                names->items[i]);
    }
    return PLIM_OK;
}

static void print_object(const struct manifest_object *object)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    value_yaml_write(&object->object, &text);
    printf("---\n# %s:%u\n", object->path, (unsigned)object->line);
    if (object->unknown)
        printf("# some values are not known: %s\n", object->unknown);
    fputs(text.text ? text.text : "", stdout);
}

static enum plim_code print_json(struct plim_arena *arena,
                                 const struct manifest_object *const *objects, size_t count,
                                 struct plim_err *err)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    struct value_list_builder items = {.arena = arena};
    struct value_map_builder list = {.arena = arena};
    for (size_t i = 0; i < count; i++)
        value_list_add(&items, objects[i]->object);
    value_map_add(&list, "apiVersion", value_string_c("v1"));
    value_map_add(&list, "kind", value_string_c("List"));
    value_map_add(&list, "items", value_list_finish(&items));
    struct value whole = value_map_finish(&list);
    if (value_json_write(&whole, VALUE_JSON_PRETTY, &text, err) != PLIM_OK)
        return err->code;
    puts(text.text);
    return PLIM_OK;
}

static enum plim_code print_objects(const struct settings *settings, const struct manifest_set *set,
                                    const struct option_list *names, struct plim_err *err)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    /* NOLINTNEXTLINE(bugprone-sizeof-expression): an array of pointers */
    const struct manifest_object **chosen = plim_arena_array(arena, set->len, sizeof(*chosen));
    size_t count = 0;
    if (check_names(arena, set, names, err) != PLIM_OK)
        return err->code;
    for (size_t i = 0; i < set->len; i++)
        if (settings->all || is_chosen(arena, set->objects[i].application, names))
            chosen[count++] = &set->objects[i];
    if (settings->output && strcmp(settings->output, "json") == 0)
        return print_json(arena, chosen, count, err);
    for (size_t i = 0; i < count; i++)
        print_object(chosen[i]);
    return PLIM_OK;
}

/* What is not known of what was asked for, on standard error. */
static bool complain(const struct manifest_set *set, const struct settings *settings,
                     const struct option_list *names)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    bool unknown = false;
    for (size_t i = 0; i < set->application_count; i++) {
        const struct manifest_application *one = &set->applications[i];
        if (one->error[0] == '\0' || !is_chosen(arena, one, names))
            continue;
        unknown = true;
        fprintf(stderr, "plimsoll render: %s '%s/%s': %s\n", one->kind, one->namespace, one->name,
                one->error);
    }
    for (size_t i = 0; settings->all && i < set->unreadable_count; i++)
        fprintf(stderr, "plimsoll render: %s: %s\n", set->unreadable[i].path,
                set->unreadable[i].reason);
    return unknown || ((settings->all || names->len == 0) && set->unreadable_count > 0);
}

static enum plim_code print_all(const struct settings *settings, const struct option_list *names,
                                enum plim_exit *exit_out, struct plim_err *err)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct manifest_set set = {0};
    enum plim_code code = read_set(arena, settings, &set, err);
    if (code == PLIM_OK && names->len == 0 && !settings->all)
        print_list(&set);
    else if (code == PLIM_OK)
        code = print_objects(settings, &set, names, err);
    if (code == PLIM_OK)
        *exit_out = complain(&set, settings, names) ? PLIM_EXIT_INCOMPLETE : PLIM_EXIT_CLEAN;
    manifest_set_release(&set);
    return code;
}

static enum plim_code run(void *context, const struct option_list *arguments,
                          enum plim_exit *exit_out, struct plim_err *err)
{
    const struct settings *settings = context;
    PLIM_CLEANUP(libraries_stop) struct libraries libraries = {.git = settings->repository != NULL};
    if (settings->path && settings->repository)
        return plim_err_set(err, PLIM_INVALID, "--filename and --repo exclude each other");
    if (settings->output && strcmp(settings->output, "yaml") != 0 &&
        strcmp(settings->output, "json") != 0)
        return plim_err_set(err, PLIM_INVALID, "-o '%.100s': expected yaml or json",
                            settings->output);
    if (libraries_start(&libraries, err) != PLIM_OK)
        return err->code;
    return print_all(settings, arguments, exit_out, err);
}

const struct command command_render = {
    .name = "render",
    .arguments = "[APP...]",
    .summary = "Print the objects that Git declares, as agents would apply them",
    .details =
        "\nAPP is the name of an agent's object, NAMESPACE/NAME or KIND/NAMESPACE/NAME. Without "
        "one\n"
        "the applications are listed, with what is not known of them. Values of Secrets are "
        "hidden.\n\n"
        "exit status: 0 everything is known, 2 a mistake in what was asked, 3 a part is unknown\n",
    .options = options,
    .settings_bytes = sizeof(struct settings),
    .most_arguments = COMMAND_ANY,
    .run = run,
};
