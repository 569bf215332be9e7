#include "manifest/repository.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "gitrepo/facts.h"
#include "manifest/undeclared.h"
#include "resource/image.h"
#include "value/build.h"

static struct value text_value(struct plim_arena *arena, const char *text)
{
    return value_string_c(plim_arena_copy_c(arena, text ? text : ""));
}

static struct value time_value(struct plim_arena *arena, int64_t seconds)
{
    char text[PLIM_TIME_TEXT_BYTES];
    return text_value(arena, seconds > 0 ? plim_time_format(seconds, text) : "");
}

static struct value texts_value(struct plim_arena *arena, const char *const *texts, size_t count)
{
    struct value_list_builder built = {.arena = arena};
    for (size_t i = 0; i < count; i++)
        value_list_add(&built, text_value(arena, texts[i]));
    return value_list_finish(&built);
}

/* "Ann Example <ann@example.org>" */
static struct value person_value(struct plim_arena *arena, const struct gitrepo_person *person)
{
    if (person->name[0] == '\0' && person->email[0] == '\0')
        return value_string_c("");
    return value_string_c(plim_arena_printf(arena, "%s <%s>", person->name, person->email));
}

/* "v1.8.0", and where one repository releases several programs "cart-v1.8.0", "cart/1.8.0" or
 * "cart@1.8.0". */
static bool names_version(struct plim_str name)
{
    struct resource_version ignored;
    if (resource_version_parse(name, &ignored))
        return true;
    for (size_t i = 0; i < name.len; i++) {
        struct plim_str rest = {name.text + i + 1, name.len - i - 1};
        bool separated = name.text[i] == '-' || name.text[i] == '/' || name.text[i] == '@';
        if (separated && resource_version_parse(rest, &ignored))
            return true;
    }
    return false;
}

static struct value tag_value(struct plim_arena *arena, const struct gitrepo_tag *tag)
{
    struct value_map_builder built = {.arena = arena};
    bool semver = names_version(plim_str_from(tag->name));
    value_map_add(&built, "name", text_value(arena, tag->name));
    value_map_add(&built, "annotated", value_bool(tag->annotated));
    value_map_add(&built, "signed", value_bool(tag->is_signed));
    value_map_add(&built, "semver", value_bool(semver));
    value_map_add(&built, "byAutomation", value_bool(tag->by_automation));
    value_map_add(&built, "tagger", person_value(arena, &tag->tagger));
    value_map_add(&built, "commit", text_value(arena, tag->commit));
    value_map_add(&built, "time", time_value(arena, tag->tagger.time));
    return value_map_finish(&built);
}

/* A text in place of a list is the reason why it is not known. */
static struct value list_or_reason(struct plim_arena *arena, const char *const *texts, size_t count,
                                   const char *unknown)
{
    return unknown ? text_value(arena, unknown) : texts_value(arena, texts, count);
}

static struct value heads_value(struct plim_arena *arena, const struct gitrepo_facts *facts)
{
    struct value_list_builder heads = {.arena = arena};
    for (size_t i = 0; i < facts->branch_count; i++) {
        struct value_map_builder head = {.arena = arena};
        value_map_add(&head, "name", text_value(arena, facts->branches[i].name));
        value_map_add(&head, "commit", text_value(arena, facts->branches[i].commit));
        value_map_add(&head, "lastCommit", time_value(arena, facts->branches[i].time));
        value_list_add(&heads, value_map_finish(&head));
    }
    return value_list_finish(&heads);
}

static struct value large_value(struct plim_arena *arena, const struct gitrepo_facts *facts)
{
    struct value_list_builder files = {.arena = arena};
    if (facts->large_unknown)
        return text_value(arena, facts->large_unknown);
    for (size_t i = 0; i < facts->large_count; i++) {
        struct value_map_builder file = {.arena = arena};
        value_map_add(&file, "path", text_value(arena, facts->large[i].path));
        value_map_add(&file, "bytes", value_int((int64_t)facts->large[i].bytes));
        value_list_add(&files, value_map_finish(&file));
    }
    return value_list_finish(&files);
}

