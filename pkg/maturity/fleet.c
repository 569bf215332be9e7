/* What a Fleet says of maturity: environments, targets, exclusions, how far attestations are
 * trusted. */
#include "scalar_priv.h"

enum { FLEET_ITEMS_MAX = 10000 };

static enum plim_code count_items(const struct value_node *map, const char *key,
                                  struct value_node *list_out, size_t *len_out,
                                  struct plim_err *err)
{
    *list_out = value_node_get(map, key);
    *len_out = value_node_len(list_out);
    if (*len_out > FLEET_ITEMS_MAX)
        return value_node_fail(err, list_out, "more than %d entries", FLEET_ITEMS_MAX);
    return PLIM_OK;
}

/* `match` belongs to whoever assigns clusters; here it only has to be a map. */
static enum plim_code read_environments(struct maturity_set *set, const struct value_node *spec,
                                        struct maturity_fleet *fleet, struct plim_err *err)
{
    static const struct value_field fields[] = {
        {"name", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"match", VALUE_MAP, 0},
        {"production", VALUE_BOOL, 0},
    };
    struct value_node list;
    size_t len = 0;
    if (count_items(spec, "environments", &list, &len, err) != PLIM_OK)
        return err->code;
    fleet->environments = plim_arena_array(set->arena, len, sizeof(*fleet->environments));
    for (size_t i = 0; i < len; i++) {
        struct maturity_environment environment = {0};
        struct value_node node = value_node_at(&list, i);
        if (value_node_check(&node, fields, PLIM_LEN(fields), err) != PLIM_OK)
            return err->code;
        environment.name = value_node_text(&node, "name");
        environment.production = maturity_flag_read(&node, "production", false);
        for (size_t k = 0; k < i; k++) {
            if (plim_str_equal(fleet->environments[k].name, environment.name))
                return value_node_fail(err, &node, "environment '%.*s' stands twice",
                                       PLIM_STR_ARG(environment.name));
        }
        fleet->environments[fleet->environment_count++] = environment;
    }
    return PLIM_OK;
}

static enum plim_code read_target(struct maturity_set *set, const struct value_node *node,
                                  struct maturity_target *target, struct plim_err *err)
{
    static const struct value_field fields[] = {
        {"model", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"scope", VALUE_MAP, 0},
        {"dimension", VALUE_STRING, 0},
        {"level", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"by", VALUE_STRING, 0},
        {"owner", VALUE_STRING, 0},
    };
    target->node = *node;
    if (value_node_check(node, fields, PLIM_LEN(fields), err) != PLIM_OK ||
        maturity_id_read(node, "model", &target->model, err) != PLIM_OK ||
        maturity_id_read(node, "dimension", &target->dimension, err) != PLIM_OK ||
        maturity_id_read(node, "level", &target->level, err) != PLIM_OK ||
        maturity_date_read(node, "by", &target->by, err) != PLIM_OK)
        return err->code;
    target->by_text = value_node_text(node, "by");
    target->owner = value_node_text(node, "owner");
    return maturity_scope_read(set->arena, node, "scope", &target->scope, err);
}

static enum plim_code read_targets(struct maturity_set *set, const struct value_node *maturity,
                                   struct maturity_fleet *fleet, struct plim_err *err)
{
    struct value_node list;
    size_t len = 0;
    if (count_items(maturity, "targets", &list, &len, err) != PLIM_OK)
        return err->code;
    fleet->targets = plim_arena_array(set->arena, len, sizeof(*fleet->targets));
    for (size_t i = 0; i < len; i++) {
        struct maturity_target *target = &fleet->targets[i];
        struct value_node node = value_node_at(&list, i);
        if (read_target(set, &node, target, err) != PLIM_OK)
            return err->code;
        for (size_t k = 0; k < i; k++) {
            const struct maturity_target *other = &fleet->targets[k];
            if (plim_str_equal(other->model, target->model) &&
                plim_str_equal(other->dimension, target->dimension) &&
                maturity_scope_equal(other->scope, target->scope))
                return value_node_fail(err, &node,
                                       "a second target for the same model, scope and dimension");
        }
    }
    fleet->target_count = len;
    return PLIM_OK;
}

static enum plim_code read_exclusion(struct maturity_set *set, const struct value_node *node,
                                     struct maturity_exclusion *exclusion, struct plim_err *err)
{
    static const char *const reasons[] = {"regulatory", "technical", "planned-removal",
                                          "risk-accepted"};
    static const struct value_field fields[] = {
        {"practice", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"scope", VALUE_MAP, 0},
        {"reason", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"justification", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"approver", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"expires", VALUE_STRING, VALUE_FIELD_REQUIRED},
    };
    struct value_node reason = value_node_get(node, "reason");
    unsigned which = 0;
    exclusion->node = *node;
    if (value_node_check(node, fields, PLIM_LEN(fields), err) != PLIM_OK ||
        maturity_id_read(node, "practice", &exclusion->practice, err) != PLIM_OK ||
        value_node_enum(&reason, "reason", reasons, PLIM_LEN(reasons), &which, err) != PLIM_OK ||
        maturity_date_read(node, "expires", &exclusion->expires, err) != PLIM_OK)
        return err->code;
    exclusion->reason = value_node_text(node, "reason");
    exclusion->justification = value_node_text(node, "justification");
    exclusion->approver = value_node_text(node, "approver");
    exclusion->expires_text = value_node_text(node, "expires");
    return maturity_scope_read(set->arena, node, "scope", &exclusion->scope, err);
}

