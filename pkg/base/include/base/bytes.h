/* Comparing a few bytes. In the header, since keys of maps are compared by the million and most are
 * shorter than a call is worth. */
#ifndef PLIM_BASE_BYTES_H
#define PLIM_BASE_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* At least 8 and at most 16 bytes: the first eight and the last eight, which may overlap. */
static inline bool plim_bytes_same_16(const char *left, const char *right, size_t len)
{
    uint64_t a[2];
    uint64_t b[2];
    memcpy(&a[0], left, sizeof a[0]);
    memcpy(&b[0], right, sizeof b[0]);
    memcpy(&a[1], left + len - sizeof a[1], sizeof a[1]);
    memcpy(&b[1], right + len - sizeof b[1], sizeof b[1]);
    return ((a[0] ^ b[0]) | (a[1] ^ b[1])) == 0;
}

/* At least 4 and at most 8. */
static inline bool plim_bytes_same_8(const char *left, const char *right, size_t len)
{
    uint32_t a[2];
    uint32_t b[2];
    memcpy(&a[0], left, sizeof a[0]);
    memcpy(&b[0], right, sizeof b[0]);
    memcpy(&a[1], left + len - sizeof a[1], sizeof a[1]);
    memcpy(&b[1], right + len - sizeof b[1], sizeof b[1]);
    return ((a[0] ^ b[0]) | (a[1] ^ b[1])) == 0;
}

/* Are these `len` bytes the same? Either may be NULL when len is 0. */
static inline bool plim_bytes_same(const char *left, const char *right, size_t len)
{
    if (len > 2 * sizeof(uint64_t))
        return memcmp(left, right, len) == 0;
    if (len >= sizeof(uint64_t))
        return plim_bytes_same_16(left, right, len);
    if (len >= sizeof(uint32_t))
        return plim_bytes_same_8(left, right, len);
    for (size_t i = 0; i < len; i++)
        if (left[i] != right[i])
            return false;
    return true;
}

#endif
