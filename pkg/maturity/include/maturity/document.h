/*
 * The documents that say what maturity is and who vouches for what: PracticeLibrary, MaturityModel,
 * Attestation, and of Fleet what concerns maturity (spec.environments, spec.maturity).
 *
 *     struct maturity_set *set = maturity_set_new(arena);
 *     for each document of each file:  maturity_set_add(set, &node, err)
 *     maturity_set_link(set, policy_ids, policy_count, err)
 *
 * Then the set never changes and any number of threads may assess with it.
 */
#ifndef PLIM_MATURITY_DOCUMENT_H
#define PLIM_MATURITY_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "maturity/scope.h"
#include "value/decode.h"
#include "value/value.h"

#define MATURITY_API_VERSION "plimsoll.dev/v1alpha1"

enum {
    MATURITY_PRACTICES_MAX = 2000, /* in all libraries together */
    MATURITY_LEVELS_MAX = 16,      /* in one model */
    MATURITY_DIMENSIONS_MAX = 32,  /* in one model */
    MATURITY_CRITERIA_MAX = 64,    /* nodes in one practice */
    MATURITY_CRITERIA_DEPTH = 16,  /* groups inside groups */
    MATURITY_ATTESTATIONS_MAX = 20000,
    MATURITY_TITLE_MAX = 80, /* characters */
};

struct maturity_set;

/* Owned by the arena. */
struct maturity_set *maturity_set_new(struct plim_arena *arena);

/* "PracticeLibrary", "MaturityModel", "Attestation" or "Fleet": what maturity_set_add takes. */
bool maturity_set_takes(struct plim_str kind);

/*
 * Add one document, read with VALUE_YAML_DOCUMENT; its values must outlive the set.
 *
 * A later practice, answer set or model replaces an earlier one of the same id, so the built-in
 * documents come first; a later Fleet replaces an earlier one. Of Fleet only spec.environments and
 * spec.maturity are looked at.
 * Fails with PLIM_INVALID ("FILE:LINE:COLUMN: ...") or PLIM_LIMIT; the set is then of no use.
 */
PLIM_NODISCARD enum plim_code maturity_set_add(struct maturity_set *set,
                                               const struct value_node *document,
                                               struct plim_err *err);

/*
 * Resolve every reference between the documents and apply the rules that need more than one of
 * them: unknown ids, cycles, retired practices, exclusions of what may not be excluded,
 * dependencies that point to a higher level.
 *
 * policies  every policy id that exists; NULL: policy ids are not checked
 * Fails with PLIM_INVALID ("FILE:LINE:COLUMN: ..."). Call once, after the last add.
 */
PLIM_NODISCARD enum plim_code maturity_set_link(struct maturity_set *set,
                                                const struct plim_str *policies,
                                                size_t policy_count, struct plim_err *err);

/* What Git knows of the file that holds an attestation. */
struct maturity_commit {
    const char *file;       /* as in value_node.file of the document */
    struct plim_str author; /* e-mail address of the last commit that touched the file */
    int64_t time;           /* of that commit, seconds since the epoch */
    bool verified;          /* its signature was checked and is of a trusted key */
};

/* Without it an attestation still counts, and is disclosed as not verified. Copied. */
void maturity_set_add_commit(struct maturity_set *set, const struct maturity_commit *commit);

struct maturity_model_info {
    struct plim_str id;
    struct plim_str title;
    struct plim_str version;
    struct plim_str source; /* title of the source */
    size_t level_count;
    size_t dimension_count;
};

size_t maturity_set_model_count(const struct maturity_set *set);
struct maturity_model_info maturity_set_model_at(const struct maturity_set *set, size_t i);

/*
 * The policies whose results a model needs, in byte order, each once; of a linked set.
 *
 * model  id, or empty for all models
 * Fails with PLIM_NOT_FOUND.
 */
PLIM_NODISCARD enum plim_code maturity_set_policies(struct plim_arena *arena,
                                                    const struct maturity_set *set,
                                                    struct plim_str model,
                                                    struct plim_str **policies_out,
                                                    size_t *count_out, struct plim_err *err);

/* The scope that spec.maturity.scope of the fleet names; empty when it does not. */
struct maturity_scope maturity_set_scope(const struct maturity_set *set);

#endif
