#include "admission/type_check.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/defs.h"
#include "cel/schema.h"

#include "admission_priv.h"

struct kind {
    struct plim_str group, version, name;
    const struct value *schema;
};

/* One policy. */
struct checking {
    const struct admission_set *set;
    const struct admission_rule *rule;
    const struct admission_schemas *schemas;
    struct plim_arena *arena;
    struct kind kinds[ADMISSION_CHECKED_KINDS_MAX];
    size_t kinds_len;
    const struct cel_env *envs[ADMISSION_CHECKED_KINDS_MAX];
    admission_warning_sink *sink;
    void *context;
};

static int by_name(const void *left, const void *right)
{
    const struct kind *a = left;
    const struct kind *b = right;
    int order = plim_str_compare(a->group, b->group);
    if (order == 0)
        order = plim_str_compare(a->version, b->version);
    return order != 0 ? order : plim_str_compare(a->name, b->name);
}

static void add_kind(struct checking *checking, const struct kind *kind)
{
    for (size_t i = 0; i < checking->kinds_len; i++) {
        if (by_name(&checking->kinds[i], kind) == 0)
            return;
    }
    if (checking->kinds_len < ADMISSION_CHECKED_KINDS_MAX)
        checking->kinds[checking->kinds_len++] = *kind;
}

/* Which of the resources of one group version are known. */
static void add_resources(struct checking *checking, const struct value *rule,
                          struct plim_str group, struct plim_str version)
{
    const struct value *resources = value_get(rule, "resources");
    for (size_t i = 0; i < value_len(resources); i++) {
        struct plim_str resource = value_str(value_at(resources, i));
        if (plim_str_contains(resource, PLIM_STR("*")) ||
            plim_str_contains(resource, PLIM_STR("/")))
            continue;
        struct admission_schema found = checking->schemas->find(
            checking->schemas->context, group, version, resource, (struct plim_str){0});
        const struct kind kind = {group, version, found.kind, found.schema};
        if (found.schema != NULL)
            add_kind(checking, &kind);
    }
}

static bool has_wildcard(const struct value *list)
{
    for (size_t i = 0; i < value_len(list); i++) {
        if (plim_str_contains(value_str(value_at(list, i)), PLIM_STR("*")))
            return true;
    }
    return false;
}

static void find_kinds(struct checking *checking)
{
    const struct value *rules = value_get(checking->rule->match.constraints, "resourceRules");
    for (size_t i = 0; i < value_len(rules); i++) {
        const struct value *rule = value_at(rules, i);
        const struct value *groups = value_get(rule, "apiGroups");
        const struct value *versions = value_get(rule, "apiVersions");
        if (has_wildcard(groups) || has_wildcard(versions))
            continue;
        for (size_t j = 0; j < value_len(groups) * value_len(versions); j++)
            add_resources(checking, rule, value_str(value_at(groups, j / value_len(versions))),
                          value_str(value_at(versions, j % value_len(versions))));
    }
    qsort(checking->kinds, checking->kinds_len, sizeof(checking->kinds[0]), by_name);
}

/* dyn when the schema makes no sense. */
static const struct cel_type *type_of(const struct checking *checking, const struct value *schema,
                                      struct plim_str name)
{
    const struct cel_schema *made = NULL;
    struct plim_err err = {0};
    const struct cel_schema_spec spec = {
        .schema = schema,
        .name = plim_arena_copy(checking->arena, name.text, name.len),
        .is_resource = true,
    };
    if (schema == NULL || cel_schema_make(checking->arena, &spec, &made, &err) != PLIM_OK)
        return NULL;
    return cel_schema_type(made);
}

static const struct cel_type *params_type(const struct checking *checking)
{
    const struct admission_param_kind *kind = checking->rule->param_kind;
    struct admission_schema found = checking->schemas->find(
        checking->schemas->context, kind->group, kind->version, (struct plim_str){0}, kind->kind);
    return type_of(checking, found.schema, kind->kind);
}

static bool compile(const struct checking *checking, const struct cel_env *env,
                    struct plim_str source, const struct cel_program **program_out,
                    struct cel_issues *issues)
{
    struct plim_err err = {0};
    return cel_compile(checking->arena, env, source, &cel_default_limits, program_out, issues,
                       &err) == PLIM_OK;
}

