/*
 * One result of one policy about one subject, and lists of them. Texts are borrowed; empty means
 * absent.
 */
#ifndef PLIM_FINDING_FINDING_H
#define PLIM_FINDING_FINDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/intern.h"

enum finding_state {
    FINDING_PASS,
    FINDING_FAIL,
    FINDING_WARN, /* failed, but the policy's severity is info or low */
    FINDING_ERROR,
    FINDING_SKIP,
    FINDING_NOT_APPLICABLE,
    FINDING_UNKNOWN,
    FINDING_WAIVED,
};
enum { FINDING_STATES = 8 };

enum finding_severity {
    FINDING_INFO,
    FINDING_LOW,
    FINDING_MEDIUM,
    FINDING_HIGH,
    FINDING_CRITICAL,
};
enum { FINDING_SEVERITIES = 5 };

extern const char *const finding_state_names[FINDING_STATES]; /* "pass", "not_applicable", ... */
extern const char *const finding_severity_names[FINDING_SEVERITIES]; /* "info" ... "critical" */

/* Where in Git the value stands that should hold. */
struct finding_source {
    struct plim_str repository;
    struct plim_str commit;
    struct plim_str path;
    uint32_t line; /* 0: not known */
};

struct finding {
    enum finding_state state;
    enum finding_severity severity;
    struct plim_str policy; /* id */
    struct plim_str title;
    struct plim_str message;
    struct plim_str reason; /* of unknown, error, skip, waived */
    struct plim_str remediation;
    struct plim_str subject; /* "object", "image", ... */
    struct plim_str cluster;
    struct plim_str environment;
    struct plim_str application;
    struct plim_str api_version, kind, namespace, name; /* of the object */
    struct plim_str container;
    struct plim_str field;               /* path, as value/path.h writes it */
    struct plim_str expected, actual;    /* as JSON; no Secret values ever */
    struct plim_str manager, changed_at; /* evidence: who wrote the live field, RFC 3339 when */
    struct finding_source source;
    int64_t observed_at; /* seconds since the epoch */

    /* What the fingerprint is made of; see finding_fingerprint. */
    struct plim_str cluster_uid;
    struct plim_str root_kind, root_name; /* the object's top owner; empty: the object itself */
};

/* Many findings, each in a few dozen bytes: what several have in common is kept once. */
struct finding_list {
    struct plim_intern *texts; /* borrowed; keeps what the findings are made of. Set it first */
    struct finding_row *rows;  /* owned: finding_list_release */
    size_t len;
    size_t cap;
};

void finding_list_add(struct finding_list *list, const struct finding *finding); /* copies */
struct finding finding_list_get(const struct finding_list *list, size_t i);

/* Move all of `from` to the end of `list`; `from` is empty afterwards, what its table keeps must
 * live on. */
void finding_list_merge(struct finding_list *list, struct finding_list *from);

typedef bool finding_repeats_fn(const struct finding *before, const struct finding *finding);

/* Leave out what repeats the one before it. */
void finding_list_drop_repeated(struct finding_list *list, finding_repeats_fn *repeats);
void finding_list_release(struct finding_list *list);

/* A stable order for reports: cluster, namespace, kind, name, application, policy, container,
 * field, message. */
void finding_list_sort(struct finding_list *list);

enum { FINDING_FINGERPRINT_BYTES = 33 };

/*
 * 32 hexadecimal digits that survive renamed pods, moved lines and renamed contexts: SHA-256 over
 * cluster uid (the cluster's name where there is none), namespace, owner root, container, policy
 * and the field path without list indexes.
 */
const char *finding_fingerprint(const struct finding *finding,
                                char text_out[FINDING_FINGERPRINT_BYTES]);

#endif
