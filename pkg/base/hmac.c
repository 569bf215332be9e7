#include "base/hmac.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

enum { BLOCK_BYTES = 64 };

/* The states of SHA-256 after the key's two blocks: of each text only its own bytes remain. */
struct plim_hmac {
    EVP_MD_CTX *inner;
    EVP_MD_CTX *outer;
    EVP_MD_CTX *work;
};

/* OpenSSL fails here only without memory or without its own SHA-256: neither can be carried on. */
static void require(int succeeded)
{
    if (succeeded != 1)
        abort();
}

static EVP_MD_CTX *begin(const unsigned char key[BLOCK_BYTES], unsigned char pad)
{
    unsigned char block[BLOCK_BYTES];
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    require(context ? 1 : 0);
    for (size_t i = 0; i < sizeof(block); i++)
        block[i] = key[i] ^ pad;
    require(EVP_DigestInit_ex(context, EVP_sha256(), NULL));
    require(EVP_DigestUpdate(context, block, sizeof(block)));
    OPENSSL_cleanse(block, sizeof(block));
    return context;
}

struct plim_hmac *plim_hmac_new(struct plim_str key)
{
    unsigned char block[BLOCK_BYTES] = {0};
    struct plim_hmac *hmac = plim_calloc(1, sizeof(*hmac));
    if (key.len > sizeof(block))
        require(EVP_Digest(key.text, key.len, block, NULL, EVP_sha256(), NULL));
    else if (key.len > 0)
        memcpy(block, key.text, key.len);
    hmac->inner = begin(block, 0x36);
    hmac->outer = begin(block, 0x5c);
    hmac->work = EVP_MD_CTX_new();
    require(hmac->work ? 1 : 0);
    OPENSSL_cleanse(block, sizeof(block));
    return hmac;
}

void plim_hmac_free(struct plim_hmac *hmac)
{
    if (!hmac)
        return;
    EVP_MD_CTX_free(hmac->inner);
    EVP_MD_CTX_free(hmac->outer);
    EVP_MD_CTX_free(hmac->work);
    free(hmac);
}

void plim_hmac_digest(struct plim_hmac *hmac, const char *label, struct plim_str text,
                      unsigned char digest_out[PLIM_HMAC_BYTES])
{
    unsigned char inner[PLIM_HMAC_BYTES];
    require(EVP_MD_CTX_copy_ex(hmac->work, hmac->inner));
    require(EVP_DigestUpdate(hmac->work, label, strlen(label) + 1));
    if (text.len > 0)
        require(EVP_DigestUpdate(hmac->work, text.text, text.len));
    require(EVP_DigestFinal_ex(hmac->work, inner, NULL));
    require(EVP_MD_CTX_copy_ex(hmac->work, hmac->outer));
    require(EVP_DigestUpdate(hmac->work, inner, sizeof(inner)));
    require(EVP_DigestFinal_ex(hmac->work, digest_out, NULL));
}

void plim_random_bytes(unsigned char *bytes_out, size_t len)
{
    require(len <= INT32_MAX ? RAND_bytes(bytes_out, (int)len) : 0);
}
