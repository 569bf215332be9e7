#include "value/build.h"

#include "owners_priv.h"

void audit_owners_merge(struct audit_owners *into, const struct audit_owners *from)
{
    for (size_t i = 0; i < RESOURCE_OWNER_KINDS; i++)
        into->kinds[i] += from->kinds[i];
    into->unknown += from->unknown;
}

size_t audit_owners_answerable(const struct audit_owners *owners)
{
    size_t sum = owners->unknown;
    for (size_t i = 0; i < RESOURCE_OWNER_KINDS; i++)
        sum +=
            i == RESOURCE_OWNER_CONTROLLER || i == RESOURCE_OWNER_PLATFORM ? 0 : owners->kinds[i];
    return sum;
}

struct value audit_owners_record(struct plim_arena *arena, const struct audit_owners *owners)
{
    struct value_map_builder map = {.arena = arena};
    for (size_t i = 0; i < RESOURCE_OWNER_KINDS; i++)
        value_map_add(&map, resource_owner_names[i], value_int((int64_t)owners->kinds[i]));
    if (owners->unknown > 0)
        value_map_add(&map, "unknown", value_int((int64_t)owners->unknown));
    return value_map_finish(&map);
}
