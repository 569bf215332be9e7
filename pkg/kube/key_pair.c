#include <limits.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include "key_pair_priv.h"

/* Encrypted keys are not supported: nobody is asked. */
/* NOLINTNEXTLINE(readability-non-const-parameter): OpenSSL's type */
static int no_password(char *text, int size, int writing, void *context)
{
    (void)text;
    (void)size;
    (void)writing;
    (void)context;
    return -1;
}

static BIO *open_text(struct plim_str text)
{
    return text.len > 0 && text.len <= INT_MAX ? BIO_new_mem_buf(text.text, (int)text.len) : NULL;
}

bool kube_key_fits(struct plim_str certificate, struct plim_str key)
{
    BIO *certificate_bio = open_text(certificate);
    BIO *key_bio = open_text(key);
    X509 *x509 =
        certificate_bio ? PEM_read_bio_X509(certificate_bio, NULL, no_password, NULL) : NULL;
    EVP_PKEY *private_key =
        key_bio ? PEM_read_bio_PrivateKey(key_bio, NULL, no_password, NULL) : NULL;
    bool fits = x509 && private_key && X509_check_private_key(x509, private_key) == 1;
    EVP_PKEY_free(private_key);
    X509_free(x509);
    BIO_free(key_bio);
    BIO_free(certificate_bio);
    ERR_clear_error();
    return fits;
}
