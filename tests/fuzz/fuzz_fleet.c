#include <stdint.h>

#include "audit/fleet.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct audit_fleet fleet = {0};
    struct plim_str text = {(const char *)data, size};
    if (size > AUDIT_FLEET_BYTES_MAX ||
        audit_fleet_parse(arena, "fuzz.yaml", "/nonexistent", text, &fleet, &err) != PLIM_OK)
        return 0;
    /* What parses has a place for each cluster. */
    for (size_t i = 0; i < fleet.cluster_count; i++) {
        (void)audit_fleet_environment_name(&fleet, i);
        (void)audit_fleet_is_production(&fleet, i);
    }
    return 0;
}
