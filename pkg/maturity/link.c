/* Everything that needs more than one document: references, cycles, and rules across documents. */
#include "scalar_priv.h"

struct linking {
    struct maturity_set *set;
    const struct plim_str *policies; /* NULL: not checked */
    size_t policy_count;
    struct plim_err *err;
};

static enum plim_code fail_unknown(struct linking *linking, const struct value_node *node,
                                   const char *what, struct plim_str id)
{
    return value_node_fail(linking->err, node, "unknown %s '%.*s'", what, PLIM_STR_ARG(id));
}

static enum plim_code link_refs(struct linking *linking, struct maturity_refs *refs)
{
    const struct maturity_set *set = linking->set;
    refs->practices = plim_arena_array(set->arena, refs->len, sizeof(*refs->practices));
    for (size_t i = 0; i < refs->len; i++) {
        refs->practices[i] = maturity_practice_find(set, refs->ids[i]);
        if (refs->practices[i] == set->practice_count) {
            struct value_node node = value_node_at(&refs->node, i);
            return fail_unknown(linking, &node, "practice", refs->ids[i]);
        }
    }
    return PLIM_OK;
}

static enum plim_code link_answers(struct linking *linking, struct maturity_criterion *criterion)
{
    for (size_t i = 0; i < linking->set->answer_set_count; i++) {
        if (plim_str_equal(linking->set->answer_sets[i].id, criterion->answers)) {
            criterion->answer_set = &linking->set->answer_sets[i];
            return PLIM_OK;
        }
    }
    struct value_node node = value_node_get(&criterion->node, "answers");
    return fail_unknown(linking, &node, "answer set", criterion->answers);
}

static enum plim_code check_policy(struct linking *linking,
                                   const struct maturity_criterion *criterion)
{
    if (!linking->policies)
        return PLIM_OK;
    for (size_t i = 0; i < linking->policy_count; i++) {
        if (plim_str_equal(linking->policies[i], criterion->id))
            return PLIM_OK;
    }
    struct value_node node = value_node_get(&criterion->node, "policy");
    return fail_unknown(linking, &node, "policy", criterion->id);
}

static enum plim_code link_criterion(struct linking *linking, struct maturity_criterion *criterion)
{
    if (criterion->form == MATURITY_FORM_POLICY && check_policy(linking, criterion) != PLIM_OK)
        return linking->err->code;
    if (criterion->form == MATURITY_FORM_ATTEST && link_answers(linking, criterion) != PLIM_OK)
        return linking->err->code;
    if (criterion->form == MATURITY_FORM_PRACTICE) {
        criterion->practice = maturity_practice_find(linking->set, criterion->id);
        struct value_node node = value_node_get(&criterion->node, "practice");
        if (criterion->practice == linking->set->practice_count)
            return fail_unknown(linking, &node, "practice", criterion->id);
    }
    for (size_t i = 0; i < criterion->member_count; i++) {
        if (link_criterion(linking, &criterion->members[i]) != PLIM_OK)
            return linking->err->code;
    }
    return PLIM_OK;
}

static enum plim_code link_practices(struct linking *linking)
{
    struct maturity_set *set = linking->set;
    for (size_t i = 0; i < set->practice_count; i++) {
        struct maturity_practice *practice = &set->practices[i];
        if (link_refs(linking, &practice->depends_on) != PLIM_OK ||
            link_refs(linking, &practice->implies) != PLIM_OK ||
            link_criterion(linking, &practice->criteria) != PLIM_OK)
            return linking->err->code;
        if (practice->replaced_by.len > 0 &&
            maturity_practice_find(set, practice->replaced_by) == set->practice_count) {
            struct value_node node = value_node_get(&practice->node, "replacedBy");
            return fail_unknown(linking, &node, "practice", practice->replaced_by);
        }
    }
    return PLIM_OK;
}

static bool is_named(const struct maturity_refs *refs, struct plim_str id)
{
    for (size_t i = 0; i < refs->len; i++) {
        if (plim_str_equal(refs->ids[i], id))
            return true;
    }
    return false;
}

