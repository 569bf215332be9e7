#include <stdlib.h>

#include "base/defs.h"
#include "resource/selector.h"
#include "value/decode.h"

#include "policy_priv.h"

#define KIND(group, resource)                \
    {                                        \
        {(group), sizeof(group) - 1},        \
        {                                    \
            (resource), sizeof(resource) - 1 \
        }                                    \
    }

/* Kinds whose objects are pods or hold a pod template. Source: the API of core/v1, apps/v1,
 * batch/v1. */
static const struct policy_kind workload_kinds[] = {
    KIND("", "pods"),
    KIND("", "replicationcontrollers"),
    KIND("apps", "daemonsets"),
    KIND("apps", "deployments"),
    KIND("apps", "replicasets"),
    KIND("apps", "statefulsets"),
    KIND("batch", "cronjobs"),
    KIND("batch", "jobs"),
};

bool policy_kind_is_workload(const struct policy_kind *kind)
{
    for (size_t i = 0; i < PLIM_LEN(workload_kinds); i++) {
        if (plim_str_equal(kind->group, workload_kinds[i].group) &&
            plim_str_equal(kind->resource, workload_kinds[i].resource))
            return true;
    }
    return false;
}

static enum plim_code read_texts(const struct value_node *rule, const char *key,
                                 const struct value **list_out, struct plim_err *err)
{
    struct value_node list = value_node_get(rule, key);
    for (size_t i = 0; i < value_node_len(&list); i++) {
        struct value_node item = value_node_at(&list, i);
        if (!value_is(item.value, VALUE_STRING))
            return value_node_fail(err, &item, "'%s' holds strings", key);
    }
    *list_out = list.value;
    return PLIM_OK;
}

static enum plim_code read_rule(const struct value_node *node, struct policy_rule *rule_out,
                                struct plim_err *err)
{
    static const struct value_field fields[] = {
        {"apiGroups", VALUE_LIST, 0},
        {"apiVersions", VALUE_LIST, 0},
        {"resources", VALUE_LIST, VALUE_FIELD_REQUIRED},
    };
    enum plim_code code = value_node_check(node, fields, PLIM_LEN(fields), err);
    if (code == PLIM_OK)
        code = read_texts(node, "apiGroups", &rule_out->groups, err);
    if (code == PLIM_OK)
        code = read_texts(node, "apiVersions", &rule_out->versions, err);
    if (code == PLIM_OK)
        code = read_texts(node, "resources", &rule_out->resources, err);
    return code;
}

static enum plim_code read_origins(const struct value_node *node, struct policy_match *match,
                                   struct plim_err *err)
{
    static const char *const names[] = {"live", "git"};
    struct value_node origins = value_node_get(node, "origins");
    if (origins.value == NULL) {
        match->live = match->git = true;
        return PLIM_OK;
    }
    for (size_t i = 0; i < value_node_len(&origins); i++) {
        struct value_node origin = value_node_at(&origins, i);
        unsigned index = 0;
        enum plim_code code =
            value_node_enum(&origin, "origin", names, PLIM_LEN(names), &index, err);
        if (code != PLIM_OK)
            return code;
        *(index == 0 ? &match->live : &match->git) = true;
    }
    return PLIM_OK;
}

enum plim_code policy_match_read(struct plim_arena *arena, const struct value_node *node,
                                 struct policy_match *match_out, struct plim_err *err)
{
    static const struct value_field fields[] = {
        {"resourceRules", VALUE_LIST, 0},
        {"workloads", VALUE_BOOL, 0},
        {"origins", VALUE_LIST, 0},
        {"objectSelector", VALUE_MAP, 0},
    };
    struct policy_match match = {0};
    if (node->value != NULL) {
        enum plim_code code = value_node_check(node, fields, PLIM_LEN(fields), err);
        if (code != PLIM_OK)
            return code;
    }
    enum plim_code code = read_origins(node, &match, err);
    if (code != PLIM_OK)
        return code;
    struct value_node rules = value_node_get(node, "resourceRules");
    match.len = value_node_len(&rules);
    match.workloads = value_bool_or(value_get(node->value, "workloads"), false);
    struct policy_rule *made = plim_arena_array(arena, match.len, sizeof(*made));
    for (size_t i = 0; i < match.len && code == PLIM_OK; i++) {
        struct value_node rule = value_node_at(&rules, i);
        code = read_rule(&rule, &made[i], err);
    }
    struct value_node selector = value_node_get(node, "objectSelector");
    if (code == PLIM_OK)
        code = policy_selector_read(&selector, &match.selector, err);
    if (code != PLIM_OK)
        return code;
    match.rules = made;
    *match_out = match;
    return PLIM_OK;
}

