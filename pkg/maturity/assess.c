#include "maturity/assess.h"

#include "assess_priv.h"

static struct maturity_scope choose_scope(const struct maturity_request *request)
{
    if (request->scope.len > 0)
        return request->scope;
    if (request->evidence->scope_count > 0 && request->evidence->scopes[0].len > 0)
        return request->evidence->scopes[0];
    return request->set->fleet.scope;
}

static enum plim_code check_request(const struct maturity_assessment *assessment,
                                    struct plim_err *err)
{
    const struct maturity_request *request = assessment->request;
    if (request->to_level.len > 0 &&
        maturity_level_find(assessment->model, request->to_level) == assessment->model->level_count)
        return plim_err_set(err, PLIM_NOT_FOUND, "model '%.*s' has no level '%.*s'",
                            PLIM_STR_ARG(request->model), PLIM_STR_ARG(request->to_level));
    for (size_t i = 0; i < request->assumed_count; i++) {
        size_t practice = maturity_practice_find(assessment->set, request->assumed[i]);
        if (practice == assessment->set->practice_count)
            return plim_err_set(err, PLIM_NOT_FOUND, "no practice '%.*s'",
                                PLIM_STR_ARG(request->assumed[i]));
        assessment->verdicts[practice].is_assumed = true;
    }
    return PLIM_OK;
}

static enum plim_code evaluate_practices(struct maturity_assessment *assessment,
                                         struct plim_err *err)
{
    const struct maturity_model *model = assessment->model;
    for (size_t at = 0; at < model->dimension_count * model->level_count; at++) {
        for (size_t i = 0; i < model->cells[at].practice_count; i++) {
            if (maturity_practice_evaluate(assessment, model->cells[at].practices[i].practice,
                                           err) != PLIM_OK)
                return err->code;
        }
    }
    return PLIM_OK;
}

enum plim_code maturity_assess(struct plim_arena *arena, const struct maturity_request *request,
                               struct value *result_out, struct plim_err *err)
{
    const struct maturity_set *set = request->set;
    if (!set->linked)
        return plim_err_set(err, PLIM_BUG, "assess: the documents are not linked");
    size_t model = maturity_model_find(set, request->model);
    if (model == set->model_count)
        return plim_err_set(err, PLIM_NOT_FOUND, "no model '%.*s'", PLIM_STR_ARG(request->model));
    struct maturity_assessment assessment = {
        .arena = arena,
        .request = request,
        .set = set,
        .evidence = request->evidence,
        .model = &set->models[model],
        .scope = choose_scope(request),
        .now = request->now,
        .verdicts = plim_arena_array(arena, set->practice_count, sizeof(struct maturity_verdict)),
    };
    if (check_request(&assessment, err) != PLIM_OK)
        return err->code;
    maturity_claims_weigh(&assessment);
    if (evaluate_practices(&assessment, err) != PLIM_OK)
        return err->code;
    assessment.rows = maturity_rows_evaluate(&assessment, maturity_values_copy(&assessment));
    *result_out = maturity_result_build(&assessment);
    return PLIM_OK;
}
