/* Regular expressions: Kubernetes' find and findAll, and the regex extension.
 * Source: k8s.io/apiserver/pkg/cel/library/regex.go; cel-go ext/regex.go. */
#include <ctype.h>
#include <string.h>

#include "base/buf.h"
#include "value/build.h"

#include "library.h"
#include "pattern.h"
#include "utf8.h"

static struct value pattern_failure(struct cel_frame *frame, const char *why)
{
    return cel_fail(frame, "Illegal regex: %s", why);
}

static struct value span_text(const struct cel_regex_match *match, int group)
{
    return value_string((struct plim_str){match->text + match->spans[group].begin,
                                          match->spans[group].end - match->spans[group].begin});
}

static struct value find(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    struct cel_regex_match match = {.text = args[0].text, .len = args[0].len};
    char why[CEL_REGEX_WHY_BYTES];
    int found = cel_regex_find(args[1].text, args[1].len, &match, why);
    if (found < 0)
        return pattern_failure(frame, why);
    return found ? span_text(&match, 0) : value_string(PLIM_STR(""));
}

/* The next match from `from` on, as Go finds them: an empty one right behind the last is passed
 * over. */
static int next_match(const struct value *args, struct cel_regex_match *match, size_t *from,
                      size_t last_end, char why[CEL_REGEX_WHY_BYTES])
{
    while (*from <= match->len) {
        match->from = *from;
        int found = cel_regex_find(args[1].text, args[1].len, match, why);
        if (found <= 0)
            return found;
        bool empty = match->spans[0].begin == match->spans[0].end;
        struct plim_str rest = {match->text + match->spans[0].end,
                                match->len - match->spans[0].end};
        size_t step = cel_utf8_offset(rest, 1);
        *from = match->spans[0].end + (empty ? (step ? step : 1) : 0);
        if (!empty || match->spans[0].begin != last_end)
            return 1;
    }
    return 0;
}

static struct value find_all(struct cel_frame *frame, const struct value *args, size_t len)
{
    int64_t limit = len > 2 && args[2].integer >= 0 ? args[2].integer : INT64_MAX;
    struct cel_regex_match match = {.text = args[0].text, .len = args[0].len};
    struct value_list_builder list = {.arena = frame->arena};
    char why[CEL_REGEX_WHY_BYTES];
    size_t from = 0;
    size_t last_end = SIZE_MAX;
    for (int64_t i = 0; i < limit; i++) {
        int found = next_match(args, &match, &from, last_end, why);
        if (found < 0)
            return pattern_failure(frame, why);
        if (found == 0)
            break;
        last_end = match.spans[0].end;
        value_list_add(&list, span_text(&match, 0));
    }
    return value_list_finish(&list);
}

/* The text of group 1, or of the whole match of an expression without groups. */
static bool extracted(struct cel_frame *frame, const struct cel_regex_match *match,
                      struct value *value_out)
{
    if (match->groups > 1) {
        *value_out = cel_fail(frame, "regular expression has more than one capturing group");
        return true;
    }
    if (match->spans[match->groups].begin == SIZE_MAX)
        return false;
    *value_out = span_text(match, match->groups);
    return true;
}

static struct value extract(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    struct cel_regex_match match = {.text = args[0].text, .len = args[0].len};
    char why[CEL_REGEX_WHY_BYTES];
    struct value value;
    int found = cel_regex_find(args[1].text, args[1].len, &match, why);
    if (found < 0)
        return pattern_failure(frame, why);
    if (match.groups > 1)
        return cel_fail(frame, "regular expression has more than one capturing group");
    if (!found || !extracted(frame, &match, &value))
        return cel_optional_none();
    return cel_optional_of(frame, &value);
}

static struct value extract_all(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    struct cel_regex_match match = {.text = args[0].text, .len = args[0].len};
    struct value_list_builder list = {.arena = frame->arena};
    char why[CEL_REGEX_WHY_BYTES];
    size_t from = 0;
    size_t last_end = SIZE_MAX;
    int found = 0;
    while ((found = next_match(args, &match, &from, last_end, why)) > 0) {
        struct value value;
        last_end = match.spans[0].end;
        if (!extracted(frame, &match, &value))
            continue;
        if (cel_is_failed(&value))
            return value;
        value_list_add(&list, value);
    }
    return found < 0 ? pattern_failure(frame, why) : value_list_finish(&list);
}

/* Append the replacement with \1 and the like filled in; false on an unknown group or escape. */
static bool add_replacement(struct plim_buf *buf, const struct cel_regex_match *match,
                            struct plim_str to)
{
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
        if (!isdigit((unsigned char)to.text[i]) || group > match->groups)
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
    struct cel_regex_match match = {.text = args[0].text, .len = args[0].len};
    char why[CEL_REGEX_WHY_BYTES];
    size_t from = 0;
    size_t last_end = SIZE_MAX;
    size_t copied = 0;
    int found = 0;
    for (int64_t i = 0; i < limit && (found = next_match(args, &match, &from, last_end, why)) > 0;
         i++) {
        plim_buf_append(buf, match.text + copied, match.spans[0].begin - copied);
        if (!add_replacement(buf, &match, value_str(&args[2])))
            return cel_fail(frame, "invalid replacement string: '%.*s'",
                            PLIM_STR_ARG(value_str(&args[2])));
        copied = last_end = match.spans[0].end;
    }
    if (found < 0)
        return pattern_failure(frame, why);
    plim_buf_append(buf, match.text + copied, match.len - copied);
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
    {"regex.extract", "(string, string) -> optional(string)", extract, CEL_COST_EXTRACT, 0, 0,
     "the first match, or what its one group matched"},
    {"regex.extractAll", "(string, string) -> list(string)", extract_all, CEL_COST_EXTRACT_ALL, 0,
     0, "the same of all matches"},
    {"regex.replace", "(string, string, string) -> string", replace, CEL_COST_SUBSTITUTE, 0, 0,
     "matches replaced, or the first so many; \1 is the first group"},
    {"regex.replace", "(string, string, string, int) -> string", replace, CEL_COST_SUBSTITUTE, 0, 0,
     NULL},
};

const struct cel_functions cel_functions_regex = {functions, PLIM_LEN(functions)};

static const struct cel_function kubernetes_functions[] = {
    {"find", "string.(string) -> string", find, CEL_COST_FIND, 0, 0, "the first match, or \"\""},
    {"findAll", "string.(string) -> list(string)", find_all, CEL_COST_FIND, 0, 0,
     "all matches, or the first so many"},
    {"findAll", "string.(string, int) -> list(string)", find_all, CEL_COST_FIND, 0, 0, NULL},
};

const struct cel_functions cel_functions_kubernetes_regex = {kubernetes_functions,
                                                             PLIM_LEN(kubernetes_functions)};
