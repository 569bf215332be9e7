#include <ctype.h>
#include <string.h>

#include "base/buf.h"
#include "base/map.h"

#include "glob_priv.h"
#include "owners_priv.h"

enum { PATTERN_MAX = 4096 /* bytes */ };

struct parser {
    struct plim_arena *arena;
    enum gitrepo_owners_syntax syntax;
    struct gitrepo_owners *owners;
    struct plim_map *sections; /* name in lower case to the number of its section, counted from 1 */
    unsigned section;
    bool section_owned; /* its header names owners: they are those of rules without any */
    unsigned line;
};

static enum plim_code add_rule(struct plim_arena *arena, struct gitrepo_owners *owners,
                               const struct gitrepo_owners_rule *rule, struct plim_err *err)
{
    if (owners->len == GITREPO_OWNERS_RULES_MAX)
        return plim_err_set(err, PLIM_LIMIT, "more than %d rules", GITREPO_OWNERS_RULES_MAX);
    if (owners->len == owners->cap) {
        owners->cap = owners->cap == 0 ? 64 : owners->cap * 2;
        struct gitrepo_owners_rule *rules =
            plim_arena_array(arena, owners->cap, sizeof(*owners->rules));
        if (owners->len > 0)
            memcpy(rules, owners->rules, owners->len * sizeof(*rules));
        owners->rules = rules;
    }
    owners->rules[owners->len++] = *rule;
    if (owners->sections <= rule->section)
        owners->sections = rule->section + 1;
    return PLIM_OK;
}

/* The pattern ends at the first blank that no '\' escapes. */
static struct plim_str cut_pattern(struct plim_str *line)
{
    size_t len = 0;
    while (len < line->len && line->text[len] != ' ' && line->text[len] != '\t')
        len += line->text[len] == '\\' && len + 1 < line->len ? 2 : 1;
    struct plim_str pattern = {line->text, len};
    *line = (struct plim_str){line->text + len, line->len - len};
    return pattern;
}

/* "@somebody", "@org/team", "@@role", "somebody@example.org", up to a comment. */
static bool names_owner(struct plim_str rest)
{
    while (rest.len > 0) {
        rest = plim_str_trim(rest);
        struct plim_str word = cut_pattern(&rest);
        if (word.len > 0 && word.text[0] == '#')
            return false;
        if (plim_str_contains(word, PLIM_STR("@")))
            return true;
    }
    return false;
}

static bool is_anchored(struct plim_str pattern)
{
    const char *slash = memchr(pattern.text, '/', pattern.len);
    return slash && slash < pattern.text + pattern.len - 1;
}

/* As gitignore has it, but that a last '*' stands for files alone. */
static enum plim_code add_github(struct parser *parser, struct plim_str pattern, bool owned,
                                 struct plim_err *err)
{
    struct plim_arena *arena = parser->arena;
    bool anchored = is_anchored(pattern) || (pattern.len > 0 && pattern.text[0] == '/');
    if (pattern.text[0] == '/')
        pattern = (struct plim_str){pattern.text + 1, pattern.len - 1};
    bool directory = plim_str_ends(pattern, PLIM_STR("/"));
    pattern.len -= directory ? 1 : 0;
    if (pattern.len == 0)
        return PLIM_OK;
    const char *glob =
        plim_arena_printf(arena, "%s%.*s", anchored ? "" : "**/", PLIM_STR_ARG(pattern));
    struct gitrepo_owners_rule rule = {.glob = glob, .owned = owned};
    if (!directory && add_rule(arena, parser->owners, &rule, err) != PLIM_OK)
        return err->code;
    if (plim_str_is(pattern, "*") || plim_str_ends(pattern, PLIM_STR("/*")))
        return PLIM_OK;
    rule.glob = plim_arena_printf(arena, "%s/**", glob);
    return add_rule(arena, parser->owners, &rule, err);
}

/* As Ruby's File.fnmatch has it: without '/' at its end a pattern is one of files, and a last "**"
 * is a '*'. */
static enum plim_code add_gitlab(struct parser *parser, struct plim_str pattern, bool owned,
                                 struct plim_err *err)
{
    struct plim_arena *arena = parser->arena;
    struct gitrepo_owners_rule rule = {.section = parser->section,
                                       .owned = owned || parser->section_owned,
                                       .excludes = pattern.text[0] == '!'};
    if (rule.excludes)
        pattern = (struct plim_str){pattern.text + 1, pattern.len - 1};
    if (memchr(pattern.text, '[', pattern.len))
        return plim_err_set(err, PLIM_INVALID, "line %u: ranges of characters are not understood",
                            parser->line);
    bool anchored = plim_str_starts(pattern, PLIM_STR("/"));
    if (anchored)
        pattern = (struct plim_str){pattern.text + 1, pattern.len - 1};
    bool directory = pattern.len == 0 || plim_str_ends(pattern, PLIM_STR("/"));
    if (plim_str_ends(pattern, PLIM_STR("/**")))
        pattern.len--;
    rule.glob = plim_arena_printf(arena, "%s%.*s%s", anchored ? "" : "**/", PLIM_STR_ARG(pattern),
                                  directory ? "**" : "");
    return add_rule(arena, parser->owners, &rule, err);
}

