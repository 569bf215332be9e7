/* Findings, grouped by the object they are about; what is unknown, grouped by its reason. */
#include <stdio.h>
#include <string.h>

#include "base/map.h"
#include "base/str.h"

#include "text_priv.h"

enum { STATE_AT = 2, POLICY_AT = 8, POLICY_WIDTH_MAX = 28, COUNT_WIDTH = 9, WIDESPREAD = 12 };

/* The categories of policies that each part of the report shows. */
static const struct {
    enum report_part part;
    const char *prefixes[3];
} parts[] = {
    {REPORT_DRIFT, {"drift.", NULL, NULL}},
    {REPORT_PARITY, {"parity.", NULL, NULL}},
    {REPORT_COVERAGE, {"gitops.", NULL, NULL}},
    {REPORT_RELEASES, {"images.", "git.tags", NULL}},
};

static bool is_shown(enum report_part part, const struct value *finding)
{
    struct plim_str policy = value_get_text(finding, "policy");
    for (size_t i = 0; i < PLIM_LEN(parts); i++) {
        if (parts[i].part != part)
            continue;
        for (size_t k = 0; parts[i].prefixes[k]; k++) {
            if (plim_str_starts(policy, plim_str_from(parts[i].prefixes[k])))
                return true;
        }
        return false;
    }
    return true;
}

static bool has_state(const struct value *finding, const char *state)
{
    return value_is_string(value_get(finding, "state"), state);
}

static bool is_failed(const struct value *finding)
{
    return has_state(finding, "fail") || has_state(finding, "error");
}

static bool same_text(const struct value *left, const struct value *right, const char *path)
{
    return plim_str_equal(value_get_text(left, path), value_get_text(right, path));
}

/* Findings about one object stand together, whatever subject they were found as; those of an
 * account stand with the file of the binding. */
static bool same_place(const struct value *left, const struct value *right)
{
    static const char *const paths[] = {"cluster", "application", "object.namespace", "object.kind",
                                        "object.name"};
    for (size_t i = 0; i < PLIM_LEN(paths); i++) {
        if (!same_text(left, right, paths[i]))
            return false;
    }
    struct plim_str path = value_get_text(left, "source.path");
    struct plim_str other = value_get_text(right, "source.path");
    if (path.len > 0 && other.len > 0 && !plim_str_equal(path, other))
        return false;
    return value_get_text(left, "object.name").len > 0 || same_text(left, right, "subject");
}

static void add_source(struct report_text *text, const struct value *finding)
{
    struct plim_str path = value_get_text(finding, "source.path");
    report_text_add_c(text, REPORT_DIM, path.len > 0 ? "  " : "");
    report_text_add(text, REPORT_DIM, path);
}

/* The line in the file that the head of the group names; of a finding about a field. */
static void add_line(struct report_text *text, const struct value *finding, size_t indent)
{
    char shown[32];
    int64_t line = value_int_or(value_get_path(finding, "source.line"), 0);
    if (line == 0 || !value_get(finding, "field"))
        return;
    (void)snprintf(shown, sizeof(shown), "line %lld", (long long)line);
    bool fits = text->style->width == 0 || text->column + strlen(shown) + 2 <= text->style->width;
    if (!fits) {
        report_text_line(text);
        report_text_pad(text, indent);
    }
    report_text_add_c(text, REPORT_DIM, fits ? "  " : "");
    report_text_add_c(text, REPORT_DIM, shown);
}

/* "prod-eu  shop/cart  Deployment   overlays/prod/cart.yaml:14" */
static void add_place(struct report_text *text, const struct value *finding)
{
    struct plim_str cluster = value_get_text(finding, "cluster");
    struct plim_str namespace = value_get_text(finding, "object.namespace");
    struct plim_str name = value_get_text(finding, "object.name");
    struct plim_str application = value_get_text(finding, "application");
    if (cluster.len > 0) {
        report_text_add(text, REPORT_BOLD, cluster);
        report_text_add_c(text, REPORT_PLAIN, "  ");
    }
    if (name.len > 0) {
        report_text_add(text, REPORT_BOLD, namespace);
        report_text_add_c(text, REPORT_BOLD, namespace.len > 0 ? "/" : "");
        report_text_add(text, REPORT_BOLD, name);
        report_text_add_c(text, REPORT_PLAIN, "  ");
        report_text_add(text, REPORT_PLAIN, value_get_text(finding, "object.kind"));
        add_source(text, finding);
    } else if (application.len > 0) {
        report_text_add(text, REPORT_BOLD, application);
        report_text_add_c(text, REPORT_PLAIN, "  application");
    } else {
        report_text_add(text, REPORT_PLAIN, value_get_text(finding, "subject"));
    }
    report_text_line(text);
}

static enum report_color color_of(const struct value *finding)
{
    return has_state(finding, "fail") || has_state(finding, "error") ? REPORT_RED : REPORT_YELLOW;
}