bool policy_match_rules(const struct policy_match *match, const struct policy_kind *kind,
                        struct plim_str version)
{
    if (match->len == 0 && !match->workloads)
        return true;
    for (size_t i = 0; i < match->len; i++) {
        const struct policy_rule *rule = &match->rules[i];
        if ((rule->groups == NULL || resource_rule_admits(rule->groups, kind->group)) &&
            resource_rule_admits_resource(rule->resources, kind->resource) &&
            (version.len == 0 || rule->versions == NULL ||
             resource_rule_admits(rule->versions, version)))
            return true;
    }
    return false;
}

bool policy_match_kind(const struct policy_match *match, const struct policy_kind *kind,
                       struct plim_str version)
{
    return (match->workloads && policy_kind_is_workload(kind)) ||
           policy_match_rules(match, kind, version);
}

bool policy_set_asks(const struct policy_set *set, size_t policy, const struct policy_kind *kind)
{
    const struct policy_match *match = &set->items[policy]->match;
    bool asks = match->len > 0 || match->workloads;
    return asks && set->items[policy]->info.subject == POLICY_OBJECT &&
           policy_match_kind(match, kind, (struct plim_str){0});
}

struct kinds {
    struct plim_arena *arena;
    struct policy_kind *items;
    size_t len;
    size_t cap;
};

static void add_kind(struct kinds *kinds, struct plim_str group, struct plim_str resource)
{
    if (kinds->len == kinds->cap) {
        size_t cap = kinds->cap == 0 ? 64 : 2 * kinds->cap;
        struct policy_kind *items = plim_arena_array(kinds->arena, cap, sizeof(*items));
        for (size_t i = 0; i < kinds->len; i++)
            items[i] = kinds->items[i];
        kinds->items = items;
        kinds->cap = cap;
    }
    kinds->items[kinds->len++] = (struct policy_kind){group, resource};
}

/* Parts such as "pods/status" are never listed. */
static void add_group(struct kinds *kinds, struct plim_str group, const struct value *resources)
{
    for (size_t i = 0; i < value_len(resources); i++) {
        struct plim_str resource = value_str(value_at(resources, i));
        if (plim_str_is(resource, "*/*"))
            resource.len = 1;
        struct plim_str rest = resource;
        struct plim_str name;
        if (!plim_str_cut(&rest, '/', &name))
            add_kind(kinds, group, resource);
    }
}

static void add_policy(struct kinds *kinds, const struct policy_match *match)
{
    for (size_t i = 0; match->workloads && i < PLIM_LEN(workload_kinds); i++)
        add_kind(kinds, workload_kinds[i].group, workload_kinds[i].resource);
    for (size_t i = 0; i < match->len; i++) {
        const struct policy_rule *rule = &match->rules[i];
        if (rule->groups == NULL)
            add_group(kinds, PLIM_STR("*"), rule->resources);
        for (size_t j = 0; j < value_len(rule->groups); j++)
            add_group(kinds, value_str(value_at(rule->groups, j)), rule->resources);
    }
}

static int compare_kinds(const void *left, const void *right)
{
    const struct policy_kind *a = left;
    const struct policy_kind *b = right;
    int order = plim_str_compare(a->group, b->group);
    return order != 0 ? order : plim_str_compare(a->resource, b->resource);
}

void policy_set_collect_kinds(struct policy_set *set)
{
    struct kinds kinds = {.arena = set->arena};
    for (size_t i = 0; i < set->len; i++) {
        if (set->items[i]->info.subject == POLICY_OBJECT)
            add_policy(&kinds, &set->items[i]->match);
    }
    if (kinds.len > 1)
        qsort(kinds.items, kinds.len, sizeof(*kinds.items), compare_kinds);
    size_t kept = 0;
    for (size_t i = 0; i < kinds.len; i++) {
        if (kept == 0 || compare_kinds(&kinds.items[kept - 1], &kinds.items[i]) != 0)
            kinds.items[kept++] = kinds.items[i];
    }
    set->kinds = kinds.items;
    set->kinds_len = kept;
}
