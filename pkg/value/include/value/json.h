/*
 * JSON in and out. Reading is simdjson's (one C++ file, json_read.cc); writing is json-c's.
 * Source: RFC 8259.
 */
#ifndef PLIM_VALUE_JSON_H
#define PLIM_VALUE_JSON_H

#include "base/buf.h"
#include "base/err.h"
#include "base/sink.h"
#include "value/value.h"

enum { VALUE_JSON_DEPTH_MAX = 512 };

/* Bytes that must be readable behind the text given to value_json_reader_read (content ignored). */
enum { VALUE_JSON_PADDING = 64 };

/* Reusable parser memory. One per thread. */
struct value_json_reader;

struct value_json_reader *value_json_reader_new(void);
void value_json_reader_free(struct value_json_reader *reader); /* NULL is a no-op */

/*
 * Read one document. Strings are copied into the arena, so the text may go away. Of duplicate keys
 * the last wins. Integers that fit int64 are INT, those that fit only uint64 are UINT, all else
 * DOUBLE.
 *
 * text  with VALUE_JSON_PADDING readable bytes behind its end
 * Fails with PLIM_INVALID (not JSON, not UTF-8, a number out of range) or PLIM_LIMIT (depth, or
 * 4 GiB); the message names the byte offset where it is known.
 */
PLIM_NODISCARD enum plim_code value_json_reader_read(struct value_json_reader *reader,
                                                     struct plim_arena *arena, struct plim_str text,
                                                     struct value *value_out, struct plim_err *err);

/* The same for a text without padding, with a reader of its own: for small documents. */
PLIM_NODISCARD enum plim_code value_json_read(struct plim_arena *arena, struct plim_str text,
                                              struct value *value_out, struct plim_err *err);

enum value_json_style { VALUE_JSON_COMPACT, VALUE_JSON_PRETTY };

/* Append as JSON. Packed lists (value/pack.h) are lists. Maps keep their order. Doubles are the
 * shortest text that reads back the same; bytes become base64; timestamps and durations their proto
 * JSON form; NaN and infinity strings. Fails with PLIM_LIMIT when `buf` is full. */
PLIM_NODISCARD enum plim_code value_json_write(const struct value *value,
                                               enum value_json_style style, struct plim_buf *buf,
                                               struct plim_err *err);

/* The same piece by piece; the text is never in memory as a whole. Fails as the sink does. */
PLIM_NODISCARD enum plim_code value_json_write_to(const struct value *value,
                                                  enum value_json_style style,
                                                  const struct plim_sink *sink,
                                                  struct plim_err *err);

/* A JSON string literal with its quotes; control characters escaped, UTF-8 kept. */
void value_json_write_string(struct plim_str text, struct plim_buf *buf);

#endif
