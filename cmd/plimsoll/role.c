/* The least role, from a request plan: one rule for each kind, so that each can be left out. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/str.h"

#include "request_plan.h"

enum { NAMED_WANTERS = 3 };

/* A kind that is listed, with what the clusters say of it. */
struct rule {
    struct plim_str group, resource, namespace; /* namespace empty: cluster-wide */
    const struct value *wanters;                /* the longest of the clusters' */
};

struct rules {
    struct rule *items; /* owned */
    size_t len, cap;
    bool schemas; /* documents of OpenAPI are read */
};

static int compare_rules(const void *left_pointer, const void *right_pointer)
{
    const struct rule *left = left_pointer;
    const struct rule *right = right_pointer;
    int by_namespace = plim_str_compare(left->namespace, right->namespace);
    int by_group = plim_str_compare(left->group, right->group);
    if (by_namespace != 0)
        return by_namespace;
    return by_group != 0 ? by_group : plim_str_compare(left->resource, right->resource);
}

static void add_rule(struct rules *rules, const struct rule *rule)
{
    for (size_t i = 0; i < rules->len; i++) {
        struct rule *known = &rules->items[i];
        if (compare_rules(known, rule) != 0)
            continue;
        if (value_len(rule->wanters) > value_len(known->wanters))
            known->wanters = rule->wanters;
        return;
    }
    PLIM_GROW(rules->items, rules->len, rules->cap);
    rules->items[rules->len++] = *rule;
}

/* namespaces: that -n gave where no cluster was asked, or the cluster's own. */
static void collect_rules(const struct value *plan, struct rules *rules)
{
    const struct value *clusters = value_get(plan, "clusters");
    for (size_t i = 0; i < value_len(clusters); i++) {
        const struct value *requests = value_get(value_at(clusters, i), "requests");
        const struct value *discovery = value_get(value_at(clusters, i), "discovery");
        for (size_t k = 0; k < value_len(discovery); k++) {
            if (value_is_string(value_at(discovery, k), "/openapi/v3"))
                rules->schemas = true;
        }
        for (size_t k = 0; k < value_len(requests); k++) {
            const struct value *request = value_at(requests, k);
            struct rule rule = {
                value_get_text(request, "group"), value_get_text(request, "resource"),
                value_get_text(request, "namespace"), value_get(request, "wantedBy")};
            add_rule(rules, &rule);
        }
    }
    if (rules->len > 1)
        qsort(rules->items, rules->len, sizeof(*rules->items), compare_rules);
}

static void print_rule(const struct rule *rule, FILE *out)
{
    size_t len = value_len(rule->wanters);
    size_t shown = len > NAMED_WANTERS + 1 ? NAMED_WANTERS : len;
    fputs("  # ", out);
    for (size_t i = 0; i < shown; i++)
        fprintf(out, "%s%.*s", i > 0 ? ", " : "",
                PLIM_STR_ARG(value_str(value_at(rule->wanters, i))));
    if (len > shown)
        fprintf(out, " and %zu more", len - shown);
    fprintf(out, "\n  - {apiGroups: ['%.*s'], resources: ['%.*s'], verbs: [list]}\n",
            PLIM_STR_ARG(rule->group), PLIM_STR_ARG(rule->resource));
}

static void print_role_head(const char *kind, const char *name, struct plim_str namespace,
                            FILE *out)
{
    fprintf(out, "---\napiVersion: rbac.authorization.k8s.io/v1\nkind: %s\nmetadata: {name: '%s'",
            kind, name);
    if (namespace.len > 0)
        fprintf(out, ", namespace: '%.*s'", PLIM_STR_ARG(namespace));
    fputs("}\n", out);
}

static void print_binding(const char *kind, const struct role_options *options,
                          struct plim_str namespace, FILE *out)
{
    const char *role = namespace.len > 0 ? "Role" : "ClusterRole";
    struct plim_str rest = plim_str_from(options->service_account);
    struct plim_str account_namespace = {0};
    if (!options->service_account)
        return;
    (void)plim_str_cut(&rest, '/', &account_namespace);
    print_role_head(kind, options->name, namespace, out);
    fprintf(out,
            "roleRef: {apiGroup: rbac.authorization.k8s.io, kind: %s, name: '%s'}\n"
            "subjects: [{kind: ServiceAccount, namespace: '%.*s', name: '%.*s'}]\n",
            role, options->name, PLIM_STR_ARG(account_namespace), PLIM_STR_ARG(rest));
}

static void print_account(const struct role_options *options, FILE *out)
{
    struct plim_str rest = plim_str_from(options->service_account);
    struct plim_str namespace = {0};
    (void)plim_str_cut(&rest, '/', &namespace);
    fprintf(out,
            "---\napiVersion: v1\nkind: ServiceAccount\n"
            "metadata: {name: '%.*s', namespace: '%.*s'}\n",
            PLIM_STR_ARG(rest), PLIM_STR_ARG(namespace));
}

static void print_cluster_role(const struct rules *rules, const struct role_options *options,
                               FILE *out)
{
    print_role_head("ClusterRole", options->name, (struct plim_str){0}, out);
    fputs("rules:\n"
          "  # which kinds there are: the version and the kinds of the API server\n"
          "  - {nonResourceURLs: [/version, /api, /api/*, /apis, /apis/*], verbs: [get]}\n",
          out);
    if (rules->schemas)
        fputs("  # the fields of custom resources that Git declares\n"
              "  - {nonResourceURLs: [/openapi/v3, /openapi/v3/*], verbs: [get]}\n",
              out);
    fputs("  # the uid of this namespace tells clusters apart\n"
          "  - {apiGroups: [''], resources: [namespaces], resourceNames: [kube-system], verbs: "
          "[get]}\n",
          out);
    for (size_t i = 0; i < rules->len; i++) {
        if (rules->items[i].namespace.len == 0)
            print_rule(&rules->items[i], out);
    }
    print_binding("ClusterRoleBinding", options, (struct plim_str){0}, out);
}

static void print_roles(const struct rules *rules, const struct role_options *options, FILE *out)
{
    struct plim_str namespace = {0};
    for (size_t i = 0; i < rules->len; i++) {
        const struct rule *rule = &rules->items[i];
        if (rule->namespace.len == 0)
            continue;
        if (!plim_str_equal(rule->namespace, namespace)) {
            namespace = rule->namespace;
            print_role_head("Role", options->name, namespace, out);
            fputs("rules:\n", out);
        }
        print_rule(rule, out);
        if (i + 1 == rules->len || !plim_str_equal(rules->items[i + 1].namespace, namespace))
            print_binding("RoleBinding", options, namespace, out);
    }
}

void request_plan_print_role(const struct value *plan, const struct role_options *options,
                             FILE *out)
{
    struct rules rules = {0};
    collect_rules(plan, &rules);
    if (options->service_account)
        print_account(options, out);
    print_cluster_role(&rules, options, out);
    print_roles(&rules, options, out);
    free(rules.items);
}
