/* The same condition stands in many policies: "!owner.platform". Once it is known of a subject it
 * need not be evaluated again. */
#include "base/alloc.h"
#include "base/buf.h"
#include "base/map.h"

#include "policy_priv.h"

/* What a policy has of its own: a condition with one of these words may mean something else in
 * each. */
static bool is_own(struct plim_str text)
{
    return plim_str_contains(text, PLIM_STR("params")) ||
           plim_str_contains(text, PLIM_STR("variables")) ||
           plim_str_contains(text, PLIM_STR("item"));
}

static const char *key_of(struct plim_buf *buf, const struct policy *policy,
                          const struct policy_condition *condition)
{
    plim_buf_clear(buf);
    plim_buf_append_char(buf, (char)('0' + policy->info.subject));
    plim_buf_append_str(buf, policy->language);
    plim_buf_append_char(buf, '|');
    plim_buf_append_str(buf, condition->text);
    return buf->text;
}

/* The first has the text alone until a second one comes. */
static void share(struct policy_set *set, struct policy_condition *first,
                  struct policy_condition *condition)
{
    if (first->shared == 0)
        first->shared = ++set->shared_len;
    condition->shared = first->shared;
}

void policy_conditions_share(struct policy_set *set)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf buf = {0};
    struct plim_map *firsts = plim_map_new();
    for (size_t i = 0; i < set->len; i++) {
        const struct policy *policy = set->items[i];
        for (size_t k = 0; k < policy->conditions_len; k++) {
            struct policy_condition *condition = &policy->conditions[k];
            if (is_own(condition->text))
                continue;
            const char *key = key_of(&buf, policy, condition);
            struct policy_condition *first = plim_map_get(firsts, key);
            if (first != NULL)
                share(set, first, condition);
            else
                plim_map_set(firsts, key, condition);
        }
    }
    plim_map_free(firsts);
}
