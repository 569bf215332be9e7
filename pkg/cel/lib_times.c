/* Timestamps and durations. Source: cel-spec doc/langdef.md, "Timestamps and Durations". */
#include "arithmetic.h"
#include "environment.h"
#include "library.h"
#include "time_text.h"
#include "zone.h"

enum { NANOS = 1000000000 };

/* 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z. */
static const int64_t timestamp_least = -62135596800;
static const int64_t timestamp_most = 253402300799;
/* Durations fit an int64 of nanoseconds. */
static const int64_t duration_seconds_most = 9223372036;
static const int64_t duration_nanos_least = -854775808;

static void normalise(int64_t *seconds, int64_t *nanos, bool floor)
{
    *seconds += *nanos / NANOS;
    *nanos %= NANOS;
    if (*nanos < 0 && (floor || *seconds > 0)) {
        *nanos += NANOS;
        --*seconds;
    } else if (*nanos > 0 && *seconds < 0 && !floor) {
        *nanos -= NANOS;
        ++*seconds;
    }
}

struct value cel_timestamp(struct cel_frame *frame, int64_t seconds, int64_t nanos)
{
    normalise(&seconds, &nanos, true);
    if (seconds < timestamp_least || seconds > timestamp_most)
        return cel_fail(frame, "timestamp overflow: value is out of range");
    return (struct value){.kind = VALUE_TIMESTAMP, .len = (uint32_t)nanos, .integer = seconds};
}

struct value cel_duration(struct cel_frame *frame, int64_t seconds, int64_t nanos)
{
    int64_t all = 0;
    normalise(&seconds, &nanos, false);
    if (seconds > duration_seconds_most || seconds < -duration_seconds_most ||
        __builtin_add_overflow(seconds * NANOS, nanos, &all))
        return cel_fail(frame, "duration overflow: value is out of range");
    return (struct value){
        .kind = VALUE_DURATION, .len = (uint32_t)(int32_t)nanos, .integer = seconds};
}

static int64_t nanos_of(const struct value *value)
{
    return (int32_t)value->len;
}

struct value cel_time_add(struct cel_frame *frame, const struct value *left,
                          const struct value *right)
{
    int64_t seconds = left->integer + right->integer; /* both far from the end of int64 */
    int64_t nanos = nanos_of(left) + nanos_of(right);
    if (left->kind == VALUE_DURATION && right->kind == VALUE_DURATION)
        return cel_duration(frame, seconds, nanos);
    if (left->kind == VALUE_TIMESTAMP && right->kind == VALUE_TIMESTAMP)
        return cel_no_overload();
    struct value sum = cel_timestamp(frame, seconds, nanos);
    if (sum.kind == VALUE_TIMESTAMP)
        sum.aux = left->kind == VALUE_TIMESTAMP ? left->aux : right->aux;
    return sum;
}

struct value cel_time_subtract(struct cel_frame *frame, const struct value *left,
                               const struct value *right)
{
    int64_t seconds = left->integer - right->integer;
    int64_t nanos = nanos_of(left) - nanos_of(right);
    if (left->kind == right->kind)
        return cel_duration(frame, seconds, nanos);
    if (left->kind != VALUE_TIMESTAMP)
        return cel_no_overload();
    /* The least duration has no opposite. */
    if (right->integer == -duration_seconds_most && nanos_of(right) == duration_nanos_least)
        return cel_int_overflow(frame);
    struct value rest = cel_timestamp(frame, seconds, nanos);
    if (rest.kind == VALUE_TIMESTAMP)
        rest.aux = left->aux;
    return rest;
}

static struct value identity(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    return args[0];
}

static struct value timestamp_of_int(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    return cel_timestamp(frame, args[0].integer, 0);
}

static struct value timestamp_of_string(struct cel_frame *frame, const struct value *args,
                                        size_t len)
{
    (void)len;
    struct cel_instant instant;
    if (!cel_timestamp_parse(value_str(&args[0]), &instant))
        return cel_fail(frame,
                        "type conversion error from 'string' to 'google.protobuf.Timestamp'");
    struct value value = cel_timestamp(frame, instant.seconds, instant.nanos);
    if (value.kind == VALUE_TIMESTAMP)
        cel_timestamp_set_offset(&value, instant.offset);
    return value;
}

static struct value duration_of_string(struct cel_frame *frame, const struct value *args,
                                       size_t len)
{
    (void)len;
    int64_t seconds = 0;
    int32_t nanos = 0;
    if (!cel_duration_parse(value_str(&args[0]), &seconds, &nanos))
        return cel_fail(frame, "type conversion error from 'string' to 'google.protobuf.Duration'");
    return cel_duration(frame, seconds, nanos);
}

static struct value duration_of_int(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)args;
    (void)len;
    return cel_fail(frame, "type conversion error from 'int' to 'google.protobuf.Duration'");
}

/* The calendar in the zone of args[1], or UTC. False: failure_out says why. */
static bool civil(struct cel_frame *frame, const struct value *args, size_t len,
                  struct cel_civil *civil_out, struct value *failure_out)
{
    int64_t offset = 0;
    if (len > 1 && !cel_zone_offset(value_str(&args[1]), args[0].integer, &offset)) {
        *failure_out =
            cel_fail(frame, "unknown time zone '%.*s'", PLIM_STR_ARG(value_str(&args[1])));
        return false;
    }
    *civil_out = cel_civil_from(args[0].integer + offset);
    return true;
}

static struct value full_year(struct cel_frame *frame, const struct value *args, size_t len)
{
    struct cel_civil now;
    struct value failure;
    return civil(frame, args, len, &now, &failure) ? value_int(now.year) : failure;
}

