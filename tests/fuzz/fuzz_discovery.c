#include <stdint.h>

#include "base/arena.h"
#include "kube/discovery.h"
#include "value/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What was taken in can be found again, and one of two twins is read. */
static void require_findable(const struct kube_discovery *discovery)
{
    for (size_t i = 0; i < discovery->len; i++) {
        const struct kube_resource *each = &discovery->resources[i];
        if (!kube_discovery_find(discovery, each->group, each->version, each->kind))
            __builtin_trap();
        if (kube_discovery_is_twin(discovery, each) && discovery->len < 2)
            __builtin_trap();
    }
    for (size_t i = 0; i < discovery->failed_len; i++)
        if (!kube_discovery_failure(discovery, discovery->failed[i].group,
                                    discovery->failed[i].version))
            __builtin_trap();
}

/* One document of any form a line, as a reader takes in several. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct plim_err err = {0};
    enum kube_discovery_form form;
    struct kube_discovery_next_list next = {0};
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct kube_discovery discovery = {.arena = arena};
    struct plim_str rest = {(const char *)data, size};
    bool more = true;
    while (more) {
        struct value document = {0};
        struct plim_str line = {0};
        more = plim_str_cut(&rest, '\n', &line);
        if (value_json_read(arena, line, &document, &err) == PLIM_OK &&
            kube_discovery_add(&discovery, &document, &next, &form, &err) == PLIM_OK)
            require_findable(&discovery);
    }
    return 0;
}
