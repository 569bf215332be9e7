/* Shared by the files that make an audit_fleet. */
#ifndef PLIM_AUDIT_FLEET_PRIV_H
#define PLIM_AUDIT_FLEET_PRIV_H

#include "audit/fleet.h"

struct fleet_reader {
    struct audit_fleet *fleet;
    const char *dir; /* of the document: what relative paths stand against */
};

/* `name` is an environment or a cluster. */
bool audit_fleet_has_scope(const struct audit_fleet *fleet, struct plim_str name);

#endif
