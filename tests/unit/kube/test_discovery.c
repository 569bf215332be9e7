#include "base/arena.h"
#include "kube/discovery.h"
#include "support/plim_check.h"
#include "value/json.h"

static struct plim_arena *arena;
static struct kube_discovery discovery;
static struct kube_discovery_next_list next;

static void begin(void)
{
    arena = plim_arena_new();
    discovery = (struct kube_discovery){.arena = arena};
    next = (struct kube_discovery_next_list){0};
}

static void end(void)
{
    plim_arena_free(arena);
}

static enum kube_discovery_form add(const char *text)
{
    struct plim_err err = {0};
    struct value document = {0};
    enum kube_discovery_form form = KUBE_DISCOVERY_AGGREGATED;
    plim_assert_ok(value_json_read(arena, plim_str_from(text), &document, &err), &err);
    plim_assert_ok(kube_discovery_add(&discovery, &document, &next, &form, &err), &err);
    return form;
}

static const char aggregated[] =
    "{\"kind\": \"APIGroupDiscoveryList\", \"items\": ["
    " {\"metadata\": {}, \"versions\": [{\"version\": \"v1\", \"freshness\": \"Current\","
    "   \"resources\": ["
    "    {\"resource\": \"pods\", \"responseKind\": {\"kind\": \"Pod\"}, \"scope\": \"Namespaced\","
    "     \"verbs\": [\"get\", \"list\"], \"subresources\": [{\"subresource\": \"log\"}]},"
    "    {\"resource\": \"bindings\", \"responseKind\": {\"kind\": \"Binding\"},"
    "     \"scope\": \"Namespaced\", \"verbs\": [\"create\"]},"
    "    {\"resource\": \"nodes\", \"responseKind\": {\"kind\": \"Node\"}, \"scope\": \"Cluster\","
    "     \"verbs\": [\"list\"]}]}]},"
    " {\"metadata\": {\"name\": \"autoscaling\"}, \"versions\": ["
    "   {\"version\": \"v2\", \"resources\": [{\"resource\": \"horizontalpodautoscalers\","
    "     \"responseKind\": {\"kind\": \"HorizontalPodAutoscaler\"}, \"verbs\": [\"list\"]}]},"
    "   {\"version\": \"v1\", \"resources\": [{\"resource\": \"horizontalpodautoscalers\","
    "     \"responseKind\": {\"kind\": \"HorizontalPodAutoscaler\"}, \"verbs\": [\"list\"]},"
    "    {\"resource\": \"old\", \"responseKind\": {\"kind\": \"Old\"}, \"verbs\": [\"list\"]}]}]},"
    " {\"metadata\": {\"name\": \"metrics.k8s.io\"}, \"versions\": ["
    "   {\"version\": \"v1beta1\", \"freshness\": \"Stale\"}]}]}";

START_TEST(the_aggregated_form_is_complete)
{
    ck_assert_int_eq(add(aggregated), KUBE_DISCOVERY_AGGREGATED);
    ck_assert_uint_eq(discovery.len, 5);
    const struct kube_resource *pod = kube_discovery_find(&discovery, "", "v1", "Pod");
    ck_assert_str_eq(pod->name, "pods");
    ck_assert(pod->namespaced);
    ck_assert(!kube_discovery_find(&discovery, "", NULL, "Node")->namespaced);
    ck_assert_ptr_null(kube_discovery_find(&discovery, "", NULL, "Binding"));
    ck_assert_uint_eq(next.len, 0);
}
END_TEST

START_TEST(the_first_version_of_each_name_is_preferred)
{
    (void)add(aggregated);
    static const char kind[] = "HorizontalPodAutoscaler";
    ck_assert_str_eq(kube_discovery_find(&discovery, "autoscaling", NULL, kind)->version, "v2");
    ck_assert(!kube_discovery_find(&discovery, "autoscaling", "v1", kind)->preferred);
    ck_assert_str_eq(kube_discovery_find(&discovery, "autoscaling", NULL, "Old")->version, "v1");
}
END_TEST

