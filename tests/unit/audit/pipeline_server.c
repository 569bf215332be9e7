#include "pipeline_server.h"

#include <stdio.h>
#include <string.h>

#define GROUP(group, version, resources)                                           \
    "{\"metadata\":{\"name\":\"" group "\"},\"versions\":[{\"version\":\"" version \
    "\",\"freshness\":\"Current\",\"resources\":[" resources "]}]}"
#define KIND(plural, kind, scope)                                                              \
    "{\"resource\":\"" plural "\",\"responseKind\":{\"kind\":\"" kind "\"},\"scope\":\"" scope \
    "\",\"verbs\":[\"list\"]}"
#define LIST(items) \
    "{\"kind\":\"List\",\"metadata\":{\"resourceVersion\":\"1\"},\"items\":[" items "]}"

static const char core[] = "{\"kind\":\"APIGroupDiscoveryList\",\"items\":[" GROUP(
    "", "v1",
    KIND("namespaces", "Namespace", "Cluster") "," KIND("pods", "Pod", "Namespaced") "," KIND(
        "services", "Service", "Namespaced") "," KIND("configmaps", "ConfigMap",
                                                      "Namespaced")) "]}";

#define RBAC                               \
    GROUP(                                 \
        "rbac.authorization.k8s.io", "v1", \
        KIND("roles", "Role", "Namespaced") "," KIND("rolebindings", "RoleBinding", "Namespaced"))
#define APPS                                                                                      \
    GROUP("apps", "v1",                                                                           \
          KIND("deployments", "Deployment", "Namespaced") "," KIND("statefulsets", "StatefulSet", \
                                                                   "Namespaced"))
#define SCALING                \
    GROUP("autoscaling", "v2", \
          KIND("horizontalpodautoscalers", "HorizontalPodAutoscaler", "Namespaced"))
#define ARGO GROUP("argoproj.io", "v1alpha1", KIND("applications", "Application", "Namespaced"))
#define GROUPS \
    "{\"kind\":\"APIGroupDiscoveryList\",\"items\":[" APPS "," RBAC "," SCALING "," ARGO "]}"

#define WORKLOAD(name, replicas)                                                             \
    "{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"metadata\":{\"name\":\"" name     \
    "\",\"namespace\":\"shop\"},\"spec\":{\"replicas\":" replicas                            \
    ",\"template\":{\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"registry.example." \
    "org/" name ":1.0.0\"}]}}}}"

#define DIGEST "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define POD(name)                                                                                 \
    "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"" name                      \
    "-0\",\"namespace\":\"shop\",\"ownerReferences\":[{\"apiVersion\":\"apps/v1\",\"kind\":"      \
    "\"Deployment\",\"name\":\"" name "\",\"controller\":true}]},\"spec\":{\"containers\":[{"     \
    "\"name\":\"c\",\"image\":\"registry.example.org/" name ":1.0.0\"}]},\"status\":{\"phase\":"  \
    "\"Running\",\"containerStatuses\":[{\"name\":\"c\",\"imageID\":\"registry.example.org/" name \
    "@" DIGEST "\"}]}}"

static const struct {
    const char *target;
    const char *body;
} answers[] = {
    {"/version", "{\"gitVersion\":\"v1.36.3\"}"},
    {"/api/v1/namespaces/kube-system", "{\"metadata\":{\"uid\":\"1-2-3\"}}"},
    {"/api/v1/namespaces", LIST("{\"metadata\":{\"name\":\"shop\"}}")},
    {"/api/v1/services",
     LIST("{\"metadata\":{\"name\":\"cart\",\"namespace\":\"shop\"},\"spec\":{}}")},
    {"/api/v1/pods", LIST(POD("cart") "," POD("web"))},
    {"/apis/apps/v1/deployments", LIST(WORKLOAD("cart", "2") "," WORKLOAD("web", "5"))},
    {"/apis/rbac.authorization.k8s.io/v1/rolebindings",
     LIST("{\"metadata\":{\"name\":\"cart\",\"namespace\":\"shop\"},\"roleRef\":{\"kind\":\"Role\","
          "\"name\":\"cart\"},\"subjects\":[{\"kind\":\"ServiceAccount\",\"name\":\"cart\","
          "\"namespace\":\"shop\"}]}")},
    {"/api/", LIST("")},
    {"/apis/", LIST("")},
    {"/apis", GROUPS},
    {"/api", core},
};

/* prod is another cluster, and has one more, which nobody declares. */
static const char prod_system[] = "{\"metadata\":{\"uid\":\"4-5-6\"}}";
static const char prod_deployments[] =
    LIST(WORKLOAD("cart", "2") "," WORKLOAD("web", "5") "," WORKLOAD("stray", "1"));

static const char *body_of(const struct pipeline_server *server, size_t i)
{
    if (server->prod && strstr(answers[i].target, "deployments"))
        return prod_deployments;
    bool system = strstr(answers[i].target, "kube-system") != NULL;
    return server->prod && system ? prod_system : answers[i].body;
}

static void reply_cut(const struct loopback_exchange *exchange, const char *body)
{
    char head[128];
    int len = snprintf(head, sizeof(head), "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
    loopback_send(exchange, head, (size_t)len);
    loopback_send(exchange, body, strlen(body));
    loopback_close(exchange);
}

static bool is_meant(const struct pipeline_fault *fault, const char *target)
{
    size_t len = fault->target ? strlen(fault->target) : 0;
    return len > 0 && strncmp(target, fault->target, len) == 0 &&
           (target[len] == '\0' || target[len] == '?');
}

/* The same for one namespace as for all of them. */
static void drop_namespace(const char *target, char *plain, size_t size)
{
    static const char infix[] = "/namespaces/";
    const char *start = strstr(target, infix);
    const char *rest = start ? strchr(start + sizeof(infix) - 1, '/') : NULL;
    size_t head = rest ? (size_t)(start - target) : 0;
    (void)snprintf(plain, size, "%.*s%s", (int)head, target, rest ? rest : target);
}

void pipeline_answer(void *pipeline_server, const struct loopback_exchange *exchange)
{
    const struct pipeline_server *server = pipeline_server;
    const struct pipeline_fault *fault = &server->fault;
    char target[512];
    drop_namespace(exchange->target, target, sizeof(target));
    if (is_meant(fault, target)) {
        if (fault->status == 0)
            reply_cut(exchange, fault->body);
        else
            loopback_reply(exchange, fault->status, "", fault->body);
        return;
    }
    for (size_t i = 0; i < PLIM_LEN(answers); i++) {
        size_t len = strlen(answers[i].target);
        if (strncmp(target, answers[i].target, len) != 0)
            continue;
        loopback_reply(exchange, 200, "", body_of(server, i));
        return;
    }
    loopback_reply(exchange, 404, "", "{\"kind\":\"Status\",\"message\":\"not there\"}");
}
