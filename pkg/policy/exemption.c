#include "policy/exemption.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/defs.h"
#include "value/decode.h"

#include "policy_priv.h"
#include "source.h"

static const struct value_field spec_fields[] = {
    {"policy", VALUE_STRING, VALUE_FIELD_REQUIRED},  {"subject", VALUE_MAP, VALUE_FIELD_REQUIRED},
    {"reason", VALUE_STRING, VALUE_FIELD_REQUIRED},  {"owner", VALUE_STRING, VALUE_FIELD_REQUIRED},
    {"expires", VALUE_STRING, VALUE_FIELD_REQUIRED},
};

static const struct value_field subject_fields[] = {
    {"cluster", VALUE_STRING, 0},   {"environment", VALUE_STRING, 0},
    {"namespace", VALUE_STRING, 0}, {"kind", VALUE_STRING, 0},
    {"name", VALUE_STRING, 0},      {"application", VALUE_STRING, 0},
    {"labels", VALUE_MAP, 0},
};

static enum plim_code read_subject(struct policy_set *set, const struct value_node *node,
                                   struct policy_exemption *exemption, struct plim_err *err)
{
    const struct {
        const char *key;
        struct plim_str *text;
    } patterns[] = {
        {"cluster", &exemption->cluster},     {"environment", &exemption->environment},
        {"namespace", &exemption->namespace}, {"kind", &exemption->kind},
        {"name", &exemption->object},         {"application", &exemption->application},
    };
    if (value_node_check(node, subject_fields, PLIM_LEN(subject_fields), err) != PLIM_OK)
        return err->code;
    if (value_node_len(node) == 0)
        return value_node_fail(err, node,
                               "'subject' is empty: expected cluster, environment, namespace, "
                               "kind, name, application or labels");
    for (size_t i = 0; i < PLIM_LEN(patterns); i++)
        *patterns[i].text = plim_arena_copy_str(set->arena, value_node_text(node, patterns[i].key));
    struct value_node labels = value_node_get(node, "labels");
    for (size_t i = 0; i < value_node_len(&labels); i++) {
        struct value_node label = value_node_at(&labels, i);
        if (!value_is(label.value, VALUE_STRING))
            return value_node_fail(err, &label, "'labels' holds only strings");
    }
    exemption->labels = labels.value;
    return PLIM_OK;
}

/* Somebody answers for it, for a reason: blanks are neither. */
static enum plim_code read_answers(struct policy_set *set, const struct value_node *spec,
                                   struct policy_exemption *exemption, struct plim_err *err)
{
    const struct {
        const char *key;
        struct plim_str *text;
    } texts[] = {{"policy", &exemption->policy},
                 {"reason", &exemption->reason},
                 {"owner", &exemption->owner},
                 {"expires", &exemption->expires_text}};
    struct plim_err failure = {0};
    for (size_t i = 0; i < PLIM_LEN(texts); i++) {
        struct value_node node = value_node_get(spec, texts[i].key);
        *texts[i].text = plim_arena_copy_str(set->arena, plim_str_trim(value_str(node.value)));
        if (texts[i].text->len == 0)
            return value_node_fail(err, &node, "'%s' is empty", texts[i].key);
    }
    struct value_node expires = value_node_get(spec, "expires");
    if (plim_time_parse(exemption->expires_text, &exemption->expires, &failure) != PLIM_OK)
        return value_node_fail(err, &expires, "'expires' must be a date such as '2027-03-31'");
    return PLIM_OK;
}

static enum plim_code insert(struct policy_set *set, struct policy_exemption *exemption,
                             const struct value_node *document, struct plim_err *err)
{
    for (size_t i = 0; i < set->exemption_len; i++) {
        const struct policy_exemption *earlier = set->exemptions[i];
        if (plim_str_equal(earlier->name, exemption->name))
            return value_node_fail(err, document, "exemption '%.*s' is already defined at %s:%u:%u",
                                   PLIM_STR_ARG(exemption->name), earlier->file,
                                   earlier->position.line, earlier->position.column);
    }
    if (set->exemption_len == POLICY_EXEMPTIONS_MAX)
        return value_node_fail(err, document, "more than %d exemptions", POLICY_EXEMPTIONS_MAX);
    /* NOLINTNEXTLINE(bugprone-sizeof-expression): an array of pointers */
    PLIM_GROW(set->exemptions, set->exemption_len, set->exemption_cap);
    set->exemptions[set->exemption_len++] = exemption;
    return PLIM_OK;
}

