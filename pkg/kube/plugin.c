#include <ctype.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/cancel.h"
#include "base/process.h"

#include "credential_priv.h"
#include "exec_config_priv.h"
#include "file_safety_priv.h"
#include "plugin_priv.h"

enum {
    REST_SECONDS = 2, /* a plugin that gives what is expired already is not run without end */
    REASON_MAX = 240, /* bytes of what a plugin complained about, or of its install hint */
    OPAQUE_MIN = 32,  /* bytes from which on a word may be a credential */
};

/* What one run gave. Kept until the end: requests may still be using it. */
struct given {
    struct given *older;
    struct kube_exec_credential credential;
    struct http_identity identity;
};

struct plugin {
    struct http_authenticator authenticator; /* first: it is the plugin */
    struct kube_plugins *plugins;
    struct kube_exec_config config;
    struct plim_buf cluster; /* as JSON, when it wants it */
    struct plim_buf key;     /* wiped: its variables may be secrets */
    struct given *current;   /* NULL: not yet */
    int64_t since;           /* when `current` was given */
    bool renewed;            /* run again since a server refused what it gave */
    bool stale;
    struct plim_err failure; /* PLIM_OK: none. It stays: each request would run it again */

    /* Of the run on its thread; to be read when `ended` is set. */
    bool running;
    pthread_t thread;
    atomic_bool ended;
    bool interactive;
    struct kube_exec_credential fresh;
    struct plim_err fresh_err;
};

struct kube_plugins {
    struct kube_plugin_settings settings;
    struct plim_clock system;
    struct plim_arena *arena;
    struct plim_cancel cancel; /* set when all are to end */
    struct plugin **items;
    size_t len;
    size_t cap;
    unsigned running;
    bool asking; /* one that may ask is running */
};

/* ---- one run, on its own thread */

/* Words that could be a credential: long, opaque, no path. */
static void mask(char *text)
{
    while (*text) {
        size_t len = 0;
        while (isalnum((unsigned char)text[len]) || (text[len] && strchr("_-+=.", text[len])))
            len++;
        if (len >= OPAQUE_MIN) {
            memset(text, '*', 3);
            memmove(text + 3, text + len, strlen(text + len) + 1);
            len = 3;
        }
        text += len > 0 ? len : 1;
    }
}

static enum plim_code fail_exit(const struct plim_process_result *result, struct plim_err *err)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf reason = {0};
    plim_process_reason(&result->complaint, NULL, REASON_MAX, &reason);
    if (reason.len > 0)
        mask(reason.text);
    return plim_err_set(err, PLIM_UNAVAILABLE, "failed with exit code %d%s%s", result->exit_status,
                        reason.len > 0 ? ": " : "", reason.len > 0 ? reason.text : "");
}

static enum plim_code fail_missing(const struct kube_exec_config *config, struct plim_err *err)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf hint = {0};
    struct plim_buf text = {.text = NULL};
    plim_buf_append_c(&text, config->install_hint);
    plim_process_reason(&text, NULL, REASON_MAX, &hint);
    plim_buf_release(&text);
    return plim_err_set(err, PLIM_UNAVAILABLE, "no such program; it has to be installed%s%s",
                        hint.len > 0 ? ": " : "", hint.len > 0 ? hint.text : "");
}

static enum plim_code run_program(const struct plugin *plugin, struct plim_process_result *result,
                                  struct plim_err *err)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    PLIM_CLEANUP(plim_buf_release) struct plim_buf info = {0};
    const struct kube_exec_config *config = &plugin->config;
    const struct kube_plugin_settings *settings = &plugin->plugins->settings;
    const char *path = kube_environment_get(settings->environment, "PATH");
    const char **argv = plim_arena_array(arena, config->arg_count + 2, sizeof(*argv));
    argv[0] = kube_program_find(arena, config->command, path);
    if (!argv[0])
        return fail_missing(config, err);
    for (size_t i = 0; i < config->arg_count; i++)
        argv[i + 1] = config->args[i];
    plim_buf_append_c(&info, "KUBERNETES_EXEC_INFO=");
    kube_exec_info_write(config->api_version, plugin->interactive, plim_buf_str(&plugin->cluster),
                         &info);
    unsigned patience = plugin->interactive ? KUBE_PLUGIN_PATIENCE_MS : KUBE_PLUGIN_TIMEOUT_MS;
    struct plim_process process = {
        .argv = argv,
        .env = kube_plugin_environment(arena, settings->environment, config->env, config->env_count,
                                       info.text),
        .timeout_ms = settings->timeout_ms > 0 ? settings->timeout_ms : patience,
        .output_max = KUBE_EXEC_OUTPUT_MAX,
        .interactive = plugin->interactive,
        .secret = true,
        .cancel = &plugin->plugins->cancel,
    };
    return plim_process_run(&process, result, err);
}

