#include "pipeline_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "http/transport.h"
#include "manifest/files.h"
#include "maturity/document.h"
#include "policy/policy.h"
#include "policy/select.h"
#include "snapshot/reader.h"
#include "snapshot/writer.h"

#include "pipeline_server.h"

enum { NOW = 1767225600 /* 2026-01-01T00:00:00Z */ };

static const struct pipeline_case whole;

static struct plim_arena *arena;
static char *dir;
static struct pipeline_server servers[2];
static struct policy_set *policies;
static struct audit_fleet fleet;

static const char manifests[] =
    "apiVersion: apps/v1\n"
    "kind: Deployment\n"
    "metadata: {name: cart, namespace: shop}\n"
    "spec:\n"
    "  replicas: 2\n"
    "  template: {spec: {containers: [{name: c, image: 'registry.example.org/cart:1.0.0'}]}}\n"
    "---\n"
    "apiVersion: apps/v1\n"
    "kind: Deployment\n"
    "metadata: {name: web, namespace: shop}\n"
    "spec:\n"
    "  replicas: 4\n"
    "  template: {spec: {containers: [{name: c, image: 'registry.example.org/web:1.0.0'}]}}\n"
    "---\n"
    "{apiVersion: v1, kind: Service, metadata: {name: cart, namespace: shop}, spec: {}}\n";

/* ---- what is asked of them */

static const char workloads[] = "  match: {resourceRules: [{apiGroups: [apps], apiVersions: ['*'],"
                                " resources: [deployments, statefulsets]},"
                                " {apiGroups: [''], apiVersions: ['*'], resources: [services]}]}\n";
static const char declared[] =
    "  matchConditions: [{name: declared, expression: desired != null}]\n";

static const struct {
    const char *id;
    const char *subject;
    const char *rest;
    const char *expression;
    const char *actual; /* what the finding shows; NULL: nothing */
} checks[] = {
    {"live", "object", workloads, "object.metadata.name != ''", NULL},
    {"in-sync", "object", declared, "drift.state == 'in-sync'", NULL},
    {"owned", "object", workloads, "owner.kind != 'none' || desired != null", NULL},
    {"namespaced", "object", workloads, "namespaceObject.metadata.name == 'shop'", NULL},
    {"tagged", "image", "", "image.tag != ''", NULL},
    {"one-digest", "image", "", "image.digestsOfReference.size() == 1", NULL},
    {"runs", "application", "", "application.live", NULL},
    {"agent", "application", "", "application.owner.kind == 'git'", NULL},
    {"writers", "cluster", "", "cluster.humanWriters.size() == 0", NULL},
    {"admission", "cluster", "", "cluster.admissionPolicies == 0", NULL},
    {"agents", "cluster", "", "cluster.agents.size() == 0", NULL},
    {"supported", "cluster", "", "cluster.major > 0 && cluster.minor > 33", NULL},
    {"versions", "fleet", "", "fleet.kubernetesVersions.size() == 1", NULL},
    {"parity", "parity", "", "parity.sameVersion", NULL},
    {"read", "repository", "", "repository.manifests > 0", NULL},
    {"show-image", "image", "", "false", "image"},
    {"show-application", "application", "", "false", "application"},
    {"show-cluster", "cluster", "", "false", "cluster"},
    {"show-account", "account", "", "false", "account"},
    {"show-fleet", "fleet", "", "false", "fleet"},
    {"show-parity", "parity", "", "false", "parity"},
    {"show-repository", "repository", "", "false", "repository"},
    {"show-relation", "relation", "", "false", "relation"},
    {"show-namespace", "namespace", "", "false", "ns"},
    {"show-object", "object", workloads, "false",
     "{'drift': drift, 'owner': owner, 'cluster': cluster, 'environment': environment,"
     " 'production': production, 'origin': origin, 'application': application,"
     " 'namespace': namespaceObject.metadata.name, 'declared': desired != null}"},
};

static void load_policies(const char *only)
{
    struct plim_err err = {0};
    policy_set_free(policies);
    policies = policy_set_new();
    for (size_t i = 0; i < PLIM_LEN(checks); i++) {
        const char *text = plim_arena_printf(
            arena,
            "apiVersion: plimsoll.dev/v1alpha1\nkind: AuditPolicy\nmetadata: {name: %s}\n"
            "spec:\n  title: It is right\n  severity: high\n  category: trial\n  why: because\n"
            "  remediation: repair it\n  subject: %s\n%s"
            "  validations: [{expression: \"%s\", message: it is not%s%s%s}]\n",
            checks[i].id, checks[i].subject, checks[i].rest, checks[i].expression,
            checks[i].actual ? ", actual: \"" : "", checks[i].actual ? checks[i].actual : "",
            checks[i].actual ? "\"" : "");
        plim_assert_ok(policy_set_add(policies, checks[i].id, plim_str_from(text), &err), &err);
    }
    const struct policy_choice choice = {.within = only};
    plim_assert_ok(policy_set_select(policies, &choice, &err), &err);
    policy_set_seal(policies);
}

