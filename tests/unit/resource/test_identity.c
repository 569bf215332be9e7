#include "resource/identity.h"

#include "resource_fixture.h"

static const char cart[] =
    "{apiVersion: apps/v1, kind: Deployment, metadata: {name: cart, namespace: shop}}";

START_TEST(identity_is_read_from_the_object)
{
    struct value object = plim_value_from_yaml(arena, cart);
    struct resource_identity identity = resource_identity_of(&object);
    ck_assert_str_eq(resource_identity_key(arena, &identity), "apps/Deployment/shop/cart");
    plim_assert_text(identity.version, "v1");
    plim_assert_text(resource_api_version(arena, &identity), "apps/v1");
}
END_TEST

START_TEST(the_core_group_is_empty)
{
    struct value object =
        plim_value_from_yaml(arena, "{apiVersion: v1, kind: Namespace, metadata: {name: shop}}");
    struct resource_identity identity = resource_identity_of(&object);
    ck_assert_str_eq(resource_identity_key(arena, &identity), "/Namespace//shop");
    plim_assert_text(resource_api_version(arena, &identity), "v1");
}
END_TEST

START_TEST(an_object_without_fields_has_an_empty_identity)
{
    struct value object = plim_value_from_yaml(arena, "[1]");
    struct resource_identity identity = resource_identity_of(&object);
    ck_assert_str_eq(resource_identity_key(arena, &identity), "///");
}
END_TEST

static const struct {
    const char *yaml;
    bool equal;
} twins[] = {
    {"{apiVersion: apps/v1beta1, kind: Deployment, metadata: {name: cart, namespace: shop}}", true},
    {"{apiVersion: extensions/v1, kind: Deployment, metadata: {name: cart, namespace: shop}}",
     false},
    {"{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: shop}}", false},
    {"{apiVersion: apps/v1, kind: Deployment, metadata: {name: cart, namespace: dev}}", false},
    {"{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: cart, namespace: shop}}", false},
};

START_TEST(the_version_does_not_count)
{
    struct value left = plim_value_from_yaml(arena, cart);
    struct value right = plim_value_from_yaml(arena, twins[_i].yaml);
    struct resource_identity one = resource_identity_of(&left);
    struct resource_identity two = resource_identity_of(&right);
    ck_assert(resource_identity_equal(&one, &two) == twins[_i].equal);
    ck_assert((resource_identity_compare(&one, &two) == 0) == twins[_i].equal);
    ck_assert((resource_identity_compare(&one, &two) < 0) ==
              (resource_identity_compare(&two, &one) > 0));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, open_arena, close_arena);
    tcase_add_test(tcase, identity_is_read_from_the_object);
    tcase_add_test(tcase, the_core_group_is_empty);
    tcase_add_test(tcase, an_object_without_fields_has_an_empty_identity);
    tcase_add_loop_test(tcase, the_version_does_not_count, 0, PLIM_LEN(twins));
}

PLIM_CHECK_MAIN("resource.identity", add_cases)
