/* The native policies of the directories of policies. */
#ifndef PLIM_CMD_DOOR_INPUTS_H
#define PLIM_CMD_DOOR_INPUTS_H

#include "admission/door.h"

#include "policy_inputs.h"

/*
 * Read what the directories hold beside AuditPolicies.
 *
 * door_out  closed, or NULL when there is nothing; the caller's, also when this fails
 * Fails as policy_files_visit, admission_door_add and admission_door_close do.
 */
PLIM_NODISCARD enum plim_code door_inputs_load(struct plim_arena *arena,
                                               const struct policy_inputs *inputs,
                                               struct admission_door **door_out,
                                               struct plim_err *err);

#endif