static const char fleet_text[] = "apiVersion: plimsoll.dev/v1alpha1\n"
                                 "kind: Fleet\n"
                                 "metadata: {name: shop}\n"
                                 "spec:\n"
                                 "  environments: [{name: dev}, {name: prod, production: true}]\n"
                                 "  clusters: [{name: dev}, {name: prod}]\n";
static const char repository_text[] =
    "  repositories: [{name: shop, url: /nonexistent/shop, path: envs,\n"
    "      images: ['registry.example.org/*']}]\n";

static void load_fleet(bool repository, const char *models)
{
    struct plim_err err = {0};
    char *text = plim_arena_printf(arena, "%s%s  models: %s\n", fleet_text,
                                   repository ? repository_text : "", models ? models : "");
    plim_assert_ok(
        audit_fleet_parse(arena, "f.yaml", "/etc/shop", plim_str_from(text), &fleet, &err), &err);
}

static const char *write_kubeconfig(const struct pipeline_case *wanted)
{
    struct plim_err err = {0};
    char *path = plim_path_join(arena, dir, "kubeconfig");
    char *text = plim_arena_printf(
        arena,
        "clusters:\n- {name: a, cluster: {server: '%s'}}\n- {name: b, cluster: {server: '%s'}}\n"
        "contexts:\n- {name: dev, context: {cluster: a, user: u}}\n"
        "- {name: prod, context: {cluster: b, user: %s}}\n"
        "users:\n- {name: u, user: {}}\n- {name: v, user: {tokenFile: /nonexistent/token}}\n",
        loopback_url(servers[0].loopback),
        wanted->unreachable ? "http://127.0.0.1:9" : loopback_url(servers[1].loopback),
        wanted->no_credentials ? "v" : "u");
    plim_assert_ok(plim_file_write(path, text, strlen(text), &err), &err);
    return path;
}

static struct audit_request make_request(void)
{
    return (struct audit_request){.fleet = &fleet,
                                  .policies = policies,
                                  .clock = {.fixed = true, .seconds = NOW},
                                  .version = "0",
                                  .include_passed = true};
}

/* ---- the repository, as a capture holds it */

static void put(struct snapshot_writer *writer, const char *name, struct plim_str text)
{
    struct plim_err err = {0};
    plim_assert_ok(snapshot_put(writer, name, text, &err), &err);
}

/* folder: "" is the top */
static void put_manifests(struct snapshot_writer *writer, const char *folder, const char *more)
{
    struct plim_err err = {0};
    struct manifest_files files = {0};
    struct plim_buf buf = {0};
    plim_assert_ok(manifest_collect_text(arena, "envs/all.yaml", PLIM_STR(manifests), &files, &err),
                   &err);
    if (more) {
        struct manifest_files other = {0};
        struct manifest_file *items = plim_arena_array(arena, 2, sizeof(*items));
        plim_assert_ok(
            manifest_collect_text(arena, "envs/more.yaml", plim_str_from(more), &other, &err),
            &err);
        items[0] = files.items[0];
        items[1] = other.items[0];
        files.items = items;
        files.len = 2;
    }
    plim_assert_ok(manifest_files_write(&files, &buf, &err), &err);
    put(writer,
        plim_arena_printf(arena, "repositories/shop/manifests%s%s", folder[0] ? "/" : "", folder),
        plim_buf_str(&buf));
    plim_buf_release(&buf);
}

static const char facts[] =
    "{\"name\":\"shop\",\"url\":\"/srv/shop\",\"revision\":\"HEAD\",\"commit\":\"abc\","
    "\"shallow\":false,\"commits\":1,\"mergeCommits\":0,\"signedCommits\":0,\"authors\":1,"
    "\"lastCommit\":\"2025-12-31T00:00:00Z\",\"branches\":[\"main\"],\"tags\":[{\"name\":\"v1.0."
    "0\","
    "\"annotated\":true,\"signed\":false,\"semver\":true,\"byAutomation\":false,\"tagger\":\"\","
    "\"commit\":\"abc\",\"time\":\"2025-12-31T00:00:00Z\"}],\"pipelines\":[],\"owners\":[],"
    "\"readme\":true,\"heads\":[{\"name\":\"main\",\"commit\":\"abc\",\"lastCommit\":"
    "\"2025-12-31T00:00:00Z\"}],\"largeFiles\":[{\"path\":\"a.tar\",\"bytes\":1048576}],"
    "\"unowned\":[],\"paths\":[\"envs\"],\"undeclared\":[\"old/a.yaml\"]}";

