/* Regular expressions: Kubernetes' find and findAll, and the regex extension.
 * Source: k8s.io/apiserver/pkg/cel/library/regex.go; cel-go ext/regex.go. */
#include <ctype.h>
#include <string.h>

#include "base/buf.h"
#include "value/build.h"

#include "library.h"
#include "pattern.h"
#include "utf8.h"

static struct value span_text(const struct cel_match *match, int group)
{
    return value_string((struct plim_str){match->text + match->spans[group].begin,
                                          match->spans[group].end - match->spans[group].begin});
}

static struct value find(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    struct cel_match match = {.text = args[0].text, .len = args[0].len};
    struct value failure;
    const struct cel_pattern *pattern = cel_pattern_of(frame, &args[1], &failure);
    if (!pattern)
        return failure;
    bool found = cel_pattern_find(pattern, &match, 1);
    return found ? span_text(&match, 0) : value_string(PLIM_STR(""));
}

/* Matches one after the other. */
struct walk {
    const struct cel_pattern *pattern;
    struct cel_match match;
    int spans;
    size_t last_end; /* SIZE_MAX before the first */
};

static struct walk start_walk(const struct cel_pattern *pattern, const struct value *text,
                              int spans)
{
    return (struct walk){pattern, {.text = text->text, .len = text->len}, spans, SIZE_MAX};
}

/* The next match, as Go finds them: an empty one right behind the last is passed over. */
static bool next_match(struct walk *walk)
{
    struct cel_match *match = &walk->match;
    while (match->from <= match->len) {
        if (!cel_pattern_find(walk->pattern, match, walk->spans))
            return false;
        bool empty = match->spans[0].begin == match->spans[0].end;
        struct plim_str rest = {match->text + match->spans[0].end,
                                match->len - match->spans[0].end};
        size_t step = cel_utf8_offset(rest, 1);
        match->from = match->spans[0].end + (empty ? (step ? step : 1) : 0);
        bool wanted = !empty || match->spans[0].begin != walk->last_end;
        if (wanted) {
            walk->last_end = match->spans[0].end;
            return true;
        }
    }
    return false;
}

static struct value find_all(struct cel_frame *frame, const struct value *args, size_t len)
{
    int64_t limit = len > 2 && args[2].integer >= 0 ? args[2].integer : INT64_MAX;
    struct value_list_builder list = {.arena = frame->arena};
    struct value failure;
    const struct cel_pattern *pattern = cel_pattern_of(frame, &args[1], &failure);
    if (!pattern)
        return failure;
    struct walk walk = start_walk(pattern, &args[0], 1);
    for (int64_t i = 0; i < limit && cel_room(frame, 0) && next_match(&walk); i++)
        value_list_add(&list, span_text(&walk.match, 0));
    return value_list_finish(&list);
}

/* Of an expression with one group what that matched, else all of it; false when it did not take
 * part, or matched nothing. */
static bool extracted(const struct cel_pattern *pattern, const struct cel_match *match,
                      struct value *value_out)
{
    int group = cel_pattern_groups(pattern);
    size_t begin = match->spans[group].begin;
    if (begin == SIZE_MAX || (group > 0 && begin == match->spans[group].end))
        return false;
    *value_out = span_text(match, group);
    return true;
}

/* The pattern of an extraction. */
static const struct cel_pattern *one_group(struct cel_frame *frame, const struct value *text,
                                           struct value *failure_out)
{
    const struct cel_pattern *pattern = cel_pattern_of(frame, text, failure_out);
    if (!pattern || cel_pattern_groups(pattern) < 2)
        return pattern;
    *failure_out = cel_fail(frame, "regular expression has more than one capturing group");
    return NULL;
}

static struct value extract(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    struct cel_match match = {.text = args[0].text, .len = args[0].len};
    struct value value;
    const struct cel_pattern *pattern = one_group(frame, &args[1], &value);
    if (!pattern)
        return value;
    if (!cel_pattern_find(pattern, &match, CEL_PATTERN_SPANS_MAX) ||
        !extracted(pattern, &match, &value))
        return cel_optional_none();
    return cel_optional_of(frame, &value);
}

