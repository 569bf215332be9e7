/* Where the data comes from: a line per cluster and per repository, with what could not be read. */
#include "base/str.h"

#include "text_priv.h"

enum { INDENT = 2, GAP = 2, SHORT_COMMIT = 7, NAMES_SHOWN = 5 };

static size_t widest(const struct value *list, const char *field, size_t least)
{
    size_t width = least;
    for (size_t i = 0; i < value_len(list); i++) {
        size_t len = report_text_width(value_str(value_get(value_at(list, i), field)));
        width = len > width ? len : width;
    }
    return width;
}

/* "v1.36.3" is shown as "v1.36": the patch is no difference that a level depends on. */
static struct plim_str shorten_version(struct plim_str version)
{
    size_t dots = 0;
    for (size_t i = 0; i < version.len; i++) {
        dots += version.text[i] == '.' ? 1 : 0;
        if (dots == 2)
            return (struct plim_str){version.text, i};
    }
    return version;
}

/* "HTTP 403: pods is forbidden: ..." is shown as "HTTP 403"; the whole reason stands under Unknown.
 */
static struct plim_str shorten_reason(struct plim_str reason)
{
    struct plim_str head = {0};
    (void)plim_str_cut(&reason, ':', &head);
    return head;
}

static void add_names(struct plim_buf *line, const struct value *names)
{
    for (size_t i = 0; i < value_len(names); i++) {
        if (i == NAMES_SHOWN) {
            plim_buf_printf(line, " and %zu more", value_len(names) - i);
            return;
        }
        plim_buf_append_c(line, i > 0 ? ", " : " ");
        plim_buf_append_str(line, value_str(value_at(names, i)));
    }
}

/* What was looked at of a cluster that was audited in some namespaces alone. */
static void add_scope(struct report_text *text, const struct value *cluster, size_t indent)
{
    const struct value *namespaces = value_get(cluster, "namespaces");
    PLIM_CLEANUP(plim_buf_release) struct plim_buf line = {0};
    if (value_len(namespaces) == 0)
        return;
    plim_buf_append_c(&line, value_len(namespaces) > 1 ? "of the namespaces" : "of the namespace");
    add_names(&line, namespaces);
    plim_buf_append_c(&line, " alone");
    report_text_line(text);
    report_text_pad(text, indent);
    report_text_wrap(text, REPORT_DIM, plim_buf_str(&line), indent);
}

static void add_unread(struct report_text *text, const struct value *cluster, size_t indent)
{
    const struct value *unread = value_get(cluster, "unread");
    PLIM_CLEANUP(plim_buf_release) struct plim_buf line = {0};
    struct plim_str before = {0};
    for (size_t i = 0; i < value_len(unread); i++) {
        struct plim_str reason = shorten_reason(value_get_text(value_at(unread, i), "reason"));
        if (i > 0 && !plim_str_equal(before, reason))
            plim_buf_printf(&line, " not readable (%.*s); ", PLIM_STR_ARG(before));
        else if (i > 0)
            plim_buf_append_c(&line, ", ");
        plim_buf_append_str(&line, value_get_text(value_at(unread, i), "resource"));
        const struct value *read_in = value_get(value_at(unread, i), "readIn");
        if (value_len(read_in) > 0) {
            plim_buf_append_c(&line, " outside of");
            add_names(&line, read_in);
        }
        before = reason;
    }
    if (value_len(unread) > 0)
        plim_buf_printf(&line, " not readable (%.*s)", PLIM_STR_ARG(before));
    report_text_wrap(text, REPORT_YELLOW, plim_buf_str(&line), indent);
}

/* Once it is long enough to be noticed. */
static void add_throttling(struct report_text *text, const struct value *cluster)
{
    const struct value *seconds = value_get(cluster, "throttledSeconds");
    if (value_is(seconds, VALUE_DOUBLE) && seconds->real >= 0.05)
        report_text_printf(text, REPORT_YELLOW, "  waited %.1f s on throttling", seconds->real);
}

