/* Source: Kyverno 1.19 api/kyverno/constants.go for the annotations. */
#include "admission/about.h"

#include "admission_priv.h"

static struct plim_str note(const struct admission_reading *reading, const char *key)
{
    const struct value *annotations = value_get(reading->metadata.value, "annotations");
    return plim_str_trim(value_str(value_get(annotations, key)));
}

static struct plim_str identify(const struct admission_reading *reading, struct plim_str rule)
{
    struct plim_str namespace = value_node_text(&reading->metadata, "namespace");
    return plim_str_from(plim_arena_printf(
        reading->set->arena, "%.*s/%.*s%s%.*s%s%.*s",
        PLIM_STR_ARG(value_node_text(&reading->document, "kind")), PLIM_STR_ARG(namespace),
        namespace.len > 0 ? "/" : "", PLIM_STR_ARG(value_node_text(&reading->metadata, "name")),
        rule.len > 0 ? "/" : "", PLIM_STR_ARG(rule)));
}

const struct admission_about *admission_about_make(const struct admission_reading *reading,
                                                   struct plim_str rule)
{
    struct admission_about *about = plim_arena_alloc(reading->set->arena, sizeof(*about));
    *about = (struct admission_about){
        .id = identify(reading, rule),
        .file = plim_arena_copy_c(reading->set->arena, reading->document.file),
        .position = reading->document.position,
        .title = note(reading, "policies.kyverno.io/title"),
        .severity = note(reading, "policies.kyverno.io/severity"),
        .category = note(reading, "policies.kyverno.io/category"),
        .description = note(reading, "policies.kyverno.io/description"),
    };
    return about;
}
