#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/defs.h"
#include "policy/exemption.h"
#include "policy/lint.h"
#include "policy/policy.h"
#include "value/decode.h"
#include "value/yaml.h"

#include "policy_priv.h"
#include "source.h"

struct policy_set *policy_set_new(void)
{
    struct policy_set *set = plim_calloc(1, sizeof(*set));
    set->arena = plim_arena_new();
    policy_environments_make(set);
    return set;
}

void policy_set_free(struct policy_set *set)
{
    if (set == NULL)
        return;
    plim_arena_free(set->arena);
    free(set->items);
    free(set->exemptions);
    free(set->failures);
    free(set);
}

void policy_set_freep(struct policy_set **set)
{
    policy_set_free(*set);
}

size_t policy_item_slot(const struct policy_set *set, const struct policy *policy)
{
    return set->environments[policy->info.subject].len + policy->variables_len;
}

struct policy *policy_set_get(const struct policy_set *set, struct plim_str id)
{
    for (size_t i = 0; i < set->len; i++) {
        if (plim_str_equal(set->items[i]->info.id, id))
            return set->items[i];
    }
    return NULL;
}

static void free_set(void *set)
{
    policy_set_free(set);
}

void policy_set_own(struct policy_set *set, struct policy_set *part)
{
    plim_arena_own(set->arena, free_set, part);
}

enum plim_code policy_set_insert(struct policy_set *set, struct policy *policy,
                                 struct plim_err *err)
{
    set->reads_managed_fields = set->reads_managed_fields || policy->reads_managed_fields;
    struct policy *earlier = policy_set_get(set, policy->info.id);
    if (earlier == NULL) {
        set->items = plim_grow(set->items, set->len, &set->cap, sizeof(struct policy *));
        set->items[set->len++] = policy;
        return PLIM_OK;
    }
    if (earlier->source == policy->source)
        return value_node_fail(err, &policy->document,
                               "policy '%.*s' is already defined at %.*s:%u:%u",
                               PLIM_STR_ARG(policy->info.id), PLIM_STR_ARG(earlier->info.file),
                               earlier->info.position.line, earlier->info.position.column);
    for (size_t i = 0; i < set->len; i++) {
        if (set->items[i] == earlier)
            set->items[i] = policy;
    }
    return PLIM_OK;
}

/* Other documents of ours may stand beside policies; all else is a mistake. */
static bool is_passed_over(struct plim_str kind)
{
    static const char *const kinds[] = {"PracticeLibrary", "MaturityModel", "Attestation",
                                        "Evidence",        "Fleet",         "Case"};
    for (size_t i = 0; i < PLIM_LEN(kinds); i++) {
        if (plim_str_is(kind, kinds[i]))
            return true;
    }
    return false;
}

static bool passes_over(const struct policy_set *set, const struct policy_source *source)
{
    return set->passes_over && !source->exemptions_only;
}

static enum plim_code check_kind(const struct value_node *document, bool lenient, bool *wanted_out,
                                 struct plim_err *err)
{
    struct value_node version = value_node_get(document, "apiVersion");
    struct value_node kind = value_node_get(document, "kind");
    if (lenient && !plim_str_starts(value_str(version.value), PLIM_STR("plimsoll.dev/")))
        return PLIM_OK;
    if (!value_is(document->value, VALUE_MAP) || kind.value == NULL)
        return value_node_fail(err, document, "not a document of ours: 'kind' is missing");
    if (!value_is_string(version.value, "plimsoll.dev/v1alpha1"))
        return value_node_fail(err, version.value != NULL ? &version : document,
                               "expected apiVersion plimsoll.dev/v1alpha1");
    *wanted_out = value_is_string(kind.value, "AuditPolicy");
    if (*wanted_out || value_is_string(kind.value, "Exemption") ||
        is_passed_over(value_str(kind.value)))
        return PLIM_OK;
    return value_node_fail(err, &kind, "unknown kind '%.*s'; expected AuditPolicy or Exemption",
                           PLIM_STR_ARG(value_str(kind.value)));
}

static enum plim_code add_document(struct policy_set *set, const struct value_node *document,
                                   const struct policy_source *source, struct plim_err *err)
{
    bool wanted = false;
    struct policy *policy = NULL;
    bool exempts = plim_str_is(value_node_text(document, "kind"), "Exemption") &&
                   plim_str_is(value_node_text(document, "apiVersion"), "plimsoll.dev/v1alpha1");
    enum plim_code code = check_kind(document, passes_over(set, source), &wanted, err);
    if (code == PLIM_OK && exempts)
        return policy_exemption_read(set, document, err);
    if (code == PLIM_OK && source->exemptions_only)
        return value_node_fail(err, document, "expected kind Exemption");
    if (code != PLIM_OK || !wanted)
        return code;
    code = policy_document_read(set, document, source->text, &policy, err);
    if (code != PLIM_OK)
        return code;
    policy->source = set->sources;
    policy->info.embedded = source->embedded;
    return policy_set_insert(set, policy, err);
}

