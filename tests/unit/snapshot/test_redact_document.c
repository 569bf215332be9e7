#include "support/plim_check.h"

#include "redaction.h"

static const struct {
    const char *name, *bytes, *made;
} documents[] = {
    {"clusters/prod/namespace", "shop", "<shop>"},
    {"clusters/prod/namespace", "", ""},
    {"clusters/prod/failure", "dial tcp acme:443", "redacted"},
    {"repositories/shop/failure.txt", "no acme", "redacted"},
    {"repositories/shop/failure/apps/prod", "no acme", "redacted"},
    {"fleet.yaml", "{\"spec\":{\"models\":[\"opengitops\"],\"clusters\":[{\"name\":\"shop\"}]}}",
     "{\n  \"spec\": {\n    \"models\": [\n      \"opengitops\"\n    ],\n    \"clusters\": [\n"
     "      {\n        \"name\": \"<shop>\"\n      }\n    ]\n  }\n}"},
    {"scope.json", "{\"namespaces\":[\"shop\"]}", "{\n  \"namespaces\": [\n    \"<shop>\"\n  ]\n}"},
    {"repositories/shop/manifests/apps",
     "{\"repository\":\"shop\",\"commit\":\"\",\"subpath\":\"apps\",\"kustomizations\":[\"apps/"
     "x\"],"
     "\"files\":[{\"kind\":\"plain\",\"path\":\"apps/cart.yaml\",\"origin\":\"\",\"traced\":true,"
     "\"error\":\"acme\",\"text\":\"kind: A\\n\",\"application\":1}],"
     "\"applications\":[{\"kind\":\"Kustomization\",\"namespace\":\"shop\",\"name\":\"cart\","
     "\"path\":\"x\",\"source\":\"apps\",\"error\":\"\",\"suspended\":true}]}",
     "{\"repository\":\"<shop>\",\"commit\":\"\",\"subpath\":\"<apps>\",\"kustomizations\":[\"<"
     "apps>/"
     "<x>\"],\"applications\":[{\"kind\":\"Kustomization\",\"namespace\":\"<shop>\",\"name\":\"<"
     "cart>\","
     "\"path\":\"<x>\",\"source\":\"<apps>\",\"targetNamespace\":\"\",\"error\":\"\",\"suspended\":"
     "true,\"prunes\":false,"
     "\"elsewhere\":false}],\"files\":[{\"kind\":\"plain\",\"path\":\"<apps>/"
     "<cart>.yaml\",\"origin\":\"\","
     "\"traced\":true,\"error\":\"redacted\",\"text\":\" {\\\"kind\\\": "
     "\\\"<A>\\\"}\\n\",\"application\":1}]}"},
};

START_TEST(documents_are_redacted_by_their_name)
{
    PLIM_CLEANUP(snapshot_redactor_freep)
    struct snapshot_redactor *redactor = snapshot_redactor_new(redaction_key);
    PLIM_CLEANUP(plim_buf_release) struct plim_buf made = {0};
    struct plim_err err = {0};
    plim_assert_ok(snapshot_redact_document(redactor, documents[_i].name,
                                            plim_str_from(documents[_i].bytes), &made, &err),
                   &err);
    ck_assert_str_eq(made.text ? made.text : "", redaction_expand(redactor, documents[_i].made));
}
END_TEST

START_TEST(what_nobody_knows_is_refused)
{
    PLIM_CLEANUP(snapshot_redactor_freep)
    struct snapshot_redactor *redactor = snapshot_redactor_new(redaction_key);
    PLIM_CLEANUP(plim_buf_release) struct plim_buf made = {0};
    struct plim_err err = {0};
    plim_assert_fails(
        snapshot_redact_document(redactor, "files/levels.yaml", PLIM_STR("kind: A"), &made, &err),
        PLIM_INVALID, &err, "snapshot: 'files/levels.yaml' cannot be redacted");
    plim_assert_fails(
        snapshot_redact_document(redactor, "fleet.yaml", PLIM_STR("kind: A"), &made, &err),
        PLIM_INVALID, &err, "redact 'fleet.yaml': JSON is malformed at byte 0: expected a value");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, documents_are_redacted_by_their_name, 0, PLIM_LEN(documents));
    tcase_add_test(tcase, what_nobody_knows_is_refused);
}

PLIM_CHECK_MAIN("snapshot.redact_document", add_cases)