static enum plim_code read_exclusions(struct maturity_set *set, const struct value_node *maturity,
                                      struct maturity_fleet *fleet, struct plim_err *err)
{
    struct value_node list;
    size_t len = 0;
    if (count_items(maturity, "exclusions", &list, &len, err) != PLIM_OK)
        return err->code;
    fleet->exclusions = plim_arena_array(set->arena, len, sizeof(*fleet->exclusions));
    for (size_t i = 0; i < len; i++) {
        struct value_node node = value_node_at(&list, i);
        if (read_exclusion(set, &node, &fleet->exclusions[i], err) != PLIM_OK)
            return err->code;
    }
    fleet->exclusion_count = len;
    return PLIM_OK;
}

static enum plim_code read_policy(const struct value_node *maturity, struct maturity_fleet *fleet,
                                  struct plim_err *err)
{
    static const struct value_field fields[] = {
        {"maxValidity", VALUE_STRING, 0},
        {"grace", VALUE_STRING, 0},
        {"reviewerMustDiffer", VALUE_BOOL, 0},
        {"requireSignedCommit", VALUE_BOOL, 0},
    };
    struct value_node node = value_node_get(maturity, "attestationPolicy");
    struct maturity_attestation_policy *policy = &fleet->policy;
    if (!value_is(node.value, VALUE_MAP))
        return PLIM_OK;
    if (value_node_check(&node, fields, PLIM_LEN(fields), err) != PLIM_OK ||
        maturity_duration_read(&node, "maxValidity", &policy->max_validity, err) != PLIM_OK ||
        maturity_duration_read(&node, "grace", &policy->grace, err) != PLIM_OK)
        return err->code;
    policy->reviewer_must_differ = maturity_flag_read(&node, "reviewerMustDiffer", false);
    policy->require_signed_commit = maturity_flag_read(&node, "requireSignedCommit", false);
    return PLIM_OK;
}

static enum plim_code read_nouns(const struct value_node *maturity, struct maturity_fleet *fleet,
                                 struct plim_err *err)
{
    static const struct value_field fields[] = {
        {"scope", VALUE_STRING, 0},
        {"dimension", VALUE_STRING, 0},
        {"level", VALUE_STRING, 0},
        {"practice", VALUE_STRING, 0},
    };
    struct value_node nouns = value_node_get(maturity, "nouns");
    if (!value_is(nouns.value, VALUE_MAP))
        return PLIM_OK;
    if (value_node_check(&nouns, fields, PLIM_LEN(fields), err) != PLIM_OK)
        return err->code;
    fleet->nouns = *nouns.value;
    return PLIM_OK;
}

static enum plim_code read_maturity(struct maturity_set *set, const struct value_node *maturity,
                                    struct maturity_fleet *fleet, struct plim_err *err)
{
    static const struct value_field fields[] = {
        {"scope", VALUE_MAP, 0},    {"nouns", VALUE_MAP, 0},
        {"targets", VALUE_LIST, 0}, {"exclusions", VALUE_LIST, 0},
        {"hidden", VALUE_LIST, 0},  {"attestationPolicy", VALUE_MAP, 0},
    };
    struct maturity_refs hidden = {0};
    if (value_node_check(maturity, fields, PLIM_LEN(fields), err) != PLIM_OK ||
        maturity_scope_read(set->arena, maturity, "scope", &fleet->scope, err) != PLIM_OK ||
        read_nouns(maturity, fleet, err) != PLIM_OK ||
        read_targets(set, maturity, fleet, err) != PLIM_OK ||
        read_exclusions(set, maturity, fleet, err) != PLIM_OK ||
        maturity_ids_read(set->arena, maturity, "hidden", &hidden, err) != PLIM_OK)
        return err->code;
    fleet->hidden = hidden.ids;
    fleet->hidden_count = hidden.len;
    return read_policy(maturity, fleet, err);
}

/* The other fields of `spec` are read, strictly, by whoever collects from the fleet. */
static enum plim_code check_kind(const struct value_node *spec, const char *key,
                                 enum value_kind kind, struct plim_err *err)
{
    struct value_node node = value_node_get(spec, key);
    if (!node.value || node.value->kind == VALUE_NULL || value_is(node.value, kind))
        return PLIM_OK;
    return value_node_fail(err, &node, "'%s' must be a %s", key, value_kind_name(kind));
}

enum plim_code maturity_fleet_read(struct maturity_set *set, const struct value_node *spec,
                                   struct plim_err *err)
{
    struct maturity_fleet fleet = {.is_set = true, .node = *spec};
    struct value_node maturity = value_node_get(spec, "maturity");
    if (check_kind(spec, "environments", VALUE_LIST, err) != PLIM_OK ||
        check_kind(spec, "maturity", VALUE_MAP, err) != PLIM_OK ||
        read_environments(set, spec, &fleet, err) != PLIM_OK)
        return err->code;
    if (value_is(maturity.value, VALUE_MAP) &&
        read_maturity(set, &maturity, &fleet, err) != PLIM_OK)
        return err->code;
    set->fleet = fleet;
    return PLIM_OK;
}
