/*
 * The verdicts of policies on objects, as JSON lines, for the scripts beside it.
 * usage: admission_judge POLICIES [OBJECTS [OTHERS]]
 * POLICIES  YAML: policies and their bindings. Without OBJECTS they are only loaded.
 * OBJECTS   a JSON document a line: {"object": {}, "namespace": {}, "user": {}, "unbound": true};
 * all but the object may be absent OTHERS    a JSON list of the objects that are parameters Each
 * line gives a line: a list of {policy, binding, rule, state, message, reason, actions}.
 */
#include <stdio.h>

#include "admission/admission.h"
#include "admission/objects.h"
#include "base/alloc.h"
#include "base/file.h"
#include "value/build.h"
#include "value/json.h"

enum { BYTES_MAX = 256 * 1024 * 1024 };

struct answers {
    struct plim_arena *arena;
    struct value_list_builder list;
};

static void collect(void *context, const struct admission_result *result)
{
    struct answers *answers = context;
    struct value_map_builder map = {.arena = answers->arena};
    value_map_add(&map, "policy", value_string(result->policy));
    value_map_add_text(&map, "binding", result->binding);
    value_map_add_text(&map, "rule", result->rule);
    value_map_add(&map, "state", value_string_c(finding_state_names[result->state]));
    value_map_add_text(&map, "message", result->message);
    value_map_add_text(&map, "reason", result->reason);
    value_map_add(&map, "actions", value_int(result->actions));
    value_list_add(&answers->list, value_map_finish(&map));
}

static enum plim_code judge(const struct admission_set *set, const struct value *line,
                            const struct admission_objects *others, struct plim_arena *arena,
                            struct plim_err *err)
{
    struct answers answers = {.arena = arena, .list = {.arena = arena}};
    const struct value *unbound = value_get(line, "unbound");
    const struct admission_request request = {
        .object = value_get(line, "object"),
        .namespace_object = value_get(line, "namespace"),
        .user = value_get(line, "user"),
        .others = others,
        .unbound = value_is(unbound, VALUE_BOOL) && unbound->boolean,
    };
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    if (request.object == NULL)
        return plim_err_set(err, PLIM_INVALID, "a line has no object");
    admission_judge(set, &request, arena, collect, &answers);
    struct value list = value_list_finish(&answers.list);
    if (value_json_write(&list, VALUE_JSON_COMPACT, &text, err) != PLIM_OK)
        return err->code;
    printf("%.*s\n", PLIM_STR_ARG(plim_buf_str(&text)));
    return PLIM_OK;
}

static enum plim_code judge_lines(const struct admission_set *set, const char *path,
                                  const struct admission_objects *others, struct plim_err *err)
{
    PLIM_CLEANUP(plim_freep) char *text = NULL;
    struct plim_str rest = {0};
    struct plim_str line;
    enum plim_code code = plim_file_read(path, BYTES_MAX, &text, &rest.len, err);
    rest.text = text;
    while (code == PLIM_OK && plim_str_cut(&rest, '\n', &line)) {
        PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
        struct value value;
        code = value_json_read(arena, line, &value, err);
        if (code == PLIM_OK)
            code = judge(set, &value, others, arena, err);
    }
    return code;
}

/* Parameters beside the objects; `list_out` borrows from the arena. */
static enum plim_code read_others(const char *path, struct plim_arena *arena,
                                  struct admission_object_list *list_out, struct plim_err *err)
{
    PLIM_CLEANUP(plim_freep) char *text = NULL;
    struct value *list = plim_arena_alloc(arena, sizeof(*list));
    struct plim_str body = {0};
    if (plim_file_read(path, BYTES_MAX, &text, &body.len, err) != PLIM_OK)
        return err->code;
    body.text = text;
    if (value_json_read(arena, body, list, err) != PLIM_OK)
        return err->code;
    const struct value **items = plim_arena_array(arena, value_len(list), sizeof(struct value *));
    for (size_t i = 0; i < value_len(list); i++)
        items[i] = value_at(list, i);
    *list_out = (struct admission_object_list){items, value_len(list)};
    return PLIM_OK;
}

static enum plim_code run(int argc, char **argv, struct plim_err *err)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    PLIM_CLEANUP(admission_set_freep) struct admission_set *set = admission_set_new();
    PLIM_CLEANUP(plim_freep) char *policies = NULL;
    struct admission_object_list list = {0};
    const struct admission_objects others = {admission_find_in_list, &list};
    size_t len = 0;
    enum plim_code code = plim_file_read(argv[1], BYTES_MAX, &policies, &len, err);
    if (code == PLIM_OK)
        code = admission_set_add(set, argv[1], (struct plim_str){policies, len}, err);
    if (code == PLIM_OK && argc > 3)
        code = read_others(argv[3], arena, &list, err);
    if (code == PLIM_OK && argc > 2)
        code = judge_lines(set, argv[2], &others, err);
    return code;
}

int main(int argc, char **argv)
{
    struct plim_err err = {0};
    if (argc < 2 || argc > 4) {
        fprintf(stderr, "usage: admission_judge POLICIES [OBJECTS [OTHERS]]\n");
        return 2;
    }
    if (run(argc, argv, &err) == PLIM_OK)
        return 0;
    fprintf(stderr, "%s\n", err.msg);
    return 2;
}
