#include "maturity/scope.h"

#include "maturity/evidence.h"
#include "value/build.h"

#include "scalar_priv.h"

/* Wider ones first: organisation, team and product, application; fleet, class, cluster. */
static const char *const scope_keys[] = {"org",         "fleet",    "product", "team",
                                         "application", "class",    "cluster", "environment",
                                         "repository",  "namespace"};

static bool is_scope_key(struct plim_str key)
{
    for (size_t i = 0; i < PLIM_LEN(scope_keys); i++) {
        if (plim_str_is(key, scope_keys[i]))
            return true;
    }
    return false;
}

static void insert_sorted(struct maturity_label *labels, size_t len, struct maturity_label label)
{
    size_t at = len;
    for (; at > 0 && plim_str_compare(labels[at - 1].key, label.key) > 0; at--)
        labels[at] = labels[at - 1];
    labels[at] = label;
}

enum plim_code maturity_scope_read(struct plim_arena *arena, const struct value_node *map,
                                   const char *key, struct maturity_scope *scope_out,
                                   struct plim_err *err)
{
    struct value_node node = value_node_get(map, key);
    size_t len = value_node_len(&node);
    struct maturity_label *labels = plim_arena_array(arena, len, sizeof(*labels));
    for (size_t i = 0; i < len; i++) {
        struct value_node name = value_node_key_at(&node, i);
        struct value_node item = value_node_at(&node, i);
        unsigned which = 0;
        if (value_node_enum(&name, "scope", scope_keys, PLIM_LEN(scope_keys), &which, err) !=
            PLIM_OK)
            return err->code;
        if (!value_is(item.value, VALUE_STRING) || item.value->len == 0)
            return value_node_fail(err, &item, "the %s of a scope is a name", scope_keys[which]);
        struct maturity_label label = {plim_str_from(scope_keys[which]), value_str(item.value)};
        insert_sorted(labels, i, label);
    }
    *scope_out = (struct maturity_scope){labels, len};
    return PLIM_OK;
}

enum plim_code maturity_scope_parse(struct plim_arena *arena, struct plim_str text,
                                    struct maturity_scope *scope_out, struct plim_err *err)
{
    struct maturity_scope scope = {0};
    struct plim_str rest = text;
    while (rest.len > 0) {
        struct plim_str value;
        struct plim_str key;
        (void)plim_str_cut(&rest, ',', &value);
        struct plim_str pair = value;
        if (!plim_str_cut(&value, '=', &key) || key.len == 0 || value.len == 0)
            return plim_err_set(err, PLIM_INVALID, "scope '%.*s' is not NAME=VALUE",
                                PLIM_STR_ARG(pair));
        if (!is_scope_key(key)) {
            const char *near = plim_str_nearest(key, scope_keys, PLIM_LEN(scope_keys));
            return plim_err_set(err, PLIM_INVALID, "unknown scope '%.*s'%s%s%s", PLIM_STR_ARG(key),
                                near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
        }
        if (maturity_scope_get(scope, plim_arena_copy(arena, key.text, key.len)).len > 0)
            return plim_err_set(err, PLIM_INVALID, "scope '%.*s' stands twice", PLIM_STR_ARG(key));
        scope = maturity_scope_with(arena, scope, plim_arena_copy_str(arena, key),
                                    plim_arena_copy_str(arena, value));
    }
    *scope_out = scope;
    return PLIM_OK;
}

struct maturity_scope maturity_scope_with(struct plim_arena *arena, struct maturity_scope scope,
                                          struct plim_str key, struct plim_str value)
{
    struct maturity_label *labels = plim_arena_array(arena, scope.len + 1, sizeof(*labels));
    size_t len = 0;
    for (size_t i = 0; i < scope.len; i++) {
        if (!plim_str_equal(scope.labels[i].key, key))
            labels[len++] = scope.labels[i];
    }
    insert_sorted(labels, len, (struct maturity_label){key, value});
    return (struct maturity_scope){labels, len + 1};
}

bool maturity_scope_covers(struct maturity_scope wide, struct maturity_scope narrow)
{
    size_t at = 0;
    for (size_t i = 0; i < wide.len; i++) {
        while (at < narrow.len && !plim_str_equal(narrow.labels[at].key, wide.labels[i].key))
            at++;
        if (at == narrow.len || !plim_str_equal(narrow.labels[at].value, wide.labels[i].value))
            return false;
    }
    return true;
}

bool maturity_scope_equal(struct maturity_scope left, struct maturity_scope right)
{
    return left.len == right.len && maturity_scope_covers(left, right);
}

struct plim_str maturity_scope_get(struct maturity_scope scope, const char *key)
{
    for (size_t i = 0; i < scope.len; i++) {
        if (plim_str_is(scope.labels[i].key, key))
            return scope.labels[i].value;
    }
    return (struct plim_str){0};
}

struct value maturity_scope_value(struct plim_arena *arena, struct maturity_scope scope)
{
    struct value_map_builder map = {.arena = arena};
    for (size_t i = 0; i < scope.len; i++)
        value_map_add_str(&map, scope.labels[i].key, value_string(scope.labels[i].value));
    return value_map_finish(&map);
}
