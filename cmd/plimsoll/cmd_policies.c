/* List the policies that there are or that an audit would use, or explain some. */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/map.h"
#include "maturity/document.h"
#include "policy/policy.h"

#include "catalogue.h"
#include "documents.h"
#include "policy_inputs.h"
#include "session.h"

struct settings {
    const char *fleet;
    struct option_list policy_dirs, policies, exemptions; /* the last stays empty */
    const char *output, *output_dir;
    bool sets;
};

static const struct option options[] = {
    {"fleet", 'c', OPTION_TEXT, offsetof(struct settings, fleet), "FILE",
     "Fleet document: its directories, models and choice"},
    {"policy-dir", 0, OPTION_LIST, offsetof(struct settings, policy_dirs), "DIR",
     "more policies; repeats"},
    {"policies", 0, OPTION_LIST, offsetof(struct settings, policies), "NAME[,NAME...]",
     "only these: default, a set, category, model, id, 'images.*'; -NAME takes away"},
    {"sets", 0, OPTION_SWITCH, offsetof(struct settings, sets), NULL,
     "list the names under which policies are chosen"},
    {"output", 'o', OPTION_TEXT, offsetof(struct settings, output), "FORMAT",
     "docs: markdown (the default) or html"},
    {"output-dir", 0, OPTION_TEXT, offsetof(struct settings, output_dir), "DIR",
     "docs: write policies.md or policies.html there"},
    {0},
};

/* What a run of the command works with. */
struct listing {
    struct plim_arena *arena;
    struct policy_set *set;
    struct audit_fleet fleet;
    struct policy_choice choice;
};

/* ---- Names. */

static size_t count_known(const struct listing *listing, struct plim_str name)
{
    size_t count = 0;
    for (size_t i = 0; i < policy_set_len(listing->set); i++)
        count += policy_is_chosen(&listing->choice, policy_set_at(listing->set, i), name);
    return count;
}

static void print_name(const struct listing *listing, struct plim_str name, const char *what)
{
    printf("%-20.*s %-9s %zu\n", PLIM_STR_ARG(name), what, count_known(listing, name));
}

/* Each once, in the order of the policies. */
static void print_names(const struct listing *listing, bool sets)
{
    PLIM_CLEANUP(plim_map_freep) struct plim_map *seen = plim_map_new();
    for (size_t i = 0; i < policy_set_len(listing->set); i++) {
        const struct policy_info *policy = policy_set_at(listing->set, i);
        const struct value category = value_string(policy->category);
        const struct value categories = value_list(&category, 1);
        const struct value *names = sets ? policy->sets : &categories;
        for (size_t k = 0; k < value_len(names); k++) {
            struct plim_str name =
                plim_arena_copy_str(listing->arena, value_str(value_at(names, k)));
            if (!plim_map_get(seen, name.text))
                print_name(listing, name, sets ? "set" : "category");
            plim_map_set(seen, name.text, seen);
        }
    }
}

static void print_all_names(const struct listing *listing)
{
    print_name(listing, PLIM_STR("default"), "");
    print_names(listing, true);
    print_names(listing, false);
    for (size_t i = 0; i < listing->choice.group_count; i++)
        print_name(listing, listing->choice.groups[i].name, "model");
}

/* ---- Policies. */

static void print_row(struct plim_arena *arena, const struct policy_info *policy)
{
    printf("%-28.*s %-12s %-9s %-12s %.*s\n", PLIM_STR_ARG(policy->id),
           policy_subject_names[policy->subject], finding_severity_names[policy->severity],
           catalogue_sets(arena, policy), PLIM_STR_ARG(policy->title));
}

static enum plim_code print_named(const struct listing *listing, const struct option_list *names,
                                  size_t from, struct plim_err *err)
{
    const struct catalogue catalogue = {listing->arena, listing->set, &listing->choice};
    if (from == names->len)
        return plim_err_set(err, PLIM_INVALID, "show: expected ID...");
    for (size_t i = from; i < names->len; i++) {
        PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
        const struct policy_info *policy =
            policy_set_find(listing->set, plim_str_from(names->items[i]));
        if (!policy)
            return plim_err_set(err, PLIM_NOT_FOUND, "there is no policy '%s'", names->items[i]);
        catalogue_print(&catalogue, policy, &text);
        printf("%s%s", i > from ? "\n\n" : "", text.text);
    }
    return PLIM_OK;
}

