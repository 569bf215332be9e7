#include "assess_priv.h"

const struct maturity_interval maturity_interval_unknown = {false, 0, MATURITY_WHOLE};
const struct maturity_interval maturity_interval_absent = {true, 0, 0};

struct maturity_interval maturity_interval_exactly(int value)
{
    return (struct maturity_interval){false, value, value};
}

static int lesser(int left, int right)
{
    return left < right ? left : right;
}

static int greater(int left, int right)
{
    return left > right ? left : right;
}

struct maturity_interval maturity_interval_all(struct maturity_interval left,
                                               struct maturity_interval right)
{
    if (left.is_absent)
        return right;
    if (right.is_absent)
        return left;
    return (struct maturity_interval){false, lesser(left.lo, right.lo), lesser(left.hi, right.hi)};
}

struct maturity_interval maturity_interval_any(struct maturity_interval left,
                                               struct maturity_interval right)
{
    if (left.is_absent)
        return right;
    if (right.is_absent)
        return left;
    return (struct maturity_interval){false, greater(left.lo, right.lo),
                                      greater(left.hi, right.hi)};
}

enum maturity_state maturity_interval_state(struct maturity_interval value)
{
    if (value.is_absent)
        return MATURITY_STATE_NOT_APPLICABLE;
    if (value.lo == MATURITY_WHOLE)
        return MATURITY_STATE_MET;
    if (value.hi == 0)
        return MATURITY_STATE_UNMET;
    return value.lo == value.hi ? MATURITY_STATE_PARTIAL : MATURITY_STATE_UNKNOWN;
}

const char *maturity_state_name(enum maturity_state state)
{
    static const char *const names[] = {
        [MATURITY_STATE_MET] = "met",
        [MATURITY_STATE_PARTIAL] = "partial",
        [MATURITY_STATE_UNMET] = "unmet",
        [MATURITY_STATE_UNKNOWN] = "unknown",
        [MATURITY_STATE_NOT_APPLICABLE] = "notApplicable",
        [MATURITY_STATE_EXCLUDED] = "excluded",
    };
    return names[state];
}