static struct value month(struct cel_frame *frame, const struct value *args, size_t len)
{
    struct cel_civil now;
    struct value failure;
    return civil(frame, args, len, &now, &failure) ? value_int(now.month - 1) : failure;
}

static struct value date(struct cel_frame *frame, const struct value *args, size_t len)
{
    struct cel_civil now;
    struct value failure;
    return civil(frame, args, len, &now, &failure) ? value_int(now.day) : failure;
}

static struct value day_of_month(struct cel_frame *frame, const struct value *args, size_t len)
{
    struct cel_civil now;
    struct value failure;
    return civil(frame, args, len, &now, &failure) ? value_int(now.day - 1) : failure;
}

static struct value day_of_week(struct cel_frame *frame, const struct value *args, size_t len)
{
    struct cel_civil now;
    struct value failure;
    return civil(frame, args, len, &now, &failure) ? value_int(now.weekday) : failure;
}

static struct value day_of_year(struct cel_frame *frame, const struct value *args, size_t len)
{
    struct cel_civil now;
    struct value failure;
    return civil(frame, args, len, &now, &failure) ? value_int(now.yearday) : failure;
}

static struct value hours(struct cel_frame *frame, const struct value *args, size_t len)
{
    struct cel_civil now;
    struct value failure;
    return civil(frame, args, len, &now, &failure) ? value_int(now.hour) : failure;
}

static struct value minutes(struct cel_frame *frame, const struct value *args, size_t len)
{
    struct cel_civil now;
    struct value failure;
    return civil(frame, args, len, &now, &failure) ? value_int(now.minute) : failure;
}

static struct value seconds(struct cel_frame *frame, const struct value *args, size_t len)
{
    struct cel_civil now;
    struct value failure;
    return civil(frame, args, len, &now, &failure) ? value_int(now.second) : failure;
}

static struct value milliseconds(struct cel_frame *frame, const struct value *args, size_t len)
{
    struct cel_civil now;
    struct value failure;
    return civil(frame, args, len, &now, &failure) ? value_int(args[0].len / 1000000) : failure;
}

static struct value duration_hours(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    return value_int(args[0].integer / 3600);
}

static struct value duration_minutes(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    return value_int(args[0].integer / 60);
}

static struct value duration_seconds(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    return value_int(args[0].integer);
}

/* The whole; in the specification's own environment the part below a second. */
static struct value duration_milliseconds(struct cel_frame *frame, const struct value *args,
                                          size_t len)
{
    (void)len;
    int64_t below = nanos_of(&args[0]) / 1000000;
    bool part = frame->options & CEL_OPTION_PART_MILLISECONDS;
    return value_int(part ? below : args[0].integer * 1000 + below);
}

#define ON_TIMESTAMP(name, call, summary)                                 \
    {name, "timestamp.() -> int", call, CEL_COST_ONE, 0, 0, summary},     \
    {                                                                     \
        name, "timestamp.(string) -> int", call, CEL_COST_ONE, 0, 0, NULL \
    }

static const struct cel_function functions[] = {
    {"timestamp", "(timestamp) -> timestamp", identity, CEL_COST_ONE, 0, 0,
     "from RFC 3339, or seconds since 1970"},
    {"timestamp", "(int) -> timestamp", timestamp_of_int, CEL_COST_ONE, 0, 0, NULL},
    {"timestamp", "(string) -> timestamp", timestamp_of_string, CEL_COST_ONE, 0, 0, NULL},
    {"duration", "(duration) -> duration", identity, CEL_COST_ONE, 0, 0,
     "from text such as \"1h30m\", or nanoseconds"},
    {"duration", "(string) -> duration", duration_of_string, CEL_COST_ONE, 0, 0, NULL},
    ON_TIMESTAMP("getFullYear", full_year, "the year, in UTC or a zone"),
    ON_TIMESTAMP("getMonth", month, "0 to 11"),
    ON_TIMESTAMP("getDate", date, "1 to 31"),
    ON_TIMESTAMP("getDayOfMonth", day_of_month, "0 to 30"),
    ON_TIMESTAMP("getDayOfWeek", day_of_week, "0 (Sunday) to 6"),
    ON_TIMESTAMP("getDayOfYear", day_of_year, "0 to 365"),
    ON_TIMESTAMP("getHours", hours, "0 to 23"),
    ON_TIMESTAMP("getMinutes", minutes, "0 to 59"),
    ON_TIMESTAMP("getSeconds", seconds, "0 to 59"),
    ON_TIMESTAMP("getMilliseconds", milliseconds, "0 to 999"),
    {"getHours", "duration.() -> int", duration_hours, CEL_COST_ONE, 0, 0,
     "all of it, in whole hours"},
    {"getMinutes", "duration.() -> int", duration_minutes, CEL_COST_ONE, 0, 0,
     "all of it, in whole minutes"},
    {"getSeconds", "duration.() -> int", duration_seconds, CEL_COST_ONE, 0, 0,
     "all of it, in whole seconds"},
    {"getMilliseconds", "duration.() -> int", duration_milliseconds, CEL_COST_ONE, 0, 0,
     "all of it; in the environment `cel` what is below a second"},
};

const struct cel_functions cel_functions_times = {functions, PLIM_LEN(functions)};

/* Source: cel-go v0.26 common/stdlib/standard.go, IntToDuration, which common/types/int.go has not.
 */
static const struct cel_function kubernetes_functions[] = {
    {"duration", "(int) -> duration", duration_of_int, CEL_COST_ONE, 0, 0,
     "always an error: the API server declares it, and does not have it"},
};

const struct cel_functions cel_functions_kubernetes_times = {kubernetes_functions,
                                                             PLIM_LEN(kubernetes_functions)};
