/* Phase two: files become desired objects, each with the place in Git that declares it. */
#ifndef PLIM_MANIFEST_SET_H
#define PLIM_MANIFEST_SET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "manifest/files.h"
#include "value/value.h"

struct plim_pool;

struct manifest_object {
    struct value object; /* VALUE_YAML_MANIFEST; a Secret's values are blanked out */

    /* Where it is declared. Of a rendered object the file that has a document of the same kind and
     * name, if there is exactly one; else the kustomization file with line 0. */
    const char *repository; /* "" without one */
    const char *commit;     /* "" when it is no commit */
    const char *path;
    uint32_t line; /* from 1; 0 not known */
    uint32_t column;

    bool rendered;
    const char *rendered_by; /* the kustomization file; "" when it stands in Git as it is */
    bool encrypted;          /* by SOPS: its values are unknown */
    const char *unknown; /* why some of its values are not known otherwise; NULL: they are known */
    const struct manifest_application *application; /* that it is of; NULL: of none */

    /* The document at `path`, with positions there; the object itself unless rendered; NULL when
     * the line is not known. */
    const struct value *source;
};

/* A part of the desired state that is unknown. */
struct manifest_unreadable {
    const char *path; /* a file; of a kustomization or chart the one that defines it */
    const char *reason;
    bool chart; /* a Helm chart, not rendered yet */
};

struct manifest_set {
    struct manifest_object *objects; /* by file, then as they stand in it */
    size_t len;
    struct manifest_unreadable *unreadable; /* by path */
    size_t unreadable_count;
    const char *
        *manifests; /* paths of files that declare objects, sources included; sorted, unique */
    size_t manifest_count;
    const char **kustomizations; /* paths, sorted */
    size_t kustomization_count;
    const char **charts; /* paths of Chart.yaml files, sorted */
    size_t chart_count;
    const char *
        *plain_secrets; /* "path:line" of each Secret that holds values in clear; sorted, unique */
    size_t plain_secret_count;
    struct manifest_application *applications; /* as in the files */
    size_t application_count;
    size_t skipped; /* documents that are no Kubernetes objects: values files, our own documents,
                       ... */

    struct plim_arena **arenas; /* owned; hold everything above */
    size_t arena_count;
};

/*
 * The objects that `files` declare: every document with apiVersion, kind and a name; `List`s are
 * expanded. A file that cannot be parsed is an `unreadable`. Nothing is borrowed from `files`.
 *
 * pool  parses files side by side; NULL: on this thread
 */
void manifest_parse(const struct manifest_files *files, struct plim_pool *pool,
                    struct manifest_set *set_out);
void manifest_set_release(struct manifest_set *set);

/* The line of the field at `path` ("spec.template.spec.containers[name=cart].image") or of the
 * deepest step that Git states; that of the object itself when even that is not known. */
struct value_position manifest_object_position(const struct manifest_object *object,
                                               struct plim_str path);

#endif
