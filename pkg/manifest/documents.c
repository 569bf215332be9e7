#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "value/yaml.h"

#include "document_priv.h"
#include "documents_priv.h"
#include "parse_priv.h"
#include "text_priv.h"

void manifest_documents_release(struct manifest_documents *documents)
{
    free(documents->items);
}

bool manifest_is_of_group(const struct value *root, const char *group)
{
    struct plim_str version = value_get_text(root, "apiVersion");
    struct plim_str found = {0};
    bool grouped = plim_str_cut(&version, '/', &found);
    return plim_str_is(grouped ? found : (struct plim_str){"", 0}, group);
}

static bool is_agents(const struct value *root)
{
    struct plim_str version = value_get_text(root, "apiVersion");
    return plim_str_contains(version, PLIM_STR(".fluxcd.io/")) ||
           plim_str_starts(version, PLIM_STR("argoproj.io/"));
}

/* What an item declares; nothing when it has no text or cannot be parsed, which is told of it
 * elsewhere. */
static struct manifest_parsed parse(const struct manifest_documents *documents, size_t item)
{
    const struct manifest_file *file = &documents->collector->items[item].file;
    struct value_yaml_part whole = {file->text, 0};
    struct manifest_parsed parsed = {0};
    manifest_parse_part(documents->collector->tree->arena, file, &whole, &parsed);
    return parsed;
}

static bool is_declaring(const struct manifest_file *file)
{
    return file->text.len > 0 &&
           (file->kind == MANIFEST_FILE_PLAIN || file->kind == MANIFEST_FILE_RENDERED);
}

void manifest_documents_scan(struct manifest_documents *documents)
{
    const struct manifest_collector *collector = documents->collector;
    for (; documents->scanned < collector->len; documents->scanned++) {
        const struct manifest_file *file = &collector->items[documents->scanned].file;
        if (!is_declaring(file) || !(manifest_text_contains(file->text, PLIM_STR(".fluxcd.io/")) ||
                                     manifest_text_contains(file->text, PLIM_STR("argoproj.io/"))))
            continue;
        struct manifest_parsed parsed = parse(documents, documents->scanned);
        for (size_t i = 0; i < parsed.len; i++) {
            if (!is_agents(&parsed.items[i].object))
                continue;
            PLIM_GROW(documents->items, documents->len, documents->cap);
            documents->items[documents->len++] =
                (struct manifest_met){parsed.items[i].object, documents->scanned, 0};
        }
    }
}

/* ---- The nearest. */

struct choice {
    const struct manifest_wanted *wanted;
    const char *from;
    const struct value *best;
    size_t nearness;
    bool tied;
};

static bool is_wanted(const struct value *root, const struct manifest_wanted *wanted)
{
    struct plim_str namespace = value_get_text(root, "metadata.namespace");
    return value_is_string(value_get(root, "kind"), wanted->kind) &&
           plim_str_is(value_get_text(root, "metadata.name"), wanted->name) &&
           manifest_is_of_group(root, wanted->group) &&
           (namespace.len == 0 || plim_str_is(namespace, wanted->namespace));
}

/* How much of their paths two files share; the same file is nearest. */
static size_t nearness_of(const char *one, const char *other)
{
    size_t shared = 0;
    size_t at = 0;
    while (one[at] != '\0' && one[at] == other[at])
        if (one[at++] == '/')
            shared = at;
    return one[at] == other[at] ? SIZE_MAX : shared;
}

static void consider(struct choice *choice, const struct value *root, const char *path)
{
    if (!is_wanted(root, choice->wanted))
        return;
    size_t nearness = nearness_of(path, choice->from);
    if (choice->best && nearness < choice->nearness)
        return;
    bool equal = choice->best && nearness == choice->nearness;
    choice->tied = equal && (choice->tied || !value_equal(choice->best, root));
    choice->best = root;
    choice->nearness = nearness;
}

const struct value *manifest_documents_find(const struct manifest_documents *documents,
                                            const struct manifest_wanted *wanted, const char *from)
{
    struct choice choice = {.wanted = wanted, .from = from};
    for (size_t i = 0; i < documents->len; i++)
        consider(&choice, &documents->items[i].root,
                 documents->collector->items[documents->items[i].item].file.path);
    return choice.tied ? NULL : choice.best;
}

const struct value *manifest_documents_seek(const struct manifest_documents *documents,
                                            const struct manifest_wanted *wanted, const char *from)
{
    struct choice choice = {.wanted = wanted, .from = from};
    for (size_t i = 0; i < documents->collector->len; i++) {
        const struct manifest_file *file = &documents->collector->items[i].file;
        if (!is_declaring(file) ||
            !manifest_text_contains(file->text, plim_str_from(wanted->name)) ||
            !manifest_text_contains(file->text, plim_str_from(wanted->kind)))
            continue;
        struct manifest_parsed parsed = parse(documents, i);
        for (size_t k = 0; k < parsed.len; k++)
            consider(&choice, &parsed.items[k].object, file->path);
    }
    return choice.tied ? NULL : choice.best;
}
