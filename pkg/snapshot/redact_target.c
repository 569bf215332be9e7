/* What was asked: a replay asks for the same with the names that it knows. */
#include <string.h>

#include "redact_priv.h"

static int read_digit(char byte)
{
    static const char digits[] = "0123456789ABCDEFabcdef";
    const char *at = byte != '\0' ? strchr(digits, byte) : NULL;
    int place = at ? (int)(at - digits) : -1;
    return place < 16 ? place : place - 6;
}

static void decode(struct plim_str text, struct plim_buf *out)
{
    for (size_t i = 0; i < text.len; i++) {
        int high = i + 2 < text.len && text.text[i] == '%' ? read_digit(text.text[i + 1]) : -1;
        int low = high >= 0 ? read_digit(text.text[i + 2]) : -1;
        char byte = text.text[i];
        if (low >= 0)
            byte = (char)(high * 16 + low);
        plim_buf_append_char(out, byte);
        i += low >= 0 ? 2 : 0;
    }
}

/* As kube/answer.c writes them: a replay compares bytes. */
static void encode(struct plim_str text, struct plim_buf *out)
{
    static const char plain[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    for (size_t i = 0; i < text.len; i++) {
        bool stays = text.text[i] != '\0' && strchr(plain, text.text[i]);
        plim_buf_printf(out, stays ? "%c" : "%%%02X", (unsigned char)text.text[i]);
    }
}

static void add_parameter(struct snapshot_redactor *redactor, struct plim_str parameter,
                          struct plim_buf *out)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf decoded = {0};
    struct plim_str value = parameter;
    struct plim_str name = {0};
    if (!plim_str_cut(&value, '=', &name) || plim_str_is(name, "limit")) {
        plim_buf_append_str(out, plim_str_is(name, "limit")
                                     ? parameter
                                     : snapshot_redact_name(redactor, parameter));
        return;
    }
    decode(value, &decoded);
    plim_buf_append_str(out, name);
    plim_buf_append_char(out, '=');
    encode(snapshot_redact_name(redactor, plim_buf_str(&decoded)), out);
}

/* Who asks for a definition makes its name of the plural and the group. */
static void add_definition(struct snapshot_redactor *redactor, struct plim_str name,
                           struct plim_buf *out)
{
    struct plim_str group = name;
    struct plim_str plural = {0};
    bool dotted = plim_str_cut(&group, '.', &plural);
    plim_buf_append_str(out, snapshot_redact_kind(redactor, plural));
    if (dotted)
        plim_buf_append_char(out, '.');
    plim_buf_append_str(out, snapshot_redact_kind(redactor, group));
}

/* "namespaces" is followed by a name, and so is a plural; groups and versions come before. */
static void add_path(struct snapshot_redactor *redactor, struct plim_str path, struct plim_buf *out)
{
    size_t place = 0; /* of the next segment: 0 root, 1 group, 2 version, then plurals and names */
    bool plural = true;
    bool definition = false;
    while (path.len > 0) {
        struct plim_str part = {0};
        bool more = plim_str_cut(&path, '/', &part);
        bool is_name = place > 2 && !plural;
        if (is_name && definition)
            add_definition(redactor, part, out);
        else
            plim_buf_append_str(out, is_name ? snapshot_redact_name(redactor, part)
                                             : snapshot_redact_kind(redactor, part));
        definition = plim_str_is(part, "customresourcedefinitions");
        if (place > 2)
            plural = !plural;
        if (part.len > 0) /* the core's path has no group */
            place += place == 0 && plim_str_is(part, "api") ? 2 : 1;
        if (more)
            plim_buf_append_char(out, '/');
    }
}

struct plim_str snapshot_redact_target(struct snapshot_redactor *redactor, struct plim_str text)
{
    static const struct plim_str openapi = {"/openapi/v3/", 12};
    PLIM_CLEANUP(plim_buf_release) struct plim_buf out = {0};
    struct plim_str query = text;
    struct plim_str path = {0};
    bool asked = plim_str_cut(&query, '?', &path);
    if (plim_str_starts(path, openapi)) {
        plim_buf_append_str(&out, openapi);
        path = (struct plim_str){path.text + openapi.len, path.len - openapi.len};
    }
    if (plim_str_is(path, "/version") || plim_str_is(path, "/openapi/v3"))
        plim_buf_append_str(&out, path);
    else
        add_path(redactor, path, &out);
    if (asked)
        plim_buf_append_char(&out, '?');
    while (query.len > 0) {
        struct plim_str parameter = {0};
        bool more = plim_str_cut(&query, '&', &parameter);
        add_parameter(redactor, parameter, &out);
        if (more)
            plim_buf_append_char(&out, '&');
    }
    return plim_arena_copy_str(redactor->arena, plim_buf_str(&out));
}