/* A practice may not ask at a lower level for one that its dimension places higher. */
static enum plim_code check_order(struct linking *linking, const struct maturity_model *model,
                                  size_t at, const struct maturity_cell_practice *practice)
{
    const struct maturity_refs *refs = &linking->set->practices[practice->practice].depends_on;
    size_t row_end = (at / model->level_count + 1) * model->level_count;
    for (size_t cell = at + 1; cell < row_end; cell++) {
        for (size_t i = 0; i < model->cells[cell].practice_count; i++) {
            struct plim_str higher = model->cells[cell].practices[i].ref;
            if (is_named(refs, higher))
                return value_node_fail(linking->err, &practice->node,
                                       "practice '%.*s' depends on '%.*s', which is at a higher "
                                       "level of the same dimension",
                                       PLIM_STR_ARG(practice->ref), PLIM_STR_ARG(higher));
        }
    }
    return PLIM_OK;
}

static enum plim_code link_cell(struct linking *linking, struct maturity_cell *cell)
{
    const struct maturity_set *set = linking->set;
    for (size_t i = 0; i < cell->practice_count; i++) {
        struct maturity_cell_practice *practice = &cell->practices[i];
        practice->practice = maturity_practice_find(set, practice->ref);
        struct value_node node = value_node_get(&practice->node, "ref");
        if (practice->practice == set->practice_count)
            return fail_unknown(linking, &node, "practice", practice->ref);
        const struct maturity_practice *found = &set->practices[practice->practice];
        if (found->retired)
            return value_node_fail(
                linking->err, &node, "practice '%.*s' is retired%s%.*s%s",
                PLIM_STR_ARG(practice->ref), found->replaced_by.len > 0 ? "; use '" : "",
                PLIM_STR_ARG(found->replaced_by), found->replaced_by.len > 0 ? "'" : "");
    }
    return PLIM_OK;
}

static enum plim_code link_model(struct linking *linking, struct maturity_model *model)
{
    size_t total = model->dimension_count * model->level_count;
    for (size_t at = 0; at < total; at++) {
        if (link_cell(linking, &model->cells[at]) != PLIM_OK)
            return linking->err->code;
    }
    for (size_t at = 0; at < total; at++) {
        for (size_t i = 0; i < model->cells[at].practice_count; i++) {
            if (check_order(linking, model, at, &model->cells[at].practices[i]) != PLIM_OK)
                return linking->err->code;
        }
    }
    return PLIM_OK;
}

static enum plim_code check_answer(struct linking *linking,
                                   const struct maturity_attestation *attestation,
                                   const struct maturity_criterion *criterion, size_t *asked)
{
    bool known = criterion->form != MATURITY_FORM_ATTEST ||
                 plim_str_is(attestation->answer, "notApplicable");
    if (criterion->form == MATURITY_FORM_ATTEST) {
        ++*asked;
        for (size_t i = 0; i < criterion->answer_set->len && !known; i++)
            known = plim_str_equal(criterion->answer_set->answers[i].id, attestation->answer);
    }
    if (!known) {
        struct value_node node = value_node_get(&attestation->node, "answer");
        return fail_unknown(linking, &node, "answer", attestation->answer);
    }
    for (size_t i = 0; i < criterion->member_count; i++) {
        if (check_answer(linking, attestation, &criterion->members[i], asked) != PLIM_OK)
            return linking->err->code;
    }
    return PLIM_OK;
}

static const struct maturity_attestation *find_attestation(const struct maturity_set *set,
                                                           struct plim_str id)
{
    for (size_t i = 0; i < set->attestation_count; i++) {
        if (plim_str_equal(set->attestations[i].id, id))
            return &set->attestations[i];
    }
    return NULL;
}

