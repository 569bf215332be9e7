#include "policy/lint.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "cel/estimate.h"
#include "cel/reads.h"
#include "policy/exemption.h"

#include "policy_priv.h"

void policy_set_keep_going(struct policy_set *set)
{
    set->keeps_going = true;
}

static void drop(struct policy_set *set, struct plim_str id)
{
    size_t len = 0;
    for (size_t i = 0; i < set->len; i++) {
        if (!plim_str_equal(set->items[i]->info.id, id))
            set->items[len++] = set->items[i];
    }
    set->len = len;
}

void policy_set_note_failure(struct policy_set *set, struct plim_str id, const char *file,
                             const struct plim_err *err)
{
    PLIM_GROW(set->failures, set->failure_len, set->failure_cap);
    struct policy_failure *failure = &set->failures[set->failure_len++];
    failure->file = plim_arena_copy_c(set->arena, file);
    failure->policy =
        id.len > 0 ? plim_arena_copy_str(set->arena, id) : plim_str_from(failure->file);
    failure->message = plim_arena_copy_c(set->arena, err->msg);
    drop(set, failure->policy);
}

size_t policy_set_failure_len(const struct policy_set *set)
{
    return set->failure_len;
}

const struct policy_failure *policy_set_failure_at(const struct policy_set *set, size_t i)
{
    return &set->failures[i];
}

/* ---- One policy. */

struct lint {
    const struct policy_set *set;
    const struct policy *policy;
    struct plim_arena *arena;
    policy_lint_sink *sink;
    void *context;
};

static void tell(const struct lint *lint, const struct value_node *node, bool error,
                 const char *message)
{
    struct plim_err err = {0};
    (void)!value_node_fail(&err, node, "%s", message);
    lint->sink(lint->context, error, err.msg);
}

/* What comes out whatever the subject is like: with every variable unknown. */
static struct value foretell(const struct lint *lint, const struct cel_program *program)
{
    size_t len = policy_item_slot(lint->set, lint->policy) + 1;
    /* NOLINTNEXTLINE(bugprone-sizeof-expression): an array of pointers */
    const struct value **values = plim_arena_array(lint->arena, len, sizeof(*values));
    struct value *unknown = plim_arena_alloc(lint->arena, sizeof(*unknown));
    *unknown = value_unknown(PLIM_STR("any"));
    for (size_t i = 0; i < len; i++)
        values[i] = unknown;
    const struct cel_bindings bindings = {.values = values, .len = len};
    return cel_eval(program, &bindings, lint->arena, NULL);
}

static bool always(const struct lint *lint, const struct cel_program *program, bool what)
{
    struct value value = foretell(lint, program);
    return value_is(&value, VALUE_BOOL) && value.boolean == what;
}

static struct plim_str expression_of(const struct value_node *list, size_t i)
{
    struct value_node item = value_node_at(list, i);
    return plim_str_trim(value_node_text(&item, "expression"));
}

/* "!a" of "a", or "!(a)". */
static bool is_negation(struct plim_str text, struct plim_str of)
{
    if (text.len < 2 || text.text[0] != '!')
        return false;
    struct plim_str rest = plim_str_trim((struct plim_str){text.text + 1, text.len - 1});
    if (plim_str_equal(rest, of))
        return true;
    return rest.len == of.len + 2 && rest.text[0] == '(' && rest.text[rest.len - 1] == ')' &&
           memcmp(rest.text + 1, of.text, of.len) == 0;
}

static bool exclude(struct plim_str left, struct plim_str right)
{
    return is_negation(left, right) || is_negation(right, left);
}

static void check_conditions(const struct lint *lint, const struct value_node *conditions)
{
    for (size_t i = 0; i < lint->policy->conditions_len; i++) {
        const struct cel_program *program = lint->policy->conditions[i].program;
        struct value_node node = value_node_at(conditions, i);
        if (always(lint, program, true))
            tell(lint, &node, false, "the condition is always true: it decides nothing");
        if (always(lint, program, false))
            tell(lint, &node, false, "the condition is always false: the policy never applies");
        for (size_t k = 0; k < i; k++) {
            if (exclude(expression_of(conditions, i), expression_of(conditions, k)))
                tell(lint, &node, false,
                     "the condition excludes an earlier one: the policy never applies");
        }
    }
}

/* `each` with the expression false is a list of failures. */
static void check_verdict(const struct lint *lint, const struct value_node *node,
                          const struct value_node *conditions,
                          const struct policy_validation *validation)
{
    struct plim_str text = plim_str_trim(value_str(node->value));
    bool passes = always(lint, validation->expression, true);
    bool fails = always(lint, validation->expression, false);
    for (size_t i = 0; i < lint->policy->conditions_len; i++) {
        passes = passes || plim_str_equal(text, expression_of(conditions, i));
        fails = fails || exclude(text, expression_of(conditions, i));
    }
    if (passes)
        tell(lint, node, false, "the validation never fails where the policy applies");
    if (fails && validation->each == NULL)
        tell(lint, node, false, "the validation fails wherever the policy applies");
}

