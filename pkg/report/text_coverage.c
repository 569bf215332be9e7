/* Who answers for what: cluster, namespace, kind; and the objects that nobody does. */
#include <stdio.h>

#include "text_priv.h"

/* Where the columns of numbers end, behind the widest name. */
enum { INDENT = 2, COLUMN = 9, NAME_LEAST = 20, NAME_MOST = 48 };

static const struct {
    const char *title;
    const char *path;
} columns[] = {
    {"OBJECTS", "objects"},        {"GIT", "owners.git"},   {"ARGO CD", "owners.argocd"},
    {"FLUX", "owners.flux"},       {"HELM", "owners.helm"}, {"NOBODY", "owners.none"},
    {"UNKNOWN", "owners.unknown"},
};

static long long number_at(const struct value *counts, const char *path)
{
    return (long long)value_int_or(value_get_path(counts, path), 0);
}

/* Those that controllers and the platform make need nobody. */
static bool is_counted(const struct value *counts)
{
    return number_at(counts, "objects") > 0;
}

static void widen(size_t *width, struct plim_str name, size_t indent)
{
    size_t wanted = indent + report_text_width(name) + 1;
    if (wanted > *width)
        *width = wanted < NAME_MOST ? wanted : NAME_MOST;
}

static size_t find_width(const struct value *clusters)
{
    size_t width = NAME_LEAST;
    for (size_t i = 0; i < value_len(clusters); i++) {
        const struct value *namespaces = value_get(value_at(clusters, i), "namespaces");
        widen(&width, value_get_text(value_at(clusters, i), "cluster"), 0);
        for (size_t k = 0; k < value_len(namespaces); k++) {
            const struct value *kinds = value_get(value_at(namespaces, k), "kinds");
            widen(&width, value_get_text(value_at(namespaces, k), "namespace"), INDENT);
            for (size_t m = 0; m < value_len(kinds); m++)
                widen(&width, value_get_text(value_at(kinds, m), "kind"), (size_t)2 * INDENT);
        }
    }
    return width;
}

static void add_titles(struct report_text *text, size_t width)
{
    report_text_add_c(text, REPORT_BOLD, "Coverage");
    report_text_pad(text, width);
    for (size_t i = 0; i < PLIM_LEN(columns); i++)
        report_text_printf(text, REPORT_DIM, "%*s", COLUMN, columns[i].title);
    report_text_line(text);
}

static void add_counts(struct report_text *text, const struct value *counts, size_t width)
{
    report_text_pad(text, width);
    for (size_t i = 0; i < PLIM_LEN(columns); i++) {
        long long number = number_at(counts, columns[i].path);
        bool bad = number > 0 && i + 2 >= PLIM_LEN(columns);
        report_text_printf(text,
                           bad          ? REPORT_YELLOW
                           : number > 0 ? REPORT_PLAIN
                                        : REPORT_DIM,
                           "%*lld", COLUMN, number);
    }
    report_text_line(text);
}

static void add_namespace(struct report_text *text, const struct value *namespace, size_t width)
{
    const struct value *kinds = value_get(namespace, "kinds");
    struct plim_str name = value_get_text(namespace, "namespace");
    if (!is_counted(namespace))
        return;
    report_text_pad(text, INDENT);
    if (name.len > 0)
        report_text_add(text, REPORT_PLAIN, name);
    else
        report_text_add_c(text, REPORT_PLAIN, "(cluster-scoped)");
    add_counts(text, namespace, width);
    for (size_t i = 0; i < value_len(kinds); i++) {
        const struct value *kind = value_at(kinds, i);
        if (!is_counted(kind))
            continue;
        report_text_pad(text, (size_t)2 * INDENT);
        report_text_add(text, REPORT_DIM, value_get_text(kind, "kind"));
        add_counts(text, kind, width);
    }
}

static void add_nobodys(struct report_text *text, const struct value *cluster)
{
    const struct value *list = value_get(cluster, "nobodys");
    for (size_t i = 0; i < value_len(list); i++) {
        const struct value *object = value_at(list, i);
        struct plim_str namespace = value_get_text(object, "namespace");
        report_text_pad(text, INDENT);
        report_text_add(text, REPORT_BOLD, value_get_text(cluster, "cluster"));
        report_text_add_c(text, REPORT_PLAIN, "  ");
        report_text_add(text, REPORT_PLAIN, namespace);
        report_text_add_c(text, REPORT_PLAIN, namespace.len > 0 ? "/" : "");
        report_text_add(text, REPORT_PLAIN, value_get_text(object, "name"));
        report_text_add_c(text, REPORT_DIM, "  ");
        report_text_add(text, REPORT_DIM, value_get_text(object, "kind"));
        report_text_line(text);
    }
    long long left = number_at(cluster, "owners.none") - (long long)value_len(list);
    if (left <= 0)
        return;
    report_text_printf(text, REPORT_YELLOW, "  and %lld more", left);
    report_text_line(text);
}

void report_text_coverage(struct report_text *text, const struct value *report)
{
    const struct value *clusters = value_get_path(report, "coverage.clusters");
    size_t width = find_width(clusters);
    if (value_len(clusters) == 0)
        return;
    add_titles(text, width);
    for (size_t i = 0; i < value_len(clusters); i++) {
        const struct value *cluster = value_at(clusters, i);
        const struct value *namespaces = value_get(cluster, "namespaces");
        report_text_add(text, REPORT_BOLD, value_get_text(cluster, "cluster"));
        add_counts(text, cluster, width);
        for (size_t k = 0; k < value_len(namespaces); k++)
            add_namespace(text, value_at(namespaces, k), width);
    }
    report_text_line(text);
    if (number_at(value_get(report, "coverage"), "owners.none") == 0)
        return;
    report_text_add_c(text, REPORT_BOLD, "Nobody's");
    report_text_line(text);
    for (size_t i = 0; i < value_len(clusters); i++)
        add_nobodys(text, value_at(clusters, i));
    report_text_line(text);
}
