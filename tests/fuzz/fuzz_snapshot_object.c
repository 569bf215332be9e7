/* A hostile object: bytes in the place of a compressed file, read under bounds. */
#include <stdint.h>

#include "object_priv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { MOST = 4096 };
    struct plim_err err = {0};
    PLIM_CLEANUP(plim_buf_release) struct plim_buf bytes = {0};
    if (snapshot_object_unpack("object", (struct plim_str){(const char *)data, size}, MOST, &bytes,
                               &err) == PLIM_OK) {
        if (bytes.len > MOST)
            __builtin_trap();
    } else if (bytes.len != 0 || err.msg[0] == '\0') {
        __builtin_trap();
    }
    return 0;
}
