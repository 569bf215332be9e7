#include "report/compare.h"

#include "base/map.h"
#include "value/build.h"
#include "value/pack.h"

#include "finding_text_priv.h"

/* A finding of the earlier report, until one of the later one is matched with it. */
struct earlier {
    const struct value *finding;
    struct earlier *next; /* of the same fingerprint */
    bool matched;
};

struct comparison {
    struct plim_arena *arena;
    const struct value *after;
    struct plim_map *by_fingerprint; /* to the first struct earlier */
    struct plim_map *blind;          /* "POLICY\nCLUSTER" of what is unknown in `after` */
    struct earlier *earlier;
    size_t earlier_len;
    struct value_list_builder added, fixed, changed, unknown;
    size_t unchanged;
};

static const char *keep(struct plim_arena *arena, struct plim_str text)
{
    return plim_arena_copy(arena, text.text, text.len);
}

/* ---- findings */

static void add_earlier(struct comparison *comparison, const struct value *finding)
{
    struct earlier *earlier = &comparison->earlier[comparison->earlier_len++];
    const char *key = keep(comparison->arena, value_get_text(finding, "fingerprint"));
    struct earlier *first = plim_map_get(comparison->by_fingerprint, key);
    *earlier = (struct earlier){.finding = finding};
    if (!first) {
        plim_map_set(comparison->by_fingerprint, key, earlier);
        return;
    }
    while (first->next)
        first = first->next;
    first->next = earlier;
}

static void read_earlier(struct comparison *comparison, const struct value *before)
{
    const struct value *findings = value_get(before, "findings");
    size_t len = value_list_len(findings);
    comparison->earlier =
        plim_arena_array(comparison->arena, len + 1, sizeof(*comparison->earlier));
    for (size_t i = 0; i < len; i++) {
        const struct value *finding = value_list_item(findings, i, comparison->arena);
        if (report_finding_is_problem(finding))
            add_earlier(comparison, finding);
    }
}

static bool says_the_same(const struct value *left, const struct value *right)
{
    static const char *const fields[] = {"state", "severity", "message", "reason"};
    for (size_t i = 0; i < PLIM_LEN(fields); i++) {
        if (!plim_str_equal(value_get_text(left, fields[i]), value_get_text(right, fields[i])))
            return false;
    }
    return true;
}

static struct earlier *find_earlier(struct comparison *comparison, const struct value *finding,
                                    bool same)
{
    const char *key = keep(comparison->arena, value_get_text(finding, "fingerprint"));
    struct earlier *earlier = plim_map_get(comparison->by_fingerprint, key);
    while (earlier && (earlier->matched || (same && !says_the_same(earlier->finding, finding))))
        earlier = earlier->next;
    return earlier;
}

static const char *blind_key(struct plim_arena *arena, const struct value *finding)
{
    return plim_arena_printf(arena, "%.*s\n%.*s", PLIM_STR_ARG(value_get_text(finding, "policy")),
                             PLIM_STR_ARG(value_get_text(finding, "cluster")));
}

static void match_changed(struct comparison *comparison, const struct value *finding)
{
    struct earlier *earlier = find_earlier(comparison, finding, false);
    struct value_map_builder pair = {.arena = comparison->arena};
    if (!earlier) {
        value_list_add(&comparison->added, *finding);
        return;
    }
    earlier->matched = true;
    value_map_add(&pair, "before", *earlier->finding);
    value_map_add(&pair, "after", *finding);
    value_list_add(&comparison->changed, value_map_finish(&pair));
}

/* Those that say the same go first, so that of several with one fingerprint the right ones meet. */
static void read_later(struct comparison *comparison)
{
    const struct value *findings = value_get(comparison->after, "findings");
    size_t len = value_list_len(findings);
    const struct value **rest =
        plim_arena_array(comparison->arena, len + 1, sizeof(struct value *));
    size_t rest_len = 0;
    for (size_t i = 0; i < len; i++) {
        const struct value *finding = value_list_item(findings, i, comparison->arena);
        struct earlier *earlier = find_earlier(comparison, finding, true);
        if (!report_finding_is_problem(finding))
            continue;
        if (report_finding_is_unknown(finding))
            plim_map_set(comparison->blind, blind_key(comparison->arena, finding), comparison);
        if (earlier) {
            earlier->matched = true;
            comparison->unchanged++;
        } else {
            rest[rest_len++] = finding;
        }
    }
    for (size_t i = 0; i < rest_len; i++)
        match_changed(comparison, rest[i]);
}

static bool covers(const struct value *report, struct plim_str cluster)
{
    const struct value *clusters = value_get(report, "clusters");
    for (size_t i = 0; i < value_len(clusters); i++) {
        const struct value *state = value_get(value_at(clusters, i), "state");
        if (plim_str_equal(value_get_text(value_at(clusters, i), "name"), cluster))
            return !value_is_string(state, "unreachable");
    }
    return cluster.len == 0;
}

/* Whether the later run could have found it again. */
static bool is_judged(const struct comparison *comparison, const struct value *finding)
{
    struct plim_str cluster = value_get_text(finding, "cluster");
    const char *key = blind_key(comparison->arena, finding);
    bool interrupted = value_get_path(comparison->after, "run.interrupted") != NULL;
    return !interrupted && covers(comparison->after, cluster) &&
           !plim_map_get(comparison->blind, key);
}

static void sort_rest(struct comparison *comparison)
{
    for (size_t i = 0; i < comparison->earlier_len; i++) {
        const struct earlier *earlier = &comparison->earlier[i];
        if (earlier->matched)
            continue;
        value_list_add(is_judged(comparison, earlier->finding) ? &comparison->fixed
                                                               : &comparison->unknown,
                       *earlier->finding);
    }
}

