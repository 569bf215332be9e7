/* The practices as a graph: no cycles, and which policies a model reaches. */
#include <stdlib.h>

#include "base/buf.h"

#include "document_priv.h"

enum mark { MARK_NEW = 0, MARK_OPEN, MARK_DONE };

struct walk {
    const struct maturity_set *set;
    unsigned char *marks; /* enum mark, one per practice */
    size_t *path;         /* open practices, outermost first */
    size_t path_len;
    bool follows_values; /* along what a value is made of; else along dependsOn */
    struct plim_err *err;
};

typedef enum plim_code visit_fn(struct walk *walk, size_t practice);

static enum plim_code each_reference(struct walk *walk, const struct maturity_criterion *criterion,
                                     visit_fn *visit)
{
    if (criterion->form == MATURITY_FORM_PRACTICE && visit(walk, criterion->practice) != PLIM_OK)
        return walk->err->code;
    for (size_t i = 0; i < criterion->member_count; i++) {
        if (each_reference(walk, &criterion->members[i], visit) != PLIM_OK)
            return walk->err->code;
    }
    return PLIM_OK;
}

bool maturity_practice_implies(const struct maturity_practice *practice, size_t other)
{
    for (size_t i = 0; i < practice->implies.len; i++) {
        if (practice->implies.practices[i] == other)
            return true;
    }
    return false;
}

/* What the value of a practice is made of: practices it names, and those that imply it. */
static enum plim_code each_source(struct walk *walk, size_t at, visit_fn *visit)
{
    const struct maturity_set *set = walk->set;
    if (each_reference(walk, &set->practices[at].criteria, visit) != PLIM_OK)
        return walk->err->code;
    for (size_t i = 0; i < set->practice_count; i++) {
        if (maturity_practice_implies(&set->practices[i], at) && visit(walk, i) != PLIM_OK)
            return walk->err->code;
    }
    return PLIM_OK;
}

static enum plim_code fail_cycle(struct walk *walk, size_t at)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {.max = 300};
    size_t from = 0;
    while (from < walk->path_len && walk->path[from] != at)
        from++;
    for (size_t i = from; i < walk->path_len; i++) {
        plim_buf_append_str(&text, walk->set->practices[walk->path[i]].id);
        plim_buf_append_c(&text, " > ");
    }
    plim_buf_append_str(&text, walk->set->practices[at].id);
    return value_node_fail(walk->err, &walk->set->practices[at].node,
                           "practices in a circle: %.*s%s", PLIM_STR_ARG(plim_buf_str(&text)),
                           text.failed ? "..." : "");
}

static enum plim_code visit_practice(struct walk *walk, size_t at)
{
    if (walk->marks[at] == MARK_DONE)
        return PLIM_OK;
    if (walk->marks[at] == MARK_OPEN)
        return fail_cycle(walk, at);
    walk->marks[at] = MARK_OPEN;
    walk->path[walk->path_len++] = at;
    const struct maturity_refs *depends = &walk->set->practices[at].depends_on;
    if (walk->follows_values && each_source(walk, at, visit_practice) != PLIM_OK)
        return walk->err->code;
    for (size_t i = 0; i < depends->len && !walk->follows_values; i++) {
        if (visit_practice(walk, depends->practices[i]) != PLIM_OK)
            return walk->err->code;
    }
    walk->path_len--;
    walk->marks[at] = MARK_DONE;
    return PLIM_OK;
}

static struct walk start_walk(struct plim_arena *arena, const struct maturity_set *set,
                              bool follows_values, struct plim_err *err)
{
    return (struct walk){
        .set = set,
        .marks = plim_arena_array(arena, set->practice_count, 1),
        .path = plim_arena_array(arena, set->practice_count, sizeof(size_t)),
        .follows_values = follows_values,
        .err = err,
    };
}

enum plim_code maturity_cycles_check(const struct maturity_set *set, struct plim_err *err)
{
    for (int follows_values = 0; follows_values < 2; follows_values++) {
        struct walk walk = start_walk(set->arena, set, follows_values == 1, err);
        for (size_t i = 0; i < set->practice_count; i++) {
            if (visit_practice(&walk, i) != PLIM_OK)
                return err->code;
        }
    }
    return PLIM_OK;
}

static void visit_model(struct walk *walk, const struct maturity_model *model)
{
    size_t total = model->dimension_count * model->level_count;
    for (size_t at = 0; at < total; at++) {
        for (size_t i = 0; i < model->cells[at].practice_count; i++)
            (void)visit_practice(walk,
                                 model->cells[at].practices[i].practice); /* no cycles: linked */
    }
}

struct policy_list {
    struct plim_arena *arena;
    struct plim_str *ids;
    size_t len;
};

static void collect_policies(struct policy_list *list, const struct maturity_criterion *criterion)
{
    if (criterion->form == MATURITY_FORM_POLICY) {
        MATURITY_GROW(list->arena, list->ids, list->len);
        list->ids[list->len++] = criterion->id;
    }
    for (size_t i = 0; i < criterion->member_count; i++)
        collect_policies(list, &criterion->members[i]);
}

static int compare_ids(const void *left, const void *right)
{
    return plim_str_compare(*(const struct plim_str *)left, *(const struct plim_str *)right);
}

static void sort_unique(struct policy_list *list)
{
    size_t kept = 0;
    if (list->len > 0)
        qsort(list->ids, list->len, sizeof(*list->ids), compare_ids);
    for (size_t i = 0; i < list->len; i++) {
        if (kept == 0 || !plim_str_equal(list->ids[kept - 1], list->ids[i]))
            list->ids[kept++] = list->ids[i];
    }
    list->len = kept;
}

enum plim_code maturity_set_policies(struct plim_arena *arena, const struct maturity_set *set,
                                     struct plim_str model, struct plim_str **policies_out,
                                     size_t *count_out, struct plim_err *err)
{
    struct plim_err ignored = {0};
    struct policy_list list = {.arena = arena};
    struct walk walk = start_walk(arena, set, true, &ignored);
    if (model.len > 0 && maturity_model_find(set, model) == set->model_count)
        return plim_err_set(err, PLIM_NOT_FOUND, "no model '%.*s'", PLIM_STR_ARG(model));
    for (size_t i = 0; i < set->model_count; i++) {
        if (model.len == 0 || plim_str_equal(set->models[i].id, model))
            visit_model(&walk, &set->models[i]);
    }
    for (size_t i = 0; i < set->practice_count; i++) {
        if (walk.marks[i] == MARK_DONE)
            collect_policies(&list, &set->practices[i].criteria);
    }
    sort_unique(&list);
    *policies_out = list.ids;
    *count_out = list.len;
    return PLIM_OK;
}
