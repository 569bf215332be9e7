/*
 * What one place puts to use at its door, files or a cluster: policies, the parameters that they
 * name, and what of it could not be understood or read.
 *
 *     struct admission_door *door = admission_door_new();
 *     admission_door_add(door, "policies.yaml", text, &err);
 *     admission_door_close(door, &err);
 *
 * Threads: a closed door is not changed any more.
 */
#ifndef PLIM_ADMISSION_DOOR_H
#define PLIM_ADMISSION_DOOR_H

#include "admission/admission.h"
#include "admission/choice.h"
#include "admission/session.h"

struct admission_door;

struct admission_door *admission_door_new(void);
void admission_door_free(struct admission_door *door); /* NULL is a no-op */
void admission_door_freep(struct admission_door **door);

/* Only these policies, of what is added afterwards; NULL: all. Borrowed. */
void admission_door_choose(struct admission_door *door, const struct admission_choice *choice);

/*
 * The documents of a file, as a person wrote them: policies, bindings, exceptions and parameters.
 * Documents of plimsoll.dev, kustomizations and Kyverno's own tests are passed over.
 *
 * Fails as admission_set_add does.
 */
PLIM_NODISCARD enum plim_code admission_door_add(struct admission_door *door, const char *file,
                                                 struct plim_str text, struct plim_err *err);

/* A document that a cluster holds. One that is not understood is a gap. where: for messages. */
void admission_door_add_live(struct admission_door *door, const char *where,
                             const struct value *document);

/* The same of a document that is only to be applied; other kinds are passed over, but those of the
 * groups of policies that are not evaluated are gaps. Webhooks are no policies. */
void admission_door_add_manifest(struct admission_door *door, const char *where,
                                 const struct value *document);

/* Something of the door that is not known: `what` it is about, the id of a policy or a kind. */
void admission_door_add_gap(struct admission_door *door, struct plim_str what,
                            struct plim_str reason);

/* The kinds of parameters that the policies name. */
size_t admission_door_param_kinds(const struct admission_door *door);
struct admission_kind admission_door_param_kind_at(const struct admission_door *door, size_t i);

/* A parameter that a cluster holds; and that all of a kind were added, or, with a reason, why they
 * are not known. */
void admission_door_add_param(struct admission_door *door, const struct value *object);
void admission_door_cover(struct admission_door *door, const struct admission_kind *kind,
                          struct plim_str reason);

/* Nothing more is added. Fails with PLIM_INVALID for a document of a file that is none of a door:
 * neither a policy nor of a kind that one names as its parameter. */
PLIM_NODISCARD enum plim_code admission_door_close(struct admission_door *door,
                                                   struct plim_err *err);

const struct admission_set *admission_door_set(const struct admission_door *door);

/* SHA-256 over what was added, in its order. Of a closed door. */
const char *admission_door_digest(const struct admission_door *door);

/* Whether an expression may look at metadata.managedFields. False is certain. */
bool admission_door_reads_managed_fields(const struct admission_door *door);

struct admission_gap {
    struct plim_str what, reason;
};

size_t admission_door_gaps(const struct admission_door *door);
struct admission_gap admission_door_gap_at(const struct admission_door *door, size_t i);

/* The parameters, as an admission_find_fn gives them. Of kinds of which it has none they are
 * unknown, unless all of a cluster were added. */
struct value admission_door_find(const struct admission_door *door,
                                 const struct admission_query *query, struct plim_arena *arena);

#endif