static void add_cluster(struct report_text *text, const struct value *cluster, size_t name_width,
                        size_t environment_width)
{
    size_t environment_at = INDENT + name_width + GAP;
    size_t version_at = environment_at + environment_width + GAP;
    report_text_pad(text, INDENT);
    report_text_add(text, REPORT_BOLD, value_get_text(cluster, "name"));
    report_text_pad(text, environment_at);
    report_text_add(text, REPORT_PLAIN, value_get_text(cluster, "environment"));
    report_text_pad(text, version_at);
    if (value_is_string(value_get(cluster, "state"), "unreachable")) {
        report_text_add_c(text, REPORT_RED, "not reached: ");
        report_text_wrap(text, REPORT_RED,
                         value_get_text(value_at(value_get(cluster, "unread"), 0), "reason"),
                         version_at + 2);
        report_text_line(text);
        return;
    }
    report_text_add(text, REPORT_PLAIN, shorten_version(value_get_text(cluster, "version")));
    report_text_pad(text, version_at + 7);
    report_text_printf(text, REPORT_PLAIN, "%5lld objects",
                       (long long)value_int_or(value_get(cluster, "objects"), 0));
    const struct value *seconds = value_get(cluster, "seconds");
    if (value_is(seconds, VALUE_DOUBLE) && seconds->real > 0)
        report_text_printf(text, REPORT_DIM, "  %4.1f s", seconds->real);
    add_throttling(text, cluster);
    report_text_pad(text, version_at + 31);
    add_unread(text, cluster, version_at + 31);
    add_scope(text, cluster, version_at);
    struct plim_str same_as = value_get_text(cluster, "sameAs");
    if (same_as.len > 0) {
        report_text_line(text);
        report_text_pad(text, version_at);
        report_text_printf(text, REPORT_YELLOW, "the same cluster as %.*s: sums count it once",
                           PLIM_STR_ARG(same_as));
    }
    report_text_line(text);
}

static struct plim_str shorten_commit(struct plim_str commit)
{
    return commit.len > SHORT_COMMIT ? (struct plim_str){commit.text, SHORT_COMMIT} : commit;
}

static void add_repository(struct report_text *text, const struct value *repository,
                           size_t name_width)
{
    size_t at = INDENT + name_width + GAP;
    report_text_pad(text, INDENT);
    report_text_add(text, REPORT_BOLD, value_get_text(repository, "name"));
    report_text_pad(text, at);
    if (value_is_string(value_get(repository, "state"), "unreachable")) {
        report_text_add_c(text, REPORT_RED, "not read: ");
        report_text_wrap(text, REPORT_RED, value_get_text(repository, "reason"), at + 2);
        report_text_line(text);
        return;
    }
    report_text_add(text, REPORT_PLAIN, value_get_text(repository, "requested"));
    report_text_add_c(text, REPORT_PLAIN, "@");
    report_text_add(text, REPORT_PLAIN, shorten_commit(value_get_text(repository, "revision")));
    report_text_printf(text, REPORT_PLAIN, "  %lld objects of %lld applications",
                       (long long)value_int_or(value_get(repository, "objects"), 0),
                       (long long)value_int_or(value_get(repository, "applications"), 0));
    const struct value *problems = value_get(repository, "unread");
    for (size_t i = 0; i < value_len(problems); i++) {
        report_text_line(text);
        report_text_pad(text, at);
        report_text_add(text, REPORT_YELLOW, value_get_text(value_at(problems, i), "path"));
        report_text_add_c(text, REPORT_YELLOW, " not rendered: ");
        report_text_wrap(text, REPORT_YELLOW, value_get_text(value_at(problems, i), "reason"),
                         at + 2);
    }
    report_text_line(text);
}

/* Before everything else: nothing below may be taken for the whole. */
static void add_interruption(struct report_text *text, const struct value *run)
{
    if (!value_bool_or(value_get(run, "interrupted"), false))
        return;
    report_text_add_c(text, REPORT_RED, "Ended early: ");
    report_text_add(text, REPORT_RED, value_get_text(run, "reason"));
    report_text_add_c(text, REPORT_RED, ". What was not read by then is unknown.");
    report_text_line(text);
    report_text_line(text);
}

void report_text_sources(struct report_text *text, const struct value *report)
{
    const struct value *clusters = value_get(report, "clusters");
    const struct value *repositories = value_get(report, "repositories");
    size_t name_width = widest(repositories, "name", widest(clusters, "name", 4));
    size_t environment_width = widest(clusters, "environment", 3);
    add_interruption(text, value_get(report, "run"));
    for (size_t i = 0; i < value_len(clusters); i++)
        add_cluster(text, value_at(clusters, i), name_width, environment_width);
    for (size_t i = 0; i < value_len(repositories); i++)
        add_repository(text, value_at(repositories, i), name_width);
    if (value_len(clusters) + value_len(repositories) > 0)
        report_text_line(text);
}
