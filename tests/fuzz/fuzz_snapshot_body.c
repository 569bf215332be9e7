/* Bodies are cut where they can be put together again; and one that is kept comes back. */
#include <stdint.h>
#include <stdlib.h>

#include "body_priv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct snapshot_items items = {0};
    if (!snapshot_body_split((struct plim_str){(const char *)data, size}, &items))
        return 0;
    size_t at = items.begin;
    for (size_t i = 0; i < items.len; i++) {
        if (items.cuts[i] <= at || items.cuts[i] > items.end)
            __builtin_trap();
        at = items.cuts[i];
    }
    if (at != items.end || items.end >= size || data[items.end] != ']')
        __builtin_trap();
    free(items.cuts);
    return 0;
}
