/* What an AssessmentResult says of its inputs: run, versions, digests, model, scope. */
#include <inttypes.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/hash.h"
#include "value/build.h"
#include "value/json.h"

#include "roadmap_priv.h"

static struct value run_value(const struct maturity_assessment *assessment)
{
    char text[PLIM_TIME_TEXT_BYTES];
    struct value_map_builder map = {.arena = assessment->arena};
    value_map_add_text(&map, "id", plim_str_from(assessment->request->run_id));
    value_map_add_text(&map, "engine", plim_str_from(assessment->request->engine));
    value_map_add(&map, "at",
                  value_string_c(plim_arena_copy_c(assessment->arena,
                                                   plim_time_format(assessment->now, text))));
    return value_map_finish(&map);
}

/* A document's `spec` as JSON: comments and layout do not count. */
static void hash_node(struct plim_sha256 *hash, const struct value_node *node)
{
    struct plim_err ignored = {0};
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    /* Only a buffer over 2 GiB fails, which the readers' limits rule out. */
    if (value_json_write(node->value, VALUE_JSON_COMPACT, &text, &ignored) == PLIM_OK)
        plim_sha256_add_part(hash, plim_buf_str(&text));
}

static struct value finish_hash(const struct maturity_assessment *assessment,
                                struct plim_sha256 *hash)
{
    char text[PLIM_SHA256_TEXT_BYTES];
    plim_sha256_finish(hash, text);
    return value_string_c(plim_arena_printf(assessment->arena, "sha256:%s", text));
}

static void hash_scope(struct plim_sha256 *hash, struct maturity_scope scope)
{
    for (size_t i = 0; i < scope.len; i++) {
        plim_sha256_add_part(hash, scope.labels[i].key);
        plim_sha256_add_part(hash, scope.labels[i].value);
    }
}

static void hash_numbers(struct plim_sha256 *hash, const int64_t *numbers, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char text[24];
        int len = snprintf(text, sizeof(text), "%" PRId64, numbers[i]);
        plim_sha256_add_part(hash, (struct plim_str){text, len > 0 ? (size_t)len : 0});
    }
}

static struct value hash_evidence(const struct maturity_assessment *assessment)
{
    const struct maturity_evidence *evidence = assessment->evidence;
    struct plim_sha256 *hash = plim_sha256_new();
    for (size_t i = 0; i < evidence->reading_count; i++) {
        const struct maturity_reading *reading = evidence->readings[i].reading;
        const int64_t numbers[] = {reading->pass,   reading->fail, reading->unknown,
                                   reading->waived, reading->at,   (int64_t)reading->sustained};
        plim_sha256_add_part(hash, reading->policy);
        plim_sha256_add_part(hash, reading->unavailable);
        hash_scope(hash, reading->scope);
        hash_numbers(hash, numbers, PLIM_LEN(numbers));
        for (size_t k = 0; k < reading->sample_count; k++) {
            const struct maturity_sample *sample = &reading->samples[k];
            const int64_t figures[] = {sample->at, sample->pass, sample->fail};
            hash_numbers(hash, figures, PLIM_LEN(figures));
        }
    }
    for (size_t i = 0; i < evidence->metric_count; i++) {
        const struct maturity_metric *metric = evidence->metrics[i].metric;
        const int64_t numbers[] = {(int64_t)metric->unit, metric->value, metric->samples,
                                   metric->window, metric->at};
        plim_sha256_add_part(hash, metric->id);
        plim_sha256_add_part(hash, metric->unavailable);
        hash_scope(hash, metric->scope);
        hash_numbers(hash, numbers, PLIM_LEN(numbers));
    }
    return finish_hash(assessment, hash);
}

static struct value versioned(const struct maturity_assessment *assessment, struct plim_str id,
                              struct plim_str version)
{
    return value_string_c(
        plim_arena_printf(assessment->arena, "%.*s@%.*s", PLIM_STR_ARG(id), PLIM_STR_ARG(version)));
}

