/* Roles, bindings and service accounts of a cluster, joined: who may do what, and where. */
#include <stdlib.h>

#include "base/str.h"
#include "value/build.h"

#include "rights_priv.h"

/* One subject of one binding. */
struct claim {
    struct plim_str kind, namespace, name;
    const struct audit_binding *binding;
};

static int compare_claims(const void *left, const void *right)
{
    const struct claim *one = left, *other = right;
    int order = plim_str_compare(one->kind, other->kind);
    order = order ? order : plim_str_compare(one->namespace, other->namespace);
    order = order ? order : plim_str_compare(one->name, other->name);
    return order ? order : plim_str_compare(one->binding->title, other->binding->title);
}

static int compare_roles(const void *left, const void *right)
{
    return plim_str_compare(((const struct audit_role *)left)->title,
                            ((const struct audit_role *)right)->title);
}

static int compare_accounts(const void *left, const void *right)
{
    const struct audit_service_account *one = left, *other = right;
    int order = plim_str_compare(one->namespace, other->namespace);
    return order ? order : plim_str_compare(one->name, other->name);
}

/* A service account may be bound by the name that it has as a user. Source: apiserver
 * pkg/authentication/serviceaccount (MakeUsername). */
static void unmask(struct claim *claim)
{
    const struct plim_str prefix = PLIM_STR("system:serviceaccount:");
    if (!plim_str_is(claim->kind, "User") || !plim_str_starts(claim->name, prefix))
        return;
    struct plim_str rest = {claim->name.text + prefix.len, claim->name.len - prefix.len};
    struct plim_str namespace = {0};
    if (!plim_str_cut(&rest, ':', &namespace))
        return;
    claim->kind = PLIM_STR("ServiceAccount");
    claim->namespace = namespace;
    claim->name = rest;
}

static struct claim *gather_claims(struct plim_arena *arena, const struct audit_rights *rights,
                                   size_t *count_out)
{
    size_t count = 0;
    for (size_t i = 0; i < rights->binding_count; i++)
        count += value_len(&rights->bindings[i].subjects);
    struct claim *claims = plim_arena_array(arena, count, sizeof(*claims));
    count = 0;
    for (size_t i = 0; i < rights->binding_count; i++) {
        const struct audit_binding *binding = &rights->bindings[i];
        for (size_t k = 0; k < value_len(&binding->subjects); k++) {
            const struct value *subject = value_at(&binding->subjects, k);
            struct claim claim = {.kind = value_get_text(subject, "kind"),
                                  .name = value_get_text(subject, "name"),
                                  .binding = binding};
            if (plim_str_is(claim.kind, "ServiceAccount"))
                claim.namespace = value_get_text(subject, "namespace");
            unmask(&claim);
            claims[count++] = claim;
        }
    }
    if (count > 0)
        qsort(claims, count, sizeof(*claims), compare_claims);
    *count_out = count;
    return claims;
}

static bool is_same_account(const struct claim *left, const struct claim *right)
{
    return plim_str_equal(left->kind, right->kind) &&
           plim_str_equal(left->namespace, right->namespace) &&
           plim_str_equal(left->name, right->name);
}

static const struct audit_role *find_role(const struct audit_rights *rights, struct plim_str title)
{
    const struct audit_role key = {.title = title};
    if (rights->role_count == 0)
        return NULL;
    return bsearch(&key, rights->roles, rights->role_count, sizeof(key), compare_roles);
}

static const struct audit_service_account *find_object(const struct audit_rights *rights,
                                                       const struct audit_account *account)
{
    const struct audit_service_account key = {.namespace = account->namespace,
                                              .name = account->name};
    if (rights->account_count == 0 || !plim_str_is(account->kind, "ServiceAccount"))
        return NULL;
    return bsearch(&key, rights->accounts, rights->account_count, sizeof(key), compare_accounts);
}

static bool is_any(struct plim_str text, const char *const *texts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (plim_str_is(text, texts[i]))
            return true;
    }
    return false;
}

/* What stands in SUBJECTS.md. Everybody who reaches the API is in one of two groups; all service
 * accounts, or those of a namespace, are in groups of their own; other names that begin with
 * "system:" are Kubernetes' own. Source: apiserver pkg/authentication/user. */
static void classify(struct audit_account *account)
{
    static const char *const everybody[] = {"system:authenticated", "system:unauthenticated"};
    static const char *const system[] = {"kube-system", "kube-public", "kube-node-lease"};
    bool service = plim_str_is(account->kind, "ServiceAccount");
    bool group = plim_str_is(account->kind, "Group");
    bool own = plim_str_starts(account->name, PLIM_STR("system:"));
    bool accounts = group && plim_str_starts(account->name, PLIM_STR("system:serviceaccounts"));
    account->everybody = group ? is_any(account->name, everybody, PLIM_LEN(everybody))
                               : !service && plim_str_is(account->name, "system:anonymous");
    if (service)
        account->system = is_any(account->namespace, system, PLIM_LEN(system));
    else
        account->system = own && !accounts && !account->everybody;
    account->workload = accounts || (service && !account->system);
    account->human = !service && !own;
}