/* The environment of the policy with the types of one kind. NULL: there is none. */
static const struct cel_env *make_env(const struct checking *checking, const struct kind *kind)
{
    const struct admission_logic *logic = &checking->rule->logic;
    const struct value *list = value_get(checking->rule->spec.value, "variables");
    struct cel_variable *variables =
        plim_arena_array(checking->arena, logic->slots + logic->variables_len, sizeof(*variables));
    struct cel_env_spec spec = {.base = checking->set->bases[0], .variables = variables};
    const struct cel_env *env = NULL;
    struct plim_err err = {0};
    for (size_t i = 0; i < logic->slots; i++) {
        variables[i] = checking->set->plain[logic->given[i]];
        if (logic->given[i] == ADMISSION_SLOT_OBJECT ||
            logic->given[i] == ADMISSION_SLOT_OLD_OBJECT)
            variables[i].type = type_of(checking, kind->schema, kind->name);
        if (logic->given[i] == ADMISSION_SLOT_PARAMS)
            variables[i].type = params_type(checking);
    }
    spec.len = logic->slots;
    for (size_t i = 0;; i++) {
        const struct value *item = value_at(list, i);
        const struct cel_program *program = NULL;
        if (cel_env_make(checking->arena, &spec, &env, &err) != PLIM_OK)
            return NULL;
        if (i >= logic->variables_len)
            return env;
        bool good = compile(checking, env, value_get_text(item, "expression"), &program, NULL);
        variables[spec.len++] =
            (struct cel_variable){plim_arena_printf(checking->arena, "variables.%.*s",
                                                    PLIM_STR_ARG(value_get_text(item, "name"))),
                                  good ? cel_program_type(program) : NULL};
    }
}

static void describe(const struct checking *checking, size_t i, struct plim_str source,
                     struct plim_buf *text)
{
    struct cel_issues issues = {.len = 0};
    const struct cel_program *program = NULL;
    const struct kind *kind = &checking->kinds[i];
    if (checking->envs[i] == NULL ||
        compile(checking, checking->envs[i], source, &program, &issues) || issues.len == 0)
        return;
    plim_buf_printf(text, "%s%.*s/%.*s, Kind=%.*s: ", text->len > 0 ? "\n" : "",
                    PLIM_STR_ARG(kind->group), PLIM_STR_ARG(kind->version),
                    PLIM_STR_ARG(kind->name));
    for (size_t j = 0; j < issues.len; j++) {
        plim_buf_append_c(text, j > 0 ? "\n" : "");
        cel_issue_print(&issues.items[j], source, text);
    }
}

static void check_expression(const struct checking *checking, const struct value_node *item,
                             size_t index, const char *field)
{
    struct value_node node = value_node_get(item, field);
    struct plim_buf text = {.arena = checking->arena};
    if (node.value == NULL)
        return;
    for (size_t i = 0; i < checking->kinds_len; i++)
        describe(checking, i, value_str(node.value), &text);
    if (text.len == 0)
        return;
    const struct admission_warning warning = {
        .policy = checking->rule->policy,
        .field = plim_str_from(
            plim_arena_printf(checking->arena, "spec.validations[%zu].%s", index, field)),
        .file = node.file,
        .position = node.position,
        .text = plim_buf_str(&text),
    };
    checking->sink(checking->context, &warning);
}

static void check_policy(struct checking *checking)
{
    struct value_node list = value_node_get(&checking->rule->spec, "validations");
    find_kinds(checking);
    for (size_t i = 0; i < checking->kinds_len; i++)
        checking->envs[i] = make_env(checking, &checking->kinds[i]);
    for (size_t i = 0; i < value_node_len(&list) && checking->kinds_len > 0; i++) {
        struct value_node item = value_node_at(&list, i);
        check_expression(checking, &item, i, "expression");
        check_expression(checking, &item, i, "messageExpression");
    }
}

void admission_check_types(const struct admission_set *set, const struct admission_schemas *schemas,
                           struct plim_arena *arena, admission_warning_sink *sink, void *context)
{
    for (size_t i = 0; i < set->len; i++) {
        struct checking checking = {
            .set = set,
            .rule = set->rules[i],
            .schemas = schemas,
            .arena = arena,
            .sink = sink,
            .context = context,
        };
        if (checking.rule->format == ADMISSION_VAP)
            check_policy(&checking);
    }
}
