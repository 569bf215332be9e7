/*
 * A quick reader for what manifests are nearly always written in: block maps and lists, scalars in
 * all five styles, plain lists and maps in brackets. It knows nothing of errors: what it is not
 * sure of is for libyaml to read.
 */
#ifndef PLIM_VALUE_YAML_BLOCK_PRIV_H
#define PLIM_VALUE_YAML_BLOCK_PRIV_H

#include "yaml_stream_priv.h"

/* A container that is open. */
struct value_yaml_block_frame {
    size_t first; /* of its children */
    /* Its column is that of all its keys or dashes. */
    struct value_position position;
    bool is_map;
    bool is_indentless; /* a list whose dashes stand below the key that it belongs to */
};

/* Scalars are unescaped where they stand, and the values borrow from there. */
struct value_yaml_block {
    struct value_yaml_stream *stream;
    char *text;
    char *end; /* a NUL stands there */
    char *at;
    char *line_start; /* moved along by what does not count as a column */
    uint32_t line;    /* from 1, in the file */
    bool is_pending;  /* the last key or dash has no value yet */
    struct value_position pending;
    size_t depth;
    struct value_yaml_block_frame frames[VALUE_YAML_DEPTH_MAX];
};

/* A plain or quoted scalar. */
struct value_yaml_block_scalar {
    struct plim_str text;
    struct value_position position;
    bool is_plain;
    bool is_key; /* a colon and white space follow at once */
};

/* text  NUL-terminated, in the stream's arena; will be written to */
void value_yaml_block_init(struct value_yaml_block *block, struct value_yaml_stream *stream,
                           char *text, size_t len);

/*
 * Read the document that begins at an offset, which is the text's start or that of a document
 * marker. On success the offset moves to the next marker or the end, and lines_before with it;
 * false leaves the stream as it was.
 */
PLIM_NODISCARD bool value_yaml_block_read(struct value_yaml_block *block, size_t *offset);

/* ---- The parts. Each begins at `at` and moves it behind what it read; false: give up. */

/* Printable text and tabs up to the end of the line, which is not consumed. NULL: give up. */
char *value_yaml_block_skip_text(const struct value_yaml_block *block, char *at);
/* White space, a comment and the end of the line. */
PLIM_NODISCARD bool value_yaml_block_end_line(struct value_yaml_block *block);
/* A plain or quoted scalar, and one in brackets. */
PLIM_NODISCARD bool value_yaml_block_scan(struct value_yaml_block *block,
                                          struct value_yaml_block_scalar *scalar_out);
PLIM_NODISCARD bool value_yaml_block_scan_in_flow(struct value_yaml_block *block,
                                                  struct value_yaml_block_scalar *scalar_out);
/* The further lines of a plain scalar that is no key. */
PLIM_NODISCARD bool value_yaml_block_read_more(struct value_yaml_block *block,
                                               struct value_yaml_block_scalar *scalar);
/* A literal or folded scalar; becomes a child. */
PLIM_NODISCARD bool value_yaml_block_read_lines(struct value_yaml_block *block);
/* A list or map in brackets; becomes a child. */
PLIM_NODISCARD bool value_yaml_block_read_flow(struct value_yaml_block *block);

/* What was moved or given up leaves nothing behind: whoever wipes the values of a kubeconfig wipes
 * all that is left of it. */
void value_yaml_block_wipe(char *from, const char *to);
void value_yaml_block_push(struct value_yaml_block *block, struct value value,
                           struct value_position position);
PLIM_NODISCARD bool value_yaml_block_push_key(struct value_yaml_block *block,
                                              const struct value_yaml_block_scalar *key);
PLIM_NODISCARD bool value_yaml_block_push_scalar(struct value_yaml_block *block,
                                                 const struct value_yaml_block_scalar *scalar);
PLIM_NODISCARD bool value_yaml_block_push_container(struct value_yaml_block *block, size_t first,
                                                    bool is_map, struct value_position position);
struct value_position value_yaml_block_position(const struct value_yaml_block *block,
                                                const char *at);
/* White space or the end, as libyaml sees it behind '-' and ':'; tabs are left to it. */
static inline bool value_yaml_block_is_gap(const struct value_yaml_block *block, const char *at)
{
    return *at == ' ' || *at == '\n' || at == block->end;
}

#endif
