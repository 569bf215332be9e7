/*
 * Levels: one line per dimension of each model. A mark stands for a level: proven, possible once
 * what is unknown is known, or not reached.
 */
#include "base/str.h"

#include "level_text_priv.h"
#include "text_priv.h"

enum { INDENT = 2, NONE = REPORT_NO_LEVEL };

/* The widest name of the levels that the dimensions have at `path`, and of the column's heading. */
static size_t widest_level(const struct value *assessment, const char *path,
                           struct plim_str heading)
{
    size_t width = heading.len;
    PLIM_CLEANUP(plim_buf_release) struct plim_buf name = {0};
    const struct value *dimensions = value_get(assessment, "dimensions");
    for (size_t i = 0; i < value_len(dimensions); i++) {
        const struct value *level = value_get_path(value_at(dimensions, i), path);
        if (!level)
            continue;
        report_level_print(assessment, value_at(dimensions, i),
                           report_level_rank(assessment, level), &name);
        size_t len = report_text_width(plim_buf_str(&name));
        width = len > width ? len : width;
    }
    return width;
}

static size_t widest_dimension(const struct value *assessment)
{
    size_t width = 0;
    const struct value *dimensions = value_get(assessment, "dimensions");
    for (size_t i = 0; i < value_len(dimensions); i++) {
        size_t len = report_text_width(value_get_text(value_at(dimensions, i), "title"));
        width = len > width ? len : width;
    }
    return width;
}

static void add_marks(struct report_text *text, size_t levels, int64_t floor, int64_t ceiling)
{
    for (int64_t i = 0; i < (int64_t)levels; i++) {
        bool proven = i <= floor;
        bool possible = !proven && i <= ceiling;
        enum report_color color = proven ? REPORT_GREEN : possible ? REPORT_YELLOW : REPORT_DIM;
        if (i > 0)
            report_text_add_c(text, color, proven ? "━━━━" : possible ? "╌╌╌╌" : "────");
        report_text_add_c(text, color, proven ? "●" : possible ? "◌" : "○");
    }
}

static void add_next(struct report_text *text, const struct value *dimension)
{
    const struct value *blockers = value_get_path(dimension, "next.blockers");
    const struct value *first = value_at(blockers, 0);
    const struct value *gap = value_get_path(dimension, "target.gap");
    PLIM_CLEANUP(plim_buf_release) struct plim_buf note = {0};
    if (gap && value_int_or(gap, 0) == 0) {
        report_text_add_c(text, REPORT_GREEN, "✔ at target");
        return;
    }
    if (!first)
        return;
    bool unknown = value_is_string(value_get(first, "state"), "unknown");
    report_text_add_c(text, unknown ? REPORT_YELLOW : REPORT_BLUE, unknown ? "? " : "▸ ");
    report_blockers_print(blockers, &note);
    report_text_wrap(text, REPORT_PLAIN, plim_buf_str(&note), text->column);
}

struct columns {
    size_t marks, proven, possible, target, next;
};

static struct columns place_columns(const struct value *assessment)
{
    size_t levels = value_len(value_get(assessment, "levels"));
    struct columns at = {.marks = INDENT + widest_dimension(assessment) + 2};
    at.proven = at.marks + levels * 5 - 4 + 3;
    at.possible = at.proven + widest_level(assessment, "level.floor", PLIM_STR("proven")) + 2;
    at.target = at.possible + widest_level(assessment, "level.ceiling", PLIM_STR("possible")) + 2;
    at.next = at.target + widest_level(assessment, "target.level", PLIM_STR("target")) + 2;
    return at;
}

static void add_level(struct report_text *text, const struct value *assessment,
                      const struct value *dimension, int64_t rank, enum report_color color)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf name = {0};
    report_level_print(assessment, dimension, rank, &name);
    report_text_add(text, color, plim_buf_str(&name));
}

