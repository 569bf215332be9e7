#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/file.h"

#include "kubeconfig_check.h"
#include "plugin_priv.h"

/* Plugins are shell scripts in `dir`; each run adds a byte to `dir`/runs. */
static char *dir;
static struct plim_clock present;
static const char *const environment[] = {"PATH=/usr/bin:/bin", "HIDDEN=h", NULL};
static struct kube_config *configs[8];
static size_t config_count;

static void start(void)
{
    struct plim_err err = {0};
    plim_assert_ok(plim_dir_make_temporary(&dir, &err), &err);
    present = (struct plim_clock){true, 1000};
    config_count = 0;
}

static void stop(void)
{
    struct plim_err err = {0};
    for (size_t i = 0; i < config_count; i++)
        kube_config_freep(&configs[i]);
    memset(configs, 0, sizeof(configs));
    plim_assert_ok(plim_dir_remove(dir, &err), &err);
    free(dir);
}

static const char *path(const char *name)
{
    static char text[4096];
    (void)snprintf(text, sizeof(text), "%s/%s", dir, name);
    return text;
}

static void write_script(const char *name, const char *body)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    plim_buf_printf(&text, "#!/bin/sh\nprintf x >>%s/runs\n", dir);
    plim_buf_printf(&text, "give() { printf '{\"kind\": \"ExecCredential\", \"apiVersion\": "
                           "\"client.authentication.k8s.io/v1\", \"status\": {%%s}}' \"$1\"; }\n");
    plim_buf_printf(&text, "%s\n", body);
    plim_assert_ok(plim_file_write(path(name), text.text, text.len, &err), &err);
    ck_assert_int_eq(chmod(path(name), 0700), 0);
}

static size_t runs(void)
{
    struct plim_err err = {0};
    char *text = NULL;
    size_t len = 0;
    if (plim_file_read(path("runs"), 1000, &text, &len, &err) != PLIM_OK)
        return 0;
    free(text);
    return len;
}

static struct http_authenticator *add(struct kube_plugins *plugins, const char *name,
                                      const char *more)
{
    struct plim_err err = {0};
    struct http_authenticator *authenticator = NULL;
    PLIM_CLEANUP(plim_buf_release) struct plim_buf user = {0};
    char file[4096];
    plim_buf_printf(&user,
                    "{exec: {apiVersion: client.authentication.k8s.io/v1, command: ./%s, %s}}",
                    name, more);
    (void)snprintf(file, sizeof(file), "%s/config", dir);
    struct kube_config **config = &configs[config_count++];
    const struct kube_config_entry *entry = read_user(config, file, user.text);
    struct kube_exec_cluster cluster = {.server = "https://one"};
    plim_assert_ok(kube_plugins_add(plugins, entry, &cluster, &authenticator, &err), &err);
    return authenticator;
}

static struct kube_plugins *make_plugins(bool terminal)
{
    struct kube_plugin_settings settings = {.environment = environment,
                                            .has_terminal = terminal,
                                            .timeout_ms = 5000,
                                            .clock = &present};
    return kube_plugins_new(&settings);
}

/* As the client does: again and again, until there is an answer. */
static enum http_auth wait_for(struct http_authenticator *authenticator,
                               const struct http_identity **identity, struct plim_err *err)
{
    const struct timespec moment = {0, 5000000};
    for (unsigned i = 0; i < 2000; i++) {
        enum http_auth state = authenticator->get(authenticator, identity, err);
        if (state != HTTP_AUTH_PENDING)
            return state;
        (void)nanosleep(&moment, NULL);
    }
    return HTTP_AUTH_PENDING;
}

static void assert_token(struct http_authenticator *authenticator, const char *want)
{
    struct plim_err err = {0};
    const struct http_identity *identity = NULL;
    ck_assert_msg(wait_for(authenticator, &identity, &err) == HTTP_AUTH_READY, "%s", err.msg);
    ck_assert_str_eq(identity->authorization, want);
}

#define NEVER "interactiveMode: Never"

START_TEST(nothing_runs_before_it_is_asked)
{
    struct kube_plugins *plugins = make_plugins(false);
    write_script("p", "give '\"token\": \"t\"'");
    (void)add(plugins, "p", NEVER);
    kube_plugins_free(plugins);
    ck_assert_uint_eq(runs(), 0);
}
END_TEST

START_TEST(the_same_plugin_of_several_users_runs_once)
{
    PLIM_CLEANUP(kube_plugins_freep) struct kube_plugins *plugins = make_plugins(false);
    write_script("p", "sleep 0.1; give '\"token\": \"t\"'");
    struct http_authenticator *first = add(plugins, "p", NEVER);
    ck_assert_ptr_eq(add(plugins, "p", NEVER), first);
    ck_assert_ptr_ne(add(plugins, "p", NEVER ", args: [a]"), first);
    assert_token(first, "Bearer t");
    assert_token(first, "Bearer t");
    ck_assert_uint_eq(runs(), 1);
}
END_TEST

