/* What a Fleet document says otherwise than the policies themselves. */
#include "base/defs.h"
#include "base/hash.h"
#include "policy/policy.h"
#include "value/build.h"
#include "value/json.h"

#include "params.h"
#include "policy_priv.h"

/* The digest of a policy that is not as its document says. */
static void add_to_digest(struct policy *policy, struct plim_str what, const struct value *value)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    struct plim_err ignored = {0};
    plim_buf_printf(&text, "%s %.*s ", policy->digest, PLIM_STR_ARG(what));
    (void)!value_json_write(value, VALUE_JSON_COMPACT, &text, &ignored);
    plim_sha256_text(text.text, text.len, policy->digest);
}

static enum plim_code fail_unknown(const struct policy_set *set, const struct value_node *key,
                                   struct plim_err *err)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    const char **ids = plim_arena_array(arena, set->len, sizeof(*ids));
    for (size_t i = 0; i < set->len; i++)
        ids[i] = set->items[i]->info.id.text;
    const char *nearest = plim_str_nearest(value_str(key->value), ids, set->len);
    return value_node_fail(err, key, "there is no policy '%.*s'%s%s%s",
                           PLIM_STR_ARG(value_str(key->value)), nearest ? "; did you mean '" : "",
                           nearest ? nearest : "", nearest ? "'?" : "");
}

/* What is given replaces the default of the same name. */
static void override_params(struct policy_set *set, struct policy *policy,
                            const struct value *given)
{
    struct value_map_builder params = {.arena = set->arena};
    for (size_t i = 0; i < value_len(&policy->params); i++) {
        struct plim_str name = value_str(&policy->params.entries[i].key);
        if (value_get_str(given, name) == NULL)
            value_map_add_str(&params, name, *value_at(&policy->params, i));
    }
    for (size_t i = 0; i < value_len(given); i++)
        value_map_add_str(&params,
                          plim_arena_copy_str(set->arena, value_str(&given->entries[i].key)),
                          value_copy(set->arena, value_at(given, i)));
    policy->params = value_map_finish(&params);
    policy->info.params = &policy->params;
}

static enum plim_code set_params(struct policy_set *set, const struct value_node *all,
                                 struct plim_err *err)
{
    for (size_t i = 0; i < value_node_len(all); i++) {
        struct value_node key = value_node_key_at(all, i);
        struct value_node given = value_node_at(all, i);
        struct policy *policy = policy_set_get(set, value_str(key.value));
        if (policy == NULL)
            return fail_unknown(set, &key, err);
        if (policy_schema_check(policy->info.params_schema, &given, err) != PLIM_OK)
            return err->code;
        override_params(set, policy, given.value);
        add_to_digest(policy, PLIM_STR("params"), given.value);
    }
    return PLIM_OK;
}

static enum plim_code set_severity(struct policy_set *set, const struct value_node *all,
                                   struct plim_err *err)
{
    for (size_t i = 0; i < value_node_len(all); i++) {
        struct value_node key = value_node_key_at(all, i);
        struct value_node level = value_node_at(all, i);
        unsigned index = 0;
        bool found = false;
        if (value_node_enum(&level, "severity", finding_severity_names, FINDING_SEVERITIES, &index,
                            err) != PLIM_OK)
            return err->code;
        for (size_t k = 0; k < set->len; k++) {
            struct policy *policy = set->items[k];
            if (!plim_str_matches_glob(policy->info.id, value_str(key.value)))
                continue;
            found = true;
            policy->info.severity = (enum finding_severity)index;
            add_to_digest(policy, PLIM_STR("severity"), level.value);
        }
        if (!found)
            return fail_unknown(set, &key, err);
    }
    return PLIM_OK;
}

enum plim_code policy_set_configure(struct policy_set *set, const struct value_node *policies,
                                    struct plim_err *err)
{
    struct value_node params = value_node_get(policies, "params");
    struct value_node severity = value_node_get(policies, "severity");
    if (set_params(set, &params, err) != PLIM_OK)
        return err->code;
    return set_severity(set, &severity, err);
}
