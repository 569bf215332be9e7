#include "policy/cases.h"

#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "policy/evaluate.h"
#include "value/yaml.h"

#include "case_diff.h"
#include "case_file.h"
#include "coverage.h"
#include "session_priv.h"
#include "source.h"

/* What a folder of cases promises. */
enum promise { PROMISE_PASS, PROMISE_FAIL, PROMISE_UNKNOWN, PROMISE_SKIP };
enum { PROMISES = 4 };

static const char *const promise_names[PROMISES] = {"pass", "fail", "unknown", "skip"};

struct run {
    int64_t now;
    policy_case_sink *sink;
    policy_coverage_sink *uncovered; /* NULL: coverage is not measured */
    void *context;
    struct policy_case_counts counts;
    bool only_policy_yaml; /* in a directory; a file that was named is taken as it is */
};

/* The policy under test. */
struct subject_policy {
    const char *path;
    const struct policy_info *info;
    struct policy_session *session;
    struct plim_arena *arena;
};

/* What the policy said about one document. */
struct outcome {
    struct plim_arena *arena;
    size_t states[FINDING_STATES];
    struct plim_str first[FINDING_STATES]; /* message or reason */
    struct value_node messages;            /* expected ones */
    size_t failures;
    const char *mismatch; /* the first message that is not as expected */
    struct policy_case_side actual;
};

/* Why a case failed; without a reason it passed. */
struct complaint {
    const char *why;  /* or NULL */
    const char *diff; /* or NULL */
};

static void report(struct run *run, const char *policy, const char *path,
                   struct complaint complaint)
{
    struct policy_case_result result = {.passed = complaint.why == NULL,
                                        .policy = policy,
                                        .path = path,
                                        .why = complaint.why != NULL ? complaint.why : "",
                                        .diff = complaint.diff != NULL ? complaint.diff : ""};
    if (result.passed)
        run->counts.passed++;
    else
        run->counts.failed++;
    run->sink(run->context, &result);
}

static void compare_message(struct outcome *outcome, struct plim_str message)
{
    size_t at = outcome->failures++;
    if (outcome->messages.value == NULL || outcome->mismatch != NULL)
        return;
    struct plim_str wanted = value_str(value_at(outcome->messages.value, at));
    if (!plim_str_equal(wanted, message))
        outcome->mismatch =
            plim_arena_printf(outcome->arena, "message %zu is '%.*s', expected '%.*s'", at + 1,
                              PLIM_STR_ARG(message), PLIM_STR_ARG(wanted));
}

static void note(void *context, const struct policy_result *result)
{
    struct outcome *outcome = context;
    bool failed = result->state == FINDING_FAIL || result->state == FINDING_WARN;
    enum finding_state state = failed ? FINDING_FAIL : result->state;
    policy_case_note(outcome->arena, result, &outcome->actual);
    if (outcome->states[state]++ == 0)
        outcome->first[state] = failed ? result->message : result->reason;
    if (failed)
        compare_message(outcome, result->message);
}

static bool keeps(const struct outcome *outcome, enum promise promise)
{
    const size_t *states = outcome->states;
    size_t others = states[FINDING_ERROR];
    switch (promise) {
    case PROMISE_PASS:
        return states[FINDING_PASS] > 0;
    case PROMISE_FAIL:
        return states[FINDING_FAIL] > 0 && others + states[FINDING_UNKNOWN] == 0;
    case PROMISE_UNKNOWN:
        return states[FINDING_UNKNOWN] > 0 && others + states[FINDING_FAIL] == 0;
    case PROMISE_SKIP:
        return others + states[FINDING_FAIL] + states[FINDING_UNKNOWN] + states[FINDING_PASS] == 0;
    }
    return false;
}

/* The worst thing that happened, for a case that expected another. */
static const char *explain(const struct outcome *outcome)
{
    static const struct {
        enum finding_state state;
        const char *title;
    } worst_first[] = {
        {FINDING_ERROR, "could not be evaluated: "},
        {FINDING_FAIL, "fails: "},
        {FINDING_UNKNOWN, "is unknown: "},
        {FINDING_PASS, "passes"},
    };
    for (size_t i = 0; i < PLIM_LEN(worst_first); i++) {
        if (outcome->states[worst_first[i].state] > 0)
            return plim_arena_printf(outcome->arena, "%s%.*s", worst_first[i].title,
                                     PLIM_STR_ARG(outcome->first[worst_first[i].state]));
    }
    return "does not apply";
}

/* NULL: as promised; else why not. */
static const char *check_outcome(const struct outcome *outcome, const struct value_node *document,
                                 enum promise promise)
{
    if (!keeps(outcome, promise))
        return plim_arena_printf(outcome->arena, "%u:%u: expected %s, but the policy %s",
                                 document->position.line, document->position.column,
                                 promise_names[promise], explain(outcome));
    if (outcome->mismatch == NULL && outcome->messages.value != NULL &&
        value_node_len(&outcome->messages) != outcome->failures)
        return plim_arena_printf(outcome->arena, "%u:%u: %zu messages, expected %zu",
                                 document->position.line, document->position.column,
                                 outcome->failures, value_node_len(&outcome->messages));
    return outcome->mismatch;
}