static void *run(void *context)
{
    struct plugin *plugin = context;
    struct plim_process_result result = {0};
    struct plim_err err = {0};
    enum plim_code code = run_program(plugin, &result, &err);
    if (code == PLIM_OK && result.exit_status != 0)
        code = fail_exit(&result, &err);
    if (code == PLIM_OK)
        code = kube_exec_credential_parse(plim_buf_str(&result.out), plugin->config.api_version,
                                          &plugin->fresh, &err);
    kube_buf_wipe(&result.out);
    plim_process_result_release(&result);
    if (code != PLIM_OK)
        plugin->fresh_err = err;
    atomic_store(&plugin->ended, true);
    return NULL;
}

/* ---- its owner's thread */

static int64_t now(const struct plugin *plugin)
{
    const struct kube_plugins *plugins = plugin->plugins;
    return plim_clock_now(plugins->settings.clock ? plugins->settings.clock : &plugins->system);
}

/* What is wrong stays wrong for this run of ours. */
static void fail(struct plugin *plugin, const struct plim_err *why)
{
    (void)plim_err_set(&plugin->failure, why->code, "user '%s': credential plugin '%s': %s",
                       plugin->config.user, plugin->config.written, why->msg);
}

static void take(struct plugin *plugin)
{
    struct given *given = plim_calloc(1, sizeof(*given));
    given->credential = plugin->fresh;
    plugin->fresh = (struct kube_exec_credential){0};
    given->identity = (struct http_identity){
        .authorization = given->credential.authorization.text,
        .client_cert = plim_buf_str(&given->credential.certificate),
        .client_key = plim_buf_str(&given->credential.key),
    };
    given->older = plugin->current;
    plugin->current = given;
    plugin->since = now(plugin);
    plugin->stale = false;
}

static void collect(struct plugin *plugin)
{
    if (!plugin->running || !atomic_load(&plugin->ended))
        return;
    (void)pthread_join(plugin->thread, NULL);
    plugin->running = false;
    plugin->plugins->running--;
    plugin->plugins->asking = false;
    if (plugin->fresh_err.code == PLIM_OK)
        take(plugin);
    else
        fail(plugin, &plugin->fresh_err);
}

/* Ends of other plugins make room too. */
static void collect_all(struct kube_plugins *plugins)
{
    for (size_t i = 0; i < plugins->len; i++)
        collect(plugins->items[i]);
}

static bool has_expired(const struct plugin *plugin)
{
    int64_t present = now(plugin);
    return present >= plugin->current->credential.expires &&
           present - plugin->since >= REST_SECONDS;
}

static bool may_ask(struct plugin *plugin)
{
    bool terminal = plugin->plugins->settings.has_terminal;
    struct plim_err why = {0};
    if (plugin->config.interactive == KUBE_INTERACTIVE_ALWAYS && !terminal) {
        (void)plim_err_set(
            &why, PLIM_UNAVAILABLE,
            "it asks (interactiveMode Always), and standard input is not a terminal");
        fail(plugin, &why);
    }
    return terminal && plugin->config.interactive != KUBE_INTERACTIVE_NEVER;
}

static void start(struct plugin *plugin)
{
    struct kube_plugins *plugins = plugin->plugins;
    bool interactive = may_ask(plugin);
    bool busy = plugins->asking || plugins->running >= KUBE_PLUGINS_AT_ONCE ||
                (interactive && plugins->running > 0);
    if (plugin->failure.code != PLIM_OK || busy)
        return;
    plugin->interactive = interactive;
    plugin->fresh_err = (struct plim_err){0};
    atomic_store(&plugin->ended, false);
    if (pthread_create(&plugin->thread, NULL, run, plugin) != 0) {
        struct plim_err why = {0};
        (void)plim_err_set(&why, PLIM_IO, "no thread is left to run it");
        fail(plugin, &why);
        return;
    }
    plugin->running = true;
    plugins->running++;
    plugins->asking = interactive;
}

static enum http_auth get(struct http_authenticator *authenticator,
                          const struct http_identity **identity_out, struct plim_err *err)
{
    struct plugin *plugin = (struct plugin *)authenticator;
    collect_all(plugin->plugins);
    if (plugin->current && !plugin->stale && !plugin->running && has_expired(plugin)) {
        plugin->stale = true;
        plugin->renewed = false;
    }
    bool ready = plugin->current && !plugin->stale;
    if (!ready && !plugin->running && plugin->failure.code == PLIM_OK)
        start(plugin);
    if (plugin->failure.code != PLIM_OK) {
        *err = plugin->failure;
        return HTTP_AUTH_FAILED;
    }
    if (!ready)
        return HTTP_AUTH_PENDING;
    *identity_out = &plugin->current->identity;
    return HTTP_AUTH_READY;
}

