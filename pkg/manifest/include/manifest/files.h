/*
 * Phase one: the text of everything that declares objects, taken from a commit or from the file
 * system, with kustomizations rendered. It can be captured and replayed, because phase two
 * (manifest/set.h) needs nothing else.
 *
 * The values of Secrets are blanked out before anything is kept: `data` and `stringData` hold their
 * keys and a fixed text.
 */
#ifndef PLIM_MANIFEST_FILES_H
#define PLIM_MANIFEST_FILES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "manifest/application.h"

struct gitrepo;
struct gitrepo_commit;
struct plim_pool;

enum {
    MANIFEST_FILE_MAX = 16 * 1024 * 1024,     /* bytes of one file */
    MANIFEST_TOTAL_MAX = 512 * 1024 * 1024,   /* bytes of one collection */
    MANIFEST_RENDERED_MAX = 64 * 1024 * 1024, /* bytes of one rendered kustomization */
    MANIFEST_RENDER_TIMEOUT_MS = 60000,
};

#define MANIFEST_KUBE_VERSION "v1.36.0"

enum manifest_file_kind {
    MANIFEST_FILE_PLAIN,    /* declares objects as it stands */
    MANIFEST_FILE_RENDERED, /* what a kustomization or a chart makes */
    MANIFEST_FILE_SOURCE,   /* read by a kustomization; only tells where an object comes from */
    MANIFEST_FILE_CHART,    /* a Helm chart that is not rendered; `error` says why */
};

struct manifest_file {
    enum manifest_file_kind kind;
    const char *path; /* from the top; of a rendered one its kustomization file or Chart.yaml */
    const char
        *origin; /* directory of the kustomization or chart; of plain files ""; "." is the top */
    struct plim_str text;
    bool traced; /* rendered: each object says in an annotation of ours which file it comes from */
    const char *error;  /* "", or why there is no text: what it declares is unknown */
    size_t application; /* 1 + index of the one it is of; 0: an agent has no part in it */
};

/* All-zero is empty. Everything is owned by the arena that it was made in. */
struct manifest_files {
    const char *repository;      /* as the caller names it; "" without one */
    const char *commit;          /* "" when it is no commit */
    const char *subpath;         /* "" is the top */
    struct manifest_file *items; /* by path, then kind */
    size_t len;
    const char **kustomizations; /* paths of all kustomization files met, sorted */
    size_t kustomization_count;
    struct manifest_application *applications; /* that agents make of it, as they were met */
    size_t application_count;
};

struct manifest_options {
    const char *kustomize;    /* program; NULL: "kustomize" in PATH */
    const char *helm;         /* program; NULL: "helm" in PATH */
    const char *kube_version; /* that charts are rendered for; NULL: MANIFEST_KUBE_VERSION */
    bool charts_alone;   /* charts that no agent names are rendered too, with their own values */
    unsigned timeout_ms; /* per rendering; 0: MANIFEST_RENDER_TIMEOUT_MS */
    const struct plim_cancel *cancel; /* then nothing more is rendered; NULL: never */
    struct plim_pool *pool; /* files of the disk are read by its threads; NULL: by the caller's */
};

/*
 * From a commit. What Flux's Kustomizations below the sub-path lead to in the same repository is
 * read too, wherever it lies. A file or kustomization that cannot be read or rendered is no failure
 * but an item with its `error`.
 *
 * repository  name for reports; borrowed as long as files_out
 * subpath     directory or file in the repository; "" or NULL: the top
 * Fails with PLIM_NOT_FOUND (no such sub-path), PLIM_LIMIT (MANIFEST_TOTAL_MAX) or PLIM_IO.
 */
struct manifest_source {
    struct gitrepo *repo;
    const struct gitrepo_commit *commit;
    const char *repository;
    const char *subpath;
    const char *url; /* where it comes from, to know it when Flux names it; NULL: not known */
};
PLIM_NODISCARD enum plim_code manifest_collect(struct plim_arena *arena,
                                               const struct manifest_source *source,
                                               const struct manifest_options *options,
                                               struct manifest_files *files_out,
                                               struct plim_err *err);

/*
 * The same from a directory or a file; "-" is standard input. Paths are as the user would write
 * them: `path` joined with what is below. Kustomizations may refer to what lies in the same Git
 * work tree; outside of one, below the working directory if `path` is there, else below `path`.
 * Fails with PLIM_NOT_FOUND, PLIM_LIMIT or PLIM_IO.
 */
PLIM_NODISCARD enum plim_code manifest_collect_path(struct plim_arena *arena, const char *path,
                                                    const struct manifest_options *options,
                                                    struct manifest_files *files_out,
                                                    struct plim_err *err);

/* One text of the caller's, as a plain file. Fails with PLIM_LIMIT. */
PLIM_NODISCARD enum plim_code manifest_collect_text(struct plim_arena *arena, const char *path,
                                                    struct plim_str text,
                                                    struct manifest_files *files_out,
                                                    struct plim_err *err);

/* As JSON, for captures, and back. Equal files give equal bytes. Reading fails with PLIM_INVALID or
 * PLIM_LIMIT; nothing is borrowed from `text`. */
PLIM_NODISCARD enum plim_code manifest_files_write(const struct manifest_files *files,
                                                   struct plim_buf *buf, struct plim_err *err);
PLIM_NODISCARD enum plim_code manifest_files_read(struct plim_arena *arena, struct plim_str text,
                                                  struct manifest_files *files_out,
                                                  struct plim_err *err);

#endif
