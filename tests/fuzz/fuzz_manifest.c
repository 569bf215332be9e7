#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "manifest/set.h"

#include "kustomization_priv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        __builtin_trap();
}

/* A capture reads back to the same bytes. */
static void require_round_trip(struct plim_arena *arena, const struct manifest_files *files)
{
    struct plim_err err = {0};
    struct plim_buf first = {0};
    struct plim_buf second = {0};
    struct manifest_files again;
    require(manifest_files_write(files, &first, &err) == PLIM_OK);
    require(manifest_files_read(arena, plim_buf_str(&first), &again, &err) == PLIM_OK);
    require(manifest_files_write(&again, &second, &err) == PLIM_OK);
    require(plim_str_equal(plim_buf_str(&first), plim_buf_str(&second)));
    plim_buf_release(&first);
    plim_buf_release(&second);
}

/* No value of a Secret gets past the collection. */
static void require_blank(const struct value *object)
{
    static const char *const fields[] = {"data", "stringData"};
    if (!value_is_string(value_get(object, "kind"), "Secret") ||
        !value_is_string(value_get(object, "apiVersion"), "v1"))
        return;
    for (size_t i = 0; i < PLIM_LEN(fields); i++) {
        const struct value *data = value_get(object, fields[i]);
        for (size_t k = 0; k < value_len(data); k++)
            require(value_is_string(value_at(data, k), "UkVEQUNURUQ=") ||
                    value_is_string(value_at(data, k), ""));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    PLIM_CLEANUP(manifest_set_release) struct manifest_set set = {0};
    struct plim_err err = {0};
    struct plim_str text = {(const char *)data, size};
    struct manifest_files files;
    struct manifest_kustomization kustomization;
    (void)manifest_kustomization_parse(arena, "kustomization.yaml", text, &kustomization);
    if (manifest_files_read(arena, text, &files, &err) == PLIM_OK) {
        manifest_parse(&files, NULL, &set);
        manifest_set_release(&set);
    }
    if (manifest_collect_text(arena, "a.yaml", text, &files, &err) != PLIM_OK)
        return 0;
    require_round_trip(arena, &files);
    manifest_parse(&files, NULL, &set);
    for (size_t i = 0; i < set.len; i++)
        require_blank(&set.objects[i].object);
    return 0;
}
