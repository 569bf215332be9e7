#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/file.h"
#include "support/certificate.h"
#include "support/plim_check.h"

#include "rotation_priv.h"

static char *dir;
static struct plim_buf token_path;
static struct plim_buf ca_path;
static struct plim_clock present;
static struct kube_rotation *rotation;

static void put(const struct plim_buf *path, const char *text)
{
    struct plim_err err = {0};
    plim_assert_ok(plim_file_write(path->text, text, strlen(text), &err), &err);
}

static void start(void)
{
    struct plim_err err = {0};
    plim_assert_ok(plim_dir_make_temporary(&dir, &err), &err);
    plim_buf_printf(&token_path, "%s/token", dir);
    plim_buf_printf(&ca_path, "%s/ca.crt", dir);
    put(&token_path, "one\n");
    put(&ca_path, "CA 1");
    present = (struct plim_clock){true, 1000};
    struct kube_rotation_start given = {
        .token_path = token_path.text,
        .authorization = "Bearer one",
        .ca_path = ca_path.text,
        .ca = PLIM_STR("CA 1"),
        .clock = &present,
    };
    rotation = kube_rotation_new(&given);
}

static void stop(void)
{
    struct plim_err err = {0};
    kube_rotation_free(rotation);
    plim_assert_ok(plim_dir_remove(dir, &err), &err);
    free(dir);
    plim_buf_release(&token_path);
    plim_buf_release(&ca_path);
}

static const struct http_identity *look(void)
{
    struct plim_err err = {0};
    const struct http_identity *identity = NULL;
    struct http_authenticator *authenticator = kube_rotation_authenticator(rotation);
    ck_assert_int_eq((int)authenticator->get(authenticator, &identity, &err), HTTP_AUTH_READY);
    return identity;
}

START_TEST(a_file_is_read_again_after_fifty_seconds)
{
    put(&token_path, "two\n");
    put(&ca_path, "CA 2");
    present.seconds += KUBE_ROTATION_SECONDS - 1;
    ck_assert_str_eq(look()->authorization, "Bearer one");
    present.seconds++;
    ck_assert_str_eq(look()->authorization, "Bearer two");
    ck_assert(plim_str_is(look()->ca, "CA 2"));
}
END_TEST

START_TEST(a_refused_token_is_read_again_at_once)
{
    struct http_authenticator *authenticator = kube_rotation_authenticator(rotation);
    const struct http_identity *first = look();
    put(&token_path, "two");
    ck_assert(authenticator->refused(authenticator, first));
    ck_assert_str_eq(look()->authorization, "Bearer two");
    ck_assert_str_eq(first->authorization, "Bearer one");    /* requests may still be using it */
    ck_assert(authenticator->refused(authenticator, first)); /* there is a newer one already */
}
END_TEST

START_TEST(a_refusal_stands_when_the_file_says_the_same)
{
    struct http_authenticator *authenticator = kube_rotation_authenticator(rotation);
    ck_assert(!authenticator->refused(authenticator, look()));
}
END_TEST

START_TEST(a_file_that_is_gone_or_empty_changes_nothing)
{
    struct plim_err err = {0};
    put(&token_path, "\n");
    plim_assert_ok(plim_dir_remove(ca_path.text, &err), &err);
    present.seconds += 1000;
    ck_assert_str_eq(look()->authorization, "Bearer one");
    ck_assert(plim_str_is(look()->ca, "CA 1"));
}
END_TEST

START_TEST(what_has_no_file_is_left_to_the_endpoint)
{
    struct kube_rotation_start given = {.ca_path = ca_path.text, .ca = PLIM_STR("CA 1")};
    kube_rotation_free(rotation);
    rotation = kube_rotation_new(&given);
    ck_assert_ptr_null(look()->authorization);
}
END_TEST

START_TEST(a_certificate_is_taken_with_its_key_and_not_before)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf old_certificate = {0};
    PLIM_CLEANUP(plim_buf_release) struct plim_buf old_key = {0};
    PLIM_CLEANUP(plim_buf_release) struct plim_buf certificate = {0};
    PLIM_CLEANUP(plim_buf_release) struct plim_buf key = {0};
    plim_certificate_make(&old_certificate, &old_key);
    plim_certificate_make(&certificate, &key);
    put(&token_path, certificate.text);
    put(&ca_path, old_key.text);
    struct kube_rotation_start given = {
        .certificate_path = token_path.text,
        .key_path = ca_path.text,
        .certificate = plim_buf_str(&old_certificate),
        .key = plim_buf_str(&old_key),
        .clock = &present,
    };
    kube_rotation_free(rotation);
    rotation = kube_rotation_new(&given);
    present.seconds += KUBE_ROTATION_SECONDS;
    ck_assert(plim_str_equal(look()->client_cert, plim_buf_str(&old_certificate)));
    put(&ca_path, key.text);
    present.seconds += KUBE_ROTATION_SECONDS;
    ck_assert(plim_str_equal(look()->client_cert, plim_buf_str(&certificate)));
    ck_assert(plim_str_equal(look()->client_key, plim_buf_str(&key)));
    ck_assert(look()->ca.len == 0 && !look()->authorization);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, start, stop);
    tcase_add_test(tcase, a_file_is_read_again_after_fifty_seconds);
    tcase_add_test(tcase, a_refused_token_is_read_again_at_once);
    tcase_add_test(tcase, a_refusal_stands_when_the_file_says_the_same);
    tcase_add_test(tcase, a_file_that_is_gone_or_empty_changes_nothing);
    tcase_add_test(tcase, a_certificate_is_taken_with_its_key_and_not_before);
    tcase_add_test(tcase, what_has_no_file_is_left_to_the_endpoint);
}

PLIM_CHECK_MAIN("kube.rotation", add_cases)
