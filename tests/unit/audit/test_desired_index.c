#include "support/plim_check.h"

#include "run_priv.h"

static struct plim_arena *arena;
static struct audit_run run;
static struct audit_cluster_run cluster;
static struct audit_fleet fleet;
static struct audit_source source;

static void start(void)
{
    arena = plim_arena_new();
    run = (struct audit_run){.fleet = &fleet,
                             .arena = arena,
                             .desired_arena = arena,
                             .texts = plim_intern_new(arena),
                             .application_rule = resource_application_default};
    cluster = (struct audit_cluster_run){0};
    source = (struct audit_source){0};
}

static void stop(void)
{
    audit_applications_release(&cluster.applications);
    plim_map_free(cluster.desired_by_key);
    manifest_set_release(&source.set);
    plim_intern_free(run.texts);
    plim_arena_free(arena);
}

/* The cluster's only source declares this. */
static void declare(const char *yaml)
{
    static size_t index;
    struct manifest_files files = {0};
    struct plim_err err = {0};
    plim_assert_ok(manifest_collect_text(arena, "all.yaml", plim_str_from(yaml), &files, &err),
                   &err);
    manifest_parse(&files, NULL, &source.set);
    run.sources = &source;
    run.source_count = 1;
    cluster.sources = &index;
    cluster.source_count = 1;
    audit_desired_index(&run, &cluster);
}

static const struct audit_desired *find(const char *group, const char *kind, const char *namespace,
                                        const char *name)
{
    struct resource_identity identity = {.group = plim_str_from(group),
                                         .kind = plim_str_from(kind),
                                         .namespace = plim_str_from(namespace),
                                         .name = plim_str_from(name)};
    return audit_desired_find(&cluster, arena, &identity);
}

START_TEST(objects_are_found_where_kubectl_would_put_them)
{
    declare("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}\n---\n"
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: b, namespace: shop}}\n---\n"
            "{apiVersion: v1, kind: Namespace, metadata: {name: shop, namespace: odd}}\n");
    ck_assert_ptr_nonnull(find("", "ConfigMap", "default", "a"));
    ck_assert_ptr_nonnull(find("", "ConfigMap", "shop", "b"));
    ck_assert_ptr_nonnull(find("", "Namespace", "", "shop"));
    ck_assert_ptr_null(find("apps", "ConfigMap", "shop", "b"));
    ck_assert_uint_eq(cluster.desired_unknown.len, 0);
}
END_TEST

START_TEST(discovery_tells_which_custom_kinds_have_namespaces)
{
    struct kube_resource issuer = {"cert-manager.io", "v1",  "ClusterIssuer",
                                   "clusterissuers",  false, true};
    struct kube_discovery discovery = {.resources = &issuer, .len = 1};
    struct kube_cluster_report report = {.discovery = &discovery};
    cluster.report = &report;
    declare("{apiVersion: cert-manager.io/v1, kind: ClusterIssuer, metadata: {name: a}}\n---\n"
            "{apiVersion: cert-manager.io/v1, kind: Issuer, metadata: {name: b}}\n");
    ck_assert_ptr_nonnull(find("cert-manager.io", "ClusterIssuer", "", "a"));
    ck_assert_ptr_nonnull(find("cert-manager.io", "Issuer", "default", "b"));
}
END_TEST

START_TEST(the_last_document_of_an_object_counts)
{
    declare("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {k: old}}\n---\n"
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {k: new}}\n");
    const struct audit_desired *found = find("", "ConfigMap", "default", "a");
    ck_assert_ptr_eq(found, &cluster.desired[1]);
    ck_assert(cluster.desired[0].replaced);
    ck_assert(!audit_desired_counts(&cluster.desired[0]));
    ck_assert(audit_desired_counts(found));
}
END_TEST

static const struct {
    const char *object;
    bool hook, migrates;
} hooks[] = {
    {"kind: Job, metadata: {name: a, annotations: {helm.sh/hook: 'post-install, pre-upgrade'}}",
     true, true},
    {"kind: Job, metadata: {name: a, annotations: {argocd.argoproj.io/hook: PreSync}}", true, true},
    {"kind: Job, metadata: {name: a, annotations: {helm.sh/hook: test}}", true, false},
    {"kind: CronJob, metadata: {name: a, annotations: {helm.sh/hook: pre-install}}", true, false},
    {"kind: Job, metadata: {name: a}", false, false},
};

START_TEST(hooks_may_be_absent_and_some_migrate)
{
    declare(plim_arena_printf(arena, "{apiVersion: batch/v1, %s, spec: {}}", hooks[_i].object));
    ck_assert_int_eq(cluster.desired[0].hook, hooks[_i].hook);
    struct audit_application *application =
        audit_applications_get(&cluster.applications, PLIM_STR("a"));
    ck_assert_uint_eq(application->desired, 1);
    ck_assert_int_eq(application->migration_hook, hooks[_i].migrates);
}
END_TEST

START_TEST(a_file_that_cannot_be_parsed_makes_undeclared_objects_unknown)
{
    declare("{apiVersion: v1, kind: [\n");
    ck_assert_uint_eq(cluster.desired_count, 0);
    ck_assert(plim_str_starts(cluster.desired_unknown, PLIM_STR("all.yaml: ")));
}
END_TEST

START_TEST(without_a_repository_nothing_is_known_to_be_undeclared)
{
    audit_desired_index(&run, &cluster);
    ck_assert(
        plim_str_is(cluster.desired_unknown, "no repository declares the objects of this cluster"));
    ck_assert_ptr_null(find("", "ConfigMap", "default", "a"));
}
END_TEST

static void add(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, start, stop);
    tcase_add_test(tcase, objects_are_found_where_kubectl_would_put_them);
    tcase_add_test(tcase, discovery_tells_which_custom_kinds_have_namespaces);
    tcase_add_test(tcase, the_last_document_of_an_object_counts);
    tcase_add_loop_test(tcase, hooks_may_be_absent_and_some_migrate, 0, PLIM_LEN(hooks));
    tcase_add_test(tcase, a_file_that_cannot_be_parsed_makes_undeclared_objects_unknown);
    tcase_add_test(tcase, without_a_repository_nothing_is_known_to_be_undeclared);
}

PLIM_CHECK_MAIN("audit.desired_index", add)
