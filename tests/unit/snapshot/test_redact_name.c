#include <stdio.h>

#include "support/plim_check.h"

#include "redaction.h"

START_TEST(a_pseudonym_is_base_32_of_the_hmac)
{
    PLIM_CLEANUP(snapshot_redactor_freep)
    struct snapshot_redactor *redactor = snapshot_redactor_new(redaction_key);
    plim_assert_redacted(redactor, snapshot_redact_name(redactor, PLIM_STR("cart")),
                         "n-f5rwf7sj3lo4wobo");
    plim_assert_redacted(redactor, snapshot_redact_name(redactor, PLIM_STR("shop")),
                         "n-7byftdchgshpwtk7");
}
END_TEST

START_TEST(another_key_gives_other_pseudonyms_and_another_fingerprint)
{
    PLIM_CLEANUP(snapshot_redactor_freep)
    struct snapshot_redactor *one = snapshot_redactor_new(redaction_key);
    PLIM_CLEANUP(snapshot_redactor_freep)
    struct snapshot_redactor *other =
        snapshot_redactor_new(PLIM_STR("0123456789abcdef0123456789abcdee"));
    struct plim_str name = PLIM_STR("cart");
    ck_assert(!plim_str_equal(snapshot_redact_name(one, name), snapshot_redact_name(other, name)));
    ck_assert(
        !plim_str_equal(snapshot_redact_fingerprint(one), snapshot_redact_fingerprint(other)));
}
END_TEST

static const struct {
    const char *text, *made;
} names[] = {
    {"", ""},
    {"true", "true"},
    {"web", "<web>"},
    {"web-shop", "<web-shop>"},
    {"Web_Shop", "<Web_Shop>"},
    {"default", "default"},
    {"kube-system", "kube-system"},
    {"kube-acme", "kube-<kube-acme>"},
    {"kube-root-ca.crt", "kube-root-ca.crt"},
    /* parts */
    {"shop/cart", "<shop>/<cart>"},
    {"cart.shop.svc.cluster.local", "<cart>.<shop>.svc.cluster.local"},
    {"https://git.acme.com:8443/shop/deploy.git",
     "https://git.<acme>.<com>:8443/<shop>/deploy.git"},
    {"git@host.acme:team/x.git", "git@<host>.<acme>:team/<x>.git"},
    {"registry.acme.com:5000/*", "<registry>.<acme>.<com>:5000/*"},
    {"10.0.0.0/8", "<10.0.0.0>/8"},
    {"10.1.2.3", "<10.1.2.3>"},
    {"10.1.2.3:8080", "<10.1.2.3>:8080"},
    {"fd00::1", "<fd00::1>"},
    {"fd00::/64", "<fd00::>/64"},
    {"123456789012", "<123456789012>"},
    {"acme corp", "<acme corp>"},
    {"m\xc3\xbcller", "<m\xc3\xbcller>"},
    /* what Kubernetes says by names */
    {"system:masters", "system:masters"},
    {"system:acme", "system:<acme>"},
    {"system:serviceaccount:shop:cart", "system:serviceaccount:<shop>:<cart>"},
    {"system:node:acme-1", "system:node:<acme-1>"},
    {"sh.helm.release.v1.cart.v3", "sh.helm.release.v1.<cart>.v3"},
    {"sh.helm.release.v1.my.cart.v12", "sh.helm.release.v1.<my>.<cart>.v12"},
    {"widgets.acme.com", "<widgets>.<acme>.<com>"},
    {"acme.com/v1beta1", "<acme>.<com>/v1beta1"},
    {"v1", "v1"},
    {"v1acme", "<v1acme>"},
    /* labels' keys */
    {"app.kubernetes.io/name", "app.kubernetes.io/name"},
    {"app.kubernetes.io/acme", "app.kubernetes.io/<acme>"},
    {"acme.kubernetes.io/role", "<acme>.kubernetes.io/role"},
    {"acme.com/owner", "<acme>.<com>/owner"},
    {"kustomize.toolkit.fluxcd.io/name", "kustomize.toolkit.fluxcd.io/name"},
    /* endings */
    {"cart-5d8f76c9b4", "<cart>-<5d8f76c9b4>"},
    {"cart-5d8f76c9b4-x2k4j", "<cart>-<5d8f76c9b4>-<x2k4j>"},
    {"backup-29756160", "<backup>-29756160"},
    {"backup-29756160-x2k4j", "<backup>-29756160-<x2k4j>"},
    {"tel-5551234567", "<tel-5551234567>"},
    /* variables of databases */
    {"DATABASE_URL", "DATABASE_URL"},
    {"ACME_DATABASE_URL", "<ACME_DATABASE_URL>_DATABASE_URL"},
    {"POSTGRES_ACME", "POSTGRES_<POSTGRES_ACME>"},
    {"LOG_LEVEL", "<LOG_LEVEL>"},
};

START_TEST(names_are_redacted_part_by_part)
{
    PLIM_CLEANUP(snapshot_redactor_freep)
    struct snapshot_redactor *redactor = snapshot_redactor_new(redaction_key);
    struct plim_str text = plim_str_from(names[_i].text);
    plim_assert_redacted(redactor, snapshot_redact_name(redactor, text), names[_i].made);
    plim_assert_redacted(redactor, snapshot_redact_name(redactor, text), names[_i].made);
}
END_TEST

START_TEST(what_looks_random_stays_of_its_form_and_is_another)
{
    PLIM_CLEANUP(snapshot_redactor_freep)
    struct snapshot_redactor *redactor = snapshot_redactor_new(redaction_key);
    plim_assert_redacted(
        redactor,
        snapshot_redact_name(redactor, PLIM_STR("sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
                                                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")),
        "sha256:465dcccde807e3def8d9cf8ce112b29749c0feefd3962a13d0202ea82bb3aeeb");
    struct plim_str uuid =
        snapshot_redact_name(redactor, PLIM_STR("00000000-1111-2222-3333-444444444444"));
    ck_assert_uint_eq(uuid.len, 36);
    ck_assert_int_eq(uuid.text[8], '-');
    ck_assert(!plim_str_is(uuid, "00000000-1111-2222-3333-444444444444"));
}
END_TEST

START_TEST(a_rest_changes_nothing)
{
    PLIM_CLEANUP(snapshot_redactor_freep)
    struct snapshot_redactor *redactor = snapshot_redactor_new(redaction_key);
    for (int i = 0; i < 60000; i++) {
        char text[16];
        ck_assert_int_gt(snprintf(text, sizeof(text), "name-%d", i), 0);
        (void)snapshot_redact_name(redactor, plim_str_from(text));
    }
    snapshot_redactor_rest(redactor);
    ck_assert_uint_eq(redactor->memo.len, 0);
    plim_assert_redacted(redactor, snapshot_redact_name(redactor, PLIM_STR("cart")), "<cart>");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_test(tcase, a_pseudonym_is_base_32_of_the_hmac);
    tcase_add_test(tcase, another_key_gives_other_pseudonyms_and_another_fingerprint);
    tcase_add_loop_test(tcase, names_are_redacted_part_by_part, 0, PLIM_LEN(names));
    tcase_add_test(tcase, what_looks_random_stays_of_its_form_and_is_another);
    tcase_add_test(tcase, a_rest_changes_nothing);
}

PLIM_CHECK_MAIN("snapshot.redact_name", add_cases)
