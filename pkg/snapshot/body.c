#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

#include "body_priv.h"
#include "object_priv.h"

void snapshot_body_release(struct snapshot_body *body)
{
    free(body->head);
    free(body->tail);
    free(body->chunks);
    *body = (struct snapshot_body){0};
}

/* What stands around the items goes into the manifest: nothing but plain text may. */
static bool is_plain(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if ((text[i] < ' ' && text[i] != '\n') || text[i] > '~')
            return false;
    return true;
}

static enum plim_code write_chunks(const char *dir, struct plim_str bytes,
                                   const struct snapshot_items *items, struct snapshot_body *body,
                                   struct plim_err *err)
{
    size_t begin = items->begin;
    for (size_t i = 0; i < items->len; i++) {
        struct plim_str chunk = {bytes.text + begin, items->cuts[i] - begin};
        PLIM_GROW(body->chunks, body->len, body->cap);
        if (snapshot_object_write(dir, chunk, body->chunks[body->len++].sha256, err) != PLIM_OK)
            return err->code;
        begin = items->cuts[i];
    }
    body->head = plim_copy(bytes.text, items->begin);
    body->tail = plim_copy(bytes.text + items->end, bytes.len - items->end);
    return PLIM_OK;
}

enum plim_code snapshot_body_write(const char *dir, struct plim_str bytes,
                                   struct snapshot_body *body_out, struct plim_err *err)
{
    struct snapshot_items items = {0};
    PLIM_CLEANUP(snapshot_body_release) struct snapshot_body body = {.bytes = bytes.len};
    body.is_list = snapshot_body_split(bytes, &items) && is_plain(bytes.text, items.begin) &&
                   is_plain(bytes.text + items.end, bytes.len - items.end);
    enum plim_code code = PLIM_OK;
    if (body.is_list) {
        code = write_chunks(dir, bytes, &items, &body, err);
    } else {
        code = snapshot_object_write(dir, bytes, body.sha256, err);
    }
    free(items.cuts);
    if (code != PLIM_OK)
        return code;
    *body_out = body;
    body = (struct snapshot_body){0};
    return PLIM_OK;
}

static enum plim_code read_chunks(const char *dir, const struct snapshot_body *body,
                                  struct plim_buf *bytes, struct plim_err *err)
{
    size_t end = bytes->len + (size_t)body->bytes;
    plim_buf_append_c(bytes, body->head);
    for (size_t i = 0; i < body->len && bytes->len <= end; i++) {
        if (snapshot_object_read(dir, body->chunks[i].sha256, end - bytes->len, bytes, err) !=
            PLIM_OK)
            return err->code;
    }
    plim_buf_append_c(bytes, body->tail);
    return PLIM_OK;
}

enum plim_code snapshot_body_read(const char *dir, const struct snapshot_body *body,
                                  struct plim_buf *bytes, struct plim_err *err)
{
    if (!body->is_list)
        return snapshot_object_read(dir, body->sha256, (size_t)body->bytes, bytes, err);
    size_t before = bytes->len;
    if (read_chunks(dir, body, bytes, err) != PLIM_OK)
        return err->code;
    if (bytes->failed)
        return plim_err_set(err, PLIM_LIMIT, "snapshot '%s': a body is larger than allowed", dir);
    char actual[PLIM_SHA256_TEXT_BYTES];
    size_t added = bytes->len - before;
    bool is_same = true;
    if (body->sha256[0] && body->len > 0) {
        (void)plim_sha256_text(added > 0 ? bytes->text + before : "", added, actual);
        is_same = strcmp(actual, body->sha256) == 0;
    }
    if (added == body->bytes && is_same)
        return PLIM_OK;
    return plim_err_set(err, PLIM_INVALID,
                        "snapshot '%s': the %zu pieces of a list do not make up its %llu bytes",
                        dir, body->len, (unsigned long long)body->bytes);
}
