#include <stdint.h>

#include "exec_credential_priv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(kube_exec_credential_release) struct kube_exec_credential credential = {0};
    (void)!kube_exec_credential_parse((struct plim_str){(const char *)data, size},
                                      "client.authentication.k8s.io/v1", &credential, &err);
    return 0;
}
