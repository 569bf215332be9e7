#include "support/certificate.h"

#include <openssl/pem.h>
#include <openssl/x509.h>

#include "support/plim_check.h"

enum { VALID_SECONDS = 3600 };

static void take(BIO *bio, struct plim_buf *text)
{
    char *bytes = NULL;
    long len = BIO_get_mem_data(bio, &bytes);
    plim_buf_append(text, bytes, (size_t)len);
    BIO_free(bio);
}

static X509 *sign(EVP_PKEY *pair)
{
    X509 *x509 = X509_new();
    ck_assert_ptr_nonnull(X509_gmtime_adj(X509_getm_notBefore(x509), 0));
    ck_assert_ptr_nonnull(X509_gmtime_adj(X509_getm_notAfter(x509), VALID_SECONDS));
    ck_assert_int_eq(X509_set_pubkey(x509, pair), 1);
    ck_assert_int_gt(X509_sign(x509, pair, NULL), 0);
    return x509;
}

void plim_certificate_make(struct plim_buf *certificate, struct plim_buf *key)
{
    BIO *certificate_bio = BIO_new(BIO_s_mem());
    BIO *key_bio = BIO_new(BIO_s_mem());
    EVP_PKEY *pair = EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");
    X509 *x509 = sign(pair);
    ck_assert_int_eq(PEM_write_bio_X509(certificate_bio, x509), 1);
    ck_assert_int_eq(PEM_write_bio_PrivateKey(key_bio, pair, NULL, NULL, 0, NULL, NULL), 1);
    take(certificate_bio, certificate);
    take(key_bio, key);
    X509_free(x509);
    EVP_PKEY_free(pair);
}
