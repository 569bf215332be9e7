#include "library.h"

/* Source of names and versions: cel-go ext and cel/library.go, `LibraryName` and `Introduced at
 * version`; k8s.io/apiserver/pkg/cel/library. */
/* In this order: of functions with overloads in several libraries the first is asked first. */
static const struct cel_library libraries[] = {
    {"standard",
     1,
     "the specification: operators, conversions, text, times",
     {&cel_functions_operators, &cel_functions_conversions, &cel_functions_text,
      &cel_functions_times}},
    {"optional",
     2,
     "values that may be absent",
     {&cel_functions_optionals, &cel_functions_optional_operators}},
    {"kubernetes.lists", 0, "sums and extremes", {&cel_functions_kubernetes_lists}},
    {"strings", 5, "more for text", {&cel_functions_strings}},
    {"math", 2, "numbers and their bits", {&cel_functions_math}},
    {"lists", 3, "more for lists", {&cel_functions_lists}},
    {"sets", 0, "lists taken as sets", {&cel_functions_sets}},
    {"encoders", 1, "base64 and JSON", {&cel_functions_encoders}},
    {"regex", 1, "parts of text by regular expression (RE2)", {&cel_functions_regex}},
    {"network",
     1,
     "IP addresses and networks",
     {&cel_functions_ip, &cel_functions_cidr, &cel_functions_mask}},
    {"bindings", 1, "names for parts of an expression", {NULL}},
    {"two-var-comprehensions", 0, "index and item, or key and value, at once", {NULL}},
    {"blocks", 0, "what the specification's tests of cel.block use", {NULL}},
    {"kubernetes.times", 0, "what is declared and not there", {&cel_functions_kubernetes_times}},
    {"kubernetes.regex", 0, "matches of a pattern (RE2)", {&cel_functions_kubernetes_regex}},
    {"kubernetes.urls", 0, "URLs", {&cel_functions_url}},
    {"kubernetes.quantity", 0, "quantities", {&cel_functions_quantity}},
    {"kubernetes.net.ip", 0, "IP addresses", {&cel_functions_ip}},
    {"kubernetes.net.cidr", 0, "networks", {&cel_functions_cidr}},
    {"kubernetes.format", 0, "forms that names have", {&cel_functions_formats}},
    {"kubernetes.semver", 1, "semantic versions", {&cel_functions_semver}},
    {"kubernetes.authz", 0, "what the user may do", {&cel_functions_authz}},
    {"kubernetes.authzSelectors",
     0,
     "what the user may do to some objects",
     {&cel_functions_authz_selectors}},
    {"kubernetes.jsonpatch", 0, "JSON patches", {&cel_functions_jsonpatch}},
    {"kyverno.cluster",
     0,
     "what a cluster would have to be asked",
     {&cel_functions_kyverno_cluster}},
    {"kyverno.data", 0, "JSON, YAML and other texts that hold data", {&cel_functions_kyverno_data}},
    {"kyverno.hash", 0, "digests of texts", {&cel_functions_kyverno_hash}},
    {"kyverno.time", 0, "the present, chance, rounding", {&cel_functions_kyverno_time}},
    {"kyverno.image", 0, "image references", {&cel_functions_kyverno_image}},
    {"kyverno.user", 0, "names of service accounts", {&cel_functions_kyverno_user}},
};

_Static_assert(PLIM_LEN(libraries) <= CEL_LIBRARIES_MAX, "see cel_selection");

const struct cel_library *cel_library_at(size_t i)
{
    return i < PLIM_LEN(libraries) ? &libraries[i] : NULL;
}
