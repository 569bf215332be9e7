/* Which groups of an API policies are about: what could not be discovered may hide what they judge.
 */
#include "admission/session.h"
#include "base/defs.h"
#include "resource/kind.h"
#include "resource/selector.h"

#include "admission_priv.h"

static bool is_builtin_kind(struct plim_str pattern)
{
    size_t count = 0;
    const struct resource_kind *kinds = resource_kinds(&count);
    for (size_t i = 0; i < count; i++) {
        if (plim_str_equal(plim_str_from(kinds[i].kind), pattern))
            return true;
    }
    return false;
}

/* Of a kind without a group, only a built-in one is known to be elsewhere. group "*": any. */
static bool kind_is_in(struct plim_str text, struct plim_str group)
{
    const struct admission_kind_pattern pattern = admission_kind_parse(text);
    if (!plim_str_is(pattern.group, "*"))
        return plim_str_is(group, "*") ? pattern.group.len > 0
                                       : plim_str_matches_glob(group, pattern.group);
    return !is_builtin_kind(pattern.kind);
}

static bool block_is_in(const struct value *block, struct plim_str group)
{
    const struct value *kinds = value_get_path(block, "resources.kinds");
    for (size_t i = 0; i < value_len(kinds); i++) {
        if (kind_is_in(value_str(value_at(kinds, i)), group))
            return true;
    }
    return false;
}

static bool blocks_are_in(const struct value *match, struct plim_str group)
{
    static const char *const lists[] = {"any", "all"};
    for (size_t i = 0; i < PLIM_LEN(lists); i++) {
        const struct value *list = value_get(match, lists[i]);
        for (size_t k = 0; k < value_len(list); k++) {
            if (block_is_in(value_at(list, k), group))
                return true;
        }
    }
    return block_is_in(match, group);
}

static bool names_group(const struct value *groups, struct plim_str group)
{
    if (!plim_str_is(group, "*"))
        return resource_rule_admits(groups, group);
    for (size_t i = 0; i < value_len(groups); i++) {
        if (value_str(value_at(groups, i)).len > 0)
            return true;
    }
    return false;
}

static bool rules_are_in(const struct value *rules, struct plim_str group)
{
    for (size_t i = 0; i < value_len(rules); i++) {
        if (names_group(value_get(value_at(rules, i), "apiGroups"), group))
            return true;
    }
    return value_len(rules) == 0;
}

bool admission_set_asks_group(const struct admission_set *set, size_t rule, struct plim_str group,
                              bool unbound)
{
    const struct admission_rule *asked = set->rules[rule];
    const struct admission_match *match = &asked->match;
    if (asked->payloads || (asked->format == ADMISSION_VAP && asked->bindings == NULL && !unbound))
        return false;
    if (match->controllers != NULL) /* built-in ones, beside the pods that it was written about */
        return false;
    return match->blocks != NULL
               ? blocks_are_in(match->blocks, group)
               : rules_are_in(value_get(match->constraints, "resourceRules"), group);
}
