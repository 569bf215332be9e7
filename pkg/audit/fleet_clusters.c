/* Environments and clusters of a Fleet document. */
#include "fleet_priv.h"

static enum plim_code read_labels(struct plim_arena *arena, const struct value_node *map,
                                  const char *key, struct audit_label **labels_out,
                                  size_t *count_out, struct plim_err *err)
{
    size_t count = 0;
    struct audit_label *labels = audit_fleet_items(arena, map, key, sizeof(*labels), &count);
    struct value_node node = value_node_get(map, key);
    for (size_t i = 0; i < count; i++) {
        struct value_node name = value_node_key_at(&node, i);
        struct value_node text = value_node_at(&node, i);
        if (!value_is(text.value, VALUE_STRING))
            return value_node_fail(err, &text, "label '%.*s' must be a string",
                                   PLIM_STR_ARG(value_str(name.value)));
        labels[i] = (struct audit_label){value_str(name.value), value_str(text.value)};
    }
    *labels_out = labels;
    *count_out = count;
    return PLIM_OK;
}

static enum plim_code read_environment(struct plim_arena *arena, const struct value_node *node,
                                       struct audit_environment *environment, struct plim_err *err)
{
    static const struct value_field fields[] = {
        {"name", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"match", VALUE_MAP, 0},
        {"production", VALUE_BOOL, 0},
    };
    static const struct value_field match_fields[] = {
        {"cluster", VALUE_STRING, 0},
        {"labels", VALUE_MAP, 0},
    };
    if (value_node_check(node, fields, PLIM_LEN(fields), err) != PLIM_OK)
        return err->code;
    environment->name = value_node_text(node, "name");
    environment->production = value_bool_or(value_get(node->value, "production"), false);
    struct value_node match = value_node_get(node, "match");
    if (!match.value)
        return PLIM_OK;
    if (value_node_check(&match, match_fields, PLIM_LEN(match_fields), err) != PLIM_OK)
        return err->code;
    environment->cluster_pattern = value_node_text(&match, "cluster");
    return read_labels(arena, &match, "labels", &environment->labels, &environment->label_count,
                       err);
}

/* The index of the environment named by the node's text. */
static enum plim_code find_environment(const struct audit_fleet *fleet,
                                       const struct value_node *node, int *index_out,
                                       struct plim_err *err)
{
    struct plim_str name = value_str(node->value);
    for (size_t i = 0; i < fleet->environment_count; i++) {
        if (plim_str_equal(fleet->environments[i].name, name)) {
            *index_out = (int)i;
            return PLIM_OK;
        }
    }
    return value_node_fail(err, node, "no environment is named '%.*s'", PLIM_STR_ARG(name));
}

static enum plim_code read_cluster(struct plim_arena *arena, const struct fleet_reader *reader,
                                   const struct value_node *node, struct audit_cluster *cluster,
                                   struct plim_err *err)
{
    static const struct value_field fields[] = {
        {"name", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"context", VALUE_STRING, 0},
        {"kubeconfig", VALUE_STRING, 0},
        {"snapshot", VALUE_STRING, 0},
        {"environment", VALUE_STRING, 0},
        {"labels", VALUE_MAP, 0},
        {"limits", VALUE_MAP, 0},
        {"namespaces", VALUE_LIST, 0},
    };
    if (value_node_check(node, fields, PLIM_LEN(fields), err) != PLIM_OK ||
        audit_fleet_read_cluster_limits(node, &cluster->limits, err) != PLIM_OK)
        return err->code;
    cluster->position = node->position;
    cluster->name = value_node_text(node, "name");
    cluster->context = value_node_text(node, "context");
    if (cluster->context.len == 0)
        cluster->context = cluster->name;
    cluster->kubeconfig = audit_fleet_path(arena, reader->dir, value_node_text(node, "kubeconfig"));
    cluster->snapshot = audit_fleet_path(arena, reader->dir, value_node_text(node, "snapshot"));
    cluster->environment = AUDIT_NO_ENVIRONMENT;
    struct value_node environment = value_node_get(node, "environment");
    if (environment.value &&
        find_environment(reader->fleet, &environment, &cluster->environment, err) != PLIM_OK)
        return err->code;
    if (audit_fleet_texts(arena, node, "namespaces", &cluster->namespaces,
                          &cluster->namespace_count, err) != PLIM_OK)
        return err->code;
    return read_labels(arena, node, "labels", &cluster->labels, &cluster->label_count, err);
}

enum plim_code audit_fleet_read_environments(struct plim_arena *arena,
                                             const struct fleet_reader *reader,
                                             const struct value_node *spec, struct plim_err *err)
{
    struct audit_fleet *fleet = reader->fleet;
    fleet->environments = audit_fleet_items(
        arena, spec, "environments", sizeof(*fleet->environments), &fleet->environment_count);
    struct value_node list = value_node_get(spec, "environments");
    for (size_t i = 0; i < fleet->environment_count; i++) {
        struct value_node node = value_node_at(&list, i);
        if (read_environment(arena, &node, &fleet->environments[i], err) != PLIM_OK)
            return err->code;
        for (size_t k = 0; k < i; k++) {
            if (plim_str_equal(fleet->environments[i].name, fleet->environments[k].name))
                return value_node_fail(err, &node, "environment '%.*s' stands twice",
                                       PLIM_STR_ARG(fleet->environments[i].name));
        }
    }
    return PLIM_OK;
}

enum plim_code audit_fleet_read_clusters(struct plim_arena *arena,
                                         const struct fleet_reader *reader,
                                         const struct value_node *spec, struct plim_err *err)
{
    struct audit_fleet *fleet = reader->fleet;
    fleet->clusters =
        audit_fleet_items(arena, spec, "clusters", sizeof(*fleet->clusters), &fleet->cluster_count);
    struct value_node list = value_node_get(spec, "clusters");
    for (size_t i = 0; i < fleet->cluster_count; i++) {
        struct value_node node = value_node_at(&list, i);
        if (read_cluster(arena, reader, &node, &fleet->clusters[i], err) != PLIM_OK)
            return err->code;
        for (size_t k = 0; k < i; k++) {
            if (plim_str_equal(fleet->clusters[i].name, fleet->clusters[k].name))
                return value_node_fail(err, &node, "cluster '%.*s' stands twice",
                                       PLIM_STR_ARG(fleet->clusters[i].name));
        }
    }
    return PLIM_OK;
}
