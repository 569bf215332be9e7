/*
 * A comment on a pull request: what matters first, the rest folded. Findings beyond 50 of a policy,
 * or 32 KiB in all, are counted, not listed: GitHub takes 65,536 characters. Source: GitHub
 * Flavored Markdown.
 */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/map.h"
#include "value/pack.h"

#include "finding_text_priv.h"
#include "formats_priv.h"
#include "level_text_priv.h"
#include "stream_priv.h"

enum { ROWS_BYTES_MAX = 32 * 1024, ROWS_OF_POLICY_MAX = 50, CELL_BYTES_MAX = 500 };

/* The findings of one policy in one state. */
struct group {
    struct plim_str policy;
    struct plim_str title;
    struct plim_str severity;
    struct plim_buf rows;
    size_t shown;
    size_t count;
};

struct markdown {
    struct report_stream stream;
    struct plim_buf name; /* scratch */
    size_t row_bytes;     /* of all groups */
};

/* Names and messages come from clusters: none of it may be markup, or call somebody by @name. */
static void add_escaped(struct plim_buf *buf, struct plim_str text)
{
    static const char special[] = "&<>|@*_`[]\\#~!$";
    for (size_t i = 0; i < text.len && i < CELL_BYTES_MAX; i++) {
        unsigned char byte = (unsigned char)text.text[i];
        if (byte < 0x20 || byte == 0x7f)
            plim_buf_append_char(buf, ' ');
        else if (memchr(special, byte, sizeof(special) - 1))
            plim_buf_printf(buf, "&#%u;", byte);
        else
            plim_buf_append_char(buf, (char)byte);
    }
    if (text.len > CELL_BYTES_MAX)
        plim_buf_append_c(buf, " ...");
}

static void write_escaped(struct markdown *markdown, struct plim_str text)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf cell = {0};
    add_escaped(&cell, text);
    report_stream_add(&markdown->stream, plim_buf_str(&cell));
}

static long long count_of(const struct value *map, const char *path)
{
    return (long long)value_int_or(value_get_path(map, path), 0);
}

/* ---- what is read first */

static void write_head(struct markdown *markdown, const struct value *report)
{
    static const struct {
        const char *state;
        const char *word;
    } states[] = {{"fail", "failed"},     {"error", "could not be evaluated"},
                  {"unknown", "unknown"}, {"warn", "warnings"},
                  {"waived", "waived"},   {"pass", "passed"}};
    const struct value *results = value_get(report, "results");
    bool any = false;
    report_stream_add_c(&markdown->stream, "## Plimsoll: ");
    for (size_t i = 0; i < PLIM_LEN(states); i++) {
        long long count = count_of(results, states[i].state);
        if (count == 0)
            continue;
        report_stream_printf(&markdown->stream, "%s%lld %s", any ? ", " : "", count,
                             states[i].word);
        any = true;
    }
    report_stream_add_c(&markdown->stream, any ? "\n\n" : "nothing was judged\n\n");
    if (value_get_path(report, "run.interrupted"))
        report_stream_add_c(&markdown->stream,
                            "**The run was interrupted: what it did not read is unknown.**\n\n");
}

static void write_cell(struct markdown *markdown, struct plim_str text)
{
    report_stream_add_c(&markdown->stream, "| ");
    write_escaped(markdown, text);
    report_stream_add_c(&markdown->stream, " ");
}

static void write_clusters(struct markdown *markdown, const struct value *report)
{
    const struct value *clusters = value_get(report, "clusters");
    if (value_len(clusters) == 0)
        return;
    report_stream_add_c(
        &markdown->stream,
        "| Cluster | Environment | Version | Read | Objects |\n|---|---|---|---|--:|\n");
    for (size_t i = 0; i < value_len(clusters); i++) {
        const struct value *cluster = value_at(clusters, i);
        write_cell(markdown, value_get_text(cluster, "name"));
        write_cell(markdown, value_get_text(cluster, "environment"));
        write_cell(markdown, value_get_text(cluster, "version"));
        write_cell(markdown, value_get_text(cluster, "state"));
        report_stream_printf(&markdown->stream, "| %lld |\n", count_of(cluster, "objects"));
    }
    report_stream_add_c(&markdown->stream, "\n");
}