static enum plim_code write_docs(const struct settings *settings, const struct listing *listing,
                                 struct plim_err *err)
{
    const struct catalogue catalogue = {listing->arena, listing->set, &listing->choice};
    const char *format = settings->output ? settings->output : "markdown";
    bool html = strcmp(format, "html") == 0;
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    if (!html && strcmp(format, "markdown") != 0)
        return plim_err_set(err, PLIM_INVALID, "-o '%s': expected markdown or html", format);
    if (html)
        catalogue_write_html(&catalogue, &text);
    else
        catalogue_write_markdown(&catalogue, &text);
    if (!settings->output_dir) {
        (void)fwrite(text.text, 1, text.len, stdout);
        return PLIM_OK;
    }
    const char *path = plim_path_join(listing->arena, settings->output_dir,
                                      html ? "policies.html" : "policies.md");
    return plim_file_write(path, text.text, text.len, err);
}

static enum plim_code load(const struct settings *settings, struct listing *listing,
                           struct plim_err *err)
{
    struct maturity_set *maturity = maturity_set_new(listing->arena);
    if (settings->fleet &&
        audit_fleet_load(listing->arena, settings->fleet, &listing->fleet, err) != PLIM_OK)
        return err->code;
    if (documents_add_embedded(listing->arena, maturity, err) != PLIM_OK ||
        documents_add_fleet(listing->arena, maturity, &listing->fleet, NULL, err) != PLIM_OK ||
        maturity_set_link(maturity, NULL, 0, err) != PLIM_OK)
        return err->code;
    const struct policy_inputs inputs = {.fleet = &listing->fleet,
                                         .maturity = maturity,
                                         .exemptions = &settings->exemptions,
                                         .dirs = &settings->policy_dirs,
                                         .names = &settings->policies};
    if (policy_inputs_load(listing->arena, &inputs, listing->set, err) != PLIM_OK ||
        policy_inputs_choice(listing->arena, &inputs, &listing->choice, err) != PLIM_OK)
        return err->code;
    if (listing->choice.term_count > 0 &&
        policy_set_select(listing->set, &listing->choice, err) != PLIM_OK)
        return err->code;
    policy_set_seal(listing->set);
    return PLIM_OK;
}

static enum plim_code run(void *context, const struct option_list *arguments,
                          enum plim_exit *exit_out, struct plim_err *err)
{
    const struct settings *settings = context;
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    PLIM_CLEANUP(policy_set_freep) struct policy_set *set = policy_set_new();
    struct listing listing = {.arena = arena, .set = set};
    if (load(settings, &listing, err) != PLIM_OK)
        return err->code;
    *exit_out = PLIM_EXIT_CLEAN;
    bool named = arguments->len > 0;
    bool show = named && strcmp(arguments->items[0], "show") == 0;
    if (named && strcmp(arguments->items[0], "docs") == 0)
        return arguments->len == 1 ? write_docs(settings, &listing, err)
                                   : plim_err_set(err, PLIM_INVALID, "docs takes no arguments");
    if (named)
        return print_named(&listing, arguments, show ? 1 : 0, err);
    if (settings->sets)
        print_all_names(&listing);
    for (size_t i = 0; !settings->sets && i < policy_set_len(set); i++)
        print_row(arena, policy_set_at(set, i));
    return PLIM_OK;
}

const struct command command_policies = {
    .name = "policies",
    .arguments = "[[show] ID...|docs]",
    .summary = "List the policies, explain some with examples, or write their catalogue",
    .details = "An audit uses those of `--policies default`, unless --policies or its Fleet "
               "document says otherwise.\n",
    .options = options,
    .settings_bytes = sizeof(struct settings),
    .most_arguments = COMMAND_ANY,
    .run = run,
};
