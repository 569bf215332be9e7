#include <stdint.h>

#include "kube/config.h"
#include "kube/overrides.h"
#include "kube/plugin.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    /* Plugins are read, and not run: nobody sends a request. */
    static const struct kube_plugin_settings settings = {.allow_unsafe_files = true};
    static const struct kube_overrides overrides = {.tls_server_name = "a", .as_uid = "b"};
    struct plim_err err = {0};
    PLIM_CLEANUP(kube_config_freep) struct kube_config *config = NULL;
    PLIM_CLEANUP(kube_plugins_freep) struct kube_plugins *plugins = kube_plugins_new(&settings);
    struct kube_connect_options options = {.plugins = plugins, .overrides = &overrides};
    /* Relative paths lead nowhere: the file's directory does not exist. */
    if (kube_config_add(&config, "/nonexistent/config", (struct plim_str){(const char *)data, size},
                        &err) != PLIM_OK)
        return 0;
    for (size_t i = 0; i < kube_config_context_count(config); i++) {
        PLIM_CLEANUP(kube_cluster_freep) struct kube_cluster *plain = NULL;
        PLIM_CLEANUP(kube_cluster_freep) struct kube_cluster *changed = NULL;
        const char *name = kube_config_context_at(config, i);
        (void)!kube_config_connect(config, name, NULL, &plain, &err);
        (void)!kube_config_connect(config, name, &options, &changed, &err);
    }
    return 0;
}
