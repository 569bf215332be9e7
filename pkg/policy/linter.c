/* Annotations with which linters are told to leave a check out. */
#include "linter.h"

#include "base/defs.h"
#include "policy/exemption.h"
#include "value/build.h"

enum linter { KUBE_LINTER, KUBE_SCORE, POLARIS, CHECKOV, DATREE };

struct linter_check {
    enum linter linter;
    const char *check;
    const char *policies;
};

static const struct linter_check checks[] = {
#include "linter_checks.inc"
};

const char *policy_linter_policies_at(size_t i)
{
    return i < PLIM_LEN(checks) ? checks[i].policies : NULL;
}

/* An annotation that leaves something out. */
struct skip {
    enum linter linter;
    struct plim_str check; /* names by commas; empty: every check */
    struct plim_str text;  /* what it gives as its reason; may be empty */
};

static struct plim_str without(struct plim_str text, struct plim_str prefix, struct plim_str suffix)
{
    return (struct plim_str){text.text + prefix.len, text.len - prefix.len - suffix.len};
}

static bool is_between(struct plim_str text, struct plim_str prefix, struct plim_str suffix)
{
    return text.len > prefix.len + suffix.len && plim_str_starts(text, prefix) &&
           plim_str_ends(text, suffix);
}

/* Of Polaris only "true" counts; of the others whatever is said. */
static bool read_polaris(struct plim_str key, struct plim_str value, struct skip *skip_out)
{
    static const char all[] = "polaris.fairwinds.com/exempt";
    struct plim_str prefix = PLIM_STR("polaris.fairwinds.com/");
    struct plim_str suffix = PLIM_STR("-exempt");
    if (!plim_str_is(value, "true"))
        return false;
    if (!plim_str_is(key, all) && !is_between(key, prefix, suffix))
        return false;
    *skip_out = (struct skip){.linter = POLARIS};
    if (!plim_str_is(key, all))
        skip_out->check = without(key, prefix, suffix);
    return true;
}

static bool read_annotation(struct plim_str key, struct plim_str value, struct skip *skip_out)
{
    struct plim_str none = {0};
    struct plim_str linter = PLIM_STR("ignore-check.kube-linter.io/");
    struct plim_str datree = PLIM_STR("datree.skip/");
    if (plim_str_is(key, "kube-linter.io/ignore-all"))
        *skip_out = (struct skip){KUBE_LINTER, none, value};
    else if (is_between(key, linter, none))
        *skip_out = (struct skip){KUBE_LINTER, without(key, linter, none), value};
    else if (plim_str_is(key, "kube-score/ignore"))
        *skip_out = (struct skip){KUBE_SCORE, value, none};
    else if (is_between(key, datree, none))
        *skip_out = (struct skip){DATREE, without(key, datree, none), value};
    else if (plim_str_starts(key, PLIM_STR("checkov.io/skip"))) {
        *skip_out = (struct skip){.linter = CHECKOV, .text = value};
        (void)plim_str_cut(&skip_out->text, '=', &skip_out->check);
    } else {
        return read_polaris(key, value, skip_out);
    }
    /* One that names nothing leaves nothing out. */
    return skip_out->check.len > 0 || plim_str_is(key, "kube-linter.io/ignore-all");
}

static bool lists(struct plim_str list, char separator, struct plim_str name)
{
    struct plim_str item = {0};
    for (bool more = true; more;) {
        more = plim_str_cut(&list, separator, &item);
        if (plim_str_equal(plim_str_trim(item), name))
            return true;
    }
    return false;
}

static bool is_left_out(const struct skip *skip, struct plim_str policy)
{
    for (size_t i = 0; i < PLIM_LEN(checks); i++) {
        const struct linter_check *check = &checks[i];
        if (check->linter == skip->linter &&
            (skip->check.len == 0 || lists(skip->check, ',', plim_str_from(check->check))) &&
            lists(plim_str_from(check->policies), ' ', policy))
            return true;
    }
    return false;
}

static bool look(struct plim_arena *arena, const struct value *annotations, struct plim_str policy,
                 struct plim_str *reason_out)
{
    for (size_t i = 0; i < value_len(annotations); i++) {
        struct plim_str key = value_str(&annotations->entries[i].key);
        struct skip skip = {0};
        if (!read_annotation(key, value_str(value_at(annotations, i)), &skip) ||
            !is_left_out(&skip, policy))
            continue;
        struct plim_str text = plim_str_trim(skip.text);
        *reason_out = plim_str_from(plim_arena_printf(arena, "%.*s%sannotation %.*s%s",
                                                      PLIM_STR_ARG(text), text.len > 0 ? " (" : "",
                                                      PLIM_STR_ARG(key), text.len > 0 ? ")" : ""));
        return true;
    }
    return false;
}

/* Their own, then those of their pods. */
static const char *const places[] = {"metadata.annotations", "spec.template.metadata.annotations"};

bool policy_annotation_waives(struct plim_arena *arena, const struct value *object,
                              struct plim_str policy, struct plim_str *reason_out)
{
    for (size_t i = 0; i < PLIM_LEN(places); i++) {
        if (look(arena, value_get_path(object, places[i]), policy, reason_out))
            return true;
    }
    return false;
}

const struct value *policy_annotations_keep(struct plim_arena *arena, const struct value *object)
{
    struct value_map_builder kept = {.arena = arena};
    size_t count = 0;
    for (size_t i = 0; i < PLIM_LEN(places); i++) {
        const struct value *annotations = value_get_path(object, places[i]);
        for (size_t j = 0; j < value_len(annotations); j++) {
            struct plim_str key = value_str(&annotations->entries[j].key);
            struct skip skip = {0};
            if (!read_annotation(key, value_str(value_at(annotations, j)), &skip))
                continue;
            value_map_add_str(&kept, plim_arena_copy_str(arena, key),
                              value_copy(arena, value_at(annotations, j)));
            count++;
        }
    }
    if (count == 0)
        return NULL;
    struct value *map = plim_arena_alloc(arena, sizeof(*map));
    *map = value_map_finish(&kept);
    return map;
}

bool policy_annotations_waive(struct plim_arena *arena, const struct value *kept,
                              struct plim_str policy, struct plim_str *reason_out)
{
    return look(arena, kept, policy, reason_out);
}
