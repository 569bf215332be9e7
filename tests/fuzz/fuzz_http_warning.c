#include <stdint.h>
#include <string.h>

#include "base/arena.h"

#include "warning_priv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Whatever comes out can be printed: lines of ASCII, within the limit. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    PLIM_CLEANUP(plim_buf_release) struct plim_buf texts = {0};
    http_warning_take(plim_arena_copy(arena, size > 0 ? (const char *)data : "", size), &texts);
    if (texts.len > HTTP_WARNINGS_BYTES_MAX)
        __builtin_trap();
    for (size_t i = 0; i < texts.len; i++)
        if (texts.text[i] != '\n' && (texts.text[i] < ' ' || texts.text[i] > '~'))
            __builtin_trap();
    return 0;
}
