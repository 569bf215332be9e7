#include "schema_bounds.h"

#include "schema_json.h"

enum {
    REQUEST_BYTES = 3 * 1024 * 1024, /* the largest request that an API server takes */
    DELIMITER_BYTES = 2,
};

/* The formats whose texts have a length of their own; the others are "". */
static const struct {
    const char *format;
    struct cel_bounds bounds;
} formats[] = {
    {"duration", {32, 3}},
    {"date", {12, 12}},
    {"date-time", {32, 21}},
};

static uint64_t longest_enum(const struct value *values)
{
    uint64_t longest = 0;
    for (size_t i = 0; i < value_len(values); i++) {
        size_t len = value_str(value_at(values, i)).len;
        longest = len > longest ? len : longest;
    }
    return longest;
}

static uint64_t quadruple(uint64_t length)
{
    uint64_t bytes = 0;
    return __builtin_mul_overflow(length, 4, &bytes) ? UINT64_MAX : bytes;
}

struct cel_bounds cel_schema_text_bounds(const struct value *json)
{
    const struct value *format = value_get(json, "format");
    const struct value *values = value_get(json, "enum");
    struct cel_bounds bounds = {REQUEST_BYTES - DELIMITER_BYTES, DELIMITER_BYTES};
    uint64_t length = 0;
    bool has_length = cel_schema_limit(json, "maxLength", &length);
    if (cel_schema_is_int_or_string(json)) {
        bounds.bytes_min = CEL_BYTES_NUMBER;
        bounds.elements_max = has_length ? quadruple(length) : bounds.elements_max;
        return bounds;
    }
    for (size_t i = 0; i < PLIM_LEN(formats); i++)
        if (value_is_string(format, formats[i].format))
            return formats[i].bounds;
    if (has_length) /* of code points; a byte format has none */
        bounds.elements_max = value_is_string(format, "byte") ? length : quadruple(length);
    else if (value_len(values) > 0 && !value_is_string(format, "byte"))
        bounds.elements_max = longest_enum(values);
    return bounds;
}

static struct cel_bounds container_bounds(const struct value *json, const char *limit,
                                          uint64_t item_bytes)
{
    struct cel_bounds bounds = {(REQUEST_BYTES - DELIMITER_BYTES) / item_bytes,
                                CEL_BYTES_CONTAINER};
    (void)cel_schema_limit(json, limit, &bounds.elements_max);
    return bounds;
}

struct cel_bounds cel_schema_list_bounds(const struct value *json, uint64_t item_bytes)
{
    enum { COMMA = 1 };
    return container_bounds(json, "maxItems", item_bytes + COMMA);
}

struct cel_bounds cel_schema_map_bounds(const struct value *json, uint64_t item_bytes)
{
    enum { KEY_COLON_COMMA = 6 }; /* two bytes of key in quotes */
    return container_bounds(json, "maxProperties", item_bytes + KEY_COLON_COMMA);
}

uint64_t cel_schema_field_bytes(struct plim_str name, uint64_t item_bytes)
{
    enum { QUOTES_COLON_COMMA = 4 };
    return name.len + item_bytes + QUOTES_COLON_COMMA;
}
