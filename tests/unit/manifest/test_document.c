#include "base/arena.h"
#include "support/plim_check.h"
#include "value/yaml.h"

#include "document_priv.h"

static struct value read_one(struct plim_arena *arena, const char *text)
{
    struct plim_err err = {0};
    struct value_yaml_list documents;
    plim_assert_ok(
        value_yaml_read(arena, "x", plim_str_from(text), VALUE_YAML_MANIFEST, &documents, &err),
        &err);
    return documents.items[0].root;
}

static const struct {
    const char *text;
    bool object;
    bool list;
} documents[] = {
    {"{apiVersion: v1, kind: Service, metadata: {name: a}}", true, false},
    {"{apiVersion: v1, kind: Service, metadata: {generateName: a}}", false, false},
    {"{apiVersion: v1, kind: Config, clusters: []}", false, false},
    {"{replicas: 3, image: {tag: x}}", false, false},
    {"[1, 2]", false, false},
    {"text", false, false},
    {"{apiVersion: plimsoll.dev/v1alpha1, kind: Fleet, metadata: {name: a}}", false, false},
    {"{apiVersion: kustomize.config.k8s.io/v1beta1, kind: Kustomization, metadata: {name: a}}",
     false, false},
    {"{apiVersion: kustomize.toolkit.fluxcd.io/v1, kind: Kustomization, metadata: {name: a}}", true,
     false},
    {"{apiVersion: v1, kind: ConfigMap, metadata: {name: a, annotations: "
     "{config.kubernetes.io/local-config: 'true'}}}",
     false, false},
    {"{apiVersion: v1, kind: List, items: []}", false, true},
    {"{apiVersion: v1, kind: ConfigMapList, items: []}", false, true},
    {"{apiVersion: example.org/v1, kind: AllowList, metadata: {name: a}}", true, false},
};

START_TEST(a_document_is_an_object_when_it_is_named)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct value root = read_one(arena, documents[_i].text);
    ck_assert_int_eq(manifest_document_is_object(&root), documents[_i].object);
    ck_assert_int_eq(manifest_document_is_list(&root), documents[_i].list);
}
END_TEST

START_TEST(secrets_and_their_encryption_are_known)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct value secret = read_one(arena, "{apiVersion: v1, kind: Secret, sops: {mac: x}}");
    struct value other = read_one(arena, "{apiVersion: example.org/v1, kind: Secret}");
    ck_assert(manifest_document_is_secret(&secret));
    ck_assert(manifest_document_is_encrypted(&secret));
    ck_assert(!manifest_document_is_secret(&other));
    ck_assert(!manifest_document_is_encrypted(&other));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, a_document_is_an_object_when_it_is_named, 0,
                        (int)PLIM_LEN(documents));
    tcase_add_test(tcase, secrets_and_their_encryption_are_known);
}

PLIM_CHECK_MAIN("document", add_cases)