static void put_repository(struct snapshot_writer *writer, const struct pipeline_case *wanted)
{
    if (wanted->repository_failure) {
        put(writer, "repositories/shop/failure.txt", plim_str_from(wanted->repository_failure));
        return;
    }
    put(writer, "repositories/shop/facts.json", PLIM_STR(facts));
    put_manifests(writer, "envs", wanted->more_manifests);
}

/* ---- runs */

void pipeline_start(void)
{
    struct plim_err err = {0};
    arena = plim_arena_new();
    plim_assert_ok(plim_dir_make_temporary(&dir, &err), &err);
    for (size_t i = 0; i < PLIM_LEN(servers); i++) {
        servers[i] = (struct pipeline_server){.prod = i == 1};
        servers[i].loopback = loopback_new(pipeline_answer, &servers[i]);
    }
    load_policies(NULL);
}

void pipeline_stop(void)
{
    struct plim_err err = {0};
    policy_set_free(policies);
    policies = NULL;
    for (size_t i = 0; i < PLIM_LEN(servers); i++)
        loopback_free(servers[i].loopback);
    (void)!plim_dir_remove(dir, &err);
    free(dir);
    plim_arena_free(arena);
}

struct plim_arena *pipeline_arena(void)
{
    return arena;
}

static void capture(const struct pipeline_case *wanted, const char *into)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(snapshot_writer_freep) struct snapshot_writer *writer = NULL;
    plim_assert_ok(snapshot_writer_new(into, &writer, &err), &err);
    servers[1].fault = wanted->fault;
    load_fleet(false, NULL);
    struct audit_request request = make_request();
    request.places.kubeconfig = write_kubeconfig(wanted);
    request.record = writer;
    plim_assert_ok(audit_capture(&request, &err), &err);
    put_repository(writer, wanted);
    plim_assert_ok(snapshot_writer_finish(writer, NOW, &err), &err);
}

static void load_maturity(struct maturity_set *set, const char *text)
{
    struct plim_err err = {0};
    struct value_yaml_list documents = {0};
    plim_assert_ok(value_yaml_read(arena, "m.yaml", plim_str_from(text), VALUE_YAML_DOCUMENT,
                                   &documents, &err),
                   &err);
    for (size_t i = 0; i < documents.len; i++) {
        struct value_node node = {"m.yaml", &documents.items[i].root, documents.items[i].position};
        plim_assert_ok(maturity_set_add(set, &node, &err), &err);
    }
    plim_assert_ok(maturity_set_link(set, NULL, 0, &err), &err);
}

static enum plim_code replay(const char *from, const struct pipeline_case *wanted,
                             struct value *report_out, struct plim_err *err)
{
    PLIM_CLEANUP(snapshot_reader_freep) struct snapshot_reader *reader = NULL;
    plim_assert_ok(snapshot_reader_open(from, &reader, err), err);
    struct audit_request request = make_request();
    request.replay = reader;
    if (wanted->library) {
        struct maturity_set *set = maturity_set_new(arena);
        load_maturity(set, wanted->library);
        request.maturity = set;
    }
    return audit_run(arena, &request, report_out, err);
}

enum plim_code pipeline_try(const struct pipeline_case *wanted, struct value *report_out,
                            struct plim_err *err)
{
    char *into = plim_path_join(arena, dir, "capture");
    capture(wanted, into);
    load_fleet(true, wanted->models);
    return replay(into, wanted, report_out, err);
}

const struct value *pipeline_run(const struct pipeline_case *wanted)
{
    struct plim_err err = {0};
    struct value *report = plim_arena_alloc(arena, sizeof(*report));
    plim_assert_ok(pipeline_try(wanted, report, &err), &err);
    return report;
}

enum plim_code pipeline_run_context(const char *context, struct plim_err *err)
{
    struct value report = {0};
    struct audit_flags flags = {.contexts = &context, .context_count = 1};
    plim_assert_ok(audit_fleet_from_flags(arena, &flags, &fleet, err), err);
    struct audit_request request = make_request();
    request.places.kubeconfig = write_kubeconfig(&whole);
    return audit_run(arena, &request, &report, err);
}

static void note_captured(void *context, const struct http_request *request,
                          struct http_response *response)
{
    (void)request;
    *(bool *)context = response->err.code != PLIM_NOT_FOUND;
}

bool pipeline_asks(const char *policy, const char *path)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(snapshot_reader_freep) struct snapshot_reader *reader = NULL;
    bool asked = false;
    char *into = plim_path_join(arena, dir, "capture");
    load_policies(policy);
    capture(&whole, into);
    plim_assert_ok(snapshot_reader_open(into, &reader, &err), &err);
    struct http_transport *replay = snapshot_reader_replay(reader);
    struct http_request request = {.server = "prod",
                                   .target = plim_arena_printf(arena, "%s?limit=500", path),
                                   .body_max = 1 << 20};
    replay->submit(replay, &request, note_captured, &asked);
    replay->run(replay);
    replay->free(replay);
    return asked;
}

