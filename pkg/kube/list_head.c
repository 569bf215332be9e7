#include <string.h>

#include "list_head_priv.h"

/* Reads forward only; `failed` once the text is not what API servers write. */
struct scanner {
    const char *at;
    const char *end;
    bool failed;
};

static void skip_blanks(struct scanner *scanner)
{
    while (scanner->at < scanner->end && strchr(" \t\r\n", *scanner->at) && *scanner->at)
        scanner->at++;
}

static bool take(struct scanner *scanner, char wanted)
{
    skip_blanks(scanner);
    if (scanner->at == scanner->end || *scanner->at != wanted)
        return false;
    scanner->at++;
    return true;
}

/* A string without escapes: nothing that we look for has any. */
static struct plim_str take_string(struct scanner *scanner)
{
    if (!take(scanner, '"')) {
        scanner->failed = true;
        return (struct plim_str){0};
    }
    const char *start = scanner->at;
    while (scanner->at < scanner->end && *scanner->at != '"' && *scanner->at != '\\')
        scanner->at++;
    struct plim_str text = {start, (size_t)(scanner->at - start)};
    if (!take(scanner, '"'))
        scanner->failed = true;
    return text;
}

/* A string, or a number, true, false or null: no containers. */
static struct plim_str take_scalar(struct scanner *scanner)
{
    skip_blanks(scanner);
    if (scanner->at < scanner->end && *scanner->at == '"')
        return take_string(scanner);
    const char *start = scanner->at;
    while (scanner->at < scanner->end && !strchr(",}]{[\" \t\r\n", *scanner->at))
        scanner->at++;
    if (scanner->at == start)
        scanner->failed = true;
    return (struct plim_str){0};
}

/* The members of "metadata", behind its opening brace. */
static void scan_metadata(struct scanner *scanner, struct plim_str *token)
{
    if (take(scanner, '}'))
        return;
    do {
        struct plim_str key = take_string(scanner);
        if (!take(scanner, ':'))
            scanner->failed = true;
        struct plim_str value = take_scalar(scanner);
        if (plim_str_is(key, "continue"))
            *token = value;
    } while (!scanner->failed && take(scanner, ','));
    if (!take(scanner, '}'))
        scanner->failed = true;
}

bool kube_token_is_sound(struct plim_str token)
{
    for (size_t i = 0; i < token.len; i++)
        if (token.text[i] <= ' ' || token.text[i] > '~')
            return false;
    return token.len > 0;
}

bool kube_list_head_continue(struct plim_str body, struct plim_str *token_out)
{
    struct scanner scanner = {body.text, body.text + body.len, false};
    if (!take(&scanner, '{'))
        return false;
    do {
        struct plim_str key = take_string(&scanner);
        if (!take(&scanner, ':'))
            return false;
        if (plim_str_is(key, "metadata")) {
            struct plim_str token = {0};
            if (!take(&scanner, '{'))
                return false;
            scan_metadata(&scanner, &token);
            bool told = !scanner.failed && (token.len == 0 || kube_token_is_sound(token));
            if (told)
                *token_out = token;
            return told;
        }
        (void)take_scalar(&scanner);
    } while (!scanner.failed && take(&scanner, ','));
    return false;
}
