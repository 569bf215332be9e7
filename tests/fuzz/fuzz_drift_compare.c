#include <stdint.h>

#include "drift/drift.h"
#include "value/yaml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Of a stream of documents the first is desired, the second live and the third, if any, their
 * schema. Any pair must be compared: no crash, leak, overflow or unbounded work. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct drift_options options = {.secret_key = {"key", 3}};
    struct plim_err err = {0};
    struct value_yaml_list list = {0};
    struct plim_arena *arena = plim_arena_new();
    struct plim_str text = {(const char *)data, size};
    if (value_yaml_read(arena, "text", text, VALUE_YAML_MANIFEST, &list, &err) == PLIM_OK &&
        list.len >= 2) {
        options.schema = list.len > 2 ? &list.items[2].root : NULL;
        struct drift_result result =
            drift_compare(arena, &list.items[0].root, &list.items[1].root, &options);
        (void)drift_record(arena, &result);
    }
    plim_arena_free(arena);
    return 0;
}
