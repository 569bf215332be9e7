/*
 * Names become pseudonyms: the same name the same pseudonym, under the same key. A text stays only
 * where a rule says why it may; which rules there are: REDACTION.md.
 *
 * Threads: a redactor belongs to one thread at a time; those of one key agree.
 */
#ifndef SNAPSHOT_REDACT_PRIV_H
#define SNAPSHOT_REDACT_PRIV_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "value/value.h"

#include "redact_memo_priv.h"

struct plim_hmac;

enum {
    SNAPSHOT_PSEUDONYM_BYTES = 18,   /* "n-" and 80 bits in base 32 */
    SNAPSHOT_REDACT_TEXT_MAX = 1024, /* longer texts become one pseudonym as a whole */
};

/* Returned texts are the redactor's, until snapshot_redactor_rest. */
struct snapshot_redactor {
    struct plim_hmac *hmac;    /* owned */
    struct plim_arena *arena;  /* owned: the texts */
    struct snapshot_memo memo; /* names that came before */
    bool names_are_kinds;      /* in what is being redacted: discovery */
    bool is_ours;              /* it is a Fleet, written by us from what we understood of it */
};

struct snapshot_redactor *snapshot_redactor_new(struct plim_str key);
void snapshot_redactor_free(struct snapshot_redactor *redactor); /* NULL is a no-op */
void snapshot_redactor_freep(struct snapshot_redactor **redactor);

/* Forget texts when they are many. What was returned before is gone. */
void snapshot_redactor_rest(struct snapshot_redactor *redactor);

/* Tells equal keys, and nothing else of them. 16 hexadecimal digits. */
struct plim_str snapshot_redact_fingerprint(struct snapshot_redactor *redactor);

/* ---- Texts. */

/* A name, or what is composed of names: each part by itself. */
struct plim_str snapshot_redact_name(struct snapshot_redactor *redactor, struct plim_str text);

/* One pseudonym for all of it. */
struct plim_str snapshot_redact_whole(struct snapshot_redactor *redactor, struct plim_str text);

/* What stands for free text that nothing is compared with. */
struct plim_str snapshot_redact_remark(struct plim_str text);

/* A kind, plural, group, version of one, or resource of a rule. */
struct plim_str snapshot_redact_kind(struct snapshot_redactor *redactor, struct plim_str text);

/* A version: its numbers stay, and words that many use; "1.2.0-acme.3" loses "acme". What is no
 * version is a name. */
struct plim_str snapshot_redact_version(struct snapshot_redactor *redactor, struct plim_str text);

/* "cart-v1.2.0": a name and a version. */
struct plim_str snapshot_redact_tag(struct snapshot_redactor *redactor, struct plim_str text);

/* registry/repository:tag@digest. */
struct plim_str snapshot_redact_image(struct snapshot_redactor *redactor, struct plim_str text);

/* Who wrote a field: of controllers it stays visible that they are some. */
struct plim_str snapshot_redact_manager(struct snapshot_redactor *redactor, struct plim_str text);

/* The target of a request, with its query. */
struct plim_str snapshot_redact_target(struct snapshot_redactor *redactor, struct plim_str text);

/* The value under a key of labels or annotations. */
struct plim_str snapshot_redact_labelled(struct snapshot_redactor *redactor, struct plim_str key,
                                         struct plim_str text);

/* ---- Whole documents. */

/* Any object, list or document of ours; in `arena`. */
struct value snapshot_redact_value(struct snapshot_redactor *redactor, struct plim_arena *arena,
                                   const struct value *value);

/* JSON in a text: compact, with the line end that it had; one pseudonym when it is no JSON. */
struct plim_str snapshot_redact_json(struct snapshot_redactor *redactor, struct plim_str text);

/* An answer's body. What is no JSON is replaced by a remark. */
void snapshot_redact_body(struct snapshot_redactor *redactor, struct plim_str body,
                          struct plim_buf *out);

/* YAML documents, each value in the line that it had. What is no YAML stays none. */
void snapshot_redact_yaml(struct snapshot_redactor *redactor, struct plim_str text,
                          struct plim_buf *out);

/* A document that a capture keeps, by its name. Fails with PLIM_INVALID when it is none of those
 * that are known: nothing is kept that nobody understands. */
PLIM_NODISCARD enum plim_code snapshot_redact_document(struct snapshot_redactor *redactor,
                                                       const char *name, struct plim_str bytes,
                                                       struct plim_buf *out, struct plim_err *err);

#endif
