#include <stdlib.h>

#include "base/alloc.h"
#include "resource/identity.h"
#include "value/build.h"

#include "enforcement_priv.h"

const char *audit_action_name(enum audit_action action)
{
    static const char *const names[] = {
        [AUDIT_ACTION_NONE] = "none",
        [AUDIT_ACTION_AUDIT] = "audit",
        [AUDIT_ACTION_WARN] = "warn",
        [AUDIT_ACTION_DENY] = "deny",
    };
    return names[action];
}

static enum audit_action stricter(enum audit_action left, enum audit_action right)
{
    return left > right ? left : right;
}

/* What each tool calls them. */
static enum audit_action action_named(struct plim_str text)
{
    static const struct {
        const char *name;
        enum audit_action action;
    } actions[] = {
        {"Deny", AUDIT_ACTION_DENY},    {"deny", AUDIT_ACTION_DENY},
        {"Enforce", AUDIT_ACTION_DENY}, {"enforce", AUDIT_ACTION_DENY},
        {"Warn", AUDIT_ACTION_WARN},    {"warn", AUDIT_ACTION_WARN},
        {"Audit", AUDIT_ACTION_AUDIT},  {"audit", AUDIT_ACTION_AUDIT},
        {"dryrun", AUDIT_ACTION_AUDIT},
    };
    for (size_t i = 0; i < PLIM_LEN(actions); i++) {
        if (plim_str_is(text, actions[i].name))
            return actions[i].action;
    }
    return AUDIT_ACTION_NONE;
}

static enum audit_action strictest(const struct value *names)
{
    enum audit_action action = AUDIT_ACTION_NONE;
    for (size_t i = 0; i < value_len(names); i++)
        action = stricter(action, action_named(value_str(value_at(names, i))));
    return action;
}

static enum audit_action act_on_binding(const struct value *object)
{
    return strictest(value_get_path(object, "spec.validationActions"));
}

/* A policy alone does nothing. */
static enum audit_action act_on_policy(const struct value *object)
{
    (void)object;
    return AUDIT_ACTION_NONE;
}

static bool is_false(const struct value *value)
{
    return !value_bool_or(value, true);
}

/* Source: kyverno api/policies.kyverno.io/v1, ValidatingPolicySpec: Deny unless it says otherwise,
 * and at the door unless evaluation.admission.enabled is false. In other modes than Kubernetes it
 * is about no objects. */
static enum audit_action act_on_validating(const struct value *object)
{
    const struct value *actions = value_get_path(object, "spec.validationActions");
    const struct value *mode = value_get_path(object, "spec.evaluation.mode");
    if (mode != NULL && !value_is_string(mode, "Kubernetes"))
        return AUDIT_ACTION_NONE;
    if (is_false(value_get_path(object, "spec.evaluation.admission.enabled")))
        return AUDIT_ACTION_AUDIT;
    return actions ? strictest(actions) : AUDIT_ACTION_DENY;
}

/* Source: kyverno api/kyverno/v1, Spec: what the rule says, else the policy, else Audit; without
 * admission it only tells of what is inside. Rules that do not validate refuse nothing. */
static enum audit_action act_on_rules(const struct value *object)
{
    const struct value *rules = value_get_path(object, "spec.rules");
    struct plim_str common = value_get_text(object, "spec.validationFailureAction");
    enum audit_action action = AUDIT_ACTION_NONE;
    for (size_t i = 0; i < value_len(rules); i++) {
        const struct value *validate = value_get(value_at(rules, i), "validate");
        struct plim_str own = value_str(value_get(validate, "failureAction"));
        if (validate)
            action = stricter(
                action, stricter(AUDIT_ACTION_AUDIT, action_named(own.len > 0 ? own : common)));
    }
    bool absent = is_false(value_get_path(object, "spec.admission"));
    return absent && action > AUDIT_ACTION_AUDIT ? AUDIT_ACTION_AUDIT : action;
}

/* Source: https://open-policy-agent.github.io/gatekeeper/website/docs/violations and
 * .../enforcement-points: "deny" unless it says otherwise; "scoped" says so for each point. */
static enum audit_action act_on_constraint(const struct value *object)
{
    struct plim_str text = value_get_text(object, "spec.enforcementAction");
    const struct value *scoped = value_get_path(object, "spec.scopedEnforcementActions");
    enum audit_action action = AUDIT_ACTION_NONE;
    if (!plim_str_is(text, "scoped"))
        return text.len > 0 ? action_named(text) : AUDIT_ACTION_DENY;
    for (size_t i = 0; i < value_len(scoped); i++) {
        const struct value *points = value_get(value_at(scoped, i), "enforcementPoints");
        for (size_t k = 0; k < value_len(points); k++) {
            struct plim_str point = value_str(value_get(value_at(points, k), "name"));
            if (plim_str_is(point, "*") || plim_str_is(point, "validation.gatekeeper.sh"))
                action = stricter(
                    action, action_named(value_str(value_get(value_at(scoped, i), "action"))));
        }
    }
    return action;
}

