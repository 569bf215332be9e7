#include "refusal.h"

#include "base/buf.h"
#include "base/defs.h"

#include "number_text.h"

enum {
    INT = 1 << VALUE_INT,
    UINT = 1 << VALUE_UINT,
    DOUBLE = 1 << VALUE_DOUBLE,
    TEXTS = 1 << VALUE_STRING | 1 << VALUE_BYTES,
    TIMES = 1 << VALUE_TIMESTAMP | 1 << VALUE_DURATION,
    LISTS = 1 << VALUE_LIST,
    NUMBERS = INT | UINT | DOUBLE,
    COMPARED = 1 << VALUE_BOOL | NUMBERS | TEXTS | TIMES,
    ALL = (1 << (VALUE_ERROR + 1)) - 1,
};

/* Functions that cel-go leaves to a method of the first argument, of the types that have it: those
 * say no more than that there is no overload. Source: cel-go common/stdlib/standard.go and the
 * traits in common/types. */
static const struct {
    const char *name;
    int kinds;
} methods[] = {
    {"_+_", NUMBERS | TEXTS | TIMES | LISTS},
    {"_-_", NUMBERS | TIMES},
    {"_*_", NUMBERS},
    {"_/_", NUMBERS},
    {"_%_", INT | UINT},
    {"-_", ALL},
    {"!_", ALL},
    {"_<_", COMPARED},
    {"_<=_", COMPARED},
    {"_>_", COMPARED},
    {"_>=_", COMPARED},
    {"@in", ALL},
    {"_==_", ALL},
    {"_!=_", ALL},
    {"matches", ALL},
    {"contains", ALL},
    {"startsWith", ALL},
    {"endsWith", ALL},
    {"size", TEXTS | LISTS | 1 << VALUE_MAP},
};

struct value cel_refusal(struct cel_frame *frame, struct plim_str name, const struct value *args,
                         size_t len)
{
    struct plim_buf types = {.arena = frame->arena};
    for (size_t i = 0; i < PLIM_LEN(methods); i++) {
        if (!plim_str_is(name, methods[i].name))
            continue;
        if (len > 0 && methods[i].kinds & 1 << args[0].kind)
            return cel_no_overload();
        return cel_fail(frame, "no such overload: %.*s", PLIM_STR_ARG(name));
    }
    for (size_t i = 0; i < len; i++) {
        struct plim_str type = cel_type_name_of(&args[i]);
        plim_buf_printf(&types, "%s%.*s", i > 0 ? ", " : "", PLIM_STR_ARG(type));
    }
    return cel_fail(frame, "no such overload: %.*s(%.*s)", PLIM_STR_ARG(name),
                    PLIM_STR_ARG(plim_buf_str(&types)));
}

struct value cel_no_such_key(struct cel_frame *frame, const struct value *key)
{
    char number[CEL_NUMBER_TEXT_BYTES];
    switch (key->kind) {
    case VALUE_STRING:
        return cel_fail(frame, "no such key: %.*s", PLIM_STR_ARG(value_str(key)));
    case VALUE_BOOL:
        return cel_fail(frame, "no such key: %s", key->boolean ? "true" : "false");
    case VALUE_INT:
        return cel_fail(frame, "no such key: %lld", (long long)key->integer);
    case VALUE_UINT:
        return cel_fail(frame, "no such key: %llu", (unsigned long long)key->unsigned_integer);
    case VALUE_DOUBLE:
        cel_number_print(key->real, number);
        return cel_fail(frame, "no such key: %s", number);
    default:
        return cel_fail(frame, "no such key");
    }
}

struct value cel_no_such_index(struct cel_frame *frame, const struct value *key)
{
    return cel_fail(frame, "unsupported index type '%.*s' in list",
                    PLIM_STR_ARG(cel_type_name_of(key)));
}
