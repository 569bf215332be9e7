/* The last line: counts, what is below its target, and the exit status. */
#include "base/str.h"

#include "text_priv.h"

static size_t count_below(const struct value *report)
{
    size_t count = 0;
    const struct value *assessments = value_get(report, "assessments");
    for (size_t i = 0; i < value_len(assessments); i++) {
        const struct value *dimensions = value_get(value_at(assessments, i), "dimensions");
        for (size_t k = 0; k < value_len(dimensions); k++) {
            const struct value *gap = value_get_path(value_at(dimensions, k), "target.gap");
            count += value_int_or(gap, 0) > 0 ? 1 : 0;
        }
    }
    return count;
}

void report_text_closing(struct report_text *text, const struct value *report)
{
    static const struct {
        const char *state;
        enum report_color color;
    } states[] = {
        {"fail", REPORT_RED},       {"warn", REPORT_YELLOW}, {"error", REPORT_RED},
        {"unknown", REPORT_YELLOW}, {"waived", REPORT_BLUE}, {"skip", REPORT_DIM},
        {"pass", REPORT_GREEN},
    };
    const struct value *results = value_get(report, "results");
    bool first = true;
    for (size_t i = 0; i < PLIM_LEN(states); i++) {
        int64_t number = value_int_or(value_get(results, states[i].state), 0);
        if (number == 0)
            continue;
        report_text_add_c(text, REPORT_PLAIN, first ? "" : ", ");
        report_text_printf(text, states[i].color, "%lld %s", (long long)number, states[i].state);
        first = false;
    }
    size_t below = count_below(report);
    if (below > 0)
        report_text_printf(text, REPORT_YELLOW, "%slevels below target: %zu", first ? "" : "   ",
                           below);
    first = first && below == 0;
    if (text->style->exit_status >= 0)
        report_text_printf(text, REPORT_DIM, "%sexit %d", first ? "" : "   ",
                           text->style->exit_status);
    report_text_line(text);
}
