/* Names of service accounts. Source: github.com/kyverno/sdk cel/libs/user. */
#include "library.h"

#define PREFIX "system:serviceaccount:"

/* What is no service account gives one without names, as in Kyverno. */
static struct value parse(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    struct plim_str rest = value_str(&args[0]);
    struct plim_str namespace = {0};
    struct plim_str name = {0};
    struct plim_str prefix = PLIM_STR(PREFIX);
    if (plim_str_starts(rest, prefix)) {
        name = (struct plim_str){rest.text + prefix.len, rest.len - prefix.len};
        (void)plim_str_cut(&name, ':', &namespace);
    }
    struct value_entry *entries = plim_arena_array(frame->arena, 2, sizeof(*entries));
    entries[0] = (struct value_entry){value_string_c("Namespace"), value_string(namespace)};
    entries[1] = (struct value_entry){value_string_c("Name"), value_string(name)};
    return value_map(entries, 2);
}

static const struct cel_function functions[] = {
    {"parseServiceAccount", "(string) -> map(string, string)", parse, CEL_COST_ONE, 0, 0,
     "`Namespace` and `Name` of a service account by its user name; empty when it is none"},
    {"user.parseServiceAccount", "(string) -> map(string, string)", parse, CEL_COST_ONE, 0, 0,
     "the same"},
};

const struct cel_functions cel_functions_kyverno_user = {functions, PLIM_LEN(functions)};
