#include "base/hash.h"

#include <openssl/evp.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/alloc.h"

enum { MD5_BYTES = 16, SHA1_BYTES = 20, SHA256_BYTES = 32, SHA512_BYTES = 64 };

struct plim_sha256 {
    EVP_MD_CTX *context;
};

/* OpenSSL fails here only without memory or without its own SHA-256: neither can be carried on. */
static void require(int succeeded)
{
    if (succeeded != 1)
        abort();
}

/* Found once: each look-up by OpenSSL takes longer than a short text. */
static const EVP_MD *sha256;

static void find_sha256(void)
{
    sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
    require(sha256 ? 1 : 0);
}

struct plim_sha256 *plim_sha256_new(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    require(pthread_once(&once, find_sha256) == 0);
    struct plim_sha256 *hash = plim_calloc(1, sizeof(*hash));
    hash->context = EVP_MD_CTX_new();
    require(hash->context ? 1 : 0);
    require(EVP_DigestInit_ex(hash->context, sha256, NULL));
    return hash;
}

void plim_sha256_add(struct plim_sha256 *hash, const void *bytes, size_t len)
{
    if (len > 0)
        require(EVP_DigestUpdate(hash->context, bytes, len));
}

void plim_sha256_add_part(struct plim_sha256 *hash, struct plim_str part)
{
    unsigned char size[8]; /* little-endian everywhere, so that digests are portable */
    for (size_t i = 0; i < sizeof(size); i++)
        size[i] = (unsigned char)((uint64_t)part.len >> (8 * i) & 0xff);
    plim_sha256_add(hash, size, sizeof(size));
    plim_sha256_add(hash, part.text, part.len);
}

static void write_hexadecimal(const unsigned char *digest, size_t len, char *text_out)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < len; i++) {
        text_out[2 * i] = digits[digest[i] >> 4];
        text_out[2 * i + 1] = digits[digest[i] & 0xf];
    }
    text_out[2 * len] = '\0';
}

void plim_sha256_finish(struct plim_sha256 *hash, char text_out[PLIM_SHA256_TEXT_BYTES])
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    require(EVP_DigestFinal_ex(hash->context, digest, NULL));
    write_hexadecimal(digest, SHA256_BYTES, text_out);
    EVP_MD_CTX_free(hash->context);
    free(hash);
}

const char *plim_sha256_text(const void *bytes, size_t len, char text_out[PLIM_SHA256_TEXT_BYTES])
{
    struct plim_sha256 *hash = plim_sha256_new();
    plim_sha256_add(hash, bytes, len);
    plim_sha256_finish(hash, text_out);
    return text_out;
}

const char *plim_sha512_text(const void *bytes, size_t len, char text_out[PLIM_SHA512_TEXT_BYTES])
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    require(EVP_Digest(bytes, len, digest, NULL, EVP_sha512(), NULL));
    write_hexadecimal(digest, SHA512_BYTES, text_out);
    return text_out;
}

const char *plim_sha1_text(const void *bytes, size_t len, char text_out[PLIM_SHA1_TEXT_BYTES])
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    require(EVP_Digest(bytes, len, digest, NULL, EVP_sha1(), NULL));
    write_hexadecimal(digest, SHA1_BYTES, text_out);
    return text_out;
}

const char *plim_md5_text(const void *bytes, size_t len, char text_out[PLIM_MD5_TEXT_BYTES])
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    require(EVP_Digest(bytes, len, digest, NULL, EVP_md5(), NULL));
    write_hexadecimal(digest, MD5_BYTES, text_out);
    return text_out;
}
