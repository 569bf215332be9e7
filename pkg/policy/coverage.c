#include "coverage.h"

#include "base/alloc.h"
#include "base/file.h"
#include "value/position.h"

/* A part that came out as a bool at least once. */
struct part {
    const struct cel_program *program;
    uint32_t offset, id;
    bool was_true, was_false;
    struct part *next;
};

struct policy_coverage {
    struct plim_arena *arena;
    struct part *first, **end;
};

struct policy_coverage *policy_coverage_new(struct plim_arena *arena)
{
    struct policy_coverage *coverage = plim_arena_alloc(arena, sizeof(*coverage));
    *coverage = (struct policy_coverage){.arena = arena};
    coverage->end = &coverage->first;
    return coverage;
}

static struct part *get(struct policy_coverage *coverage, const struct cel_program *program,
                        const struct cel_part *met)
{
    for (struct part *part = coverage->first; part != NULL; part = part->next) {
        if (part->program == program && part->offset == met->offset && part->id == met->id)
            return part;
    }
    struct part *part = plim_arena_alloc(coverage->arena, sizeof(*part));
    *part = (struct part){.program = program, .offset = met->offset, .id = met->id};
    *coverage->end = part;
    coverage->end = &part->next;
    return part;
}

void policy_coverage_note(void *coverage, const struct cel_program *program,
                          const struct cel_explanation *explanation)
{
    struct policy_coverage *seen = coverage;
    for (size_t i = 0; i < explanation->len; i++) {
        const struct cel_part *met = &explanation->parts[i];
        for (size_t k = 0; k < met->len; k++) {
            if (!value_is(&met->values[k], VALUE_BOOL))
                continue;
            struct part *part = get(seen, program, met);
            part->was_true = part->was_true || met->values[k].boolean;
            part->was_false = part->was_false || !met->values[k].boolean;
        }
    }
}

/* ---- Telling. */

struct telling {
    const struct policy_coverage *coverage;
    const struct policy *policy;
    struct plim_str text; /* of the policy's file */
    policy_coverage_sink *sink;
    void *context;
    struct policy_case_counts *counts;
};

static struct value_position place_of(struct plim_str source, uint32_t offset)
{
    struct value_position place = {1, 1};
    for (size_t i = 0; i < offset && i < source.len; i++) {
        bool continues = ((unsigned char)source.text[i] & 0xC0U) == 0x80U;
        place.column += !continues;
        if (source.text[i] == '\n')
            place = (struct value_position){place.line + 1, 1};
    }
    return place;
}

static void tell(const struct telling *telling, const struct value_node *node, uint32_t offset,
                 const char *what)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    struct plim_err err = {0};
    struct plim_str source = value_str(node->value);
    struct value_position place = place_of(source, offset);
    struct value_node at = *node;
    at.position = value_position_inside(telling->text, node->position, source, place);
    plim_buf_append_c(&text, what);
    cel_caret_print(source, place, &text);
    (void)!value_node_fail(&err, &at, "%s", text.text);
    telling->sink(telling->context, telling->policy->info.id.text, err.msg);
}

static void tell_program(const struct telling *telling, const struct value_node *list, size_t i,
                         const struct cel_program *program)
{
    struct value_node item = value_node_at(list, i);
    struct value_node node = value_node_get(&item, "expression");
    for (const struct part *part = telling->coverage->first; part != NULL; part = part->next) {
        if (part->program != program)
            continue;
        telling->counts->parts++;
        telling->counts->covered += part->was_true && part->was_false;
        if (!part->was_true)
            tell(telling, &node, part->offset, "never true");
        if (!part->was_false)
            tell(telling, &node, part->offset, "never false");
    }
}

void policy_coverage_tell(const struct policy_coverage *coverage, const struct policy *policy,
                          policy_coverage_sink *sink, void *context,
                          struct policy_case_counts *counts)
{
    PLIM_CLEANUP(plim_freep) char *text = NULL;
    size_t len = 0;
    struct plim_err ignored = {0};
    (void)!plim_file_read(policy->document.file, POLICY_FILE_BYTES_MAX, &text, &len, &ignored);
    const struct telling telling = {coverage, policy, {text, len}, sink, context, counts};
    struct value_node spec = value_node_get(&policy->document, "spec");
    struct value_node conditions = value_node_get(&spec, "matchConditions");
    struct value_node validations = value_node_get(&spec, "validations");
    for (size_t i = 0; i < policy->conditions_len; i++)
        tell_program(&telling, &conditions, i, policy->conditions[i].program);
    for (size_t i = 0; i < policy->validations_len; i++)
        tell_program(&telling, &validations, i, policy->validations[i].expression);
}
