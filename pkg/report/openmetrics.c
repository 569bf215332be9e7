/*
 * Counts for a time series database, one sample a line. Levels are ranks from 1; 0 is below the
 * first. Source: OpenMetrics 1.0.0.
 */
#include "base/clock.h"
#include "base/map.h"
#include "value/pack.h"

#include "finding_text_priv.h"
#include "formats_priv.h"
#include "level_text_priv.h"
#include "stream_priv.h"

struct label {
    const char *name;
    struct plim_str value;
};

static void write_family(struct report_stream *stream, const char *name, const char *type,
                         const char *help)
{
    report_stream_printf(stream, "# TYPE plimsoll_%s %s\n# HELP plimsoll_%s ", name, type, name);
    report_stream_add_c(stream, help);
    report_stream_add_c(stream, "\n");
}

static void write_label_value(struct report_stream *stream, struct plim_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char byte = text.text[i];
        if (byte == '\n')
            report_stream_add_c(stream, "\\n");
        else if (byte == '"' || byte == '\\')
            report_stream_printf(stream, "\\%c", byte);
        else
            report_stream_add(stream, (struct plim_str){&text.text[i], 1});
    }
}

/* Labels end with one without a name; those without a value are left out. */
static void write_labels(struct report_stream *stream, const char *name, const struct label *labels)
{
    bool any = false;
    report_stream_printf(stream, "plimsoll_%s", name);
    for (size_t i = 0; labels[i].name; i++) {
        if (labels[i].value.len == 0)
            continue;
        report_stream_printf(stream, "%s%s=\"", any ? "," : "{", labels[i].name);
        write_label_value(stream, labels[i].value);
        report_stream_add_c(stream, "\"");
        any = true;
    }
    report_stream_add_c(stream, any ? "} " : " ");
}

static void write_sample(struct report_stream *stream, const char *name, const struct label *labels,
                         int64_t number)
{
    write_labels(stream, name, labels);
    report_stream_printf(stream, "%lld\n", (long long)number);
}

/* Each whole number of a map, under its key. */
static void write_counts(struct report_stream *stream, const char *name, const char *label,
                         const struct value *map, struct label besides)
{
    for (size_t i = 0; value_is(map, VALUE_MAP) && i < map->len; i++) {
        struct label labels[] = {besides, {label, value_str(&map->entries[i].key)}, {0}};
        if (value_is(&map->entries[i].value, VALUE_INT))
            write_sample(stream, name, besides.name ? labels : labels + 1,
                         value_int_or(&map->entries[i].value, 0));
    }
}

/* ---- the run */

static void write_run(struct report_stream *stream, const struct value *report)
{
    static const struct label none[] = {{0}};
    struct label of_run[] = {{"version", value_get_text(report, "run.version")}, {0}};
    int64_t started = 0;
    struct plim_err ignored = {0};
    write_family(stream, "run", "info", "The audit that these numbers come from.");
    write_sample(stream, "run_info", of_run, 1);
    if (plim_time_parse(value_get_text(report, "run.startedAt"), &started, &ignored) == PLIM_OK) {
        write_family(stream, "run_started_seconds", "gauge", "When it began, in Unix time.");
        write_sample(stream, "run_started_seconds", none, started);
    }
    write_family(stream, "run_interrupted", "gauge", "1: what it did not read is unknown.");
    write_sample(stream, "run_interrupted", none,
                 value_get_path(report, "run.interrupted") ? 1 : 0);
    write_family(stream, "results", "gauge", "Results of policies by state.");
    write_counts(stream, "results", "state", value_get(report, "results"), (struct label){0});
}

static void write_sources(struct report_stream *stream, const struct value *report)
{
    const struct value *clusters = value_get(report, "clusters");
    write_family(stream, "cluster_complete", "gauge", "1: everything of the cluster was read.");
    for (size_t i = 0; i < value_len(clusters); i++) {
        const struct value *cluster = value_at(clusters, i);
        struct label labels[] = {{"cluster", value_get_text(cluster, "name")},
                                 {"environment", value_get_text(cluster, "environment")},
                                 {0}};
        write_sample(stream, "cluster_complete", labels,
                     value_is_string(value_get(cluster, "state"), "complete") ? 1 : 0);
    }
    write_family(stream, "cluster_objects", "gauge", "Objects that were read.");
    for (size_t i = 0; i < value_len(clusters); i++) {
        const struct value *cluster = value_at(clusters, i);
        struct label labels[] = {{"cluster", value_get_text(cluster, "name")}, {0}};
        write_sample(stream, "cluster_objects", labels,
                     value_int_or(value_get(cluster, "objects"), 0));
    }
}