static enum plim_code check_supersedes(struct linking *linking,
                                       const struct maturity_attestation *attestation)
{
    const struct maturity_attestation *older = attestation;
    for (size_t i = 0; older && older->supersedes.len > 0; i++) {
        older = find_attestation(linking->set, older->supersedes);
        struct value_node node = value_node_get(&attestation->node, "supersedes");
        if (older == attestation || i > linking->set->attestation_count)
            return value_node_fail(linking->err, &node, "attestation '%.*s' supersedes itself",
                                   PLIM_STR_ARG(attestation->id));
        if (older && !plim_str_equal(older->practice, attestation->practice))
            return value_node_fail(linking->err, &node,
                                   "attestation '%.*s' is about practice '%.*s'",
                                   PLIM_STR_ARG(older->id), PLIM_STR_ARG(older->practice));
    }
    return PLIM_OK;
}

static enum plim_code link_attestations(struct linking *linking)
{
    struct maturity_set *set = linking->set;
    for (size_t i = 0; i < set->attestation_count; i++) {
        struct maturity_attestation *attestation = &set->attestations[i];
        struct value_node node = value_node_get(&attestation->node, "practice");
        attestation->practice_index = maturity_practice_find(set, attestation->practice);
        if (attestation->practice_index == set->practice_count)
            return fail_unknown(linking, &node, "practice", attestation->practice);
        size_t asked = 0;
        if (check_answer(linking, attestation,
                         &set->practices[attestation->practice_index].criteria, &asked) != PLIM_OK)
            return linking->err->code;
        if (asked == 0)
            return value_node_fail(linking->err, &node,
                                   "practice '%.*s' does not ask for an attestation",
                                   PLIM_STR_ARG(attestation->practice));
        if (check_supersedes(linking, attestation) != PLIM_OK)
            return linking->err->code;
    }
    return PLIM_OK;
}

/* A fleet may name targets for models that this run does not use; those are not checked here. */
static enum plim_code check_target(struct linking *linking, const struct maturity_target *target)
{
    size_t at = maturity_model_find(linking->set, target->model);
    if (at == linking->set->model_count)
        return PLIM_OK;
    const struct maturity_model *model = &linking->set->models[at];
    struct value_node level = value_node_get(&target->node, "level");
    struct value_node dimension = value_node_get(&target->node, "dimension");
    if (maturity_level_find(model, target->level) == model->level_count)
        return fail_unknown(linking, &level, "level", target->level);
    if (target->dimension.len > 0 &&
        maturity_dimension_find(model, target->dimension) == model->dimension_count)
        return fail_unknown(linking, &dimension, "dimension", target->dimension);
    return PLIM_OK;
}

static enum plim_code link_fleet(struct linking *linking)
{
    struct maturity_set *set = linking->set;
    for (size_t i = 0; i < set->fleet.target_count; i++) {
        if (check_target(linking, &set->fleet.targets[i]) != PLIM_OK)
            return linking->err->code;
    }
    for (size_t i = 0; i < set->fleet.exclusion_count; i++) {
        struct maturity_exclusion *exclusion = &set->fleet.exclusions[i];
        struct value_node node = value_node_get(&exclusion->node, "practice");
        exclusion->practice_index = maturity_practice_find(set, exclusion->practice);
        if (exclusion->practice_index == set->practice_count)
            return fail_unknown(linking, &node, "practice", exclusion->practice);
        if (!set->practices[exclusion->practice_index].waivable)
            return value_node_fail(linking->err, &node, "practice '%.*s' may not be excluded",
                                   PLIM_STR_ARG(exclusion->practice));
    }
    return PLIM_OK;
}

enum plim_code maturity_set_link(struct maturity_set *set, const struct plim_str *policies,
                                 size_t policy_count, struct plim_err *err)
{
    struct linking linking = {set, policies, policy_count, err};
    if (link_practices(&linking) != PLIM_OK || maturity_cycles_check(set, err) != PLIM_OK)
        return err->code;
    for (size_t i = 0; i < set->model_count; i++) {
        if (link_model(&linking, &set->models[i]) != PLIM_OK)
            return err->code;
    }
    if (link_attestations(&linking) != PLIM_OK || link_fleet(&linking) != PLIM_OK)
        return err->code;
    set->linked = true;
    return PLIM_OK;
}
