#include <string.h>

#include "base/base64.h"
#include "base/hash.h"
#include "value/build.h"

#include "compare_priv.h"

static struct value mask(const struct drift_comparison *comparison, struct plim_str key,
                         struct plim_str bytes)
{
    if (comparison->options->secret_key.len == 0)
        return value_string_c("(hidden)");
    struct plim_sha256 *hash = plim_sha256_new();
    plim_sha256_add_part(hash, comparison->options->secret_key);
    plim_sha256_add_part(hash, key);
    plim_sha256_add_part(hash, bytes);
    char text[PLIM_SHA256_TEXT_BYTES];
    plim_sha256_finish(hash, text);
    return value_string_c(plim_arena_printf(comparison->arena, "keyed-sha256:%.32s", text));
}

/* The bytes that a field of `data` stands for; of what is not base64 the text itself. */
static void decode(struct plim_str text, struct plim_buf *bytes)
{
    struct plim_err err = {0};
    if (plim_base64_decode(text, bytes, &err) == PLIM_OK)
        return;
    plim_buf_clear(bytes);
    plim_buf_append_str(bytes, text);
}

static void wipe(struct plim_buf *bytes)
{
    if (bytes->text)
        memset(bytes->text, 0, bytes->len);
    plim_buf_release(bytes);
}

struct value drift_secret_mask(const struct drift_comparison *comparison, struct plim_str key,
                               const struct value *value)
{
    PLIM_CLEANUP(wipe) struct plim_buf bytes = {0};
    decode(value_str(value), &bytes);
    return mask(comparison, key, plim_buf_str(&bytes));
}

static void compare_key(struct drift_comparison *comparison, const struct drift_step *step,
                        struct plim_str wanted, const struct value *live)
{
    struct value expected = mask(comparison, step->key, wanted);
    struct drift_pair pair = {.step = step, .desired = &expected};
    if (!live || value_is(live, VALUE_NULL)) {
        drift_comparison_add(comparison, DRIFT_MISSING, &pair);
        return;
    }
    if (comparison->options->secrets_blanked) {
        comparison->unknown = PLIM_STR("the values of Secrets are not read");
        return;
    }
    PLIM_CLEANUP(wipe) struct plim_buf bytes = {0};
    decode(value_str(live), &bytes);
    if (plim_str_equal(plim_buf_str(&bytes), wanted))
        return;
    struct value actual = mask(comparison, step->key, plim_buf_str(&bytes));
    pair.live = &actual;
    drift_comparison_add(comparison, DRIFT_DIFFERS, &pair);
}

/* What stands under `data` once the server has folded `stringData`, which wins, into it. */
static struct value fold_data(struct plim_arena *arena, const struct value *data,
                              const struct value *plain)
{
    struct value_map_builder folded = {.arena = arena};
    for (size_t i = 0; value_is(data, VALUE_MAP) && i < data->len; i++) {
        struct plim_str key = value_str(&data->entries[i].key);
        if (!value_get_str(plain, key))
            value_map_add_str(&folded, key, data->entries[i].value);
    }
    for (size_t i = 0; value_is(plain, VALUE_MAP) && i < plain->len; i++) {
        PLIM_CLEANUP(wipe) struct plim_buf text = {0};
        plim_base64_encode(value_str(&plain->entries[i].value), &text);
        value_map_add_str(&folded, value_str(&plain->entries[i].key),
                          value_string(plim_arena_copy_str(arena, plim_buf_str(&text))));
    }
    return value_map_finish(&folded);
}

const struct value *drift_secret_fold(struct plim_arena *arena, const struct value *desired)
{
    const struct value *data = value_get(desired, "data");
    const struct value *plain = value_get(desired, "stringData");
    if (!value_is(plain, VALUE_MAP))
        return desired;
    struct value_map_builder folded = {.arena = arena};
    for (size_t i = 0; i < desired->len; i++) {
        struct plim_str key = value_str(&desired->entries[i].key);
        if (!plim_str_is(key, "data") && !plim_str_is(key, "stringData"))
            value_map_add_str(&folded, key, desired->entries[i].value);
    }
    value_map_add(&folded, "data", fold_data(arena, data, plain));
    struct value *object = plim_arena_alloc(arena, sizeof(*object));
    *object = value_map_finish(&folded);
    return object;
}

/* Keys that were applied as `data` and that Git no longer has. Applying does not undo what came by
 * `stringData`. */
static void remove_keys(struct drift_comparison *comparison, const struct drift_step *root)
{
    const struct value *applied = value_get(comparison->applied, "data");
    const struct value *live = value_get(comparison->live, "data");
    for (size_t i = 0; value_is(applied, VALUE_MAP) && i < applied->len; i++) {
        struct plim_str key = value_str(&applied->entries[i].key);
        struct drift_step step = {.parent = root, .kind = DRIFT_STEP_KEY, .key = key};
        if (value_get_str(value_get(comparison->desired, "data"), key))
            continue;
        drift_compare_removed(
            comparison, &(struct drift_pair){.step = &step, .live = value_get_str(live, key)});
    }
}

void drift_compare_secret(struct drift_comparison *comparison)
{
    const struct value *data = value_get(comparison->desired, "data");
    const struct value *live = value_get(comparison->live, "data");
    const struct drift_step root = {.kind = DRIFT_STEP_KEY, .key = PLIM_STR("data")};
    for (size_t i = 0; value_is(data, VALUE_MAP) && i < data->len; i++) {
        struct plim_str key = value_str(&data->entries[i].key);
        struct drift_step step = {.parent = &root, .kind = DRIFT_STEP_KEY, .key = key};
        PLIM_CLEANUP(wipe) struct plim_buf wanted = {0};
        decode(value_str(&data->entries[i].value), &wanted);
        compare_key(comparison, &step, plim_buf_str(&wanted), value_get_str(live, key));
    }
    remove_keys(comparison, &root);
}
