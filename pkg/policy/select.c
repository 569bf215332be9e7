#include "policy/select.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/arena.h"

#include "policy_priv.h"

static bool lists(const struct value *names, struct plim_str name)
{
    for (size_t i = 0; i < value_len(names); i++) {
        if (plim_str_equal(value_str(value_at(names, i)), name))
            return true;
    }
    return false;
}

bool policy_is_in(const struct policy_info *policy, struct plim_str name)
{
    return lists(policy->sets, name) ||
           (plim_str_is(name, "strict") && lists(policy->sets, PLIM_STR("recommended")));
}

static bool group_has(const struct policy_group *group, struct plim_str id)
{
    for (size_t i = 0; i < group->len; i++) {
        if (plim_str_equal(group->policies[i], id))
            return true;
    }
    return false;
}

static bool is_default(const struct policy_choice *choice, const struct policy_info *policy)
{
    if (!policy->embedded || policy_is_in(policy, PLIM_STR("recommended")))
        return true;
    for (size_t i = 0; i < choice->group_count; i++) {
        if (choice->groups[i].by_default && group_has(&choice->groups[i], policy->id))
            return true;
    }
    return false;
}

bool policy_is_chosen(const struct policy_choice *choice, const struct policy_info *policy,
                      struct plim_str name)
{
    if (policy_is_in(policy, name) || plim_str_equal(policy->category, name) ||
        plim_str_matches_glob(policy->id, name))
        return true;
    if (plim_str_is(name, "default"))
        return is_default(choice, policy);
    for (size_t i = 0; i < choice->group_count; i++) {
        const struct policy_group *group = &choice->groups[i];
        if (plim_str_equal(group->name, name) && group_has(group, policy->id))
            return true;
    }
    return false;
}

/* A group may have none of the policies of this set, and is known all the same. */
static bool is_group(const struct policy_choice *choice, struct plim_str name)
{
    for (size_t i = 0; i < choice->group_count; i++) {
        if (plim_str_equal(choice->groups[i].name, name))
            return true;
    }
    return false;
}

bool policy_set_knows(const struct policy_set *set, const struct policy_choice *choice,
                      struct plim_str name)
{
    for (size_t i = 0; i < set->len; i++) {
        if (policy_is_chosen(choice, &set->items[i]->info, name))
            return true;
    }
    return is_group(choice, name);
}

struct names {
    const char **items;
    size_t len, cap;
};

static void add_name(struct plim_arena *arena, struct names *names, struct plim_str name)
{
    names->items = plim_grow(names->items, names->len, &names->cap, sizeof(*names->items));
    names->items[names->len++] = plim_arena_copy(arena, name.text, name.len);
}

static enum plim_code fail_unknown(const struct policy_set *set, const struct policy_choice *choice,
                                   const struct policy_term *term, struct plim_str name,
                                   struct plim_err *err)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct names names = {0};
    add_name(arena, &names, PLIM_STR("default"));
    add_name(arena, &names, PLIM_STR("strict"));
    for (size_t i = 0; i < set->len; i++) {
        const struct policy_info *policy = &set->items[i]->info;
        add_name(arena, &names, policy->id);
        add_name(arena, &names, policy->category);
        for (size_t k = 0; k < value_len(policy->sets); k++)
            add_name(arena, &names, value_str(value_at(policy->sets, k)));
    }
    for (size_t i = 0; i < choice->group_count; i++)
        add_name(arena, &names, choice->groups[i].name);
    const char *nearest = plim_str_nearest(name, names.items, names.len);
    const char *hint = nearest ? plim_arena_printf(arena, "; did you mean '%s'?", nearest) : "";
    free(names.items);
    static const char what[] = "there is no set, category, model or policy";
    if (term->node.value)
        return value_node_fail(err, &term->node, "%s '%.*s'%s", what, PLIM_STR_ARG(name), hint);
    return plim_err_set(err, PLIM_INVALID, "%s '%.*s'%s", what, PLIM_STR_ARG(name), hint);
}

static bool takes_away(const struct policy_term *term)
{
    return plim_str_starts(term->text, PLIM_STR("-"));
}

static enum plim_code apply(const struct policy_set *set, const struct policy_choice *choice,
                            const struct policy_term *term, bool *kept, struct plim_err *err)
{
    bool away = takes_away(term);
    struct plim_str name = {term->text.text + away, term->text.len - away};
    if (!policy_set_knows(set, choice, name))
        return fail_unknown(set, choice, term, name, err);
    for (size_t i = 0; i < set->len; i++) {
        if (policy_is_chosen(choice, &set->items[i]->info, name))
            kept[i] = !away;
    }
    return PLIM_OK;
}

static enum plim_code keep(struct policy_set *set, const struct policy_choice *choice,
                           const bool *kept, struct plim_err *err)
{
    size_t len = 0;
    struct plim_str within = plim_str_from(choice->within ? choice->within : "*");
    for (size_t i = 0; i < set->len; i++) {
        if (kept[i] && plim_str_matches_glob(set->items[i]->info.id, within))
            set->items[len++] = set->items[i];
    }
    if (len == 0 && set->len > 0 && !choice->may_be_none)
        return plim_err_set(err, PLIM_INVALID,
                            choice->within ? "none of the policies that are chosen is about this: "
                                             "expected some of '%s'"
                                           : "no policy is left",
                            choice->within);
    set->len = len;
    return PLIM_OK;
}

enum plim_code policy_set_select(struct policy_set *set, const struct policy_choice *choice,
                                 struct plim_err *err)
{
    policy_exemptions_know(set);
    PLIM_CLEANUP(plim_freep) bool *kept = plim_calloc(set->len + 1, sizeof(*kept));
    bool from_default = choice->term_count == 0 || takes_away(&choice->terms[0]);
    if (from_default && !choice->may_be_none) {
        for (size_t i = 0; i < set->len; i++)
            kept[i] = is_default(choice, &set->items[i]->info);
    }
    for (size_t i = 0; i < choice->term_count; i++) {
        if (apply(set, choice, &choice->terms[i], kept, err) != PLIM_OK)
            return err->code;
    }
    return keep(set, choice, kept, err);
}
