/* How far the expressions of a policy look into an object: beyond its metadata, or not. */
#include "base/defs.h"
#include "cel/reads.h"

#include "policy_priv.h"

/* Every object has these, and what is read as PartialObjectMetadata has nothing else. */
static const char *const metadata_fields[] = {"apiVersion", "kind", "metadata"};

/* All that metadata have but managedFields. Source: k8s.io/apimachinery, ObjectMeta. */
static const char *const other_metadata[] = {
    "name",       "generateName",      "namespace",       "selfLink",
    "uid",        "resourceVersion",   "generation",      "creationTimestamp",
    "labels",     "deletionTimestamp", "ownerReferences", "deletionGracePeriodSeconds",
    "finalizers", "annotations"};

enum { VALIDATION_PROGRAMS = 9, NAMED_MAX = 64 };

static void add(struct policy *policy, const struct cel_program *program)
{
    static const char *const metadata[] = {"object.metadata", "namespaceObject.metadata"};
    static const char *const of_pods[] = {"podSpec", "podMetadata", "containers"};
    struct plim_str what = {0};
    if (program == NULL)
        return;
    for (size_t i = 0; i < PLIM_LEN(metadata); i++) {
        if (cel_program_reads_beyond(program, metadata[i], other_metadata, PLIM_LEN(other_metadata),
                                     &what))
            policy->reads_managed_fields = true;
    }
    for (size_t i = 0; i < PLIM_LEN(of_pods); i++) {
        if (cel_program_reads_beyond(program, of_pods[i], NULL, 0, &what))
            policy->reads_pod_spec = true;
    }
    if (!cel_program_reads_beyond(program, "object", metadata_fields, PLIM_LEN(metadata_fields),
                                  &what))
        return;
    if (policy->whole_readers_len == 0)
        policy->reads_beyond = what.len > 0 && what.len <= NAMED_MAX ? what : PLIM_STR("all");
    policy->whole_readers[policy->whole_readers_len++] = program;
}

void policy_reach_measure(struct plim_arena *arena, struct policy *policy)
{
    size_t most = policy->conditions_len + policy->variables_len +
                  VALIDATION_PROGRAMS * policy->validations_len;
    if (policy->info.subject != POLICY_OBJECT)
        return;
    policy->whole_readers = plim_arena_array(arena, most, sizeof(const struct cel_program *));
    for (size_t i = 0; i < policy->conditions_len; i++)
        add(policy, policy->conditions[i].program);
    for (size_t i = 0; i < policy->variables_len; i++)
        add(policy, policy->variables[i]);
    for (size_t i = 0; i < policy->validations_len; i++) {
        const struct policy_validation *one = &policy->validations[i];
        const struct cel_program *const programs[VALIDATION_PROGRAMS] = {
            one->each,      one->expression, one->message_expression,
            one->field,     one->expected,   one->actual,
            one->container, one->manager,    one->changed_at};
        for (size_t k = 0; k < VALIDATION_PROGRAMS; k++)
            add(policy, programs[k]);
    }
}

bool policy_reads_whole(const struct policy *policy, const struct cel_program *program)
{
    for (size_t i = 0; i < policy->whole_readers_len; i++) {
        if (policy->whole_readers[i] == program)
            return true;
    }
    return false;
}

bool policy_set_needs_whole(const struct policy_set *set, size_t policy,
                            const struct policy_kind *kind, struct plim_str *what_out)
{
    const struct policy *one = set->items[policy];
    if (one->info.subject != POLICY_OBJECT || !one->match.live ||
        !policy_match_kind(&one->match, kind, (struct plim_str){0}))
        return false;
    bool pod_spec = one->reads_pod_spec && policy_kind_is_workload(kind);
    if (one->whole_readers_len == 0 && !pod_spec)
        return false;
    *what_out = one->whole_readers_len > 0 ? one->reads_beyond : PLIM_STR("podSpec");
    return true;
}