static bool refused(struct http_authenticator *authenticator, const struct http_identity *identity)
{
    struct plugin *plugin = (struct plugin *)authenticator;
    if (plugin->stale || !plugin->current || identity != &plugin->current->identity)
        return true;
    if (plugin->renewed)
        return false;
    plugin->renewed = true;
    plugin->stale = true;
    return true;
}

/* ---- all of them */

struct kube_plugins *kube_plugins_new(const struct kube_plugin_settings *settings)
{
    struct kube_plugins *plugins = plim_calloc(1, sizeof(*plugins));
    struct plim_err ignored = {0};
    plugins->settings = *settings;
    plugins->arena = plim_arena_new();
    if (plim_cancel_init(&plugins->cancel, 0, &ignored) != PLIM_OK)
        plugins->cancel = (struct plim_cancel){0}; /* ends are noticed later then */
    return plugins;
}

static void wipe_env(const struct kube_exec_config *config)
{
    for (size_t i = 0; i < config->env_count; i++)
        kube_text_wipe(plim_str_from(config->env[i]));
}

static void free_plugin(struct plugin *plugin)
{
    if (plugin->running)
        (void)pthread_join(plugin->thread, NULL);
    kube_exec_credential_release(&plugin->fresh);
    for (struct given *given; (given = plugin->current);) {
        plugin->current = given->older;
        kube_exec_credential_release(&given->credential);
        free(given);
    }
    wipe_env(&plugin->config);
    kube_buf_wipe(&plugin->key);
    plim_buf_release(&plugin->cluster);
    free(plugin);
}

void kube_plugins_free(struct kube_plugins *plugins)
{
    if (!plugins)
        return;
    plim_cancel_set(&plugins->cancel);
    for (size_t i = 0; i < plugins->len; i++)
        free_plugin(plugins->items[i]);
    plim_cancel_release(&plugins->cancel);
    plim_arena_free(plugins->arena);
    free(plugins->items);
    free(plugins);
}

void kube_plugins_freep(struct kube_plugins **plugins)
{
    kube_plugins_free(*plugins);
}

static struct plugin *find(const struct kube_plugins *plugins, const struct plim_buf *key)
{
    for (size_t i = 0; i < plugins->len; i++)
        if (plim_str_equal(plim_buf_str(&plugins->items[i]->key), plim_buf_str(key)))
            return plugins->items[i];
    return NULL;
}

static struct plugin *add(struct kube_plugins *plugins, const struct kube_exec_config *config,
                          struct plim_buf *cluster, struct plim_buf *key)
{
    struct plugin *plugin = plim_calloc(1, sizeof(*plugin));
    plugin->authenticator = (struct http_authenticator){get, refused};
    plugin->plugins = plugins;
    plugin->config = *config;
    plugin->cluster = *cluster;
    plugin->key = *key;
    *cluster = (struct plim_buf){0};
    *key = (struct plim_buf){0};
    PLIM_GROW(plugins->items, plugins->len, plugins->cap); /* NOLINT(bugprone-sizeof-expression) */
    plugins->items[plugins->len++] = plugin;
    return plugin;
}

enum plim_code kube_plugins_add(struct kube_plugins *plugins, const struct kube_config_entry *user,
                                const struct kube_exec_cluster *cluster,
                                struct http_authenticator **authenticator_out, struct plim_err *err)
{
    struct kube_exec_config config = {0};
    PLIM_CLEANUP(plim_buf_release) struct plim_buf told = {0};
    PLIM_CLEANUP(kube_buf_wipe) struct plim_buf key = {0};
    if (kube_exec_config_read(user, plugins->arena, &config, err) != PLIM_OK)
        return err->code;
    const char *path = kube_environment_get(plugins->settings.environment, "PATH");
    if (kube_plugin_policy_check(&plugins->settings.policy, config.command, path, err) != PLIM_OK)
        return plim_err_wrap(err, "user '%s'", user->name);
    if (!plugins->settings.allow_unsafe_files &&
        kube_file_check_writers(user->node.file, err) != PLIM_OK)
        return plim_err_wrap(err, "user '%s': credential plugin '%s' is not run", user->name,
                             config.written);
    if (config.wants_cluster && kube_exec_cluster_write(cluster, &told, err) != PLIM_OK)
        return err->code;
    kube_exec_config_key(&config, plim_buf_str(&told), &key);
    struct plugin *plugin = find(plugins, &key);
    if (plugin)
        wipe_env(&config);
    *authenticator_out = &(plugin ? plugin : add(plugins, &config, &told, &key))->authenticator;
    return PLIM_OK;
}
