/* Four lines that a person reads first: drift, versions, parity, coverage. */
#include "base/str.h"

#include "text_priv.h"

enum { LABEL = 11, DETAIL = 44 };

static long long count(const struct value *map, const char *path)
{
    return (long long)value_int_or(value_get_path(map, path), 0);
}

/* A count and what it counts, after a comma, when there is any. */
static void add_some(struct report_text *text, bool *first, enum report_color color,
                     long long number, const char *what)
{
    if (number == 0)
        return;
    report_text_printf(text, color, "%s%lld %s", *first ? "" : ", ", number, what);
    *first = false;
}

static void start_line(struct report_text *text, const char *label)
{
    report_text_add_c(text, REPORT_BOLD, label);
    report_text_pad(text, LABEL);
}

static void add_drift(struct report_text *text, const struct value *drift)
{
    long long desired = count(drift, "desired");
    bool first = true;
    if (desired == 0)
        return;
    start_line(text, "Drift");
    report_text_printf(text, REPORT_PLAIN, "%lld of %lld desired objects",
                       count(drift, "differs") + count(drift, "missing"), desired);
    report_text_pad(text, DETAIL);
    add_some(text, &first, REPORT_RED, count(drift, "differs"), "differ");
    add_some(text, &first, REPORT_RED, count(drift, "missing"), "missing");
    add_some(text, &first, REPORT_YELLOW, count(drift, "extra"), "with added fields");
    add_some(text, &first, REPORT_YELLOW, count(drift, "unknown"), "not compared");
    report_text_line(text);
}

static void add_versions(struct report_text *text, const struct value *versions)
{
    long long images = count(versions, "images");
    bool first = true;
    if (images == 0)
        return;
    start_line(text, "Versions");
    report_text_printf(text, REPORT_PLAIN, "%lld of %lld images released",
                       count(versions, "released"), images);
    report_text_pad(text, DETAIL);
    add_some(text, &first, REPORT_RED, count(versions, "latest"), "latest");
    add_some(text, &first, REPORT_RED, count(versions, "floating"), "floating");
    add_some(text, &first, REPORT_RED, count(versions, "splitTags"),
             "under a tag with two digests");
    add_some(text, &first, REPORT_YELLOW, count(versions, "unknownDigests"),
             "with unknown digests");
    report_text_line(text);
}

static void add_parity(struct report_text *text, const struct value *parity)
{
    long long applications = count(parity, "applications");
    const struct value *differing = value_get(parity, "differing");
    if (applications == 0)
        return;
    start_line(text, "Parity");
    report_text_printf(text, REPORT_PLAIN, "%lld of %lld applications equal",
                       count(parity, "equal"), applications);
    report_text_pad(text, DETAIL);
    for (size_t i = 0; i < value_len(differing); i++) {
        report_text_add_c(text, REPORT_YELLOW, i == 0 ? "" : ", ");
        report_text_wrap(text, REPORT_YELLOW, value_str(value_at(differing, i)), DETAIL);
    }
    if (count(parity, "unknown") > 0)
        report_text_printf(text, REPORT_YELLOW, "%s%lld could not be compared",
                           value_len(differing) > 0 ? "; " : "", count(parity, "unknown"));
    report_text_line(text);
}

/* The cluster that holds most of what nobody owns. */
static void add_nobody(struct report_text *text, const struct value *coverage)
{
    long long nobody = count(coverage, "owners.none");
    const struct value *clusters = value_get(coverage, "clusters");
    const struct value *worst = NULL;
    for (size_t i = 0; i < value_len(clusters); i++) {
        const struct value *cluster = value_at(clusters, i);
        if (!worst || count(cluster, "owners.none") > count(worst, "owners.none"))
            worst = cluster;
    }
    if (nobody == 0)
        return;
    report_text_printf(text, REPORT_YELLOW, "nobody owns %lld objects, %lld of them in ", nobody,
                       count(worst, "owners.none"));
    report_text_add(text, REPORT_YELLOW, value_get_text(worst, "cluster"));
}

static void add_coverage(struct report_text *text, const struct value *coverage)
{
    long long objects = count(coverage, "objects");
    if (objects == 0)
        return;
    start_line(text, "Coverage");
    report_text_printf(text, REPORT_PLAIN, "%lld %% in Git, %lld %% by an agent",
                       count(coverage, "declared") * 100 / objects,
                       count(coverage, "managed") * 100 / objects);
    report_text_pad(text, DETAIL);
    add_nobody(text, coverage);
    report_text_line(text);
}

void report_text_summary(struct report_text *text, const struct value *report)
{
    size_t before = text->buf->len;
    enum report_part part = text->style->part;
    const struct value *summary = value_get(report, "summary");
    if (part == REPORT_ALL || part == REPORT_DRIFT)
        add_drift(text, value_get(summary, "drift"));
    if (part == REPORT_ALL || part == REPORT_RELEASES)
        add_versions(text, value_get(summary, "versions"));
    if (part == REPORT_ALL || part == REPORT_PARITY)
        add_parity(text, value_get(summary, "parity"));
    if (part == REPORT_ALL || part == REPORT_DRIFT || part == REPORT_COVERAGE)
        add_coverage(text, value_get(report, "coverage"));
    if (text->buf->len > before)
        report_text_line(text);
}
