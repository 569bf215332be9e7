/* Cutting a list between its items, without reading more of it than where they end. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

#include "body_priv.h"

enum { DEPTH_MAX = 100000 };

static const uint64_t hash_begin = 14695981039346656037U; /* FNV-1a, 64 bits */
static const uint64_t hash_prime = 1099511628211U;

struct scan {
    struct plim_str text;
    size_t at;
};

/* Behind the string that begins at `at`; false when it does not end. */
static bool skip_string(struct scan *scan)
{
    for (size_t i = scan->at + 1; i < scan->text.len; i++) {
        if (scan->text.text[i] == '\\') {
            i++;
        } else if (scan->text.text[i] == '"') {
            scan->at = i + 1;
            return true;
        }
    }
    return false;
}

/* Behind the object that begins at `at`. */
static bool skip_object(struct scan *scan)
{
    size_t depth = 0;
    while (scan->at < scan->text.len) {
        char byte = scan->text.text[scan->at];
        if (byte == '"') {
            if (!skip_string(scan))
                return false;
            continue;
        }
        scan->at++;
        if (byte == '{' || byte == '[')
            depth++;
        else if ((byte == '}' || byte == ']') && --depth == 0)
            return true;
        if (depth > DEPTH_MAX)
            return false;
    }
    return false;
}

/* Behind "items":[ of the outermost object. */
static bool find_items(struct scan *scan)
{
    static const char key[] = "\"items\":[";
    if (scan->text.len == 0 || scan->text.text[0] != '{')
        return false;
    for (scan->at = 1; scan->at < scan->text.len && scan->at < SNAPSHOT_HEAD_BYTES_MAX;) {
        const char *here = scan->text.text + scan->at;
        if (scan->text.len - scan->at >= sizeof(key) && memcmp(here, key, sizeof(key) - 1) == 0) {
            scan->at += sizeof(key) - 1;
            return true;
        }
        if (*here == '"' && !skip_string(scan))
            return false;
        if (*here == '{' && !skip_object(scan))
            return false;
        if (*here != '"' && *here != '{')
            scan->at++;
    }
    return false;
}

/* Whether a chunk may end behind this item: as likely as it is long. */
static bool ends_chunk(struct plim_str item)
{
    uint64_t hash = hash_begin;
    size_t i = 0;
    for (; i + sizeof(uint64_t) <= item.len; i += sizeof(uint64_t)) {
        uint64_t word = 0;
        memcpy(&word, item.text + i, sizeof(word));
        hash = (hash ^ word) * hash_prime;
        hash ^= hash >> 29;
    }
    for (; i < item.len; i++)
        hash = (hash ^ (unsigned char)item.text[i]) * hash_prime;
    return (hash >> 20) % SNAPSHOT_CHUNK_BYTES < item.len;
}

static void cut(struct snapshot_items *items, size_t at)
{
    PLIM_GROW(items->cuts, items->len, items->cap);
    items->cuts[items->len++] = at;
}

/* An item with the comma behind it. False at what is no object. */
static bool take_item(struct scan *scan, struct snapshot_items *items, size_t *chunk)
{
    size_t begin = scan->at;
    if (scan->text.text[begin] != '{' || !skip_object(scan) || scan->at >= scan->text.len)
        return false;
    struct plim_str item = {scan->text.text + begin, scan->at - begin};
    bool more = scan->text.text[scan->at] == ',';
    scan->at += more ? 1 : 0;
    size_t len = scan->at - *chunk;
    bool ends =
        len >= SNAPSHOT_CHUNK_BYTES_MOST || (len >= SNAPSHOT_CHUNK_BYTES_LEAST && ends_chunk(item));
    if (ends) {
        cut(items, scan->at);
        *chunk = scan->at;
    }
    return more || scan->text.text[scan->at] == ']';
}

bool snapshot_body_split(struct plim_str body, struct snapshot_items *items_out)
{
    struct scan scan = {.text = body};
    struct snapshot_items items = {0};
    bool good = find_items(&scan);
    size_t chunk = scan.at;
    items.begin = scan.at;
    while (good && scan.at < body.len && body.text[scan.at] != ']')
        good = take_item(&scan, &items, &chunk);
    items.end = scan.at;
    if (good && chunk < items.end)
        cut(&items, items.end);
    if (!good || scan.at >= body.len || body.len - items.end > SNAPSHOT_HEAD_BYTES_MAX) {
        free(items.cuts);
        return false;
    }
    *items_out = items;
    return true;
}
