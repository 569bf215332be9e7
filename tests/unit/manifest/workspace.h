/* A private directory with files, the git program, and something that stands in for kustomize. */
#ifndef PLIM_TEST_MANIFEST_WORKSPACE_H
#define PLIM_TEST_MANIFEST_WORKSPACE_H

#include "base/arena.h"
#include "gitrepo/repo.h"
#include "manifest/files.h"

/* For tcase_add_checked_fixture(). It is the working directory meanwhile. */
void workspace_open(void);
void workspace_close(void);

struct plim_arena *workspace_arena(void);
const char *workspace_path(const char *name);

/* Run a shell script there; it has to succeed. */
void workspace_run(const char *script);

/* Options with a program "kustomize" that runs `script`. */
struct manifest_options workspace_kustomize(const char *script);

/* What manifest_collect_path() gives; it has to succeed. */
struct manifest_files workspace_collect(const char *path, const struct manifest_options *options);

/* The item of a path and kind, or NULL. */
const struct manifest_file *workspace_find(const struct manifest_files *files, const char *path,
                                           enum manifest_file_kind kind);

#endif
