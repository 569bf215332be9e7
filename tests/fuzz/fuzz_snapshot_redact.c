/* Whatever is redacted, the result is what it was in structure, and redacting it again changes no
 * more of that. */
#include <stdint.h>
#include <stdlib.h>

#include "value/json.h"
#include "value/yaml.h"

#include "redact_priv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct plim_str key = {"0123456789abcdef0123456789abcdef", 32};

static bool is_same_shape(const struct value *left, const struct value *right)
{
    if (left->kind != right->kind)
        return false;
    if (!value_is(left, VALUE_LIST) && !value_is(left, VALUE_MAP))
        return true;
    if (left->len != right->len)
        return false;
    for (size_t i = 0; i < left->len; i++) {
        if (!is_same_shape(value_at(left, i), value_at(right, i)))
            return false;
    }
    return true;
}

static bool read(struct plim_arena *arena, struct plim_str text, struct value *value_out)
{
    struct plim_err ignored = {0};
    return value_json_read(arena, text, value_out, &ignored) == PLIM_OK;
}

static void redact_body(struct snapshot_redactor *redactor, struct plim_str text)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    PLIM_CLEANUP(plim_buf_release) struct plim_buf once = {0};
    PLIM_CLEANUP(plim_buf_release) struct plim_buf twice = {0};
    struct value first = value_null();
    struct value second = value_null();
    snapshot_redact_body(redactor, text, &once);
    if (!read(arena, text, &first) || once.len == 0 || once.text[0] == 'r')
        return;
    snapshot_redact_body(redactor, plim_buf_str(&once), &twice);
    if (!read(arena, plim_buf_str(&once), &first) || !read(arena, plim_buf_str(&twice), &second) ||
        !is_same_shape(&first, &second))
        __builtin_trap();
}

/* What could be read can be read, line by line. Infinity has no place in JSON. */
static void redact_yaml(struct snapshot_redactor *redactor, struct plim_str text)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    PLIM_CLEANUP(plim_buf_release) struct plim_buf out = {0};
    struct plim_err ignored = {0};
    struct value_yaml_list before = {0};
    struct value_yaml_list after = {0};
    snapshot_redact_yaml(redactor, text, &out);
    if (value_yaml_read(arena, "", text, VALUE_YAML_MANIFEST, &before, &ignored) != PLIM_OK ||
        out.len == 0 || out.text[0] == 'r' || out.text[0] == '{')
        return;
    if (value_yaml_read(arena, "", plim_buf_str(&out), VALUE_YAML_MANIFEST, &after, &ignored) !=
            PLIM_OK ||
        before.len != after.len)
        __builtin_trap();
    for (size_t i = 0; i < after.len; i++) {
        if (before.items[i].position.line != after.items[i].position.line)
            __builtin_trap();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    struct plim_str text = {(const char *)data + 1, size - 1};
    struct plim_buf out = {0};
    struct plim_err ignored = {0};
    struct snapshot_redactor *redactor = snapshot_redactor_new(key);
    switch (data[0]) {
    case 'b':
        redact_body(redactor, text);
        break;
    case 'y':
        redact_yaml(redactor, text);
        break;
    case 'm':
        if (snapshot_redact_document(redactor, "repositories/x/manifests", text, &out, &ignored) !=
            PLIM_OK)
            plim_buf_clear(&out);
        break;
    case 't':
        (void)snapshot_redact_target(redactor, text);
        break;
    default:
        (void)snapshot_redact_name(redactor, text);
        (void)snapshot_redact_image(redactor, text);
        (void)snapshot_redact_kind(redactor, text);
        (void)snapshot_redact_tag(redactor, text);
        (void)snapshot_redact_manager(redactor, text);
        (void)snapshot_redact_labelled(redactor, PLIM_STR("argocd.argoproj.io/tracking-id"), text);
        (void)snapshot_redact_labelled(redactor, PLIM_STR("config.kubernetes.io/origin"), text);
    }
    plim_buf_release(&out);
    snapshot_redactor_free(redactor);
    return 0;
}
