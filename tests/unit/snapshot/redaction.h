/* Expectations about pseudonyms: "<cart>/<web>:1.2" stands for those of "cart" and "web". */
#ifndef TESTS_REDACTION_H
#define TESTS_REDACTION_H

#include <stdlib.h>
#include <string.h>

#include "base/str.h"

#include "redact_priv.h"

static const struct plim_str redaction_key = {"0123456789abcdef0123456789abcdef", 32};

/* The arena's. */
static inline const char *redaction_expand(struct snapshot_redactor *redactor, const char *text)
{
    struct plim_buf out = {.arena = redactor->arena};
    struct plim_str rest = plim_str_from(text);
    while (rest.len > 0) {
        struct plim_str part = {0};
        bool opened = plim_str_cut(&rest, '<', &part);
        plim_buf_append_str(&out, part);
        if (opened && plim_str_cut(&rest, '>', &part))
            plim_buf_append_str(&out, snapshot_redact_whole(redactor, part));
    }
    return out.text ? out.text : "";
}

#define plim_assert_redacted(redactor, made, expected)                                   \
    do {                                                                                 \
        struct plim_str made_ = (made);                                                  \
        ck_assert_str_eq(                                                                \
            plim_arena_copy((redactor)->arena, made_.text ? made_.text : "", made_.len), \
            redaction_expand(redactor, expected));                                       \
    } while (0)

#endif
