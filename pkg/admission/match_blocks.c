/* Kyverno's match and exclude blocks.
 * Source: Kyverno 1.19 pkg/engine/utils/match.go, pkg/utils/kube/kind.go. */
#include "base/defs.h"

#include "admission_priv.h"

/* "v1", "v1beta2", "*": what a version looks like. */
static bool is_version(struct plim_str text)
{
    if (plim_str_is(text, "*"))
        return true;
    return text.len >= 2 && text.text[0] == 'v' && text.text[1] >= '0' && text.text[1] <= '9';
}

/* "Pod", "Pod/status", "v1/Pod", "apps/v1/Deployment", "apps/v1/Deployment/scale", each part a
 * pattern. */
struct admission_kind_pattern admission_kind_parse(struct plim_str text)
{
    enum { PARTS = 4 };
    const struct plim_str any = PLIM_STR("*");
    struct plim_str parts[PARTS] = {0};
    size_t len = 0;
    while (text.len > 0 && len < PARTS)
        (void)plim_str_cut(&text, '/', &parts[len++]);
    size_t first = 0;
    if (len >= 3 && is_version(parts[1]))
        first = 2;
    else if (len >= 2 && is_version(parts[0]))
        first = 1;
    bool whole = len <= first + 1 || plim_str_is(parts[first + 1], "*");
    return (struct admission_kind_pattern){
        .group = first == 2 ? parts[0] : any,
        .version = first > 0 ? parts[first - 1] : any,
        .kind = parts[first],
        .whole = whole && text.len == 0,
        .everything = len == 2 && plim_str_is(parts[0], "*") && plim_str_is(parts[1], "*"),
    };
}

/* Only the object itself is judged, no subresource of it. */
static bool is_kind(struct plim_str text, const struct resource_identity *identity)
{
    const struct admission_kind_pattern pattern = admission_kind_parse(text);
    bool version =
        identity->version.len == 0 || plim_str_matches_glob(identity->version, pattern.version);
    return pattern.everything ||
           (pattern.whole && version && plim_str_matches_glob(identity->group, pattern.group) &&
            plim_str_matches_glob(identity->kind, pattern.kind));
}

static bool has_kind(const struct value *kinds, const struct resource_identity *identity)
{
    for (size_t i = 0; i < value_len(kinds); i++) {
        if (is_kind(value_str(value_at(kinds, i)), identity))
            return true;
    }
    return false;
}

/* `controllers` stand in for pods. */
static bool names_kind(const struct value *resources, const struct value *controllers,
                       const struct resource_identity *identity)
{
    const struct value *kinds = value_get(resources, "kinds");
    if (controllers != NULL && resource_list_has(kinds, PLIM_STR("Pod")))
        kinds = controllers;
    return value_len(kinds) == 0 || has_kind(kinds, identity);
}

static bool has_glob(const struct value *list, struct plim_str text)
{
    for (size_t i = 0; i < value_len(list); i++) {
        if (plim_str_matches_glob(text, value_str(value_at(list, i))))
            return true;
    }
    return false;
}

static bool has_annotations(const struct value *wanted, const struct value *object)
{
    struct value_entry entry = {value_string_c("matchLabels"), value_null()};
    if (wanted == NULL)
        return true;
    entry.value = *wanted;
    struct value selector = value_map(&entry, 1);
    return resource_selector_matches(&selector, value_get_path(object, "metadata.annotations"),
                                     RESOURCE_SELECTOR_GLOBS);
}

static enum admission_answer meets_namespace_selector(const struct value *selector,
                                                      const struct admission_subject *subject)
{
    if (selector == NULL)
        return ADMISSION_YES;
    if (!subject->namespaced && !plim_str_is(subject->identity.kind, "Namespace"))
        return ADMISSION_NO;
    if (!subject->namespace_known)
        return ADMISSION_MAYBE;
    return resource_selector_matches(selector, subject->namespace_labels, RESOURCE_SELECTOR_GLOBS)
               ? ADMISSION_YES
               : ADMISSION_NO;
}

static enum admission_answer meets_resources(const struct value *resources,
                                             const struct value *controllers,
                                             const struct admission_subject *subject)
{
    const struct resource_identity *identity = &subject->identity;
    const struct value *names = value_get(resources, "names");
    const struct value *namespaces = value_get(resources, "namespaces");
    const struct value *operations = value_get(resources, "operations");
    struct plim_str name = value_str(value_get(resources, "name"));
    /* Of a Namespace, its own name. */
    struct plim_str namespace =
        plim_str_is(identity->kind, "Namespace") ? identity->name : identity->namespace;
    bool meets = names_kind(resources, controllers, identity) &&
                 (name.len == 0 || plim_str_matches_glob(identity->name, name)) &&
                 (value_len(names) == 0 || has_glob(names, identity->name)) &&
                 (value_len(namespaces) == 0 || has_glob(namespaces, namespace)) &&
                 (value_len(operations) == 0 ||
                  resource_list_has(operations, admission_operation(subject->request))) &&
                 has_annotations(value_get(resources, "annotations"), subject->request->object) &&
                 resource_selector_matches(value_get(resources, "selector"), subject->labels,
                                           RESOURCE_SELECTOR_GLOBS);
    return meets ? meets_namespace_selector(value_get(resources, "namespaceSelector"), subject)
                 : ADMISSION_NO;
}