static void add_log(struct value_map_builder *built, const struct gitrepo_facts *facts)
{
    PLIM_CLEANUP(plim_map_freep) struct plim_map *authors = plim_map_new();
    int64_t merges = 0;
    int64_t signed_count = 0;
    for (size_t i = 0; i < facts->log_count; i++) {
        const struct gitrepo_log_entry *entry = &facts->log[i];
        merges += entry->merge ? 1 : 0;
        signed_count += entry->is_signed ? 1 : 0;
        plim_map_set(authors, entry->author.email, authors);
    }
    value_map_add(built, "commits", value_int((int64_t)facts->log_count));
    value_map_add(built, "mergeCommits", value_int(merges));
    value_map_add(built, "signedCommits", value_int(signed_count));
    value_map_add(built, "authors", value_int((int64_t)plim_map_len(authors)));
}

struct value manifest_repository_facts(struct plim_arena *arena,
                                       const struct manifest_repository *repository,
                                       const struct gitrepo_facts *facts)
{
    struct value_map_builder built = {.arena = arena};
    struct value_list_builder branches = {.arena = arena};
    struct value_list_builder tags = {.arena = arena};
    for (size_t i = 0; i < facts->branch_count; i++)
        value_list_add(&branches, text_value(arena, facts->branches[i].name));
    for (size_t i = 0; i < facts->tag_count; i++)
        value_list_add(&tags, tag_value(arena, &facts->tags[i]));
    value_map_add(&built, "name", text_value(arena, repository->name));
    value_map_add(&built, "url", text_value(arena, repository->url));
    value_map_add(&built, "revision", text_value(arena, repository->revision));
    value_map_add(&built, "commit", text_value(arena, facts->commit.id));
    value_map_add(&built, "shallow", value_bool(facts->shallow));
    add_log(&built, facts);
    value_map_add(&built, "lastCommit", time_value(arena, facts->last.time));
    value_map_add(&built, "branches", value_list_finish(&branches));
    value_map_add(&built, "tags", value_list_finish(&tags));
    value_map_add(&built, "pipelines", texts_value(arena, facts->pipelines, facts->pipeline_count));
    value_map_add(&built, "owners", texts_value(arena, facts->owners, facts->owner_count));
    value_map_add(&built, "readme", value_bool(facts->readme));
    value_map_add(&built, "heads", heads_value(arena, facts));
    value_map_add(&built, "largeFiles", large_value(arena, facts));
    value_map_add(
        &built, "unowned",
        list_or_reason(arena, facts->unowned, facts->unowned_count, facts->unowned_unknown));
    return value_map_finish(&built);
}

struct value manifest_repository_declared(struct plim_arena *arena, const struct value *facts,
                                          const char *const *subpaths, size_t subpath_count,
                                          const struct manifest_undeclared *undeclared)
{
    struct value_map_builder built = {.arena = arena};
    for (size_t i = 0; i < value_len(facts); i++)
        value_map_add_str(&built, value_str(&facts->entries[i].key), *value_at(facts, i));
    value_map_add(&built, "paths", texts_value(arena, subpaths, subpath_count));
    value_map_add(&built, "undeclared",
                  list_or_reason(arena, undeclared->paths, undeclared->count, undeclared->unknown));
    return value_map_finish(&built);
}

/* ---- What the manifests add. Two sub-paths of one repository may share files. */