/* After a failure: whether the others are of use all the same. */
static enum plim_code go_on(struct policy_set *set, const struct policy_source *source,
                            struct plim_str id, struct plim_err *err)
{
    if (!set->keeps_going || source->embedded)
        return err->code;
    policy_set_note_failure(set, id, source->file, err);
    *err = (struct plim_err){0};
    return PLIM_OK;
}

enum plim_code policy_source_add(struct policy_set *set, const struct policy_source *source,
                                 struct plim_err *err)
{
    if (set->sealed)
        return plim_err_set(err, PLIM_BUG, "policies are added after sealing");
    struct value_yaml_list list = {0};
    if (passes_over(set, source) && !plim_str_contains(source->text, PLIM_STR("plimsoll.dev/")))
        return PLIM_OK;
    if (source->text.len > POLICY_FILE_BYTES_MAX)
        return plim_err_set(err, PLIM_LIMIT, "%s: larger than %d bytes", source->file,
                            POLICY_FILE_BYTES_MAX);
    enum plim_code code =
        value_yaml_read(set->arena, source->file, source->text, VALUE_YAML_DOCUMENT, &list, err);
    if (code != PLIM_OK)
        return go_on(set, source, (struct plim_str){0}, err);
    for (size_t i = 0; i < list.len && code == PLIM_OK; i++) {
        struct value_node document = {source->file, &list.items[i].root, list.items[i].position};
        code = add_document(set, &document, source, err);
        if (code != PLIM_OK)
            code = go_on(set, source, value_get_text(document.value, "metadata.name"), err);
    }
    return code;
}

enum plim_code policy_set_add(struct policy_set *set, const char *file, struct plim_str text,
                              struct plim_err *err)
{
    struct policy_source source = {.file = file, .text = text};
    set->sources++;
    return policy_source_add(set, &source, err);
}

void policy_set_pass_over_others(struct policy_set *set)
{
    set->passes_over = true;
}

bool policy_set_reads_managed_fields(const struct policy_set *set)
{
    return set->reads_managed_fields;
}

static int compare_ids(const void *left, const void *right)
{
    struct policy *const *a = left;
    struct policy *const *b = right;
    return plim_str_compare((*a)->info.id, (*b)->info.id);
}

static void seal_policy(struct policy_set *set, struct policy *policy)
{
    set->subject_len[policy->info.subject]++;
    if (policy->variables_len > set->variables_max)
        set->variables_max = policy->variables_len;
    for (size_t i = 0; i < policy->validations_len; i++) {
        struct policy_validation *validation = &policy->validations[i];
        if (validation->reported_by.len == 0)
            continue;
        const struct policy *reporter = policy_set_get(set, validation->reported_by);
        validation->reported_elsewhere = reporter != NULL && reporter != policy;
    }
}

void policy_set_seal(struct policy_set *set)
{
    if (set->sealed)
        return;
    set->sealed = true;
    if (set->len > 1)
        qsort(set->items, set->len, sizeof(struct policy *), compare_ids);
    struct plim_sha256 *hash = plim_sha256_new();
    for (size_t i = 0; i < set->len; i++) {
        set->items[i]->info.index = i;
        seal_policy(set, set->items[i]);
        plim_sha256_add_part(hash, set->items[i]->info.id);
        plim_sha256_add_part(hash, plim_str_from(set->items[i]->digest));
    }
    policy_exemptions_seal(set);
    for (size_t i = 0; i < set->exemption_len; i++)
        plim_sha256_add_part(hash, plim_str_from(set->exemptions[i]->digest));
    plim_sha256_finish(hash, set->digest);
    policy_set_collect_kinds(set);
    policy_conditions_share(set);
}

size_t policy_set_len(const struct policy_set *set)
{
    return set->len;
}

const struct policy_info *policy_set_at(const struct policy_set *set, size_t i)
{
    return i < set->len ? &set->items[i]->info : NULL;
}

const struct policy_info *policy_set_find(const struct policy_set *set, struct plim_str id)
{
    const struct policy *policy = policy_set_get(set, id);
    return policy != NULL ? &policy->info : NULL;
}

size_t policy_set_subject_len(const struct policy_set *set, enum policy_subject subject)
{
    return set->subject_len[subject];
}

const char *policy_set_digest(const struct policy_set *set)
{
    return set->digest;
}

const struct policy_kind *policy_set_kinds(const struct policy_set *set, size_t *count_out)
{
    *count_out = set->kinds_len;
    return set->kinds;
}
