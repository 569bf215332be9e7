/* What a GitOps agent makes of a part of a repository: the objects of one of its own objects. */
#ifndef PLIM_MANIFEST_APPLICATION_H
#define PLIM_MANIFEST_APPLICATION_H

#include <stdbool.h>
#include <stddef.h>

enum { MANIFEST_APPLICATIONS_MAX = 5000 /* in one collection */ };

struct manifest_application {
    const char *kind; /* of the agent's object: "Kustomization", "HelmRelease", "Application" */
    const char *namespace;
    const char *name;
    const char *path;             /* the file that declares it */
    const char *source;           /* the directory that it is made of; "" not known */
    const char *error;            /* "", or why its objects are not known */
    const char *target_namespace; /* of its objects that state none; "": none */
    bool suspended;               /* the agent does not apply it at present */
    bool prunes;                  /* the agent deletes what is no longer declared */
    bool elsewhere; /* it goes to another cluster: its objects are not read, and none is missing */
};

#endif
