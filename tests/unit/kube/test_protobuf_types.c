#include "support/plim_check.h"

#include "protobuf_message_priv.h"

static const struct {
    const char *api_version;
    const char *kind;
    const char *message;
} kinds[] = {
    {"v1", "Pod", "core/v1 Pod"},
    {"v1", "Status", "meta/v1 Status"},
    {"apps/v1", "StatefulSet", "apps/v1 StatefulSet"},
    {"apiextensions.k8s.io/v1", "CustomResourceDefinition",
     "apiextensions/v1 CustomResourceDefinition"},
    {"apiregistration.k8s.io/v1", "APIService", "apiregistration/v1 APIService"},
    {"meta.k8s.io/v1", "PartialObjectMetadata", "meta/v1 PartialObjectMetadata"},
};

START_TEST(a_kind_is_found_with_its_message)
{
    const struct kube_protobuf_type *type = kube_protobuf_type_find(
        plim_str_from(kinds[_i].api_version), plim_str_from(kinds[_i].kind));
    ck_assert_ptr_nonnull(type);
    ck_assert_str_eq(type->name, kinds[_i].message);
}
END_TEST

START_TEST(a_kind_of_another_version_is_not_found)
{
    ck_assert_ptr_null(kube_protobuf_type_find(PLIM_STR("v2"), PLIM_STR("Pod")));
    ck_assert_ptr_null(kube_protobuf_type_find(PLIM_STR("apps/v1"), PLIM_STR("Pod")));
    ck_assert_ptr_null(kube_protobuf_type_find(PLIM_STR(""), PLIM_STR("")));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, a_kind_is_found_with_its_message, 0, PLIM_LEN(kinds));
    tcase_add_test(tcase, a_kind_of_another_version_is_not_found);
}

PLIM_CHECK_MAIN("kube.protobuf_types", add_cases)
