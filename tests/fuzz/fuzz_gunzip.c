#include <stdint.h>

#include "base/gunzip.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Whatever comes, there is no more of it than was asked for. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { MOST = 1 << 20 };
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    struct plim_err err = {0};
    enum plim_code code =
        plim_gunzip((struct plim_str){(const char *)data, size}, MOST, &text, &err);
    if (text.len > MOST || (code != PLIM_OK && err.msg[0] == '\0'))
        __builtin_trap();
    return 0;
}
