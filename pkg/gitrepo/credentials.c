#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"

#include "credentials_priv.h"
#include "netrc_priv.h"

enum { KEY_MAX = 64 * 1024 };

/* In the order in which servers of today take them. libssh2 1.10 signs with RSA keys by SHA-1 only,
 * which OpenSSH 8.8 and later refuse: such keys work through an agent or not at all. */
static const char *const key_names[] = {"id_ed25519", "id_ecdsa", "id_rsa"};

static void wipe(char *text)
{
    if (text)
        explicit_bzero(text, strlen(text));
}

/* libssh2 gives up altogether on a key that needs a passphrase, so that must be known before. An
 * unencrypted key in OpenSSH's format starts with the base64 of "openssh-key-v1", "none". */
static bool is_usable_key(const char *path)
{
    static const char plain_start[] = "b3BlbnNzaC1rZXktdjEAAAAABG5vbmU";
    struct plim_err ignored;
    char *text = NULL;
    size_t len = 0;
    if (plim_file_read(path, KEY_MAX, &text, &len, &ignored) != PLIM_OK)
        return false;
    bool openssh = strstr(text, "BEGIN OPENSSH PRIVATE KEY") != NULL;
    bool usable = openssh ? strstr(text, plain_start) != NULL
                          : strstr(text, "PRIVATE KEY") && !strstr(text, "ENCRYPTED");
    explicit_bzero(text, len);
    free(text);
    return usable;
}

/* libgit2 takes an agent that does not answer for a failed connection, and asks for no other key.
 */
static bool has_agent(void)
{
    const char *path = getenv("SSH_AUTH_SOCK");
    union {
        struct sockaddr_un exact;
        struct sockaddr general;
    } address = {.exact = {.sun_family = AF_UNIX}};
    size_t len = path ? strlen(path) : 0;
    if (len == 0 || len >= sizeof(address.exact.sun_path))
        return false;
    memcpy(address.exact.sun_path, path, len);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool answers = fd >= 0 && connect(fd, &address.general, sizeof(address.exact)) == 0;
    if (fd >= 0)
        (void)close(fd);
    return answers;
}

static int refuse(const char *why)
{
    (void)git_error_set_str(GIT_ERROR_NET, why);
    return GIT_EAUTH;
}

static int offer_key(git_credential **out, const char *user,
                     struct gitrepo_credentials *credentials)
{
    while (credentials->attempt <= PLIM_LEN(key_names)) {
        unsigned attempt = credentials->attempt++;
        if (attempt == 0) {
            if (has_agent())
                return git_credential_ssh_key_from_agent(out, user);
            continue;
        }
        if (credentials->home[0] == '\0')
            break;
        const char *path = plim_arena_printf(credentials->arena, "%s/.ssh/%s", credentials->home,
                                             key_names[attempt - 1]);
        if (is_usable_key(path))
            return git_credential_ssh_key_new(out, user, NULL, path, NULL);
    }
    return refuse("no key of the SSH agent or in ~/.ssh was accepted");
}

static bool find_in_netrc(struct gitrepo_credentials *credentials, struct gitrepo_login *login)
{
    if (credentials->home[0] == '\0')
        return false;
    struct plim_err ignored;
    char *text = NULL;
    size_t len = 0;
    const char *path = plim_arena_printf(credentials->arena, "%s/.netrc", credentials->home);
    if (plim_file_read(path, GITREPO_NETRC_MAX, &text, &len, &ignored) != PLIM_OK)
        return false;
    const struct gitrepo_location *location = credentials->location;
    bool found = gitrepo_netrc_find(credentials->arena, (struct plim_str){text, len},
                                    location->host, location->user, login);
    explicit_bzero(text, len);
    free(text);
    return found;
}

static int offer_password(git_credential **out, struct gitrepo_credentials *credentials)
{
    const struct gitrepo_location *location = credentials->location;
    const bool stated = location->password[0] != '\0';
    if (credentials->attempt == 0) {
        credentials->attempt = 1;
        if (stated)
            return git_credential_userpass_plaintext_new(out, location->user, location->password);
    }
    struct gitrepo_login login;
    if (credentials->attempt == 1) {
        credentials->attempt = 2;
        if (find_in_netrc(credentials, &login)) {
            credentials->netrc_password = login.password;
            return git_credential_userpass_plaintext_new(out, login.user, login.password);
        }
        /* "https://TOKEN@host/": a token in place of the user. */
        if (!stated && location->user[0] != '\0')
            return git_credential_userpass_plaintext_new(out, location->user, "");
        if (location->user[0] == '\0')
            return refuse("the server asks for a user and a password, and neither the URL nor "
                          "~/.netrc has one");
    }
    return refuse("the server rejected the user and password");
}

int gitrepo_credentials_acquire(git_credential **out, const char *url, const char *user,
                                unsigned allowed, void *payload)
{
    (void)url;
    struct gitrepo_credentials *credentials = payload;
    const char *name = user && user[0] != '\0' ? user : "git";
    if (allowed & GIT_CREDENTIAL_SSH_KEY)
        return offer_key(out, name, credentials);
    if (allowed & GIT_CREDENTIAL_USERNAME)
        return git_credential_username_new(out, name);
    if (allowed & GIT_CREDENTIAL_USERPASS_PLAINTEXT &&
        credentials->location->scheme == GITREPO_SCHEME_HTTP)
        return offer_password(out, credentials);
    return refuse("the server asks for a kind of credentials that is not supported");
}

int gitrepo_credentials_check_host(git_cert *certificate, int valid, const char *host,
                                   void *payload)
{
    (void)host;
    (void)payload;
    if (certificate->cert_type != GIT_CERT_HOSTKEY_LIBSSH2)
        return GIT_PASSTHROUGH;
    if (valid)
        return 0;
    (void)git_error_set_str(GIT_ERROR_SSH,
                            "the host's key is not the one in ~/.ssh/known_hosts, or "
                            "the host is not listed there");
    return GIT_ECERTIFICATE;
}

void gitrepo_credentials_wipe(struct gitrepo_credentials *credentials)
{
    wipe(credentials->netrc_password);
    if (credentials->location)
        wipe(credentials->location->password);
}
