#include <stdbool.h>

#include "base/defs.h"

#include "redact_field_priv.h"

struct mode_rule {
    const char *field;
    enum snapshot_mode mode;
};

/* Of maps only: a list or text under such a name is a field like others. */
static const struct mode_rule modes[] = {
    {"annotations", SNAPSHOT_MODE_LABELS},
    {"labels", SNAPSHOT_MODE_LABELS},
    {"matchLabels", SNAPSHOT_MODE_LABELS},
    {"nodeSelector", SNAPSHOT_MODE_LABELS},
    {"selector", SNAPSHOT_MODE_LABELS},
    {"commonLabels", SNAPSHOT_MODE_LABELS},
    {"commonAnnotations", SNAPSHOT_MODE_LABELS},
    {"binaryData", SNAPSHOT_MODE_DATA},
    {"data", SNAPSHOT_MODE_DATA},
    {"parameters", SNAPSHOT_MODE_DATA},
    {"stringData", SNAPSHOT_MODE_DATA},
    {"values", SNAPSHOT_MODE_DATA},
    {"volumeAttributes", SNAPSHOT_MODE_DATA},
    {"allocatable", SNAPSHOT_MODE_QUANTITIES},
    {"allocatedResources", SNAPSHOT_MODE_QUANTITIES},
    {"capacity", SNAPSHOT_MODE_QUANTITIES},
    {"default", SNAPSHOT_MODE_QUANTITIES},
    {"defaultRequest", SNAPSHOT_MODE_QUANTITIES},
    {"hard", SNAPSHOT_MODE_QUANTITIES},
    {"limits", SNAPSHOT_MODE_QUANTITIES},
    {"max", SNAPSHOT_MODE_QUANTITIES},
    {"maxLimitRequestRatio", SNAPSHOT_MODE_QUANTITIES},
    {"min", SNAPSHOT_MODE_QUANTITIES},
    {"overhead", SNAPSHOT_MODE_QUANTITIES},
    {"podFixed", SNAPSHOT_MODE_QUANTITIES},
    {"requests", SNAPSHOT_MODE_QUANTITIES},
    {"used", SNAPSHOT_MODE_QUANTITIES},
    {"extra", SNAPSHOT_MODE_DATA},
    {"paths", SNAPSHOT_MODE_NAMED},
    {"openAPIV3Schema", SNAPSHOT_MODE_SCHEMA},
    {"schemas", SNAPSHOT_MODE_SCHEMAS},
    {"fieldsV1", SNAPSHOT_MODE_WRITTEN},
};

struct text_rule {
    const char *field;
    const char *above; /* "" anywhere */
    enum snapshot_text text;
};

