/* List the policies of a run, or show one. */
#include <stdio.h>

#include "policy/policy.h"

#include "session.h"

struct settings {
    struct option_list policy_dirs;
};

static const struct option options[] = {
    {"policy-dir", 0, OPTION_LIST, offsetof(struct settings, policy_dirs), "DIR",
     "more policies; repeats"},
    {0},
};

static void print_row(const struct policy_info *policy)
{
    printf("%-28.*s %-12s %-9s %.*s\n", PLIM_STR_ARG(policy->id),
           policy_subject_names[policy->subject], finding_severity_names[policy->severity],
           PLIM_STR_ARG(policy->title));
}

static void print_one(const struct policy_info *policy)
{
    printf(
        "%.*s: %.*s\n\nsubject      %s\nseverity     %s\ncategory     %.*s\nfile         %.*s\n\n",
        PLIM_STR_ARG(policy->id), PLIM_STR_ARG(policy->title),
        policy_subject_names[policy->subject], finding_severity_names[policy->severity],
        PLIM_STR_ARG(policy->category), PLIM_STR_ARG(policy->file));
    printf("Why\n%.*s\n\nRemediation\n%.*s\n", PLIM_STR_ARG(policy->why),
           PLIM_STR_ARG(policy->remediation));
    for (size_t i = 0; i < value_len(policy->references); i++)
        printf("%s%.*s\n", i == 0 ? "\nReferences\n" : "",
               PLIM_STR_ARG(value_str(value_at(policy->references, i))));
}

static enum plim_code print_named(const struct policy_set *set, const struct option_list *names,
                                  struct plim_err *err)
{
    for (size_t i = 0; i < names->len; i++) {
        const struct policy_info *policy = policy_set_find(set, plim_str_from(names->items[i]));
        if (!policy)
            return plim_err_set(err, PLIM_NOT_FOUND, "there is no policy '%s'", names->items[i]);
        print_one(policy);
    }
    return PLIM_OK;
}

static enum plim_code run(void *context, const struct option_list *arguments,
                          enum plim_exit *exit_out, struct plim_err *err)
{
    const struct settings *settings = context;
    PLIM_CLEANUP(policy_set_freep) struct policy_set *set = policy_set_new();
    if (policy_set_add_embedded(set, err) != PLIM_OK)
        return err->code;
    for (size_t i = 0; i < settings->policy_dirs.len; i++) {
        if (policy_set_add_dir(set, settings->policy_dirs.items[i], err) != PLIM_OK)
            return err->code;
    }
    policy_set_seal(set);
    *exit_out = PLIM_EXIT_CLEAN;
    if (arguments->len > 0)
        return print_named(set, arguments, err);
    for (size_t i = 0; i < policy_set_len(set); i++)
        print_row(policy_set_at(set, i));
    return PLIM_OK;
}

const struct command command_policies = {
    .name = "policies",
    .arguments = "[ID...]",
    .summary = "List the policies, or explain the named ones",
    .options = options,
    .settings_bytes = sizeof(struct settings),
    .most_arguments = COMMAND_ANY,
    .run = run,
};
