#include "options.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/str.h"

enum { HELP_COLUMN = 34, NAMES_MAX = 64 };

void option_list_release(struct option_list *list)
{
    free(list->items);
    *list = (struct option_list){0};
}

void option_list_add(struct option_list *list, const char *text)
{
    PLIM_GROW(list->items, list->len, list->cap);
    list->items[list->len++] = text;
}

static const struct option *find_long(const struct option *options, struct plim_str name)
{
    for (size_t i = 0; options[i].name; i++) {
        if (plim_str_is(name, options[i].name))
            return &options[i];
    }
    return NULL;
}

static const struct option *find_short(const struct option *options, char name)
{
    for (size_t i = 0; options[i].name; i++) {
        if (options[i].short_name == name)
            return &options[i];
    }
    return NULL;
}

static enum plim_code fail_unknown(const struct option *options, struct plim_str name,
                                   struct plim_err *err)
{
    const char *names[NAMES_MAX] = {0};
    size_t len = 0;
    for (; len < NAMES_MAX && options[len].name; len++)
        names[len] = options[len].name;
    const char *nearest = plim_str_nearest(name, names, len);
    if (nearest)
        return plim_err_set(err, PLIM_INVALID, "unknown flag '--%.*s'; did you mean '--%s'?",
                            PLIM_STR_ARG(name), nearest);
    return plim_err_set(err, PLIM_INVALID, "unknown flag '--%.*s'; see --help", PLIM_STR_ARG(name));
}

static void drop_secret(char *field)
{
    char *secret;
    memcpy(&secret, field, sizeof(secret));
    if (secret)
        explicit_bzero(secret, strlen(secret));
    free(secret);
}

/* The text is argv's, which is ours to write to. */
static void move_secret(char *field, const char *text)
{
    char *copy = plim_copy_c(text);
    char *original;
    memcpy(&original, &text, sizeof(original));
    explicit_bzero(original, strlen(original));
    drop_secret(field);
    memcpy(field, &copy, sizeof(copy));
}

static void store(const struct option *option, const char *text, void *settings)
{
    char *field = (char *)settings + option->offset;
    const bool on = true;
    switch (option->kind) {
    case OPTION_SWITCH:
        memcpy(field, &on, sizeof(on));
        break;
    case OPTION_TEXT:
        memcpy(field, &text, sizeof(text));
        break;
    case OPTION_LIST:
        option_list_add((struct option_list *)(void *)field, text);
        break;
    case OPTION_SECRET:
        move_secret(field, text);
        break;
    }
}

struct parser {
    const struct options_line *line;
    int at;
    void *settings;
};

/* The value of an option: what stands behind "=" or right behind its letter, else the next
 * argument. */
static enum plim_code take(struct parser *parser, const struct option *option, const char *inlined,
                           struct plim_err *err)
{
    const char *text = inlined;
    if (option->kind == OPTION_SWITCH) {
        if (inlined)
            return plim_err_set(err, PLIM_INVALID, "flag '--%s' takes no value", option->name);
    } else if (!inlined) {
        if (parser->at + 1 >= parser->line->argc)
            return plim_err_set(err, PLIM_INVALID, "flag '--%s' needs a value: %s", option->name,
                                option->argument);
        text = parser->line->argv[++parser->at];
    }
    store(option, text, parser->settings);
    return PLIM_OK;
}

static enum plim_code take_long(struct parser *parser, const char *flag, struct plim_err *err)
{
    const char *equals = strchr(flag, '=');
    struct plim_str name = {flag, equals ? (size_t)(equals - flag) : strlen(flag)};
    const struct option *option = find_long(parser->line->options, name);
    if (!option)
        return fail_unknown(parser->line->options, name, err);
    return take(parser, option, equals ? equals + 1 : NULL, err);
}

static enum plim_code take_short(struct parser *parser, const char *flag, struct plim_err *err)
{
    const struct option *option = find_short(parser->line->options, flag[0]);
    if (!option)
        return plim_err_set(err, PLIM_INVALID, "unknown flag '-%c'; see --help", flag[0]);
    if (option->kind == OPTION_SWITCH && flag[1] != '\0')
        return plim_err_set(err, PLIM_INVALID, "flag '-%c' takes no value", flag[0]);
    const char *inlined = flag[1] == '\0' ? NULL : flag + 1 + (flag[1] == '=');
    return take(parser, option, inlined, err);
}

enum plim_code options_parse(struct options_line *line, void *settings,
                             struct option_list *arguments_out, struct plim_err *err)
{
    struct parser parser = {line, 0, settings};
    bool flags = true;
    for (; parser.at < line->argc; parser.at++) {
        const char *text = line->argv[parser.at];
        enum plim_code code = PLIM_OK;
        if (!flags || text[0] != '-' || text[1] == '\0') {
            option_list_add(arguments_out, text);
        } else if (strcmp(text, "--") == 0) {
            flags = false;
        } else if (strcmp(text, "--help") == 0 || strcmp(text, "-h") == 0) {
            line->help = true;
            return PLIM_OK;
        } else {
            code = text[1] == '-' ? take_long(&parser, text + 2, err)
                                  : take_short(&parser, text + 1, err);
        }
        if (code != PLIM_OK)
            return code;
    }
    return PLIM_OK;
}

void options_print(const struct option *options, FILE *out)
{
    for (const struct option *option = options; option->name; option++) {
        char letter[8] = "    ";
        if (option->short_name)
            (void)snprintf(letter, sizeof(letter), "-%c, ", option->short_name);
        int width = fprintf(out, "  %s--%s%s%s", letter, option->name, option->argument ? " " : "",
                            option->argument ? option->argument : "");
        int gap = width < HELP_COLUMN ? HELP_COLUMN - width : 2;
        fprintf(out, "%*s%s\n", gap, "", option->help);
    }
}

void options_release(const struct option *options, void *settings)
{
    for (size_t i = 0; options[i].name; i++) {
        if (options[i].kind == OPTION_SECRET)
            drop_secret((char *)settings + options[i].offset);
        else if (options[i].kind == OPTION_LIST)
            option_list_release(
                (struct option_list *)(void *)((char *)settings + options[i].offset));
    }
}
