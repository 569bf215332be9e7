#include <stdint.h>

#include "cache_dir_priv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Any bytes as a file of the cache: what is taken lies within them and may stand in a header. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char key[] = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    struct plim_str text = {(const char *)data, size};
    struct plim_str etag = {0};
    struct plim_str body = {0};
    if (!kube_cache_file_parse(text, key, &etag, &body))
        return 0;
    if (!kube_cache_etag_is_sound(etag) || body.len >= size ||
        body.text + body.len != text.text + text.len)
        __builtin_trap();
    return 0;
}
