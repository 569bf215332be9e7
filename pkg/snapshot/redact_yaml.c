/* Manifests keep their lines: findings say where something stands. Written is the part of YAML that
 * is JSON, with line ends wherever the next value stood further down. Comments are gone. */
#include "value/json.h"
#include "value/yaml.h"

#include "redact_priv.h"

struct lines {
    struct plim_buf *out;
    uint32_t line; /* where the next byte goes */
    bool failed;
};

static void go_to(struct lines *lines, struct value_position position)
{
    if (lines->line >= position.line)
        return;
    for (; lines->line < position.line; lines->line++)
        plim_buf_append_char(lines->out, '\n');
    plim_buf_append_char(lines->out, ' '); /* nothing may begin at the margin: it could be "---" */
}

static void write_scalar(struct lines *lines, const struct value *value)
{
    struct plim_err ignored = {0};
    if (value_json_write(value, VALUE_JSON_COMPACT, lines->out, &ignored) != PLIM_OK)
        lines->failed = true;
}

/* `made` has the shape of `read`, unless something was dropped: then its lines are lost. */
static void write(struct lines *lines, const struct value *read, const struct value *made)
{
    bool same = read && read->kind == made->kind && read->len == made->len;
    bool is_map = value_is(made, VALUE_MAP);
    if (!is_map && !value_is(made, VALUE_LIST)) {
        write_scalar(lines, made);
        return;
    }
    plim_buf_append_char(lines->out, is_map ? '{' : '[');
    for (size_t i = 0; i < made->len; i++) {
        if (i > 0)
            plim_buf_append_c(lines->out, ", ");
        if (is_map) {
            go_to(lines, same ? value_key_position_at(read, i) : (struct value_position){0});
            write_scalar(lines, &made->entries[i].key);
            plim_buf_append_c(lines->out, ": ");
        }
        go_to(lines, same ? value_position_at(read, i) : (struct value_position){0});
        write(lines, same ? value_at(read, i) : NULL, value_at(made, i));
    }
    plim_buf_append_char(lines->out, is_map ? '}' : ']');
}

static void write_document(struct snapshot_redactor *redactor, struct plim_arena *arena,
                           const struct value_yaml_document *document, struct lines *lines)
{
    struct value made = snapshot_redact_value(redactor, arena, &document->root);
    if (lines->out->len > 0) {
        uint32_t line = document->position.line;
        go_to(lines, (struct value_position){.line = line > 1 ? line - 1 : 1});
        plim_buf_append_c(lines->out, "\n---");
        lines->line++;
    }
    go_to(lines, document->position);
    plim_buf_append_char(lines->out, ' ');
    write(lines, &document->root, &made);
}

/* What could not be read by us cannot be read afterwards either. */
static void write_unreadable(struct plim_str text, struct plim_buf *out)
{
    plim_buf_clear(out);
    plim_buf_append_c(out, plim_str_contains(text, PLIM_STR("apiVersion"))
                               ? "{apiVersion: [redacted"
                               : "redacted");
}

void snapshot_redact_yaml(struct snapshot_redactor *redactor, struct plim_str text,
                          struct plim_buf *out)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct plim_err ignored = {0};
    struct value_yaml_list documents = {0};
    if (text.len == 0)
        return;
    if (value_yaml_read(arena, "", text, VALUE_YAML_MANIFEST, &documents, &ignored) != PLIM_OK) {
        write_unreadable(text, out);
        return;
    }
    struct lines lines = {.out = out, .line = 1};
    for (size_t i = 0; i < documents.len; i++)
        write_document(redactor, arena, &documents.items[i], &lines);
    if (lines.failed || out->failed)
        write_unreadable(text, out);
    else
        plim_buf_append_char(out, '\n');
}
