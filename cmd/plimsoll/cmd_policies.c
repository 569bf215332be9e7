/* List the policies that there are or that an audit would use, or explain some. */
#include <stdio.h>

#include "base/map.h"
#include "maturity/document.h"
#include "policy/policy.h"
#include "value/json.h"

#include "documents.h"
#include "policy_inputs.h"
#include "session.h"

struct settings {
    const char *fleet;
    struct option_list policy_dirs, policies, exemptions; /* the last stays empty */
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

static const char *join_sets(struct plim_arena *arena, const struct policy_info *policy)
{
    const char *text = "";
    for (size_t i = 0; i < value_len(policy->sets); i++)
        text = plim_arena_printf(arena, "%s%s%.*s", text, i > 0 ? "," : "",
                                 PLIM_STR_ARG(value_str(value_at(policy->sets, i))));
    return text;
}

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
           join_sets(arena, policy), PLIM_STR_ARG(policy->title));
}

static void print_params(const struct policy_info *policy)
{
    for (size_t i = 0; i < value_len(policy->params); i++) {
        PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
        struct plim_err ignored = {0};
        (void)!value_json_write(value_at(policy->params, i), VALUE_JSON_COMPACT, &text, &ignored);
        printf("%s%.*s: %s\n", i == 0 ? "\nParameters\n" : "",
               PLIM_STR_ARG(value_str(&policy->params->entries[i].key)), text.text);
    }
}

static void print_one(struct plim_arena *arena, const struct policy_info *policy)
{
    printf("%.*s: %.*s\n\nsubject      %s\nseverity     %s\ncategory     %.*s\nsets         %s\n"
           "file         %.*s\n\n",
           PLIM_STR_ARG(policy->id), PLIM_STR_ARG(policy->title),
           policy_subject_names[policy->subject], finding_severity_names[policy->severity],
           PLIM_STR_ARG(policy->category), join_sets(arena, policy), PLIM_STR_ARG(policy->file));
    printf("Why\n%.*s\n\nRemediation\n%.*s\n", PLIM_STR_ARG(policy->why),
           PLIM_STR_ARG(policy->remediation));
    print_params(policy);
    for (size_t i = 0; i < value_len(policy->references); i++)
        printf("%s%.*s\n", i == 0 ? "\nReferences\n" : "",
               PLIM_STR_ARG(value_str(value_at(policy->references, i))));
}

static enum plim_code print_named(const struct listing *listing, const struct option_list *names,
                                  struct plim_err *err)
{
    for (size_t i = 0; i < names->len; i++) {
        const struct policy_info *policy =
            policy_set_find(listing->set, plim_str_from(names->items[i]));
        if (!policy)
            return plim_err_set(err, PLIM_NOT_FOUND, "there is no policy '%s'", names->items[i]);
        print_one(listing->arena, policy);
    }
    return PLIM_OK;
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
    if (settings->sets)
        print_all_names(&listing);
    else if (arguments->len > 0)
        return print_named(&listing, arguments, err);
    else
        for (size_t i = 0; i < policy_set_len(set); i++)
            print_row(arena, policy_set_at(set, i));
    return PLIM_OK;
}

const struct command command_policies = {
    .name = "policies",
    .arguments = "[ID...]",
    .summary = "List the policies, or explain the named ones",
    .details = "An audit uses those of `--policies default`, unless --policies or its Fleet "
               "document says otherwise.\n",
    .options = options,
    .settings_bytes = sizeof(struct settings),
    .most_arguments = COMMAND_ANY,
    .run = run,
};