static const struct door_kind {
    const char *group;
    const char *kind; /* NULL: every kind of the group */
    enum audit_action (*act)(const struct value *object);
    const char *policy_kind, *policy_name; /* of what it binds; NULL: it is a policy */
} door_kinds[] = {
    {"admissionregistration.k8s.io", "ValidatingAdmissionPolicy", act_on_policy, NULL, NULL},
    {"admissionregistration.k8s.io", "ValidatingAdmissionPolicyBinding", act_on_binding,
     "ValidatingAdmissionPolicy", "spec.policyName"},
    {"kyverno.io", "ClusterPolicy", act_on_rules, NULL, NULL},
    {"policies.kyverno.io", "ValidatingPolicy", act_on_validating, NULL, NULL},
    {AUDIT_GATEKEEPER_GROUP, NULL, act_on_constraint, NULL, NULL},
};

static const struct door_kind *find_kind(struct plim_str group, struct plim_str kind)
{
    for (size_t i = 0; i < PLIM_LEN(door_kinds); i++) {
        if (plim_str_is(group, door_kinds[i].group) &&
            (!door_kinds[i].kind || plim_str_is(kind, door_kinds[i].kind)))
            return &door_kinds[i];
    }
    return NULL;
}

static void add(struct audit_enforcement *enforcement, const struct audit_enforced *item)
{
    PLIM_GROW(enforcement->items, enforcement->len, enforcement->cap);
    enforcement->items[enforcement->len++] = *item;
}

bool audit_enforcement_add(struct audit_enforcement *enforcement, struct plim_arena *keep,
                           const struct value *object)
{
    struct resource_identity identity = resource_identity_of(object);
    const struct door_kind *kind = find_kind(identity.group, identity.kind);
    if (!kind)
        return false;
    bool binding = kind->policy_kind != NULL;
    struct plim_str name = binding ? value_get_text(object, kind->policy_name) : identity.name;
    const struct audit_enforced item = {
        .kind =
            binding ? plim_str_from(kind->policy_kind) : plim_arena_copy_str(keep, identity.kind),
        .name = plim_arena_copy_str(keep, name),
        .action = kind->act(object),
        .binding = binding,
    };
    add(enforcement, &item);
    return true;
}

void audit_enforcement_merge(struct audit_enforcement *into, struct audit_enforcement *from)
{
    for (size_t i = 0; i < from->len; i++)
        add(into, &from->items[i]);
    audit_enforcement_release(from);
}

static int compare(const struct audit_enforced *left, const struct audit_enforced *right)
{
    int order = plim_str_compare(left->kind, right->kind);
    return order ? order : plim_str_compare(left->name, right->name);
}

/* A policy before its bindings. */
static int compare_items(const void *left_item, const void *right_item)
{
    const struct audit_enforced *left = left_item, *right = right_item;
    int order = compare(left, right);
    return order ? order : (int)left->binding - (int)right->binding;
}

void audit_enforcement_join(struct audit_enforcement *enforcement)
{
    struct audit_enforced *items = enforcement->items;
    size_t len = 0;
    if (enforcement->len > 0)
        qsort(items, enforcement->len, sizeof(*items), compare_items);
    for (size_t i = 0; i < enforcement->len; i++) {
        if (len > 0 && compare(&items[len - 1], &items[i]) == 0)
            items[len - 1].action = stricter(items[len - 1].action, items[i].action);
        else if (!items[i].binding)
            items[len++] = items[i];
    }
    enforcement->len = len;
}

void audit_enforcement_release(struct audit_enforcement *enforcement)
{
    free(enforcement->items);
    *enforcement = (struct audit_enforcement){0};
}

size_t audit_enforcement_denying(const struct audit_enforcement *enforcement)
{
    size_t count = 0;
    for (size_t i = 0; i < enforcement->len; i++)
        count += enforcement->items[i].action == AUDIT_ACTION_DENY ? 1 : 0;
    return count;
}

enum audit_action audit_enforcement_find(const struct audit_enforcement *enforcement,
                                         const struct audit_enforced *policy)
{
    for (size_t i = 0; i < enforcement->len; i++) {
        if (compare(&enforcement->items[i], policy) == 0)
            return enforcement->items[i].action;
    }
    return AUDIT_ACTION_NONE;
}

struct value audit_enforcement_record(struct plim_arena *arena,
                                      const struct audit_enforcement *enforcement)
{
    struct value_list_builder list = {.arena = arena};
    for (size_t i = 0; i < enforcement->len; i++) {
        const struct audit_enforced *item = &enforcement->items[i];
        struct value_map_builder map = {.arena = arena};
        value_map_add(&map, "kind", value_string(item->kind));
        value_map_add(&map, "name", value_string(item->name));
        value_map_add(&map, "action", value_string_c(audit_action_name(item->action)));
        value_list_add(&list, value_map_finish(&map));
    }
    return value_list_finish(&list);
}