static void add_dimension(struct report_text *text, const struct value *assessment,
                          const struct value *dimension, const struct columns *at)
{
    int64_t floor = report_level_rank(assessment, value_get_path(dimension, "level.floor"));
    int64_t ceiling = report_level_rank(assessment, value_get_path(dimension, "level.ceiling"));
    const struct value *target = value_get_path(dimension, "target.level");
    report_text_pad(text, INDENT);
    report_text_add(text, REPORT_BOLD, value_get_text(dimension, "title"));
    report_text_pad(text, at->marks);
    add_marks(text, value_len(value_get(assessment, "levels")), floor, ceiling);
    report_text_pad(text, at->proven);
    add_level(text, assessment, dimension, floor, REPORT_PLAIN);
    report_text_pad(text, at->possible);
    add_level(text, assessment, dimension, ceiling, ceiling > floor ? REPORT_YELLOW : REPORT_PLAIN);
    report_text_pad(text, at->target);
    if (value_is(target, VALUE_STRING))
        add_level(text, assessment, dimension, report_level_rank(assessment, target), REPORT_PLAIN);
    report_text_pad(text, at->next);
    add_next(text, dimension);
    report_text_line(text);
}

/* The practice's title, as the assessment lists it. */
static struct plim_str practice_title(const struct value *assessment, struct plim_str id)
{
    const struct value *practices = value_get(assessment, "practices");
    for (size_t i = 0; i < value_len(practices); i++) {
        const struct value *practice = value_at(practices, i);
        if (plim_str_equal(value_get_text(practice, "practice"), id))
            return value_get_text(practice, "title");
    }
    return id;
}

static const struct value *find_dimension(const struct value *assessment, struct plim_str id)
{
    const struct value *dimensions = value_get(assessment, "dimensions");
    for (size_t i = 0; i < value_len(dimensions); i++) {
        if (plim_str_equal(value_get_text(value_at(dimensions, i), "id"), id))
            return value_at(dimensions, i);
    }
    return NULL;
}

/* The cheapest step: what to do, and what it proves. */
static void add_step(struct report_text *text, const struct value *assessment)
{
    const struct value *step = value_get(assessment, "nextStep");
    const struct value *practices = value_get(step, "practices");
    if (value_len(practices) == 0)
        return;
    report_text_pad(text, INDENT);
    report_text_add_c(text, REPORT_BOLD, "Next: ");
    for (size_t i = 0; i < value_len(practices); i++) {
        if (i > 0)
            report_text_add_c(text, REPORT_PLAIN, "; ");
        report_text_wrap(text, REPORT_PLAIN,
                         practice_title(assessment, value_str(value_at(practices, i))), INDENT + 6);
    }
    report_text_add_c(text, REPORT_PLAIN, " → proves ");
    const struct value *dimension = find_dimension(assessment, value_get_text(step, "dimension"));
    report_text_add(text, REPORT_PLAIN, value_get_text(dimension, "title"));
    report_text_add_c(text, REPORT_PLAIN, " ");
    add_level(text, assessment, dimension, report_level_rank(assessment, value_get(step, "proves")),
              REPORT_BOLD);
    report_text_line(text);
}

static void add_assessment(struct report_text *text, const struct value *assessment)
{
    struct columns at = place_columns(assessment);
    report_text_add_c(text, REPORT_BOLD, "Maturity  ");
    report_text_add(text, REPORT_PLAIN, value_get_text(assessment, "model.id"));
    report_text_pad(text, at.proven);
    report_text_add_c(text, REPORT_DIM, "proven");
    report_text_pad(text, at.possible);
    report_text_add_c(text, REPORT_DIM, "possible");
    report_text_pad(text, at.target);
    report_text_add_c(text, REPORT_DIM, "target");
    report_text_line(text);
    const struct value *dimensions = value_get(assessment, "dimensions");
    for (size_t i = 0; i < value_len(dimensions); i++) {
        if (!value_bool_or(value_get(value_at(dimensions, i), "hidden"), false))
            add_dimension(text, assessment, value_at(dimensions, i), &at);
    }
    add_step(text, assessment);
    report_text_line(text);
}

void report_text_levels(struct report_text *text, const struct value *report)
{
    const struct value *assessments = value_get(report, "assessments");
    for (size_t i = 0; i < value_len(assessments); i++)
        add_assessment(text, value_at(assessments, i));
}
