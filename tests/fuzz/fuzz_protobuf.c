#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "value/json.h"

#include "protobuf_priv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* All that was read can be written, and is JSON. */
static void check_json(struct plim_arena *arena, const struct value *object)
{
    struct plim_buf text = {0};
    struct plim_err err = {0};
    struct value again = {0};
    if (value_json_write(object, VALUE_JSON_COMPACT, &text, &err) != PLIM_OK ||
        value_json_read(arena, plim_buf_str(&text), &again, &err) != PLIM_OK ||
        again.kind != VALUE_MAP)
        __builtin_trap();
    plim_buf_release(&text);
}

static void check_head(struct plim_str body, const struct value *object)
{
    struct plim_str token = {0};
    struct plim_str decoded = value_get_text(object, "metadata.continue");
    if (value_get(object, "items") && kube_protobuf_head_continue(body, &token) &&
        !plim_str_equal(token, decoded))
        __builtin_trap();
}

/* The first byte says how, the rest is the body. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    char *padded = plim_arena_alloc(arena, size + VALUE_JSON_PADDING);
    memcpy(padded, data + 1, size - 1);
    struct plim_str body = {padded, size - 1};
    struct kube_protobuf_options options = {
        .json = value_json_reader_new(), .managed = data[0] % 3, .borrow = (data[0] & 4) != 0};
    struct kube_protobuf_unknown unknown = {0};
    struct plim_err err = {0};
    struct value object = {0};
    if (kube_protobuf_read(arena, body, &options, &object, &unknown, &err) == PLIM_OK) {
        check_json(arena, &object);
        check_head(body, &object);
    } else if (err.code != PLIM_INVALID && err.code != PLIM_LIMIT) {
        __builtin_trap();
    }
    value_json_reader_free(options.json);
    return 0;
}