static void write_summary(struct report_stream *stream, const struct value *report)
{
    const struct value *clusters = value_get_path(report, "coverage.clusters");
    write_family(stream, "drift_objects", "gauge", "Desired objects, and how they compare.");
    write_counts(stream, "drift_objects", "state", value_get_path(report, "summary.drift"),
                 (struct label){0});
    write_family(stream, "images", "gauge", "Running images, and those with each trait.");
    write_counts(stream, "images", "trait", value_get_path(report, "summary.versions"),
                 (struct label){0});
    write_family(stream, "coverage_objects", "gauge", "Live objects by who answers for them.");
    for (size_t i = 0; i < value_len(clusters); i++) {
        const struct value *cluster = value_at(clusters, i);
        write_counts(stream, "coverage_objects", "owner", value_get(cluster, "owners"),
                     (struct label){"cluster", value_get_text(cluster, "cluster")});
    }
}

/* ---- levels */

static void write_level(struct report_stream *stream, const struct value *assessment,
                        const struct value *dimension, const char *bound)
{
    const struct value *level = value_get(value_get(dimension, "level"), bound);
    struct label labels[] = {{"model", value_get_text(assessment, "model.id")},
                             {"dimension", value_get_text(dimension, "id")},
                             {"bound", plim_str_from(bound)},
                             {0}};
    write_sample(stream, "maturity_level", labels, report_level_rank(assessment, level) + 1);
}

static void write_levels(struct report_stream *stream, const struct value *report)
{
    const struct value *assessments = value_get(report, "assessments");
    write_family(stream, "maturity_level", "gauge",
                 "Rank of the level that is proven (floor) and that is possible (ceiling).");
    for (size_t i = 0; i < value_len(assessments); i++) {
        const struct value *dimensions = value_get(value_at(assessments, i), "dimensions");
        for (size_t k = 0; k < value_len(dimensions); k++) {
            write_level(stream, value_at(assessments, i), value_at(dimensions, k), "floor");
            write_level(stream, value_at(assessments, i), value_at(dimensions, k), "ceiling");
        }
    }
}

/* ---- findings: counted by what people group them by */

struct count {
    struct label labels[5];
    int64_t number;
};

static struct count *find_count(struct report_stream *stream, struct plim_map *counts,
                                const struct value *finding)
{
    static const char *const names[] = {"policy", "cluster", "severity", "state"};
    PLIM_CLEANUP(plim_buf_release) struct plim_buf key = {0};
    for (size_t i = 0; i < PLIM_LEN(names); i++) {
        plim_buf_append_str(&key, value_get_text(finding, names[i]));
        plim_buf_append_char(&key, '\n');
    }
    struct count *count = plim_map_get(counts, key.text);
    if (count)
        return count;
    count = plim_arena_alloc(stream->arena, sizeof(*count));
    *count = (struct count){0};
    for (size_t i = 0; i < PLIM_LEN(names); i++) {
        struct plim_str text = value_get_text(finding, names[i]);
        count->labels[i].name = names[i];
        count->labels[i].value =
            (struct plim_str){plim_arena_copy(stream->arena, text.text, text.len), text.len};
    }
    plim_map_set(counts, plim_arena_copy(stream->arena, key.text, key.len), count);
    return count;
}

static void write_findings(struct report_stream *stream, const struct value *report)
{
    const struct value *findings = value_get(report, "findings");
    struct plim_map *counts = plim_map_new();
    size_t len = value_list_len(findings);
    for (size_t i = 0; i < len; i++)
        find_count(stream, counts, report_stream_item(stream, findings, i))->number++;
    write_family(stream, "findings", "gauge",
                 "Findings; without a cluster: of all of them together.");
    for (size_t i = 0; i < plim_map_len(counts); i++) {
        const struct count *count = plim_map_value_at(counts, i);
        write_sample(stream, "findings", count->labels, count->number);
    }
    plim_map_free(counts);
}

enum plim_code report_openmetrics_write(const struct value *report,
                                        const struct report_style *style,
                                        const struct plim_sink *sink, struct plim_err *err)
{
    struct report_stream stream;
    (void)style;
    report_stream_open(&stream, sink, err);
    write_run(&stream, report);
    write_sources(&stream, report);
    write_summary(&stream, report);
    write_levels(&stream, report);
    write_findings(&stream, report);
    report_stream_add_c(&stream, "# EOF\n");
    return report_stream_close(&stream);
}