static const char *label_of(const struct value *finding)
{
    if (has_state(finding, "fail"))
        return "FAIL";
    return has_state(finding, "error") ? "ERROR" : "WARN";
}

/* Who wrote the live value and when: the first piece of evidence that names a manager. */
static void add_writer(struct report_text *text, const struct value *finding, size_t indent)
{
    const struct value *evidence = value_get(finding, "evidence");
    for (size_t i = 0; i < value_len(evidence); i++) {
        struct plim_str manager = value_get_text(value_at(evidence, i), "manager");
        struct plim_str time = value_get_text(value_at(evidence, i), "time");
        if (manager.len == 0)
            continue;
        if (text->style->width > 0 &&
            text->column + manager.len + time.len + 6 > text->style->width) {
            report_text_line(text);
            report_text_pad(text, indent);
        } else {
            report_text_add_c(text, REPORT_PLAIN, "   ");
        }
        report_text_add(text, REPORT_DIM, manager);
        report_text_add_c(text, REPORT_DIM, time.len > 0 ? ", " : "");
        report_text_add(text, REPORT_DIM, time);
        return;
    }
}

static void add_finding(struct report_text *text, const struct value *finding, size_t policy_width)
{
    size_t message_at = POLICY_AT + policy_width + 2;
    struct plim_str message = value_get_text(finding, "message");
    report_text_pad(text, STATE_AT);
    report_text_add_c(text, color_of(finding), label_of(finding));
    report_text_pad(text, POLICY_AT);
    report_text_add(text, REPORT_PLAIN, value_get_text(finding, "policy"));
    report_text_pad(text, message_at);
    struct plim_str container = value_get_text(finding, "container");
    if (container.len > 0 && !plim_str_contains(message, container)) {
        report_text_add(text, REPORT_PLAIN, container);
        report_text_add_c(text, REPORT_PLAIN, ": ");
    }
    report_text_wrap(text, REPORT_PLAIN,
                     message.len > 0 ? message : value_get_text(finding, "reason"), message_at + 2);
    add_line(text, finding, message_at + 2);
    add_writer(text, finding, message_at + 2);
    report_text_line(text);
}

/* Findings that are shown as one line. */
struct group {
    struct value first;
    size_t count;
};

enum grouping { BY_POLICY, BY_POLICY_AND_CLUSTER, BY_REASON_AND_CLUSTER };

static void make_key(struct plim_buf *key, const struct value *finding, enum grouping grouping)
{
    const char *field = grouping == BY_REASON_AND_CLUSTER ? "reason" : "policy";
    plim_buf_clear(key);
    plim_buf_append_str(key, value_get_text(finding, field));
    if (grouping == BY_POLICY)
        return;
    plim_buf_append_char(key, '\n');
    plim_buf_append_str(key, value_get_text(finding, "cluster"));
    if (value_get_text(finding, "cluster").len == 0)
        plim_buf_append_str(key, value_get_text(finding, "application"));
}

/* The sections that tell of a finding, as bits. */
enum section { LISTED = 1, WARNINGS = 2, UNKNOWN = 4, WAIVED = 8 };

/* Warnings are listed one by one only on demand: they would drown what failed. */
static unsigned char sections_of(const struct report_text *text, const struct value *finding)
{
    if (!is_shown(text->style->part, finding))
        return 0;
    if (is_failed(finding))
        return LISTED;
    if (has_state(finding, "warn"))
        return text->style->verbose ? LISTED | WARNINGS : WARNINGS;
    if (has_state(finding, "unknown"))
        return UNKNOWN;
    return has_state(finding, "waived") ? WAIVED : 0;
}

/* Whether a section tells of the i-th finding. All are looked at once, for the list is packed. */
static bool takes(struct report_text *text, const struct value *findings, size_t i,
                  enum section section)
{
    size_t count = value_list_len(findings);
    if (!text->sections) {
        text->sections = plim_arena_alloc(text->arena, count);
        for (size_t k = 0; k < count; k++)
            text->sections[k] = sections_of(text, report_text_item(text, findings, k));
    }
    return (text->sections[i] & section) != 0;
}

/* Count findings. The groups live as long as the text is written. */
static struct plim_map *collect_groups(struct report_text *text, const struct value *findings,
                                       enum section section, enum grouping grouping)
{
    struct plim_map *groups = plim_map_new();
    PLIM_CLEANUP(plim_buf_release) struct plim_buf key = {0};
    for (size_t i = 0; i < value_list_len(findings); i++) {
        if (!takes(text, findings, i, section))
            continue;
        const struct value *finding = report_text_item(text, findings, i);
        make_key(&key, finding, grouping);
        struct group *group = plim_map_get(groups, key.text);
        if (!group) {
            group = plim_arena_alloc(text->arena, sizeof(*group));
            group->first = value_copy(text->arena, finding);
            plim_map_set(groups, key.text, group);
        }
        group->count++;
    }
    return groups;
}

