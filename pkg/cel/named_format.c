#include "named_format.h"

#include <string.h>

#include "shape.h"
#include "time_text.h"
#include "url.h"

enum { LABEL_MAX = 63, SUBDOMAIN_MAX = 253 };

#define LABEL     "[a-z0-9]([-a-z0-9]*[a-z0-9])?"
#define SUBDOMAIN LABEL "(\\." LABEL ")*"
#define NAME      "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]"

typedef void check_fn(const struct cel_named_format *format, struct plim_str text,
                      struct value_list_builder *faults);

struct cel_named_format {
    const char *name;
    check_fn *check;
    size_t max; /* bytes; 0: any */
    cel_shape_fn *fits;
    const char *fault;
    bool prefix;     /* a dash at the end is fine: more will follow */
    uint16_t weight; /* characters of a pattern that would say the same, for the cost */
};

static void add(struct value_list_builder *faults, const char *text)
{
    value_list_add(faults, value_string_c(text));
}

/* Labels are counted in "bytes", other names in "characters": the same thing. */
static void check_length(struct value_list_builder *faults, const char *part, size_t len,
                         size_t max, const char *units)
{
    if (max > 0 && len > max)
        add(faults,
            plim_arena_printf(faults->arena, "%smust be no more than %zu %s", part, max, units));
}

static void check_shape(const struct cel_named_format *format, struct plim_str text,
                        struct value_list_builder *faults)
{
    if (format->prefix && text.len > 1 && text.text[text.len - 1] == '-') {
        char *masked = plim_arena_copy(faults->arena, text.text, text.len - 1);
        masked[text.len - 2] = 'a';
        text = (struct plim_str){masked, text.len - 1};
    }
    check_length(faults, "", text.len, format->max,
                 format->fits == cel_shape_label_value ? "bytes" : "characters");
    if (format->fits(text))
        return;
    bool dotted_label = format->fits == cel_shape_label && cel_shape_subdomain(text);
    add(faults, dotted_label ? "must not contain dots" : format->fault);
}

#define NAME_FAULT                                                                              \
    "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an " \
    "alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for "      \
    "validation is '" NAME "')"
#define SUBDOMAIN_FAULT                                                                         \
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' "   \
    "or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex " \
    "used for validation is '" SUBDOMAIN "')"

static void check_prefix_part(struct plim_str prefix, struct value_list_builder *faults)
{
    if (prefix.len == 0) {
        add(faults, "prefix part must be non-empty");
        return;
    }
    check_length(faults, "prefix part ", prefix.len, SUBDOMAIN_MAX, "bytes");
    if (!cel_shape_subdomain(prefix))
        add(faults, "prefix part " SUBDOMAIN_FAULT);
}

static void check_qualified(const struct cel_named_format *format, struct plim_str text,
                            struct value_list_builder *faults)
{
    (void)format;
    struct plim_str prefix;
    struct plim_str name = text;
    if (!plim_str_cut(&name, '/', &prefix)) {
        name = prefix;
    } else if (name.len > 0 && memchr(name.text, '/', name.len)) {
        add(faults, "a valid label key " NAME_FAULT
                    " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')");
        return;
    } else {
        check_prefix_part(prefix, faults);
    }
    if (name.len == 0)
        add(faults, "name part must be non-empty");
    else
        check_length(faults, "name part ", name.len, LABEL_MAX, "bytes");
    if (!cel_shape_name(name))
        add(faults, "name part " NAME_FAULT);
}

static void check_uri(const struct cel_named_format *format, struct plim_str text,
                      struct value_list_builder *faults)
{
    (void)format;
    struct cel_url url;
    const char *why = cel_url_parse_request(faults->arena, text, &url);
    if (why)
        add(faults,
            plim_arena_printf(faults->arena, "parse \"%.*s\": %s", PLIM_STR_ARG(text), why));
}

static bool is_date(struct plim_str text)
{
    char stamp[] = "0000-00-00T00:00:00Z";
    struct cel_instant instant;
    if (text.len != 10)
        return false;
    memcpy(stamp, text.text, text.len);
    return cel_timestamp_parse(plim_str_from(stamp), &instant);
}

static void check_date(const struct cel_named_format *format, struct plim_str text,
                       struct value_list_builder *faults)
{
    if (!is_date(text))
        add(faults, format->fault);
}

static void check_datetime(const struct cel_named_format *format, struct plim_str text,
                           struct value_list_builder *faults)
{
    if (!format->fits(text) || !is_date((struct plim_str){text.text, 10}))
        add(faults, format->fault);
}

#define LABEL_FAULT                                                                              \
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and " \
    "must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex "   \
    "used for validation is '" LABEL "')"
#define LABEL_1035 "[a-z]([-a-z0-9]*[a-z0-9])?"
#define LABEL_1035_FAULT                                                                         \
    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an " \
    "alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or "         \
    "'abc-123', regex used for validation is '" LABEL_1035 "')"
#define LABEL_VALUE "(" NAME ")?"
#define LABEL_VALUE_FAULT                                                                         \
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or "   \
    "'.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value'," \
    "  or '12345', regex used for validation is '" LABEL_VALUE "')"

static const struct cel_named_format formats[] = {
    {"dns1123Label", check_shape, LABEL_MAX, cel_shape_label, LABEL_FAULT, false, 30},
    {"dns1123LabelPrefix", check_shape, LABEL_MAX, cel_shape_label, LABEL_FAULT, true, 30},
    {"dns1123Subdomain", check_shape, SUBDOMAIN_MAX, cel_shape_subdomain, SUBDOMAIN_FAULT, false,
     60},
    {"dns1123SubdomainPrefix", check_shape, SUBDOMAIN_MAX, cel_shape_subdomain, SUBDOMAIN_FAULT,
     true, 60},
    {"dns1035Label", check_shape, LABEL_MAX, cel_shape_label_1035, LABEL_1035_FAULT, false, 30},
    {"dns1035LabelPrefix", check_shape, LABEL_MAX, cel_shape_label_1035, LABEL_1035_FAULT, true,
     30},
    {"qualifiedName", check_qualified, 0, NULL, NULL, false, 60},
    {"labelValue", check_shape, LABEL_MAX, cel_shape_label_value, LABEL_VALUE_FAULT, false, 40},
    {"uri", check_uri, 0, NULL, NULL, false, 1103},
    {"uuid", check_shape, 0, cel_shape_uuid, "does not match the UUID format", false, 70},
    {"byte", check_shape, 0, cel_shape_base64, "invalid base64", false, 84},
    {"date", check_date, 0, NULL, "invalid date", false, 71},
    {"datetime", check_datetime, 0, cel_shape_date_time, "invalid datetime", false, 71},
};

const struct cel_named_format *cel_named_format_at(size_t i)
{
    return i < PLIM_LEN(formats) ? &formats[i] : NULL;
}

const struct cel_named_format *cel_named_format_find(struct plim_str name)
{
    for (size_t i = 0; i < PLIM_LEN(formats); i++)
        if (plim_str_is(name, formats[i].name))
            return &formats[i];
    return NULL;
}

const char *cel_named_format_name(const struct cel_named_format *format)
{
    return format->name;
}

unsigned cel_named_format_weight(const struct cel_named_format *format)
{
    return format->weight;
}

void cel_named_format_check(const struct cel_named_format *format, struct plim_str text,
                            struct value_list_builder *faults)
{
    format->check(format, text, faults);
}
