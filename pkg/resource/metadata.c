#include "resource/metadata.h"

#include "resource/identity.h"

struct plim_str resource_label(const struct value *object, const char *key)
{
    return value_str(value_get(value_get_path(object, "metadata.labels"), key));
}

struct plim_str resource_annotation(const struct value *object, const char *key)
{
    return value_str(value_get(value_get_path(object, "metadata.annotations"), key));
}

struct resource_reference resource_controller(const struct value *object)
{
    const struct value *owners = value_get_path(object, "metadata.ownerReferences");
    struct resource_reference reference = {0};
    for (size_t i = 0; value_is(owners, VALUE_LIST) && i < value_len(owners); i++) {
        const struct value *owner = value_at(owners, i);
        if (!value_bool_or(value_get(owner, "controller"), false))
            continue;
        struct plim_str version = {0};
        resource_api_version_split(value_get_text(owner, "apiVersion"), &reference.group, &version);
        reference.kind = value_get_text(owner, "kind");
        reference.name = value_get_text(owner, "name");
        break;
    }
    return reference;
}

/* "cart-5d8f" without "-5d8f" when that is the pod template's hash; else empty. */
static struct plim_str strip_template_hash(const struct value *object, struct plim_str name)
{
    struct plim_str hash = resource_label(object, "pod-template-hash");
    if (hash.len == 0 || name.len < hash.len + 2 || !plim_str_ends(name, hash) ||
        name.text[name.len - hash.len - 1] != '-')
        return (struct plim_str){0};
    return (struct plim_str){name.text, name.len - hash.len - 1};
}

/* A CronJob's Jobs end in their time in minutes (eight digits) or, before 1.21, seconds; else
 * empty. */
static struct plim_str strip_schedule(struct plim_str name)
{
    enum { DIGITS_MIN = 8 };
    size_t digits = 0;
    while (digits < name.len && name.text[name.len - digits - 1] >= '0' &&
           name.text[name.len - digits - 1] <= '9')
        digits++;
    if (digits < DIGITS_MIN || name.len < digits + 2 || name.text[name.len - digits - 1] != '-')
        return (struct plim_str){0};
    return (struct plim_str){name.text, name.len - digits - 1};
}

struct resource_reference resource_root_owner(const struct value *object)
{
    struct resource_identity self = resource_identity_of(object);
    struct resource_reference owner = resource_controller(object);
    if (owner.kind.len == 0)
        return (struct resource_reference){self.group, self.kind, self.name};
    if (plim_str_is(self.kind, "Pod") && plim_str_is(owner.kind, "ReplicaSet")) {
        struct plim_str name = strip_template_hash(object, owner.name);
        if (name.len > 0)
            return (struct resource_reference){owner.group, PLIM_STR("Deployment"), name};
    }
    if (plim_str_is(self.kind, "Pod") && plim_str_is(owner.kind, "Job")) {
        struct plim_str name = strip_schedule(owner.name);
        if (name.len > 0)
            return (struct resource_reference){owner.group, PLIM_STR("CronJob"), name};
    }
    return owner;
}
