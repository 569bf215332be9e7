/* Named formats, and JSON patch keys.
 * Source: k8s.io/apiserver/pkg/cel/library/format.go, jsonpatch.go. */
#include "library.h"
#include "named_format.h"
#include "opaque.h"

static struct value named(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    const struct cel_named_format *format = cel_named_format_find(value_str(&args[0]));
    struct value value = cel_opaque_value(CEL_OPAQUE_FORMAT, format);
    return format ? cel_optional_of(frame, &value) : cel_optional_none();
}

static struct value validate(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    struct value_list_builder faults = {.arena = frame->arena};
    cel_named_format_check(args[0].opaque, value_str(&args[1]), &faults);
    struct value list = value_list_finish(&faults);
    return list.len > 0 ? cel_optional_of(frame, &list) : cel_optional_none();
}

static struct value escape_key(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    char *out = cel_text_take(frame, (size_t)args[0].len * 2);
    if (!out)
        return cel_stop_failure(frame);
    size_t at = 0;
    for (uint32_t i = 0; i < args[0].len; i++) {
        char c = args[0].text[i];
        bool escaped = c == '~' || c == '/';
        out[at++] = (char)(escaped ? '~' : c);
        if (escaped)
            out[at++] = (char)(c == '~' ? '0' : '1');
    }
    return value_string((struct plim_str){out, at});
}

static struct value dns1123_label(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)args;
    (void)len;
    return cel_opaque_value(CEL_OPAQUE_FORMAT, cel_named_format_find(PLIM_STR("dns1123Label")));
}

static struct value dns1123_label_prefix(struct cel_frame *frame, const struct value *args,
                                         size_t len)
{
    (void)frame;
    (void)args;
    (void)len;
    return cel_opaque_value(CEL_OPAQUE_FORMAT,
                            cel_named_format_find(PLIM_STR("dns1123LabelPrefix")));
}

static struct value dns1123_subdomain(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)args;
    (void)len;
    return cel_opaque_value(CEL_OPAQUE_FORMAT, cel_named_format_find(PLIM_STR("dns1123Subdomain")));
}

static struct value dns1123_subdomain_prefix(struct cel_frame *frame, const struct value *args,
                                             size_t len)
{
    (void)frame;
    (void)args;
    (void)len;
    return cel_opaque_value(CEL_OPAQUE_FORMAT,
                            cel_named_format_find(PLIM_STR("dns1123SubdomainPrefix")));
}

static struct value dns1035_label(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)args;
    (void)len;
    return cel_opaque_value(CEL_OPAQUE_FORMAT, cel_named_format_find(PLIM_STR("dns1035Label")));
}

static struct value dns1035_label_prefix(struct cel_frame *frame, const struct value *args,
                                         size_t len)
{
    (void)frame;
    (void)args;
    (void)len;
    return cel_opaque_value(CEL_OPAQUE_FORMAT,
                            cel_named_format_find(PLIM_STR("dns1035LabelPrefix")));
}

static struct value qualified_name(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)args;
    (void)len;
    return cel_opaque_value(CEL_OPAQUE_FORMAT, cel_named_format_find(PLIM_STR("qualifiedName")));
}

static struct value label_value(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)args;
    (void)len;
    return cel_opaque_value(CEL_OPAQUE_FORMAT, cel_named_format_find(PLIM_STR("labelValue")));
}

static struct value uri(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)args;
    (void)len;
    return cel_opaque_value(CEL_OPAQUE_FORMAT, cel_named_format_find(PLIM_STR("uri")));
}

static struct value uuid(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)args;
    (void)len;
    return cel_opaque_value(CEL_OPAQUE_FORMAT, cel_named_format_find(PLIM_STR("uuid")));
}

static struct value byte(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)args;
    (void)len;
    return cel_opaque_value(CEL_OPAQUE_FORMAT, cel_named_format_find(PLIM_STR("byte")));
}

static struct value date(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)args;
    (void)len;
    return cel_opaque_value(CEL_OPAQUE_FORMAT, cel_named_format_find(PLIM_STR("date")));
}

static struct value datetime(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)args;
    (void)len;
    return cel_opaque_value(CEL_OPAQUE_FORMAT, cel_named_format_find(PLIM_STR("datetime")));
}

#define F "kubernetes.NamedFormat"

static const struct cel_function functions[] = {
    {"format.named", "(string) -> optional(" F ")", named, CEL_COST_ONE, 0, 0,
     "the format of a name, when there is one"},
    {"validate", F ".(string) -> optional(list(string))", validate, CEL_COST_VALIDATE, 0, 0,
     "what is wrong with the text; none when nothing is"},
    {"format.dns1123Label", "() -> " F, dns1123_label, CEL_COST_ONE, 0, 0,
     "names such as \"my-name\", at most 63 characters"},
    {"format.dns1123LabelPrefix", "() -> " F, dns1123_label_prefix, CEL_COST_ONE, 0, 0,
     "what such a name may begin with: a final \"-\" is fine"},
    {"format.dns1123Subdomain", "() -> " F, dns1123_subdomain, CEL_COST_ONE, 0, 0,
     "such names with dots between them, at most 253 characters"},
    {"format.dns1123SubdomainPrefix", "() -> " F, dns1123_subdomain_prefix, CEL_COST_ONE, 0, 0,
     "what they may begin with"},
    {"format.dns1035Label", "() -> " F, dns1035_label, CEL_COST_ONE, 0, 0,
     "a label that begins with a letter"},
    {"format.dns1035LabelPrefix", "() -> " F, dns1035_label_prefix, CEL_COST_ONE, 0, 0,
     "what such a label may begin with"},
    {"format.qualifiedName", "() -> " F, qualified_name, CEL_COST_ONE, 0, 0,
     "keys of labels and annotations: \"example.com/name\""},
    {"format.labelValue", "() -> " F, label_value, CEL_COST_ONE, 0, 0, "values of labels"},
    {"format.uri", "() -> " F, uri, CEL_COST_ONE, 0, 0, "URIs, with a scheme or a path"},
    {"format.uuid", "() -> " F, uuid, CEL_COST_ONE, 0, 0, "UUIDs"},
    {"format.byte", "() -> " F, byte, CEL_COST_ONE, 0, 0, "base64"},
    {"format.date", "() -> " F, date, CEL_COST_ONE, 0, 0, "dates such as 2021-01-01"},
    {"format.datetime", "() -> " F, datetime, CEL_COST_ONE, 0, 0,
     "times such as 2021-01-01T00:00:00Z"},
};

const struct cel_functions cel_functions_formats = {functions, PLIM_LEN(functions)};

static const struct cel_function patch_functions[] = {
    {"jsonpatch.escapeKey", "(string) -> string", escape_key, CEL_COST_COPY, 0, 0,
     "a key as a step of a JSON pointer"},
};

const struct cel_functions cel_functions_jsonpatch = {patch_functions, PLIM_LEN(patch_functions)};