static struct complaint judge_document(const struct subject_policy *policy,
                                       const struct value_node *document, enum promise promise)
{
    struct plim_err err = {0};
    struct policy_case it;
    struct policy_case_side expected = {.len = 0};
    if (policy_case_read(policy->arena, policy->info->subject, document, &it, &err) != PLIM_OK)
        return (struct complaint){.why = plim_arena_copy_c(policy->arena, err.msg)};
    struct outcome outcome = {.arena = policy->arena, .messages = it.messages};
    policy_evaluate(policy->session, &it.input, policy->arena, note, &outcome);
    struct complaint complaint = {.why = check_outcome(&outcome, document, promise)};
    if (complaint.why == NULL)
        return complaint;
    const struct value_node none = {0};
    policy_case_promise(policy->arena, promise_names[promise],
                        promise == PROMISE_FAIL ? &it.messages : &none, &expected);
    complaint.diff = policy_case_diff(policy->arena, &expected, &outcome.actual);
    return complaint;
}

static struct complaint judge_file(const struct subject_policy *policy, const char *path,
                                   enum promise promise)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(plim_freep) char *text = NULL;
    size_t len = 0;
    struct value_yaml_list list = {0};
    struct complaint complaint = {0};
    enum plim_code code = plim_file_read(path, POLICY_FILE_BYTES_MAX, &text, &len, &err);
    if (code == PLIM_OK)
        code = value_yaml_read(policy->arena, path, (struct plim_str){text, len},
                               VALUE_YAML_MANIFEST, &list, &err);
    if (code != PLIM_OK)
        complaint.why = plim_arena_copy_c(policy->arena, err.msg);
    else if (list.len == 0)
        complaint.why = "the file is empty";
    for (size_t i = 0; i < list.len && complaint.why == NULL; i++) {
        struct value_node document = {path, &list.items[i].root, list.items[i].position};
        complaint = judge_document(policy, &document, promise);
    }
    return complaint;
}

struct folder {
    struct run *run;
    const struct subject_policy *policy;
    enum promise promise;
    size_t count;
};

static enum plim_code run_case(void *context, const char *path, struct plim_err *err)
{
    (void)err;
    struct folder *folder = context;
    folder->count++;
    report(folder->run, folder->policy->info->id.text, path,
           judge_file(folder->policy, path, folder->promise));
    return PLIM_OK;
}

static enum plim_code run_folders(struct run *run, const struct subject_policy *policy,
                                  struct plim_err *err)
{
    const char *cases =
        plim_path_join(policy->arena, plim_path_dir(policy->arena, policy->path), "cases");
    for (int promise = PROMISE_PASS; promise <= PROMISE_SKIP; promise++) {
        struct folder folder = {run, policy, (enum promise)promise, 0};
        const char *path = plim_path_join(policy->arena, cases, promise_names[promise]);
        enum plim_code code =
            plim_dir_exists(path) ? policy_files_visit(path, run_case, &folder, err) : PLIM_OK;
        if (code != PLIM_OK)
            return code;
        if (folder.count == 0 && promise <= PROMISE_FAIL)
            report(run, policy->info->id.text, policy->path,
                   (struct complaint){.why = plim_arena_printf(policy->arena,
                                                               "has no case in cases/%s",
                                                               promise_names[promise])});
    }
    return PLIM_OK;
}

static enum plim_code run_policy(void *context, const char *path, struct plim_err *err)
{
    struct run *run = context;
    if (run->only_policy_yaml && strcmp(plim_path_name(path), "policy.yaml") != 0)
        return PLIM_OK;
    struct plim_err failure = {0};
    PLIM_CLEANUP(policy_set_freep) struct policy_set *set = policy_set_new();
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    run->counts.policies++;
    if (policy_set_add_dir(set, path, &failure) != PLIM_OK) {
        report(run, path, path, (struct complaint){.why = failure.msg});
        return PLIM_OK;
    }
    policy_set_seal(set);
    if (policy_set_len(set) != 1) {
        report(run, path, path, (struct complaint){.why = "a folder with cases holds one policy"});
        return PLIM_OK;
    }
    PLIM_CLEANUP(policy_session_freep)
    struct policy_session *session = policy_session_new(set, run->now);
    struct subject_policy policy = {path, policy_set_at(set, 0), session, arena};
    if (run->uncovered == NULL)
        return run_folders(run, &policy, err);
    struct policy_coverage *coverage = policy_coverage_new(arena);
    session->cover = policy_coverage_note;
    session->cover_context = coverage;
    enum plim_code code = run_folders(run, &policy, err);
    policy_coverage_tell(coverage, set->items[0], run->uncovered, run->context, &run->counts);
    return code;
}

enum plim_code policy_cases_run(const char *path, int64_t now, policy_case_sink *sink,
                                void *context, struct policy_case_counts *counts_out,
                                struct plim_err *err)
{
    struct policy_case_sinks sinks = {.failed = sink, .context = context};
    return policy_cases_cover(path, now, &sinks, counts_out, err);
}

enum plim_code policy_cases_cover(const char *path, int64_t now,
                                  const struct policy_case_sinks *sinks,
                                  struct policy_case_counts *counts_out, struct plim_err *err)
{
    struct run run = {.now = now,
                      .sink = sinks->failed,
                      .uncovered = sinks->uncovered,
                      .context = sinks->context};
    run.only_policy_yaml = plim_dir_exists(path);
    enum plim_code code = policy_files_visit(path, run_policy, &run, err);
    if (code != PLIM_OK)
        return code;
    if (run.counts.policies == 0)
        return plim_err_set(err, PLIM_NOT_FOUND, "no policy.yaml below '%s'", path);
    counts_out->policies += run.counts.policies;
    counts_out->passed += run.counts.passed;
    counts_out->failed += run.counts.failed;
    counts_out->parts += run.counts.parts;
    counts_out->covered += run.counts.covered;
    return PLIM_OK;
}