START_TEST(a_stale_group_is_unknown_not_absent)
{
    (void)add(aggregated);
    ck_assert_str_eq(kube_discovery_failure(&discovery, "metrics.k8s.io", NULL),
                     "its API server does not answer: the discovery is stale");
    ck_assert_ptr_nonnull(kube_discovery_failure(&discovery, "metrics.k8s.io", "v1beta1"));
    ck_assert_ptr_null(kube_discovery_failure(&discovery, "metrics.k8s.io", "v1"));
    ck_assert_ptr_null(kube_discovery_failure(&discovery, "autoscaling", NULL));
}
END_TEST

static const char twins[] =
    "{\"kind\": \"APIGroupDiscoveryList\", \"items\": ["
    " {\"metadata\": {\"name\": \"extensions\"}, \"versions\": [{\"version\": \"v1beta1\","
    "  \"resources\": [{\"resource\": \"deployments\", \"verbs\": [\"list\"],"
    "    \"responseKind\": {\"kind\": \"Deployment\"}},"
    "   {\"resource\": \"ingresses\", \"verbs\": [\"list\"],"
    "    \"responseKind\": {\"kind\": \"Ingress\"}}]}]},"
    " {\"metadata\": {\"name\": \"apps\"}, \"versions\": [{\"version\": \"v1\","
    "  \"resources\": [{\"resource\": \"deployments\", \"verbs\": [\"list\"],"
    "    \"responseKind\": {\"kind\": \"Deployment\"}}]}]}]}";

START_TEST(objects_under_two_names_are_read_under_one_that_is_served)
{
    (void)add(twins);
    const struct kube_resource *old =
        kube_discovery_find(&discovery, "extensions", NULL, "Deployment");
    ck_assert(kube_discovery_is_twin(&discovery, old));
    ck_assert(!kube_discovery_is_twin(&discovery,
                                      kube_discovery_find(&discovery, "apps", NULL, "Deployment")));
    ck_assert(!kube_discovery_is_twin(
        &discovery, kube_discovery_find(&discovery, "extensions", NULL, "Ingress")));
}
END_TEST

START_TEST(of_kinds_that_are_converted_metadata_alone_are_others)
{
    static const struct kube_resource sets = {"apps", "v1", "DaemonSet", "daemonsets", true, true};
    static const struct kube_resource own = {"example.org", "v1", "A", "daemonsets", true, true};
    static const struct kube_resource pods = {"", "v1", "Pod", "pods", true, true};
    ck_assert(kube_resource_makes_metadata(&sets));
    ck_assert(!kube_resource_makes_metadata(&own));
    ck_assert(!kube_resource_makes_metadata(&pods));
}
END_TEST

START_TEST(a_failed_root_covers_every_group_but_core)
{
    kube_discovery_fail(&discovery, "*", "*", "HTTP 503");
    ck_assert_str_eq(kube_discovery_failure(&discovery, "apps", "v1"), "HTTP 503");
    ck_assert_ptr_null(kube_discovery_failure(&discovery, "", "v1"));
}
END_TEST

START_TEST(the_legacy_form_asks_for_each_group_version)
{
    ck_assert_int_eq(add("{\"kind\": \"APIVersions\", \"versions\": [\"v1\"]}"),
                     KUBE_DISCOVERY_VERSIONS);
    ck_assert_int_eq(add("{\"kind\": \"APIGroupList\", \"groups\": [{\"name\": \"batch\","
                         " \"preferredVersion\": {\"version\": \"v1\"}, \"versions\": ["
                         "  {\"version\": \"v1beta1\"}, {\"version\": \"v1\"}]}]}"),
                     KUBE_DISCOVERY_GROUPS);
    ck_assert_uint_eq(next.len, 3);
    ck_assert_str_eq(next.items[0].target, "/api/v1");
    ck_assert_str_eq(next.items[1].target, "/apis/batch/v1");
    ck_assert_str_eq(next.items[2].target, "/apis/batch/v1beta1");
}
END_TEST

