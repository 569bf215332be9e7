#include "support/plim_check.h"

#include "redaction.h"

/* Bodies of answers and what is kept of them. */
static const struct {
    const char *body, *kept;
} bodies[] = {
    {"{\"kind\":\"Pod\",\"metadata\":{\"name\":\"web\",\"namespace\":\"shop\",\"resourceVersion\":"
     "\"42\","
     "\"creationTimestamp\":\"2026-11-20T10:00:00Z\",\"labels\":{\"app\":\"web\",\"acme\":\"x\"}}}",
     "{\"kind\":\"Pod\",\"metadata\":{\"name\":\"<web>\",\"namespace\":\"<shop>\","
     "\"resourceVersion\":\"42\",\"creationTimestamp\":\"2026-11-20T10:00:00Z\","
     "\"labels\":{\"app\":\"<web>\",\"<acme>\":\"<x>\"}}}"},
    /* constants stay, but not as names */
    {"{\"spec\":{\"type\":\"ClusterIP\",\"clusterIP\":\"10.0.0.1\",\"name\":\"Always\"}}",
     "{\"spec\":{\"type\":\"ClusterIP\",\"clusterIP\":\"<10.0.0.1>\",\"name\":\"<Always>\"}}"},
    {"{\"containers\":[{\"name\":\"c\",\"image\":\"web:1.2\",\"args\":[\"--user=a\",\"true\"],"
     "\"env\":[{\"name\":\"A\",\"value\":\"5432\"}],\"imagePullPolicy\":\"Always\","
     "\"resources\":{\"limits\":{\"cpu\":\"100m\",\"acme.com/gpu\":\"1\"}}}]}",
     "{\"containers\":[{\"name\":\"<c>\",\"image\":\"<web>:1.2\",\"args\":[\"<--user=a>\",\"true\"]"
     ","
     "\"env\":[{\"name\":\"<A>\",\"value\":\"<5432>\"}],\"imagePullPolicy\":\"Always\","
     "\"resources\":{\"limits\":{\"cpu\":\"100m\",\"<acme>.<com>/<gpu>\":\"1\"}}}]}"},
    {"{\"data\":{\"app.conf\":\"a b\",\"n\":\"1\",\"e\":\"\"}}",
     "{\"data\":{\"app.<conf>\":\"<a b>\",\"<n>\":\"<1>\",\"<e>\":\"\"}}"},
    {"{\"selector\":{\"team\":\"a\"}}", "{\"selector\":{\"team\":\"<a>\"}}"},
    {"{\"selector\":{\"matchLabels\":{\"spec\":\"a\"}}}",
     "{\"selector\":{\"matchLabels\":{\"<spec>\":\"<a>\"}}}"},
    /* fields that nobody knows are names, numbers stay */
    {"{\"spec\":{\"replicas\":3,\"acmeLevel\":7,\"ratio\":0.5,\"on\":true,\"off\":null}}",
     "{\"spec\":{\"replicas\":3,\"<acmeLevel>\":7,\"<ratio>\":0.5,\"<on>\":true,\"<off>\":null}}"},
    {"{\"apiVersion\":\"acme.com/v1\",\"kind\":\"Widget\"}",
     "{\"apiVersion\":\"<acme>.<com>/v1\",\"kind\":\"<Widget>\"}"},
    {"{\"rules\":[{\"apiGroups\":[\"\",\"acme.com\"],\"resources\":[\"pods\",\"widgets\"],"
     "\"verbs\":[\"get\",\"*\"],\"resourceNames\":[\"pods\",\"web\"]}]}",
     "{\"rules\":[{\"apiGroups\":[\"\",\"<acme>.<com>\"],\"resources\":[\"pods\",\"<widgets>\"],"
     "\"verbs\":[\"get\",\"*\"],\"resourceNames\":[\"pods\",\"<web>\"]}]}"},
    {"{\"kind\":\"Status\",\"code\":403,\"reason\":\"Forbidden\",\"message\":\"bob may not\","
     "\"details\":{\"name\":\"web\",\"kind\":\"pods\"}}",
     "{\"kind\":\"Status\",\"code\":403,\"reason\":\"Forbidden\",\"message\":\"redacted\","
     "\"details\":{\"name\":\"<web>\",\"kind\":\"pods\"}}"},
    /* discovery: names are kinds there */
    {"{\"kind\":\"APIGroupDiscoveryList\",\"items\":[{\"metadata\":{\"name\":\"apps\"},"
     "\"versions\":[{\"version\":\"v1\",\"resources\":[{\"resource\":\"widgets\","
     "\"responseKind\":{\"group\":\"acme.com\",\"kind\":\"Widget\"}}]}]}]}",
     "{\"kind\":\"APIGroupDiscoveryList\",\"items\":[{\"metadata\":{\"name\":\"apps\"},"
     "\"versions\":[{\"version\":\"v1\",\"resources\":[{\"resource\":\"<widgets>\","
     "\"responseKind\":{\"group\":\"<acme>.<com>\",\"kind\":\"<Widget>\"}}]}]}]}"},
    {"{\"kind\":\"APIGroupList\",\"groups\":[{\"name\":\"apps\",\"versions\":[{\"groupVersion\":"
     "\"apps/v1\",\"version\":\"v1\"}],\"preferredVersion\":{\"groupVersion\":\"apps/v1\","
     "\"version\":\"v1\"}},{\"name\":\"acme.com\"}]}",
     "{\"kind\":\"APIGroupList\",\"groups\":[{\"name\":\"apps\",\"versions\":[{\"groupVersion\":"
     "\"apps/v1\",\"version\":\"v1\"}],\"preferredVersion\":{\"groupVersion\":\"apps/v1\","
     "\"version\":\"v1\"}},{\"name\":\"<acme>.<com>\"}]}"},
    {"{\"kind\":\"APIResourceList\",\"groupVersion\":\"acme.com/v1\",\"resources\":[{\"name\":"
     "\"widgets/status\",\"singularName\":\"widget\",\"namespaced\":true,\"kind\":\"Widget\","
     "\"verbs\":[\"get\"],\"shortNames\":[\"wi\"]},{\"name\":\"pods\"}]}",
     "{\"kind\":\"APIResourceList\",\"groupVersion\":\"<acme>.<com>/v1\",\"resources\":[{\"name\":"
     "\"<widgets>/status\",\"singularName\":\"<widget>\",\"namespaced\":true,\"kind\":"
     "\"<Widget>\",\"verbs\":[\"get\"],\"shortNames\":[\"<wi>\"]},{\"name\":\"pods\"}]}"},
    {"{\"kind\":\"HelmRelease\",\"spec\":{\"driftDetection\":{\"mode\":\"enabled\"},\"suspend\":"
     "true,"
     "\"chart\":{\"spec\":{\"version\":\"1.2.3\",\"chart\":\"acme\"}}},\"status\":{\"conditions\":["
     "{"
     "\"type\":\"Ready\",\"status\":\"True\"}],\"lastAttemptedRevision\":\"1.2.3\"}}",
     "{\"kind\":\"HelmRelease\",\"spec\":{\"driftDetection\":{\"mode\":\"enabled\"},\"suspend\":"
     "true,"
     "\"chart\":{\"spec\":{\"version\":\"1.2.3\",\"chart\":\"<acme>\"}}},\"status\":{"
     "\"conditions\":"
     "[{\"type\":\"Ready\",\"status\":\"True\"}],\"lastAttemptedRevision\":\"1.2.3\"}}"},
    {"{\"kind\":\"Application\",\"spec\":{\"source\":{\"repoURL\":\"https://acme/x.git\","
     "\"targetRevision\":\"HEAD\"},\"syncPolicy\":{\"automated\":{\"prune\":true,\"selfHeal\":true,"
     "\"enabled\":true}}},\"status\":{\"sync\":{\"status\":\"OutOfSync\"},\"health\":{\"status\":"
     "\"Healthy\"},\"reconciledAt\":\"2026-11-20T10:00:00Z\",\"resources\":[{\"group\":\"apps\","
     "\"kind\":\"Deployment\",\"namespace\":\"a\",\"name\":\"b\"}]}}",
     "{\"kind\":\"Application\",\"spec\":{\"source\":{\"repoURL\":\"https://<acme>/<x>.git\","
     "\"targetRevision\":\"HEAD\"},\"syncPolicy\":{\"automated\":{\"prune\":true,\"selfHeal\":true,"
     "\"enabled\":true}}},\"status\":{\"sync\":{\"status\":\"OutOfSync\"},\"health\":{\"status\":"
     "\"Healthy\"},\"reconciledAt\":\"2026-11-20T10:00:00Z\",\"resources\":[{\"group\":\"apps\","
     "\"kind\":\"Deployment\",\"namespace\":\"<a>\",\"name\":\"<b>\"}]}}"},
    {"{\"paths\":{\"apis/apps/v1\":{\"serverRelativeURL\":\"/openapi/v3/apis/apps/v1?hash=A\"},"
     "\"/apis/acme\":{\"get\":{\"description\":\"x\"}}}}",
     "{\"paths\":{\"apis/apps/v1\":{\"serverRelativeURL\":\"/openapi/v3/apis/apps/"
     "v1?hash=<A>\"}}}"},
    /* schemas: free text is dropped, defaults are as objects have them */
    {"{\"openAPIV3Schema\":{\"type\":\"object\",\"description\":\"of acme\",\"properties\":{"
     "\"limits\":{\"type\":\"object\",\"default\":{},\"properties\":{\"cpu\":{\"type\":\"string\","
     "\"default\":\"1\",\"pattern\":\"acme\"}}},\"acme\":{\"default\":\"bob\"},"
     "\"list\":{\"type\":\"array\",\"x-kubernetes-list-type\":\"map\","
     "\"x-kubernetes-list-map-keys\":[\"name\",\"acme\"]},\"l\":{\"$ref\":\"#/components/schemas/"
     "com.acme.W\"}}}}",
     "{\"openAPIV3Schema\":{\"type\":\"object\",\"properties\":{\"limits\":{\"type\":\"object\","
     "\"default\":{},\"properties\":{\"cpu\":{\"type\":\"string\",\"default\":\"1\"}}},"
     "\"<acme>\":{\"default\":\"<bob>\"},\"<list>\":{\"type\":\"array\","
     "\"x-kubernetes-list-type\":\"map\",\"x-kubernetes-list-map-keys\":[\"name\",\"<acme>\"]},"
     "\"<l>\":{\"$ref\":\"#/components/schemas/<com>.<acme>.<W>\"}}}}"},
    /* who wrote what */
    {"{\"managedFields\":[{\"manager\":\"alice\",\"operation\":\"Update\",\"fieldsV1\":{"
     "\"f:metadata\":{\"f:labels\":{\".\":{},\"f:acme\":{}},\"f:finalizers\":{\"v:\\\"acme.com/"
     "f\\\"\":{}}},"
     "\"f:spec\":{\"f:containers\":{\"k:{\\\"name\\\":\\\"web\\\"}\":{\"f:image\":{},\"i:0\":{}}},"
     "\"f:acme\":{}},\"f:data\":{\"f:spec\":{}},\"odd\":{}}}]}",
     "{\"managedFields\":[{\"manager\":\"<alice>\",\"operation\":\"Update\",\"fieldsV1\":{"
     "\"f:metadata\":{\"f:labels\":{\".\":{},\"f:<acme>\":{}},"
     "\"f:finalizers\":{\"v:\\\"<acme>.<com>/<f>\\\"\":{}}},"
     "\"f:spec\":{\"f:containers\":{\"k:{\\\"name\\\":\\\"<web>\\\"}\":{\"f:image\":{},\"i:0\":{}}}"
     ","
     "\"f:<acme>\":{}},\"f:data\":{\"f:<spec>\":{}},\"<odd>\":{}}}]}"},
    /* words of a Fleet are names elsewhere */
    {"{\"spec\":{\"models\":[\"a\"],\"targets\":[{\"model\":\"b\",\"level\":\"c\"}]}}",
     "{\"spec\":{\"models\":[\"<a>\"],\"targets\":[{\"model\":\"<b>\",\"level\":\"<c>\"}]}}"},
    {"{\"a\":1}\n", "{\"<a>\":1}\n"},
    {"403: bob may not", "redacted"},
    {"\"bob\"", "redacted"},
    {"", ""},
};

START_TEST(of_bodies_the_structure_stays)
{
    PLIM_CLEANUP(snapshot_redactor_freep)
    struct snapshot_redactor *redactor = snapshot_redactor_new(redaction_key);
    PLIM_CLEANUP(plim_buf_release) struct plim_buf kept = {0};
    snapshot_redact_body(redactor, plim_str_from(bodies[_i].body), &kept);
    ck_assert_str_eq(kept.text ? kept.text : "", redaction_expand(redactor, bodies[_i].kept));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, of_bodies_the_structure_stays, 0, PLIM_LEN(bodies));
}

PLIM_CHECK_MAIN("snapshot.redact_value", add_cases)
