/* Attestation: a named person's dated answer for one practice and scope. */
#include "scalar_priv.h"

static enum plim_code read_evidence(const struct value_node *spec, struct plim_err *err)
{
    static const char *const types[] = {"link", "file", "ticket", "note"};
    static const struct value_field fields[] = {
        {"type", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"url", VALUE_STRING, 0},
        {"path", VALUE_STRING, 0},
        {"text", VALUE_STRING, 0},
        {"title", VALUE_STRING, 0},
    };
    struct value_node list = value_node_get(spec, "evidence");
    for (size_t i = 0; i < value_node_len(&list); i++) {
        struct value_node item = value_node_at(&list, i);
        struct value_node type = value_node_get(&item, "type");
        unsigned which = 0;
        if (value_node_check(&item, fields, PLIM_LEN(fields), err) != PLIM_OK ||
            value_node_enum(&type, "type", types, PLIM_LEN(types), &which, err) != PLIM_OK)
            return err->code;
    }
    return PLIM_OK;
}

static enum plim_code check_dates(const struct value_node *spec,
                                  const struct maturity_attestation *attestation,
                                  struct plim_err *err)
{
    struct value_node expires = value_node_get(spec, "expires");
    struct value_node answer = value_node_get(spec, "answer");
    if (attestation->expires.time <= attestation->issued.time)
        return value_node_fail(err, &expires, "'expires' is not later than 'issued'");
    if (plim_str_is(attestation->answer, "notApplicable") && attestation->reason.len == 0)
        return value_node_fail(err, &answer, "answer 'notApplicable' needs a 'reason'");
    return PLIM_OK;
}

static enum plim_code put(struct maturity_set *set, const struct maturity_attestation *attestation,
                          struct plim_err *err)
{
    for (size_t i = 0; i < set->attestation_count; i++) {
        const struct maturity_attestation *other = &set->attestations[i];
        if (plim_str_equal(other->id, attestation->id))
            return value_node_fail(
                err, &attestation->node, "attestation '%.*s' stands in %s:%u already",
                PLIM_STR_ARG(attestation->id), other->node.file, other->node.position.line);
    }
    if (set->attestation_count >= MATURITY_ATTESTATIONS_MAX)
        return plim_err_set(err, PLIM_LIMIT, "more than %d attestations",
                            MATURITY_ATTESTATIONS_MAX);
    MATURITY_GROW(set->arena, set->attestations, set->attestation_count);
    set->attestations[set->attestation_count++] = *attestation;
    return PLIM_OK;
}

/* "notApplicable" is the one answer that is no id. */
static enum plim_code read_answer(const struct value_node *spec,
                                  struct maturity_attestation *attestation, struct plim_err *err)
{
    attestation->answer = value_node_text(spec, "answer");
    if (plim_str_is(attestation->answer, "notApplicable"))
        return PLIM_OK;
    return maturity_id_read(spec, "answer", &attestation->answer, err);
}

enum plim_code maturity_attestation_read(struct maturity_set *set, struct plim_str name,
                                         const struct value_node *spec, struct plim_err *err)
{
    static const struct value_field fields[] = {
        {"practice", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"scope", VALUE_MAP, 0},
        {"inherit", VALUE_BOOL, 0},
        {"answer", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"reason", VALUE_STRING, 0},
        {"statement", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"owner", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"reviewer", VALUE_STRING, 0},
        {"issued", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"expires", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"evidence", VALUE_LIST, 0},
        {"supersedes", VALUE_STRING, 0},
    };
    struct maturity_attestation attestation = {.id = name, .node = *spec};
    if (value_node_check(spec, fields, PLIM_LEN(fields), err) != PLIM_OK ||
        maturity_id_read(spec, "practice", &attestation.practice, err) != PLIM_OK ||
        maturity_scope_read(set->arena, spec, "scope", &attestation.scope, err) != PLIM_OK ||
        read_answer(spec, &attestation, err) != PLIM_OK ||
        maturity_date_read(spec, "issued", &attestation.issued, err) != PLIM_OK ||
        maturity_date_read(spec, "expires", &attestation.expires, err) != PLIM_OK ||
        maturity_id_read(spec, "supersedes", &attestation.supersedes, err) != PLIM_OK ||
        read_evidence(spec, err) != PLIM_OK)
        return err->code;
    attestation.inherit = maturity_flag_read(spec, "inherit", false);
    attestation.reason = value_node_text(spec, "reason");
    attestation.statement = value_node_text(spec, "statement");
    attestation.owner = value_node_text(spec, "owner");
    attestation.reviewer = value_node_text(spec, "reviewer");
    if (check_dates(spec, &attestation, err) != PLIM_OK)
        return err->code;
    return put(set, &attestation, err);
}
