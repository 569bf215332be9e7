#include "session_scope.h"

#include "snapshot/reader.h"
#include "snapshot/writer.h"
#include "value/build.h"
#include "value/json.h"

static const char document[] = "scope.json";

/* Whatever the fleet says: `names` alone, or with none of them everything. */
static void replace_scope(struct session *session, const struct plim_str *names, size_t count)
{
    for (size_t i = 0; i < session->fleet.cluster_count; i++)
        session->fleet.clusters[i].namespace_count = 0;
    session->request.namespaces = names;
    session->request.namespace_count = count;
}

static enum plim_code read_scope(struct session *session, struct plim_err *err)
{
    struct value scope = {0};
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    if (snapshot_get(session->replay, document, &text, err) != PLIM_OK)
        return err->code;
    if (value_json_read(session->arena, plim_buf_str(&text), &scope, err) != PLIM_OK)
        return plim_err_wrap(err, "capture: %s", document);
    const struct value *list = value_get(&scope, "namespaces");
    struct plim_str *names = plim_arena_array(session->arena, value_len(list), sizeof(*names));
    for (size_t i = 0; i < value_len(list); i++)
        names[i] = value_str(value_at(list, i));
    replace_scope(session, names, value_len(list));
    return PLIM_OK;
}

enum plim_code session_set_scope(const struct session_settings *settings, struct session *session,
                                 struct plim_err *err)
{
    size_t count = settings->namespaces.len;
    bool given = count > 0 || settings->all_namespaces;
    if (given && (settings->snapshot || settings->manifests.len > 0 || settings->desired))
        return plim_err_set(err, PLIM_INVALID,
                            "-n and --all-namespaces are of audits of live clusters");
    if (session->replay && snapshot_has(session->replay, document))
        return read_scope(session, err);
    if (!given)
        return PLIM_OK;
    if (count > 0 && settings->all_namespaces)
        return plim_err_set(err, PLIM_INVALID, "-n and --all-namespaces exclude each other");
    struct plim_str *names = plim_arena_array(session->arena, count, sizeof(*names));
    for (size_t i = 0; i < count; i++) {
        names[i] = plim_str_from(settings->namespaces.items[i]);
        if (names[i].len == 0)
            return plim_err_set(err, PLIM_INVALID, "-n '': expected the name of a namespace");
    }
    replace_scope(session, names, count);
    return PLIM_OK;
}

enum plim_code session_record_scope(const struct session_settings *settings,
                                    struct plim_arena *arena, struct snapshot_writer *writer,
                                    struct plim_err *err)
{
    if (settings->namespaces.len == 0 && !settings->all_namespaces)
        return PLIM_OK;
    struct value_list_builder names = {.arena = arena};
    for (size_t i = 0; i < settings->namespaces.len; i++)
        value_list_add(&names, value_string_c(settings->namespaces.items[i]));
    struct value_map_builder map = {.arena = arena};
    value_map_add(&map, "namespaces", value_list_finish(&names));
    struct value scope = value_map_finish(&map);
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    if (value_json_write(&scope, VALUE_JSON_PRETTY, &text, err) != PLIM_OK)
        return err->code;
    return snapshot_put(writer, document, plim_buf_str(&text), err);
}
