/* A case of a policy as it stands in its file: the shortest documentation that is always right. */
#ifndef PLIM_POLICY_EXAMPLE_H
#define PLIM_POLICY_EXAMPLE_H

#include "base/arena.h"
#include "policy/policy.h"

enum policy_example { POLICY_EXAMPLE_FAIL, POLICY_EXAMPLE_PASS };

/* The text of the first file in cases/fail or cases/pass beside the policy, of the program or on
 * disk; empty when there is none that can be read. In the arena, or of the program. */
struct plim_str policy_example_find(struct plim_arena *arena, const struct policy_info *policy,
                                    enum policy_example example);

#endif
