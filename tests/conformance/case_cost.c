#include "case_cost.h"

#include <inttypes.h>
#include <string.h>

#include "cel/estimate.h"

/* Units are written as text, for JSON's numbers end before they do. */
static bool read_units(const struct value *json, uint64_t *units_out)
{
    struct plim_str text = value_str(json);
    uint64_t units = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.text[i] < '0' || text.text[i] > '9')
            return false;
        units = units * 10 + (uint64_t)(text.text[i] - '0');
    }
    *units_out = units;
    return text.len > 0;
}

struct cel_limits case_limits(const struct value *json, const char *environment)
{
    struct cel_limits limits = cel_default_limits;
    uint64_t units = 0;
    if (strcmp(environment, "cel") == 0)
        limits.cost = 0;
    if (read_units(value_get(json, "cost_limit"), &units))
        limits.cost = units;
    return limits;
}

static bool same_units(const struct value *json, const char *what, uint64_t got,
                       struct plim_buf *why)
{
    uint64_t want = 0;
    if (!json || (read_units(json, &want) && want == got))
        return true;
    plim_buf_printf(why, "%s %" PRIu64 ", expected %.*s", what, got, PLIM_STR_ARG(value_str(json)));
    return false;
}

bool case_cost_same(const struct value *json, uint64_t cost, struct plim_buf *why)
{
    return same_units(value_get(json, "cost"), "cost", cost, why);
}

bool case_estimate_same(const struct value *json, const struct cel_program *program,
                        struct plim_buf *why)
{
    const struct value *want = value_get(json, "estimate");
    if (!want)
        return true;
    struct cel_estimate got = cel_estimate(program);
    return same_units(value_get(want, "min"), "least cost", got.min, why) &&
           same_units(value_get(want, "max"), "most cost", got.max, why);
}
