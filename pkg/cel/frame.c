#include "frame.h"

#include <stdarg.h>
#include <stdio.h>

#include "pattern.h"

enum { MESSAGE_MAX = 512 };

static struct value error_value(struct plim_str message)
{
    struct value value = value_string(message);
    value.kind = VALUE_ERROR;
    return value;
}

struct value cel_fail(struct cel_frame *frame, const char *fmt, ...)
{
    char message[MESSAGE_MAX];
    va_list list;
    va_start(list, fmt);
    (void)vsnprintf(message, sizeof message, fmt, list);
    va_end(list);
    return error_value(plim_str_from(plim_arena_copy_c(frame->arena, message)));
}

static const char no_overload[] = "no such overload";

struct value cel_no_overload(void)
{
    return error_value(PLIM_STR(no_overload));
}

bool cel_is_no_overload(const struct value *value)
{
    return value->kind == VALUE_ERROR && value->text == no_overload;
}

bool cel_room(struct cel_frame *frame, size_t bytes)
{
    size_t taken = plim_arena_bytes(frame->arena) - frame->bytes_begin;
    bool fits = taken <= frame->bytes_max && bytes <= frame->bytes_max - taken;
    frame->is_full = frame->is_full || (!fits && frame->bytes_max > 0);
    return !frame->is_full;
}

char *cel_text_take(struct cel_frame *frame, size_t len)
{
    return cel_room(frame, len) ? plim_arena_take(frame->arena, len + 1) : NULL;
}

struct value *cel_items_take(struct cel_frame *frame, size_t count)
{
    if (count >= UINT32_MAX || !cel_room(frame, count * sizeof(struct value)))
        return NULL;
    return plim_arena_take(frame->arena, (count + 1) * sizeof(struct value));
}

struct value cel_text(struct cel_frame *frame, struct plim_str text)
{
    if (!cel_room(frame, text.len))
        return cel_stop_failure(frame);
    return value_string(plim_arena_copy_str(frame->arena, text));
}

struct value cel_optional_of(struct cel_frame *frame, const struct value *value)
{
    struct value *item = plim_arena_take(frame->arena, sizeof *item);
    *item = *value;
    struct value optional = value_list(item, 1);
    optional.kind = VALUE_OPTIONAL;
    return optional;
}

struct value cel_optional_none(void)
{
    return (struct value){.kind = VALUE_OPTIONAL};
}

bool cel_work(struct cel_frame *frame, uint64_t units)
{
    frame->work += units;
    return frame->work <= frame->cost_max;
}

const struct cel_pattern *cel_pattern_of(struct cel_frame *frame, const struct value *text,
                                         struct value *failure_out)
{
    char why[CEL_PATTERN_WHY_BYTES];
    if (frame->pattern)
        return frame->pattern;
    const struct cel_pattern *pattern = cel_pattern_cached(text->text, text->len, why);
    if (!pattern)
        *failure_out = cel_fail(frame, "invalid regular expression: %s", why);
    return pattern;
}