enum plim_code policy_exemption_read(struct policy_set *set, const struct value_node *document,
                                     struct plim_err *err)
{
    struct policy_exemption *exemption = plim_arena_alloc(set->arena, sizeof(*exemption));
    *exemption = (struct policy_exemption){.file = plim_arena_copy_c(set->arena, document->file),
                                           .position = document->position};
    struct value_node metadata = value_node_get(document, "metadata");
    struct value_node spec = value_node_get(document, "spec");
    struct value_node subject = value_node_get(&spec, "subject");
    if (value_node_check_document(document, err) != PLIM_OK ||
        value_node_check_metadata(&metadata, err) != PLIM_OK ||
        value_node_check(&spec, spec_fields, PLIM_LEN(spec_fields), err) != PLIM_OK ||
        read_subject(set, &subject, exemption, err) != PLIM_OK ||
        read_answers(set, &spec, exemption, err) != PLIM_OK)
        return err->code;
    policy_document_hash(document->value, exemption->digest);
    exemption->name = plim_arena_copy_str(set->arena, value_node_text(&metadata, "name"));
    return insert(set, exemption, document, err);
}

static bool names_any(const struct policy_set *set, const struct policy_exemption *exemption)
{
    for (size_t i = 0; i < set->len; i++) {
        if (plim_str_matches_glob(set->items[i]->info.id, exemption->policy))
            return true;
    }
    return false;
}

void policy_exemptions_know(struct policy_set *set)
{
    for (size_t i = 0; i < set->exemption_len; i++)
        set->exemptions[i]->known = set->exemptions[i]->known || names_any(set, set->exemptions[i]);
}

static int compare_names(const void *left, const void *right)
{
    const struct policy_exemption *const *a = left;
    const struct policy_exemption *const *b = right;
    return plim_str_compare((*a)->name, (*b)->name);
}

void policy_exemptions_seal(struct policy_set *set)
{
    policy_exemptions_know(set);
    for (size_t i = 0; i < set->exemption_len; i++)
        set->exemptions[i]->chosen = names_any(set, set->exemptions[i]);
    if (set->exemption_len < 2)
        return;
    /* NOLINTNEXTLINE(bugprone-sizeof-expression): an array of pointers */
    qsort(set->exemptions, set->exemption_len, sizeof(*set->exemptions), compare_names);
}

size_t policy_set_exemption_len(const struct policy_set *set)
{
    return set->exemption_len;
}

const struct policy_exemption *policy_set_exemption_at(const struct policy_set *set, size_t i)
{
    return set->exemptions[i];
}

/* ---- Covering. */

static bool fits(struct plim_str text, struct plim_str pattern)
{
    return pattern.len == 0 || (text.len > 0 && plim_str_matches_glob(text, pattern));
}

static bool has_labels(const struct value *object, const struct value *patterns)
{
    const struct value *labels = value_get_path(object, "metadata.labels");
    for (size_t i = 0; i < value_len(patterns); i++) {
        const struct value *label = value_get_str(labels, value_str(&patterns->entries[i].key));
        if (label == NULL ||
            !plim_str_matches_glob(value_str(label), value_str(value_at(patterns, i))))
            return false;
    }
    return true;
}

/* The object or the one that made it, but not the name of one and the kind of the other. */
static bool is_meant(const struct policy_exemption *exemption, const struct policy_place *place)
{
    return (fits(place->kind, exemption->kind) && fits(place->name, exemption->object)) ||
           (place->root_name.len > 0 && fits(place->root_kind, exemption->kind) &&
            fits(place->root_name, exemption->object));
}

bool policy_exemption_covers(const struct policy_exemption *exemption, struct plim_str policy,
                             const struct policy_place *place)
{
    return plim_str_matches_glob(policy, exemption->policy) &&
           fits(place->cluster, exemption->cluster) &&
           fits(place->environment, exemption->environment) &&
           fits(place->namespace, exemption->namespace) &&
           fits(place->application, exemption->application) && is_meant(exemption, place) &&
           has_labels(place->object, exemption->labels);
}

struct plim_str policy_exemption_reason(struct plim_arena *arena,
                                        const struct policy_exemption *exemption)
{
    return plim_str_from(
        plim_arena_printf(arena, "%.*s (exemption '%.*s' of %.*s until %.*s)",
                          PLIM_STR_ARG(exemption->reason), PLIM_STR_ARG(exemption->name),
                          PLIM_STR_ARG(exemption->owner), PLIM_STR_ARG(exemption->expires_text)));
}
