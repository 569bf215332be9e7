/*
 * Policies that a cluster enforces at its door, judged without a cluster: Kubernetes'
 * ValidatingAdmissionPolicy with its bindings, Kyverno's ValidatingPolicy and
 * NamespacedValidatingPolicy, and the rules with `validate.cel` of its ClusterPolicy and Policy,
 * with their PolicyExceptions.
 *
 *     struct admission_set *set = admission_set_new();
 *     admission_set_add(set, "policy.yaml", text, &err);
 *     admission_judge(set, &request, arena, sink, context);
 *
 * Source: k8s.io/apiserver/pkg/admission/plugin/policy/validating; Kyverno 1.19, pkg/engine and
 * pkg/cel. A set is not changed by judging: any number of threads may, each with its own arena.
 */
#ifndef PLIM_ADMISSION_ADMISSION_H
#define PLIM_ADMISSION_ADMISSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "admission/about.h"
#include "admission/objects.h"
#include "base/arena.h"
#include "base/err.h"
#include "finding/finding.h"
#include "value/value.h"

struct admission_set;

PLIM_NODISCARD struct admission_set *admission_set_new(void);
void admission_set_free(struct admission_set *set); /* NULL is a no-op */
void admission_set_freep(struct admission_set **set);

enum {
    ADMISSION_VARIABLES_MAX = 64,
    ADMISSION_VALIDATIONS_MAX = 256,
    ADMISSION_ANNOTATIONS_MAX = 20,
};

/*
 * Add the policies, bindings and exceptions among the documents of a YAML text, in any order; other
 * kinds are passed over. Each expression is compiled once, and once more for each form that Kyverno
 * generates of it for pod controllers.
 *
 * file  for messages
 * Fails with PLIM_INVALID ("FILE:LINE:COLUMN: ...", what was expected) or PLIM_LIMIT; what stood
 * before the document at fault stays in the set.
 */
PLIM_NODISCARD enum plim_code admission_set_add(struct admission_set *set, const char *file,
                                                struct plim_str text, struct plim_err *err);

size_t admission_set_policies(const struct admission_set *set);
size_t admission_set_documents(const struct admission_set *set); /* those beside policies too */
bool admission_set_has(const struct admission_set *set, struct plim_str policy); /* by its name */

enum admission_format {
    ADMISSION_VAP,                /* ValidatingAdmissionPolicy */
    ADMISSION_KYVERNO_RULE,       /* of a ClusterPolicy or Policy */
    ADMISSION_KYVERNO_VALIDATING, /* ValidatingPolicy, NamespacedValidatingPolicy */
};

/* An object at the door. Everything is borrowed. */
struct admission_request {
    const struct value *object;
    struct plim_str resource; /* plural; empty: guessed of the kind, and so is `namespaced` */
    bool namespaced;
    struct plim_str partial;        /* not empty: only its metadata were read, for this reason */
    struct plim_str operation;      /* "CREATE", "UPDATE", "DELETE"; empty: CREATE */
    const struct value *old_object; /* before an update; NULL: not known */
    /* The user as in an AdmissionReview, with Kyverno's `roles` and `clusterRoles`. NULL: not
     * known. An empty map: nobody, for whom Kyverno passes over subjects. */
    const struct value *user;
    const struct value *namespace_object; /* NULL, or unknown with the reason: not known */
    int64_t now;                          /* seconds since the epoch */
    /* Parameters, and what Kyverno's expressions ask for. NULL: not known. */
    const struct admission_objects *others;
    /* What is known of images, by reference, as `image.GetMetadata` gives it. NULL: nothing. */
    const struct value *images;
    /* What global contexts hold, by name, and what servers answer, by "URL" or "GET:URL". NULL:
     * nothing is known. */
    const struct value *contexts;
    const struct value *answers;
    /* Judge a ValidatingAdmissionPolicy too that no binding in the set puts to use, as if one did
     * for all that it matches, without parameters. */
    bool unbound;
    /* The object is a payload, of no kind: only policies in the evaluation mode JSON judge it, and
     * they judge nothing else. */
    bool payload;
};

/* What the door does about an object that fails, as bits. */
enum admission_action { ADMISSION_DENY = 1, ADMISSION_WARN = 2, ADMISSION_AUDIT = 4 };

struct admission_annotation {
    struct plim_str key, value;
};

struct admission_result {
    const struct admission_about *about;
    enum admission_format format;
    struct plim_str policy;
    struct plim_str policy_namespace; /* "" of cluster-wide ones */
    struct plim_str rule;             /* of ADMISSION_KYVERNO_RULE: "require-probes", and what
                                       * is generated of it: "autogen-...", "autogen-cronjob-..." */
    /* FINDING_PASS, FINDING_FAIL, FINDING_WARN (failed, and Kyverno does not score it),
     * FINDING_ERROR (an expression failed, which denies where the policy's failurePolicy is Fail),
     * FINDING_NOT_APPLICABLE (a match condition is false), FINDING_UNKNOWN (something that it
     * asks is not known), FINDING_SKIP (not evaluated: this sort of rule is not supported),
     * FINDING_WAIVED (not evaluated: an exception names it). */
    enum finding_state state;
    struct plim_str message; /* of fail and warn the policy's, of the others the reason */
    struct plim_str field;   /* of the object, where a validation is about that one alone; or "" */
    struct plim_str reason;  /* of fail and warn: what the validation gives, "Forbidden"; or "" */
    /* Of ADMISSION_VAP: what put it to use; "" when nothing did. */
    struct plim_str binding;
    struct plim_str param;     /* "NAMESPACE/NAME" or "NAME" of the parameter it was judged with */
    struct plim_str exception; /* of FINDING_WAIVED, as written before */
    bool waived_as_pass;       /* that exception wants it to be reported as passed */
    /* Of fail, warn and error: what the door does, from enum admission_action; 0 when it lets the
     * object in, as it does for errors where failurePolicy is Ignore. */
    unsigned actions;
    /* What auditAnnotations came to; those that are null or empty are left out. */
    const struct admission_annotation *annotations;
    size_t annotations_len;
};

typedef void admission_sink(void *context, const struct admission_result *result);

/* One result for each policy, or rule, that matches, in the order in which they were added; of a
 * policy with bindings one for each that matches, and of one with parameters one for each of them.
 * Texts live in the arena or in the set. */
void admission_judge(const struct admission_set *set, const struct admission_request *request,
                     struct plim_arena *arena, admission_sink *sink, void *context);

#endif
