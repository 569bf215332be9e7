#include "exec_config_priv.h"
#include "kubeconfig_check.h"

#define V1 "apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never, "

static const struct {
    const char *exec;
    const char *message;
} refusals[] = {
    {"{apiVersion: client.authentication.k8s.io/v1}",
     "k:1:32: the credential plugin of user 'u' needs a command"},
    {"{command: aws}", "k:1:32: the credential plugin of user 'u' needs an apiVersion"},
    {"{command: aws, apiVersion: client.authentication.k8s.io/v1alpha1}",
     "k:1:32: credential plugin of user 'u': invalid apiVersion "
     "'client.authentication.k8s.io/v1alpha1'; expected client.authentication.k8s.io/v1 or "
     "v1beta1: update the plugin and let it write the kubeconfig anew"},
    {"{command: aws, apiVersion: client.authentication.k8s.io/v1}",
     "k:1:32: the credential plugin of user 'u' needs an interactiveMode (Never, IfAvailable or "
     "Always)"},
    {"{command: aws, apiVersion: client.authentication.k8s.io/v1, interactiveMode: Nver}",
     "k:1:109: unknown interactiveMode 'Nver'; expected one of Never, IfAvailable, Always; did you "
     "mean 'Never'?"},
    {"{" V1 "command: aws, args: [1]}", "k:1:123: an argument of a plugin must be a string"},
    {"{" V1 "command: aws, env: [{value: x}]}",
     "k:1:122: a variable of the credential plugin of user 'u' needs a name without '='"},
    {"{" V1 "command: aws, env: 1}", "k:1:121: 'env' must be a list, not integer"},
};

static enum plim_code read(struct kube_config **config, const char *file, const char *exec,
                           struct plim_arena *arena, struct kube_exec_config *read_out,
                           struct plim_err *err)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf user = {0};
    plim_buf_printf(&user, "{exec: %s}", exec);
    return kube_exec_config_read(read_user(config, file, user.text), arena, read_out, err);
}

START_TEST(what_is_wrong_with_an_entry_is_told)
{
    struct plim_err err = {0};
    struct kube_exec_config exec = {0};
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    PLIM_CLEANUP(kube_config_freep) struct kube_config *config = NULL;
    plim_assert_fails(read(&config, "k", refusals[_i].exec, arena, &exec, &err), PLIM_INVALID, &err,
                      refusals[_i].message);
}
END_TEST

static const struct {
    const char *file;
    const char *exec;
    const char *command;
    enum kube_interactive interactive;
} accepted[] = {
    {"/srv/me/.kube/config", "{" V1 "command: aws}", "aws", KUBE_INTERACTIVE_NEVER},
    {"/srv/me/.kube/config", "{" V1 "command: bin/aws}", "/srv/me/.kube/bin/aws",
     KUBE_INTERACTIVE_NEVER},
    {"/srv/me/.kube/config", "{" V1 "command: /opt/aws}", "/opt/aws", KUBE_INTERACTIVE_NEVER},
    {"config", "{" V1 "command: ./aws}", "./aws", KUBE_INTERACTIVE_NEVER},
    {"/srv/me/.kube/config", "{" V1 "command: ../bin/./aws}", "/srv/me/bin/aws",
     KUBE_INTERACTIVE_NEVER},
    /* v1beta1 may leave the mode out. */
    {"k", "{command: aws, apiVersion: client.authentication.k8s.io/v1beta1}", "aws",
     KUBE_INTERACTIVE_IF_AVAILABLE},
    {"k",
     "{command: aws, apiVersion: client.authentication.k8s.io/v1, interactiveMode: Always, "
     "future: 1}",
     "aws", KUBE_INTERACTIVE_ALWAYS},
};

START_TEST(a_command_with_a_slash_is_relative_to_its_kubeconfig)
{
    struct plim_err err = {0};
    struct kube_exec_config exec = {0};
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    PLIM_CLEANUP(kube_config_freep) struct kube_config *config = NULL;
    plim_assert_ok(read(&config, accepted[_i].file, accepted[_i].exec, arena, &exec, &err), &err);
    ck_assert_str_eq(exec.command, accepted[_i].command);
    ck_assert_int_eq((int)exec.interactive, (int)accepted[_i].interactive);
}
END_TEST

static const char *const different[] = {
    "{" V1 "command: aws, args: [a, b]}",
    "{" V1 "command: aws, args: [ab]}",
    "{" V1 "command: aws, env: [{name: a, value: b}]}",
    "{" V1 "command: aws, env: [{name: a, value: c}]}",
    "{" V1 "command: aws, provideClusterInfo: true}",
    "{" V1 "command: aws, installHint: get it}",
    "{" V1 "command: gcloud}",
    "{command: aws, apiVersion: client.authentication.k8s.io/v1beta1, interactiveMode: Never}",
    "{command: aws, apiVersion: client.authentication.k8s.io/v1, interactiveMode: IfAvailable}",
};

static void write_key(const char *exec, const char *cluster, struct plim_buf *key)
{
    struct plim_err err = {0};
    struct kube_exec_config read_exec = {0};
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    PLIM_CLEANUP(kube_config_freep) struct kube_config *config = NULL;
    plim_assert_ok(read(&config, "k", exec, arena, &read_exec, &err), &err);
    kube_exec_config_key(&read_exec, plim_str_from(cluster), key);
}

START_TEST(every_field_makes_another_plugin)
{
    for (size_t i = 0; i < PLIM_LEN(different); i++) {
        for (size_t k = 0; k < PLIM_LEN(different); k++) {
            PLIM_CLEANUP(plim_buf_release) struct plim_buf left = {0};
            PLIM_CLEANUP(plim_buf_release) struct plim_buf right = {0};
            write_key(different[i], "", &left);
            write_key(different[k], "", &right);
            ck_assert_int_eq(plim_str_equal(plim_buf_str(&left), plim_buf_str(&right)), i == k);
        }
    }
}
END_TEST

START_TEST(so_does_the_cluster)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf left = {0};
    PLIM_CLEANUP(plim_buf_release) struct plim_buf right = {0};
    write_key(different[4], "{\"server\":\"a\"}", &left);
    write_key(different[4], "{\"server\":\"b\"}", &right);
    ck_assert(!plim_str_equal(plim_buf_str(&left), plim_buf_str(&right)));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, what_is_wrong_with_an_entry_is_told, 0, PLIM_LEN(refusals));
    tcase_add_loop_test(tcase, a_command_with_a_slash_is_relative_to_its_kubeconfig, 0,
                        PLIM_LEN(accepted));
    tcase_add_test(tcase, every_field_makes_another_plugin);
    tcase_add_test(tcase, so_does_the_cluster);
}

PLIM_CHECK_MAIN("kube.exec_config", add_cases)
