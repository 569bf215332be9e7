#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "value/jmespath.h"
#include "value/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The first line is a path, the rest the document; whatever fails says why. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct plim_str rest = {(const char *)data, size};
    struct plim_str path = {0};
    struct value root = {0};
    struct value found = {0};
    struct plim_err err = {0};
    (void)plim_str_cut(&rest, '\n', &path);
    if (value_json_read(arena, rest, &root, &err) != PLIM_OK)
        root = value_null();
    err = (struct plim_err){0};
    enum plim_code code = value_jmespath(arena, path, &root, &found, &err);
    if (code != PLIM_OK && err.msg[0] == '\0')
        __builtin_trap();
    return 0;
}
