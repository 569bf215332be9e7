#include <stdint.h>

#include "base/arena.h"
#include "kube/schema.h"
#include "kube/schema_store.h"
#include "value/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Found by its plural is found by its kind. */
static void look_up(struct plim_str text)
{
    const struct plim_str none = {0};
    const struct plim_str group = PLIM_STR("a.org");
    const struct plim_str version = PLIM_STR("v1");
    struct plim_err err = {0};
    PLIM_CLEANUP(kube_schema_store_freep)
    struct kube_schema_store *store = kube_schema_store_new();
    if (kube_schema_store_add(store, "f", text, NULL, &err) != PLIM_OK)
        return;
    struct kube_stored_schema found =
        kube_schema_store_find(store, group, version, PLIM_STR("widgets"), none);
    if (found.schema != NULL &&
        kube_schema_store_find(store, group, version, none, found.kind).schema != found.schema)
        __builtin_trap();
}

/* The same document as an index, as an OpenAPI document and as a definition. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct kube_schema_kind kind = {"a.org", "v1", "Widget"};
    struct plim_err err = {0};
    struct value document = {0};
    struct value schema = {0};
    struct value again = {0};
    const char *target = NULL;
    look_up((struct plim_str){(const char *)data, size});
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    if (value_json_read(arena, (struct plim_str){(const char *)data, size}, &document, &err) !=
        PLIM_OK)
        return 0;
    if (kube_schema_target(arena, &document, &kind, &target, &err) == PLIM_OK &&
        !plim_str_starts(plim_str_from(target), PLIM_STR("/openapi/v3/")))
        __builtin_trap();
    if (kube_schema_of_openapi(arena, &document, &kind, &schema, &err) == PLIM_OK &&
        (kube_schema_of_openapi(arena, &document, &kind, &again, &err) != PLIM_OK ||
         value_get(&schema, "$ref")))
        __builtin_trap();
    if (kube_schema_of_definition(arena, &document, &kind, &schema, &err) == PLIM_OK &&
        !value_is(&schema, VALUE_MAP))
        __builtin_trap();
    return 0;
}
