/* The present, chance and rounding. Source: github.com/kyverno/sdk cel/libs/time, random, math. */
#include <math.h>

#include "arithmetic.h"
#include "library.h"
#include "time_text.h"

enum { NANOS = 1000000000 };

static struct value now(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)args;
    (void)len;
    if (frame->bindings == NULL || frame->bindings->now == 0)
        return value_unknown(PLIM_STR("the present is not known"));
    return cel_timestamp(frame, frame->bindings->now, 0);
}

/* Down to a multiple since the year 1, as Go has it; nothing happens when there is none. */
static struct value truncate_time(struct cel_frame *frame, const struct value *args, size_t len)
{
    static const int64_t year_one = -62135596800;
    (void)len;
    __extension__ typedef __int128 wide;
    wide step = (wide)args[1].integer * NANOS + (int32_t)args[1].len;
    if (step <= 0)
        return args[0];
    wide since = (wide)(args[0].integer - year_one) * NANOS + args[0].len;
    wide whole = since - since % step;
    return cel_timestamp(frame, (int64_t)(whole / NANOS) + year_one, (int64_t)(whole % NANOS));
}

static struct value to_cron(struct cel_frame *frame, const struct value *args, size_t len)
{
    struct cel_civil at = cel_civil_from(args[0].integer);
    (void)len;
    return value_string(plim_str_from(plim_arena_printf(frame->arena, "%d %d %d %d %d", at.minute,
                                                        at.hour, at.day, at.month, at.weekday)));
}

static struct value draw(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)args;
    (void)len;
    return value_unknown(PLIM_STR("chance decides"));
}

static struct value round_to(struct cel_frame *frame, const struct value *args, size_t len)
{
    double shift = pow(10, (double)args[1].integer);
    (void)frame;
    (void)len;
    return value_double(round(args[0].real * shift) / shift);
}

static const struct cel_function functions[] = {
    {"time.now", "() -> timestamp", now, CEL_COST_ONE, 0, 0, "the time of the evaluation"},
    {"time.truncate", "(timestamp, duration) -> timestamp", truncate_time, CEL_COST_ONE, 0, 0,
     "down to a multiple of the duration since the year 1"},
    {"time.toCron", "(timestamp) -> string", to_cron, CEL_COST_ONE, 0, 0,
     "the schedule of cron for that minute: \"30 5 1 12 0\""},
    {"random", "() -> string", draw, CEL_COST_ONE, 0, 0, "always unknown"},
    {"random", "(string) -> string", draw, CEL_COST_ONE, 0, 0, NULL},
    {"random.random", "() -> string", draw, CEL_COST_ONE, 0, 0, "always unknown"},
    {"random.random", "(string) -> string", draw, CEL_COST_ONE, 0, 0, NULL},
    {"math.round", "(double, int) -> double", round_to, CEL_COST_ONE, 0, 0,
     "to so many digits behind the point, halves away from zero"},
};

const struct cel_functions cel_functions_kyverno_time = {functions, PLIM_LEN(functions)};
