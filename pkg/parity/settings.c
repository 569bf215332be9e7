#include <string.h>

#include "view_priv.h"

const struct parity_setting *parity_settings_find(const struct parity_settings *settings,
                                                  const struct resource_setting_name *name)
{
    for (size_t i = 0; i < settings->len; i++) {
        if (settings->items[i].name == name)
            return &settings->items[i];
    }
    return NULL;
}

static struct parity_setting *find_or_add(struct plim_arena *arena,
                                          struct parity_settings *settings,
                                          const struct resource_setting_name *name)
{
    for (size_t i = 0; i < settings->len; i++) {
        if (settings->items[i].name == name)
            return &settings->items[i];
    }
    if (settings->len == settings->cap) {
        settings->cap = settings->cap == 0 ? 8 : settings->cap * 2;
        struct parity_setting *items =
            plim_arena_array(arena, settings->cap, sizeof(*settings->items));
        if (settings->len > 0)
            memcpy(items, settings->items, settings->len * sizeof(*items));
        settings->items = items;
    }
    settings->items[settings->len] = (struct parity_setting){.name = name};
    return &settings->items[settings->len++];
}

void parity_settings_add(struct plim_arena *arena, struct parity_settings *settings,
                         const struct resource_setting_name *name, struct plim_str value)
{
    struct parity_setting *setting = find_or_add(arena, settings, name);
    if (value.len > 0)
        parity_set_add(arena, &setting->values, value);
}