static struct plim_str make_title(struct plim_arena *arena, const struct audit_account *account)
{
    return plim_str_from(plim_arena_printf(
        arena, "%.*s %.*s%s%.*s", PLIM_STR_ARG(account->kind), PLIM_STR_ARG(account->namespace),
        account->namespace.len > 0 ? "/" : "", PLIM_STR_ARG(account->name)));
}

static void add_grants(struct plim_arena *arena, const struct audit_rights *rights,
                       struct audit_account *account)
{
    size_t count = 0;
    for (size_t i = 0; i < account->binding_count; i++) {
        const struct audit_role *role = find_role(rights, account->bindings[i]->role);
        account->role_found[i] = role != NULL;
        count += role ? value_len(&role->rules) : 0;
    }
    struct audit_grant *grants = plim_arena_array(arena, count, sizeof(*grants));
    for (size_t i = 0; i < account->binding_count; i++) {
        const struct audit_binding *binding = account->bindings[i];
        const struct audit_role *role = find_role(rights, binding->role);
        unsigned place = (binding->namespace.len == 0 ? AUDIT_RULE_EVERYWHERE : 0U) |
                         (rights->get_connects ? AUDIT_RULE_GET_CONNECTS : 0U);
        for (size_t k = 0; role && k < value_len(&role->rules); k++) {
            const struct value *rule = value_at(&role->rules, k);
            grants[account->grant_count++] =
                (struct audit_grant){binding, rule, audit_rule_powers(rule, place)};
        }
    }
    account->grants = grants;
}

/* The claims are all the account's; two of one binding are one. */
static struct audit_account make_account(struct plim_arena *arena,
                                         const struct audit_rights *rights,
                                         const struct claim *claims, size_t count)
{
    struct audit_account account = {
        .kind = claims->kind, .namespace = claims->namespace, .name = claims->name};
    const struct audit_binding **bindings =
        plim_arena_array(arena, count, sizeof(const struct audit_binding *));
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || claims[i].binding != claims[i - 1].binding)
            bindings[account.binding_count++] = claims[i].binding;
    }
    account.bindings = bindings;
    account.role_found =
        plim_arena_array(arena, account.binding_count, sizeof(*account.role_found));
    account.title = make_title(arena, &account);
    account.object = find_object(rights, &account);
    classify(&account);
    add_grants(arena, rights, &account);
    return account;
}

struct audit_accounts audit_rights_join(struct plim_arena *arena, struct audit_rights *rights)
{
    audit_enforcement_join(&rights->enforcement);
    if (rights->role_count > 0)
        qsort(rights->roles, rights->role_count, sizeof(*rights->roles), compare_roles);
    if (rights->account_count > 0)
        qsort(rights->accounts, rights->account_count, sizeof(*rights->accounts), compare_accounts);
    size_t count = 0;
    const struct claim *claims = gather_claims(arena, rights, &count);
    struct audit_accounts accounts = {.items =
                                          plim_arena_array(arena, count, sizeof(*accounts.items))};
    for (size_t first = 0, end = 0; first < count; first = end) {
        while (end < count && is_same_account(&claims[first], &claims[end]))
            end++;
        accounts.items[accounts.len++] = make_account(arena, rights, &claims[first], end - first);
    }
    return accounts;
}

static int compare_texts(const void *left, const void *right)
{
    return value_compare(left, right);
}

/* Once for each binding that gives it, by whichever rule. */
static void add_writer(struct plim_arena *arena, const struct audit_account *account,
                       struct value_list_builder *list)
{
    const struct audit_binding *before = NULL;
    for (size_t i = 0; i < account->grant_count; i++) {
        const struct audit_grant *grant = &account->grants[i];
        if (!(grant->powers & 1U << AUDIT_WRITES_WORKLOADS) || grant->binding == before)
            continue;
        before = grant->binding;
        value_list_add(list, value_string_c(plim_arena_printf(arena, "%.*s via %.*s",
                                                              PLIM_STR_ARG(account->title),
                                                              PLIM_STR_ARG(before->title))));
    }
}

struct value audit_rights_writers(struct plim_arena *arena, const struct audit_accounts *accounts)
{
    struct value_list_builder list = {.arena = arena};
    for (size_t i = 0; i < accounts->len; i++) {
        if (accounts->items[i].human || accounts->items[i].everybody)
            add_writer(arena, &accounts->items[i], &list);
    }
    if (list.len > 0)
        qsort(list.items, list.len, sizeof(*list.items), compare_texts);
    return value_list_finish(&list);
}
