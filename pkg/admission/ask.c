/* What Kyverno's expressions ask for.
 * Source: Kyverno 1.19 pkg/cel/libs/context.go; github.com/kyverno/sdk extensions/cel/libs. */
#include "base/defs.h"
#include "cel/reads.h"
#include "value/build.h"

#include "judging.h"

/* The arguments of resource.Get and resource.List: those of a policy in a namespace leave that out.
 */
struct question {
    struct admission_query query;
    const struct value *labels; /* NULL: any */
};

static struct question read_question(const struct admission_judging *judging,
                                     const struct value *args, size_t len, bool named)
{
    struct question question = {
        .query = {.namespace = judging->rule->namespace, .of_expression = true}};
    struct admission_query *query = &question.query;
    bool kind = value_is(&args[0], VALUE_MAP);
    size_t first = kind ? 1 : 2; /* behind what says the kind */
    struct plim_str version = kind ? value_get_text(&args[0], "apiVersion") : value_str(&args[0]);
    resource_api_version_split(version, &query->group, &query->version);
    if (kind)
        query->kind = value_get_text(&args[0], "kind");
    else
        query->resource = value_str(&args[1]);
    if (len > first && value_is(&args[len - 1], VALUE_MAP))
        question.labels = &args[--len];
    if (named)
        query->name = value_str(&args[--len]);
    if (len > first)
        query->namespace = value_str(&args[first]);
    return question;
}

static struct value find(const struct admission_judging *judging,
                         const struct admission_query *query)
{
    const struct admission_objects *others = judging->request->others;
    if (others == NULL)
        return value_unknown(PLIM_STR("no cluster is asked for other objects"));
    return others->find(others->context, query, judging->arena);
}

static struct value fail(const char *why)
{
    struct plim_str text = plim_str_from(why);
    return (struct value){.kind = VALUE_ERROR, .len = (uint32_t)text.len, .text = text.text};
}

static struct value get(const struct admission_judging *judging, const struct value *args,
                        size_t len)
{
    struct question question = read_question(judging, args, len, true);
    struct value found = find(judging, &question.query);
    if (!value_is(&found, VALUE_LIST))
        return found;
    return value_len(&found) > 0 ? *value_at(&found, 0) : value_null();
}

static struct value list(const struct admission_judging *judging, const struct value *args,
                         size_t len)
{
    struct question question = read_question(judging, args, len, false);
    struct value_list_builder items = {.arena = judging->arena};
    struct value_map_builder map = {.arena = judging->arena};
    struct value found = find(judging, &question.query);
    struct value_entry entry = {value_string_c("matchLabels"), value_null()};
    if (!value_is(&found, VALUE_LIST))
        return found;
    if (question.labels != NULL)
        entry.value = *question.labels;
    struct value selector = value_map(&entry, question.labels != NULL);
    for (size_t i = 0; i < value_len(&found); i++) {
        const struct value *object = value_at(&found, i);
        if (resource_selector_matches(&selector, value_get_path(object, "metadata.labels"),
                                      RESOURCE_SELECTOR_EXACT))
            value_list_add(&items, *object);
    }
    value_map_add(&map, "items", value_list_finish(&items));
    return value_map_finish(&map);
}

static struct value image(const struct admission_judging *judging, const struct value *reference)
{
    const struct value *images = judging->request->images;
    const struct value *found = value_get_str(images, value_str(reference));
    if (images == NULL)
        return value_unknown(PLIM_STR("no registry is asked for images"));
    return found != NULL ? *found
                         : fail(plim_arena_printf(judging->arena,
                                                  "failed to get image data: image data for %.*s "
                                                  "not found in the context",
                                                  PLIM_STR_ARG(value_str(reference))));
}

/* One that is not there is null. Source: fake_context.go, GetGlobalReference. */
static struct value global_context(const struct admission_judging *judging,
                                   const struct value *args, size_t len)
{
    const struct value *contexts = judging->request->contexts;
    const struct value *found = value_get_str(contexts, value_str(&args[0]));
    struct plim_str projection = len > 1 ? value_str(&args[1]) : (struct plim_str){0};
    if (contexts == NULL)
        return value_unknown(PLIM_STR("global contexts are not known"));
    if (found == NULL || projection.len == 0 || !value_is(found, VALUE_MAP))
        return found != NULL ? *found : value_null();
    const struct value *projected = value_get_str(found, projection);
    if (projected != NULL)
        return *projected;
    return fail(plim_arena_printf(judging->arena,
                                  "projection \"%.*s\" not found in global context entry \"%.*s\"",
                                  PLIM_STR_ARG(projection), PLIM_STR_ARG(value_str(&args[0]))));
}

/* Source: http_mock.go, findMockResponse. */
static struct value server(const struct admission_judging *judging, const char *method,
                           struct plim_str url)
{
    const struct value *answers = judging->request->answers;
    const char *exact = plim_arena_printf(judging->arena, "%s:%.*s", method, PLIM_STR_ARG(url));
    const struct value *found = value_get(answers, exact);
    if (found == NULL)
        found = value_get_str(answers, url);
    return found != NULL ? *found : value_unknown(PLIM_STR("no server is asked by an expression"));
}

struct value admission_ask(void *context, enum cel_question question, const struct value *args,
                           size_t len, struct plim_arena *arena)
{
    const struct admission_judging *judging = context;
    (void)arena; /* it is the judging's */
    switch (question) {
    case CEL_ASK_OBJECT:
        return get(judging, args, len);
    case CEL_ASK_OBJECTS:
        return list(judging, args, len);
    case CEL_ASK_IMAGE:
        return image(judging, &args[0]);
    case CEL_ASK_CONTEXT:
        return global_context(judging, args, len);
    case CEL_ASK_GET:
        return server(judging, "GET", value_str(&args[0]));
    case CEL_ASK_POST:
        break;
    }
    return server(judging, "POST", value_str(&args[0]));
}

/* ---- what may be asked for */

struct asked {
    admission_asked_fn *visit;
    void *context;
};

static void take_asked(void *context, struct plim_str api_version, struct plim_str kind,
                       struct plim_str plural)
{
    const struct asked *asked = context;
    struct admission_kind found = {.kind = kind, .resource = plural};
    if (api_version.len == 0 || (kind.len == 0 && plural.len == 0))
        return;
    resource_api_version_split(api_version, &found.group, &found.version);
    asked->visit(asked->context, &found);
}

static void visit_all(const struct admission_expression *items, size_t len, struct asked *asked)
{
    for (size_t i = 0; i < len; i++)
        cel_program_visit_asked(items[i].program, take_asked, asked);
}

static void visit_logic(const struct admission_logic *logic, struct asked *asked)
{
    visit_all(logic->variables, logic->variables_len, asked);
    visit_all(logic->conditions, logic->conditions_len, asked);
    visit_all(logic->annotations, logic->annotations_len, asked);
    for (size_t i = 0; i < logic->validations_len; i++) {
        cel_program_visit_asked(logic->validations[i].program, take_asked, asked);
        if (logic->validations[i].message_program)
            cel_program_visit_asked(logic->validations[i].message_program, take_asked, asked);
    }
}

void admission_set_visit_asked(const struct admission_set *set, admission_asked_fn *visit,
                               void *context)
{
    struct asked asked = {visit, context};
    for (size_t i = 0; i < set->len; i++) {
        visit_logic(&set->rules[i]->logic, &asked);
        if (set->rules[i]->gate)
            visit_logic(set->rules[i]->gate, &asked);
    }
    for (const struct admission_exception *exception = set->exceptions; exception;
         exception = exception->next)
        visit_logic(&exception->logic, &asked);
}