START_TEST(the_legacy_form_lists_the_kinds_of_a_group_version)
{
    ck_assert_int_eq(add("{\"kind\": \"APIResourceList\", \"groupVersion\": \"apps/v1\","
                         " \"resources\": ["
                         "  {\"name\": \"deployments\", \"kind\": \"Deployment\","
                         "   \"namespaced\": true, \"verbs\": [\"list\"]},"
                         "  {\"name\": \"deployments/scale\", \"kind\": \"Scale\","
                         "   \"namespaced\": true, \"verbs\": [\"list\"]}]}"),
                     KUBE_DISCOVERY_RESOURCES);
    ck_assert_uint_eq(discovery.len, 1);
    const struct kube_resource *found = kube_discovery_find(&discovery, "apps", NULL, "Deployment");
    ck_assert_str_eq(found->version, "v1");
    ck_assert(found->namespaced);
}
END_TEST

static const struct {
    const char *text;
    const char *message;
} refusals[] = {
    {"{\"kind\": \"Status\"}", "not a discovery document: its kind is 'Status'"},
    {"[]", "not a discovery document: its kind is ''"},
};

START_TEST(other_documents_are_refused)
{
    struct plim_err err = {0};
    struct value document = {0};
    enum kube_discovery_form form;
    plim_assert_ok(value_json_read(arena, plim_str_from(refusals[_i].text), &document, &err), &err);
    plim_assert_fails(kube_discovery_add(&discovery, &document, &next, &form, &err), PLIM_INVALID,
                      &err, refusals[_i].message);
}
END_TEST

/* Of names that would lead to another target than their own, and what is then known to be unknown.
 */
static const struct {
    const char *document;
    const char *group;
} odd_names[] = {
    {"{\"kind\": \"APIGroupDiscoveryList\", \"items\": [{\"metadata\": {\"name\": \"a/../b\"},"
     " \"versions\": [{\"version\": \"v1\"}]}]}",
     "a?..?b"},
    {"{\"kind\": \"APIGroupDiscoveryList\", \"items\": [{\"metadata\": {\"name\": \"*\"},"
     " \"versions\": [{\"version\": \"*\", \"freshness\": \"Stale\"}]}]}",
     "?"},
    {"{\"kind\": \"APIGroupDiscoveryList\", \"items\": [{\"metadata\": {\"name\": \"shop\"},"
     " \"versions\": [{\"version\": \"v1\", \"resources\": [{\"resource\": \"x?watch=1\","
     " \"responseKind\": {\"kind\": \"X\"}, \"verbs\": [\"list\"]}]}]}]}",
     "shop"},
    {"{\"kind\": \"APIVersions\", \"versions\": [\"v1/pods\"]}", ""},
    {"{\"kind\": \"APIGroupList\", \"groups\": [{\"name\": \"a\\r\\nb\","
     " \"versions\": [{\"version\": \"v1\"}]}]}",
     "a??b"},
    {"{\"kind\": \"APIResourceList\", \"groupVersion\": \"../v1\", \"resources\": ["
     "{\"name\": \"x\", \"kind\": \"X\", \"verbs\": [\"list\"]}]}",
     ".."},
};

START_TEST(a_name_that_is_no_part_of_a_path_is_unknown)
{
    (void)add(odd_names[_i].document);
    ck_assert_uint_eq(discovery.len, 0);
    ck_assert_uint_eq(next.len, 0);
    ck_assert_uint_eq(discovery.failed_len, 1);
    ck_assert_str_eq(discovery.failed[0].group, odd_names[_i].group);
    ck_assert_ptr_null(kube_discovery_failure(&discovery, "apps", NULL));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, begin, end);
    tcase_add_test(tcase, the_aggregated_form_is_complete);
    tcase_add_test(tcase, the_first_version_of_each_name_is_preferred);
    tcase_add_test(tcase, a_stale_group_is_unknown_not_absent);
    tcase_add_test(tcase, objects_under_two_names_are_read_under_one_that_is_served);
    tcase_add_test(tcase, of_kinds_that_are_converted_metadata_alone_are_others);
    tcase_add_test(tcase, a_failed_root_covers_every_group_but_core);
    tcase_add_test(tcase, the_legacy_form_asks_for_each_group_version);
    tcase_add_test(tcase, the_legacy_form_lists_the_kinds_of_a_group_version);
    tcase_add_loop_test(tcase, a_name_that_is_no_part_of_a_path_is_unknown, 0, PLIM_LEN(odd_names));
    tcase_add_loop_test(tcase, other_documents_are_refused, 0, PLIM_LEN(refusals));
}

PLIM_CHECK_MAIN("kube.discovery", add_cases)
