/* Bodies in Kubernetes' protobuf, from the bytes of their message. */
#ifndef PLIM_TEST_PROTOBUF_BYTES_H
#define PLIM_TEST_PROTOBUF_BYTES_H

#include "base/arena.h"
#include "base/buf.h"
#include "support/value_check.h"

#include "protobuf_priv.h"

/* A field with a length below 128. */
static inline void protobuf_add(struct plim_buf *buf, char tag, struct plim_str bytes)
{
    ck_assert_uint_lt(bytes.len, 128);
    plim_buf_append_char(buf, tag);
    plim_buf_append_char(buf, (char)bytes.len);
    plim_buf_append_str(buf, bytes);
}

/* The envelope: type, then the message. The last bytes are the padding that readers want. */
static inline struct plim_str protobuf_body(struct plim_arena *arena, const char *api_version,
                                            const char *kind, struct plim_str raw)
{
    struct plim_buf type = {0};
    struct plim_buf body = {0};
    protobuf_add(&type, '\x0a', plim_str_from(api_version));
    protobuf_add(&type, '\x12', plim_str_from(kind));
    plim_buf_append(&body, "k8s\0", 4);
    protobuf_add(&body, '\x0a', plim_buf_str(&type));
    plim_buf_append_char(&body, '\x12');
    if (raw.len >= 128)
        plim_buf_append_char(&body, (char)(0x80 | (raw.len & 0x7f)));
    plim_buf_append_char(&body, (char)(raw.len >= 128 ? raw.len >> 7 : raw.len));
    plim_buf_append_str(&body, raw);
    size_t len = body.len;
    plim_buf_repeat(&body, " ", VALUE_JSON_PADDING);
    struct plim_str copy = plim_arena_copy_str(arena, plim_buf_str(&body));
    plim_buf_release(&type);
    plim_buf_release(&body);
    return (struct plim_str){copy.text, len};
}

struct protobuf_test {
    struct plim_arena *arena;
    struct kube_protobuf_options options;
    struct kube_protobuf_unknown unknown;
    struct value object;
    struct plim_err err;
};

static inline struct protobuf_test protobuf_test_begin(void)
{
    return (struct protobuf_test){.arena = plim_arena_new(),
                                  .options = {.json = value_json_reader_new(), .borrow = true}};
}

static inline enum plim_code protobuf_test_read(struct protobuf_test *test, const char *api_version,
                                                const char *kind, struct plim_str raw)
{
    return kube_protobuf_read(test->arena, protobuf_body(test->arena, api_version, kind, raw),
                              &test->options, &test->object, &test->unknown, &test->err);
}

static inline void protobuf_test_end(struct protobuf_test *test)
{
    value_json_reader_free(test->options.json);
    plim_arena_free(test->arena);
}

#endif
