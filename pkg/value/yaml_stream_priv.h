/* What the two readers of YAML fill: the documents of a text, one behind the other. */
#ifndef PLIM_VALUE_YAML_STREAM_PRIV_H
#define PLIM_VALUE_YAML_STREAM_PRIV_H

#include "base/err.h"
#include "value/yaml.h"

#include "yaml_children_priv.h"

struct value_yaml_stream {
    struct plim_arena *arena;
    const char *name; /* of the file, for messages */
    enum value_yaml_dialect dialect;
    uint32_t lines_before; /* of the file, before what is read next */
    size_t nodes;          /* so far, aliases expanded */
    struct value_yaml_children children;
    struct value_yaml_document *documents; /* owned */
    size_t len;
    size_t cap;
};

void value_yaml_stream_release(struct value_yaml_stream *stream);

/* The only child, if there is one, becomes a document unless it is null: empty documents have a
 * null root, written or not. */
void value_yaml_stream_close(struct value_yaml_stream *stream);

/* Read all documents of the text by way of libyaml, whatever they are written in. The stream is in
 * disorder when this fails. */
PLIM_NODISCARD enum plim_code value_yaml_events_read(struct value_yaml_stream *stream,
                                                     struct plim_str text, struct plim_err *err);

#endif
