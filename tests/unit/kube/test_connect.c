#include "http/client.h"
#include "kube/config.h"
#include "support/plim_check.h"

static void add(struct kube_config **config, const char *text)
{
    struct plim_err err = {0};
    plim_assert_ok(kube_config_add(config, "k", plim_str_from(text), &err), &err);
}

#define CLUSTER "clusters: [{name: c, cluster: {server: 'https://one.example.org'}}]\n"
#define CONTEXT "contexts: [{name: x, context: {cluster: c, user: u}}]\ncurrent-context: x\n"

static const struct {
    const char *text;
    enum plim_code code;
    const char *message;
} unusable[] = {
    {CLUSTER CONTEXT, PLIM_NOT_FOUND,
     "context 'x' names the user 'u', which the kubeconfig does not have"},
    {CONTEXT "users: [{name: u}]", PLIM_NOT_FOUND,
     "context 'x' names the cluster 'c', which the kubeconfig does not have"},
    {CLUSTER "current-context: z", PLIM_NOT_FOUND, "the kubeconfig has no context 'z'"},
    {CLUSTER, PLIM_NOT_FOUND, "the kubeconfig has no current context"},
    {"contexts: [{name: prod}]\ncurrent-context: prot", PLIM_NOT_FOUND,
     "the kubeconfig has no context 'prot'; did you mean 'prod'?"},
    {CONTEXT "users: [{name: u}]\nclusters: [{name: c, cluster: {}}]", PLIM_INVALID,
     "k:4:31: cluster 'c' has no server"},
    {CONTEXT "users: [{name: u}]\nclusters: [{name: c, cluster: {server: 1}}]", PLIM_INVALID,
     "k:4:40: 'server' must be a string, not integer"},
    {CONTEXT "users: [{name: u}]\nclusters: [{name: c, cluster: {server: 'ftp://a'}}]",
     PLIM_INVALID, "k:4:31: cluster 'c': server url: scheme 'ftp' is neither http nor https"},
    {CONTEXT "users: [{name: u}]\nclusters: [{name: c, cluster: {server: 'https://a', "
             "insecure-skip-tls-verify: true, certificate-authority-data: YQ==}}]",
     PLIM_INVALID,
     "k:4:31: cluster 'c': a certificate authority and skipping verification exclude each other"},
    {CONTEXT "users: [{name: u}]\nclusters: [{name: c, cluster: {server: 'https://a', "
             "certificate-authority: /nonexistent/ca}}]",
     PLIM_NOT_FOUND,
     "certificate-authority of 'c': open '/nonexistent/ca': No such file or directory"},
    {CLUSTER CONTEXT "users: [{name: u, user: {client-certificate-data: '*'}}]", PLIM_INVALID,
     "k:4:51: 'client-certificate-data' is not base64"},
    {CLUSTER CONTEXT "users: [{name: u, user: {client-key-data: YQ==}}]", PLIM_INVALID,
     "k:4:25: user 'u' has a client key without its certificate"},
    {CLUSTER CONTEXT "users: [{name: u, user: {client-certificate-data: YQ==}}]", PLIM_INVALID,
     "k:4:25: user 'u' has a client certificate without its key"},
    {CLUSTER CONTEXT "users: [{name: u, user: {client-certificate-data: YQ==, "
                     "client-key-data: RU5DUllQVEVE}}]",
     PLIM_INVALID, "k:4:25: the client key of user 'u' is encrypted"},
    {CLUSTER CONTEXT "users: [{name: u, user: {token: a, username: b, password: c}}]", PLIM_INVALID,
     "k:4:25: user 'u' has both a token and a password; only one can be sent"},
    {CLUSTER CONTEXT "users: [{name: u, user: {as-groups: [a]}}]", PLIM_INVALID,
     "k:4:25: user 'u' impersonates a group, uid or extra without 'as'"},
    {CLUSTER CONTEXT "users: [{name: u, user: {exec: {command: aws}}}]", PLIM_INVALID,
     "k:4:25: user 'u' needs a credential plugin, and none may be run here"},
    {CLUSTER CONTEXT "users: [{name: u, user: {auth-provider: {name: other}}}]", PLIM_INVALID,
     "k:4:41: user 'u': there is no auth provider 'other'; use a credential plugin: "
     "https://kubernetes.io/docs/reference/access-authn-authz/authentication/"
     "#client-go-credential-plugins"},
    {CLUSTER CONTEXT "users: [{name: u, user: {tokenFile: /nonexistent/token}}]", PLIM_NOT_FOUND,
     "tokenFile of 'u': open '/nonexistent/token': No such file or directory"},
};