enum plim_code pipeline_run_fleet(const char *text, struct value *report_out, struct plim_err *err)
{
    capture(&whole, plim_path_join(arena, dir, "capture"));
    enum plim_code code = audit_fleet_parse(arena, "f.yaml", dir, plim_str_from(text), &fleet, err);
    if (code != PLIM_OK)
        return code;
    struct audit_request request = make_request();
    return audit_run(arena, &request, report_out, err);
}

const struct value *pipeline_run_folders(const char *flag, const char *const *folders, size_t count)
{
    const char *context = "prod";
    struct plim_err err = {0};
    struct value *report = plim_arena_alloc(arena, sizeof(*report));
    char *into = plim_path_join(arena, dir, "capture");
    PLIM_CLEANUP(snapshot_writer_freep) struct snapshot_writer *writer = NULL;
    PLIM_CLEANUP(snapshot_reader_freep) struct snapshot_reader *reader = NULL;
    plim_assert_ok(snapshot_writer_new(into, &writer, &err), &err);
    struct audit_flags flags = {.contexts = &context, .context_count = 1};
    plim_assert_ok(audit_fleet_from_flags(arena, &flags, &fleet, &err), &err);
    struct audit_request request = make_request();
    request.places.kubeconfig = write_kubeconfig(&whole);
    request.record = writer;
    plim_assert_ok(audit_capture(&request, &err), &err);
    put(writer, "repositories/shop/facts.json", PLIM_STR(facts));
    for (size_t i = 0; i < count; i++)
        put_manifests(writer, folders[i], NULL);
    plim_assert_ok(snapshot_writer_finish(writer, NOW, &err), &err);
    plim_assert_ok(snapshot_reader_open(into, &reader, &err), &err);
    flags.repos = &flag;
    flags.repo_count = 1;
    plim_assert_ok(audit_fleet_from_flags(arena, &flags, &fleet, &err), &err);
    request = make_request();
    request.replay = reader;
    plim_assert_ok(audit_run(arena, &request, report, &err), &err);
    return report;
}

void pipeline_run_twice(struct plim_buf *live_out, struct plim_buf *again_out)
{
    struct plim_err err = {0};
    struct value live = {0};
    char *into = plim_path_join(arena, dir, "capture");
    capture(&whole, into);
    load_fleet(false, NULL);
    struct audit_request request = make_request();
    request.places.kubeconfig = write_kubeconfig(&whole);
    plim_assert_ok(audit_run(arena, &request, &live, &err), &err);
    plim_assert_ok(value_json_write(&live, VALUE_JSON_PRETTY, live_out, &err), &err);
    struct value again = {0};
    load_fleet(false, NULL);
    plim_assert_ok(replay(into, &whole, &again, &err), &err);
    plim_assert_ok(value_json_write(&again, VALUE_JSON_PRETTY, again_out, &err), &err);
}

/* ---- what they say */

static bool is_about(const struct value *finding, const char *policy, const char *cluster)
{
    return value_is_string(value_get(finding, "policy"), policy) &&
           (!cluster || value_is_string(value_get(finding, "cluster"), cluster));
}

const char *pipeline_states(const struct value *report, const char *policy, const char *cluster)
{
    char *text = plim_arena_printf(arena, "%s", "");
    const struct value *findings = value_get(report, "findings");
    for (size_t i = 0; i < FINDING_STATES; i++) {
        size_t count = 0;
        for (size_t k = 0; k < value_list_len(findings); k++) {
            const struct value *finding = value_list_item(findings, k, pipeline_arena());
            count += is_about(finding, policy, cluster) &&
                             value_is_string(value_get(finding, "state"), finding_state_names[i])
                         ? 1
                         : 0;
        }
        if (count > 0)
            text = plim_arena_printf(arena, "%s%s%s %zu", text, text[0] ? ", " : "",
                                     finding_state_names[i], count);
    }
    return text;
}

const char *pipeline_reason(const struct value *report, const char *policy, const char *cluster)
{
    const struct value *findings = value_get(report, "findings");
    for (size_t i = 0; i < value_list_len(findings); i++) {
        const struct value *finding = value_list_item(findings, i, pipeline_arena());
        struct plim_str reason = value_get_text(finding, "reason");
        if (is_about(finding, policy, cluster) &&
            value_is_string(value_get(finding, "state"), "unknown"))
            return plim_arena_copy(arena, reason.text, reason.len);
    }
    return "";
}
