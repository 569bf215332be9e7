/* What Flux's objects ask for. Sources: kustomize.toolkit.fluxcd.io/v1 Kustomization,
 * source.toolkit.fluxcd.io/v1, source.extensions.fluxcd.io/v1beta1 ArtifactGenerator. */
#ifndef PLIM_MANIFEST_FLUX_PRIV_H
#define PLIM_MANIFEST_FLUX_PRIV_H

#include "documents_priv.h"

/* How the objects of an application are made. */
struct manifest_recipe {
    const char *kind, *namespace, *name; /* of the agent's object */
    const char *path;                    /* in the source; free of links and ".." */
    struct value source;                 /* kind, namespace, name of where it comes from */
    struct value changes;                /* fields of a kustomization; manifest_generate() */
    const struct value *post_build;      /* NULL: none */

    bool chart;          /* helm makes the objects; the rest is of this alone */
    const char *release; /* name */
    const char *target_namespace;
    const struct value *values, *values_from, *values_files; /* NULL: none */

    /* Argo CD's: what lies at the path decides whether it is a chart, a kustomization or a
     * directory. */
    bool argo;
    const char *url;               /* of the repository */
    const struct value *directory; /* recurse, include, exclude; NULL: none */
    const struct value *helm;      /* releaseName, valueFiles, values, ...; NULL: none */

    bool suspended, prunes, elsewhere;
};

bool manifest_is_flux_kustomization(const struct value *root);
bool manifest_is_flux_release(const struct value *root);

/* Of a Kustomization or HelmRelease. Fails with PLIM_INVALID (a path that leads out of the source,
 * a chart that is not in Git, or something that is not understood). */
PLIM_NODISCARD enum plim_code manifest_flux_read(struct plim_arena *arena, const struct value *root,
                                                 struct manifest_recipe *recipe_out,
                                                 struct plim_err *err);

/* Who asks, and where the repository that is read comes from. */
struct manifest_asking {
    const struct manifest_documents *documents;
    const char *from; /* the file that names the source */
    const char *url;  /* of the repository; NULL not known */
};

bool manifest_is_same_url(struct plim_str one, struct plim_str other);

/* They end in the same name: a mirror has another host. */
bool manifest_is_same_repository(struct plim_str one, struct plim_str other);

/*
 * The directory of this repository that a source holds, "" being all of it.
 *
 * source  kind, namespace, name
 * Fails with PLIM_NOT_FOUND (it is not declared here) or PLIM_INVALID (it is not this repository).
 */
PLIM_NODISCARD enum plim_code manifest_flux_locate(struct plim_arena *arena,
                                                   const struct manifest_asking *asking,
                                                   const struct value *source, const char **dir_out,
                                                   struct plim_err *err);

#endif