static void write_level(struct markdown *markdown, const struct value *assessment,
                        const struct value *dimension, const char *path)
{
    const struct value *level = value_get_path(dimension, path);
    plim_buf_clear(&markdown->name);
    report_level_print(assessment, dimension, report_level_rank(assessment, level),
                       &markdown->name);
    write_cell(markdown, plim_buf_str(&markdown->name));
}

static void write_dimension(struct markdown *markdown, const struct value *assessment,
                            const struct value *dimension)
{
    if (value_bool_or(value_get(dimension, "hidden"), false))
        return;
    write_cell(markdown, value_get_text(dimension, "title"));
    write_level(markdown, assessment, dimension, "level.floor");
    write_level(markdown, assessment, dimension, "level.ceiling");
    plim_buf_clear(&markdown->name);
    report_blockers_print(value_get_path(dimension, "next.blockers"), &markdown->name);
    write_cell(markdown, plim_buf_str(&markdown->name));
    report_stream_add_c(&markdown->stream, "|\n");
}

static void write_levels(struct markdown *markdown, const struct value *report)
{
    const struct value *assessments = value_get(report, "assessments");
    for (size_t i = 0; i < value_len(assessments); i++) {
        const struct value *assessment = value_at(assessments, i);
        const struct value *dimensions = value_get(assessment, "dimensions");
        report_stream_add_c(&markdown->stream, "### ");
        write_escaped(markdown, value_get_text(assessment, "model.title"));
        report_stream_add_c(&markdown->stream,
                            "\n\n| Dimension | Proven | Possible | Next |\n|---|---|---|---|\n");
        for (size_t k = 0; k < value_len(dimensions); k++)
            write_dimension(markdown, assessment, value_at(dimensions, k));
        report_stream_add_c(&markdown->stream, "\n");
    }
}

/* ---- findings, by policy */

static struct group *find_group(struct markdown *markdown, struct plim_map *groups,
                                const struct value *finding)
{
    struct plim_arena *arena = markdown->stream.arena;
    struct plim_str policy = value_get_text(finding, "policy");
    const char *key = plim_arena_copy(markdown->stream.item, policy.text, policy.len);
    struct group *group = plim_map_get(groups, key);
    if (!group) {
        struct plim_str title = value_get_text(finding, "title");
        struct plim_str severity = value_get_text(finding, "severity");
        group = plim_calloc(1, sizeof(*group));
        group->policy = plim_str_from(plim_arena_copy_c(arena, key));
        group->title = (struct plim_str){plim_arena_copy(arena, title.text, title.len), title.len};
        group->severity =
            (struct plim_str){plim_arena_copy(arena, severity.text, severity.len), severity.len};
        plim_map_set(groups, group->policy.text, group);
    }
    return group;
}

static void add_row(struct markdown *markdown, struct group *group, const struct value *finding)
{
    size_t before = group->rows.len;
    struct plim_str path = value_get_text(finding, "source.path");
    long long line = count_of(finding, "source.line");
    group->count++;
    if (group->shown == ROWS_OF_POLICY_MAX || markdown->row_bytes > ROWS_BYTES_MAX)
        return;
    report_finding_name(finding, &markdown->name);
    plim_buf_append_c(&group->rows, "| ");
    add_escaped(&group->rows, plim_buf_str(&markdown->name));
    plim_buf_append_c(&group->rows, " | ");
    add_escaped(&group->rows, report_finding_message(finding));
    if (report_finding_is(finding, "waived")) {
        plim_buf_append_c(&group->rows, "; waived: ");
        add_escaped(&group->rows, value_get_text(finding, "reason"));
    }
    plim_buf_append_c(&group->rows, " | ");
    add_escaped(&group->rows, path);
    if (path.len > 0 && line > 0)
        plim_buf_printf(&group->rows, ":%lld", line);
    plim_buf_append_c(&group->rows, " |\n");
    group->shown++;
    markdown->row_bytes += group->rows.len - before;
}

