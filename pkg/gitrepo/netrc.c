#include <string.h>
#include <strings.h>

#include "netrc_priv.h"

/* The next word; a '#' in front of one begins a comment. Empty at the end. */
static struct plim_str next_word(struct plim_str *text)
{
    for (;;) {
        while (text->len > 0 && strchr(" \t\r\n", text->text[0])) {
            text->text++;
            text->len--;
        }
        if (text->len == 0 || text->text[0] != '#')
            break;
        struct plim_str comment;
        (void)plim_str_cut(text, '\n', &comment);
    }
    struct plim_str word = {text->text, 0};
    for (; text->len > 0 && !strchr(" \t\r\n", text->text[0]); text->text++, text->len--)
        word.len++;
    /* A password may be quoted; escapes are not known to all readers of this format. */
    if (word.len >= 2 && word.text[0] == '"' && word.text[word.len - 1] == '"')
        return (struct plim_str){word.text + 1, word.len - 2};
    return word;
}

/* A macro runs to the first empty line. */
static void skip_macro(struct plim_str *text)
{
    struct plim_str line;
    (void)plim_str_cut(text, '\n', &line);
    while (text->len > 0) {
        (void)plim_str_cut(text, '\n', &line);
        if (plim_str_trim(line).len == 0)
            return;
    }
}

struct entry {
    bool started;
    bool matches;
    struct plim_str login;
    struct plim_str password;
};

static bool is_wanted(const struct entry *entry, const char *user)
{
    return entry->matches && entry->password.len > 0 &&
           (user[0] == '\0' || plim_str_is(entry->login, user));
}

static bool is_host(struct plim_str word, const char *host)
{
    return word.len == strlen(host) && strncasecmp(word.text, host, word.len) == 0;
}

/* Reads on to the next "machine" or "default"; false at the end. */
static bool read_entry(struct plim_str *text, const char *host, struct entry *entry)
{
    *entry = (struct entry){0};
    while (text->len > 0) {
        struct plim_str before = *text;
        struct plim_str word = next_word(text);
        bool opens = plim_str_is(word, "machine") || plim_str_is(word, "default");
        if (opens && entry->started) {
            *text = before;
            return true;
        }
        if (plim_str_is(word, "macdef")) {
            skip_macro(text);
        } else if (opens) {
            entry->started = true;
            entry->matches = plim_str_is(word, "default") || is_host(next_word(text), host);
        } else if (plim_str_is(word, "login")) {
            entry->login = next_word(text);
        } else if (plim_str_is(word, "password")) {
            entry->password = next_word(text);
        } else if (plim_str_is(word, "account")) {
            (void)next_word(text);
        }
    }
    return entry->started;
}

bool gitrepo_netrc_find(struct plim_arena *arena, struct plim_str text, const char *host,
                        const char *user, struct gitrepo_login *login_out)
{
    for (struct entry entry; read_entry(&text, host, &entry);) {
        if (!is_wanted(&entry, user))
            continue;
        login_out->user =
            plim_arena_copy(arena, entry.login.text ? entry.login.text : "", entry.login.len);
        login_out->password = plim_arena_copy(arena, entry.password.text, entry.password.len);
        return true;
    }
    return false;
}
