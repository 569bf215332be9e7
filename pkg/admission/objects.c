#include "admission/objects.h"

#include "resource/identity.h"
#include "resource/kind.h"
#include "value/build.h"

static bool is_meant(const struct admission_query *query, const struct value *object,
                     struct plim_arena *arena)
{
    struct resource_identity identity = resource_identity_of(object);
    if (!plim_str_equal(identity.group, query->group) ||
        (query->version.len > 0 && !plim_str_equal(identity.version, query->version)) ||
        (query->kind.len > 0 && !plim_str_equal(identity.kind, query->kind)) ||
        (query->name.len > 0 && !plim_str_equal(identity.name, query->name)))
        return false;
    if (query->resource.len > 0 &&
        !plim_str_equal(resource_kind_plural(arena, identity.group, identity.kind),
                        query->resource))
        return false;
    return query->namespace.len == 0 || identity.namespace.len == 0 ||
           plim_str_equal(identity.namespace, query->namespace);
}

struct value admission_find_in_list(void *context, const struct admission_query *query,
                                    struct plim_arena *arena)
{
    const struct admission_object_list *objects = context;
    struct value_list_builder found = {.arena = arena};
    for (size_t i = 0; i < objects->len; i++) {
        if (is_meant(query, objects->items[i], arena))
            value_list_add(&found, *objects->items[i]);
    }
    return value_list_finish(&found);
}
