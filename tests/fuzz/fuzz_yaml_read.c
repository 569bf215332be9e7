#include <stdint.h>

#include "base/arena.h"
#include "value/json.h"
#include "value/yaml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Bytes of the text that a few aliases may expand into: writing it out must stay quick. */
enum { WRITTEN_MAX = 1 << 20 };

static void read_and_write(struct plim_arena *arena, struct plim_str text,
                           enum value_yaml_dialect dialect)
{
    struct plim_err err = {0};
    struct value_yaml_list list = {0};
    if (value_yaml_read(arena, "fuzz", text, dialect, &list, &err) != PLIM_OK)
        return;
    for (size_t i = 0; i < list.len; i++) {
        struct plim_buf json = {.max = WRITTEN_MAX};
        struct value copy = value_copy(arena, &list.items[i].root);
        if (value_compare(&copy, &list.items[i].root) != 0)
            __builtin_trap();
        (void)(value_json_write(&copy, VALUE_JSON_COMPACT, &json, &err) == PLIM_OK);
        plim_buf_release(&json);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct plim_str text = {(const char *)data, size};
    read_and_write(arena, text, VALUE_YAML_MANIFEST);
    plim_arena_reset(arena);
    read_and_write(arena, text, VALUE_YAML_DOCUMENT);
    return 0;
}