static size_t find_policy_width(const struct plim_map *groups)
{
    size_t width = 0;
    for (size_t i = 0; i < plim_map_len(groups); i++) {
        const struct group *group = plim_map_value_at(groups, i);
        size_t len = value_get_text(&group->first, "policy").len;
        width = len > width ? len : width;
    }
    return width;
}

/* The same thing wrong all over a cluster is one fact to a reader; it would drown the others. */
static bool is_widespread(const struct plim_map *groups, const struct value *finding)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf key = {0};
    make_key(&key, finding, BY_POLICY_AND_CLUSTER);
    const struct group *group = plim_map_get(groups, key.text);
    return group && group->count > WIDESPREAD;
}

static void add_group(struct report_text *text, const struct group *group, bool with_cluster,
                      size_t at)
{
    struct plim_str cluster = value_get_text(&group->first, "cluster");
    report_text_printf(text, color_of(&group->first), "  %5zu  ", group->count);
    report_text_add(text, REPORT_PLAIN, value_get_text(&group->first, "policy"));
    report_text_pad(text, at);
    if (with_cluster && cluster.len > 0) {
        report_text_add(text, REPORT_PLAIN, cluster);
        report_text_add_c(text, REPORT_PLAIN, ": ");
    }
    report_text_wrap(text, REPORT_PLAIN, value_get_text(&group->first, "title"), at + 2);
    report_text_line(text);
}

static void add_groups(struct report_text *text, const struct plim_map *groups, size_t least,
                       const char *title)
{
    size_t width = find_policy_width(groups);
    bool any = false;
    for (size_t i = 0; i < plim_map_len(groups); i++) {
        const struct group *group = plim_map_value_at(groups, i);
        if (group->count < least)
            continue;
        if (!any) {
            report_text_add_c(text, REPORT_BOLD, title);
            report_text_line(text);
        }
        any = true;
        add_group(text, group, least > 1, COUNT_WIDTH + width + 2);
    }
    if (any)
        report_text_line(text);
}

void report_text_warnings(struct report_text *text, const struct value *report)
{
    if (text->style->verbose)
        return;
    PLIM_CLEANUP(plim_map_freep)
    struct plim_map *groups =
        collect_groups(text, value_get(report, "findings"), WARNINGS, BY_POLICY);
    add_groups(text, groups, 1, "Warnings (each one: -v)");
}

void report_text_findings(struct report_text *text, const struct value *report)
{
    const struct value *findings = value_get(report, "findings");
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *own = plim_arena_new();
    struct plim_arena *turns[] = {text->item, own}; /* the one before is looked at too */
    const struct value *before = NULL;
    PLIM_CLEANUP(plim_map_freep)
    struct plim_map *groups = collect_groups(text, findings, LISTED, BY_POLICY_AND_CLUSTER);
    size_t policy_width = find_policy_width(groups);
    if (policy_width > POLICY_WIDTH_MAX)
        policy_width = POLICY_WIDTH_MAX;
    size_t turn = 0;
    for (size_t i = 0; i < value_list_len(findings); i++) {
        if (!takes(text, findings, i, LISTED))
            continue;
        plim_arena_reset(turns[turn]);
        const struct value *finding = value_list_item(findings, i, turns[turn]);
        if (is_widespread(groups, finding))
            continue;
        if (!before || !same_place(before, finding))
            add_place(text, finding);
        add_finding(text, finding, policy_width);
        before = finding;
        turn = 1 - turn;
    }
    if (before)
        report_text_line(text);
    add_groups(text, groups, WIDESPREAD + 1, "Widespread (each one: -o json)");
}

static void add_reasons(struct report_text *text, const struct value *report, const char *title,
                        enum section section)
{
    PLIM_CLEANUP(plim_map_freep)
    struct plim_map *groups =
        collect_groups(text, value_get(report, "findings"), section, BY_REASON_AND_CLUSTER);
    for (size_t i = 0; i < plim_map_len(groups); i++) {
        const struct group *group = plim_map_value_at(groups, i);
        struct plim_str place = value_get_text(&group->first, "cluster");
        if (place.len == 0)
            place = value_get_text(&group->first, "application");
        if (i == 0) {
            report_text_add_c(text, REPORT_BOLD, title);
            report_text_line(text);
        }
        report_text_printf(text, REPORT_YELLOW, "  %5zu  ", group->count);
        report_text_add(text, REPORT_PLAIN, place);
        report_text_add_c(text, REPORT_PLAIN, place.len > 0 ? "  " : "");
        report_text_wrap(text, REPORT_PLAIN, value_get_text(&group->first, "reason"), 11);
        report_text_line(text);
    }
    if (plim_map_len(groups) > 0)
        report_text_line(text);
}

void report_text_unknown(struct report_text *text, const struct value *report)
{
    add_reasons(text, report, "Unknown", UNKNOWN);
}

void report_text_waived(struct report_text *text, const struct value *report)
{
    add_reasons(text, report, "Waived (each one: -o json)", WAIVED);
}