static struct value extract_all(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    struct value_list_builder list = {.arena = frame->arena};
    struct value value;
    const struct cel_pattern *pattern = one_group(frame, &args[1], &value);
    if (!pattern)
        return value;
    struct walk walk = start_walk(pattern, &args[0], CEL_PATTERN_SPANS_MAX);
    while (cel_room(frame, 0) && next_match(&walk))
        if (extracted(pattern, &walk.match, &value))
            value_list_add(&list, value);
    return value_list_finish(&list);
}

/* Append the replacement with \1 and the like filled in; false on an unknown group or escape. */
static bool add_replacement(struct plim_buf *buf, const struct walk *walk, struct plim_str to)
{
    const struct cel_match *match = &walk->match;
    int groups = cel_pattern_groups(walk->pattern);
    for (size_t i = 0; i < to.len; i++) {
        if (to.text[i] != '\\') {
            plim_buf_append_char(buf, to.text[i]);
            continue;
        }
        if (++i == to.len)
            return false;
        if (to.text[i] == '\\') {
            plim_buf_append_char(buf, '\\');
            continue;
        }
        int group = to.text[i] - '0';
        if (!isdigit((unsigned char)to.text[i]) || group > groups)
            return false;
        if (match->spans[group].begin != SIZE_MAX)
            plim_buf_append(buf, match->text + match->spans[group].begin,
                            match->spans[group].end - match->spans[group].begin);
    }
    return true;
}

static struct value replace_into(struct cel_frame *frame, const struct value *args, int64_t limit,
                                 struct plim_buf *buf)
{
    size_t copied = 0;
    struct value failure;
    if (limit == 0)
        return args[0]; /* the pattern is not even looked at */
    const struct cel_pattern *pattern = cel_pattern_of(frame, &args[1], &failure);
    if (!pattern)
        return failure;
    struct walk walk = start_walk(pattern, &args[0], CEL_PATTERN_SPANS_MAX);
    for (int64_t i = 0; i < limit && next_match(&walk); i++) {
        plim_buf_append(buf, walk.match.text + copied, walk.match.spans[0].begin - copied);
        if (!add_replacement(buf, &walk, value_str(&args[2])))
            return cel_fail(frame, "invalid replacement string: '%.*s'",
                            PLIM_STR_ARG(value_str(&args[2])));
        copied = walk.match.spans[0].end;
    }
    plim_buf_append(buf, walk.match.text + copied, walk.match.len - copied);
    if (buf->failed || !cel_work(frame, buf->len / 10))
        return cel_fail(frame, "text is too long");
    return cel_text(frame, plim_buf_str(buf));
}

static struct value replace(struct cel_frame *frame, const struct value *args, size_t len)
{
    int64_t limit = len > 3 && args[3].integer >= 0 ? args[3].integer : INT64_MAX;
    struct plim_buf buf = {.max = (size_t)16 << 20};
    struct value value = replace_into(frame, args, limit, &buf);
    plim_buf_release(&buf);
    return value;
}

static const struct cel_function functions[] = {
    {"regex.extract", "(string, string) -> optional(string)", extract, CEL_COST_EXTRACT,
     CEL_FUNCTION_PATTERN, 0, "the first match, or what its one group matched"},
    {"regex.extractAll", "(string, string) -> list(string)", extract_all, CEL_COST_EXTRACT_ALL,
     CEL_FUNCTION_PATTERN, 0, "the same of all matches"},
    {"regex.replace", "(string, string, string) -> string", replace, CEL_COST_SUBSTITUTE,
     CEL_FUNCTION_PATTERN, 0, "matches replaced, or the first so many; \1 is the first group"},
    {"regex.replace", "(string, string, string, int) -> string", replace, CEL_COST_SUBSTITUTE,
     CEL_FUNCTION_PATTERN, 0, NULL},
};

const struct cel_functions cel_functions_regex = {functions, PLIM_LEN(functions)};

static const struct cel_function kubernetes_functions[] = {
    {"find", "string.(string) -> string", find, CEL_COST_FIND, CEL_FUNCTION_PATTERN, 0,
     "the first match, or \"\""},
    {"findAll", "string.(string) -> list(string)", find_all, CEL_COST_FIND, CEL_FUNCTION_PATTERN, 0,
     "all matches, or the first so many"},
    {"findAll", "string.(string, int) -> list(string)", find_all, CEL_COST_FIND,
     CEL_FUNCTION_PATTERN, 0, NULL},
};

const struct cel_functions cel_functions_kubernetes_regex = {kubernetes_functions,
                                                             PLIM_LEN(kubernetes_functions)};
