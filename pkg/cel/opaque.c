#include "opaque.h"

#include "address.h"
#include "image_reference.h"
#include "quantity.h"
#include "semver.h"
#include "type_priv.h"
#include "url.h"

static const struct cel_type types[CEL_OPAQUE_COUNT] = {
    [CEL_OPAQUE_IP] = {.kind = CEL_TYPE_OPAQUE, .name = "net.IP"},
    [CEL_OPAQUE_CIDR] = {.kind = CEL_TYPE_OPAQUE, .name = "net.CIDR"},
    [CEL_OPAQUE_URL] = {.kind = CEL_TYPE_OPAQUE, .name = "kubernetes.URL"},
    [CEL_OPAQUE_QUANTITY] = {.kind = CEL_TYPE_OPAQUE, .name = "kubernetes.Quantity"},
    [CEL_OPAQUE_SEMVER] = {.kind = CEL_TYPE_OPAQUE, .name = "kubernetes.Semver"},
    [CEL_OPAQUE_FORMAT] = {.kind = CEL_TYPE_OPAQUE, .name = "kubernetes.NamedFormat"},
    [CEL_OPAQUE_IMAGE] = {.kind = CEL_TYPE_OPAQUE, .name = "kyverno.Image"},
    [CEL_OPAQUE_AUTHORIZER] = {.kind = CEL_TYPE_OPAQUE,
                               .name = "kubernetes.authorization.Authorizer"},
    [CEL_OPAQUE_PATH_CHECK] = {.kind = CEL_TYPE_OPAQUE,
                               .name = "kubernetes.authorization.PathCheck"},
    [CEL_OPAQUE_GROUP_CHECK] = {.kind = CEL_TYPE_OPAQUE,
                                .name = "kubernetes.authorization.GroupCheck"},
    [CEL_OPAQUE_RESOURCE_CHECK] = {.kind = CEL_TYPE_OPAQUE,
                                   .name = "kubernetes.authorization.ResourceCheck"},
    [CEL_OPAQUE_DECISION] = {.kind = CEL_TYPE_OPAQUE, .name = "kubernetes.authorization.Decision"},
    [CEL_OPAQUE_CLIENT] = {.kind = CEL_TYPE_OPAQUE, .name = "http.Context"},
};

const char *cel_opaque_name(unsigned opaque)
{
    return opaque < CEL_OPAQUE_COUNT ? types[opaque].name : "opaque";
}

const struct cel_type *cel_opaque_type(struct plim_str name)
{
    for (size_t i = 0; i < CEL_OPAQUE_COUNT; i++)
        if (name.len > 0 && name.text[0] == types[i].name[0] && plim_str_is(name, types[i].name))
            return &types[i];
    return NULL;
}

struct value cel_opaque_value(enum cel_opaque opaque, const void *content)
{
    return (struct value){.kind = VALUE_OPAQUE, .aux = (uint16_t)opaque, .opaque = content};
}

bool cel_opaque_has_equality(unsigned opaque)
{
    return opaque < CEL_OPAQUE_AUTHORIZER;
}

static bool equal_networks(const struct cel_network *left, const struct cel_network *right)
{
    return left->bits == right->bits && cel_address_equal(&left->address, &right->address);
}

/* Decimals are compared in an arena of their own: equality has none. */
static bool equal_quantities(const struct cel_quantity *left, const struct cel_quantity *right)
{
    if (left->is_small && right->is_small && left->scale == right->scale)
        return left->integer == right->integer;
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    return cel_quantity_compare(arena, left, right) == 0;
}

bool cel_opaque_equal(const struct value *left, const struct value *right)
{
    if (left->aux != right->aux)
        return false;
    switch ((enum cel_opaque)left->aux) {
    case CEL_OPAQUE_IP:
        return cel_address_equal(left->opaque, right->opaque);
    case CEL_OPAQUE_CIDR:
        return equal_networks(left->opaque, right->opaque);
    case CEL_OPAQUE_URL:
        return cel_url_equal(left->opaque, right->opaque);
    case CEL_OPAQUE_QUANTITY:
        return equal_quantities(left->opaque, right->opaque);
    case CEL_OPAQUE_SEMVER:
        return cel_semver_compare(left->opaque, right->opaque) == 0;
    case CEL_OPAQUE_IMAGE:
        return cel_image_equal(left->opaque, right->opaque);
    case CEL_OPAQUE_FORMAT:
    case CEL_OPAQUE_AUTHORIZER:
    case CEL_OPAQUE_PATH_CHECK:
    case CEL_OPAQUE_GROUP_CHECK:
    case CEL_OPAQUE_RESOURCE_CHECK:
    case CEL_OPAQUE_DECISION:
    case CEL_OPAQUE_CLIENT:
    case CEL_OPAQUE_COUNT:
        break;
    }
    return left->opaque == right->opaque;
}
