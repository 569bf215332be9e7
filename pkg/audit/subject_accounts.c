/* One record per user, group or service account that a binding of RBAC names. */
#include "value/build.h"

#include "run_priv.h"

enum { GRANTS_MAX = 256 };

static void add_list(struct value_map_builder *map, const struct value *rule, const char *field)
{
    const struct value *list = value_get(rule, field);
    value_map_add(map, field, value_is(list, VALUE_LIST) ? *list : value_list(NULL, 0));
}

static struct value make_grant(struct plim_arena *arena, const struct audit_grant *grant)
{
    static const char *const fields[] = {"verbs", "apiGroups", "resources", "resourceNames",
                                         "nonResourceURLs"};
    const struct audit_binding *binding = grant->binding;
    bool everywhere = binding->namespace.len == 0;
    struct value_map_builder map = {.arena = arena};
    value_map_add(&map, "binding", value_string(binding->title));
    value_map_add(&map, "role", value_string(binding->role));
    value_map_add(&map, "namespace", value_string(binding->namespace));
    value_map_add(&map, "scope",
                  value_string_c(everywhere ? "everywhere"
                                            : plim_arena_printf(arena, "in %.*s",
                                                                PLIM_STR_ARG(binding->namespace))));
    value_map_add(&map, "all", value_bool(grant->powers & 1U << AUDIT_ADMINISTERS));
    for (size_t i = 0; i < PLIM_LEN(fields); i++)
        add_list(&map, grant->rule, fields[i]);
    return value_map_finish(&map);
}

/* What is not there among what was not all read is unknown. */
static struct value make_found(bool found, struct plim_str unread)
{
    return !found && unread.len > 0 ? value_unknown(unread) : value_bool(found);
}

static struct value list_bindings(struct plim_arena *arena, const struct audit_cluster_run *cluster,
                                  const struct audit_account *account)
{
    struct value_list_builder list = {.arena = arena};
    for (size_t i = 0; i < account->binding_count; i++) {
        const struct audit_binding *binding = account->bindings[i];
        struct value_map_builder map = {.arena = arena};
        value_map_add(&map, "title", value_string(binding->title));
        value_map_add(&map, "namespace", value_string(binding->namespace));
        value_map_add(&map, "role", value_string(binding->role));
        value_map_add(&map, "roleFound",
                      make_found(account->role_found[i], cluster->rights_unknown));
        value_list_add(&list, value_map_finish(&map));
    }
    return value_list_finish(&list);
}

/* Everything, all objects of a kind, or named ones. */
static int width_of(const struct audit_grant *grant)
{
    if (grant->powers & 1U << AUDIT_ADMINISTERS)
        return 2;
    return value_len(value_get(grant->rule, "resourceNames")) == 0 ? 1 : 0;
}

/* One for each binding that gives the power: the first of its widest rules. */
static struct value list_power(struct plim_arena *arena, const struct audit_account *account,
                               enum audit_power power)
{
    struct value_list_builder list = {.arena = arena};
    const struct audit_grant *widest = NULL;
    for (size_t i = 0; i < account->grant_count; i++) {
        const struct audit_grant *grant = &account->grants[i];
        if (!(grant->powers & 1U << power))
            continue;
        bool same = widest && widest->binding == grant->binding;
        if (same && width_of(grant) <= width_of(widest))
            continue;
        if (same)
            list.len--;
        value_list_add(&list, make_grant(arena, grant));
        widest = grant;
    }
    return value_list_finish(&list);
}

static void add_grants(struct plim_arena *arena, const struct audit_account *account,
                       struct value_map_builder *map)
{
    struct value_list_builder all = {.arena = arena};
    for (size_t i = 0; i < account->grant_count && i < GRANTS_MAX; i++)
        value_list_add(&all, make_grant(arena, &account->grants[i]));
    value_map_add(map, "grants", value_list_finish(&all));
    value_map_add(map, "grantCount", value_int((int64_t)account->grant_count));
    for (size_t power = 0; power < AUDIT_POWERS; power++)
        value_map_add(map, audit_power_names[power],
                      list_power(arena, account, (enum audit_power)power));
}

static struct value find_existence(const struct audit_run *run,
                                   const struct audit_cluster_run *cluster,
                                   const struct audit_account *account)
{
    if (!plim_str_is(account->kind, "ServiceAccount") || account->object)
        return value_bool(true);
    if (audit_is_out_of_scope(run, cluster, account->namespace))
        return value_unknown(PLIM_STR("its namespace is none of those that are read"));
    return make_found(false, cluster->accounts_unknown);
}

static struct value make_record(struct audit_run *run, const struct audit_cluster_run *cluster,
                                const struct audit_account *account)
{
    struct plim_arena *arena = run->workers[0].scratch;
    struct value_map_builder map = {.arena = arena};
    value_map_add(&map, "cluster", cluster->name_value);
    value_map_add(&map, "environment", cluster->environment_value);
    value_map_add(&map, "production", cluster->production_value);
    value_map_add(&map, "kind", value_string(account->kind));
    value_map_add(&map, "name", value_string(account->name));
    value_map_add(&map, "namespace", value_string(account->namespace));
    value_map_add(&map, "title", value_string(account->title));
    value_map_add(&map, "human", value_bool(account->human));
    value_map_add(&map, "everybody", value_bool(account->everybody));
    value_map_add(&map, "workload", value_bool(account->workload));
    value_map_add(&map, "system", value_bool(account->system));
    value_map_add(&map, "agent", value_string_c(account->object ? account->object->agent : ""));
    value_map_add(&map, "exists", find_existence(run, cluster, account));
    value_map_add(&map, "bindings", list_bindings(arena, cluster, account));
    add_grants(arena, account, &map);
    return value_map_finish(&map);
}

/* What one account was seen to hold is proven; what it does not hold is not, while roles or
 * bindings are unread. Then there may be other accounts, too. */
static void judge_cluster(struct audit_run *run, struct audit_cluster_run *cluster)
{
    bool offline = run->request->manifest_count > 0;
    bool unreachable = !offline && (!cluster->report || cluster->report->state == KUBE_UNREACHABLE);
    struct plim_str unread = unreachable ? cluster->failure : cluster->rights_unknown;
    if (unread.len > 0 && !offline)
        audit_subject_unread(run, cluster, POLICY_ACCOUNT, unread);
    for (size_t i = 0; i < cluster->rights_joined.len; i++) {
        const struct audit_account *account = &cluster->rights_joined.items[i];
        struct value record = make_record(run, cluster, account);
        struct audit_place place = {.cluster = cluster,
                                    .cluster_position = (size_t)(cluster - run->clusters),
                                    .kind = account->kind,
                                    .namespace = account->namespace,
                                    .name = account->name,
                                    .account = account,
                                    .blind_reason = unread,
                                    .doubt = unread};
        audit_record_judge(run, POLICY_ACCOUNT, &record, &place);
    }
}

void audit_accounts_judge(struct audit_run *run)
{
    if (policy_set_subject_len(run->request->policies, POLICY_ACCOUNT) == 0)
        return;
    for (size_t i = 0; i < run->cluster_count; i++)
        judge_cluster(run, &run->clusters[i]);
}
