/* PracticeLibrary: answer sets and practices. */
#include "scalar_priv.h"

static const char *const class_names[] = {"measured", "proxy", "attested"};
static const char *const state_names[] = {"active", "retired"};

static enum plim_code read_answers(struct maturity_set *set, const struct value_node *list,
                                   struct maturity_answer_set *answers, struct plim_err *err)
{
    static const struct value_field fields[] = {
        {"id", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"title", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"value", VALUE_STRING, VALUE_FIELD_REQUIRED},
    };
    size_t len = value_node_len(list);
    if (!value_is(list->value, VALUE_LIST) || len == 0)
        return value_node_fail(err, list, "an answer set is a list of answers");
    answers->answers = plim_arena_array(set->arena, len, sizeof(*answers->answers));
    answers->len = len;
    for (size_t i = 0; i < len; i++) {
        struct maturity_answer *answer = &answers->answers[i];
        struct value_node node = value_node_at(list, i);
        if (value_node_check(&node, fields, PLIM_LEN(fields), err) != PLIM_OK ||
            maturity_id_read(&node, "id", &answer->id, err) != PLIM_OK ||
            maturity_title_read(&node, "title", &answer->title, err) != PLIM_OK ||
            maturity_share_read(&node, "value", &answer->value, err) != PLIM_OK)
            return err->code;
        for (size_t k = 0; k < i; k++) {
            if (plim_str_equal(answers->answers[k].id, answer->id))
                return value_node_fail(err, &node, "answer '%.*s' stands twice",
                                       PLIM_STR_ARG(answer->id));
        }
    }
    return PLIM_OK;
}

static struct maturity_answer_set *put_answer_set(struct maturity_set *set, struct plim_str id)
{
    for (size_t i = 0; i < set->answer_set_count; i++) {
        if (plim_str_equal(set->answer_sets[i].id, id))
            return &set->answer_sets[i];
    }
    MATURITY_GROW(set->arena, set->answer_sets, set->answer_set_count);
    return &set->answer_sets[set->answer_set_count++];
}

static enum plim_code read_answer_sets(struct maturity_set *set, const struct value_node *spec,
                                       struct plim_err *err)
{
    struct value_node sets = value_node_get(spec, "answerSets");
    for (size_t i = 0; i < value_node_len(&sets); i++) {
        struct value_node key = value_node_key_at(&sets, i);
        struct value_node list = value_node_at(&sets, i);
        struct maturity_answer_set answers = {.id = value_str(key.value)};
        if (!maturity_id_is_valid(answers.id))
            return value_node_fail(err, &key, "'%.*s' is not an id", PLIM_STR_ARG(answers.id));
        if (read_answers(set, &list, &answers, err) != PLIM_OK)
            return err->code;
        *put_answer_set(set, answers.id) = answers;
    }
    return PLIM_OK;
}

static void count_forms(const struct maturity_criterion *criterion, size_t *attested,
                        size_t *measured)
{
    if (criterion->form == MATURITY_FORM_ATTEST)
        ++*attested;
    else if (criterion->member_count == 0)
        ++*measured;
    for (size_t i = 0; i < criterion->member_count; i++)
        count_forms(&criterion->members[i], attested, measured);
}

/* The class is what a reader believes of the practice before looking at its criteria. */
static enum plim_code check_class(const struct value_node *node,
                                  const struct maturity_practice *practice, struct plim_err *err)
{
    size_t attested = 0;
    size_t measured = 0;
    count_forms(&practice->criteria, &attested, &measured);
    struct value_node at = value_node_get(node, "class");
    if (practice->class_ == MATURITY_CLASS_ATTESTED && attested == 0)
        return value_node_fail(err, &at, "class 'attested' without an attestation");
    if (practice->class_ != MATURITY_CLASS_ATTESTED && measured == 0)
        return value_node_fail(err, &at, "class '%s' with attestations only",
                               class_names[practice->class_]);
    return PLIM_OK;
}

static enum plim_code read_state(const struct value_node *node, struct maturity_practice *practice,
                                 struct plim_err *err)
{
    struct value_node state = value_node_get(node, "state");
    unsigned which = 0;
    if (value_is(state.value, VALUE_STRING) &&
        value_node_enum(&state, "state", state_names, PLIM_LEN(state_names), &which, err) !=
            PLIM_OK)
        return err->code;
    practice->retired = which == 1;
    if (maturity_id_read(node, "replacedBy", &practice->replaced_by, err) != PLIM_OK)
        return err->code;
    if (practice->replaced_by.len > 0 && !practice->retired)
        return value_node_fail(err, node, "'replacedBy' goes with 'state: retired'");
    return PLIM_OK;
}

