#include "catalogue.h"

#include "policy/example.h"
#include "value/json.h"

#include "catalogue_priv.h"

const char *catalogue_sets(struct plim_arena *arena, const struct policy_info *policy)
{
    const char *text = "";
    for (size_t i = 0; i < value_len(policy->sets); i++)
        text = plim_arena_printf(arena, "%s%s%.*s", text, i > 0 ? "," : "",
                                 PLIM_STR_ARG(value_str(value_at(policy->sets, i))));
    return text;
}

static const char *models_of(const struct catalogue *catalogue, const struct policy_info *policy)
{
    const char *text = "";
    for (size_t i = 0; i < catalogue->choice->group_count; i++) {
        const struct policy_group *group = &catalogue->choice->groups[i];
        bool counts = false;
        for (size_t k = 0; k < group->len; k++)
            counts = counts || plim_str_equal(group->policies[k], policy->id);
        if (counts)
            text = plim_arena_printf(catalogue->arena, "%s%s%.*s", text, text[0] ? "," : "",
                                     PLIM_STR_ARG(group->name));
    }
    return text;
}

void catalogue_labels(const struct catalogue *catalogue, const struct policy_info *policy,
                      struct catalogue_label labels_out[CATALOGUE_LABELS])
{
    const struct catalogue_label labels[CATALOGUE_LABELS] = {
        {"subject", policy_subject_names[policy->subject]},
        {"severity", finding_severity_names[policy->severity]},
        {"category", policy->category.text},
        {"sets", catalogue_sets(catalogue->arena, policy)},
        {"models", models_of(catalogue, policy)},
        {"file", policy->file.text},
    };
    for (size_t i = 0; i < CATALOGUE_LABELS; i++)
        labels_out[i] = labels[i];
}

struct catalogue_param catalogue_param_at(struct plim_arena *arena,
                                          const struct policy_info *policy, size_t i)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    struct plim_err ignored = {0};
    struct plim_str name = value_str(&policy->params->entries[i].key);
    const struct value *schema = value_get(policy->params_schema, "properties");
    (void)!value_json_write(value_at(policy->params, i), VALUE_JSON_COMPACT, &text, &ignored);
    return (struct catalogue_param){
        .name = name,
        .otherwise = plim_arena_copy_c(arena, text.text ? text.text : ""),
        .description = value_get_text(value_get_str(schema, name), "description"),
    };
}

static bool is_before(const struct catalogue *catalogue, size_t at)
{
    for (size_t i = 0; i < at; i++) {
        if (plim_str_equal(policy_set_at(catalogue->set, i)->category,
                           policy_set_at(catalogue->set, at)->category))
            return true;
    }
    return false;
}

struct plim_str catalogue_category_at(const struct catalogue *catalogue, size_t i)
{
    size_t met = 0;
    for (size_t k = 0; k < policy_set_len(catalogue->set); k++) {
        if (!is_before(catalogue, k) && met++ == i)
            return policy_set_at(catalogue->set, k)->category;
    }
    return (struct plim_str){0};
}

/* ---- One on the screen. */

static void print_indented(struct plim_buf *buf, const char *title, struct plim_str text)
{
    struct plim_str line = {0};
    if (text.len == 0)
        return;
    plim_buf_printf(buf, "\n%s\n", title);
    while (text.len > 0) {
        (void)plim_str_cut(&text, '\n', &line);
        plim_buf_printf(buf, "%s%.*s\n", line.len > 0 ? "  " : "", PLIM_STR_ARG(line));
    }
}

