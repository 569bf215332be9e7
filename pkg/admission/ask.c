/* What Kyverno's expressions ask for.
 * Source: Kyverno 1.19 pkg/cel/libs/context.go; of what is not found, fake_context.go. */
#include "base/defs.h"
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
    struct question question = {.query = {.resource = value_str(&args[1])}};
    size_t texts = len;
    resource_api_version_split(value_str(&args[0]), &question.query.group, &question.query.version);
    if (value_is(&args[len - 1], VALUE_MAP))
        question.labels = &args[--texts];
    if (named)
        question.query.name = value_str(&args[--texts]);
    question.query.namespace = texts > 2 ? value_str(&args[2]) : judging->rule->namespace;
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
    struct plim_str group = question.query.group;
    struct value found = find(judging, &question.query);
    if (!value_is(&found, VALUE_LIST))
        return found;
    if (value_len(&found) > 0)
        return *value_at(&found, 0);
    return fail(plim_arena_printf(judging->arena, "%.*s%s%.*s \"%.*s\" not found",
                                  PLIM_STR_ARG(question.query.resource), group.len > 0 ? "." : "",
                                  PLIM_STR_ARG(group), PLIM_STR_ARG(question.query.name)));
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
                                                  "image data for %.*s not found in the context",
                                                  PLIM_STR_ARG(value_str(reference))));
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
        return value_unknown(PLIM_STR("global contexts are not known"));
    case CEL_ASK_SERVER:
        break;
    }
    return value_unknown(PLIM_STR("no server is asked by an expression"));
}
