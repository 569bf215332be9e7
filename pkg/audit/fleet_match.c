#include "fleet_priv.h"

bool audit_fleet_has_scope(const struct audit_fleet *fleet, struct plim_str name)
{
    for (size_t i = 0; i < fleet->environment_count; i++) {
        if (plim_str_equal(fleet->environments[i].name, name))
            return true;
    }
    for (size_t i = 0; i < fleet->cluster_count; i++) {
        if (plim_str_equal(fleet->clusters[i].name, name))
            return true;
    }
    return false;
}

static bool has_label(const struct audit_cluster *cluster, const struct audit_label *label)
{
    for (size_t i = 0; i < cluster->label_count; i++) {
        if (plim_str_equal(cluster->labels[i].key, label->key))
            return plim_str_equal(cluster->labels[i].value, label->value);
    }
    return false;
}

static bool matches(const struct audit_environment *environment,
                    const struct audit_cluster *cluster)
{
    for (size_t i = 0; i < environment->label_count; i++) {
        if (!has_label(cluster, &environment->labels[i]))
            return false;
    }
    if (environment->cluster_pattern.len > 0)
        return plim_str_matches_glob(cluster->name, environment->cluster_pattern);
    return environment->label_count > 0 || plim_str_equal(cluster->name, environment->name);
}

static enum plim_code match_cluster(const struct audit_fleet *fleet, struct audit_cluster *cluster,
                                    struct plim_err *err)
{
    for (size_t i = 0; i < fleet->environment_count; i++) {
        if (!matches(&fleet->environments[i], cluster))
            continue;
        if (cluster->environment != AUDIT_NO_ENVIRONMENT) {
            struct plim_str first = fleet->environments[cluster->environment].name;
            return plim_err_set(
                err, PLIM_INVALID,
                "%s:%u:%u: cluster '%.*s' is in two environments: '%.*s' and '%.*s'", fleet->file,
                cluster->position.line, cluster->position.column, PLIM_STR_ARG(cluster->name),
                PLIM_STR_ARG(first), PLIM_STR_ARG(fleet->environments[i].name));
        }
        cluster->environment = (int)i;
    }
    if (cluster->environment == AUDIT_NO_ENVIRONMENT && fleet->environment_count > 0)
        return plim_err_set(err, PLIM_INVALID, "%s:%u:%u: cluster '%.*s' is in no environment",
                            fleet->file, cluster->position.line, cluster->position.column,
                            PLIM_STR_ARG(cluster->name));
    return PLIM_OK;
}

enum plim_code audit_fleet_match(struct audit_fleet *fleet, struct plim_err *err)
{
    for (size_t i = 0; i < fleet->cluster_count; i++) {
        struct audit_cluster *cluster = &fleet->clusters[i];
        if (cluster->environment == AUDIT_NO_ENVIRONMENT &&
            match_cluster(fleet, cluster, err) != PLIM_OK)
            return err->code;
    }
    return PLIM_OK;
}

struct plim_str audit_fleet_environment_name(const struct audit_fleet *fleet, size_t cluster)
{
    int environment = fleet->clusters[cluster].environment;
    if (environment == AUDIT_NO_ENVIRONMENT)
        return (struct plim_str){0};
    return fleet->environments[environment].name;
}

bool audit_fleet_is_production(const struct audit_fleet *fleet, size_t cluster)
{
    int environment = fleet->clusters[cluster].environment;
    return environment != AUDIT_NO_ENVIRONMENT && fleet->environments[environment].production;
}