/* "core@0.1.0", and with several libraries "core@0.1.0+mine@1.0.0". */
static struct value libraries_value(const struct maturity_assessment *assessment)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    for (size_t i = 0; i < assessment->set->library_count; i++) {
        const struct maturity_library *library = &assessment->set->libraries[i];
        plim_buf_printf(&text, "%s%.*s@%.*s", i > 0 ? "+" : "", PLIM_STR_ARG(library->id),
                        PLIM_STR_ARG(library->version));
    }
    return value_string(plim_arena_copy_str(assessment->arena, plim_buf_str(&text)));
}

static struct value inputs_value(const struct maturity_assessment *assessment)
{
    const struct maturity_set *set = assessment->set;
    struct value_map_builder map = {.arena = assessment->arena};
    value_map_add(&map, "model",
                  versioned(assessment, assessment->model->id, assessment->model->version));
    value_map_add(&map, "library", libraries_value(assessment));
    struct plim_sha256 *hash = plim_sha256_new();
    hash_node(hash, &assessment->model->node);
    value_map_add(&map, "modelDigest", finish_hash(assessment, hash));
    hash = plim_sha256_new();
    for (size_t i = 0; i < set->library_count; i++)
        hash_node(hash, &set->libraries[i].node);
    value_map_add(&map, "libraryDigest", finish_hash(assessment, hash));
    if (set->fleet.is_set) {
        hash = plim_sha256_new();
        struct value_node maturity = value_node_get(&set->fleet.node, "maturity");
        if (maturity.value)
            hash_node(hash, &maturity);
        value_map_add(&map, "profile", finish_hash(assessment, hash));
    }
    if (set->attestation_count > 0) {
        hash = plim_sha256_new();
        for (size_t i = 0; i < set->attestation_count; i++)
            hash_node(hash, &set->attestations[i].node);
        value_map_add(&map, "attestations", finish_hash(assessment, hash));
    }
    value_map_add(&map, "evidence", hash_evidence(assessment));
    return value_map_finish(&map);
}

static struct value model_value(const struct maturity_assessment *assessment)
{
    const struct maturity_model *model = assessment->model;
    struct value_map_builder map = {.arena = assessment->arena};
    value_map_add_text(&map, "id", model->id);
    value_map_add_text(&map, "title", model->title);
    value_map_add_text(&map, "version", model->version);
    value_map_add_text(&map, "source", model->source_title);
    value_map_add_text(&map, "url", model->source_url);
    value_map_add(&map, "headline",
                  value_string_c(model->headline_is_profile ? "profile" : "gated"));
    value_map_add(&map, "passAt", value_int(model->pass_at));
    value_map_add_text(&map, "below", model->below_id);
    value_map_add_text(&map, "belowTitle", model->below_title);
    return value_map_finish(&map);
}

static struct value levels_value(const struct maturity_assessment *assessment)
{
    const struct maturity_model *model = assessment->model;
    struct value_list_builder list = {.arena = assessment->arena};
    for (size_t i = 0; i < model->level_count; i++) {
        struct value_map_builder map = {.arena = assessment->arena};
        value_map_add_text(&map, "id", model->levels[i].id);
        value_map_add_text(&map, "title", model->levels[i].title);
        value_map_add_text(&map, "description", model->levels[i].description);
        value_map_add(&map, "rank", value_int((int64_t)i));
        value_list_add(&list, value_map_finish(&map));
    }
    return value_list_finish(&list);
}

void maturity_result_head(const struct maturity_assessment *assessment,
                          struct value_map_builder *map)
{
    value_map_add(map, "apiVersion", value_string_c(MATURITY_API_VERSION));
    value_map_add(map, "kind", value_string_c("AssessmentResult"));
    value_map_add(map, "run", run_value(assessment));
    value_map_add(map, "inputs", inputs_value(assessment));
    value_map_add(map, "model", model_value(assessment));
    value_map_add(map, "levels", levels_value(assessment));
    value_map_add(map, "scope", maturity_scope_value(assessment->arena, assessment->scope));
    if (value_is(&assessment->set->fleet.nouns, VALUE_MAP))
        value_map_add(map, "nouns", assessment->set->fleet.nouns);
}