static bool is_subject(const struct value *wanted, const struct value *user)
{
    struct plim_str kind = value_get_text(wanted, "kind");
    struct plim_str name = value_get_text(wanted, "name");
    struct plim_str username = value_get_text(user, "username");
    const struct value *groups = value_get(user, "groups");
    if (plim_str_is(kind, "Group")) {
        for (size_t i = 0; i < value_len(groups); i++) {
            if (plim_str_matches_glob(value_str(value_at(groups, i)), name))
                return true;
        }
        return false;
    }
    if (plim_str_is(kind, "User"))
        return plim_str_matches_glob(username, name);
    struct plim_str rest = username;
    struct plim_str part;
    if (!plim_str_starts(username, PLIM_STR("system:serviceaccount:")))
        return false;
    rest = (struct plim_str){username.text + 22, username.len - 22};
    (void)plim_str_cut(&rest, ':', &part);
    return plim_str_matches_glob(part, value_get_text(wanted, "namespace")) &&
           plim_str_matches_glob(rest, name);
}

static bool has_role(const struct value *wanted, const struct value *held)
{
    for (size_t i = 0; i < value_len(held); i++) {
        if (has_glob(wanted, value_str(value_at(held, i))))
            return true;
    }
    return false;
}

static bool has_subject(const struct value *subjects, const struct value *user)
{
    for (size_t i = 0; i < value_len(subjects); i++) {
        if (is_subject(value_at(subjects, i), user))
            return true;
    }
    return false;
}

/* Which blocks are asked. */
struct side {
    const struct value *controllers;
    bool excludes;
};

/* Nobody is no subject that could be excluded. */
static enum admission_answer meets_user(const struct value *block, const struct side *side,
                                        const struct value *user)
{
    const struct value *subjects = value_get(block, "subjects");
    const struct value *roles = value_get(block, "roles");
    const struct value *cluster_roles = value_get(block, "clusterRoles");
    if (value_len(subjects) + value_len(roles) + value_len(cluster_roles) == 0)
        return ADMISSION_YES;
    if (user == NULL)
        return ADMISSION_MAYBE;
    if (value_len(user) == 0)
        return side->excludes ? ADMISSION_NO : ADMISSION_YES;
    bool meets =
        (value_len(subjects) == 0 || has_subject(subjects, user)) &&
        (value_len(roles) == 0 || has_role(roles, value_get(user, "roles"))) &&
        (value_len(cluster_roles) == 0 || has_role(cluster_roles, value_get(user, "clusterRoles")));
    return meets ? ADMISSION_YES : ADMISSION_NO;
}

static enum admission_answer meets_block(const struct value *block, const struct side *side,
                                         const struct admission_subject *subject)
{
    const struct value *resources = value_get(block, "resources");
    enum admission_answer user = meets_user(block, side, subject->request->user);
    return value_len(resources) == 0
               ? user
               : admission_both(user, meets_resources(resources, side->controllers, subject));
}

static enum admission_answer meets_blocks(const struct value *match, const struct side *side,
                                          const struct admission_subject *subject)
{
    const struct value *any = value_get(match, "any");
    const struct value *all = value_get(match, "all");
    enum admission_answer answer = ADMISSION_NO;
    for (size_t i = 0; i < value_len(any); i++) {
        enum admission_answer one = meets_block(value_at(any, i), side, subject);
        answer = one > answer ? one : answer;
    }
    if (value_len(any) > 0)
        return answer;
    if (value_len(all) == 0)
        return value_len(match) == 0 ? ADMISSION_NO : meets_block(match, side, subject);
    answer = ADMISSION_YES;
    for (size_t i = 0; i < value_len(all); i++)
        answer = admission_both(answer, meets_block(value_at(all, i), side, subject));
    return answer;
}

enum admission_answer admission_blocks_match(const struct admission_match *match,
                                             const struct admission_subject *subject)
{
    if (match->namespace.len > 0 && !plim_str_equal(match->namespace, subject->identity.namespace))
        return ADMISSION_NO;
    const struct side included = {match->controllers, false};
    const struct side excluded = {match->controllers, true};
    enum admission_answer answer = meets_blocks(match->blocks, &included, subject);
    enum admission_answer out = meets_blocks(match->exclude, &excluded, subject);
    return admission_both(answer, (enum admission_answer)(ADMISSION_YES - out));
}

static bool block_may(const struct value *block, const struct admission_match *match,
                      const struct admission_subject *subject)
{
    return names_kind(value_get(block, "resources"), match->controllers, &subject->identity);
}

bool admission_blocks_may(const struct admission_match *match,
                          const struct admission_subject *subject)
{
    const struct value *any = value_get(match->blocks, "any");
    const struct value *all = value_get(match->blocks, "all");
    for (size_t i = 0; i < value_len(any); i++) {
        if (block_may(value_at(any, i), match, subject))
            return true;
    }
    if (value_len(any) > 0)
        return false;
    for (size_t i = 0; i < value_len(all); i++) {
        if (!block_may(value_at(all, i), match, subject))
            return false;
    }
    return value_len(all) > 0 || block_may(match->blocks, match, subject);
}
