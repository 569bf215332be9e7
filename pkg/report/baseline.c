#include <stdlib.h>

#include "base/alloc.h"
#include "base/map.h"
#include "report/compare.h"
#include "value/pack.h"

#include "finding_text_priv.h"

struct report_baseline {
    struct plim_arena *arena;
    struct plim_map *counts; /* fingerprint to size_t: how many were not taken yet */
};

static const char *keep_fingerprint(struct plim_arena *arena, const struct value *finding)
{
    struct plim_str fingerprint = value_get_text(finding, "fingerprint");
    return plim_arena_copy(arena, fingerprint.text, fingerprint.len);
}

static void add(struct report_baseline *baseline, const struct value *finding)
{
    const char *fingerprint = keep_fingerprint(baseline->arena, finding);
    size_t *count = plim_map_get(baseline->counts, fingerprint);
    if (!count) {
        count = plim_arena_alloc(baseline->arena, sizeof(*count));
        *count = 0;
        plim_map_set(baseline->counts, fingerprint, count);
    }
    ++*count;
}

struct report_baseline *report_baseline_new(const struct value *report)
{
    struct report_baseline *baseline = plim_calloc(1, sizeof(*baseline));
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *item = plim_arena_new();
    const struct value *findings = value_get(report, "findings");
    size_t len = value_list_len(findings);
    baseline->arena = plim_arena_new();
    baseline->counts = plim_map_new();
    for (size_t i = 0; i < len; i++) {
        plim_arena_reset(item);
        const struct value *finding = value_list_item(findings, i, item);
        if (report_finding_is_problem(finding))
            add(baseline, finding);
    }
    return baseline;
}

bool report_baseline_take(struct report_baseline *baseline, const struct value *finding)
{
    size_t *count = plim_map_get(baseline->counts, keep_fingerprint(baseline->arena, finding));
    if (!count || *count == 0)
        return false;
    --*count;
    return true;
}

void report_baseline_free(struct report_baseline *baseline)
{
    if (!baseline)
        return;
    plim_map_free(baseline->counts);
    plim_arena_free(baseline->arena);
    free(baseline);
}

void report_baseline_freep(struct report_baseline **baseline)
{
    report_baseline_free(*baseline);
}
