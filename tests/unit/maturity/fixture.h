/* Documents from files or texts, and assertions on what comes of them. */
#ifndef PLIM_TESTS_MATURITY_FIXTURE_H
#define PLIM_TESTS_MATURITY_FIXTURE_H

#include "maturity/assess.h"
#include "support/plim_check.h"

struct fixture {
    struct plim_arena *arena;
    struct maturity_set *set;
    struct maturity_evidence *evidence;
    struct maturity_request request;
    struct value result;
    struct plim_err err;
};

/* 2026-04-15T06:00:00Z, when all examples were read. */
#define FIXTURE_NOW ((int64_t)1776232800)

#define FIXTURE_HEAD(kind, name) \
    "apiVersion: plimsoll.dev/v1alpha1\nkind: " kind "\nmetadata: {name: " name "}\nspec:\n"

void fixture_setup(struct fixture *fixture);
void fixture_release(struct fixture *fixture); /* PLIM_CLEANUP handler */

/* Read and add all documents; the code of the first that fails, with fixture->err. */
enum plim_code fixture_add(struct fixture *fixture, const char *name, const char *text);
void fixture_load(struct fixture *fixture, const char *dir, const char *name);

/* A library of one practice 'it' with these criteria, in flow style. */
enum plim_code fixture_add_criteria(struct fixture *fixture, const char *criteria);
/* A model 'm' with one dimension 'd', one level 'l' and the practice 'it'. */
void fixture_add_model(struct fixture *fixture);
/* Evidence of scope {product: p} with these entries for `policies`, in flow style. */
void fixture_add_evidence(struct fixture *fixture, const char *policies);

/* "before0after, before1after, ..." with `count` entries, for limits. */
const char *fixture_repeat(struct fixture *fixture, const char *before, int count,
                           const char *after);

/* The names of all folders DIR/PACK/ID, where the policies are. */
struct plim_str *fixture_list_policies(struct fixture *fixture, const char *dir, size_t *count_out);

/* Link, and assess model `model`. */
void fixture_assess(struct fixture *fixture, const char *model);

/* The value at `path` as compact JSON; "(none)" without one. Owned by the arena. */
const char *fixture_at(struct fixture *fixture, const char *path);

#define plim_assert_at(fixture, path, json) ck_assert_str_eq(fixture_at((fixture), (path)), (json))

#endif
