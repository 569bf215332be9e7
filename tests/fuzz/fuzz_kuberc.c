#include <stdint.h>

#include "kube/kuberc.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct plim_err err = {0};
    struct kube_plugin_policy policy = {0};
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    (void)!kube_kuberc_parse(arena, "kuberc", (struct plim_str){(const char *)data, size}, &policy,
                             &err);
    return 0;
}
