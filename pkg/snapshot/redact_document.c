/* What a capture keeps besides answers: each document by its name, since its name tells what it is.
 * A new one has to be entered here, else it cannot be kept under --redact. */
#include "value/build.h"
#include "value/json.h"

#include "redact_priv.h"

static enum plim_code read_json(struct plim_arena *arena, const char *name, struct plim_str bytes,
                                struct value *value_out, struct plim_err *err)
{
    if (value_json_read(arena, bytes, value_out, err) != PLIM_OK)
        return plim_err_wrap(err, "redact '%s'", name);
    return PLIM_OK;
}

static enum plim_code redact_json(struct snapshot_redactor *redactor, const char *name,
                                  struct plim_str bytes, struct plim_buf *out, struct plim_err *err)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct value value = value_null();
    if (read_json(arena, name, bytes, &value, err) != PLIM_OK)
        return err->code;
    struct value made = snapshot_redact_value(redactor, arena, &value);
    return value_json_write(&made, VALUE_JSON_PRETTY, out, err);
}

static enum plim_code redact_fleet(struct snapshot_redactor *redactor, const char *name,
                                   struct plim_str bytes, struct plim_buf *out,
                                   struct plim_err *err)
{
    redactor->is_ours = true;
    enum plim_code code = redact_json(redactor, name, bytes, out, err);
    redactor->is_ours = false;
    return code;
}

/* ---- Manifests (manifest/capture.c). */

static struct value redact_path(struct snapshot_redactor *redactor, const struct value *path)
{
    return value_string(snapshot_redact_name(redactor, value_str(path)));
}

static struct value redact_file(struct snapshot_redactor *redactor, struct plim_arena *arena,
                                const struct value *file)
{
    struct value_map_builder map = {.arena = arena};
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    snapshot_redact_yaml(redactor, value_get_text(file, "text"), &text);
    value_map_add(&map, "kind", value_string(value_get_text(file, "kind")));
    value_map_add(&map, "path", redact_path(redactor, value_get(file, "path")));
    value_map_add(&map, "origin", redact_path(redactor, value_get(file, "origin")));
    value_map_add(&map, "traced", value_bool(value_bool_or(value_get(file, "traced"), false)));
    value_map_add(&map, "error",
                  value_string(snapshot_redact_remark(value_get_text(file, "error"))));
    value_map_add(&map, "text", value_string(plim_arena_copy_str(arena, plim_buf_str(&text))));
    value_map_add(&map, "application", value_int(value_int_or(value_get(file, "application"), 0)));
    return value_map_finish(&map);
}

static struct value redact_application(struct snapshot_redactor *redactor, struct plim_arena *arena,
                                       const struct value *application)
{
    static const char *const names[] = {"namespace", "name", "path", "source", "targetNamespace"};
    static const char *const flags[] = {"suspended", "prunes", "elsewhere"};
    struct value_map_builder map = {.arena = arena};
    value_map_add(&map, "kind", value_string(value_get_text(application, "kind")));
    for (size_t i = 0; i < PLIM_LEN(names); i++)
        value_map_add(&map, names[i], redact_path(redactor, value_get(application, names[i])));
    value_map_add(&map, "error",
                  value_string(snapshot_redact_remark(value_get_text(application, "error"))));
    for (size_t i = 0; i < PLIM_LEN(flags); i++)
        value_map_add(&map, flags[i],
                      value_bool(value_bool_or(value_get(application, flags[i]), false)));
    return value_map_finish(&map);
}

static enum plim_code redact_manifests(struct snapshot_redactor *redactor, const char *name,
                                       struct plim_str bytes, struct plim_buf *out,
                                       struct plim_err *err)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct value root = value_null();
    struct value_map_builder map = {.arena = arena};
    struct value_list_builder files = {.arena = arena};
    struct value_list_builder kustomizations = {.arena = arena};
    struct value_list_builder applications = {.arena = arena};
    if (read_json(arena, name, bytes, &root, err) != PLIM_OK)
        return err->code;
    const struct value *from = value_get(&root, "files");
    for (size_t i = 0; i < value_len(from); i++)
        value_list_add(&files, redact_file(redactor, arena, value_at(from, i)));
    from = value_get(&root, "kustomizations");
    for (size_t i = 0; i < value_len(from); i++)
        value_list_add(&kustomizations, redact_path(redactor, value_at(from, i)));
    from = value_get(&root, "applications");
    for (size_t i = 0; i < value_len(from); i++)
        value_list_add(&applications, redact_application(redactor, arena, value_at(from, i)));
    value_map_add(&map, "repository", redact_path(redactor, value_get(&root, "repository")));
    value_map_add(&map, "commit", redact_path(redactor, value_get(&root, "commit")));
    value_map_add(&map, "subpath", redact_path(redactor, value_get(&root, "subpath")));
    value_map_add(&map, "kustomizations", value_list_finish(&kustomizations));
    value_map_add(&map, "applications", value_list_finish(&applications));
    value_map_add(&map, "files", value_list_finish(&files));
    struct value made = value_map_finish(&map);
    return value_json_write(&made, VALUE_JSON_COMPACT, out, err);
}

/* ---- Texts. */

static enum plim_code redact_reason(struct snapshot_redactor *redactor, const char *name,
                                    struct plim_str bytes, struct plim_buf *out,
                                    struct plim_err *err)
{
    (void)redactor;
    (void)name;
    (void)err;
    plim_buf_append_str(out, snapshot_redact_remark(bytes));
    return PLIM_OK;
}

static enum plim_code redact_text(struct snapshot_redactor *redactor, const char *name,
                                  struct plim_str bytes, struct plim_buf *out, struct plim_err *err)
{
    (void)name;
    (void)err;
    plim_buf_append_str(out, snapshot_redact_name(redactor, bytes));
    return PLIM_OK;
}

/* The first that fits. */
static const struct {
    const char *name; /* glob */
    enum plim_code (*redact)(struct snapshot_redactor *redactor, const char *name,
                             struct plim_str bytes, struct plim_buf *out, struct plim_err *err);
} documents[] = {
    {"fleet.yaml", redact_fleet},
    {"flags.json", redact_json},
    {"scope.json", redact_json},
    {"clusters/*/namespace", redact_text},
    {"clusters/*/failure", redact_reason},
    {"repositories/*/facts.json", redact_json},
    {"repositories/*/failure.txt", redact_reason},
    {"repositories/*/failure", redact_reason},
    {"repositories/*/failure/*", redact_reason},
    {"repositories/*/manifests", redact_manifests},
    {"repositories/*/manifests/*", redact_manifests},
};

enum plim_code snapshot_redact_document(struct snapshot_redactor *redactor, const char *name,
                                        struct plim_str bytes, struct plim_buf *out,
                                        struct plim_err *err)
{
    for (size_t i = 0; i < PLIM_LEN(documents); i++) {
        if (plim_str_matches_glob(plim_str_from(name), plim_str_from(documents[i].name)))
            return documents[i].redact(redactor, name, bytes, out, err);
    }
    return plim_err_set(err, PLIM_INVALID, "snapshot: '%s' cannot be redacted", name);
}
