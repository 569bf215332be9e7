/* Digests of texts. Source: github.com/kyverno/sdk cel/libs/hash. */
#include "base/hash.h"

#include "library.h"

static struct value md5(struct cel_frame *frame, const struct value *args, size_t len)
{
    char text[PLIM_MD5_TEXT_BYTES];
    (void)len;
    return cel_text(frame, plim_str_from(plim_md5_text(args[0].text, args[0].len, text)));
}

static struct value sha1(struct cel_frame *frame, const struct value *args, size_t len)
{
    char text[PLIM_SHA1_TEXT_BYTES];
    (void)len;
    return cel_text(frame, plim_str_from(plim_sha1_text(args[0].text, args[0].len, text)));
}

static struct value sha256(struct cel_frame *frame, const struct value *args, size_t len)
{
    char text[PLIM_SHA256_TEXT_BYTES];
    (void)len;
    return cel_text(frame, plim_str_from(plim_sha256_text(args[0].text, args[0].len, text)));
}

#define ROW(name, call)                                                          \
    {                                                                            \
        name, "(string) -> string", call, CEL_COST_PARSE, 0, 0, "in hexadecimal" \
    }

static const struct cel_function functions[] = {
    ROW("md5", md5),      ROW("sha1", sha1),      ROW("sha256", sha256),
    ROW("hash.md5", md5), ROW("hash.sha1", sha1), ROW("hash.sha256", sha256),
};

const struct cel_functions cel_functions_kyverno_hash = {functions, PLIM_LEN(functions)};