static void write_group(struct markdown *markdown, const struct group *group)
{
    struct report_stream *stream = &markdown->stream;
    report_stream_printf(stream, "<details><summary>%zu &times; ", group->count);
    write_escaped(markdown, group->policy);
    report_stream_add_c(stream, " (");
    write_escaped(markdown, group->severity);
    report_stream_add_c(stream, "): ");
    write_escaped(markdown, group->title);
    report_stream_add_c(stream, "</summary>\n\n");
    if (group->shown > 0) {
        report_stream_add_c(stream, "| Where | What | In Git |\n|---|---|---|\n");
        report_stream_add(stream, plim_buf_str(&group->rows));
        report_stream_add_c(stream, "\n");
    }
    if (group->count > group->shown)
        report_stream_printf(stream, "%zu more are in the JSON report.\n\n",
                             group->count - group->shown);
    report_stream_add_c(stream, "</details>\n");
}

/* The most severe first; a severity that we do not know comes last. */
static void write_groups(struct markdown *markdown, const struct plim_map *groups)
{
    static const char *const severities[] = {"critical", "high", "medium", "low", "info"};
    for (size_t rank = 0; rank <= PLIM_LEN(severities); rank++) {
        for (size_t i = 0; i < plim_map_len(groups); i++) {
            const struct group *group = plim_map_value_at(groups, i);
            size_t of_group = 0;
            while (of_group < PLIM_LEN(severities) &&
                   !plim_str_is(group->severity, severities[of_group]))
                of_group++;
            if (of_group == rank)
                write_group(markdown, group);
        }
    }
}

static void free_groups(struct plim_map *groups)
{
    for (size_t i = 0; i < plim_map_len(groups); i++) {
        struct group *group = plim_map_value_at(groups, i);
        plim_buf_release(&group->rows);
        free(group);
    }
    plim_map_free(groups);
}

static bool is_failed(const struct value *finding)
{
    return report_finding_is(finding, "fail");
}

static bool is_warned(const struct value *finding)
{
    return report_finding_is(finding, "warn");
}

static bool is_waived(const struct value *finding)
{
    return report_finding_is(finding, "waived");
}

static void write_findings(struct markdown *markdown, const struct value *report,
                           const char *heading, bool (*belongs)(const struct value *finding))
{
    const struct value *findings = value_get(report, "findings");
    struct plim_map *groups = plim_map_new();
    size_t count = value_list_len(findings);
    for (size_t i = 0; i < count; i++) {
        const struct value *finding = report_stream_item(&markdown->stream, findings, i);
        if (belongs(finding))
            add_row(markdown, find_group(markdown, groups, finding), finding);
    }
    if (plim_map_len(groups) > 0)
        report_stream_printf(&markdown->stream, "### %s\n\n", heading);
    write_groups(markdown, groups);
    if (plim_map_len(groups) > 0)
        report_stream_add_c(&markdown->stream, "\n");
    free_groups(groups);
}

enum plim_code report_markdown_write(const struct value *report, const struct report_style *style,
                                     const struct plim_sink *sink, struct plim_err *err)
{
    struct markdown markdown = {0};
    (void)style;
    report_stream_open(&markdown.stream, sink, err);
    write_head(&markdown, report);
    write_levels(&markdown, report);
    write_clusters(&markdown, report);
    write_findings(&markdown, report, "Failed", is_failed);
    write_findings(&markdown, report, "Unknown", report_finding_is_unknown);
    write_findings(&markdown, report, "Warnings", is_warned);
    write_findings(&markdown, report, "Waived", is_waived);
    plim_buf_release(&markdown.name);
    return report_stream_close(&markdown.stream);
}