static void check_cost(const struct lint *lint, const struct value_node *node,
                       const struct cel_program *program)
{
    struct cel_estimate estimate = cel_estimate(program);
    if (estimate.min > CEL_COST_PER_CALL)
        tell(lint, node, true,
             plim_arena_printf(lint->arena,
                               "the expression costs %llu units at least; one evaluation has %d",
                               (unsigned long long)estimate.min, CEL_COST_PER_CALL));
}

/* Fields that the schema allows without a default are declared too. */
static void check_params(const struct lint *lint, const struct value_node *node,
                         const struct cel_program *program)
{
    const struct value *params = lint->policy->info.params;
    const struct value *properties = value_get(lint->policy->info.params_schema, "properties");
    size_t count = value_len(params) + value_len(properties);
    const char **names = plim_arena_array(lint->arena, count + 1, sizeof(*names));
    for (size_t i = 0; i < count; i++) {
        const struct value *map = i < value_len(params) ? params : properties;
        size_t at = i < value_len(params) ? i : i - value_len(params);
        struct plim_str name = value_str(&map->entries[at].key);
        names[i] = plim_arena_copy(lint->arena, name.text, name.len);
    }
    struct plim_str what = {0};
    if (!cel_program_reads_beyond(program, "params", names, count, &what) || what.len == 0)
        return;
    const char *nearest = plim_str_nearest(what, names, count);
    tell(lint, node, true,
         plim_arena_printf(lint->arena, "parameter '%.*s' is read, but spec.params lacks it%s%s%s",
                           PLIM_STR_ARG(what), nearest ? "; did you mean '" : "",
                           nearest ? nearest : "", nearest ? "'?" : ""));
}

static void check_validations(const struct lint *lint, const struct value_node *spec)
{
    struct value_node validations = value_node_get(spec, "validations");
    struct value_node conditions = value_node_get(spec, "matchConditions");
    check_conditions(lint, &conditions);
    for (size_t i = 0; i < lint->policy->conditions_len; i++) {
        struct value_node node = value_node_at(&conditions, i);
        check_cost(lint, &node, lint->policy->conditions[i].program);
        check_params(lint, &node, lint->policy->conditions[i].program);
    }
    for (size_t i = 0; i < lint->policy->validations_len; i++) {
        const struct cel_program *program = lint->policy->validations[i].expression;
        struct value_node item = value_node_at(&validations, i);
        struct value_node node = value_node_get(&item, "expression");
        check_verdict(lint, &node, &conditions, &lint->policy->validations[i]);
        check_cost(lint, &node, program);
        check_params(lint, &node, program);
    }
    struct value_node variables = value_node_get(spec, "variables");
    for (size_t i = 0; i < lint->policy->variables_len; i++) {
        struct value_node node = value_node_at(&variables, i);
        check_cost(lint, &node, lint->policy->variables[i]);
        check_params(lint, &node, lint->policy->variables[i]);
    }
}

static void check_cases(const struct lint *lint)
{
    static const char *const folders[] = {"pass", "fail"};
    const char *file = lint->policy->document.file;
    for (size_t i = 0; i < PLIM_LEN(folders); i++) {
        const char *path = plim_arena_printf(lint->arena, "%s/cases/%s",
                                             plim_path_dir(lint->arena, file), folders[i]);
        if (!plim_dir_exists(path))
            tell(lint, &lint->policy->document, false,
                 plim_arena_printf(lint->arena, "no cases in cases/%s", folders[i]));
    }
}

/* ---- All. */

static void lint_exemption(const struct lint *lint, const struct policy_exemption *exemption)
{
    const char **ids = plim_arena_array(lint->arena, lint->set->len + 1, sizeof(*ids));
    struct value_node node = {.file = exemption->file, .position = exemption->position};
    if (exemption->known)
        return;
    for (size_t i = 0; i < lint->set->len; i++)
        ids[i] = lint->set->items[i]->info.id.text;
    const char *nearest = plim_str_nearest(exemption->policy, ids, lint->set->len);
    tell(lint, &node, true,
         plim_arena_printf(lint->arena, "exemption '%.*s': there is no policy '%.*s'%s%s%s",
                           PLIM_STR_ARG(exemption->name), PLIM_STR_ARG(exemption->policy),
                           nearest ? "; did you mean '" : "", nearest ? nearest : "",
                           nearest ? "'?" : ""));
}

void policy_set_lint(struct policy_set *set, policy_lint_sink *sink, void *context)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct lint lint = {.set = set, .arena = arena, .sink = sink, .context = context};
    for (size_t i = 0; i < set->len; i++) {
        if (set->items[i]->info.embedded)
            continue;
        lint.policy = set->items[i];
        struct value_node spec = value_node_get(&lint.policy->document, "spec");
        check_validations(&lint, &spec);
        check_cases(&lint);
    }
    policy_exemptions_know(set);
    for (size_t i = 0; i < set->exemption_len; i++)
        lint_exemption(&lint, set->exemptions[i]);
}
