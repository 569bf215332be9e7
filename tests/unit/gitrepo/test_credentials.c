#include <stdlib.h>

#include "support/plim_check.h"

#include "credentials_priv.h"
#include "fixture.h"

static const char *last_message(void)
{
    const git_error *last = git_error_last();
    return last && last->message ? last->message : "";
}

/* The number of credentials that are offered until there are none left. */
static unsigned count_offers(const char *url, unsigned allowed)
{
    struct plim_err err = {0};
    struct gitrepo_location location;
    plim_assert_ok(gitrepo_location_parse(fixture_arena(), url, &location, &err), &err);
    struct gitrepo_credentials credentials = {fixture_arena(), &location, fixture_path("home"),
                                              NULL, 0};
    unsigned count = 0;
    git_credential *offer = NULL;
    while (gitrepo_credentials_acquire(&offer, url, "git", allowed, &credentials) == 0) {
        git_credential_free(offer);
        count++;
    }
    gitrepo_credentials_wipe(&credentials);
    return count;
}

static const struct {
    const char *url;
    unsigned offers;
    const char *message;
} passwords[] = {
    {"https://git.example.org/x", 0,
     "the server asks for a user and a password, and neither the URL nor ~/.netrc has one"},
    {"https://ann:pw@git.example.org/x", 1, "the server rejected the user and password"},
    {"https://token@git.example.org/x", 1, "the server rejected the user and password"},
    {"https://known.example.org/x", 1, NULL},
};

START_TEST(passwords_come_from_the_url_and_netrc)
{
    fixture_run("mkdir home; echo 'machine known.example.org login a password b' >home/.netrc");
    ck_assert_uint_eq(count_offers(passwords[_i].url, GIT_CREDENTIAL_USERPASS_PLAINTEXT),
                      passwords[_i].offers);
    if (passwords[_i].message)
        ck_assert_str_eq(last_message(), passwords[_i].message);
}
END_TEST

START_TEST(keys_without_passphrase_are_offered_in_turn)
{
    (void)unsetenv("SSH_AUTH_SOCK");
    fixture_run("mkdir -p home/.ssh; cd home/.ssh; ssh-keygen -qt ed25519 -N '' -f id_ed25519;"
                "ssh-keygen -qt ecdsa -N secret -f id_ecdsa;"
                "ssh-keygen -qt rsa -b 2048 -m PEM -N '' -f id_rsa");
    ck_assert_uint_eq(count_offers("ssh://git@git.example.org/x", GIT_CREDENTIAL_SSH_KEY), 2);
    ck_assert_str_eq(last_message(), "no key of the SSH agent or in ~/.ssh was accepted");
}
END_TEST

START_TEST(a_password_is_never_sent_over_ssh)
{
    ck_assert_uint_eq(
        count_offers("ssh://git:pw@git.example.org/x", GIT_CREDENTIAL_USERPASS_PLAINTEXT), 0);
    ck_assert_str_eq(last_message(),
                     "the server asks for a kind of credentials that is not supported");
}
END_TEST

START_TEST(a_host_key_that_is_not_known_is_refused)
{
    git_cert_hostkey key = {.parent = {GIT_CERT_HOSTKEY_LIBSSH2}};
    git_cert_x509 certificate = {.parent = {GIT_CERT_X509}};
    ck_assert_int_eq(gitrepo_credentials_check_host(&key.parent, 0, "h", NULL), GIT_ECERTIFICATE);
    ck_assert_int_eq(gitrepo_credentials_check_host(&key.parent, 1, "h", NULL), 0);
    ck_assert_int_eq(gitrepo_credentials_check_host(&certificate.parent, 0, "h", NULL),
                     GIT_PASSTHROUGH);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, fixture_open, fixture_close);
    tcase_add_loop_test(tcase, passwords_come_from_the_url_and_netrc, 0, (int)PLIM_LEN(passwords));
    tcase_add_test(tcase, keys_without_passphrase_are_offered_in_turn);
    tcase_add_test(tcase, a_password_is_never_sent_over_ssh);
    tcase_add_test(tcase, a_host_key_that_is_not_known_is_refused);
}

PLIM_CHECK_MAIN("credentials", add_cases)
