/* Policies and objects written as YAML, and what was said about them. */
#ifndef PLIM_TEST_ADMISSION_FIXTURE_H
#define PLIM_TEST_ADMISSION_FIXTURE_H

#include <stdio.h>

#include "admission/admission.h"
#include "base/buf.h"
#include "base/defs.h"
#include "support/value_check.h"

#define POD(metadata) "{apiVersion: v1, kind: Pod, metadata: {name: a" metadata "}, spec: {}}"

/* A request for which the test keeps the texts. */
struct door {
    const char *object;
    const char *operation; /* NULL: CREATE */
    const char *user;      /* NULL: not known */
    const char *namespace; /* NULL: not known */
    const char *others;    /* a list of objects; NULL: not known */
    const char *images;    /* a map; NULL: not known */
    const char *contexts;  /* the same */
    const char *answers;   /* the same */
    bool payload;          /* the object is one */
    bool bound;            /* policies without a binding are not judged */
};

static inline void note_result(void *context, const struct admission_result *result)
{
    static const char *const states[] = {"pass", "fail",           "warn",    "error",
                                         "skip", "not applicable", "unknown", "waived"};
    plim_buf_printf(context, "%.*s%s%.*s", PLIM_STR_ARG(result->policy),
                    result->rule.len > 0 ? "/" : "", PLIM_STR_ARG(result->rule));
    if (result->binding.len > 0)
        plim_buf_printf(context, "[%.*s]", PLIM_STR_ARG(result->binding));
    if (result->param.len > 0)
        plim_buf_printf(context, "(%.*s)", PLIM_STR_ARG(result->param));
    plim_buf_printf(context, " %s%s%.*s", states[result->state],
                    result->message.len > 0 ? ": " : "", PLIM_STR_ARG(result->message));
    for (size_t i = 0; i < result->annotations_len; i++)
        plim_buf_printf(context, " %.*s=%.*s", PLIM_STR_ARG(result->annotations[i].key),
                        PLIM_STR_ARG(result->annotations[i].value));
    plim_buf_append_c(context, "\n");
}

/* The items of a list, as pointers. */
static inline struct admission_object_list object_list(struct plim_arena *arena,
                                                       const struct value *list)
{
    size_t len = value_len(list);
    const struct value **items = plim_arena_array(arena, len, sizeof(struct value *));
    for (size_t i = 0; i < len; i++)
        items[i] = value_at(list, i);
    return (struct admission_object_list){items, len};
}

/* What is not given is not there. */
static inline const struct value *door_value(struct plim_arena *arena, const char *yaml)
{
    if (yaml == NULL)
        return NULL;
    struct value *value = plim_arena_alloc(arena, sizeof(*value));
    *value = plim_value_from_yaml(arena, yaml);
    return value;
}

static inline void judge_door(const struct admission_set *set, const struct door *door,
                              struct plim_arena *arena, struct plim_buf *said)
{
    struct admission_object_list list = object_list(arena, door_value(arena, door->others));
    const struct admission_objects others = {admission_find_in_list, &list};
    const struct admission_request request = {
        .object = door_value(arena, door->object),
        .operation = plim_str_from(door->operation),
        .user = door_value(arena, door->user),
        .namespace_object = door_value(arena, door->namespace),
        .images = door_value(arena, door->images),
        .contexts = door_value(arena, door->contexts),
        .answers = door_value(arena, door->answers),
        .others = door->others != NULL ? &others : NULL,
        .unbound = !door->bound,
        .payload = door->payload,
    };
    admission_judge(set, &request, arena, note_result, said);
}

/* What the policies say, a line each, compared with what is expected. */
static inline void expect_said(const char *policies, const struct door *door, const char *wanted)
{
    struct plim_err err = {0};
    struct plim_buf said = {0};
    struct plim_arena *arena = plim_arena_new();
    struct admission_set *set = admission_set_new();
    plim_assert_ok(admission_set_add(set, "p.yaml", plim_str_from(policies), &err), &err);
    judge_door(set, door, arena, &said);
    ck_assert_str_eq(said.text != NULL ? said.text : "", wanted);
    plim_buf_release(&said);
    admission_set_free(set);
    plim_arena_free(arena);
}

static inline void expect_refusal(const char *policies, const char *message)
{
    struct plim_err err = {0};
    struct admission_set *set = admission_set_new();
    enum plim_code code = admission_set_add(set, "p.yaml", plim_str_from(policies), &err);
    ck_assert_int_eq(code, PLIM_INVALID);
    ck_assert_str_eq(err.msg, message);
    admission_set_free(set);
}

#define CLUSTER_POLICY(rest)                                                                   \
    "apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata: {name: p}\nspec:\n  rules:\n  " \
    "- name: r\n" rest

#define VALIDATING_POLICY(rest)                                                     \
    "apiVersion: policies.kyverno.io/v1\nkind: ValidatingPolicy\nmetadata: {name: " \
    "p}\nspec:\n" rest

#define VAP(rest)                                                                    \
    "apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingAdmissionPolicy\n" \
    "metadata: {name: p}\nspec:\n" rest

#define BINDING(name, rest)                                                                      \
    "---\napiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingAdmissionPolicyBinding\n" \
    "metadata: {name: " name "}\nspec: {policyName: p" rest "}\n"

#define PODS                                                                     \
    "  matchConstraints: {resourceRules: [{apiGroups: [''], apiVersions: [v1], " \
    "operations: [CREATE], resources: [pods]}]}\n"

#define NEVER "    validate: {cel: {expressions: [{expression: 'false', message: never}]}}\n"

#endif