/* The first that fits. Whatever is not here is a name. */
static const struct text_rule texts[] = {
    {"apiGroup", "", SNAPSHOT_TEXT_KIND},
    {"apiGroups", "", SNAPSHOT_TEXT_KIND},
    {"apiVersion", "", SNAPSHOT_TEXT_KIND},
    {"apiVersions", "", SNAPSHOT_TEXT_KIND},
    {"categories", "", SNAPSHOT_TEXT_KIND},
    {"group", "", SNAPSHOT_TEXT_KIND},
    {"groupVersion", "", SNAPSHOT_TEXT_KIND},
    {"kind", "", SNAPSHOT_TEXT_KIND},
    {"listKind", "", SNAPSHOT_TEXT_KIND},
    {"plural", "", SNAPSHOT_TEXT_KIND},
    {"resource", "", SNAPSHOT_TEXT_KIND},
    {"resources", "", SNAPSHOT_TEXT_KIND},
    {"shortNames", "", SNAPSHOT_TEXT_KIND},
    {"singular", "", SNAPSHOT_TEXT_KIND},
    {"singularName", "", SNAPSHOT_TEXT_KIND},
    {"singularResource", "", SNAPSHOT_TEXT_KIND},
    {"subresource", "", SNAPSHOT_TEXT_KIND},
    {"verbs", "", SNAPSHOT_TEXT_KIND},
    {"image", "", SNAPSHOT_TEXT_IMAGE},
    {"imageID", "", SNAPSHOT_TEXT_IMAGE},
    {"images", "", SNAPSHOT_TEXT_IMAGE},
    {"name", "tags", SNAPSHOT_TEXT_TAG},
    {"name", "images", SNAPSHOT_TEXT_IMAGE},
    {"newName", "images", SNAPSHOT_TEXT_IMAGE},
    {"appVersion", "", SNAPSHOT_TEXT_VERSION},
    {"gitVersion", "", SNAPSHOT_TEXT_VERSION},
    {"lastAppliedRevision", "", SNAPSHOT_TEXT_VERSION},
    {"lastAttemptedRevision", "", SNAPSHOT_TEXT_VERSION},
    {"newTag", "", SNAPSHOT_TEXT_VERSION},
    {"revision", "", SNAPSHOT_TEXT_VERSION},
    {"revisions", "", SNAPSHOT_TEXT_VERSION},
    {"tag", "", SNAPSHOT_TEXT_VERSION},
    {"targetRevision", "", SNAPSHOT_TEXT_VERSION},
    {"version", "", SNAPSHOT_TEXT_VERSION},
    {"manager", "", SNAPSHOT_TEXT_MANAGER},
    {"averageValue", "", SNAPSHOT_TEXT_SHAPE},
    {"divisor", "", SNAPSHOT_TEXT_SHAPE},
    {"interval", "", SNAPSHOT_TEXT_SHAPE},
    {"major", "", SNAPSHOT_TEXT_SHAPE},
    {"maxSurge", "", SNAPSHOT_TEXT_SHAPE},
    {"maxUnavailable", "", SNAPSHOT_TEXT_SHAPE},
    {"maximumVolumeSize", "", SNAPSHOT_TEXT_SHAPE},
    {"minAvailable", "", SNAPSHOT_TEXT_SHAPE},
    {"minor", "", SNAPSHOT_TEXT_SHAPE},
    {"emulationMajor", "", SNAPSHOT_TEXT_SHAPE},
    {"emulationMinor", "", SNAPSHOT_TEXT_SHAPE},
    {"minCompatibilityMajor", "", SNAPSHOT_TEXT_SHAPE},
    {"minCompatibilityMinor", "", SNAPSHOT_TEXT_SHAPE},
    {"resourceVersion", "", SNAPSHOT_TEXT_SHAPE},
    {"schedule", "", SNAPSHOT_TEXT_SHAPE},
    {"sizeLimit", "", SNAPSHOT_TEXT_SHAPE},
    {"timeout", "", SNAPSHOT_TEXT_SHAPE},
    {"value", "target", SNAPSHOT_TEXT_SHAPE},
    {"capacity", "", SNAPSHOT_TEXT_SHAPE},
    {"serverRelativeURL", "", SNAPSHOT_TEXT_TARGET},
    {"name", "", SNAPSHOT_TEXT_PLAIN},
    {"names", "", SNAPSHOT_TEXT_PLAIN},
    {"key", "", SNAPSHOT_TEXT_PLAIN},
    {"namespace", "", SNAPSHOT_TEXT_PLAIN},
    {"namespaces", "", SNAPSHOT_TEXT_PLAIN},
    {"values", "", SNAPSHOT_TEXT_PLAIN},
    {"value", "tolerations", SNAPSHOT_TEXT_NAME},
    {"value", "taints", SNAPSHOT_TEXT_NAME},
    {"value", "", SNAPSHOT_TEXT_WHOLE},
    {"args", "", SNAPSHOT_TEXT_WHOLE},
    {"command", "", SNAPSHOT_TEXT_WHOLE},
    {"expression", "", SNAPSHOT_TEXT_WHOLE},
    {"messageExpression", "", SNAPSHOT_TEXT_WHOLE},
    {"valueExpression", "", SNAPSHOT_TEXT_WHOLE},
    {"rule", "", SNAPSHOT_TEXT_WHOLE},
    {"caBundle", "", SNAPSHOT_TEXT_WHOLE},
    {"description", "", SNAPSHOT_TEXT_REMARK},
    {"error", "", SNAPSHOT_TEXT_REMARK},
    {"message", "", SNAPSHOT_TEXT_REMARK},
    {"note", "", SNAPSHOT_TEXT_REMARK},
    {"reason", "allowances", SNAPSHOT_TEXT_REMARK},
    {"title", "", SNAPSHOT_TEXT_REMARK},
    {"by", "targets", SNAPSHOT_TEXT_KEPT},
    {"dimension", "targets", SNAPSHOT_TEXT_KEPT},
    {"level", "targets", SNAPSHOT_TEXT_KEPT},
    {"model", "targets", SNAPSHOT_TEXT_KEPT},
    {"models", "spec", SNAPSHOT_TEXT_KEPT},
    {"disable", "policies", SNAPSHOT_TEXT_KEPT},
    {"select", "policies", SNAPSHOT_TEXT_KEPT},
    {"expires", "allowances", SNAPSHOT_TEXT_KEPT},
};

