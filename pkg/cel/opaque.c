#include "opaque.h"

#include "type_priv.h"

static const struct cel_type types[CEL_OPAQUE_COUNT] = {
    [CEL_OPAQUE_IP] = {.kind = CEL_TYPE_OPAQUE, .name = "net.IP"},
    [CEL_OPAQUE_CIDR] = {.kind = CEL_TYPE_OPAQUE, .name = "net.CIDR"},
    [CEL_OPAQUE_URL] = {.kind = CEL_TYPE_OPAQUE, .name = "kubernetes.URL"},
    [CEL_OPAQUE_QUANTITY] = {.kind = CEL_TYPE_OPAQUE, .name = "kubernetes.Quantity"},
    [CEL_OPAQUE_SEMVER] = {.kind = CEL_TYPE_OPAQUE, .name = "kubernetes.Semver"},
    [CEL_OPAQUE_FORMAT] = {.kind = CEL_TYPE_OPAQUE, .name = "kubernetes.NamedFormat"},
};

const char *cel_opaque_name(unsigned opaque)
{
    return opaque < CEL_OPAQUE_COUNT ? types[opaque].name : "opaque";
}

const struct cel_type *cel_opaque_type(struct plim_str name)
{
    for (size_t i = 0; i < CEL_OPAQUE_COUNT; i++)
        if (plim_str_is(name, types[i].name))
            return &types[i];
    return NULL;
}

struct value cel_opaque_value(enum cel_opaque opaque, const void *content)
{
    return (struct value){.kind = VALUE_OPAQUE, .aux = (uint16_t)opaque, .opaque = content};
}

bool cel_opaque_equal(const struct value *left, const struct value *right)
{
    return left->aux == right->aux && left->opaque == right->opaque;
}
