/* URLs. Source: k8s.io/apiserver/pkg/cel/library/urls.go. */
#include "value/build.h"

#include "library.h"
#include "opaque.h"
#include "quote.h"
#include "url.h"

static const struct cel_url *url_of(const struct value *value)
{
    return value->opaque;
}

static struct value failure(struct cel_frame *frame, struct plim_str text, const char *why)
{
    struct plim_buf quoted = {.arena = frame->arena};
    cel_quote_go(text, &quoted);
    return cel_fail(frame, "URL parse error during conversion from string: parse %.*s: %s",
                    PLIM_STR_ARG(plim_buf_str(&quoted)), why);
}

static struct value url(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    struct cel_url *parsed = plim_arena_alloc(frame->arena, sizeof *parsed);
    const char *why = cel_url_parse(frame->arena, value_str(&args[0]), parsed);
    if (why)
        return failure(frame, value_str(&args[0]), why);
    return cel_opaque_value(CEL_OPAQUE_URL, parsed);
}

static struct value is_url(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    struct cel_url parsed;
    return value_bool(cel_url_parse(frame->arena, value_str(&args[0]), &parsed) == NULL);
}

static struct value scheme(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    return value_string(url_of(&args[0])->scheme);
}

static struct value host(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    return value_string(url_of(&args[0])->host);
}

static struct value hostname(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    return value_string(cel_url_hostname(url_of(&args[0])));
}

static struct value port(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    return value_string(cel_url_port(url_of(&args[0])));
}

static struct value escaped_path(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    return value_string(url_of(&args[0])->path);
}

/* The pairs of a query, in its order. Broken ones are left out. */
static struct value pairs(struct cel_frame *frame, struct plim_str query)
{
    struct value_list_builder list = {.arena = frame->arena};
    while (query.len > 0 && cel_room(frame, 0)) {
        struct plim_str pair;
        struct plim_str key;
        (void)plim_str_cut(&query, '&', &pair);
        bool broken = pair.len == 0;
        for (size_t i = 0; i < pair.len; i++)
            broken = broken || pair.text[i] == ';';
        (void)plim_str_cut(&pair, '=', &key);
        if (broken || !cel_url_unescape_query(frame->arena, key, &key) ||
            !cel_url_unescape_query(frame->arena, pair, &pair))
            continue;
        value_list_add(&list, value_string(key));
        value_list_add(&list, value_string(pair));
    }
    return value_list_finish(&list);
}

static bool same_text(const struct value *left, const struct value *right)
{
    return plim_str_equal(value_str(left), value_str(right));
}

/* Does no pair before have the i-th's key? */
static bool is_first(const struct value *list, uint32_t i)
{
    for (uint32_t k = 0; k < i; k += 2)
        if (same_text(&list->items[k], &list->items[i]))
            return false;
    return true;
}

static struct value query(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    struct value list = pairs(frame, url_of(&args[0])->query);
    struct value_map_builder map = {.arena = frame->arena};
    for (uint32_t i = 0; i + 1 < list.len; i += 2) {
        enum { PAIRS_PER_UNIT = 64 };
        if (!cel_room(frame, 0) || !cel_work(frame, list.len / PAIRS_PER_UNIT))
            return cel_stop_failure(frame);
        if (!is_first(&list, i))
            continue;
        struct value_list_builder values = {.arena = frame->arena};
        for (uint32_t k = i; k + 1 < list.len; k += 2)
            if (same_text(&list.items[k], &list.items[i]))
                value_list_add(&values, list.items[k + 1]);
        value_map_add_str(&map, value_str(&list.items[i]), value_list_finish(&values));
    }
    return value_map_finish(&map);
}

#define U "kubernetes.URL"

static const struct cel_function functions[] = {
    {"url", "(string) -> " U, url, CEL_COST_COPY, 0, 0, "an absolute URL, or path, from its text"},
    {"isURL", "(string) -> bool", is_url, CEL_COST_ONE, 0, 0, "the text is such a URL"},
    {"getScheme", U ".() -> string", scheme, CEL_COST_ONE, 0, 0, "\"https\", or \"\""},
    {"getHost", U ".() -> string", host, CEL_COST_ONE, 0, 0, "with its port"},
    {"getHostname", U ".() -> string", hostname, CEL_COST_ONE, 0, 0, "without its port"},
    {"getPort", U ".() -> string", port, CEL_COST_ONE, 0, 0, "\"443\", or \"\""},
    {"getEscapedPath", U ".() -> string", escaped_path, CEL_COST_ONE, 0, 0, "the path, escaped"},
    {"getQuery", U ".() -> map(string, list(string))", query, CEL_COST_ONE, 0, 0,
     "the parameters, each with its values"},
};

const struct cel_functions cel_functions_url = {functions, PLIM_LEN(functions)};
