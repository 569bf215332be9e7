#include <stdint.h>

#include "base/arena.h"
#include "value/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A NUL in a key is the one thing that is written otherwise. */
static bool has_escaped_nul(struct plim_str text)
{
    return plim_str_matches_glob(text, PLIM_STR("*\\u0000*"));
}

/* What was read can be written, and reads back equal. */
static void require_round_trip(struct plim_arena *arena, const struct value *value)
{
    struct plim_err err = {0};
    struct plim_buf text = {0};
    struct value again = {0};
    if (value_json_write(value, VALUE_JSON_COMPACT, &text, &err) != PLIM_OK ||
        value_json_read(arena, plim_buf_str(&text), &again, &err) != PLIM_OK ||
        !value_equal(value, &again))
        __builtin_trap();
    plim_buf_release(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct plim_err err = {0};
    struct value value = {0};
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct plim_str text = {(const char *)data, size};
    if (value_json_read(arena, text, &value, &err) == PLIM_OK && !has_escaped_nul(text))
        require_round_trip(arena, &value);
    return 0;
}
