/* match.objectSelector: which objects of a kind policies ask for. */
#include "resource/selector.h"

#include "base/buf.h"
#include "value/decode.h"

#include "policy_priv.h"

enum { REQUIREMENTS_MAX = 32 };

enum plim_code policy_selector_read(const struct value_node *node,
                                    const struct value **selector_out, struct plim_err *err)
{
    size_t most = value_len(value_get(node->value, "matchLabels")) +
                  value_len(value_get(node->value, "matchExpressions"));
    if (most > REQUIREMENTS_MAX)
        return value_node_fail(err, node, "more than %d requirements", REQUIREMENTS_MAX);
    enum plim_code code = resource_selector_check(node, RESOURCE_SELECTOR_EXACT, err);
    if (code == PLIM_OK && most > 0)
        *selector_out = node->value;
    return code;
}

bool policy_match_selects(const struct policy_match *match, const struct value *object)
{
    return resource_selector_matches(match->selector, value_get_path(object, "metadata.labels"),
                                     RESOURCE_SELECTOR_EXACT);
}

const char *policy_set_selector(struct plim_arena *arena, const struct policy_set *set,
                                const struct policy_kind *kind)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf first = {0};
    for (size_t i = 0; i < set->len; i++) {
        if (!policy_set_asks(set, i, kind))
            continue;
        PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
        resource_selector_print(set->items[i]->match.selector, &text);
        if (text.len == 0 ||
            (first.len > 0 && !plim_str_equal(plim_buf_str(&first), plim_buf_str(&text))))
            return NULL;
        plim_buf_clear(&first);
        plim_buf_append_str(&first, plim_buf_str(&text));
    }
    return first.len > 0 ? plim_arena_copy(arena, first.text, first.len) : NULL;
}

bool policy_set_selects(const struct policy_set *set, const struct policy_kind *kind,
                        const struct value *object)
{
    for (size_t i = 0; i < set->len; i++) {
        if (policy_set_asks(set, i, kind))
            return policy_match_selects(&set->items[i]->match, object);
    }
    return true;
}
