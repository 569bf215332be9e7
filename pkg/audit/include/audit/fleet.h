/*
 * The Fleet document (plimsoll.yaml): what to audit. One file is the whole configuration; a run
 * without one is made from flags into the same struct.
 */
#ifndef PLIM_AUDIT_FLEET_H
#define PLIM_AUDIT_FLEET_H

#include <stdbool.h>
#include <stddef.h>

#include "audit/limits.h"
#include "base/arena.h"
#include "base/err.h"
#include "value/decode.h"

enum { AUDIT_NO_ENVIRONMENT = -1, AUDIT_FLEET_BYTES_MAX = 1024 * 1024 };

struct audit_label {
    struct plim_str key, value;
};

struct audit_environment {
    struct plim_str name;
    struct plim_str cluster_pattern; /* glob over cluster names; empty: the name itself */
    struct audit_label *labels;      /* all of them on the cluster, instead of the pattern */
    size_t label_count;
    bool production;
};

struct audit_cluster {
    struct plim_str name;
    struct plim_str context;     /* kubeconfig context; the name when empty */
    struct plim_str kubeconfig;  /* a file of its own, or empty for the run's */
    struct plim_str snapshot;    /* capture directory instead of a live cluster, or empty */
    struct plim_str *namespaces; /* all that is audited of namespaced kinds; none: everything */
    size_t namespace_count;
    struct audit_label *labels;
    size_t label_count;
    int environment;            /* index, or AUDIT_NO_ENVIRONMENT */
    struct audit_limits limits; /* of this cluster; what is 0 is the fleet's */
    struct value_position position;
};

/* One sub-path of a repository, for an environment or a cluster of that name. */
struct audit_path {
    struct plim_str scope; /* environment or cluster; empty: all */
    struct plim_str path;
};

struct audit_repository {
    struct plim_str name;
    struct plim_str url;      /* a path (made absolute against the file's directory) or URL */
    struct plim_str revision; /* "HEAD" when empty */
    struct audit_path *paths;
    size_t path_count;
    struct plim_str *images; /* globs over registry/repository: this repository is their source */
    size_t image_count;
    bool desired; /* holds manifests of the clusters; false: only a source of images */
};

/* A difference between environments that is meant. */
struct audit_allowance {
    struct plim_str application, field; /* globs; empty: any */
    struct plim_str kind; /* "version", "replicas", "env", "config", ...; empty: any */
    struct plim_str reason;
    int64_t expires; /* seconds since the epoch; 0: never */
};

struct audit_fleet {
    const char *file; /* for messages; "flags" when there is none */
    struct plim_str name;
    struct audit_environment *environments; /* promotion order */
    size_t environment_count;
    struct audit_cluster *clusters;
    size_t cluster_count;
    struct audit_repository *repositories;
    size_t repository_count;
    struct plim_str *policy_directories;
    size_t policy_directory_count;
    struct plim_str *policies_from; /* spec.policies.from: contexts, names of clusters, "self" */
    size_t policies_from_count;
    struct plim_str *exemption_files; /* or directories */
    size_t exemption_file_count;
    struct value_node policies; /* spec.policies; `select` and `disable` are lists of strings */
    struct plim_str *models;    /* ids; none: all built-in ones */
    size_t model_count;
    struct plim_str *model_files, *library_files, *attestation_files;
    size_t model_file_count, library_file_count, attestation_file_count;
    struct audit_allowance *allowances;
    size_t allowance_count;
    struct plim_str application_label; /* empty: the usual ones */
    struct audit_limits limits;
    struct value_node
        document; /* the root, for what the maturity module reads itself; value NULL from flags */
};

/*
 * Read a Fleet document.
 *
 * arena  holds everything in fleet_out
 * Fails with PLIM_INVALID ("plimsoll.yaml:12:7: ..."), PLIM_NOT_FOUND, PLIM_LIMIT or PLIM_IO.
 */
PLIM_NODISCARD enum plim_code audit_fleet_load(struct plim_arena *arena, const char *path,
                                               struct audit_fleet *fleet_out, struct plim_err *err);

/* The same from text; relative paths in it are taken against `dir`. */
PLIM_NODISCARD enum plim_code audit_fleet_parse(struct plim_arena *arena, const char *file,
                                                const char *dir, struct plim_str text,
                                                struct audit_fleet *fleet_out,
                                                struct plim_err *err);

/* What the command line says instead of a document. */
struct audit_flags {
    const char *const *contexts; /* each is a cluster and, in this order, its own environment */
    size_t context_count;
    const char *const *repos; /* "PATH_OR_URL[@REVISION][:SUBPATH]"; SUBPATH may hold {environment}
                                 or {cluster} */
    size_t repo_count;
};

/* Fails with PLIM_INVALID on a malformed repository or a context given twice. */
PLIM_NODISCARD enum plim_code audit_fleet_from_flags(struct plim_arena *arena,
                                                     const struct audit_flags *flags,
                                                     struct audit_fleet *fleet_out,
                                                     struct plim_err *err);

/* Give each cluster its environment by pattern or label. Fails with PLIM_INVALID when a cluster is
 * in none or in two. */
PLIM_NODISCARD enum plim_code audit_fleet_match(struct audit_fleet *fleet, struct plim_err *err);

/* "" for a cluster without environment. */
struct plim_str audit_fleet_environment_name(const struct audit_fleet *fleet, size_t cluster);
bool audit_fleet_is_production(const struct audit_fleet *fleet, size_t cluster);

#endif