enum snapshot_text snapshot_text_of(const struct snapshot_place *place)
{
    for (size_t i = 0; i < PLIM_LEN(texts); i++) {
        const struct text_rule *rule = &texts[i];
        if (plim_str_is(place->field, rule->field) &&
            (rule->above[0] == '\0' || plim_str_is(place->above, rule->above)))
            return rule->text;
    }
    return SNAPSHOT_TEXT_NAME;
}

/* A label selector of newer kinds is a structure, that of older ones a map of labels. */
static bool is_structured_selector(const struct value *value)
{
    return value_get(value, "matchLabels") || value_get(value, "matchExpressions") ||
           value_get(value, "f:matchLabels") || value_get(value, "f:matchExpressions");
}

static enum snapshot_mode mode_of_map(struct plim_str field, const struct value *map)
{
    if (plim_str_is(field, "selector") && is_structured_selector(map))
        return SNAPSHOT_MODE_FIELDS;
    for (size_t i = 0; i < PLIM_LEN(modes); i++) {
        if (plim_str_is(field, modes[i].field))
            return modes[i].mode;
    }
    return SNAPSHOT_MODE_FIELDS;
}

static enum snapshot_mode mode_of(struct plim_str field, const struct value *value)
{
    return value_is(value, VALUE_MAP) ? mode_of_map(field, value) : SNAPSHOT_MODE_FIELDS;
}

static struct snapshot_place enter_field(const struct snapshot_place *place, struct plim_str field,
                                         const struct value *value)
{
    struct snapshot_place below = {
        .mode = mode_of(field, value),
        .written = place->written,
        .field = field,
        .above = place->field,
    };
    if (below.mode == SNAPSHOT_MODE_WRITTEN)
        below = (struct snapshot_place){.mode = SNAPSHOT_MODE_FIELDS, .written = true};
    return below;
}

static struct snapshot_place enter_schema(const struct snapshot_place *place,
                                          struct plim_str keyword, const struct value *value)
{
    struct snapshot_place below = *place;
    below.key = keyword;
    if (plim_str_is(keyword, "properties"))
        below.mode = SNAPSHOT_MODE_PROPERTIES;
    else if (plim_str_is(keyword, "default")) /* as objects have it there */
        return (struct snapshot_place){.mode =
                                           value_is(value, VALUE_MAP) ? place->inside : place->here,
                                       .field = place->field,
                                       .above = place->above,
                                       .key = place->field};
    else if (plim_str_starts(keyword, PLIM_STR("x-kubernetes-group")))
        return (struct snapshot_place){.field = keyword};
    return below;
}

/* What `enter_field` says of objects, said of their schema. */
static struct snapshot_place enter_property(const struct snapshot_place *place,
                                            struct plim_str field, const struct value *schema)
{
    const struct value *properties = value_get(schema, "properties");
    bool is_map = !value_is_string(value_get(schema, "type"), "array");
    struct snapshot_place below = {
        .mode = SNAPSHOT_MODE_SCHEMA,
        .field = field,
        .above = place->field,
        .here = place->inside,
        .inside = place->inside,
    };
    if (place->inside == SNAPSHOT_MODE_FIELDS)
        below.inside = is_map ? mode_of_map(field, properties) : SNAPSHOT_MODE_FIELDS;
    return below;
}

struct snapshot_place snapshot_place_below(const struct snapshot_place *place, struct plim_str key,
                                           const struct value *value)
{
    struct snapshot_place below = *place;
    below.key = key;
    switch (place->mode) {
    case SNAPSHOT_MODE_FIELDS:
    case SNAPSHOT_MODE_WRITTEN:
        return enter_field(place, key, value);
    case SNAPSHOT_MODE_NAMED:
        below.mode = SNAPSHOT_MODE_FIELDS;
        return below;
    case SNAPSHOT_MODE_SCHEMA:
        return enter_schema(place, key, value);
    case SNAPSHOT_MODE_SCHEMAS:
        return (struct snapshot_place){.mode = SNAPSHOT_MODE_SCHEMA};
    case SNAPSHOT_MODE_PROPERTIES:
        return enter_property(place, key, value);
    case SNAPSHOT_MODE_LABELS:
    case SNAPSHOT_MODE_DATA:
    case SNAPSHOT_MODE_QUANTITIES:
        break;
    }
    return below;
}
