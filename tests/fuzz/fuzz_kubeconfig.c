#include <stdint.h>

#include "kube/config.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(kube_config_freep) struct kube_config *config = NULL;
    /* Relative paths lead nowhere: the file's directory does not exist. */
    if (kube_config_add(&config, "/nonexistent/config", (struct plim_str){(const char *)data, size},
                        &err) != PLIM_OK)
        return 0;
    for (size_t i = 0; i < kube_config_context_count(config); i++) {
        PLIM_CLEANUP(kube_cluster_freep) struct kube_cluster *cluster = NULL;
        (void)!kube_config_connect(config, kube_config_context_at(config, i), NULL, &cluster, &err);
    }
    return 0;
}
