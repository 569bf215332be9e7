/*
 * What Kyverno makes of expressions about pods for those that create pods: a substitution of text.
 * Source: Kyverno 1.19 pkg/autogen/v1/rule.go (rules), pkg/cel/autogen/replacement.go
 * (ValidatingPolicy).
 */
#include "base/buf.h"
#include "base/defs.h"

#include "admission_priv.h"

struct replacement {
    struct plim_str from;
    struct plim_str to;
};

enum { REPLACEMENTS = 4 };

#define REPLACE(variable, field, path)                                   \
    {                                                                    \
        {variable "." field, sizeof(variable "." field) - 1},            \
        {                                                                \
            variable "." path field, sizeof(variable "." path field) - 1 \
        }                                                                \
    }

static const struct replacement forms[][REPLACEMENTS] = {
    [ADMISSION_FORM_TEMPLATE] = {REPLACE("object", "spec", "spec.template."),
                                 REPLACE("oldObject", "spec", "spec.template."),
                                 REPLACE("object", "metadata", "spec.template."),
                                 REPLACE("oldObject", "metadata", "spec.template.")},
    [ADMISSION_FORM_CRONJOB] = {REPLACE("object", "spec", "spec.jobTemplate.spec.template."),
                                REPLACE("oldObject", "spec", "spec.jobTemplate.spec.template."),
                                REPLACE("object", "metadata", "spec.jobTemplate.spec.template."),
                                REPLACE("oldObject", "metadata",
                                        "spec.jobTemplate.spec.template.")},
};

static bool is_name_byte(char byte)
{
    return byte == '_' || (byte >= '0' && byte <= '9') ||
           ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z');
}

/* The namespace is that of the controller: templates have none. */
static bool is_kept(struct plim_str rest)
{
    const struct plim_str kept = PLIM_STR(".namespace");
    return plim_str_starts(rest, kept) &&
           (rest.len == kept.len || !is_name_byte(rest.text[kept.len]));
}

static struct plim_str replace(struct plim_arena *arena, struct plim_str text,
                               const struct replacement *replacement, bool keeps)
{
    struct plim_buf buf = {.arena = arena};
    for (size_t i = 0; i < text.len;) {
        struct plim_str rest = {text.text + i, text.len - i};
        struct plim_str behind = {0};
        bool found = plim_str_starts(rest, replacement->from);
        if (found)
            behind = (struct plim_str){rest.text + replacement->from.len,
                                       rest.len - replacement->from.len};
        if (!found) {
            plim_buf_append_char(&buf, text.text[i++]);
            continue;
        }
        plim_buf_append_str(&buf, keeps && is_kept(behind) ? replacement->from : replacement->to);
        i += replacement->from.len;
    }
    return plim_buf_str(&buf);
}

struct plim_str admission_rewrite(struct plim_arena *arena, struct plim_str text,
                                  enum admission_form form, enum admission_format format)
{
    if (form == ADMISSION_FORM_OBJECT)
        return text;
    for (size_t i = 0; i < REPLACEMENTS; i++)
        text = replace(arena, text, &forms[form][i], format == ADMISSION_KYVERNO_VALIDATING);
    return text;
}