/* ---- levels */

static const struct value *find_by(const struct value *list, const char *path, struct plim_str text)
{
    for (size_t i = 0; i < value_len(list); i++) {
        if (plim_str_equal(value_get_text(value_at(list, i), path), text))
            return value_at(list, i);
    }
    return NULL;
}

static struct value bounds_of(struct plim_arena *arena, const struct value *dimension)
{
    static const char *const bounds[] = {"floor", "ceiling"};
    struct value_map_builder map = {.arena = arena};
    for (size_t i = 0; i < PLIM_LEN(bounds); i++) {
        const struct value *level = value_get(value_get(dimension, "level"), bounds[i]);
        value_map_add(&map, bounds[i], level ? *level : value_null());
    }
    return value_map_finish(&map);
}

static void compare_dimension(struct plim_arena *arena, struct value_list_builder *levels,
                              const struct value *assessment, const struct value *old,
                              const struct value *now)
{
    struct value_map_builder map = {.arena = arena};
    struct value before = bounds_of(arena, old);
    struct value after = bounds_of(arena, now);
    if (value_equal(&before, &after))
        return;
    value_map_add_text(&map, "model", value_get_text(assessment, "model.id"));
    value_map_add_text(&map, "modelTitle", value_get_text(assessment, "model.title"));
    value_map_add_text(&map, "dimension", value_get_text(now, "id"));
    value_map_add_text(&map, "title", value_get_text(now, "title"));
    value_map_add(&map, "before", before);
    value_map_add(&map, "after", after);
    value_list_add(levels, value_map_finish(&map));
}

/* Of models and dimensions that both reports have. */
static struct value compare_levels(struct plim_arena *arena, const struct value *before,
                                   const struct value *after)
{
    struct value_list_builder levels = {.arena = arena};
    const struct value *assessments = value_get(after, "assessments");
    for (size_t i = 0; i < value_len(assessments); i++) {
        const struct value *assessment = value_at(assessments, i);
        const struct value *dimensions = value_get(assessment, "dimensions");
        const struct value *old = find_by(value_get(before, "assessments"), "model.id",
                                          value_get_text(assessment, "model.id"));
        for (size_t k = 0; k < value_len(dimensions); k++) {
            const struct value *dimension = value_at(dimensions, k);
            const struct value *then =
                find_by(value_get(old, "dimensions"), "id", value_get_text(dimension, "id"));
            if (then)
                compare_dimension(arena, &levels, assessment, then, dimension);
        }
    }
    return value_list_finish(&levels);
}

/* ---- the document */

static struct value run_of(struct plim_arena *arena, const struct value *report)
{
    struct value_map_builder map = {.arena = arena};
    value_map_add_text(&map, "id", value_get_text(report, "run.id"));
    value_map_add_text(&map, "startedAt", value_get_text(report, "run.startedAt"));
    return value_map_finish(&map);
}

static struct value list_different_inputs(struct plim_arena *arena, const struct value *before,
                                          const struct value *after)
{
    static const char *const inputs[] = {"fleet", "policies", "models"};
    struct value_list_builder list = {.arena = arena};
    for (size_t i = 0; i < PLIM_LEN(inputs); i++) {
        struct plim_str old = value_get_text(value_get(before, "inputs"), inputs[i]);
        if (!plim_str_equal(old, value_get_text(value_get(after, "inputs"), inputs[i])))
            value_list_add(&list, value_string_c(inputs[i]));
    }
    return value_list_finish(&list);
}

static struct value count_all(const struct comparison *comparison)
{
    struct value_map_builder map = {.arena = comparison->arena};
    value_map_add(&map, "new", value_int((int64_t)comparison->added.len));
    value_map_add(&map, "fixed", value_int((int64_t)comparison->fixed.len));
    value_map_add(&map, "changed", value_int((int64_t)comparison->changed.len));
    value_map_add(&map, "unchanged", value_int((int64_t)comparison->unchanged));
    value_map_add(&map, "unknown", value_int((int64_t)comparison->unknown.len));
    return value_map_finish(&map);
}

struct value report_compare(struct plim_arena *arena, const struct value *before,
                            const struct value *after)
{
    struct comparison comparison = {
        .arena = arena,
        .after = after,
        .by_fingerprint = plim_map_new(),
        .blind = plim_map_new(),
        .added.arena = arena,
        .fixed.arena = arena,
        .changed.arena = arena,
        .unknown.arena = arena,
    };
    struct value_map_builder map = {.arena = arena};
    read_earlier(&comparison, before);
    read_later(&comparison);
    sort_rest(&comparison);
    value_map_add(&map, "apiVersion", value_string_c("plimsoll.dev/v1alpha1"));
    value_map_add(&map, "kind", value_string_c("ReportComparison"));
    value_map_add(&map, "before", run_of(arena, before));
    value_map_add(&map, "after", run_of(arena, after));
    value_map_add(&map, "differ", list_different_inputs(arena, before, after));
    value_map_add(&map, "counts", count_all(&comparison));
    value_map_add(&map, "levels", compare_levels(arena, before, after));
    value_map_add(&map, "new", value_list_finish(&comparison.added));
    value_map_add(&map, "fixed", value_list_finish(&comparison.fixed));
    value_map_add(&map, "changed", value_list_finish(&comparison.changed));
    value_map_add(&map, "unknown", value_list_finish(&comparison.unknown));
    plim_map_free(comparison.by_fingerprint);
    plim_map_free(comparison.blind);
    return value_map_finish(&map);
}