/* "[Name]", "^[Name]", "[Name][2] @owner". Sections of one name are one, however it is written. */
static bool is_section(struct plim_str line)
{
    if (plim_str_starts(line, PLIM_STR("^")))
        line = (struct plim_str){line.text + 1, line.len - 1};
    return plim_str_starts(line, PLIM_STR("[")) && memchr(line.text, ']', line.len);
}

static enum plim_code read_section(struct parser *parser, struct plim_str line,
                                   struct plim_err *err)
{
    struct plim_str name = {0};
    (void)plim_str_cut(&line, '[', &name);
    (void)plim_str_cut(&line, ']', &name);
    char *key = plim_arena_copy(parser->arena, name.text, name.len);
    for (char *at = key; *at; at++)
        *at = (char)tolower((unsigned char)*at);
    unsigned *known = plim_map_get(parser->sections, key);
    if (!known) {
        if (plim_map_len(parser->sections) == GITREPO_OWNERS_SECTIONS_MAX)
            return plim_err_set(err, PLIM_LIMIT, "more than %d sections",
                                GITREPO_OWNERS_SECTIONS_MAX);
        known = plim_arena_alloc(parser->arena, sizeof(*known));
        *known = (unsigned)plim_map_len(parser->sections) + 1;
        plim_map_set(parser->sections, key, known);
    }
    parser->section = *known;
    parser->section_owned = names_owner(line);
    return PLIM_OK;
}

static enum plim_code parse_line(struct parser *parser, struct plim_str line, struct plim_err *err)
{
    if (line.len == 0 || line.text[0] == '#')
        return PLIM_OK;
    if (parser->syntax == GITREPO_OWNERS_GITLAB && is_section(line))
        return read_section(parser, line, err);
    struct plim_str pattern = cut_pattern(&line);
    if (pattern.len > PATTERN_MAX)
        return plim_err_set(err, PLIM_LIMIT, "line %u: a pattern of more than %d bytes",
                            parser->line, PATTERN_MAX);
    bool owned = names_owner(line);
    return parser->syntax == GITREPO_OWNERS_GITHUB ? add_github(parser, pattern, owned, err)
                                                   : add_gitlab(parser, pattern, owned, err);
}

enum plim_code gitrepo_owners_parse(struct plim_arena *arena, struct plim_str text,
                                    enum gitrepo_owners_syntax syntax,
                                    struct gitrepo_owners *owners, struct plim_err *err)
{
    PLIM_CLEANUP(plim_map_freep) struct plim_map *sections = plim_map_new();
    struct parser parser = {
        .arena = arena, .syntax = syntax, .owners = owners, .sections = sections};
    struct plim_str line = {0};
    bool more = text.len > 0;
    while (more) {
        more = plim_str_cut(&text, '\n', &line);
        parser.line++;
        if (parse_line(&parser, plim_str_trim(line), err) != PLIM_OK)
            return err->code;
    }
    return PLIM_OK;
}

enum plim_code gitrepo_owners_add_directory(struct plim_arena *arena, const char *dir,
                                            struct gitrepo_owners *owners, struct plim_err *err)
{
    struct plim_buf glob = {0};
    for (const char *at = dir; *at; at++)
        plim_buf_printf(&glob, "%s%c", strchr("*?\\", *at) ? "\\" : "", *at);
    struct gitrepo_owners_rule rule = {
        .glob = plim_arena_printf(arena, "%s%s**", glob.text ? glob.text : "", *dir ? "/" : ""),
        .owned = true};
    plim_buf_release(&glob);
    return add_rule(arena, owners, &rule, err);
}

static bool covers(const struct gitrepo_owners *owners, unsigned section, const char *path)
{
    bool owned = false;
    for (size_t i = 0; i < owners->len; i++) {
        const struct gitrepo_owners_rule *rule = &owners->rules[i];
        if (rule->section != section || !gitrepo_glob_matches(rule->glob, path))
            continue;
        if (rule->excludes)
            return false;
        owned = rule->owned;
    }
    return owned;
}

bool gitrepo_owners_cover(const struct gitrepo_owners *owners, const char *path)
{
    for (unsigned section = 0; section < owners->sections; section++) {
        if (covers(owners, section, path))
            return true;
    }
    return false;
}
