#include "cel/env.h"

#include "policy_priv.h"

enum plim_code policy_language_find(struct policy_set *set, struct plim_str name,
                                    struct policy_language **language_out, struct plim_err *err)
{
    if (name.len == 0)
        name = PLIM_STR("plimsoll");
    for (struct policy_language *at = set->languages; at != NULL; at = at->next) {
        if (plim_str_equal(at->name, name)) {
            *language_out = at;
            return PLIM_OK;
        }
    }
    struct policy_language *language = plim_arena_alloc(set->arena, sizeof(*language));
    *language = (struct policy_language){.name = plim_arena_copy_str(set->arena, name),
                                         .next = set->languages};
    const struct cel_env_spec spec = {.environment = language->name.text};
    enum plim_code code = cel_env_make(set->arena, &spec, &language->base, err);
    if (code != PLIM_OK)
        return code;
    set->languages = language;
    *language_out = language;
    return PLIM_OK;
}
