/* The readings of one policy inside the assessed scope, added up. */
#include <stdlib.h>
#include <string.h>

#include "assess_priv.h"

static bool is_production(const struct maturity_assessment *assessment, struct plim_str name)
{
    const struct maturity_fleet *fleet = &assessment->set->fleet;
    for (size_t i = 0; i < fleet->environment_count; i++) {
        if (plim_str_equal(fleet->environments[i].name, name))
            return fleet->environments[i].production;
    }
    return false;
}

static bool matches_where(const struct maturity_assessment *assessment,
                          const struct maturity_criterion *criterion,
                          const struct maturity_reading *reading)
{
    struct plim_str environment = maturity_scope_get(reading->scope, "environment");
    if (environment.len == 0)
        return reading->unavailable.len > 0; /* unknown everywhere is unknown there too */
    if (criterion->where_environment.len > 0 &&
        !plim_str_equal(environment, criterion->where_environment))
        return false;
    if (criterion->where_production == MATURITY_ANY_ENVIRONMENT)
        return true;
    return is_production(assessment, environment) ==
           (criterion->where_production == MATURITY_PRODUCTION);
}

bool maturity_reading_is_asked(const struct maturity_assessment *assessment,
                               const struct maturity_criterion *criterion,
                               const struct maturity_reading *reading)
{
    return plim_str_equal(reading->policy, criterion->id) &&
           maturity_scope_covers(assessment->scope, reading->scope) &&
           (!criterion->has_where || matches_where(assessment, criterion, reading));
}

/* Adding two verdicts: one 'no' decides, and a missing one leaves it to the samples. */
static enum maturity_sustained join_sustained(enum maturity_sustained left,
                                              enum maturity_sustained right)
{
    if (left == MATURITY_SUSTAINED_NO || right == MATURITY_SUSTAINED_NO)
        return MATURITY_SUSTAINED_NO;
    return left == right ? left : MATURITY_SUSTAINED_UNSTATED;
}

static void add_reading(struct plim_arena *arena, struct maturity_pool *pool,
                        const struct maturity_reading *reading)
{
    if (!pool->is_found || reading->at < pool->at)
        pool->at = reading->at;
    pool->sustained =
        pool->is_found ? join_sustained(pool->sustained, reading->sustained) : reading->sustained;
    pool->is_found = true;
    pool->pass += reading->pass;
    pool->fail += reading->fail;
    pool->unknown += reading->unknown;
    pool->waived += reading->waived;
    if (pool->reason.len == 0 && reading->unknown > 0)
        pool->reason = reading->reason;
    if (pool->unavailable.len == 0)
        pool->unavailable = reading->unavailable;
    for (size_t i = 0; i < reading->sample_count; i++) {
        MATURITY_GROW(arena, pool->samples, pool->sample_count);
        pool->samples[pool->sample_count++] = reading->samples[i];
    }
}

static int compare_samples(const void *left, const void *right)
{
    const struct maturity_sample *a = left;
    const struct maturity_sample *b = right;
    return (a->at > b->at) - (a->at < b->at);
}

/* Samples of the same moment are parts of one. */
static void merge_samples(struct maturity_pool *pool)
{
    size_t kept = 0;
    if (pool->sample_count > 0)
        qsort(pool->samples, pool->sample_count, sizeof(*pool->samples), compare_samples);
    for (size_t i = 0; i < pool->sample_count; i++) {
        const struct maturity_sample *sample = &pool->samples[i];
        if (kept > 0 && pool->samples[kept - 1].at == sample->at) {
            pool->samples[kept - 1].pass += sample->pass;
            pool->samples[kept - 1].fail += sample->fail;
        } else {
            pool->samples[kept++] = *sample;
        }
    }
    pool->sample_count = kept;
}

/* A reading of exactly the scope is the whole; without one the narrower ones are its parts.
 * Readings of a wider scope say nothing about this one. */
struct maturity_pool maturity_evidence_pool(const struct maturity_assessment *assessment,
                                            const struct maturity_criterion *criterion)
{
    const struct maturity_evidence *evidence = assessment->evidence;
    struct maturity_pool exact = {0};
    struct maturity_pool parts = {0};
    for (size_t i = 0; i < evidence->reading_count; i++) {
        const struct maturity_reading *reading = evidence->readings[i].reading;
        if (!maturity_reading_is_asked(assessment, criterion, reading))
            continue;
        if (reading->scope.len == assessment->scope.len)
            add_reading(assessment->arena, &exact, reading);
        else
            add_reading(assessment->arena, &parts, reading);
    }
    struct maturity_pool pool = exact.is_found ? exact : parts;
    merge_samples(&pool);
    return pool;
}
