/* Policies and subjects written as YAML, and what was said about them. */
#ifndef PLIM_TEST_POLICY_FIXTURE_H
#define PLIM_TEST_POLICY_FIXTURE_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "policy/evaluate.h"
#include "policy/policy.h"
#include "support/value_check.h"

enum { SAID_BYTES = 1024, SPEC_BYTES = 4096 };

/* Everything that one test needs; all-zero is ready for add_policy(). */
struct fixture {
    struct plim_arena *arena;
    struct policy_set *set;
    struct policy_session *session;
    struct policy_tally *tallies;
    char said[SAID_BYTES]; /* "ID STATE TEXT" per result, one line each */
};

/* An AuditPolicy around the rest of its spec; the caller keeps `buf`. */
static inline struct plim_str severe_text(char buf[SPEC_BYTES], const char *severity,
                                          const char *id, const char *rest)
{
    int len = snprintf(buf, SPEC_BYTES,
                       "apiVersion: plimsoll.dev/v1alpha1\n"
                       "kind: AuditPolicy\n"
                       "metadata: {name: %s}\n"
                       "spec:\n"
                       "  title: It is right\n"
                       "  severity: %s\n"
                       "  category: trial\n"
                       "  why: because\n"
                       "  remediation: repair it\n"
                       "%s",
                       id, severity, rest);
    ck_assert_int_lt(len, SPEC_BYTES);
    return (struct plim_str){buf, (size_t)len};
}

static inline struct plim_str policy_text(char buf[SPEC_BYTES], const char *id, const char *rest)
{
    return severe_text(buf, "high", id, rest);
}

static inline void add_policy_of(struct fixture *fixture, const char *severity, const char *id,
                                 const char *rest)
{
    char buf[SPEC_BYTES];
    struct plim_err err = {0};
    if (fixture->set == NULL) {
        fixture->set = policy_set_new();
        fixture->arena = plim_arena_new();
    }
    plim_assert_ok(
        policy_set_add(fixture->set, "p.yaml", severe_text(buf, severity, id, rest), &err), &err);
}

static inline void add_policy(struct fixture *fixture, const char *id, const char *rest)
{
    add_policy_of(fixture, "high", id, rest);
}

/* The message with which a policy is refused. */
static inline const char *refusal(const char *rest, struct plim_err *err)
{
    char buf[SPEC_BYTES];
    struct policy_set *set = policy_set_new();
    enum plim_code code = policy_set_add(set, "p.yaml", policy_text(buf, "a.b", rest), err);
    policy_set_free(set);
    ck_assert_int_eq(code, PLIM_INVALID);
    return err->msg;
}

static inline void note_result(void *context, const struct policy_result *result)
{
    struct fixture *fixture = context;
    struct plim_str text = result->message.len > 0 ? result->message : result->reason;
    size_t len = strlen(fixture->said);
    (void)snprintf(fixture->said + len, SAID_BYTES - len, "%s %s%s%.*s\n", result->policy->id.text,
                   finding_state_names[result->state], text.len > 0 ? " " : "", PLIM_STR_ARG(text));
}

static inline void begin(struct fixture *fixture)
{
    if (fixture->session != NULL)
        return;
    policy_set_seal(fixture->set);
    fixture->session = policy_session_new(fixture->set, 0);
    fixture->tallies = policy_tallies_new(fixture->set);
}

/* Judge an input whose values are in place; returns what was said. */
static inline const char *judge_input(struct fixture *fixture, struct policy_input *input)
{
    begin(fixture);
    input->tallies = fixture->tallies;
    fixture->said[0] = '\0';
    policy_evaluate(fixture->session, input, fixture->arena, note_result, fixture);
    return fixture->said;
}

/* Judge a record of which only some fields are given. */
static inline const char *judge_record(struct fixture *fixture, enum policy_subject subject,
                                       const char *yaml)
{
    struct value record;
    struct value partial = plim_value_from_yaml(fixture->arena, yaml);
    struct plim_err err = {0};
    plim_assert_ok(policy_record_complete(fixture->arena, policy_subject_records[subject], &partial,
                                          &record, &err),
                   &err);
    const struct value *values[POLICY_RECORD_SLOTS] = {&record};
    struct policy_input input = {.subject = subject, .values = values};
    return judge_input(fixture, &input);
}

/* Judge an object; everything else about it is left open. */
static inline const char *judge_object(struct fixture *fixture, const char *yaml)
{
    struct value object = plim_value_from_yaml(fixture->arena, yaml);
    const struct value *values[POLICY_OBJECT_SLOTS] = {&object};
    struct plim_str rest = value_get_text(&object, "apiVersion");
    struct policy_input input = {
        .subject = POLICY_OBJECT, .values = values, .kind = value_get_text(&object, "kind")};
    if (!plim_str_cut(&rest, '/', &input.version))
        return judge_input(fixture, &input);
    input.group = input.version;
    input.version = rest;
    return judge_input(fixture, &input);
}

static inline void end(struct fixture *fixture)
{
    policy_session_free(fixture->session);
    policy_set_free(fixture->set);
    plim_arena_free(fixture->arena);
    free(fixture->tallies);
}

#endif
