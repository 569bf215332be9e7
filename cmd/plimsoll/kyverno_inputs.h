/* What a suite of Kyverno's is about, read: policies, objects, values, a user. */
#ifndef PLIM_CMD_KYVERNO_INPUTS_H
#define PLIM_CMD_KYVERNO_INPUTS_H

#include "admission/admission.h"
#include "base/arena.h"
#include "value/decode.h"

struct kyverno_object {
    const struct value *object;
    struct plim_str payload;              /* not empty: of no kind, by the name of its file */
    const struct value *namespace_object; /* NULL: it has none */
};

struct kyverno_inputs {
    struct plim_arena *arena;
    const char *dir;  /* paths are relative to it */
    size_t documents; /* of the file; 0: it was not read */
    struct value_node test;
    struct admission_set *policies; /* owned */
    struct kyverno_object *objects;
    size_t len, cap;
    struct admission_objects others; /* without `find` when the suite gives none */
    struct admission_object_list listed;
    const struct value *images;             /* of its context, by reference; NULL: it has none */
    const struct value *contexts, *answers; /* by name, and by URL; NULL: none are given */
    const struct value *values;             /* of the values file, or inline; NULL: none */
    const struct value *user;               /* never NULL: an empty map is nobody */
};

/*
 * Read one document of a file, and what it names.
 *
 * Fails with PLIM_INVALID, PLIM_NOT_FOUND, PLIM_LIMIT or PLIM_IO.
 */
PLIM_NODISCARD enum plim_code kyverno_inputs_read(struct kyverno_inputs *inputs, const char *path,
                                                  size_t index, struct plim_err *err);
void kyverno_inputs_release(struct kyverno_inputs *inputs); /* PLIM_CLEANUP handler too */

/* What the suite gives beside what is judged; NULL: nothing. */
const struct admission_objects *kyverno_inputs_others(const struct kyverno_inputs *inputs);

/* A variable that the values give for a policy and an object, such as "request.operation". */
struct plim_str kyverno_inputs_variable(const struct kyverno_inputs *inputs, struct plim_str policy,
                                        struct plim_str object, const char *name);

#endif
