/* The variables that expressions have besides a policy's own. */
#include "base/defs.h"
#include "resource/workload.h"
#include "value/build.h"

#include "judging.h"

static struct value kind_record(struct admission_judging *judging, const char *last,
                                struct plim_str name)
{
    struct value_map_builder map = {.arena = judging->arena};
    value_map_add(&map, "group", value_string(judging->subject->identity.group));
    value_map_add(&map, "version", value_string(judging->subject->identity.version));
    value_map_add(&map, last, value_string(name));
    return value_map_finish(&map);
}

static struct value nobody_asks(void)
{
    return value_unknown(PLIM_STR("nobody sends a request when an object is audited"));
}

static struct value make_user(struct admission_judging *judging)
{
    static const char *const fields[] = {"username", "uid", "groups", "extra"};
    const struct value *user = judging->request->user;
    struct value_map_builder map = {.arena = judging->arena};
    if (user == NULL)
        return nobody_asks();
    for (size_t i = 0; i < PLIM_LEN(fields); i++) {
        const struct value *given = value_get(user, fields[i]);
        if (given != NULL && given->len > 0)
            value_map_add(&map, fields[i], *given);
    }
    return value_map_finish(&map);
}

struct plim_str admission_request_namespace(const struct admission_subject *subject)
{
    bool is_namespace = plim_str_is(subject->identity.kind, "Namespace");
    return is_namespace ? subject->identity.name : subject->identity.namespace;
}

/* As in an AdmissionReview, where nothing is a field that is not there. */
static struct value make_request(struct admission_judging *judging)
{
    const struct admission_subject *subject = judging->subject;
    struct value kind = kind_record(judging, "kind", subject->identity.kind);
    struct value resource = kind_record(judging, "resource", subject->resource);
    struct plim_str namespace = admission_request_namespace(subject);
    struct value_map_builder map = {.arena = judging->arena};
    value_map_add(&map, "kind", kind);
    value_map_add(&map, "resource", resource);
    value_map_add(&map, "requestKind", kind);
    value_map_add(&map, "requestResource", resource);
    value_map_add_text(&map, "name", subject->identity.name);
    value_map_add_text(&map, "namespace", namespace);
    value_map_add(&map, "operation", value_string(admission_operation(judging->request)));
    value_map_add(&map, "userInfo", make_user(judging));
    value_map_add(&map, "dryRun", value_bool(false));
    value_map_add(&map, "options", nobody_asks());
    return value_map_finish(&map);
}

static bool is_deletion(const struct admission_judging *judging)
{
    return plim_str_is(admission_operation(judging->request), "DELETE");
}

static struct value make_namespace(const struct admission_judging *judging)
{
    if (!judging->subject->namespaced || judging->in_conditions)
        return value_null();
    if (judging->request->namespace_object == NULL)
        return value_unknown(PLIM_STR("the namespace of the object is not known"));
    return *judging->request->namespace_object;
}

/* What is not there is an object without fields to a ValidatingPolicy, null to the API server.
 * Source: Kyverno 1.19 pkg/utils/admission/resource.go, ExtractResources. */
static struct value no_object(const struct admission_judging *judging)
{
    return judging->rule->format == ADMISSION_KYVERNO_VALIDATING ? value_map(NULL, 0)
                                                                 : value_null();
}

static struct value make_old_object(const struct admission_judging *judging)
{
    if (is_deletion(judging))
        return *judging->request->object;
    if (!plim_str_is(admission_operation(judging->request), "UPDATE"))
        return no_object(judging);
    if (judging->request->old_object == NULL)
        return value_unknown(PLIM_STR("the object before the update is not known"));
    return *judging->request->old_object;
}

static struct value images_in(struct admission_judging *judging, const struct value *list,
                              const char *path)
{
    struct value_list_builder images = {.arena = judging->arena};
    for (size_t i = 0; i < value_len(list); i++) {
        const struct value *image = value_get_path(value_at(list, i), path);
        if (value_is(image, VALUE_STRING))
            value_list_add(&images, *image);
    }
    return value_list_finish(&images);
}

/* Of pods and what has a template of one; of other objects there are none.
 * Source: Kyverno 1.19 pkg/cel/compiler/images.go. */
static struct value make_images(struct admission_judging *judging)
{
    static const char *const fields[][2] = {{"containers", "image"},
                                            {"initContainers", "image"},
                                            {"ephemeralContainers", "image"},
                                            {"volumes", "image.reference"}};
    const struct value *spec = resource_pod_spec(judging->request->object);
    struct value_map_builder map = {.arena = judging->arena};
    for (size_t i = 0; spec != NULL && i < PLIM_LEN(fields); i++)
        value_map_add(&map, i == 3 ? "imageVolumes" : fields[i][0],
                      images_in(judging, value_get(spec, fields[i][0]), fields[i][1]));
    return value_map_finish(&map);
}

/* Nothing is allowed where no exception does. */
static struct value make_allowed(const struct admission_judging *judging)
{
    static const struct value_entry nothing[] = {
        {{.kind = VALUE_STRING, .len = 13, .text = "allowedImages"}, {.kind = VALUE_LIST}},
        {{.kind = VALUE_STRING, .len = 13, .text = "allowedValues"}, {.kind = VALUE_LIST}},
    };
    return value_is(&judging->allowed, VALUE_MAP) ? judging->allowed
                                                  : value_map(nothing, PLIM_LEN(nothing));
}

/* Of a payload nothing but itself is known. Source: Kyverno 1.19 pkg/cel/policies/vpol/compiler. */
static bool is_absent(const struct admission_judging *judging, enum admission_slot slot)
{
    return judging->rule->payloads &&
           (slot == ADMISSION_SLOT_OLD_OBJECT || slot == ADMISSION_SLOT_REQUEST ||
            slot == ADMISSION_SLOT_NAMESPACE);
}

struct value admission_input_make(struct admission_judging *judging, enum admission_slot slot)
{
    if (is_absent(judging, slot))
        return value_null();
    switch (slot) {
    case ADMISSION_SLOT_OBJECT:
        if (judging->request->partial.len > 0)
            return value_unknown(judging->request->partial);
        return is_deletion(judging) ? no_object(judging) : *judging->request->object;
    case ADMISSION_SLOT_OLD_OBJECT:
        return make_old_object(judging);
    case ADMISSION_SLOT_REQUEST:
        return make_request(judging);
    case ADMISSION_SLOT_IMAGES:
        return make_images(judging);
    case ADMISSION_SLOT_NAMESPACE:
        return make_namespace(judging);
    case ADMISSION_SLOT_EXCEPTIONS:
        return make_allowed(judging);
    case ADMISSION_SLOT_PARAMS:
        return judging->param;
    case ADMISSION_SLOT_AUTHORIZER:
    case ADMISSION_SLOT_CHECK:
    case ADMISSION_SLOTS:
        break;
    }
    return value_unknown(PLIM_STR("what the user may do is not known"));
}