static const struct value_field practice_fields[] = {
    {"id", VALUE_STRING, VALUE_FIELD_REQUIRED},
    {"title", VALUE_STRING, VALUE_FIELD_REQUIRED},
    {"description", VALUE_STRING, 0},
    {"class", VALUE_STRING, VALUE_FIELD_REQUIRED},
    {"effort", VALUE_INT, VALUE_FIELD_REQUIRED},
    {"usefulness", VALUE_INT, VALUE_FIELD_REQUIRED},
    {"dependsOn", VALUE_LIST, 0},
    {"implies", VALUE_LIST, 0},
    {"waivable", VALUE_BOOL, 0},
    {"refs", VALUE_MAP, 0},
    {"state", VALUE_STRING, 0},
    {"replacedBy", VALUE_STRING, 0},
    {"criteria", VALUE_MAP, VALUE_FIELD_REQUIRED},
};

static enum plim_code read_texts(const struct value_node *node, struct maturity_practice *practice,
                                 struct plim_err *err)
{
    struct maturity_bounds bounds = {1, 5};
    int64_t effort = 1;
    int64_t usefulness = 1;
    unsigned which = 0;
    struct value_node class_node = value_node_get(node, "class");
    if (maturity_id_read(node, "id", &practice->id, err) != PLIM_OK ||
        maturity_title_read(node, "title", &practice->title, err) != PLIM_OK ||
        value_node_enum(&class_node, "class", class_names, PLIM_LEN(class_names), &which, err) !=
            PLIM_OK ||
        maturity_integer_read(node, "effort", bounds, &effort, err) != PLIM_OK ||
        maturity_integer_read(node, "usefulness", bounds, &usefulness, err) != PLIM_OK)
        return err->code;
    practice->description = value_node_text(node, "description");
    practice->class_ = (enum maturity_class)which;
    practice->effort = (int)effort;
    practice->usefulness = (int)usefulness;
    practice->waivable = maturity_flag_read(node, "waivable", true);
    return PLIM_OK;
}

static enum plim_code read_practice(struct maturity_set *set, const struct value_node *node,
                                    struct maturity_practice *practice_out, struct plim_err *err)
{
    struct maturity_practice practice = {.node = *node};
    if (value_node_check(node, practice_fields, PLIM_LEN(practice_fields), err) != PLIM_OK ||
        read_texts(node, &practice, err) != PLIM_OK ||
        read_state(node, &practice, err) != PLIM_OK ||
        maturity_ids_read(set->arena, node, "dependsOn", &practice.depends_on, err) != PLIM_OK ||
        maturity_ids_read(set->arena, node, "implies", &practice.implies, err) != PLIM_OK)
        return err->code;
    struct value_node criteria = value_node_get(node, "criteria");
    if (maturity_criterion_read(set->arena, &criteria, &practice, err) != PLIM_OK ||
        check_class(node, &practice, err) != PLIM_OK)
        return err->code;
    *practice_out = practice;
    return PLIM_OK;
}

/* An id may replace one of an earlier library, never one of its own. */
static enum plim_code put_practice(struct maturity_set *set,
                                   const struct maturity_practice *practice,
                                   const struct value_node *list, struct plim_err *err)
{
    size_t at = maturity_practice_find(set, practice->id);
    if (at == set->practice_count) {
        if (at >= MATURITY_PRACTICES_MAX)
            return plim_err_set(err, PLIM_LIMIT, "more than %d practices", MATURITY_PRACTICES_MAX);
        MATURITY_GROW(set->arena, set->practices, set->practice_count);
        set->practice_count++;
    }
    for (size_t i = 0; i < value_node_len(list); i++) {
        struct value_node other = value_node_at(list, i);
        if (other.value == practice->node.value)
            break;
        if (plim_str_equal(value_node_text(&other, "id"), practice->id))
            return value_node_fail(err, &practice->node,
                                   "practice '%.*s' stands twice, first at line %u",
                                   PLIM_STR_ARG(practice->id), other.position.line);
    }
    set->practices[at] = *practice;
    return PLIM_OK;
}

enum plim_code maturity_library_read(struct maturity_set *set, struct plim_str name,
                                     const struct value_node *spec, struct plim_err *err)
{
    static const struct value_field fields[] = {
        {"version", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"title", VALUE_STRING, 0},
        {"answerSets", VALUE_MAP, 0},
        {"practices", VALUE_LIST, VALUE_FIELD_REQUIRED},
    };
    if (value_node_check(spec, fields, PLIM_LEN(fields), err) != PLIM_OK ||
        read_answer_sets(set, spec, err) != PLIM_OK)
        return err->code;
    struct value_node list = value_node_get(spec, "practices");
    if (value_node_len(&list) > MATURITY_PRACTICES_MAX)
        return value_node_fail(err, &list, "more than %d practices", MATURITY_PRACTICES_MAX);
    for (size_t i = 0; i < value_node_len(&list); i++) {
        struct value_node node = value_node_at(&list, i);
        struct maturity_practice practice = {0};
        if (read_practice(set, &node, &practice, err) != PLIM_OK ||
            put_practice(set, &practice, &list, err) != PLIM_OK)
            return err->code;
    }
    MATURITY_GROW(set->arena, set->libraries, set->library_count);
    set->libraries[set->library_count++] = (struct maturity_library){
        .id = name, .version = value_node_text(spec, "version"), .node = *spec};
    return PLIM_OK;
}
