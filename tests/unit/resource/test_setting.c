#include "resource/setting.h"

#include "resource_fixture.h"

static const struct {
    const char *pod;
    const char *container;
    const char *want; /* "field=value;" */
} containers[] = {
    {"{}", "{}", ""},
    {"{}", "{resources: {limits: {memory: 1Gi, cpu: 2}, requests: {cpu: 100m, memory: null}}}",
     "resources.requests.cpu=100m;resources.limits.cpu=2;resources.limits.memory=1Gi;"},
    {"{}", "{resources: {limits: [1]}}", ""},
    {"{}", "{livenessProbe: {httpGet: {port: 80}}, readinessProbe: {httpGet: {path: /ready}}}",
     "livenessProbe=httpGet /;readinessProbe=httpGet /ready;"},
    {"{}",
     "{livenessProbe: {exec: {command: [a]}}, readinessProbe: {tcpSocket: {port: 1}}, "
     "startupProbe: {grpc: {port: 1}}}",
     "livenessProbe=exec;readinessProbe=tcpSocket;startupProbe=grpc;"},
    {"{}", "{livenessProbe: {initialDelaySeconds: 3}}", ""},
    {"{}",
     "{securityContext: {allowPrivilegeEscalation: false, privileged: true, "
     "readOnlyRootFilesystem: true, runAsNonRoot: true}}",
     "securityContext.allowPrivilegeEscalation=false;securityContext.privileged=true;"
     "securityContext.readOnlyRootFilesystem=true;securityContext.runAsNonRoot=true;"},
    {"{}",
     "{securityContext: {allowPrivilegeEscalation: true, privileged: false, "
     "readOnlyRootFilesystem: false, runAsNonRoot: false}}",
     ""},
    {"{securityContext: {runAsNonRoot: true, privileged: true}}", "{}",
     "securityContext.runAsNonRoot=true;"},
    {"{securityContext: {runAsNonRoot: true}}", "{securityContext: {runAsNonRoot: false}}", ""},
    {"{securityContext: {seccompProfile: {type: RuntimeDefault}}}", "{}",
     "securityContext.seccompProfile.type=RuntimeDefault;"},
    {"{securityContext: {seccompProfile: {type: RuntimeDefault}}}",
     "{securityContext: {seccompProfile: {type: Unconfined}}}", ""},
    {"{}", "{securityContext: {capabilities: {add: [KILL, CHOWN], drop: [ALL]}}}",
     "securityContext.capabilities.add=KILL;securityContext.capabilities.add=CHOWN;"
     "securityContext.capabilities.drop=ALL;"},
    {"{}",
     "{ports: [{containerPort: 80}, {containerPort: 53, protocol: UDP}, {containerPort: 9, "
     "protocol: SCTP}, {containerPort: x}]}",
     "ports=80/TCP;ports=53/UDP;ports=9/SCTP;"},
};

static const char *show(const struct resource_setting *settings, size_t count)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    for (size_t i = 0; i < count; i++)
        plim_buf_printf(&text, "%s=%.*s;", settings[i].name->field,
                        PLIM_STR_ARG(settings[i].value));
    return plim_arena_copy_c(arena, text.text ? text.text : "");
}

START_TEST(a_container_says_what_differs_from_the_default)
{
    struct value pod = plim_value_from_yaml(arena, containers[_i].pod);
    struct value container = plim_value_from_yaml(arena, containers[_i].container);
    size_t count = 0;
    const struct resource_setting *settings =
        resource_settings_of_container(texts, &pod, &container, &count);
    ck_assert_str_eq(show(settings, count), containers[_i].want);
}
END_TEST

static const struct {
    const char *pod;
    const char *want;
} pods[] = {
    {"{}", "serviceAccountName=default;"},
    {"{serviceAccountName: cart, hostNetwork: true, hostPID: false}",
     "hostNetwork=true;serviceAccountName=cart;"},
    {"{hostPID: true, hostIPC: true}", "hostIPC=true;hostPID=true;serviceAccountName=default;"},
};

START_TEST(a_pod_says_its_account_and_what_it_shares_with_the_node)
{
    struct value pod = plim_value_from_yaml(arena, pods[_i].pod);
    size_t count = 0;
    const struct resource_setting *settings = resource_settings_of_pod(texts, &pod, &count);
    ck_assert_str_eq(show(settings, count), pods[_i].want);
}
END_TEST

START_TEST(equal_settings_are_kept_once)
{
    struct value pod = plim_value_from_yaml(arena, "{serviceAccountName: cart}");
    size_t count = 0;
    const struct resource_setting *first = resource_settings_of_pod(texts, &pod, &count);
    ck_assert_ptr_eq(first, resource_settings_of_pod(texts, &pod, &count));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, open_arena, close_arena);
    tcase_add_loop_test(tcase, a_container_says_what_differs_from_the_default, 0,
                        PLIM_LEN(containers));
    tcase_add_loop_test(tcase, a_pod_says_its_account_and_what_it_shares_with_the_node, 0,
                        PLIM_LEN(pods));
    tcase_add_test(tcase, equal_settings_are_kept_once);
}

PLIM_CHECK_MAIN("resource.setting", add_cases)
