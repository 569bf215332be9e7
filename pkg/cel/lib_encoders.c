/* Base64. Source: cel-go ext/encoders.go; RFC 4648. */
#include "base64.h"
#include "library.h"

static struct value encode(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    char *out = cel_text_take(frame, ((size_t)args[0].len + 2) / 3 * 4);
    if (!out)
        return cel_stop_failure(frame);
    struct plim_str bytes = {args[0].text, args[0].len};
    return value_string((struct plim_str){out, cel_base64_encode(bytes, out)});
}

static struct value decode(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    size_t count = 0;
    char *out = cel_text_take(frame, args[0].len);
    if (!out)
        return cel_stop_failure(frame);
    if (!cel_base64_decode(value_str(&args[0]), out, &count))
        return cel_fail(frame, "illegal base64 data");
    struct value value = value_string((struct plim_str){out, count});
    value.kind = VALUE_BYTES;
    return value;
}

static const struct cel_function functions[] = {
    {"base64.encode", "(bytes) -> string", encode, CEL_COST_ONE, 0, 0, "as base64"},
    {"base64.decode", "(string) -> bytes", decode, CEL_COST_ONE, 0, 0,
     "the bytes that a base64 text stands for, with padding or without"},
};

const struct cel_functions cel_functions_encoders = {functions, PLIM_LEN(functions)};
