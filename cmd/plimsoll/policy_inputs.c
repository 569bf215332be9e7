#include "policy_inputs.h"

#include "maturity/document.h"
#include "policy/exemption.h"
#include "policy/policy.h"

enum plim_code policy_inputs_load(struct plim_arena *arena, const struct policy_inputs *inputs,
                                  struct policy_set *set, struct plim_err *err)
{
    const struct audit_fleet *fleet = inputs->fleet;
    if (policy_set_add_embedded(set, err) != PLIM_OK)
        return err->code;
    for (size_t i = 0; i < fleet->policy_directory_count; i++) {
        struct plim_str dir = fleet->policy_directories[i];
        if (policy_set_add_dir(set, plim_arena_copy(arena, dir.text, dir.len), err) != PLIM_OK)
            return err->code;
    }
    for (size_t i = 0; i < inputs->dirs->len; i++) {
        if (policy_set_add_dir(set, inputs->dirs->items[i], err) != PLIM_OK)
            return err->code;
    }
    for (size_t i = 0; i < fleet->exemption_file_count; i++) {
        struct plim_str path = fleet->exemption_files[i];
        if (policy_set_add_exemptions(set, plim_arena_copy(arena, path.text, path.len), err) !=
            PLIM_OK)
            return err->code;
    }
    for (size_t i = 0; i < inputs->exemptions->len; i++) {
        if (policy_set_add_exemptions(set, inputs->exemptions->items[i], err) != PLIM_OK)
            return err->code;
    }
    return policy_set_configure(set, &fleet->policies, err);
}

static bool is_in_use(const struct audit_fleet *fleet, struct plim_str model)
{
    for (size_t i = 0; i < fleet->model_count; i++) {
        if (plim_str_equal(fleet->models[i], model))
            return true;
    }
    return fleet->model_count == 0;
}

static enum plim_code make_groups(struct plim_arena *arena, const struct policy_inputs *inputs,
                                  struct policy_choice *choice, struct plim_err *err)
{
    size_t count = maturity_set_model_count(inputs->maturity);
    struct policy_group *groups = plim_arena_array(arena, count, sizeof(*groups));
    for (size_t i = 0; i < count; i++) {
        struct plim_str *policies = NULL;
        struct policy_group *group = &groups[i];
        group->name = maturity_set_model_at(inputs->maturity, i).id;
        if (maturity_set_policies(arena, inputs->maturity, group->name, &policies, &group->len,
                                  err) != PLIM_OK)
            return err->code;
        group->policies = policies;
        group->by_default = is_in_use(inputs->fleet, group->name);
    }
    choice->groups = groups;
    choice->group_count = count;
    return PLIM_OK;
}

struct terms {
    struct plim_arena *arena;
    struct policy_term *items;
    size_t len;
};

static void add_list(struct terms *terms, const struct value_node *list, const char *sign)
{
    for (size_t i = 0; i < value_node_len(list); i++) {
        struct value_node node = value_node_at(list, i);
        struct plim_str text = value_str(node.value);
        const char *signed_text =
            plim_arena_printf(terms->arena, "%s%.*s", sign, PLIM_STR_ARG(text));
        terms->items[terms->len++] = (struct policy_term){plim_str_from(signed_text), node};
    }
}

static void add_flag(struct terms *terms, const char *flag)
{
    struct plim_str rest = plim_str_from(flag);
    struct plim_str part = {0};
    for (bool more = true; more;) {
        more = plim_str_cut(&rest, ',', &part);
        terms->items[terms->len++] = (struct policy_term){.text = plim_str_trim(part)};
    }
}

static size_t count_flags(const struct option_list *flags)
{
    size_t count = 0;
    for (size_t i = 0; i < flags->len; i++) {
        count++;
        for (const char *byte = flags->items[i]; *byte; byte++)
            count += *byte == ',';
    }
    return count;
}

/* What the document selects holds unless flags say it anew; what it disables stays away. */
static struct terms make_terms(struct plim_arena *arena, const struct policy_inputs *inputs)
{
    struct value_node select = value_node_get(&inputs->fleet->policies, "select");
    struct value_node disable = value_node_get(&inputs->fleet->policies, "disable");
    const struct option_list *flags = inputs->names;
    size_t most = value_node_len(&select) + value_node_len(&disable) + count_flags(flags);
    struct terms terms = {arena, plim_arena_array(arena, most, sizeof(struct policy_term)), 0};
    if (flags->len == 0 || flags->items[0][0] == '-')
        add_list(&terms, &select, "");
    for (size_t i = 0; i < flags->len; i++)
        add_flag(&terms, flags->items[i]);
    add_list(&terms, &disable, "-");
    return terms;
}

static bool is_native(const struct policy_term *term)
{
    return plim_str_contains(term->text, PLIM_STR("/"));
}

static bool takes_away(const struct policy_term *term)
{
    return plim_str_starts(term->text, PLIM_STR("-"));
}

static void add_native(struct plim_arena *arena, const struct policy_term *term,
                       struct admission_choice *natives)
{
    bool away = takes_away(term);
    const char *origin = "--policies";
    if (term->node.value)
        origin = plim_arena_printf(arena, "%s:%u:%u", term->node.file, term->node.position.line,
                                   term->node.position.column);
    natives->terms[natives->len++] = (struct admission_term){
        .name = {term->text.text + away, term->text.len - away}, .away = away, .origin = origin};
}

/* Names with a '/' are of native policies. Where nothing else is chosen, nothing else is meant. */
static void part_natives(struct plim_arena *arena, struct terms *terms,
                         struct admission_choice *natives, struct policy_choice *choice)
{
    size_t len = 0;
    natives->terms = plim_arena_array(arena, terms->len, sizeof(*natives->terms));
    choice->may_be_none = terms->len > 0 && !takes_away(&terms->items[0]);
    for (size_t i = 0; i < terms->len; i++) {
        if (is_native(&terms->items[i]))
            add_native(arena, &terms->items[i], natives);
        else
            terms->items[len++] = terms->items[i];
    }
    choice->may_be_none = choice->may_be_none && natives->len > 0 && len == 0;
    terms->len = len;
}

enum plim_code policy_inputs_choice(struct plim_arena *arena, const struct policy_inputs *inputs,
                                    struct policy_choice *choice_out, struct plim_err *err)
{
    struct policy_choice choice = {.within = inputs->within};
    struct terms terms = make_terms(arena, inputs);
    if (make_groups(arena, inputs, &choice, err) != PLIM_OK)
        return err->code;
    if (inputs->natives)
        part_natives(arena, &terms, inputs->natives, &choice);
    choice.terms = terms.items;
    choice.term_count = terms.len;
    *choice_out = choice;
    return PLIM_OK;
}