START_TEST(an_unusable_context_is_refused)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(kube_config_freep) struct kube_config *config = NULL;
    struct kube_cluster *cluster = NULL;
    add(&config, unusable[_i].text);
    plim_assert_fails(kube_config_connect(config, NULL, NULL, &cluster, &err), unusable[_i].code,
                      &err, unusable[_i].message);
    ck_assert_ptr_null(cluster);
}
END_TEST

/* ---- what is taken */

static const struct {
    const char *text;
    const char *server;
    const char *namespace;
} usable[] = {
    {CLUSTER CONTEXT "users: [{name: u, user: {token: t}}]", "https://one.example.org", "default"},
    {CLUSTER "contexts: [{name: x, context: {cluster: c, namespace: shop}}]\ncurrent-context: x",
     "https://one.example.org", "shop"},
    {"{\"clusters\": [{\"name\": \"c\", \"cluster\": {\"server\": \"https://two.example.org/\"}}],"
     "\"contexts\": [{\"name\": \"x\", \"context\": {\"cluster\": \"c\"}}],"
     "\"current-context\": \"x\"}",
     "https://two.example.org", "default"},
    {CONTEXT "users: [{name: u}]\nclusters: [{name: c, cluster: {server: 'localhost:8080'}}]",
     "http://localhost:8080", "default"},
    {CONTEXT "users: [{name: u}]\nclusters: [{name: c, cluster: {server: 'one.example.org:6443', "
             "insecure-skip-tls-verify: true}}]",
     "https://one.example.org:6443", "default"},
    {CONTEXT "users: [{name: u}]\nfuture: 1\nclusters: [{name: c, cluster: {server: &s "
             "'https://user:pw@three.example.org', future: *s}}]",
     "https://three.example.org", "default"},
    {CLUSTER CONTEXT "users: [{name: u, user: {token: t, tokenFile: /nonexistent/token}}]",
     "https://one.example.org", "default"},
    {CLUSTER CONTEXT "users: [{name: u, user: {as: jo, as-uid: '1', as-groups: [a, b], "
                     "as-user-extra: {'a/b': [c]}}}]",
     "https://one.example.org", "default"},
};

START_TEST(a_context_leads_to_its_cluster)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(kube_config_freep) struct kube_config *config = NULL;
    PLIM_CLEANUP(kube_cluster_freep) struct kube_cluster *cluster = NULL;
    add(&config, usable[_i].text);
    plim_assert_ok(kube_config_connect(config, "", NULL, &cluster, &err), &err);
    ck_assert_str_eq(cluster->name, "x");
    ck_assert_str_eq(cluster->server, usable[_i].server);
    ck_assert_str_eq(cluster->namespace, usable[_i].namespace);
}
END_TEST

START_TEST(a_cluster_is_renamed_when_told)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(kube_config_freep) struct kube_config *config = NULL;
    PLIM_CLEANUP(kube_cluster_freep) struct kube_cluster *cluster = NULL;
    struct kube_connect_options options = {.name = "production"};
    add(&config, usable[0].text);
    plim_assert_ok(kube_config_connect(config, "x", &options, &cluster, &err), &err);
    ck_assert_str_eq(cluster->name, "production");
}
END_TEST

static void start_library(void)
{
    struct plim_err err = {0};
    plim_assert_ok(http_library_init(&err), &err);
}

static void add_cases(TCase *tcase)
{
    tcase_add_unchecked_fixture(tcase, start_library, http_library_release);
    tcase_add_loop_test(tcase, an_unusable_context_is_refused, 0, PLIM_LEN(unusable));
    tcase_add_loop_test(tcase, a_context_leads_to_its_cluster, 0, PLIM_LEN(usable));
    tcase_add_test(tcase, a_cluster_is_renamed_when_told);
}

PLIM_CHECK_MAIN("kube.connect", add_cases)