static int compare_texts(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static void note_all(struct plim_map *map, const char *const *texts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        plim_map_set(map, texts[i], map);
}

static struct value sorted_texts(struct plim_arena *arena, const struct plim_map *map)
{
    size_t count = plim_map_len(map);
    const char **texts = plim_arena_array(arena, count, sizeof(*texts));
    for (size_t i = 0; i < count; i++)
        texts[i] = plim_map_key_at(map, i);
    if (count > 0)
        qsort(texts, count, sizeof(*texts), compare_texts);
    return texts_value(arena, texts, count);
}

static struct value unreadable_value(struct plim_arena *arena,
                                     const struct manifest_set *const *sets, size_t set_count)
{
    PLIM_CLEANUP(plim_map_freep) struct plim_map *known = plim_map_new();
    struct value_list_builder built = {.arena = arena};
    for (size_t i = 0; i < set_count; i++)
        for (size_t k = 0; k < sets[i]->unreadable_count; k++) {
            const struct manifest_unreadable *one = &sets[i]->unreadable[k];
            if (plim_map_get(known, one->path))
                continue;
            plim_map_set(known, one->path, known);
            struct value_map_builder item = {.arena = arena};
            value_map_add(&item, "path", text_value(arena, one->path));
            value_map_add(&item, "reason", text_value(arena, one->reason));
            value_list_add(&built, value_map_finish(&item));
        }
    return value_list_finish(&built);
}

/* Paths of what declares objects, to themselves. */
static void note_declaring(struct plim_map *manifests, struct plim_map *kustomizations,
                           const struct manifest_set *const *sets, size_t set_count)
{
    for (size_t i = 0; i < set_count; i++) {
        note_all(manifests, sets[i]->manifests, sets[i]->manifest_count);
        note_all(kustomizations, sets[i]->kustomizations, sets[i]->kustomization_count);
    }
}

static void add_counts(struct plim_arena *arena, struct value_map_builder *built,
                       const struct manifest_set *const *sets, size_t set_count)
{
    PLIM_CLEANUP(plim_map_freep) struct plim_map *manifests = plim_map_new();
    PLIM_CLEANUP(plim_map_freep) struct plim_map *kustomizations = plim_map_new();
    PLIM_CLEANUP(plim_map_freep) struct plim_map *charts = plim_map_new();
    PLIM_CLEANUP(plim_map_freep) struct plim_map *secrets = plim_map_new();
    note_declaring(manifests, kustomizations, sets, set_count);
    for (size_t i = 0; i < set_count; i++) {
        note_all(charts, sets[i]->charts, sets[i]->chart_count);
        note_all(secrets, sets[i]->plain_secrets, sets[i]->plain_secret_count);
    }
    value_map_add(built, "manifests", value_int((int64_t)plim_map_len(manifests)));
    value_map_add(built, "kustomizations", value_int((int64_t)plim_map_len(kustomizations)));
    value_map_add(built, "charts", value_int((int64_t)plim_map_len(charts)));
    struct value unreadable = unreadable_value(arena, sets, set_count);
    value_map_add(built, "plainSecrets",
                  plim_map_len(secrets) == 0 && value_len(&unreadable) > 0
                      ? value_unknown(PLIM_STR("not every file could be read"))
                      : sorted_texts(arena, secrets));
    value_map_add(built, "unreadable", unreadable);
}

static struct value age_value(const struct value *facts, const struct plim_clock *clock)
{
    int64_t last = 0;
    struct plim_err ignored;
    if (plim_time_parse(value_get_text(facts, "lastCommit"), &last, &ignored) != PLIM_OK)
        return value_unknown(PLIM_STR("the time of the last commit is not known"));
    return value_int(plim_clock_now(clock) - last);
}

/* Earlier captures do not have all of these. */
static struct value known_list(struct plim_arena *arena, const struct value *facts, const char *key)
{
    const struct value *list = value_get(facts, key);
    if (value_is(list, VALUE_LIST))
        return value_copy(arena, list);
    struct plim_str reason = plim_arena_copy_str(arena, value_str(list));
    return value_unknown(reason.len > 0 ? reason
                                        : PLIM_STR("the capture was made before this was read"));
}

static struct value dated_heads(struct plim_arena *arena, const struct value *facts,
                                const struct plim_clock *clock)
{
    struct value heads = known_list(arena, facts, "heads");
    struct value_list_builder dated = {.arena = arena};
    if (!value_is(&heads, VALUE_LIST))
        return heads;
    for (size_t i = 0; i < value_len(&heads); i++) {
        const struct value *head = value_at(&heads, i);
        struct value_map_builder built = {.arena = arena};
        for (size_t k = 0; k < value_len(head); k++)
            value_map_add_str(&built, value_str(&head->entries[k].key), *value_at(head, k));
        value_map_add(&built, "ageSeconds", age_value(head, clock));
        value_list_add(&dated, value_map_finish(&built));
    }
    return value_list_finish(&dated);
}

/* Of all files without an owner those that declare something. */
static struct value unowned_manifests(struct plim_arena *arena, const struct value *facts,
                                      const struct manifest_set *const *sets, size_t set_count)
{
    PLIM_CLEANUP(plim_map_freep) struct plim_map *declaring = plim_map_new();
    struct value unowned = known_list(arena, facts, "unowned");
    struct value_list_builder list = {.arena = arena};
    if (!value_is(&unowned, VALUE_LIST))
        return unowned;
    note_declaring(declaring, declaring, sets, set_count);
    for (size_t i = 0; i < value_len(&unowned); i++) {
        const struct value *path = value_at(&unowned, i);
        if (plim_map_get(declaring, plim_arena_copy(arena, path->text, path->len)))
            value_list_add(&list, *path);
    }
    return value_list_finish(&list);
}

static bool is_listed_apart(struct plim_str key)
{
    static const char *const keys[] = {"heads", "largeFiles", "unowned", "undeclared", "paths"};
    for (size_t i = 0; i < PLIM_LEN(keys); i++) {
        if (plim_str_is(key, keys[i]))
            return true;
    }
    return false;
}

struct value manifest_repository_record(struct plim_arena *arena, const struct value *facts,
                                        const struct manifest_set *const *sets, size_t set_count,
                                        const struct plim_clock *clock)
{
    struct value_map_builder built = {.arena = arena};
    for (size_t i = 0; i < value_len(facts); i++) {
        struct plim_str key = plim_arena_copy_str(arena, value_str(&facts->entries[i].key));
        if (is_listed_apart(key))
            continue;
        value_map_add_str(&built, key, value_copy(arena, value_at(facts, i)));
        if (plim_str_is(key, "lastCommit"))
            value_map_add(&built, "lastCommitAgeSeconds", age_value(facts, clock));
    }
    const struct value *paths = value_get(facts, "paths");
    value_map_add(&built, "paths",
                  value_is(paths, VALUE_LIST) ? value_copy(arena, paths) : value_list(NULL, 0));
    value_map_add(&built, "heads", dated_heads(arena, facts, clock));
    value_map_add(&built, "largeFiles", known_list(arena, facts, "largeFiles"));
    value_map_add(&built, "unowned", unowned_manifests(arena, facts, sets, set_count));
    value_map_add(&built, "undeclared", known_list(arena, facts, "undeclared"));
    add_counts(arena, &built, sets, set_count);
    return value_map_finish(&built);
}

struct value manifest_repository_unknown(struct plim_arena *arena,
                                         const struct manifest_repository *repository,
                                         const char *reason)
{
    static const char *const fields[] = {
        "commit",        "shallow",    "commits",        "mergeCommits",
        "signedCommits", "authors",    "lastCommit",     "lastCommitAgeSeconds",
        "branches",      "tags",       "pipelines",      "owners",
        "readme",        "manifests",  "kustomizations", "charts",
        "plainSecrets",  "unreadable", "paths",          "heads",
        "largeFiles",    "unowned",    "undeclared",
    };
    struct value_map_builder built = {.arena = arena};
    struct plim_str why = plim_str_from(plim_arena_copy_c(arena, reason));
    value_map_add(&built, "name", text_value(arena, repository->name));
    value_map_add(&built, "url", text_value(arena, repository->url));
    value_map_add(&built, "revision", text_value(arena, repository->revision));
    for (size_t i = 0; i < PLIM_LEN(fields); i++)
        value_map_add(&built, fields[i], value_unknown(why));
    return value_map_finish(&built);
}
