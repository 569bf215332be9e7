/*
 * Failures that somebody answers for until a day: Exemption documents, and annotations of linters.
 * Either makes a failure FINDING_WAIVED, with who and why in the finding's reason; nothing makes it
 * a pass, and what is unknown stays so.
 */
#ifndef PLIM_POLICY_EXEMPTION_H
#define PLIM_POLICY_EXEMPTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/hash.h"
#include "policy/policy.h"
#include "value/value.h"

enum { POLICY_EXEMPTIONS_MAX = 10000 };

/* Texts live as long as the set. Patterns are globs; empty: any. */
struct policy_exemption {
    struct plim_str name;
    struct plim_str policy; /* pattern of ids */
    struct plim_str cluster, environment, namespace, kind, object, application;
    const struct value *labels; /* key to pattern, all of them; NULL: any */
    struct plim_str reason, owner;
    struct plim_str expires_text;
    int64_t expires; /* seconds since the epoch; from then on it waives nothing */
    char digest[PLIM_SHA256_TEXT_BYTES]; /* of the document */
    const char *file;
    struct value_position position;
    bool known;  /* some policy that was loaded has such an id */
    bool chosen; /* and one of those is in the sealed set */
};

/* Where a subject stands. Empty: it has no such thing. */
struct policy_place {
    struct plim_str cluster, environment, namespace, kind, name, application;
    struct plim_str root_kind, root_name; /* the object's top owner, which stands for it too */
    const struct value *object;           /* for labels and annotations; NULL: none */
};

/* Add the Exemptions of a file or of every file below a directory, in which nothing else may
 * stand. Fails as policy_set_add_dir does. */
PLIM_NODISCARD enum plim_code policy_set_add_exemptions(struct policy_set *set, const char *path,
                                                        struct plim_err *err);

/* Of a sealed set, in byte order of the names. */
size_t policy_set_exemption_len(const struct policy_set *set);
const struct policy_exemption *policy_set_exemption_at(const struct policy_set *set, size_t i);

/* Whether the policy and the place are meant, whatever day it is. */
bool policy_exemption_covers(const struct policy_exemption *exemption, struct plim_str policy,
                             const struct policy_place *place);

/* "legacy image (exemption 'web' of team-web until 2027-03-31)". In the arena. */
struct plim_str policy_exemption_reason(struct plim_arena *arena,
                                        const struct policy_exemption *exemption);

/*
 * Whether an annotation for kube-linter, kube-score, Polaris, checkov or Datree says that the
 * object need not pass a check of theirs that is this policy here (linter_checks.inc).
 *
 * reason_out  what the annotation says, and which it is; in the arena
 */
bool policy_annotation_waives(struct plim_arena *arena, const struct value *object,
                              struct plim_str policy, struct plim_str *reason_out);

/* Of the object's annotations those for linters, as a map in the arena, for when the object itself
 * is gone; NULL: none. */
const struct value *policy_annotations_keep(struct plim_arena *arena, const struct value *object);

/* The same of what was kept. */
bool policy_annotations_waive(struct plim_arena *arena, const struct value *kept,
                              struct plim_str policy, struct plim_str *reason_out);

#endif
