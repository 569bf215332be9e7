/*
 * Who answers `authorizer.group('').resource('pods').check('list')`: a callback of the caller.
 *
 * What nobody can answer is unknown, never "not allowed".
 * Source: k8s.io/apiserver/pkg/cel/library/authz.go.
 */
#ifndef PLIM_CEL_AUTHORIZER_H
#define PLIM_CEL_AUTHORIZER_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"
#include "value/value.h"

struct cel_type;

/* What is asked. Texts are empty where an expression left them out. */
struct cel_authorizer_request {
    /* Who would do it; both empty: the user that the variable stands for. */
    struct plim_str account_namespace;
    struct plim_str account_name;
    struct plim_str verb;
    struct plim_str path; /* of a request that is for no resource, and has nothing of the rest */
    bool is_resource;
    struct plim_str group; /* version: any */
    struct plim_str resource;
    struct plim_str subresource;
    struct plim_str object_namespace;
    struct plim_str object_name;
    /* The requirements in their order, joined by ','; a selector that cannot be read has none. */
    struct plim_str field_selector; /* "spec.nodeName=a,status.phase!=Failed" */
    struct plim_str label_selector; /* "app=a,!canary,tier in (x,y)" */
};

enum cel_decision {
    CEL_DECISION_UNKNOWN,
    CEL_DECISION_ALLOW,
    CEL_DECISION_DENY,
    CEL_DECISION_NO_OPINION, /* nobody allows it: it is not allowed */
};

struct cel_authorizer_answer {
    enum cel_decision decision;
    struct plim_str reason; /* of the decision, or why it is unknown */
    struct plim_str error;  /* what went wrong; empty: nothing */
};

/* For cel_bindings. */
struct cel_authorizer {
    /* Texts of the answer are static, or in the arena, which is the evaluation's. */
    void (*ask)(void *context, const struct cel_authorizer_request *request,
                struct plim_arena *arena, struct cel_authorizer_answer *answer_out);
    void *context;
};

/* The variable `authorizer`. */
const struct cel_type *cel_type_authorizer(void);
struct value cel_authorizer_value(void);

/* The variable `authorizer.requestResource`. `resource`: group, resource, subresource, namespace
 * and name; borrowed. */
const struct cel_type *cel_type_resource_check(void);
struct value cel_resource_check_value(const struct cel_authorizer_request *resource);

#endif
