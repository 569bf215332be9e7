#include "case_diff.h"

#include "base/buf.h"
#include "finding/finding.h"

static void add(struct policy_case_side *side, const char *line)
{
    if (side->len < POLICY_CASE_LINES_MAX)
        side->lines[side->len] = plim_str_from(line);
    side->len++;
}

void policy_case_note(struct plim_arena *arena, const struct policy_result *result,
                      struct policy_case_side *side)
{
    /* How severe the policy is decides nothing here. */
    enum finding_state state = result->state == FINDING_WARN ? FINDING_FAIL : result->state;
    struct plim_str text = state == FINDING_FAIL ? result->message : result->reason;
    bool placed = result->container.len > 0 || result->field.len > 0;
    bool both = result->container.len > 0 && result->field.len > 0;
    if (state == FINDING_NOT_APPLICABLE) /* as the folder is called */
        add(side, "skip");
    else
        add(side,
            plim_arena_printf(arena, "%s%s%.*s%s%s%.*s%s%.*s%s", finding_state_names[state],
                              text.len > 0 ? ": " : "", PLIM_STR_ARG(text), placed ? " (" : "",
                              result->container.len > 0 ? "container " : "",
                              PLIM_STR_ARG(result->container), both ? ", " : "",
                              PLIM_STR_ARG(result->field), placed ? ")" : ""));
}

void policy_case_promise(struct plim_arena *arena, const char *word,
                         const struct value_node *messages, struct policy_case_side *side)
{
    size_t count = value_node_len(messages);
    if (count == 0)
        add(side, word);
    for (size_t i = 0; i < count; i++)
        add(side, plim_arena_printf(arena, "%s: %.*s", word,
                                    PLIM_STR_ARG(value_str(value_at(messages->value, i)))));
}

static bool agrees(struct plim_str expected, struct plim_str actual)
{
    if (!plim_str_starts(actual, expected))
        return false;
    struct plim_str rest = {actual.text + expected.len, actual.len - expected.len};
    return rest.len == 0 || plim_str_starts(rest, PLIM_STR(": ")) ||
           plim_str_starts(rest, PLIM_STR(" ("));
}

static void put(struct plim_buf *buf, const char *sign, const struct policy_case_side *side,
                size_t at)
{
    if (at < side->len && at < POLICY_CASE_LINES_MAX)
        plim_buf_printf(buf, "%s%.*s\n", sign, PLIM_STR_ARG(side->lines[at]));
    else if (at == POLICY_CASE_LINES_MAX && side->len > at)
        plim_buf_printf(buf, "%s... %zu more\n", sign, side->len - at);
}

const char *policy_case_diff(struct plim_arena *arena, const struct policy_case_side *expected,
                             const struct policy_case_side *actual)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf buf = {0};
    for (size_t i = 0; i <= POLICY_CASE_LINES_MAX; i++) {
        bool both = i < expected->len && i < actual->len && i < POLICY_CASE_LINES_MAX;
        if (both && agrees(expected->lines[i], actual->lines[i])) {
            put(&buf, "  ", actual, i);
            continue;
        }
        put(&buf, "- ", expected, i);
        put(&buf, "+ ", actual, i);
    }
    return plim_arena_copy(arena, buf.text != NULL ? buf.text : "", buf.len);
}