START_TEST(plugins_of_several_clusters_run_at_the_same_time)
{
    PLIM_CLEANUP(kube_plugins_freep) struct kube_plugins *plugins = make_plugins(false);
    /* Each ends only when the other has begun. */
    write_script("p", "touch $0.$1; while ! [ -e $0.$2 ]; do sleep 0.01; done; "
                      "give '\"token\": \"t\"'");
    struct http_authenticator *a = add(plugins, "p", NEVER ", args: [a, b]");
    struct http_authenticator *b = add(plugins, "p", NEVER ", args: [b, a]");
    struct plim_err err = {0};
    const struct http_identity *identity = NULL;
    ck_assert_int_eq((int)a->get(a, &identity, &err), HTTP_AUTH_PENDING);
    assert_token(b, "Bearer t");
    assert_token(a, "Bearer t");
}
END_TEST

START_TEST(what_expires_is_fetched_again)
{
    PLIM_CLEANUP(kube_plugins_freep) struct kube_plugins *plugins = make_plugins(false);
    /* At 960 s of the clock, and then at 1020 s. */
    write_script("p", "n=$(wc -c <${0%/*}/runs); give \"\\\"token\\\": \\\"t$n\\\", "
                      "\\\"expirationTimestamp\\\": \\\"1970-01-01T00:$((15 + n)):00Z\\\"\"");
    struct http_authenticator *plugin = add(plugins, "p", NEVER);
    present.seconds = 950;
    assert_token(plugin, "Bearer t1");
    present.seconds = 959;
    assert_token(plugin, "Bearer t1");
    present.seconds = 960;
    assert_token(plugin, "Bearer t2");
    ck_assert_uint_eq(runs(), 2);
}
END_TEST

START_TEST(what_is_refused_is_fetched_again_once)
{
    PLIM_CLEANUP(kube_plugins_freep) struct kube_plugins *plugins = make_plugins(false);
    write_script("p", "give \"\\\"token\\\": \\\"t$(wc -c <${0%/*}/runs)\\\"\"");
    struct http_authenticator *plugin = add(plugins, "p", NEVER);
    struct plim_err err = {0};
    const struct http_identity *first = NULL;
    const struct http_identity *second = NULL;
    ck_assert_int_eq((int)wait_for(plugin, &first, &err), HTTP_AUTH_READY);
    ck_assert(plugin->refused(plugin, first));
    ck_assert(plugin->refused(plugin, first)); /* another request with the same */
    ck_assert_int_eq((int)wait_for(plugin, &second, &err), HTTP_AUTH_READY);
    ck_assert_str_eq(second->authorization, "Bearer t2");
    ck_assert(plugin->refused(plugin, first)); /* late: there is a newer one */
    ck_assert(!plugin->refused(plugin, second));
    ck_assert_uint_eq(runs(), 2);
}
END_TEST

static const struct {
    const char *body;
    const char *more;
    const char *message; /* behind "user 'u': credential plugin './p': " */
} failures[] = {
    {"echo please log in >&2; exit 3", NEVER, "failed with exit code 3: please log in"},
    {"exit 1", NEVER, "failed with exit code 1"},
    {"printf 'a\\n  b\\n' >&2; echo eyJhbGciOiJSUzI1NiIsImtpZCI6Ijk4NzY1NDMyMSJ9.e30.c2ln >&2; "
     "exit 1",
     NEVER, "failed with exit code 1: a b ***"},
    {"echo hello", NEVER, "what it wrote is not JSON"},
    {"give '\"token\": \"t\"'", "interactiveMode: Always",
     "it asks (interactiveMode Always), and standard input is not a terminal"},
    {"exec cat /dev/zero", NEVER, "run 'DIR/p': wrote more than 1048576 bytes"},
};

START_TEST(a_failure_says_why_and_stays)
{
    PLIM_CLEANUP(kube_plugins_freep) struct kube_plugins *plugins = make_plugins(false);
    PLIM_CLEANUP(plim_buf_release) struct plim_buf want = {0};
    struct plim_err err = {0};
    const struct http_identity *identity = NULL;
    write_script("p", failures[_i].body);
    struct http_authenticator *plugin = add(plugins, "p", failures[_i].more);
    ck_assert_int_eq((int)wait_for(plugin, &identity, &err), HTTP_AUTH_FAILED);
    const char *message = failures[_i].message;
    const char *place = strstr(message, "DIR");
    plim_buf_printf(&want, "user 'u': credential plugin './p': %.*s%s%s",
                    place ? (int)(place - message) : (int)strlen(message), message,
                    place ? dir : "", place ? place + 3 : "");
    ck_assert_str_eq(err.msg, want.text);
    size_t before = runs();
    ck_assert_int_eq((int)wait_for(plugin, &identity, &err), HTTP_AUTH_FAILED);
    ck_assert_uint_eq(runs(), before);
}
END_TEST

