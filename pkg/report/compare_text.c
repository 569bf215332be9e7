/* A comparison for people: levels, then what is new, gone, different, and no longer known. */
#include "report/compare.h"

#include "finding_text_priv.h"
#include "text_priv.h"

enum { INDENT = 2, STATE_WIDTH = 8, SEVERITY_WIDTH = 10 };

static const struct {
    const char *list;
    const char *title;
    enum report_color color;
} sections[] = {
    {"new", "New", REPORT_RED},
    {"fixed", "Fixed", REPORT_GREEN},
    {"changed", "Changed", REPORT_YELLOW},
    {"unknown", "No longer known", REPORT_YELLOW},
};

static void add_inputs(struct report_text *text, const struct value *comparison)
{
    const struct value *differ = value_get(comparison, "differ");
    if (value_len(differ) == 0)
        return;
    report_text_add_c(text, REPORT_YELLOW, "Not the same in both runs: ");
    for (size_t i = 0; i < value_len(differ); i++) {
        report_text_add_c(text, REPORT_YELLOW, i > 0 ? ", " : "");
        report_text_add(text, REPORT_YELLOW, value_str(value_at(differ, i)));
    }
    report_text_line(text);
    report_text_line(text);
}

static void add_bound(struct report_text *text, const struct value *level, const char *path)
{
    struct plim_str id = value_get_text(level, path);
    report_text_add(text, REPORT_PLAIN, id.len > 0 ? id : PLIM_STR("none"));
}

/* "level-1", or "level-1 to level-2" while that is possible. */
static void add_bounds(struct report_text *text, const struct value *level)
{
    add_bound(text, level, "floor");
    if (plim_str_equal(value_get_text(level, "floor"), value_get_text(level, "ceiling")))
        return;
    report_text_add_c(text, REPORT_DIM, " to ");
    add_bound(text, level, "ceiling");
}

static void add_levels(struct report_text *text, const struct value *comparison)
{
    const struct value *levels = value_get(comparison, "levels");
    if (value_len(levels) == 0)
        return;
    report_text_add_c(text, REPORT_BOLD, "Levels");
    report_text_line(text);
    for (size_t i = 0; i < value_len(levels); i++) {
        const struct value *level = value_at(levels, i);
        report_text_pad(text, INDENT);
        report_text_add(text, REPORT_PLAIN, value_get_text(level, "modelTitle"));
        report_text_add_c(text, REPORT_PLAIN, ", ");
        report_text_add(text, REPORT_BOLD, value_get_text(level, "title"));
        report_text_add_c(text, REPORT_PLAIN, ": ");
        add_bounds(text, value_get(level, "before"));
        report_text_add_c(text, REPORT_PLAIN, " → ");
        add_bounds(text, value_get(level, "after"));
        report_text_line(text);
    }
    report_text_line(text);
}

static void add_finding(struct report_text *text, const struct value *finding,
                        enum report_color color)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf name = {0};
    report_finding_name(finding, &name);
    report_text_pad(text, INDENT);
    report_text_add(text, color, value_get_text(finding, "state"));
    report_text_pad(text, INDENT + STATE_WIDTH);
    report_text_add(text, REPORT_PLAIN, value_get_text(finding, "severity"));
    report_text_pad(text, INDENT + STATE_WIDTH + SEVERITY_WIDTH);
    report_text_add(text, REPORT_BOLD, value_get_text(finding, "policy"));
    report_text_add_c(text, REPORT_PLAIN, "  ");
    report_text_add(text, REPORT_PLAIN, plim_buf_str(&name));
    report_text_line(text);
    report_text_pad(text, INDENT + STATE_WIDTH + SEVERITY_WIDTH);
    report_text_wrap(text, REPORT_DIM, report_finding_message(finding),
                     INDENT + STATE_WIDTH + SEVERITY_WIDTH);
    report_text_line(text);
}

/* What it was, below what it is. */
static void add_before(struct report_text *text, const struct value *before)
{
    report_text_pad(text, INDENT + STATE_WIDTH);
    report_text_add_c(text, REPORT_DIM, "before: ");
    report_text_add(text, REPORT_DIM, value_get_text(before, "state"));
    report_text_add_c(text, REPORT_DIM, ", ");
    report_text_add(text, REPORT_DIM, value_get_text(before, "severity"));
    report_text_add_c(text, REPORT_DIM, ", ");
    report_text_wrap(text, REPORT_DIM, report_finding_message(before),
                     INDENT + STATE_WIDTH + SEVERITY_WIDTH);
    report_text_line(text);
}

static void add_section(struct report_text *text, const struct value *list, const char *title,
                        enum report_color color)
{
    if (value_len(list) == 0)
        return;
    report_text_printf(text, REPORT_BOLD, "%s (%zu)", title, value_len(list));
    report_text_line(text);
    for (size_t i = 0; i < value_len(list); i++) {
        const struct value *item = value_at(list, i);
        const struct value *after = value_get(item, "after");
        add_finding(text, after ? after : item, color);
        if (after)
            add_before(text, value_get(item, "before"));
    }
    report_text_line(text);
}

static void add_counts(struct report_text *text, const struct value *counts)
{
    static const struct {
        const char *name;
        const char *word;
        enum report_color color;
    } parts[] = {
        {"new", "new", REPORT_RED},
        {"fixed", "fixed", REPORT_GREEN},
        {"changed", "changed", REPORT_YELLOW},
        {"unknown", "no longer known", REPORT_YELLOW},
        {"unchanged", "as before", REPORT_DIM},
    };
    for (size_t i = 0; i < PLIM_LEN(parts); i++)
        report_text_printf(text, parts[i].color, "%s%lld %s", i > 0 ? ", " : "",
                           (long long)value_int_or(value_get(counts, parts[i].name), 0),
                           parts[i].word);
    report_text_line(text);
}

enum plim_code report_compare_write_text(const struct value *comparison, bool color, size_t width,
                                         const struct plim_sink *sink, struct plim_err *err)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf buf = {0};
    struct report_style style = {.color = color, .width = width};
    struct report_text text = {.buf = &buf, .style = &style};
    add_inputs(&text, comparison);
    add_levels(&text, comparison);
    for (size_t i = 0; i < PLIM_LEN(sections); i++)
        add_section(&text, value_get(comparison, sections[i].list), sections[i].title,
                    sections[i].color);
    add_counts(&text, value_get(comparison, "counts"));
    return sink->write(sink->context, buf.text, buf.len, err);
}
