#include "relation_fixture.h"

#define SHOP                                                                            \
    "{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: "                 \
    "{pod-security.kubernetes.io/enforce: baseline, team: cart}, annotations: {owner: " \
    "ann}}}\n---\n"
#define QUOTA "{apiVersion: v1, kind: ResourceQuota, metadata: {name: q, namespace: shop}}\n---\n"
#define POLICY(spec)                                                                          \
    "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: n, namespace: " \
    "shop}, spec: {" spec "}}\n---\n"
#define POD(namespace) \
    "{apiVersion: v1, kind: Pod, metadata: {name: p, namespace: " namespace "}}\n---\n"

static const struct {
    const char *objects, *unread, *path, *want;
    bool manifests;
} rows[] = {
    {SHOP, NULL, "labels.team", "\"cart\"", false},
    {SHOP, NULL, "annotations.owner", "\"ann\"", false},
    {SHOP, NULL, "podSecurity.enforce", "\"baseline\"", false},
    {SHOP, NULL, "podSecurity.warn", "\"\"", false},
    {SHOP QUOTA, NULL, "quotas", "[\"q\"]", false},
    {SHOP, NULL, "quotas", "[]", false},
    {SHOP QUOTA, "ResourceQuota", "quotas", "unknown: HTTP 403", false},
    {SHOP, NULL, "quotas", "unknown: no cluster was read", true},
    {SHOP POD("shop") POD("other") POD("a"), NULL, "workloads", "1", false},
    {SHOP POD("shop"), "CronJob", "workloads", "unknown: HTTP 403", false},
    {SHOP POLICY("podSelector: {}, policyTypes: [Ingress]"), NULL, "deniesIngress", "true", false},
    {SHOP POLICY("podSelector: {}, policyTypes: [Ingress]"), NULL, "deniesEgress", "false", false},
    {SHOP POLICY("podSelector: {}, policyTypes: [Ingress]"), "NetworkPolicy", "deniesIngress",
     "true", false},
    {SHOP POLICY("podSelector: {}, policyTypes: [Ingress]"), "NetworkPolicy", "deniesEgress",
     "unknown: HTTP 403", false},
    {SHOP POLICY("podSelector: {}, policyTypes: [Egress]"), NULL, "deniesEgress", "true", false},
    {SHOP POLICY("podSelector: {}, ingress: [{}]"), NULL, "deniesIngress", "false", false},
    {SHOP POLICY("podSelector: {matchLabels: {app: cart}}"), NULL, "deniesIngress", "false", false},
    {SHOP POD("shop"), NULL, "unowned", "0", false},
    {SHOP, "Secret", "unowned", "unknown: HTTP 403", false},
};

START_TEST(a_namespace_tells_what_is_in_it)
{
    unread_kind = rows[_i].unread;
    add_objects(rows[_i].objects);
    join(rows[_i].manifests);
    ck_assert_uint_eq(relation_namespace_len(joins), 1);
    struct value record = relation_namespace_record(joins, 0, NULL, 0, arena);
    assert_shows(value_get_path(&record, rows[_i].path), rows[_i].want);
}
END_TEST

START_TEST(a_twin_is_the_namespace_of_that_name_elsewhere)
{
    add_objects(SHOP QUOTA);
    join(false);
    const struct relation_joins *twins[] = {NULL, joins};
    struct value record = relation_namespace_record(joins, 0, twins, 2, arena);
    const struct value *list = value_get(&record, "twins");
    ck_assert_uint_eq(value_len(list), 1);
    assert_shows(value_at(list, 0),
                 "{\"cluster\":\"prod-eu\",\"enforce\":\"baseline\",\"quota\":true,"
                 "\"limitRange\":false,\"deniesIngress\":false,\"deniesEgress\":false}");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, open_cluster, close_cluster);
    tcase_add_loop_test(tcase, a_namespace_tells_what_is_in_it, 0, PLIM_LEN(rows));
    tcase_add_test(tcase, a_twin_is_the_namespace_of_that_name_elsewhere);
}

PLIM_CHECK_MAIN("relation.namespaces", add_cases)