void catalogue_print(const struct catalogue *catalogue, const struct policy_info *policy,
                     struct plim_buf *buf)
{
    struct catalogue_label labels[CATALOGUE_LABELS];
    catalogue_labels(catalogue, policy, labels);
    plim_buf_printf(buf, "%.*s: %.*s\n\n", PLIM_STR_ARG(policy->id), PLIM_STR_ARG(policy->title));
    for (size_t i = 0; i < CATALOGUE_LABELS; i++) {
        if (labels[i].text[0])
            plim_buf_printf(buf, "%-12s %s\n", labels[i].name, labels[i].text);
    }
    plim_buf_printf(buf, "\nWhy\n%.*s\n\nRemediation\n%.*s\n", PLIM_STR_ARG(policy->why),
                    PLIM_STR_ARG(policy->remediation));
    for (size_t i = 0; i < value_len(policy->params); i++) {
        struct catalogue_param param = catalogue_param_at(catalogue->arena, policy, i);
        plim_buf_printf(buf, "%s%.*s: %s%s%.*s\n", i == 0 ? "\nParameters\n" : "",
                        PLIM_STR_ARG(param.name), param.otherwise,
                        param.description.len > 0 ? "  " : "", PLIM_STR_ARG(param.description));
    }
    for (size_t i = 0; i < value_len(policy->references); i++)
        plim_buf_printf(buf, "%s%.*s\n", i == 0 ? "\nReferences\n" : "",
                        PLIM_STR_ARG(value_str(value_at(policy->references, i))));
    print_indented(buf, "Fails",
                   policy_example_find(catalogue->arena, policy, POLICY_EXAMPLE_FAIL));
    print_indented(buf, "Passes",
                   policy_example_find(catalogue->arena, policy, POLICY_EXAMPLE_PASS));
}

/* ---- Markdown. */

static void add_example(struct plim_buf *buf, const char *title, struct plim_str text)
{
    if (text.len == 0)
        return;
    plim_buf_printf(buf, "%s:\n\n```yaml\n%.*s%s```\n\n", title, PLIM_STR_ARG(text),
                    plim_str_ends(text, PLIM_STR("\n")) ? "" : "\n");
}

static void add_policy(const struct catalogue *catalogue, const struct policy_info *policy,
                       struct plim_buf *buf)
{
    struct catalogue_label labels[CATALOGUE_LABELS];
    const char *separator = "";
    catalogue_labels(catalogue, policy, labels);
    plim_buf_printf(buf, "### %.*s\n\n**%.*s**\n\n", PLIM_STR_ARG(policy->id),
                    PLIM_STR_ARG(policy->title));
    for (size_t i = 0; i < CATALOGUE_LABELS - 1; i++) {
        if (labels[i].text[0])
            plim_buf_printf(buf, "%s%s: `%s`", separator, labels[i].name, labels[i].text);
        separator = ", ";
    }
    plim_buf_printf(buf, "\n\n%.*s\n\n%.*s\n\n", PLIM_STR_ARG(policy->why),
                    PLIM_STR_ARG(policy->remediation));
    for (size_t i = 0; i < value_len(policy->params); i++) {
        struct catalogue_param param = catalogue_param_at(catalogue->arena, policy, i);
        plim_buf_printf(buf, "- parameter `%.*s`: `%s` %.*s\n", PLIM_STR_ARG(param.name),
                        param.otherwise, PLIM_STR_ARG(param.description));
    }
    for (size_t i = 0; i < value_len(policy->references); i++)
        plim_buf_printf(buf, "- <%.*s>\n",
                        PLIM_STR_ARG(value_str(value_at(policy->references, i))));
    if (value_len(policy->params) + value_len(policy->references) > 0)
        plim_buf_append_c(buf, "\n");
    add_example(buf, "Fails", policy_example_find(catalogue->arena, policy, POLICY_EXAMPLE_FAIL));
    add_example(buf, "Passes", policy_example_find(catalogue->arena, policy, POLICY_EXAMPLE_PASS));
}

void catalogue_write_markdown(const struct catalogue *catalogue, struct plim_buf *buf)
{
    plim_buf_printf(buf, "# Policies\n\n%zu policies.\n\n", policy_set_len(catalogue->set));
    for (size_t i = 0; catalogue_category_at(catalogue, i).len > 0; i++) {
        struct plim_str category = catalogue_category_at(catalogue, i);
        plim_buf_printf(buf, "## %.*s\n\n", PLIM_STR_ARG(category));
        for (size_t k = 0; k < policy_set_len(catalogue->set); k++) {
            const struct policy_info *policy = policy_set_at(catalogue->set, k);
            if (plim_str_equal(policy->category, category))
                add_policy(catalogue, policy, buf);
        }
    }
}