START_TEST(a_missing_program_shows_its_hint)
{
    PLIM_CLEANUP(kube_plugins_freep) struct kube_plugins *plugins = make_plugins(false);
    struct plim_err err = {0};
    const struct http_identity *identity = NULL;
    struct http_authenticator *plugin =
        add(plugins, "missing", NEVER ", installHint: \"brew\\n install it\"");
    ck_assert_int_eq((int)wait_for(plugin, &identity, &err), HTTP_AUTH_FAILED);
    ck_assert_str_eq(err.msg, "user 'u': credential plugin './missing': no such program; it has to "
                              "be installed: brew install it");
}
END_TEST

START_TEST(a_plugin_that_hangs_is_killed_at_the_end)
{
    struct kube_plugins *plugins = make_plugins(false);
    struct plim_err err = {0};
    const struct http_identity *identity = NULL;
    struct timespec before = {0};
    struct timespec after = {0};
    write_script("p", "sleep 60");
    struct http_authenticator *plugin = add(plugins, "p", NEVER);
    ck_assert_int_eq((int)plugin->get(plugin, &identity, &err), HTTP_AUTH_PENDING);
    (void)clock_gettime(CLOCK_MONOTONIC, &before);
    kube_plugins_free(plugins);
    (void)clock_gettime(CLOCK_MONOTONIC, &after);
    ck_assert_int_lt(after.tv_sec - before.tv_sec, 3);
}
END_TEST

START_TEST(a_plugin_sees_what_it_may)
{
    PLIM_CLEANUP(kube_plugins_freep) struct kube_plugins *plugins = make_plugins(false);
    write_script("p", "[ -z \"$HIDDEN\" ] && [ \"$OWN\" = 1 ] && [ \"$1\" = arg ] && "
                      "case $KUBERNETES_EXEC_INFO in *https://one*'\"interactive\":false'*) "
                      "give '\"token\": \"t\"';; esac");
    struct http_authenticator *plugin =
        add(plugins, "p",
            NEVER ", args: [arg], provideClusterInfo: true, env: [{name: OWN, value: '1'}]");
    assert_token(plugin, "Bearer t");
}
END_TEST

START_TEST(others_may_not_write_the_kubeconfig_of_a_plugin)
{
    struct plim_err err = {0};
    struct http_authenticator *authenticator = NULL;
    struct kube_exec_cluster cluster = {.server = "https://one"};
    PLIM_CLEANUP(kube_plugins_freep) struct kube_plugins *plugins = make_plugins(false);
    plim_assert_ok(plim_file_write(path("config"), "", 0, &err), &err);
    ck_assert_int_eq(chmod(path("config"), 0666), 0);
    const struct kube_config_entry *user =
        read_user(&configs[config_count++], path("config"),
                  "{exec: {apiVersion: client.authentication.k8s.io/v1, command: a, "
                  "interactiveMode: Never}}");
    ck_assert_int_eq(kube_plugins_add(plugins, user, &cluster, &authenticator, &err), PLIM_DENIED);
    ck_assert_ptr_nonnull(strstr(err.msg, "user 'u': credential plugin 'a' is not run: '"));
    ck_assert_ptr_nonnull(strstr(err.msg, "may be written by others (mode 0666)"));
    struct kube_plugin_settings lax = {.allow_unsafe_files = true};
    PLIM_CLEANUP(kube_plugins_freep) struct kube_plugins *allowed = kube_plugins_new(&lax);
    plim_assert_ok(kube_plugins_add(allowed, user, &cluster, &authenticator, &err), &err);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, start, stop);
    tcase_set_timeout(tcase, 30);
    tcase_add_test(tcase, nothing_runs_before_it_is_asked);
    tcase_add_test(tcase, the_same_plugin_of_several_users_runs_once);
    tcase_add_test(tcase, plugins_of_several_clusters_run_at_the_same_time);
    tcase_add_test(tcase, what_expires_is_fetched_again);
    tcase_add_test(tcase, what_is_refused_is_fetched_again_once);
    tcase_add_loop_test(tcase, a_failure_says_why_and_stays, 0, PLIM_LEN(failures));
    tcase_add_test(tcase, a_missing_program_shows_its_hint);
    tcase_add_test(tcase, a_plugin_that_hangs_is_killed_at_the_end);
    tcase_add_test(tcase, a_plugin_sees_what_it_may);
    tcase_add_test(tcase, others_may_not_write_the_kubeconfig_of_a_plugin);
}

PLIM_CHECK_MAIN("kube.plugin", add_cases)
