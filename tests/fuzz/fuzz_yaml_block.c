/* The quick reader of block YAML must never be noticed, whatever the bytes. */
#include <stdint.h>

#include "base/arena.h"
#include "support/yaml_twice.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct plim_str text = {(const char *)data, size};
    if (yaml_twice_read(arena, text, VALUE_YAML_MANIFEST) ||
        yaml_twice_read(arena, text, VALUE_YAML_DOCUMENT))
        __builtin_trap();
    return 0;
}
